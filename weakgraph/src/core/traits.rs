//! The traits that the derive implements: what the runtime knows of a user's type.

use crate::Strong;
use crate::core::error::LinkError;
use crate::core::link::{Head, Link};
use crate::edge::{Child, Children, Parent, WeakCell, WeakList};
use crate::inspect::edges::{Edge, See};

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
    /// Whether it is [`Readable`], which says the same to the compiler.
    #[doc(hidden)]
    const READABLE: bool = false;

    /// Tells the edges, in the order of their declaration.
    #[doc(hidden)]
    fn __visit<V: Visit<Self>>(&self, visit: &mut V);

    /// Calls the drop hook.
    #[doc(hidden)]
    fn __on_drop(&self, _: Dropping) {}

    /// Tells every edge with its field, also those that the runtime need not know of.
    #[doc(hidden)]
    fn __edges(&self, _see: &mut See<'_>) {}

    /// What `#[graph(label)]` says.
    #[doc(hidden)]
    fn __label(&self) -> Option<String> {
        None
    }

    /// Every edge of this value as it is now, in the order of the fields: its field, what it is, its place and its target.
    ///
    /// Edges that lead nowhere are left out, those to nodes that died are not. Nothing is counted, and no user code runs.
    /// Costs O(number of edges), one allocation, and constant stack. [`Snapshot`](crate::Snapshot) does it for a whole graph.
    ///
    /// Shared edges and plain [`Weak`](crate::Weak)s are found in `Option`, `Box`, `Rc`, `Vec`, the other collections of the
    /// standard library, arrays, slices, tuples, `RefCell`, `OnceCell`, a `Cell` of an `Option`, a `Vec` or a `Weak`, and in
    /// these inside each other. In any other container, or in a `RefCell` that is mutably borrowed just now, one edge with
    /// [`Target::Opaque`](crate::Target::Opaque) or [`Target::Borrowed`](crate::Target::Borrowed) stands for what may be
    /// there. A field marked `#[graph(opaque)]` is no edge.
    ///
    /// ```
    /// use weakgraph::{Children, EdgeKind, Graph, NodeId, Parent, Strong, Target};
    ///
    /// #[derive(Graph, Default)]
    /// struct Node {
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Strong::<Node>::default();
    /// let leaf = root.add_child(Node::default());
    /// let edges = root.edges();
    /// assert_eq!((edges[0].field, edges[0].kind, edges[0].index), ("children", EdgeKind::Owning, 0));
    /// assert!(matches!(edges[0].target, Target::Alive { id, .. } if id == NodeId::of(&leaf)));
    /// assert_eq!(leaf.edges()[0].kind, EdgeKind::Back);
    /// ```
    fn edges(&self) -> Vec<Edge> {
        crate::inspect::edges::edges(self)
    }

    /// The two edges of a type that has no others, when both lead to the type itself in one relation.
    #[doc(hidden)]
    fn __sole(&self) -> Option<(&Link, &Head)> {
        None
    }
}

/// A node that can be read without counting, in a [session](crate::read()): its type borrows nothing.
///
/// A node that dies while a session is open keeps its value until the session closes, so what it borrows would have to
/// last as long. The derive implements this for a type that is `'static` as it is declared: without lifetime
/// parameters, and with `'static` among the bounds of every type parameter. All other nodes die at once, session or
/// not, and cannot be read in one.
///
/// # Safety
/// Only the derive writes this: the runtime trusts that [`Graph`] says the same.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read in a session: by its declaration it may borrow",
    label = "not `'static` by its declaration",
    note = "a death waits for the end of the session, so that nodes can be read without counting; only what borrows nothing can \
            wait",
    note = "declare the type without lifetime parameters, and bound its type parameters by `'static`: `struct \
            Node<T: 'static>`"
)]
pub unsafe trait Readable: Graph + 'static {}

