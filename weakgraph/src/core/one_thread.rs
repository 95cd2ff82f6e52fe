//! What never holds: that nodes leave their thread, that a derive of the standard library copies or compares edges. The
//! compiler's error has a message of this crate then, and is one error, not one for each field inside.

use super::strong::Strong;
use super::weak::Weak;

/// The thread that a graph was made on.
#[derive(Debug)]
pub struct ItsThread;

/// Implemented by nothing: the condition under which handles, nodes and edges could change threads.
///
/// It is not asked of the handle, whose error would then be that of `Send`; and with a lifetime, so that it is asked
/// where it is used.
#[diagnostic::on_unimplemented(
    message = "a graph stays on its thread: no handle, node or edge of it can be sent or shared",
    label = "counts and links of nodes are not atomic",
    note = "keep the graph on one thread, in a `thread_local!` for instance, and send plain data that names its nodes"
)]
pub trait IsLeft<'a> {}

/// Handles and edges stay on their thread.
macro_rules! one_thread {
    ($($name:ident<$($of:ident),*>)*) => {$(
        // SAFETY: never the case, as nothing implements `IsLeft`.
        unsafe impl<$($of),*> Send for $name<$($of),*> where for<'a> crate::core::one_thread::ItsThread: crate::core::one_thread::IsLeft<'a> {}
        // SAFETY: never the case, as nothing implements `IsLeft`.
        unsafe impl<$($of),*> Sync for $name<$($of),*> where for<'a> crate::core::one_thread::ItsThread: crate::core::one_thread::IsLeft<'a> {}
    )*};
}
pub(crate) use one_thread;

one_thread!(Strong<T> Weak<T>);

/// The edges of a node.
#[derive(Debug)]
pub struct Edges;

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`#[derive(Clone)]` copies no edges",
    label = "remove `Clone`, and write `#[graph(clone)]` on the type: `weakgraph::deep_clone(&node)` copies all below it",
    note = "a second handle to the same node is `node.clone()` of a `Strong`, which every node has"
)]
pub trait CopiedByGraphClone<'a> {}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`#[derive(PartialEq)]` compares no edges",
    label = "remove `PartialEq` and `Eq`, and write `#[graph(eq)]` on the type: `weakgraph::tree_eq(&a, &b)` compares all below",
    note = "whether two handles lead to one node is `a == b` of two `Strong`s, which every node has"
)]
pub trait ComparedByGraphEq<'a> {}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`#[derive(Hash)]` hashes no edges",
    label = "remove `Hash`, and write `#[graph(hash)]` on the type: `weakgraph::tree_hash(&node, &mut hasher)` hashes all below"
)]
pub trait HashedByGraphHash<'a> {}

/// Edges are not copied, compared and hashed by derives of the standard library.
macro_rules! by_graph_alone {
    ($($name:ident<$($of:ident),*>)*) => {$(
        #[doc(hidden)]
        impl<$($of),*> Clone for $name<$($of),*>
        where
            for<'a> crate::core::one_thread::Edges: crate::core::one_thread::CopiedByGraphClone<'a>,
        {
            fn clone(&self) -> Self {
                $name::new()
            }
        }

        #[doc(hidden)]
        impl<$($of),*> PartialEq for $name<$($of),*>
        where
            for<'a> crate::core::one_thread::Edges: crate::core::one_thread::ComparedByGraphEq<'a>,
        {
            fn eq(&self, _: &Self) -> bool {
                false
            }
        }

        #[doc(hidden)]
        impl<$($of),*> Eq for $name<$($of),*>
        where
            for<'a> crate::core::one_thread::Edges: crate::core::one_thread::ComparedByGraphEq<'a>,
        {
        }

        #[doc(hidden)]
        impl<$($of),*> core::hash::Hash for $name<$($of),*>
        where
            for<'a> crate::core::one_thread::Edges: crate::core::one_thread::HashedByGraphHash<'a>,
        {
            fn hash<__H: core::hash::Hasher>(&self, _: &mut __H) {}
        }
    )*};
}
pub(crate) use by_graph_alone;
