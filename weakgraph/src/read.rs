//! Reading without counting: [sessions](read()) and [`NodeRef`]s.
//!
//! A [`Strong`] changes a counter each time it is cloned or dropped, and each step of a walk clones one. Code that only
//! reads can open a session, and go through the graph by `NodeRef`s. They are `Copy`, take 8 bytes, and deref to a
//! plain `&'r T`, without counting and without a check. Crates whose traits require `Copy` of a node (`selectors`,
//! `petgraph`) can use them.
//!
//! # What a session does
//!
//! While a session is open on a thread, no node that can be read in it is freed. Everything may be edited. A node whose
//! last handle is dropped counts as dropped at once: [`Weak`]s do not upgrade, weak lists lose the entry, and the
//! `parent()` of its children is `None`. Its steps from 2 on (see [the order of a drop](crate#dropping)) wait until the
//! last session closes. Then everything that waited is dropped, in the order in which it would have been, with hooks,
//! destructors and panics as always.
//!
//! Meanwhile, a `NodeRef` to it can still be read. Fields, children and weak links are there, but there are no handles
//! to it.
//!
//! - The hook of a weak link to a dropped node waits too. It does not run if the link is set or cleared meanwhile, or
//!   if the node that holds the link is dropped. (The hook of a [`WeakList`](crate::WeakList) runs in any case: the
//!   target was removed from the list when it was dropped.) While it waits, it counts as one in the
//!   [`weak_count`](Strong::weak_count) of the node that holds the link.
//! - Sessions nest. They may be closed in any order.
//! - A session can be opened in a hook or a destructor. The node whose drop is in progress is not kept by it. What is
//!   dropped after it waits, if the session is still open then.
//! - A session that is leaked with `mem::forget` stays open for ever: what is dropped on the thread from then on leaks.
//! - A node of a type that may borrow is not [`Readable`]. It is dropped at once, session or not, so that its hook and
//!   its destructor find what it borrows. What it owned and is readable waits.
//!
//! # Example
//! ```
//! use weakgraph::{Children, Graph, NodeRef, Parent};
//!
//! #[derive(Graph)]
//! #[graph(new)]
//! struct Dir {
//!     name: String,
//!     #[weak] parent: Parent<Dir>,
//!     #[strong] children: Children<Dir>,
//! }
//!
//! fn path(dir: NodeRef<'_, Dir>) -> String {
//!     let mut names: Vec<&str> = dir.inclusive_ancestors().map(|dir| dir.get().name.as_str()).collect();
//!     names.reverse();
//!     names.join("/")
//! }
//!
//! let root = Dir::new("usr".into());
//! root.add_child(Dir::new("lib".into())).add_child(Dir::new("rust".into()));
//!
//! let session = weakgraph::read();
//! let root = session.node(&root);
//! let paths: Vec<String> = root.inclusive_descendants().map(path).collect();
//! assert_eq!(paths, ["usr", "usr/lib", "usr/lib/rust"]);
//! ```
//!
//! This is quiescent-state reclamation for one thread.

use core::fmt;

use crate::core::alive::Alive;
use crate::core::traits::InRelation;
use crate::core::traits::{HasParent, Readable};
use crate::core::yields::Yield;
use crate::edge::{Child, ChildrenIter, ChildrenView, Parent, WeakCell, WeakIter, WeakListView};
use crate::engine::nav;
pub use crate::engine::reading::{NodeRef, ReadSession};
use crate::tree::Position;
use crate::tree::breadth_first::BreadthFirst;
use crate::tree::walk::{Ancestors, Descendants, Leaves, Siblings, Traverse};
use crate::{Strong, Tree, Weak};

/// Opens a read session on this thread. It closes when the result is dropped.
///
/// [The module](mod@crate::read) says what it does. Opening and closing cost two instructions each, besides dropping
/// what waited.
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph)]
/// #[graph(on_drop = Doc::goodbye)]
/// struct Doc { title: String }
/// impl Doc { fn goodbye(&self) { println!("dropping {}", self.title) } }
///
/// let doc = Strong::new(Doc { title: "draft".into() });
/// let weak = Strong::downgrade(&doc);
/// let session = weakgraph::read();
/// let read = session.node(&doc);
/// drop(doc);
/// assert!(weak.upgrade().is_none(), "dropped at once");
/// assert_eq!(read.title, "draft", "but can still be read");
/// drop(session); // prints "dropping draft"
/// ```
pub fn read() -> ReadSession {
    ReadSession::open()
}

