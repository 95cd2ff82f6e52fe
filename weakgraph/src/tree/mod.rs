//! [`Tree`]: the methods of a type that owns its own kind.

pub(crate) mod breadth_first;
mod in_relation;
pub(crate) mod into_walks;
pub(crate) mod walk;

use core::marker::PhantomData;

use crate::Strong;
use crate::core::error::{LinkError, LinkErrorKind};
use crate::core::into_node::IntoNode;
use crate::core::list::Head;
use crate::core::traits::InRelation;
use crate::core::traits::{ChildOf, EditChildren, HasParent, ParentOf};
use crate::edge::{Children, ChildrenView, Edges};
use crate::engine::edit::attach_beside;
use crate::engine::identity::{self, try_handle};
use crate::engine::nav::{self, OwnKind};
use crate::tree::breadth_first::BreadthFirst;
use crate::tree::walk::{Ancestors, Descendants, Leaves, Siblings, Traverse};

/// The methods of a type that owns its own kind: one with `Parent<Self, R>`, and `Children<Self, R>` or
/// `Child<Self, R>`.
///
/// The derive implements it for such a type. If it owns itself in several relations, this trait is for `()`, and
/// [`in_relation::<R>()`](crate::Graph::in_relation) has the same methods for any of them. Where none of them is `()`,
/// the compiler asks to name one. The names are those of the DOM and of other tree crates.
///
/// The children of a node are those of all its edges to its own type in the relation, in the order of the fields: of a
/// binary tree with `left: Child<Self>` and `right: Child<Self>`, the left one and the right one. An edit that does not
/// say which edge it means is refused there: [`NoSingleList`](LinkErrorKind::NoSingleList).
///
/// Walks do not yield the node that they start from, except those named `inclusive_...`, which yield it first. They
/// yield handles, and the tree may be edited meanwhile: see [`descendants`](Tree::descendants).
///
/// Everybody may read a tree, if its type can be named. Its edits (from [`append`](Tree::append) on) are for the code
/// that sees the field with the children: elsewhere the compiler says that a type is private. See [`TreeEdit`].
///
/// All methods take constant stack. A value that is not in a node yet (before [`Strong::new`]) has no relatives. A node
/// that is being dropped still has its children while its hook runs, but there is no handle to it, so no walk yields
/// it.
///
/// # Example
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong, Tree};
///
/// #[derive(Graph)]
/// #[graph(new)]
/// struct Node {
///     name: &'static str,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
///
/// let root = Node::new("root");
/// let a = root.add_child(Node::new("a"));
/// let b = a.add_child(Node::new("b"));
/// let c = root.add_child(Node::new("c"));
/// let names: Vec<_> = root.descendants().map(|n| n.name).collect();
/// assert_eq!(names, ["a", "b", "c"]);
/// assert_eq!(b.depth(), 2);
/// assert!(b.root() == root && a.next_sibling() == Some(c));
/// ```
///
/// # Safety
/// Only the derive implements this: walks rely on the list being the one of the relation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tree",
    label = "needs a back-reference and an owning edge of its own kind",
    note = "a type with `#[weak] parent: Parent<Self>` and `#[strong] children: Children<Self>` gets `Tree` from \
            `#[derive(Graph)]`",
    note = "a type that is a tree in several relations, none of them `()`, names one: \
            `node.in_relation::<R>().descendants()`, `T: TreeIn<R>`"
)]
pub unsafe trait Tree: TreeIn<Self::Relation> {
    /// The relation of the walks and edits that name none.
    type Relation;