/// Told the edges of a `T` by [`Graph::__visit`], private ones, too: so it is sealed.
#[doc(hidden)]
pub trait Visit<T>: Sealed {
    #[inline(always)]
    fn __see_parent<P, R>(&mut self, _edge: &Parent<P, R>)
    where
        T: Member<R, Owner = P>,
    {
    }
    #[inline(always)]
    fn __see_children<C, R>(&mut self, _edge: &Children<C, R>, _slot: u8)
    where
        C: MemberOf<T, R>,
    {
    }
    #[inline(always)]
    fn __see_child<C, R>(&mut self, _edge: &Child<C, R>, _slot: u8)
    where
        C: MemberOf<T, R>,
    {
    }
    #[inline(always)]
    fn __see_weak_cell<X>(&mut self, _edge: &WeakCell<X>, _hook: Option<LateHook<T>>) {}
    #[inline(always)]
    fn __see_weak_list<X>(&mut self, _edge: &WeakList<X>, _hook: Option<LateHook<T>>) {}
}

/// What only this crate implements.
pub trait Sealed {}

/// What only this crate makes: who is given one is called by the teardown of a node, and not by anybody else.
#[doc(hidden)]
#[derive(Debug)]
pub struct Dropping(());

impl Dropping {
    pub(crate) const fn new() -> Dropping {
        Dropping(())
    }
}

/// A hook on a weak link of a `T`. It can be called after everything that `T` borrows has gone, if the program
/// forgets its handles; so a `T` that borrows can have none: see [`late_hook`](crate::__private::late_hook).
#[doc(hidden)]
#[derive(Debug)]
pub struct LateHook<T>(pub(crate) fn(&T));

/// A type with a back-reference `Parent<Owner, R>`: one that can be owned in the relation `R`.
///
/// For code that is generic over what it owns; see [`MemberOf`].
///
/// # Safety
/// Only the derive writes this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference in the relation `{R}`",
    label = "needs a field `#[weak] parent: Parent<Owner, {R}>`",
    note = "an owning edge `Children<C, R>` or `Child<C, R>` is paired with a `Parent<Owner, R>` in `C`"
)]
pub unsafe trait Member<R>: Graph {
    /// Who owns it.
    type Owner: OwnerOf<Self, R>;
    /// Whether there is a hook for the owner's death.
    #[doc(hidden)]
    const OWNER_HOOKED: bool = false;
    #[doc(hidden)]
    fn __parent(&self) -> &Parent<Self::Owner, R>;
    #[doc(hidden)]
    fn __on_owner_drop(&self, _: Dropping) {}
}

/// A type with a back-reference `Parent<P, R>`: one that `P` can own in the relation `R`.
///
/// A bound for code that is generic over what it owns:
///
/// ```
/// use weakgraph::{Children, Graph, MemberOf, Parent, Strong};
///
/// #[derive(Graph)]
/// struct Folder<C> where C: MemberOf<Folder<C>, ()> { #[strong] items: Children<C> }
///
/// #[derive(Graph)]
/// struct Page { #[weak] folder: Parent<Folder<Page>> }
///
/// fn count<C: MemberOf<Folder<C>, ()>>(folder: &Folder<C>) -> usize { folder.items().len() }
///
/// let folder = Strong::new(Folder { items: Children::from([Page { folder: Parent::new() }]) });
/// assert_eq!(count(&folder), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference to its owner `{P}`",
    label = "add the field `#[weak] parent: Parent<{P}, {R}>` to `{Self}`",
    note = "every owning edge is paired with a back-reference in the owned type: `{P}` owns `{Self}` in the relation \
            `{R}`, so `{Self}` needs `#[weak] parent: Parent<{P}, {R}>` (a relation of `()` need not be written)"
)]
pub trait MemberOf<P, R>: Member<R, Owner = P> {}

