//! What a node, a handle and a list are: data, traits, and the smallest unsafe operations on them.

pub(crate) mod alive;
pub(crate) mod drop_state;
pub(crate) mod dropped;
#[allow(missing_docs, reason = "hidden items that generated code names")]
pub(crate) mod edges;
pub(crate) mod error;
#[cfg(feature = "leak-handles")]
pub(crate) mod handle_places;
#[cfg(feature = "leak")]
#[allow(missing_docs, reason = "hidden items that generated code names")]
pub(crate) mod hidden;
pub(crate) mod hook;
pub(crate) mod into_node;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod live_iters;
#[cfg(feature = "leak")]
pub(crate) mod live_nodes;
pub(crate) mod observer;
pub(crate) mod one_thread;
pub(crate) mod panics;
pub(crate) mod ptr;
pub(crate) mod raw_edge;
pub(crate) mod session;
pub(crate) mod spread;
pub(crate) mod steps;
pub(crate) mod strong;
#[allow(missing_docs, reason = "hidden items that generated code names")]
pub(crate) mod traits;
pub(crate) mod type_id;
pub(crate) mod unbound;
pub(crate) mod vtable;
pub(crate) mod weak;
pub(crate) mod weak_any;
#[allow(missing_docs, reason = "a trait that users cannot name")]
pub(crate) mod yields;

/// In a `PhantomData`, makes a type invariant in `T`. Edges are written through `&self`: with any other variance a
/// `&'short` could be put where a `&'static` is promised (I4).
pub(crate) type Invariant<T> = fn(T) -> T;

/// A type by another name.
#[doc(hidden)]
pub type Itself<T> = T;