    /// Returns the parent. Costs O(1).
    ///
    /// For code that is generic over trees: a type's own accessor is named after its field.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn parent(&self) -> Option<Strong<Self>> {
        in_own::<Self>(self).parent()
    }

    /// Returns the children, as a list that everybody may read. Its edits are for code that sees the field.
    ///
    /// For code that is generic over trees, and for code that does not see the type's own accessor, which is named
    /// after its field.
    #[inline]
    fn children(&self) -> ChildrenView<'_, Self, Self::Relation> {
        in_own::<Self>(self).list()
    }

    /// Returns the first child. Costs O(1).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn first_child(&self) -> Option<Strong<Self>> {
        in_own::<Self>(self).list().first()
    }

    /// Returns the last child. Costs O(1).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn last_child(&self) -> Option<Strong<Self>> {
        in_own::<Self>(self).list().last()
    }

    /// Returns the sibling after this node. Costs O(1). Siblings still see each other while their parent is being
    /// dropped.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_sibling(&self) -> Option<Strong<Self>> {
        in_own::<Self>(self).next_sibling()
    }

    /// Returns the sibling before this node. Costs O(1).
    #[inline]
    #[doc(alias = "previous_sibling")]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn prev_sibling(&self) -> Option<Strong<Self>> {
        in_own::<Self>(self).prev_sibling()
    }

    /// Returns the topmost ancestor, or this node if it has no parent. Costs O(depth).
    ///
    /// # Panics
    /// If this node has no parent, and is being dropped or not in a [`Strong`] yet, as `handle()` does.
    #[track_caller]
    fn root(&self) -> Strong<Self> {
        in_own::<Self>(self).root()
    }

    /// Returns the number of ancestors. Costs O(depth).
    fn depth(&self) -> usize {
        in_own::<Self>(self).depth()
    }

    /// Returns `true` if there is no parent. Costs O(1).
    fn is_root(&self) -> bool {
        in_own::<Self>(self).is_root()
    }

    /// Returns `true` if there are no children. Costs O(1).
    #[inline]
    fn is_leaf(&self) -> bool {
        in_own::<Self>(self).is_leaf()
    }

    /// Returns the number of children. Costs O(1).
    #[inline]
    fn child_count(&self) -> usize {
        in_own::<Self>(self).child_count()
    }

    /// Returns the child at `index`. Costs the way to it from the nearer end.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn nth_child(&self, index: usize) -> Option<Strong<Self>> {
        in_own::<Self>(self).list().get(index)
    }

    /// Returns the index of this node among its siblings, or `None` if it has no parent. Costs as much as the index.
    fn index_in_parent(&self) -> Option<usize> {
        in_own::<Self>(self).index_in_parent()
    }

    /// Returns an iterator over the parent, its parent, and so on. A step costs O(1).
    ///
    /// If the body detaches the node just yielded, the walk ends there. If it moves that node, the walk goes on from
    /// its new place.
    fn ancestors(&self) -> Ancestors<'_, Self> {
        in_own::<Self>(self).ancestors()
    }

    /// Returns an iterator over this node and its [`ancestors`](Tree::ancestors).
    fn inclusive_ancestors(&self) -> Ancestors<'_, Self> {
        in_own::<Self>(self).inclusive_ancestors()
    }

    /// Returns an iterator over all nodes below this one, from either end, in document order: each node before its
    /// children, and these in their order.
    ///
    /// The body may edit anything. The walk stands on the node that it yielded last. If that node or one of its
    /// ancestors leaves the tree, the walk steps back to before what left, and goes on with what followed it. So:
    ///
    /// - What left is not visited, and neither is what is below it. What was inserted or moved ahead of the walk is
    ///   visited.
    /// - What stays is visited once, also if the body detaches, moves or replaces the node just yielded, or detaches
    ///   the next one.
    /// - Nothing is visited twice, unless it was moved ahead again.
    ///
    /// These are the rules of the DOM's `NodeIterator`. A step costs amortized O(1), and nothing is copied. While the
    /// walk is open, removing a node with children from a list on this thread costs the depth of the walk's place.
    #[inline(always)]
    fn descendants(&self) -> Descendants<'_, Self> {
        in_own::<Self>(self).descendants()
    }

    /// Returns an iterator over this node and its [`descendants`](Tree::descendants).
    #[inline(always)]
    fn inclusive_descendants(&self) -> Descendants<'_, Self> {
        in_own::<Self>(self).inclusive_descendants()
    }

    /// Returns an iterator that yields this node and each of its descendants twice: on entering it, before its
    /// descendants, and on leaving it, after them.
    ///
    /// From the end it yields the same events in reverse order, so [`rev`](Iterator::rev) leaves a node first and
    /// enters it last.
    ///
    /// Edits are handled as in [`descendants`](Tree::descendants). A node that leaves its place after it was entered is
    /// not left, and from the end one that was left is not entered.
    ///
    /// ```
    /// # use weakgraph::{Children, Graph, Parent, Tree, WalkEvent};
    /// # #[derive(Graph)]
    /// # #[graph(new)]
    /// # struct Node { name: &'static str, #[weak] parent: Parent<Node>, #[strong] children: Children<Node> }
    /// let root = Node::new("ul");
    /// root.add_child(Node::new("li"));
    /// let html: String = root
    ///     .traverse()
    ///     .map(|event| match event {
    ///         WalkEvent::Enter(node) => format!("<{}>", node.name),
    ///         WalkEvent::Leave(node) => format!("</{}>", node.name),
    ///     })
    ///     .collect();
    /// assert_eq!(html, "<ul><li></li></ul>");
    /// assert!(root.traverse().eq(root.traverse().rev().collect::<Vec<_>>().into_iter().rev()));
    /// ```
    fn traverse(&self) -> Traverse<'_, Self> {
        in_own::<Self>(self).traverse()
    }

    /// Returns an iterator over all nodes below this one, level by level.
    ///
    /// A step costs O(1), and the walk needs memory for about a level of handles. Edits are handled as in
    /// [`descendants`](Tree::descendants). Once something has left a list while the walk is open, a step costs the
    /// depth.
    fn breadth_first(&self) -> BreadthFirst<'_, Self> {
        in_own::<Self>(self).breadth_first()
    }

    /// Returns an iterator over the nodes below this one that have no children, in document order, from either end.
    /// Costs what [`descendants`](Tree::descendants) costs.
    fn leaves(&self) -> Leaves<'_, Self> {
        in_own::<Self>(self).leaves()
    }

    /// Returns an iterator over the siblings after this node, the nearest first.
    ///
    /// Edits are handled as in [`Children::iter`](crate::Children::iter). The iterator keeps the parent alive.
    fn next_siblings(&self) -> Siblings<'_, Self> {
        in_own::<Self>(self).next_siblings()
    }

    /// Returns an iterator over the siblings before this node, the nearest first.
    fn prev_siblings(&self) -> Siblings<'_, Self> {
        in_own::<Self>(self).prev_siblings()
    }

    /// Returns `true` if this node is an ancestor of `other`. A node is not an ancestor of itself. Costs the depth of
    /// `other`.
    fn is_ancestor_of(&self, other: &Self) -> bool {
        in_own::<Self>(self).is_ancestor_of(other)
    }

    /// Returns `true` if this node is a descendant of `other`. A node is not a descendant of itself. Costs the depth of
    /// this node.
    fn is_descendant_of(&self, other: &Self) -> bool {
        in_own::<Self>(self).is_descendant_of(other)
    }

    /// Returns where `other` is, seen from this node, in document order. Costs the depths of both, and the distance
    /// between two siblings on the way. The DOM's `compareDocumentPosition`.
    fn compare_position(&self, other: &Self) -> Position {
        in_own::<Self>(self).compare_position(other)
    }

    /// Returns the lowest node that this one and `other` are both in the subtree of: one of the two, or the nearest
    /// common ancestor. `None` if they are in different trees. Costs the depths of both. The DOM's
    /// `commonAncestorContainer`.
    ///
    /// ```
    /// # use weakgraph::{Children, Graph, Parent, Tree};
    /// # #[derive(Graph)]
    /// # #[graph(new)]
    /// # struct Node { #[weak] parent: Parent<Node>, #[strong] children: Children<Node> }
    /// let root = Node::new();
    /// let (a, b) = (root.add_child(Node::new()), root.add_child(Node::new()));
    /// let leaf = a.add_child(Node::new());
    /// assert!(leaf.common_ancestor(&b) == Some(root));
    /// assert!(leaf.common_ancestor(&a) == Some(a.clone()));
    /// ```
    #[doc(alias = "lowest_common_ancestor")]
    #[doc(alias = "lca")]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn common_ancestor(&self, other: &Self) -> Option<Strong<Self>> {
        in_own::<Self>(self).common_ancestor(other)
    }

    /// Returns the way from the root to this node: at each node on it, the index of the next one among the children.
    /// Empty for a root. Costs the sum of the indices.
    ///
    /// [`at_path`](Tree::at_path) goes it. The same path leads to the same node until the tree is edited.
    ///
    /// ```
    /// # use weakgraph::{Children, Graph, Parent, Tree};
    /// # #[derive(Graph)]
    /// # #[graph(new)]
    /// # struct Node { #[weak] parent: Parent<Node>, #[strong] children: Children<Node> }
    /// let root = Node::new();
    /// root.add_child(Node::new());
    /// let leaf = root.add_child(Node::new()).add_child(Node::new());
    /// assert_eq!(leaf.path(), [1, 0]);
    /// assert!(root.at_path(&[1, 0]) == Some(leaf));
    /// ```
    fn path(&self) -> Vec<usize> {
        in_own::<Self>(self).path()
    }

    /// Returns the node that a path leads to from this one: each number is an index among the children. `None` if there
    /// is no such node. An empty path leads to this node. Costs the sum of the indices.
    ///
    /// # Panics
    /// With an empty path, if this node has no handle, as `handle()` does.
    #[track_caller]
    fn at_path(&self, path: &[usize]) -> Option<Strong<Self>> {
        let Some((&first, rest)) = path.split_first() else { return Some(identity::handle(self)) };
        rest.iter().try_fold(self.nth_child(first)?, |node, &index| node.nth_child(index))
    }

    /// Appends `node` to the children, moving it if it has a parent, and returns it.
    ///
    /// # Errors
    /// As [`Children::append`], and [`NoSingleList`](LinkErrorKind::NoSingleList) if the type has not exactly one list
    /// of its own kind in the relation.
    #[cfg_attr(feature = "leak", track_caller)]
    #[inline(always)]
    fn append<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).append(node)
    }

    /// Inserts `node` before the other children, moving it if it has a parent, and returns it.
    ///
    /// # Errors
    /// As [`append`](Tree::append).
    #[cfg_attr(feature = "leak", track_caller)]
    fn prepend<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).prepend(node)
    }

    /// Inserts `node` right before this one, and returns it. Inserting a node before itself changes nothing.
    ///
    /// # Errors
    /// As [`Children::insert_before`], [`NoParent`](LinkErrorKind::NoParent) if this node has no parent, and
    /// [`NoSingleList`](LinkErrorKind::NoSingleList) if it is in a [`Child`](crate::Child), where there is no place
    /// beside it.
    #[cfg_attr(feature = "leak", track_caller)]
    fn insert_before<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).insert_before(node)
    }

    /// Inserts `node` right after this one, and returns it. Inserting a node after itself changes nothing.
    ///
    /// # Errors
    /// As [`insert_before`](Tree::insert_before).
    #[cfg_attr(feature = "leak", track_caller)]
    fn insert_after<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).insert_after(node)
    }

    /// Replaces this node by `node`, and returns this one. Replacing a node by itself changes nothing.
    ///
    /// A walk that stands on this node goes on from `node`, without visiting what is below it: see
    /// [`Children::replace`](crate::Children::replace). If `node` was the sibling right before or after this one, it
    /// does not move. A walk that has not reached it yet still visits it then.
    ///
    /// # Errors
    /// As [`Children::replace`], and [`NoParent`](LinkErrorKind::NoParent) if this node has no parent.
    #[cfg_attr(feature = "leak", track_caller)]
    fn replace_with<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).replace_with(node)
    }

    /// Swaps this node with another one, wherever they are; what is below them goes with them. Swapping a node with
    /// itself changes nothing. All or nothing. Costs O(1) and the check for cycles of both.
    ///
    /// # Errors
    /// [`Cycle`](LinkErrorKind::Cycle) if one is an ancestor of the other, [`NoParent`](LinkErrorKind::NoParent) if one
    /// has no parent, and [`ParentDropped`](LinkErrorKind::ParentDropped) if a parent is being dropped.
    fn swap_with<K>(&self, other: &Self) -> Result<(), LinkError>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).swap_with(other)
    }

    /// Removes this node from its parent, and returns a handle to it, or `None` if it had no parent. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn detach<K>(&self) -> Option<Strong<Self>>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).detach()
    }

    /// Moves all children to the end of the children of `to`, in their order.
    ///
    /// # Errors
    /// As [`Children::append_all`], and [`NoSingleList`](LinkErrorKind::NoSingleList) if the type has any other edge of
    /// its own kind in the relation than one list.
    fn reparent_children<K>(&self, to: &Self) -> Result<(), LinkError>
    where
        Self: TreeEdit<K>,
    {
        in_own::<Self>(self).reparent_children(to)
    }
}

