//! [`OwningEdge`]: the functions on owning edges, as generated code calls them.

use super::{Child, Children, Parent};
use crate::core::edges::EdgeCollector;
use crate::core::error::LinkError;
use crate::core::into_node::IntoNode;
use crate::core::strong::Strong;
use crate::core::traits::{ChildOf, Graph, Visit};

/// The functions on owning edges, as generated code calls them.
///
/// It has no supertrait, so that a type without the right back-reference gives one error. `B` is for its message, where
/// the relation `()` is not shown.
///
/// # Safety
/// Only the implementation below may exist: generated code trusts that these functions visit the edge that they are
/// given, and run no code of the user's on the way.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference to its parent `{P}` in the relation `{R}`",
    label = "write `#[weak] parent: {B}` in `{Self}`, or change its `Parent<..>` to that",
    note = "`{Self}` has to derive `Graph`",
    note = "if `{Self}` has another parent in `{R}`, too: declare `enum Other {{}}`, and write `Children<{Self}, Other>` \
            here and `#[weak] other_parent: Parent<{P}, Other>` in `{Self}`"
)]
pub unsafe trait OwningEdge<P, R, B = Parent<P, R>>: Sized {
    /// [`Graph::NAME`].
    const NAME: &'static str;
    fn __visit_children<V: Visit<P>>(visit: &mut V, edge: &Children<Self, R>, slot: u8);
    fn __visit_child<V: Visit<P>>(visit: &mut V, edge: &Child<Self, R>, slot: u8);
    fn __children_edges(see: &mut EdgeCollector<'_>, edge: &Children<Self, R>);
    fn __child_edge(see: &mut EdgeCollector<'_>, edge: &Child<Self, R>);
    /// `parent` is the value that `edge` stands in; any other is ignored.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __add(parent: &P, edge: &Children<Self, R>, item: impl IntoNode<Self>) -> Strong<Self>;
    /// As `__add`.
    fn __try_add(parent: &P, edge: &Children<Self, R>, item: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>;
    fn __remove(edge: &Children<Self, R>, item: &Strong<Self>) -> bool;
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __get(edge: &Child<Self, R>) -> Option<Strong<Self>>;
    fn __set(edge: &Child<Self, R>, item: impl IntoNode<Self>) -> Strong<Self>;
    fn __try_set(edge: &Child<Self, R>, item: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>;
    fn __take(edge: &Child<Self, R>) -> Option<Strong<Self>>;
}

// SAFETY: each function does what its name says, with the edge that it is given.
#[diagnostic::do_not_recommend]
unsafe impl<C, P, R> OwningEdge<P, R> for C
where
    C: ChildOf<P, R>,
{
    const NAME: &'static str = <C as Graph>::NAME;

    #[inline(always)]
    fn __visit_children<V: Visit<P>>(visit: &mut V, edge: &Children<C, R>, slot: u8) {
        visit.list::<C, R>(edge.__head(), slot);
    }
    #[inline(always)]
    fn __visit_child<V: Visit<P>>(visit: &mut V, edge: &Child<C, R>, slot: u8) {
        visit.list::<C, R>(edge.__head(), slot);
    }
    fn __children_edges(see: &mut EdgeCollector<'_>, edge: &Children<C, R>) {
        see.children(edge);
    }
    fn __child_edge(see: &mut EdgeCollector<'_>, edge: &Child<C, R>) {
        see.child(edge);
    }
    #[inline]
    #[track_caller]
    fn __add(parent: &P, edge: &Children<C, R>, item: impl IntoNode<C>) -> Strong<C> {
        match edge.append_in(Some(parent), item.into_node()) {
            Ok(child) => child,
            Err(error) => refused(error),
        }
    }
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    fn __try_add(parent: &P, edge: &Children<C, R>, item: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        edge.append_in(Some(parent), item.into_node())
    }
    #[inline]
    fn __remove(edge: &Children<C, R>, item: &Strong<C>) -> bool {
        edge.remove(item)
    }
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __get(edge: &Child<C, R>) -> Option<Strong<C>> {
        edge.get()
    }
    #[inline]
    #[track_caller]
    fn __set(edge: &Child<C, R>, item: impl IntoNode<C>) -> Strong<C> {
        match edge.set(item) {
            Ok(child) => child,
            Err(error) => refused(error),
        }
    }
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    fn __try_set(edge: &Child<C, R>, item: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        edge.set(item)
    }
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __take(edge: &Child<C, R>) -> Option<Strong<C>> {
        edge.take()
    }
}

/// What the panicking accessors do with a refusal.
#[cold]
#[inline(never)]
#[track_caller]
fn refused(error: LinkError) -> ! {
    panic!("{error}")
}
