//! [`Tree`]: the methods of a type that owns its own kind.

pub(crate) mod breadth_first;
pub(crate) mod into_walks;
pub(crate) mod walk;

use crate::core::error::{LinkError, LinkErrorKind};
use crate::core::into_node::IntoNode;
use crate::core::list::Head;
use crate::core::traits::{ChildOf, EditChildren, HasParent, ParentOf};
use crate::edge::ChildrenView;
use crate::engine::edit::attach_beside;
use crate::engine::identity::try_handle;
use crate::engine::nav::{Listed, OwnKind, TreeNav};
use crate::engine::{edit, identity, nav};
use crate::tree::breadth_first::BreadthFirst;
use crate::tree::walk::{Ancestors, Descendants, Leaves, Siblings, Traverse};
use crate::{Graph, Strong};

/// The methods of a type that owns its own kind: one with `Parent<Self, R>` and `Children<Self, R>`.
///
/// The derive implements it for such a type, if that list is the type's only owning edge to itself in the relation. If
/// there are several such relations, it is for `()`, or else for the one that is declared first. The names are those of
/// the DOM and of other tree crates.
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
    label = "needs a back-reference and a list of its own kind",
    note = "a type with `#[weak] parent: Parent<Self>` and `#[strong] children: Children<Self>` gets `Tree` from \
            `#[derive(Graph)]`"
)]
pub unsafe trait Tree:
    Graph + HasParent<Self::Relation, Parent = Self> + ChildOf<Self, Self::Relation> + ParentOf<Self, Self::Relation>
{
    /// The relation that makes the tree.
    type Relation;

    #[doc(hidden)]
    fn __children(&self) -> ChildrenView<'_, Self, Self::Relation>;

    /// Returns the parent. Costs O(1).
    ///
    /// For code that is generic over trees: a type's own accessor is named after its field.
    #[inline]
    fn parent(&self) -> Option<Strong<Self>> {
        nav::parent::<Self, Self::Relation>(self)
    }

    /// Returns the children, as a list that everybody may read. Its edits are for code that sees the field.
    ///
    /// For code that is generic over trees, and for code that does not see the type's own accessor, which is named
    /// after its field.
    #[inline]
    fn children(&self) -> ChildrenView<'_, Self, Self::Relation> {
        self.__children()
    }

    /// Returns the first child. Costs O(1).
    #[inline]
    fn first_child(&self) -> Option<Strong<Self>> {
        self.__children().first()
    }

    /// Returns the last child. Costs O(1).
    #[inline]
    fn last_child(&self) -> Option<Strong<Self>> {
        self.__children().last()
    }

    /// Returns the sibling after this node. Costs O(1). Siblings still see each other while their parent is being
    /// dropped.
    #[inline]
    fn next_sibling(&self) -> Option<Strong<Self>> {
        nav::next_sibling(self).map(Listed::yielded)
    }

    /// Returns the sibling before this node. Costs O(1).
    #[inline]
    #[doc(alias = "previous_sibling")]
    fn prev_sibling(&self) -> Option<Strong<Self>> {
        nav::prev_sibling(self).map(Listed::yielded)
    }

    /// Returns the topmost ancestor, or this node if it has no parent. Costs O(depth).
    ///
    /// # Panics
    /// If this node has no parent, and is being dropped or not in a [`Strong`] yet, as `handle()` does.
    #[track_caller]
    fn root(&self) -> Strong<Self> {
        self.ancestors().last().unwrap_or_else(|| identity::handle(self))
    }

    /// Returns the number of ancestors. Costs O(depth).
    fn depth(&self) -> usize {
        self.ancestors().count()
    }

    /// Returns `true` if there is no parent. Costs O(1).
    fn is_root(&self) -> bool {
        nav::parent::<Self, Self::Relation>(self).is_none()
    }

    /// Returns `true` if there are no children. Costs O(1).
    #[inline]
    fn is_leaf(&self) -> bool {
        self.__children().is_empty()
    }

    /// Returns the number of children. Costs O(1).
    #[inline]
    fn child_count(&self) -> usize {
        self.__children().len()
    }

    /// Returns the child at `index`. Costs the way to it from the nearer end.
    fn nth_child(&self, index: usize) -> Option<Strong<Self>> {
        self.__children().get(index)
    }

    /// Returns the index of this node among its siblings, or `None` if it has no parent. Costs as much as the index.
    fn index_in_parent(&self) -> Option<usize> {
        nav::parent::<Self, Self::Relation>(self)?.__children().index_of(&try_handle(self)?)
    }

    /// Returns an iterator over the parent, its parent, and so on. A step costs O(1).
    ///
    /// If the body detaches the node just yielded, the walk ends there. If it moves that node, the walk goes on from
    /// its new place.
    fn ancestors(&self) -> Ancestors<'_, Self> {
        Ancestors::new(self, false)
    }

    /// Returns an iterator over this node and its [`ancestors`](Tree::ancestors).
    fn inclusive_ancestors(&self) -> Ancestors<'_, Self> {
        Ancestors::new(self, true)
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
        Descendants::new(self, false)
    }

    /// Returns an iterator over this node and its [`descendants`](Tree::descendants).
    #[inline(always)]
    fn inclusive_descendants(&self) -> Descendants<'_, Self> {
        Descendants::new(self, true)
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
        Traverse::new(self)
    }

    /// Returns an iterator over all nodes below this one, level by level.
    ///
    /// A step costs O(1), and the walk needs memory for about a level of handles. Edits are handled as in
    /// [`descendants`](Tree::descendants). Once something has left a list while the walk is open, a step costs the
    /// depth.
    fn breadth_first(&self) -> BreadthFirst<'_, Self> {
        BreadthFirst::new(self)
    }

    /// Returns an iterator over the nodes below this one that have no children, in document order, from either end.
    /// Costs what [`descendants`](Tree::descendants) costs.
    fn leaves(&self) -> Leaves<'_, Self> {
        Leaves::new(self)
    }

    /// Returns an iterator over the siblings after this node, the nearest first.
    ///
    /// Edits are handled as in [`Children::iter`](crate::Children::iter). The iterator keeps the parent alive.
    fn next_siblings(&self) -> Siblings<'_, Self> {
        Siblings::new(self, false)
    }

    /// Returns an iterator over the siblings before this node, the nearest first.
    fn prev_siblings(&self) -> Siblings<'_, Self> {
        Siblings::new(self, true)
    }

    /// Returns `true` if this node is an ancestor of `other`. A node is not an ancestor of itself. Costs the depth of
    /// `other`.
    fn is_ancestor_of(&self, other: &Self) -> bool {
        let (Some(this), Some(other)) = (TreeNav::of(self), TreeNav::of(other)) else {
            return false;
        };
        this != other && other.is_within(this)
    }

    /// Returns `true` if this node is a descendant of `other`. A node is not a descendant of itself. Costs the depth of
    /// this node.
    fn is_descendant_of(&self, other: &Self) -> bool {
        other.is_ancestor_of(self)
    }

    /// Returns where `other` is, seen from this node, in document order. Costs the depths of both, and the distance
    /// between two siblings on the way. The DOM's `compareDocumentPosition`.
    fn compare_position(&self, other: &Self) -> Position {
        let (Some(this), Some(other)) = (TreeNav::of(self), TreeNav::of(other)) else {
            return if core::ptr::eq(self, other) { Position::Same } else { Position::Disconnected };
        };
        walk::position(this, other)
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
    fn common_ancestor(&self, other: &Self) -> Option<Strong<Self>> {
        let (depth, other_depth) = (self.depth(), other.depth());
        let above = self.inclusive_ancestors().skip(depth.saturating_sub(other_depth));
        let other_above = other.inclusive_ancestors().skip(other_depth.saturating_sub(depth));
        above.zip(other_above).find(|(node, other)| node == other).map(|(node, _)| node)
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
        let mut path: Vec<usize> = self.inclusive_ancestors().filter_map(|node| node.index_in_parent()).collect();
        path.reverse();
        path
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
    /// As [`Children::append`](crate::Children::append).
    #[cfg_attr(feature = "leak", track_caller)]
    #[inline(always)]
    fn append<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        self.__children().list().append_new_in(Some(self), node.into_node())
    }

    /// Inserts `node` before the other children, moving it if it has a parent, and returns it.
    ///
    /// # Errors
    /// As [`Children::append`](crate::Children::append).
    #[cfg_attr(feature = "leak", track_caller)]
    fn prepend<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        self.__children().list().prepend(node)
    }

    /// Inserts `node` right before this one, and returns it. Inserting a node before itself changes nothing.
    ///
    /// # Errors
    /// As [`Children::insert_before`](crate::Children::insert_before), and [`NoParent`](LinkErrorKind::NoParent) if
    /// this node has no parent: append both to one first.
    #[cfg_attr(feature = "leak", track_caller)]
    fn insert_before<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        insert(self, node.into_node(), false)
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
        insert(self, node.into_node(), true)
    }

    /// Replaces this node by `node`, and returns this one. Replacing a node by itself changes nothing.
    ///
    /// A walk that stands on this node goes on from `node`, without visiting what is below it: see
    /// [`Children::replace`](crate::Children::replace). If `node` was the sibling right before or after this one, it
    /// does not move. A walk that has not reached it yet still visits it then.
    ///
    /// # Errors
    /// As [`insert_before`](Tree::insert_before).
    #[cfg_attr(feature = "leak", track_caller)]
    fn replace_with<K>(&self, node: impl IntoNode<Self>) -> Result<Strong<Self>, LinkError>
    where
        Self: TreeEdit<K>,
    {
        // First: user code, which may let go of everything but this node.
        let node = node.into_node();
        let (parent, this) = place_of(self)?;
        parent.__children().list().replace(&this, node)
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
        edit::exchange::<Self, Self::Relation>(self, other).map_err(|(kind, node)| {
            let parent = if core::ptr::eq(node, self) { other } else { self }.parent();
            LinkError::new(kind, parent.as_deref(), Some(node))
        })
    }

    /// Removes this node from its parent, and returns a handle to it, or `None` if it had no parent. Costs O(1).
    fn detach<K>(&self) -> Option<Strong<Self>>
    where
        Self: TreeEdit<K>,
    {
        edit::detach::<Self, Self::Relation>(self)
    }

    /// Moves all children to the end of the children of `to`, in their order.
    ///
    /// # Errors
    /// As [`Children::append_all`](crate::Children::append_all).
    fn reparent_children<K>(&self, to: &Self) -> Result<(), LinkError>
    where
        Self: TreeEdit<K>,
    {
        to.__children().list().append_all(self.__children().list())
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

// SAFETY: the derive implements `Tree` only for a type with one such list, which `__children` gives.
unsafe impl<T: Tree> OwnKind for T {
    type Kin = T::Relation;

    #[inline(always)]
    fn own_list(&self) -> &Head {
        self.__children().head()
    }
}

#[inline]
fn insert<T: Tree>(beside: &T, node: Strong<T>, after: bool) -> Result<Strong<T>, LinkError> {
    match attach_beside::<T, T::Relation>(beside, &node, after) {
        Ok(()) => Ok(node),
        Err(kind) => {
            let named = if kind == LinkErrorKind::NoParent { beside } else { &*node };
            Err(LinkError::new(kind, beside.parent().as_deref(), Some(named)))
        }
    }
}

/// The parent of a node and the node itself.
fn place_of<T: Tree>(node: &T) -> Result<(Strong<T>, Strong<T>), LinkError> {
    let place = nav::parent::<T, T::Relation>(node).zip(try_handle(node));
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
