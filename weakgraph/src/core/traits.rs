//! The traits that the derive implements: what the runtime knows about a user's type.

use core::fmt;
use core::marker::PhantomData;

use super::edges::{Edge, EdgeCollector};
use super::link::Link;
use super::list::Head;
use super::ptr::NodePtr;
use super::strong::Strong;
use super::weak::Weak;

/// A type whose values can be nodes. `#[derive(Graph)]` implements it.
///
/// [The derive](derive@crate::Graph) says what it takes and what it writes.
///
/// # Safety
/// Only the derive implements this: the runtime relies on [`__visit`](Graph::__visit) visiting every edge of the value,
/// and always the same ones.
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
    /// Whether the drop of a [`Readable`] value runs code that is not ours: its own `Drop`, or that of a field.
    #[doc(hidden)]
    const NESTS: bool = false;

    /// Visits the edges, in the order of their declaration.
    #[doc(hidden)]
    fn __visit<V: Visit<Self>>(&self, visit: &mut V);

    /// Calls the drop hook.
    #[doc(hidden)]
    fn __on_drop(&self, _: Dropping) {}

    /// Visits every edge with its field, also those that the runtime does not need.
    #[doc(hidden)]
    fn __edges(&self, _see: &mut EdgeCollector<'_>) {}

    /// Visits the fields that are no edges and may hide some; only a build with the feature `leak` does.
    #[doc(hidden)]
    fn __hidden(&self, _see: &mut EdgeCollector<'_>) {}

    /// The label, by `#[graph(label)]`.
    #[doc(hidden)]
    fn __label(&self) -> Option<String> {
        None
    }

    /// Returns all edges of this value, in the order of the fields, each with its field, kind, place and target.
    ///
    /// Edges that lead nowhere are left out. Those to dropped nodes are not. Nothing is counted, and no user code runs.
    /// Costs O(number of edges), one allocation, and constant stack. [`Snapshot`](crate::Snapshot) does this for a
    /// whole graph.
    ///
    /// Shared edges and plain [`Weak`](crate::Weak)s are found in `Option`, `Box`, `Rc`, `Vec`, the other collections
    /// of the standard library, arrays, slices, tuples, `RefCell`, `OnceCell`, and a `Cell` of an `Option`, a `Vec` or
    /// a `Weak`, also inside each other. In any other container, or in a `RefCell` that is mutably borrowed at the
    /// moment, one edge with [`Target::Opaque`](crate::Target::Opaque) or [`Target::Borrowed`](crate::Target::Borrowed)
    /// stands for what may be there. A field marked `#[graph(opaque)]` has no edges.
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
        super::edges::edges(self)
    }

    /// Returns this node as part of its tree in the relation `R`: with the walks and the edits of
    /// [`Tree`](crate::Tree), which serves one relation. See [`InRelation`].
    #[inline(always)]
    fn in_relation<R>(&self) -> InRelation<'_, Self, R> {
        InRelation::of(self)
    }

    /// The two edges of a type that has no others, when both lead to the type itself in one relation.
    #[doc(hidden)]
    fn __sole(&self) -> Option<(&Link, &Head)> {
        None
    }
}

/// Asks whether a type has a `Drop` of its own: `OwnDrop::<T>::IS`, with [`WithoutDrop`] in scope.
#[doc(hidden)]
#[derive(Debug)]
pub struct OwnDrop<T>(PhantomData<T>);

#[allow(drop_bounds, reason = "this asks for the `Drop` of the type itself; its fields are asked one by one")]
impl<T: Drop> OwnDrop<T> {
    pub const IS: bool = true;
}

/// The answer for a type without one: what the type itself has comes before what a trait gives it.
#[doc(hidden)]
pub trait WithoutDrop {
    const IS: bool = false;
}

impl<T> WithoutDrop for OwnDrop<T> {}

