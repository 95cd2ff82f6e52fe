//! From a node to its neighbours.
//!
//! What is `unsafe` here is to make a [`TreeNav`] or a [`Listed`] of a pointer; to go on from one is safe.
//!
//! - **T1** A `TreeNav<K>` is a node of type `K::Node` whose value is alive (I1, I2, I4). Parents and children of such
//!   a node are alive, too (I6). None is kept while user code runs: a place that has to be kept is in an
//!   [`IterState`](crate::core::live_iters::IterState), which edits keep right.
//! - **T2** A `Listed<K>` is, besides, in the list of a parent, which holds a count: so it is not being dropped.

use core::marker::PhantomData;
use core::ops::Deref;

use super::identity::containing_node;
use crate::core::alive::Alive;
use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::traits::HasParent;
use crate::core::yields::Yield;

/// The parent that a back-reference names, if it is not being dropped.
#[inline]
pub(crate) fn living_parent(link: &Link) -> Option<NodePtr> {
    // SAFETY: I6: the parent is not past step 4 of its teardown.
    link.parent().filter(|parent| unsafe { parent.strong() } > 0)
}

/// The parent of this node; `None` if it has none, or one that is being dropped.
#[inline]
pub(crate) fn alive_parent<C: HasParent<R>, R>(child: &C) -> Option<Alive<C::Parent>> {
    // SAFETY: A1: not being dropped. The link of a `C` leads to a `C::Parent`.
    living_parent(child.__link()).map(|parent| unsafe { Alive::new(parent) })
}

/// A handle to the parent of this node; `None` if it has none, or one that is being dropped.
#[inline]
#[cfg_attr(feature = "leak-handles", track_caller)]
pub(crate) fn parent<C: HasParent<R>, R>(child: &C) -> Option<Strong<C::Parent>> {
    Some(Strong::__of(alive_parent(child)?))
}

/// The field of a back-reference, which says what its link leads to.
///
/// # Safety
/// The link leads to a `Self::To`.
pub(crate) unsafe trait BackReference {
    type To;

    fn link(&self) -> &Link;
}

/// What a back-reference leads to; `None` if that is nothing, or a node that is being dropped.
#[inline(always)]
pub(crate) fn back<E: BackReference>(edge: &E) -> Option<Alive<E::To>> {
    // SAFETY: A1: not being dropped. The trait says what it leads to.
    living_parent(edge.link()).map(|parent| unsafe { Alive::new(parent) })
}

/// The field of an owning edge, which says what its list holds.
///
/// # Safety
/// The list holds `Self::To`s.
pub(crate) unsafe trait OwningField {
    type To;

    fn list(&self) -> &Head;
}

/// The first child in the field of an owning edge; `None` if there is none, or before it is allocated.
#[inline(always)]
pub(crate) fn front<E: OwningField>(edge: &E) -> Option<Alive<E::To>> {
    // SAFETY: A1: I6: a list holds a count of its children. The trait says what they are.
    edge.list().first().map(|child| unsafe { Alive::new(child) })
}

/// A type that owns its own kind in one relation, by one edge or by several.
///
/// # Safety
/// `own_list` gives the lists of all edges to `Node` in that relation in this very value, in order, one for each of
/// the `COUNT` entries of `SLOTS`, of which there is one at least: the number that the links of the children in it
/// have.
pub(crate) unsafe trait OwnKind {
    /// The type.
    type Node: HasParent<Self::Kin, Parent = Self::Node>;
    /// The relation.
    type Kin;
    /// How many there are. A number, so that a tree of one list pays nothing for the others.
    const COUNT: usize;
    const SLOTS: &'static [u8];

    fn own_list(value: &Self::Node, index: usize) -> &Head;
}

/// The parent of the node of this value, which may be being dropped.
#[inline(always)]
pub(crate) fn parent_of<K: OwnKind>(value: &K::Node) -> Option<TreeNav<K>> {
    // SAFETY: T1: the value is borrowed, so that its parent is alive.
    value.__link().parent().map(|parent| unsafe { TreeNav::new(parent) })
}

/// The first child of the node of this value.
#[inline(always)]
pub(crate) fn first_child<K: OwnKind>(value: &K::Node) -> Option<Listed<K>> {
    match K::own_list(value, 0).first() {
        // SAFETY: T2: in a list of a value that is borrowed.
        Some(node) => Some(unsafe { Listed::new(node) }),
        None if K::COUNT > 1 => first_from(value, 1),
        None => None,
    }
}