/// Navigation over every kind of edge.
impl<'r, T: Readable> NodeRef<'r, T> {
    /// Returns the target of an edge of this node: of a [`Parent`], a [`Child`], a [`WeakCell`], a [`Weak`] or a
    /// [`Strong`], also in an `Option`. Returns `None` if it leads nowhere, or to a node that was dropped. Costs O(1),
    /// and counts nothing.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Child, Graph, Parent, WeakCell};
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Node {
    ///     key: u32,
    ///     #[weak] up: Parent<Node>,
    ///     #[strong] left: Child<Node>,
    ///     #[strong] right: Child<Node>,
    ///     #[weak] seen: WeakCell<Node>,
    /// }
    ///
    /// let top = Node::new(2);
    /// top.set_left(Node::new(1)).set_seen(&top);
    /// let session = weakgraph::read();
    /// let top = session.node(&top);
    /// let left = top.follow(|node| &node.left).unwrap();
    /// assert_eq!(left.key, 1);
    /// assert!(left.follow(|node| &node.up) == Some(top) && left.follow(|node| &node.seen) == Some(top));
    /// assert!(top.follow(|node| &node.right).is_none());
    /// ```
    #[inline(always)]
    pub fn follow<E>(self, edge: impl FnOnce(&'r T) -> &'r E) -> Option<NodeRef<'r, E::Target>>
    where
        E: SingleEdge + 'r,
        E::Target: Readable,
    {
        edge(self.get()).__target().map(|found| self.found(found))
    }

    /// Returns an iterator over the children in a list of this node, from either end.
    ///
    /// Edits are handled as in [`Children::iter`](crate::Children::iter). A step costs O(1), and counts nothing.
    ///
    /// ```
    /// # use weakgraph::{Children, Graph, Parent};
    /// # #[derive(Graph)]
    /// # #[graph(new)]
    /// # struct Shelf { #[strong] books: Children<Book> }
    /// # #[derive(Graph)]
    /// # #[graph(new)]
    /// # struct Book { title: &'static str, #[weak] shelf: Parent<Shelf> }
    /// # let shelf = Shelf::new();
    /// # shelf.add_book(Book::new("Emma"));
    /// let session = weakgraph::read();
    /// let titles: Vec<_> = session.node(&shelf).children_in(|shelf| shelf.books()).map(|book| book.title).collect();
    /// assert_eq!(titles, ["Emma"]);
    /// ```
    #[inline]
    pub fn children_in<C, R, L>(self, list: impl FnOnce(&'r T) -> L) -> ChildrenIter<'r, C, R, NodeRef<'r, C>>
    where
        C: HasParent<R> + Readable,
        L: Into<ChildrenView<'r, C, R>>,
    {
        list(self.get()).into().walk()
    }

    /// The name that [`children_in`](NodeRef::children_in) had before.
    #[doc(hidden)]
    #[inline]
    pub fn members<C, R, L>(self, list: impl FnOnce(&'r T) -> L) -> ChildrenIter<'r, C, R, NodeRef<'r, C>>
    where
        C: HasParent<R> + Readable,
        L: Into<ChildrenView<'r, C, R>>,
    {
        self.children_in(list)
    }

    /// Returns an iterator over the targets of a weak list of this node, in order. Edits are handled as in
    /// [`WeakList::iter`](crate::WeakList::iter).
    pub fn links<X: Readable, L>(self, list: impl FnOnce(&'r T) -> L) -> Links<'r, X>
    where
        L: Into<WeakListView<'r, X>>,
    {
        Links { links: list(self.get()).into().iter() }
    }

    /// Returns the parent in a relation, for code that is generic over it. Costs one check.
    #[inline(always)]
    pub fn parent_in<R>(self) -> Option<NodeRef<'r, T::Parent>>
    where
        T: HasParent<R>,
        T::Parent: Readable,
    {
        nav::alive_parent(self.get()).map(|found| self.found(found))
    }

    /// The name that [`parent_in`](NodeRef::parent_in) had before.
    #[doc(hidden)]
    #[inline(always)]
    pub fn owner<R>(self) -> Option<NodeRef<'r, T::Parent>>
    where
        T: HasParent<R>,
        T::Parent: Readable,
    {
        self.parent_in()
    }
}

/// Navigation in any of the type's trees.
impl<'r, T: Readable> NodeRef<'r, T> {
    /// As [`Graph::in_relation`](crate::Graph::in_relation): the methods yield `NodeRef`s.
    #[inline(always)]
    pub fn in_relation<R>(self) -> InRelation<'r, T, R, NodeRef<'r, T>> {
        InRelation::of(self.get())
    }
}

/// Navigation in a tree, as [`Tree`] has it.
impl<'r, T: Tree + Readable> NodeRef<'r, T> {
    #[inline(always)]
    fn own(self) -> InRelation<'r, T, T::Relation, NodeRef<'r, T>> {
        InRelation::of(self.get())
    }

    /// As [`Tree::parent`].
    #[inline(always)]
    pub fn parent(self) -> Option<NodeRef<'r, T>> {
        self.parent_in::<T::Relation>()
    }

    /// As [`Tree::first_child`].
    #[inline(always)]
    pub fn first_child(self) -> Option<NodeRef<'r, T>> {
        self.own().first_child()
    }

    /// As [`Tree::last_child`].
    #[inline(always)]
    pub fn last_child(self) -> Option<NodeRef<'r, T>> {
        self.own().last_child()
    }

    /// As [`Tree::next_sibling`].
    #[inline(always)]
    pub fn next_sibling(self) -> Option<NodeRef<'r, T>> {
        self.own().next_sibling()
    }

    /// As [`Tree::prev_sibling`].
    #[inline(always)]
    #[doc(alias = "previous_sibling")]
    pub fn prev_sibling(self) -> Option<NodeRef<'r, T>> {
        self.own().prev_sibling()
    }

    /// As [`Tree::root`]. Returns this node if it has no parent, even if it was dropped.
    pub fn root(self) -> NodeRef<'r, T> {
        self.ancestors().last().unwrap_or(self)
    }

    /// As [`Tree::depth`].
    pub fn depth(self) -> usize {
        self.ancestors().count()
    }

    /// As [`Tree::is_root`].
    pub fn is_root(self) -> bool {
        self.parent().is_none()
    }

    /// As [`Tree::is_leaf`].
    #[inline]
    pub fn is_leaf(self) -> bool {
        T::is_leaf(self.get())
    }

    /// As [`Tree::child_count`].
    #[inline]
    pub fn child_count(self) -> usize {
        T::child_count(self.get())
    }

    /// Returns an iterator over the children, from either end. Edits are handled as in
    /// [`Children::iter`](crate::Children::iter).
    #[inline]
    pub fn children(self) -> ChildrenIter<'r, T, T::Relation, NodeRef<'r, T>> {
        self.own().children()
    }

    /// As [`Tree::nth_child`].
    pub fn nth_child(self, index: usize) -> Option<NodeRef<'r, T>> {
        let last = self.child_count().checked_sub(1)?;
        if index <= last / 2 { self.children().nth(index) } else { self.children().nth_back(last.checked_sub(index)?) }
    }

    /// As [`Tree::index_in_parent`].
    pub fn index_in_parent(self) -> Option<usize> {
        self.parent()?;
        Some(core::iter::successors(self.prev_sibling(), |node| node.prev_sibling()).count())
    }

    /// As [`Tree::ancestors`].
    #[inline]
    pub fn ancestors(self) -> Ancestors<'r, T, NodeRef<'r, T>> {
        Ancestors::new(self.get(), false)
    }

    /// As [`Tree::inclusive_ancestors`].
    #[inline]
    pub fn inclusive_ancestors(self) -> Ancestors<'r, T, NodeRef<'r, T>> {
        Ancestors::new(self.get(), true)
    }

    /// As [`Tree::descendants`].
    #[inline]
    pub fn descendants(self) -> Descendants<'r, T, NodeRef<'r, T>> {
        Descendants::new(self.get(), false)
    }

    /// As [`Tree::inclusive_descendants`].
    #[inline]
    pub fn inclusive_descendants(self) -> Descendants<'r, T, NodeRef<'r, T>> {
        Descendants::new(self.get(), true)
    }

    /// As [`Tree::traverse`].
    pub fn traverse(self) -> Traverse<'r, T, NodeRef<'r, T>> {
        Traverse::new(self.get())
    }

    /// As [`Tree::breadth_first`].
    pub fn breadth_first(self) -> BreadthFirst<'r, T, NodeRef<'r, T>> {
        BreadthFirst::new(self.get())
    }

    /// As [`Tree::leaves`].
    pub fn leaves(self) -> Leaves<'r, T, NodeRef<'r, T>> {
        Leaves::new(self.get())
    }

    /// As [`Tree::next_siblings`].
    pub fn next_siblings(self) -> Siblings<'r, T, NodeRef<'r, T>> {
        Siblings::new(self.get(), false)
    }

    /// As [`Tree::prev_siblings`].
    pub fn prev_siblings(self) -> Siblings<'r, T, NodeRef<'r, T>> {
        Siblings::new(self.get(), true)
    }

    /// As [`Tree::is_ancestor_of`].
    pub fn is_ancestor_of(self, other: NodeRef<'_, T>) -> bool {
        T::is_ancestor_of(self.get(), other.get())
    }

    /// As [`Tree::is_descendant_of`].
    pub fn is_descendant_of(self, other: NodeRef<'_, T>) -> bool {
        T::is_ancestor_of(other.get(), self.get())
    }

    /// As [`Tree::common_ancestor`].
    pub fn common_ancestor(self, other: NodeRef<'_, T>) -> Option<NodeRef<'r, T>> {
        let (depth, other_depth) = (self.depth(), other.depth());
        let above = self.inclusive_ancestors().skip(depth.saturating_sub(other_depth));
        let other_above = other.inclusive_ancestors().skip(other_depth.saturating_sub(depth));
        above.zip(other_above).find(|(node, other)| node == other).map(|(node, _)| node)
    }

    /// As [`Tree::path`].
    pub fn path(self) -> Vec<usize> {
        let mut path: Vec<usize> = self.inclusive_ancestors().filter_map(NodeRef::index_in_parent).collect();
        path.reverse();
        path
    }

    /// As [`Tree::at_path`]; the empty path leads to this node, also when it was dropped.
    pub fn at_path(self, path: &[usize]) -> Option<NodeRef<'r, T>> {
        path.iter().try_fold(self, |node, &index| node.nth_child(index))
    }

    /// As [`Tree::compare_position`].
    pub fn compare_position(self, other: NodeRef<'_, T>) -> Position {
        T::compare_position(self.get(), other.get())
    }
}

/// An iterator over the targets of a weak list; see [`NodeRef::links`].
pub struct Links<'r, T> {
    links: WeakIter<'r, T>,
}

