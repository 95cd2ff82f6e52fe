//! Cycle-safe object graphs on plain structs.
#![doc = ""]

#[allow(unsafe_code, reason = "the core: the places of walks")]
mod cursor;
#[allow(unsafe_code, reason = "the core: the ancestor check")]
mod cycle;
#[allow(unsafe_code, reason = "the core: destruction")]
mod death;
#[allow(unsafe_code, reason = "the core: lists through the members' links")]
mod edge;
#[allow(unsafe_code, reason = "traits that only the derive may implement")]
mod graph;
#[allow(unsafe_code, reason = "the core")]
mod node;
#[allow(unsafe_code, reason = "the core: who is told of a death")]
mod observer;
#[allow(unsafe_code, reason = "the core: makes handles from counts")]
mod strong;
#[allow(unsafe_code, reason = "makes handles to relatives; the traits are the derive's to implement")]
mod tree;
#[allow(unsafe_code, reason = "the core: walks through links")]
mod walk;
#[allow(unsafe_code, reason = "the core: counts and upgrades")]
mod weak;

mod error;
mod steps;

pub use edge::{Child, Children, Drain, Iter, Parent, WeakCell, WeakIter, WeakList};
pub use error::{LinkError, LinkErrorKind};
pub use graph::{Graph, NoStrongCycle};
pub use strong::Strong;
pub use tree::{Position, Tree};
pub use walk::{Ancestors, BreadthFirst, Descendants, Leaves, Siblings, Traversal, Traverse};
pub use weak::Weak;
pub use weakgraph_derive::Graph;

#[doc(hidden)]
#[allow(unsafe_code, missing_docs, reason = "births and handles; what generated code calls is not for people")]
#[path = "private.rs"]
pub mod __private;
pub(crate) use __private as private;
