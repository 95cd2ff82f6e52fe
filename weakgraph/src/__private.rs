//! What generated code calls. Not part of the public API: it changes together with the derive.

pub use core;
pub use core::option::Option;
pub use core::primitive::bool;
pub use core::result::Result;
pub use core::result::Result::{Err, Ok};
pub use std::string::String;
pub use std::vec::Vec;
#[cfg(feature = "serde")]
pub use {
    crate::serde::{Built, Discover, Expect, Number, Numbered, Numbers, Record, SharedEdge, Unless},
    erased_serde, serde,
    std::boxed::Box,
};

pub use crate::core::Itself;
pub use crate::core::edges::EdgeCollector;
pub use crate::core::link::Link;
pub use crate::core::list::Head;
pub use crate::core::panics::dropping;
pub use crate::core::steps::taken as steps_taken;
pub use crate::core::traits::{
    ChildOf, DetachedBy, Dropping, EditChildren, HasParent, HoldsWeakly, LateHook, NameOneByInRelation, NoStrongCycle,
    OtherThanItself, OwnDrop, ParentOf, Readable, Visit, WithoutDrop,
};
pub use crate::edge::{
    EdgeHook, IntoField, NodeHook, OtherHook, OtherNodeHook, OwningEdge, cloned, cloned_once, copied, detach, distinct,
    hooked, label, label_in_cell, label_in_once_cell, label_in_ref_cell, label_of, late_hook, listed, phantom, replace,
    same_relation, unowned,
};
pub use crate::engine::identity::handle;
pub use crate::inspect::edges::{FromNothing, Inspect, Unknown};
pub use crate::inspect::value::{CloneParts, DeepClone, EqParts, HashParts, OtherPart, TreeEq, TreeHash, WeakPart};
pub use crate::lifetime::method::{Given, OrDefault, StrongCapture, WeakCapture};
pub use crate::lifetime::proxy::with_argument;
pub use crate::{
    Child, Children, ChildrenView, Dropped, EdgeKind, Graph, IntoNode, LinkError, Parent, Proxied, Proxy, Strong, Tree,
    TreeIn, Weak, WeakCell, WeakList, WeakListView,
};