/// The first child in the edge of this index, or one after it.
#[inline(never)]
fn first_from<K: OwnKind>(value: &K::Node, start: usize) -> Option<Listed<K>> {
    // SAFETY: T2: in a list of a value that is borrowed.
    let first = |index| K::own_list(value, index).first().map(|node| unsafe { Listed::new(node) });
    (start..K::COUNT).find_map(first)
}

/// The last child of the node of this value.
#[inline(always)]
pub(crate) fn last_child<K: OwnKind>(value: &K::Node) -> Option<Listed<K>> {
    match K::own_list(value, K::COUNT - 1).last::<K::Node, K::Kin>() {
        // SAFETY: T2: in a list of a value that is borrowed.
        Some(node) => Some(unsafe { Listed::new(node) }),
        None if K::COUNT > 1 => last_before(value, K::COUNT - 1),
        None => None,
    }
}

/// The last child in an edge before this index.
#[inline(never)]
fn last_before<K: OwnKind>(value: &K::Node, end: usize) -> Option<Listed<K>> {
    // SAFETY: T2: in a list of a value that is borrowed.
    let last = |index| K::own_list(value, index).last::<K::Node, K::Kin>().map(|node| unsafe { Listed::new(node) });
    (0..end).rev().find_map(last)
}

/// The sibling after the node of this value, over all edges of the parent.
#[inline(always)]
pub(crate) fn next_sibling<K: OwnKind>(value: &K::Node) -> Option<Listed<K>> {
    match value.__link().next() {
        // SAFETY: T2: the value is borrowed, and in the same list.
        Some(node) => Some(unsafe { Listed::new(node) }),
        None if K::COUNT > 1 => first_in_next_edge(value.__link()),
        None => None,
    }
}

/// The sibling before the node of this value, over all edges of the parent.
#[inline(always)]
pub(crate) fn prev_sibling<K: OwnKind>(value: &K::Node) -> Option<Listed<K>> {
    match value.__link().prev() {
        // SAFETY: T2: the value is borrowed, and in the same list.
        Some(node) => Some(unsafe { Listed::new(node) }),
        None if K::COUNT > 1 => last_in_prev_edge(value.__link()),
        None => None,
    }
}

/// The index of the edge of the parent that the node of this value is in.
pub(crate) fn edge_index<K: OwnKind>(value: &K::Node) -> Option<usize> {
    edge_of::<K>(value.__link()).map(|(_, index)| index)
}

/// The index of the edge of the parent that the child with this link is in, and the parent.
fn edge_of<K: OwnKind>(link: &Link) -> Option<(TreeNav<K>, usize)> {
    // SAFETY: T1: the child is alive, so its parent is.
    let parent = unsafe { TreeNav::new(link.parent()?) };
    let slot = link.slot();
    let index = K::SLOTS.iter().position(|&it| it == slot)?;
    Some((parent, index))
}

#[inline(never)]
fn first_in_next_edge<K: OwnKind>(link: &Link) -> Option<Listed<K>> {
    let (parent, index) = edge_of::<K>(link)?;
    first_from(parent.value(), index + 1)
}

#[inline(never)]
fn last_in_prev_edge<K: OwnKind>(link: &Link) -> Option<Listed<K>> {
    let (parent, index) = edge_of::<K>(link)?;
    last_before(parent.value(), index)
}

/// A node of a tree. See T1.
#[repr(transparent)]
pub(crate) struct TreeNav<K> {
    node: NodePtr,
    marker: PhantomData<fn(K) -> K>,
}

impl<K> Clone for TreeNav<K> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for TreeNav<K> {}

impl<K> PartialEq for TreeNav<K> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<K: OwnKind> TreeNav<K> {
    /// # Safety
    /// T1.
    #[inline(always)]
    pub(super) unsafe fn new(node: NodePtr) -> TreeNav<K> {
        TreeNav { node, marker: PhantomData }
    }

    /// The node of this value; `None` before it is allocated.
    #[inline(always)]
    pub(crate) fn of(value: &K::Node) -> Option<TreeNav<K>> {
        // SAFETY: T1: the value is borrowed.
        containing_node(value).map(|node| unsafe { TreeNav::new(node) })
    }

    /// The node that a walk yielded and still holds.
    #[inline(always)]
    pub(crate) fn held<H: Yield<K::Node>>(node: &H) -> TreeNav<K> {
        // SAFETY: T1: alive by the handle, or by the session.
        unsafe { TreeNav::new(node.__raw()) }
    }

    #[inline(always)]
    pub(crate) fn ptr(self) -> NodePtr {
        self.node
    }