/// A node, seen in the relation `R`: what [`Graph::in_relation`](crate::Graph::in_relation) returns. It has the methods
/// of [`Tree`](crate::Tree) for that relation, if the type is a tree in it ([`TreeIn<R>`](crate::TreeIn)).
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
///
/// # Example
/// A widget is in the tree of the layout, and in the order of the focus:
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong};
///
/// struct Layout;
/// struct Focus;
///
/// #[derive(Graph)]
/// #[graph(new)]
/// struct Widget {
///     name: &'static str,
///     #[weak] parent: Parent<Widget, Layout>,
///     #[strong] children: Children<Widget, Layout>,
///     #[weak] group: Parent<Widget, Focus>,
///     #[strong] members: Children<Widget, Focus>,
/// }
///
/// let window = Widget::new("window");
/// let form = window.add_child(Widget::new("form"));
/// let name = form.add_child(Widget::new("name"));
/// window.add_member(&name);
///
/// let names = |walk: &mut dyn Iterator<Item = Strong<Widget>>| walk.map(|widget| widget.name).collect::<Vec<_>>();
/// assert_eq!(names(&mut window.in_relation::<Layout>().descendants()), ["form", "name"]);
/// assert_eq!(names(&mut window.in_relation::<Focus>().descendants()), ["name"]);
/// assert_eq!(names(&mut name.in_relation::<Layout>().ancestors()), ["form", "window"]);
/// name.in_relation::<Focus>().detach();
/// assert!(window.in_relation::<Focus>().is_leaf());
/// ```
pub struct InRelation<'a, T, R, H = Strong<T>> {
    pub(crate) node: &'a T,
    marker: PhantomData<fn() -> (R, H)>,
}

impl<'a, T, R, H> InRelation<'a, T, R, H> {
    #[inline(always)]
    pub(crate) fn of(node: &'a T) -> InRelation<'a, T, R, H> {
        InRelation { node, marker: PhantomData }
    }
}

impl<T, R, H> Clone for InRelation<'_, T, R, H> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R, H> Copy for InRelation<'_, T, R, H> {}

impl<T, R, H> fmt::Debug for InRelation<'_, T, R, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InRelation").finish_non_exhaustive()
    }
}

/// A type whose nodes can be read without counting, in a [session](crate::read()): it borrows nothing.
///
/// A node that is dropped while a session is open keeps its value until the session closes. What the value borrows
/// would have to last as long. The derive implements this for types without lifetime parameters, whose type parameters
/// are all bounded by `'static`. Nodes of other types are dropped at once, session or not, and cannot be read in one.
///
/// # Safety
/// Only the derive implements this: the runtime relies on [`Graph`] saying the same.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read in a session: by its declaration it may borrow",
    label = "not `'static` by its declaration",
    note = "the drop of a node waits for the end of the session, so that nodes can be read without counting; only a type that \
            borrows nothing can wait",
    note = "declare the type without lifetime parameters, and bound its type parameters by `'static`: `struct \
            Node<T: 'static>`"
)]
pub unsafe trait Readable: Graph + 'static {}

/// Visits the edges of a `T`, by [`Graph::__visit`]: private ones, too, so it is sealed.
#[doc(hidden)]
pub trait Visit<T>: Sealed {
    /// A back-reference.
    #[inline(always)]
    fn parent<R>(&mut self, _link: &Link)
    where
        T: HasParent<R>,
    {
    }
    /// An owning edge, and its number.
    #[inline(always)]
    fn list<C, R>(&mut self, _head: &Head, _slot: u8)
    where
        C: ChildOf<T, R>,
    {
    }
    /// A weak link.
    #[inline(always)]
    fn weak<W: WeakEdge>(&mut self, _edge: &W, _hook: Option<LateHook<T, W::Target>>) {}
}

/// A weak link that is bound to the node that it is in.
#[doc(hidden)]
pub trait WeakEdge: Sealed {
    /// What it leads to.
    type Target;
    /// The node was allocated.
    #[doc(hidden)]
    fn __bind<H>(&self, containing_node: NodePtr, hook: Option<LateHook<H, Self::Target>>);
    /// The node's fields are about to be dropped.
    #[doc(hidden)]
    fn __unbind(&self);
    /// The node; `None` before it is allocated.
    #[doc(hidden)]
    fn __containing_node(&self) -> Option<NodePtr>;
}

/// What only this crate implements.
pub trait Sealed {}

/// Made only by this crate: proves that the call comes from the teardown of a node.
#[doc(hidden)]
#[derive(Debug)]
pub struct Dropping(());

