//! [`Tree`]: what a type that owns its own kind in one relation can do.

pub(crate) mod breadth_first;
pub(crate) mod walk;

use crate::core::error::{LinkError, LinkErrorKind};
use crate::core::traits::{ChildOf, HasParent, ParentOf};
use crate::edge::Children;
use crate::engine::edit::attach_beside;
use crate::engine::identity::{containing_node, try_handle};
use crate::engine::{edit, identity, nav};
use crate::tree::breadth_first::BreadthFirst;
use crate::tree::walk::{Ancestors, Descendants, Leaves, Siblings, Traverse, TreeNav};
use crate::{Graph, Strong};

/// A type that owns its own kind: it has `Parent<Self, R>` and `Children<Self, R>` of one relation.
///
/// The derive implements it for such a type, if that list is the type's only owning edge to itself in the relation (if
/// there are several such relations: for `()`, else for the one declared first). Names are those of the DOM and of the
/// tree crates; where those differ, the shorter.
///
/// Walks are exclusive: they do not yield the node that they start from; those named `inclusive_…` do, first. They yield
/// handles and borrow the node, and any of them may be open while the tree is edited: see
/// [`descendants`](Tree::descendants).
///
/// All of them work in constant stack. A value that is not in a node yet (before [`Strong::new`]) is a root without
/// relatives. A dying node still has its children while its drop hook runs, but no handle, so it is not yielded itself.
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
/// Only the derive writes this: the walks trust that the list is the one of the relation.
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
    fn __children(&self) -> &Children<Self, Self::Relation>;

    /// The parent, for code that is generic over trees; the type's own accessor is named after its field. Costs O(1).
    #[inline]
    fn parent(&self) -> Option<Strong<Self>> {
        nav::parent::<Self, Self::Relation>(self)
    }

    /// The list of children, for code that is generic over trees; the type's own accessor is named after its field.
    #[inline]
    fn children(&self) -> &Children<Self, Self::Relation> {
        self.__children()
    }

    /// The first child. Costs O(1).
    #[inline]
    fn first_child(&self) -> Option<Strong<Self>> {
        self.__children().first()
    }

    /// The last child. Costs O(1).
    #[inline]
    fn last_child(&self) -> Option<Strong<Self>> {
        self.__children().last()
    }

    /// The next node in the parent's list. Costs O(1). Siblings still see each other while their parent is dying.
    #[inline]
    fn next_sibling(&self) -> Option<Strong<Self>> {
        let next = self.__link().next()?;
        // SAFETY: I6: a child, so it is not dying. I4.
        Some(unsafe { Strong::of_live(next) })
    }

    /// The node before this one in the parent's list. Costs O(1).
    #[inline]
    #[doc(alias = "previous_sibling")]
    fn prev_sibling(&self) -> Option<Strong<Self>> {
        let prev = self.__link().prev()?;
        // SAFETY: I6: a child, so it is not dying. I4.
        Some(unsafe { Strong::of_live(prev) })
    }

    /// The node at the top: the last of the ancestors, or this node. Costs O(depth).
    ///
    /// # Panics
    /// If this node is its own root and is dying or not born yet, as `handle()` does.
    #[track_caller]
    fn root(&self) -> Strong<Self> {
        self.ancestors().last().unwrap_or_else(|| identity::handle(self))
    }

    /// How many ancestors there are. Costs O(depth).
    fn depth(&self) -> usize {
        self.ancestors().count()
    }

    /// Whether there is no parent. Costs O(1).
    fn is_root(&self) -> bool {
        nav::parent::<Self, Self::Relation>(self).is_none()
    }

    /// Whether there are no children. Costs O(1).
    #[inline]
    fn is_leaf(&self) -> bool {
        self.__children().is_empty()
    }

    /// How many children there are. Costs O(1).
    #[inline]
    fn child_count(&self) -> usize {
        self.__children().len()
    }

    /// The child at this index. Costs the way to it from the nearer end.
    fn nth_child(&self, index: usize) -> Option<Strong<Self>> {
        self.__children().get(index)
    }

    /// This node's index in its parent's list. Costs as much as the index.
    fn index_in_parent(&self) -> Option<usize> {
        nav::parent::<Self, Self::Relation>(self)?.__children().index_of(&try_handle(self)?)
    }

    /// The parent, its parent, and so on. A step costs O(1).
    ///
    /// If the body detaches the node just yielded, the walk ends there; if it moves it, it goes on from its new place.
    fn ancestors(&self) -> Ancestors<'_, Self> {
        Ancestors::new(self, false)
    }

    /// This node and its [`ancestors`](Tree::ancestors).
    fn inclusive_ancestors(&self) -> Ancestors<'_, Self> {
        Ancestors::new(self, true)
    }

    /// All nodes below this one, in document order: each node before its children, those in their order. From either
    /// end.
    ///
    /// Costs O(1) a step, spread over the walk; nothing is copied. The body may edit anything. The walk stands on the node
    /// that it yielded last; if that one leaves the subtree, or one of its ancestors does, the walk steps back before what
    /// left and goes on with what followed it. So:
    ///
    /// - what left is not visited, nor what is below it; what was inserted or moved ahead of the walk is; whatever stays is
    ///   visited once, also if the body detaches, moves or replaces the node just yielded, or detaches the next one;
    /// - nothing is visited twice, unless it was moved ahead again.
    ///
    /// These are the rules of the DOM's `NodeIterator`. While the walk is open, taking a node with children out of a list
    /// of this thread costs the depth of the walk's place.
    #[inline(always)]
    fn descendants(&self) -> Descendants<'_, Self> {
        Descendants::new(self, false)
    }

    /// This node and its [`descendants`](Tree::descendants).
    #[inline(always)]
    fn inclusive_descendants(&self) -> Descendants<'_, Self> {
        Descendants::new(self, true)
    }

    /// This node and all below it, each told twice: entered before what is below it, left after it.
    ///
    /// Edits as for [`descendants`](Tree::descendants). A node that leaves its place after it was entered is not left.
    fn traverse(&self) -> Traverse<'_, Self> {
        Traverse::new(self)
    }

    /// All nodes below this one, level by level.
    ///
    /// Costs O(1) a step and room for a handle to each node of about a level. Edits as for
    /// [`descendants`](Tree::descendants); once something left a list while the walk was open, a step costs the depth.
    fn breadth_first(&self) -> BreadthFirst<'_, Self> {
        BreadthFirst::new(self)
    }

    /// The nodes below this one that have no children, in document order, from either end. Costs what
    /// [`descendants`](Tree::descendants) does.
    fn leaves(&self) -> Leaves<'_, Self> {
        Leaves::new(self)
    }

    /// The nodes after this one in the parent's list, from the nearest on. Edits as for
    /// [`Children::iter`]; keeps the parent alive.
    fn next_siblings(&self) -> Siblings<'_, Self> {
        Siblings::new(self, false)
    }

    /// The nodes before this one in the parent's list, from the nearest on.
    fn prev_siblings(&self) -> Siblings<'_, Self> {
        Siblings::new(self, true)
    }

    /// Whether this node is above `other`; not if they are the same. Costs the depth of `other`.
    fn is_ancestor_of(&self, other: &Self) -> bool {
        let (Some(this), Some(other)) = (containing_node(self), containing_node(other)) else {
            return false;
        };
        // SAFETY: both values are borrowed.
        this != other && unsafe { TreeNav::<Self>::is_within(other, this) }
    }

    /// Whether this node is below `other`; not if they are the same. Costs the depth of this node.
    fn is_descendant_of(&self, other: &Self) -> bool {
        other.is_ancestor_of(self)
    }

    /// Where `other` is, seen from this node, in document order. Costs the depths of both, and the distance of two siblings
    /// on the way. The DOM's `compareDocumentPosition`.
    fn compare_position(&self, other: &Self) -> Position {
        let (Some(this), Some(other)) = (containing_node(self), containing_node(other)) else {
            return if core::ptr::eq(self, other) { Position::Same } else { Position::Disconnected };
        };
        // SAFETY: both values are borrowed.
        unsafe { walk::position::<Self>(this, other) }
    }

    /// Puts a node at the end of the children, from wherever it was, and gives it back.
    ///
    /// # Errors
    /// See [`Children::append`].
    fn append(&self, node: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError> {
        self.__children().append_in(Some(self), node.into())
    }

    /// Puts a node at the start of the children, from wherever it was, and gives it back.
    ///
    /// # Errors
    /// See [`Children::append`].
    fn prepend(&self, node: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError> {
        self.__children().prepend(node)
    }

    /// Puts `node` right before this one, and gives it back. Before itself: nothing changes.
    ///
    /// # Errors
    /// See [`Children::insert_before`]; [`NoParent`](LinkErrorKind::NoParent) if this node has no parent.
    fn insert_before(&self, node: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError> {
        insert(self, node.into(), false)
    }

    /// Puts `node` right after this one, and gives it back. After itself: nothing changes.
    ///
    /// # Errors
    /// As [`insert_before`](Tree::insert_before).
    fn insert_after(&self, node: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError> {
        insert(self, node.into(), true)
    }

    /// Puts `node` in the place of this one, and gives this one. By itself: nothing changes.
    ///
    /// A walk that stands on this node goes on from `node`, without what is below it: see [`Children::replace`]. If `node`
    /// was the sibling right before or after this one, it does not move, and a walk that has not come to it yet still visits
    /// it.
    ///
    /// # Errors
    /// As [`insert_before`](Tree::insert_before).
    fn replace_with(&self, node: impl Into<Strong<Self>>) -> Result<Strong<Self>, LinkError> {
        // First: user code, which may let go of everything but this node.
        let node = node.into();
        let (parent, this) = place_of(self)?;
        parent.__children().replace(&this, node)
    }

    /// Takes this node out of its parent's list, and gives the list's handle; `None` if it was in none. Costs O(1).
    fn detach(&self) -> Option<Strong<Self>> {
        edit::detach::<Self, Self::Relation>(self)
    }

    /// Moves all children to the end of another node's, in their order.
    ///
    /// # Errors
    /// See [`Children::append_all`].
    fn reparent_children(&self, to: &Self) -> Result<(), LinkError> {
        to.__children().append_all(self.__children())
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

/// Where a node is, seen from another, in document order; see [`Tree::compare_position`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Position {
    /// The same node.
    Same,
    /// In another tree.
    Disconnected,
    /// Above it.
    Ancestor,
    /// Below it.
    Descendant,
    /// Before it, and not above it.
    Preceding,
    /// After it, and not below it.
    Following,
}
