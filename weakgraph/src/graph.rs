//! The traits that the derive implements: what the runtime knows of a user's type.

use crate::Strong;
use crate::edge::{Child, Children, Head, Link, Parent, WeakCell, WeakList};
use crate::error::LinkError;

/// A type whose values can be nodes: what `#[derive(Graph)]` implements.
///
/// Put `#[weak]` and `#[strong]` on the fields that are edges; the derive writes the accessors. See
/// [the derive](derive@crate::Graph) for what it takes and writes.
///
/// # Safety
/// Only the derive writes this: the runtime trusts that [`__visit`](Graph::__visit) tells every edge of the value,
/// always the same ones.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a graph node",
    label = "`{Self}` does not derive `Graph`",
    note = "put `#[derive(weakgraph::Graph)]` on `{Self}`"
)]
pub unsafe trait Graph: Sized {
    #[doc(hidden)]
    const NAME: &'static str;
    /// How many back-references there are.
    #[doc(hidden)]
    const PARENTS: usize;
    /// How many owning edges there are.
    #[doc(hidden)]
    const EDGES: usize;
    /// Whether there is a drop hook.
    #[doc(hidden)]
    const HOOKED: bool = false;

    /// Tells the edges, in the order of their declaration.
    #[doc(hidden)]
    fn __visit<V: Visit<Self>>(&self, visit: &mut V);

    /// Calls the drop hook.
    #[doc(hidden)]
    fn __on_drop(&self) {}

    /// The two edges of a type that has no others, when both lead to the type itself in one relation.
    #[doc(hidden)]
    fn __sole(&self) -> Option<(&Link, &Head)> {
        None
    }
}

/// Told the edges of a `T` by [`Graph::__visit`].
#[doc(hidden)]
pub trait Visit<T> {
    #[inline(always)]
    fn parent<P, R>(&mut self, _edge: &Parent<P, R>)
    where
        T: Member<R, Owner = P>,
    {
    }
    #[inline(always)]
    fn children<C, R>(&mut self, _edge: &Children<C, R>, _slot: u8)
    where
        C: MemberOf<T, R>,
    {
    }
    #[inline(always)]
    fn child<C, R>(&mut self, _edge: &Child<C, R>, _slot: u8)
    where
        C: MemberOf<T, R>,
    {
    }
    #[inline(always)]
    fn weak_cell<X>(&mut self, _edge: &WeakCell<X>, _hook: Option<LateHook<T>>) {}
    #[inline(always)]
    fn weak_list<X>(&mut self, _edge: &WeakList<X>, _hook: Option<LateHook<T>>) {}
}

/// A hook on a weak link of a `T`. It can be called after everything that `T` borrows has gone, if the program
/// forgets its handles; so a `T` that borrows can have none: see [`late_hook`](crate::__private::late_hook).
#[doc(hidden)]
#[derive(Debug)]
pub struct LateHook<T>(pub(crate) fn(&T));

/// `Self` has a back-reference in the relation `R`.
///
/// # Safety
/// Only the derive writes this.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference in the relation `{R}`",
    label = "needs a field `#[weak] parent: Parent<Owner, {R}>`",
    note = "an owning edge `Children<C, R>` or `Child<C, R>` is paired with a `Parent<Owner, R>` in `C`"
)]
pub unsafe trait Member<R>: Graph {
    type Owner: OwnerOf<Self, R>;
    /// Whether there is a hook for the owner's death.
    const OWNER_HOOKED: bool = false;
    fn __parent(&self) -> &Parent<Self::Owner, R>;
    fn __on_owner_drop(&self) {}
}

/// `Self` has a back-reference to its owner `P` in the relation `R`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference to its owner `{P}`",
    label = "add the field `#[weak] parent: Parent<{P}, {R}>` to `{Self}`",
    note = "every owning edge is paired with a back-reference in the owned type: `{P}` owns `{Self}` in the relation \
            `{R}`, so `{Self}` needs `#[weak] parent: Parent<{P}, {R}>` (a relation of `()` need not be written)"
)]
pub trait MemberOf<P, R>: Member<R, Owner = P> {}