impl<'r, T> Iterator for Links<'r, T> {
    type Item = NodeRef<'r, T>;

    fn next(&mut self) -> Option<NodeRef<'r, T>> {
        // The session that this walk is of is open.
        self.links.next_target().map(NodeRef::__of)
    }
}

impl<T> fmt::Debug for Links<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").finish_non_exhaustive()
    }
}

/// An edge to at most one node, for [`NodeRef::follow`]: [`Parent`], [`Child`], [`WeakCell`], [`Weak`], [`Strong`], and
/// an `Option` of these.
///
/// Implemented by these alone.
pub trait SingleEdge: sealed::Sealed {
    /// What it leads to.
    type Target;

    #[doc(hidden)]
    fn __target(&self) -> Option<Alive<Self::Target>>;
}

impl<P, R> SingleEdge for Parent<P, R> {
    type Target = P;
    #[inline(always)]
    fn __target(&self) -> Option<Alive<Self::Target>> {
        nav::back(self)
    }
}

impl<C, R> SingleEdge for Child<C, R> {
    type Target = C;
    #[inline(always)]
    fn __target(&self) -> Option<Alive<Self::Target>> {
        // A child is alive (I6). What waits for the parent's birth is none.
        nav::front(self)
    }
}

impl<T> SingleEdge for WeakCell<T> {
    type Target = T;
    #[inline]
    fn __target(&self) -> Option<Alive<Self::Target>> {
        self.target()
    }
}

impl<T> SingleEdge for Weak<T> {
    type Target = T;
    #[inline]
    fn __target(&self) -> Option<Alive<Self::Target>> {
        self.target()
    }
}

impl<T> SingleEdge for Strong<T> {
    type Target = T;
    #[inline(always)]
    fn __target(&self) -> Option<Alive<Self::Target>> {
        Some(self.alive())
    }
}

impl<E: SingleEdge> SingleEdge for Option<E> {
    type Target = E::Target;
    #[inline(always)]
    fn __target(&self) -> Option<Alive<Self::Target>> {
        self.as_ref()?.__target()
    }
}

mod sealed {
    pub trait Sealed {}
    impl<P, R> Sealed for super::Parent<P, R> {}
    impl<C, R> Sealed for super::Child<C, R> {}
    impl<T> Sealed for super::WeakCell<T> {}
    impl<T> Sealed for super::Weak<T> {}
    impl<T> Sealed for super::Strong<T> {}
    impl<E> Sealed for Option<E> {}
}