/// A [`Tree`] whose edits may be called by code that sees `K`.
///
/// A type's own edits need no bound: the compiler finds `K`, which is as visible as the field with the children, and
/// refuses the edit with `type .. is private` where it cannot be seen. Code that is generic over trees passes `K` on:
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong, Tree, TreeEdit};
///
/// fn move_to_front<K, T: TreeEdit<K>>(node: &Strong<T>) {
///     if let Some(parent) = Tree::parent(&**node) {
///         parent.prepend(node).unwrap();
///     }
/// }
///
/// #[derive(Graph, Default)]
/// struct Item {
///     #[weak] parent: Parent<Item>,
///     #[strong] children: Children<Item>,
/// }
///
/// let list = Strong::<Item>::default();
/// let (_a, b) = (list.add_child(Item::default()), list.add_child(Item::default()));
/// move_to_front(&b); // here, where the field is visible
/// assert!(list.first_child() == Some(b));
/// ```
#[diagnostic::on_unimplemented(
    message = "the tree `{Self}` cannot be edited here",
    label = "not known to be editable",
    note = "code that is generic over trees and edits has the bound `TreeEdit<K>`, with a parameter `K`: `fn \
            f<K, T: TreeEdit<K>>(node: &T)`"
)]
pub trait TreeEdit<K>: Tree + EditChildren<Self, <Self as Tree>::Relation, K> {}

