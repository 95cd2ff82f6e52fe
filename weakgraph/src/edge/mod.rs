//! The kinds of edges, one file each.

mod child;
mod children;
mod list;
mod parent;
mod waiting;
mod weak_cell;
mod weak_list;

pub use child::Child;
pub use children::{Children, Drain, Iter};
pub use list::{Head, Link};
pub(crate) use list::{attach_beside, detach, link_of, pop_first};
pub use parent::Parent;
pub use weak_cell::WeakCell;
pub use weak_list::{WeakIter, WeakList};

/// In a `PhantomData`, makes a type invariant in `T`. Edges are written through `&self`: with any other variance a
/// `&'short` could be put where a `&'static` is promised (I4).
pub(crate) type Invariant<T> = fn(T) -> T;
