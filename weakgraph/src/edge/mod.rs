//! The kinds of edges, one file each.

mod accessors;
mod child;
mod children;
mod collect;
mod owning_edge;
mod parent;
mod view;
mod weak_cell;
mod weak_list;

pub use accessors::{
    EdgeHook, IntoField, NodeHook, OtherHook, OtherNodeHook, cloned, cloned_once, copied, detach, distinct, hooked,
    label, label_in_cell, label_in_once_cell, label_in_ref_cell, label_of, late_hook, listed, phantom, replace,
    unowned,
};
pub use child::Child;
pub use children::{Children, Drain, Iter};
pub use owning_edge::OwningEdge;
pub use parent::{Parent, same_relation};
pub(crate) use view::Edges;
pub use view::{ChildrenIter, ChildrenView, WeakListView};
pub use weak_cell::WeakCell;
pub use weak_list::{WeakIter, WeakList};

use crate::core::one_thread::{by_graph_alone, one_thread};

one_thread!(Parent<P, R> Children<C, R> Child<C, R> WeakCell<T> WeakList<T>);
by_graph_alone!(Parent<P, R> Children<C, R> Child<C, R> WeakCell<T> WeakList<T>);