#[diagnostic::do_not_recommend]
impl<K, T> TreeEdit<K> for T where T: Tree + EditChildren<T, <T as Tree>::Relation, K> {}

#[inline(always)]
fn in_own<T: Tree>(node: &T) -> InRelation<'_, T, T::Relation> {
    InRelation::of(node)
}

/// A type that is a tree in the relation `R`: one with `Parent<Self, R>`, and owning edges `Children<Self, R>` or
/// `Child<Self, R>`, any number of them.
///
/// The derive implements it for each such relation, unless the type has `#[graph(tree = none)]`. It is what
/// [`in_relation`](crate::Graph::in_relation) needs:
///
/// ```
/// use weakgraph::{Child, Graph, Parent, Strong, TreeIn};
///
/// struct ByKey;
///
/// #[derive(Graph)]
/// #[graph(new)]
/// struct Entry {
///     key: u32,
///     #[weak] up: Parent<Entry, ByKey>,
///     #[strong] less: Child<Entry, ByKey>,
///     #[strong] more: Child<Entry, ByKey>,
/// }
///
/// fn size<T: TreeIn<R>, R>(node: &Strong<T>) -> usize {
///     node.in_relation::<R>().inclusive_descendants().count()
/// }
///
/// let top = Entry::new(2);
/// top.set_more(Entry::new(3));
/// top.set_less(Entry::new(1));
/// assert_eq!(size(&top), 3);
/// ```
///
/// # Safety
/// Only the derive implements this: walks rely on the edges being all those of the relation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tree in the relation `{R}`",
    label = "needs a back-reference and an owning edge of its own kind in `{R}`",
    note = "a tree in `{R}` has `#[weak] parent: Parent<Self, {R}>` and `#[strong] children: Children<Self, {R}>`"
)]
pub unsafe trait TreeIn<R>: HasParent<R, Parent = Self> + ChildOf<Self, R> + ParentOf<Self, R> {
    /// The edges to the type itself in this relation, in the order of the fields: for each, the number that its
    /// children have in their links, and whether it is a list.
    #[doc(hidden)]
    const __EDGES: &'static [(u8, bool)];

