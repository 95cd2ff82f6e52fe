//! The kinds of edges, one file each.

mod child;
mod children;
mod parent;
mod weak_cell;
mod weak_list;

pub use child::Child;
pub use children::{Children, Drain, Iter};
pub use parent::Parent;
pub use weak_cell::WeakCell;
pub use weak_list::{WeakIter, WeakList};