/// A type with one or more owning edges (`Children<C, R>`, `Child<C, R>`) to `C` in the relation `R`.
///
/// # Safety
/// Only the derive writes this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no owning edge to `{C}` in the relation `{R}`",
    label = "not an owner of `{C}`",
    note = "a back-reference `Parent<{Self}, {R}>` in `{C}` is paired with a field `#[strong] children: Children<{C}, \
            {R}>` (or `Child<..>`) in `{Self}`"
)]
pub unsafe trait OwnerOf<C, R>: Graph {
    #[doc(hidden)]
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
///
/// # Safety
/// Only the implementation below may exist: generated code trusts that these functions visit the edge that they are given, and
/// run no code of the user's on the way.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference to its owner `{P}`",
    label = "add the field `#[weak] parent: Parent<{P}, {R}>` to `{Self}`",
    note = "every owning edge is paired with a back-reference in the owned type: `{P}` owns `{Self}` in the relation \
            `{R}`, so `{Self}` needs `#[weak] parent: Parent<{P}, {R}>` (a relation of `()` need not be written)"
)]
pub unsafe trait OwnedBy<P, R>: Sized {
    /// [`Graph::NAME`].
    const NAME: &'static str;
    fn __visit_children<V: Visit<P>>(visit: &mut V, edge: &Children<Self, R>, slot: u8);
    fn __visit_child<V: Visit<P>>(visit: &mut V, edge: &Child<Self, R>, slot: u8);
    fn __children_edges(see: &mut See<'_>, edge: &Children<Self, R>);
    fn __child_edge(see: &mut See<'_>, edge: &Child<Self, R>);
    /// `owner` is the value that `edge` stands in; any other is ignored.
    fn __add(owner: &P, edge: &Children<Self, R>, item: impl Into<Strong<Self>>) -> Strong<Self>;
    /// As `__add`.
    fn __try_add(owner: &P, edge: &Children<Self, R>, item: impl Into<Strong<Self>>)
    -> Result<Strong<Self>, LinkError>;
    fn __remove(edge: &Children<Self, R>, item: &Strong<Self>) -> bool;
    fn __get(edge: &Child<Self, R>) -> Option<Strong<Self>>;
    fn __set(edge: &Child<Self, R>, item: impl Into<Strong<Self>>) -> Strong<Self>;
    fn __try_set(edge: &Child<Self, R>, item: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError>;
    fn __take(edge: &Child<Self, R>) -> Option<Strong<Self>>;
}

// SAFETY: each function does what its name says, with the edge that it is given.
#[diagnostic::do_not_recommend]
unsafe impl<C, P, R> OwnedBy<P, R> for C
where
    C: MemberOf<P, R>,
{
    const NAME: &'static str = <C as Graph>::NAME;

    #[inline(always)]
    fn __visit_children<V: Visit<P>>(visit: &mut V, edge: &Children<C, R>, slot: u8) {
        visit.__see_children(edge, slot);
    }
    #[inline(always)]
    fn __visit_child<V: Visit<P>>(visit: &mut V, edge: &Child<C, R>, slot: u8) {
        visit.__see_child(edge, slot);
    }
    fn __children_edges(see: &mut See<'_>, edge: &Children<C, R>) {
        see.children(edge);
    }
    fn __child_edge(see: &mut See<'_>, edge: &Child<C, R>) {
        see.child(edge);
    }
    #[inline]
    #[track_caller]
    fn __add(owner: &P, edge: &Children<C, R>, item: impl Into<Strong<C>>) -> Strong<C> {
        match edge.append_in(Some(owner), item.into()) {
            Ok(member) => member,
            Err(error) => refused(error),
        }
    }
    #[inline]
    fn __try_add(owner: &P, edge: &Children<C, R>, item: impl Into<Strong<C>>) -> Result<Strong<C>, LinkError> {
        edge.append_in(Some(owner), item.into())
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

/// Implemented by nobody: what generated code asks of a type that an edge names otherwise than the type itself does.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an edge of `{Self}` leads to the type itself, by another name",
    label = "write `Self`, or the name as the type declares it",
    note = "`#[derive(Graph)]` goes by names: by another one it takes the type for another type"
)]
pub trait OtherThanItself {}