    /// The edge of this index.
    #[doc(hidden)]
    fn __edge(&self, index: usize) -> ChildrenView<'_, Self, R>;
}

/// Stands for the trees of `T`s in the relation `R`.
pub(crate) struct In<T, R> {
    node: PhantomData<fn(T) -> T>,
    relation: PhantomData<fn(R) -> R>,
}

impl<T: TreeIn<R>, R> In<T, R> {
    /// The index of the list that an edit means which names none.
    const ONLY_LIST: Option<usize> = only_list(T::__EDGES);
    /// The numbers of the edges.
    const SLOTS: [u8; MAX_EDGES] = slots(T::__EDGES);
    /// Whether beside every child there is a place for another one.
    const ALL_LISTS: bool = all_lists(T::__EDGES);
}

/// A number has three bits.
const MAX_EDGES: usize = 8;

const fn only_list(edges: &[(u8, bool)]) -> Option<usize> {
    let (mut found, mut index) = (None, 0);
    while index < edges.len() {
        if edges[index].1 {
            if found.is_some() {
                return None;
            }
            found = Some(index);
        }
        index += 1;
    }
    found
}

const fn slots(edges: &[(u8, bool)]) -> [u8; MAX_EDGES] {
    let (mut slots, mut index) = ([0; MAX_EDGES], 0);
    while index < edges.len() {
        slots[index] = edges[index].0;
        index += 1;
    }
    slots
}