/// `Self` has owning edges to `C` in the relation `R`, numbered from 0.
///
/// # Safety
/// Only the derive writes this.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no owning edge to `{C}` in the relation `{R}`",
    label = "not an owner of `{C}`",
    note = "a back-reference `Parent<{Self}, {R}>` in `{C}` is paired with a field `#[strong] children: Children<{C}, \
            {R}>` (or `Child<..>`) in `{Self}`"
)]
pub unsafe trait OwnerOf<C, R>: Graph {
    fn __head(&self, slot: u8) -> &Head;
}

/// What the compiler checks so that shared edges cannot close a cycle.
///
/// The derive implements it for a type under the condition that the targets of all its `#[strong]` edges have it,
/// and demands it of the target of every shared edge: a cycle of types makes that demand endless, and the compiler
/// refuses it with error E0275. `D` stays open in the implementations, so that types may contain each other
/// through owning edges, which are guarded at run time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared: the compiler cannot see what it owns",
    label = "does not derive `Graph`",
    note = "a `#[strong]` shared edge leads to a type that derives `Graph`; bound a type parameter by \
            `weakgraph::NoStrongCycle<()>`"
)]
pub trait NoStrongCycle<D> {}

/// The functions on owning edges, as generated code calls them.
///
/// It has no supertrait, so that a type without the right back-reference gives one error.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference to its owner `{P}`",
    label = "add the field `#[weak] parent: Parent<{P}, {R}>` to `{Self}`",
    note = "every owning edge is paired with a back-reference in the owned type: `{P}` owns `{Self}` in the relation \
            `{R}`, so `{Self}` needs `#[weak] parent: Parent<{P}, {R}>` (a relation of `()` need not be written)"
)]
pub trait OwnedBy<P, R>: Sized {
    fn __visit_children<V: Visit<P>>(visit: &mut V, edge: &Children<Self, R>, slot: u8);
    fn __visit_child<V: Visit<P>>(visit: &mut V, edge: &Child<Self, R>, slot: u8);
    fn __add(edge: &Children<Self, R>, item: impl Into<Strong<Self>>) -> Strong<Self>;
    fn __try_add(edge: &Children<Self, R>, item: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError>;
    fn __remove(edge: &Children<Self, R>, item: &Strong<Self>) -> bool;
    fn __get(edge: &Child<Self, R>) -> Option<Strong<Self>>;
    fn __set(edge: &Child<Self, R>, item: impl Into<Strong<Self>>) -> Strong<Self>;
    fn __try_set(edge: &Child<Self, R>, item: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError>;
    fn __take(edge: &Child<Self, R>) -> Option<Strong<Self>>;
}

#[diagnostic::do_not_recommend]
impl<C, P, R> OwnedBy<P, R> for C
where
    C: MemberOf<P, R>,
{
    #[inline(always)]
    fn __visit_children<V: Visit<P>>(visit: &mut V, edge: &Children<C, R>, slot: u8) {
        visit.children(edge, slot);
    }
    #[inline(always)]
    fn __visit_child<V: Visit<P>>(visit: &mut V, edge: &Child<C, R>, slot: u8) {
        visit.child(edge, slot);
    }
    #[inline]
    #[track_caller]
    fn __add(edge: &Children<C, R>, item: impl Into<Strong<C>>) -> Strong<C> {
        match edge.append(item) {
            Ok(member) => member,
            Err(error) => refused(error),
        }
    }
    #[inline]
    fn __try_add(edge: &Children<C, R>, item: impl Into<Strong<C>>) -> Result<Strong<C>, LinkError> {
        edge.append(item)
    }
    #[inline]
    fn __remove(edge: &Children<C, R>, item: &Strong<C>) -> bool {
        edge.remove(item)
    }
    #[inline]
    fn __get(edge: &Child<C, R>) -> Option<Strong<C>> {
        edge.get()
    }
    #[inline]
    #[track_caller]
    fn __set(edge: &Child<C, R>, item: impl Into<Strong<C>>) -> Strong<C> {
        match edge.set(item) {
            Ok(member) => member,
            Err(error) => refused(error),
        }
    }
    #[inline]
    fn __try_set(edge: &Child<C, R>, item: impl Into<Strong<C>>) -> Result<Strong<C>, LinkError> {
        edge.set(item)
    }
    #[inline]
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