    #[inline(always)]
    pub(super) fn link<'a>(self) -> &'a Link {
        // SAFETY: T1.
        unsafe { link_of::<K::Node, K::Kin>(self.node) }
    }

    #[inline(always)]
    pub(super) fn value<'a>(self) -> &'a K::Node {
        // SAFETY: T1.
        unsafe { self.node.value::<K::Node>() }
    }

    /// The node, as a walk yields it; `None` if it is being dropped.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn yielded<H: Yield<K::Node>>(self) -> Option<H> {
        // SAFETY: T1.
        Some(H::__of(unsafe { Alive::check(self.node) }?))
    }

    #[inline(always)]
    pub(crate) fn is_leaf(self) -> bool {
        if self.first_in_front().is_some() {
            return false;
        }
        self.first_in_others().is_none()
    }

    #[inline(always)]
    pub(crate) fn parent(self) -> Option<TreeNav<K>> {
        // SAFETY: T1: the parent of this one.
        self.link().parent().map(|parent| unsafe { TreeNav::new(parent) })
    }

    #[inline(always)]
    pub(crate) fn first(self) -> Option<Listed<K>> {
        match self.first_in_front() {
            None => self.first_in_others(),
            first => first,
        }
    }

    /// The first child in the first edge. A walk asks for it by itself: what is asked after it costs a tree of one list
    /// nothing then.
    #[inline(always)]
    pub(crate) fn first_in_front(self) -> Option<Listed<K>> {
        // SAFETY: T2: in the list of this one.
        K::own_list(self.value(), 0).first().map(|node| unsafe { Listed::new(node) })
    }

    /// The first child in the edges after the first one.
    #[inline(always)]
    pub(crate) fn first_in_others(self) -> Option<Listed<K>> {
        if K::COUNT > 1 { first_from(self.value(), 1) } else { None }
    }

    #[inline(always)]
    pub(crate) fn last(self) -> Option<Listed<K>> {
        last_child(self.value())
    }

    #[inline(always)]
    pub(crate) fn next(self) -> Option<Listed<K>> {
        match self.link().next() {
            // SAFETY: T2: in the list that this one is in.
            Some(node) => Some(unsafe { Listed::new(node) }),
            None if K::COUNT > 1 => first_in_next_edge(self.link()),
            None => None,
        }
    }

    #[inline(always)]
    pub(crate) fn prev(self) -> Option<Listed<K>> {
        match self.link().prev() {
            // SAFETY: T2: in the list that this one is in.
            Some(node) => Some(unsafe { Listed::new(node) }),
            None if K::COUNT > 1 => last_in_prev_edge(self.link()),
            None => None,
        }
    }

    /// Whether this node is `other` or below it.
    pub(crate) fn is_within(mut self, other: TreeNav<K>) -> bool {
        while self != other {
            let Some(parent) = self.parent() else { return false };
            self = parent;
        }
        true
    }
}

/// A node in a list of a tree. See T2.
#[repr(transparent)]
pub(crate) struct Listed<K> {
    nav: TreeNav<K>,
}

impl<K> Clone for Listed<K> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Listed<K> {}

impl<K> Deref for Listed<K> {
    type Target = TreeNav<K>;

    #[inline(always)]
    fn deref(&self) -> &TreeNav<K> {
        &self.nav
    }
}

impl<K: OwnKind> Listed<K> {
    /// # Safety
    /// T1, T2.
    #[inline(always)]
    pub(super) unsafe fn new(node: NodePtr) -> Listed<K> {
        // SAFETY: forwarded.
        Listed { nav: unsafe { TreeNav::new(node) } }
    }

    /// The node, as a walk yields it.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn yielded<H: Yield<K::Node>>(self) -> H {
        // SAFETY: A1: T2: a list holds a count of it.
        H::__of(unsafe { Alive::new(self.nav.node) })
    }

    /// The parent, if it is not the root of the walk, below which this node is: then it is in a list, too.
    #[inline(always)]
    pub(crate) fn parent_below(self, root: TreeNav<K>) -> Option<Listed<K>> {
        self.parent().filter(|&parent| parent != root).map(|parent| Listed { nav: parent })
    }

    /// The next one in document order that is not below this one.
    #[inline(always)]
    pub(crate) fn following(mut self, root: TreeNav<K>) -> Option<Listed<K>> {
        loop {
            if let Some(next) = self.next() {
                return Some(next);
            }
            self = self.parent_below(root)?;
        }
    }

    /// The last one in document order in the subtree of this one.
    pub(crate) fn deepest_last(mut self) -> Listed<K> {
        while let Some(last) = self.last() {
            self = last;
        }
        self
    }
}