impl Dropping {
    pub(crate) const fn new() -> Dropping {
        Dropping(())
    }
}

/// A hook on a weak link of a `T`. It can be called after everything that `T` borrows was dropped, if the program
/// forgets its handles; so a `T` that borrows can have none: see [`late_hook`](crate::__private::late_hook).
#[doc(hidden)]
#[derive(Debug)]
pub struct LateHook<T, W>(pub(crate) fn(&T, &Weak<W>));

/// A type with a back-reference `Parent<P, R>`: one that can be a child in the relation `R`.
///
/// For code that is generic over children; see [`ChildOf`].
///
/// # Safety
/// Only the derive implements this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference in the relation `{R}`",
    label = "write `#[weak] parent: Parent<P, {R}>` in `{Self}`, where `P` is the type of its parent",
    note = "an owning edge `Children<C, R>` or `Child<C, R>` is paired with a `Parent<P, R>` in `C`; the relation `()` may be \
            left out"
)]
pub unsafe trait HasParent<R>: Graph {
    /// The type of the parent.
    type Parent: ParentOf<Self, R>;
    /// Whether there is a hook for the drop of the parent.
    #[doc(hidden)]
    const PARENT_HOOKED: bool = false;
    #[doc(hidden)]
    fn __link(&self) -> &Link;
    #[doc(hidden)]
    fn __on_parent_drop(&self, _: Dropping, _dropped: &Weak<Self::Parent>) {}
}

/// A type with a back-reference `Parent<P, R>`: one that can be a child of `P` in the relation `R`.
///
/// A bound for code that is generic over children:
///
/// ```
/// use weakgraph::{Children, Graph, ChildOf, Parent, Strong};
///
/// #[derive(Graph)]
/// struct Folder<C> where C: ChildOf<Folder<C>, ()> { #[strong] items: Children<C> }
///
/// #[derive(Graph)]
/// struct Page { #[weak] folder: Parent<Folder<Page>> }
///
/// fn count<C: ChildOf<Folder<C>, ()>>(folder: &Folder<C>) -> usize { folder.items().len() }
///
/// let folder = Strong::new(Folder { items: Children::from([Page { folder: Parent::new() }]) });
/// assert_eq!(count(&folder), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no back-reference to its parent `{P}` in the relation `{R}`",
    label = "write `#[weak] parent: Parent<{P}, {R}>` in `{Self}`, or change its `Parent<..>` to that",
    note = "`{Self}` has to derive `Graph`; the relation `()` may be left out",
    note = "if `{Self}` has another parent in `{R}`, too: declare `enum Other {{}}`, and write `Children<{Self}, Other>` \
            here and `#[weak] other_parent: Parent<{P}, Other>` in `{Self}`"
)]
pub trait ChildOf<P, R>: HasParent<R, Parent = P> {}

/// A type with an owning edge (`Children<C, R>` or `Child<C, R>`) to `C` in the relation `R`.
///
/// # Safety
/// Only the derive implements this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no owning edge to `{C}` in the relation `{R}`",
    label = "write `#[strong] children: Children<{C}, {R}>` in `{Self}`, or name here the type that has it",
    note = "`{Self}` has to derive `Graph`; the relation `()` may be left out, and for at most one child it is a `Child`",
    note = "if `{Self}` has an edge to `{C}` in another relation, write that one here: `Parent<{Self}, Other>`"
)]
pub unsafe trait ParentOf<C, R>: Graph {
    #[doc(hidden)]
    fn __head(&self, slot: u8) -> &Head;
}