const fn all_lists(edges: &[(u8, bool)]) -> bool {
    let mut index = 0;
    while index < edges.len() {
        if !edges[index].1 {
            return false;
        }
        index += 1;
    }
    true
}

// SAFETY: the derive writes `__EDGES` and `__edge`: all edges of the relation, each with its number.
unsafe impl<T: TreeIn<R>, R> OwnKind for In<T, R> {
    type Node = T;
    type Kin = R;
    const COUNT: usize = T::__EDGES.len();
    const SLOTS: &'static [u8] = In::<T, R>::SLOTS.split_at(T::__EDGES.len()).0;

    #[inline(always)]
    fn own_list(value: &T, index: usize) -> &Head {
        value.__head(T::__EDGES[index].0)
    }
}

impl<T: TreeIn<R>, R> Edges<T, R> for T {
    fn count(&self) -> usize {
        T::__EDGES.len()
    }

    fn edge(&self, index: usize) -> (&Children<T, R>, bool) {
        (self.__edge(index).list(), T::__EDGES[index].1)
    }
}

#[inline]
#[cfg_attr(feature = "leak-handles", track_caller)]
fn insert<T: TreeIn<R>, R>(beside: &T, node: Strong<T>, after: bool) -> Result<Strong<T>, LinkError> {
    if !In::<T, R>::ALL_LISTS && nav::edge_index::<In<T, R>>(beside).is_some_and(|index| !T::__EDGES[index].1) {
        return Err(in_relation::no_single_list::<T, R>(nav::parent::<T, R>(beside).as_deref(), Some(beside)));
    }
    match attach_beside::<T, R>(beside, &node, after) {
        Ok(()) => Ok(node),
        Err(kind) => {
            let named = if kind == LinkErrorKind::NoParent { beside } else { &*node };
            Err(LinkError::new(kind, nav::parent::<T, R>(beside).as_deref(), Some(named)))
        }
    }
}

/// The parent of a node and the node itself.
#[cfg_attr(feature = "leak-handles", track_caller)]
fn place_of<T: TreeIn<R>, R>(node: &T) -> Result<(Strong<T>, Strong<T>), LinkError> {
    let place = nav::parent::<T, R>(node).zip(try_handle(node));
    place.ok_or_else(|| LinkError::new(LinkErrorKind::NoParent, None::<&T>, Some(node)))
}

/// Where a node is, seen from another one, in document order; see [`Tree::compare_position`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Position {
    /// It is the same node.
    Same,
    /// It is in another tree.
    Disconnected,
    /// It is an ancestor.
    Ancestor,
    /// It is a descendant.
    Descendant,
    /// It comes before, and is not an ancestor.
    Preceding,
    /// It comes after, and is not a descendant.
    Following,
}