/// A type whose owning edges to `C` in the relation `R` may be edited by code that sees `K`.
///
/// The derive implements it for each pair of `C` and `R` in `Self`, with a `K` that nobody can name, and that is as
/// visible as the field: where several fields lead to `C` in `R`, as visible as all of them. If they are `pub`, `K` is
/// `()`. The compiler finds `K`, and refuses it with `type .. is private` where it cannot be seen. So the edits of
/// [`Tree`](crate::Tree) and of [`ChildrenView`](crate::ChildrenView) work where the field is visible, and nowhere
/// else.
///
/// Code that is generic over the parent passes `K` on; see also [`TreeEdit`](crate::TreeEdit):
///
/// ```
/// use weakgraph::{ChildrenView, ChildOf, EditChildren, Graph, HasParent, Parent, Children, Strong};
///
/// fn keep_first<C: HasParent<()>, K>(list: ChildrenView<'_, C>)
/// where
///     C::Parent: EditChildren<C, (), K>,
/// {
///     let first = list.first();
///     list.retain(|child| Some(child) == first.as_ref());
/// }
///
/// #[derive(Graph, Default)]
/// struct Shelf { #[strong] books: Children<Book> }
/// #[derive(Graph, Default)]
/// struct Book { #[weak] shelf: Parent<Shelf> }
///
/// let shelf = Strong::new(Shelf { books: Children::from([Book::default(), Book::default()]) });
/// keep_first(shelf.books().into());
/// assert_eq!(shelf.books().len(), 1);
/// ```
///
/// # Safety
/// Only the derive implements this: it is what keeps private edges private.
#[diagnostic::on_unimplemented(
    message = "the children of `{Self}` cannot be edited here",
    label = "not known to be editable",
    note = "generic code that edits has the bound `P: EditChildren<C, R, K>`, or for a tree `T: TreeEdit<K>`, with a \
            parameter `K`"
)]
pub unsafe trait EditChildren<C, R, K> {}

/// A type with a `detach_from_parent()` for the relation `R` that code may call which sees `K`.
///
/// # Safety
/// Only the derive implements this: it is what keeps private edges private.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be detached here", label = "not known to be editable")]
pub unsafe trait DetachedBy<R, K>: HasParent<R> {}

/// Lets the compiler check that shared edges do not close a cycle.
///
/// The derive implements it for a type on the condition that the targets of all its `#[strong]` edges implement it. It
/// requires it of the target of every shared edge. For a cycle of types this requirement is endless, and the compiler
/// refuses it with error E0275. `D` is not fixed in the implementations, so that types may contain each other through
/// owning edges, which are checked at run time. Do not implement it by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared: the compiler cannot see what it owns",
    label = "does not derive `Graph`",
    note = "a `#[strong]` shared edge leads to a type that derives `Graph`; bound a type parameter by \
            `weakgraph::NoStrongCycle<()>`"
)]
pub trait NoStrongCycle<D> {}

/// What a type with one field wraps.
///
/// # Safety
/// `Wrapper` is `repr(transparent)` over `Self`.
pub(crate) unsafe trait Wrapped: Sized {
    type Wrapper;

    fn wrapper(&self) -> &Self::Wrapper {
        // SAFETY: of the same layout; borrowed for as long as this is.
        unsafe { &*core::ptr::from_ref(self).cast::<Self::Wrapper>() }
    }
}

/// No type implements it: generated code asks it of a type that is a tree in several relations, none of them `()`,
/// where none is named.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a tree in several relations, and none of them is `()`: name one, as in \
               `node.in_relation::<R>().descendants()`",
    label = "name the relation: `in_relation::<R>()`"
)]
pub trait NameOneByInRelation<'a> {}

/// Implemented by nothing: generated code requires it of a type that an edge names otherwise than the type itself does.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an edge of `{Self}` leads to the type itself, by another name",
    label = "write `Self`, or `{Self}` without a path",
    note = "`#[derive(Graph)]` goes by names: by another one it takes the type for another type"
)]
pub trait OtherThanItself {}

/// Holds nodes weakly: an `Rc` of it keeps none alive.
///
/// # Safety
/// It is so. (Nothing but the check for cycles stands on it.)
#[doc(hidden)]
pub unsafe trait HoldsWeakly {}

// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T: ?Sized> HoldsWeakly for std::rc::Weak<T> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T: ?Sized> HoldsWeakly for std::sync::Weak<T> {}

/// The standard library's `PhantomData`: what generated code asks of a type of that name.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is called `PhantomData` and is another type",
    label = "not `core::marker::PhantomData`, so it could own what it names",
    note = "`#[derive(Graph)]` goes by names: rename the type, or mark the field `#[graph(opaque)]`"
)]
pub trait Phantom: Sealed {}

impl<T: ?Sized> Sealed for PhantomData<T> {}
impl<T: ?Sized> Phantom for PhantomData<T> {}
