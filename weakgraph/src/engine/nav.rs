//! From a node to its neighbours.
//!
//! What is `unsafe` here is to make a [`TreeNav`] or a [`Listed`] of a pointer; to go on from one is safe.
//!
//! - **T1** A `TreeNav<T>` is a node of type `T` whose value is alive (I1, I2, I4). Parents and children of such a node
//!   are alive, too (I6). None is kept while user code runs: a place that has to be kept is in an
//!   [`IterState`](crate::core::live_iters::IterState), which edits keep right.
//! - **T2** A `Listed<T>` is, besides, in the list of a parent, which holds a count: so it is not being dropped.

use core::marker::PhantomData;
use core::ops::Deref;

use super::identity::containing_node;
use crate::core::alive::Alive;
use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::traits::{Graph, HasParent};
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
pub(crate) fn parent<C: HasParent<R>, R>(child: &C) -> Option<Strong<C::Parent>> {
    alive_parent(child).map(Strong::__of)
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

/// A type that owns its own kind, in one relation and one list.
///
/// # Safety
/// `own_list` gives the list of that relation in this very value.
pub(crate) unsafe trait OwnKind: Graph + HasParent<Self::Kin, Parent = Self> {
    /// The relation.
    type Kin;

    fn own_list(&self) -> &Head;
}

/// The parent of the node of this value. Its drop may have begun.
#[inline(always)]
pub(crate) fn parent_of<T: OwnKind>(value: &T) -> Option<TreeNav<T>> {
    // SAFETY: T1: the value is borrowed, so that its parent is alive.
    value.__link().parent().map(|parent| unsafe { TreeNav::new(parent) })
}

/// The first child of the node of this value.
#[inline(always)]
pub(crate) fn first_child<T: OwnKind>(value: &T) -> Option<Listed<T>> {
    // SAFETY: T2: in a list of a value that is borrowed.
    value.own_list().first().map(|node| unsafe { Listed::new(node) })
}

/// The last child of the node of this value.
#[inline(always)]
pub(crate) fn last_child<T: OwnKind>(value: &T) -> Option<Listed<T>> {
    // SAFETY: T2: in a list of a value that is borrowed.
    value.own_list().last::<T, T::Kin>().map(|node| unsafe { Listed::new(node) })
}

/// The next sibling of the node of this value.
#[inline(always)]
pub(crate) fn next_sibling<T: OwnKind>(value: &T) -> Option<Listed<T>> {
    // SAFETY: T2: the value is borrowed, and in the same list.
    value.__link().next().map(|node| unsafe { Listed::new(node) })
}

/// The previous sibling of the node of this value.
#[inline(always)]
pub(crate) fn prev_sibling<T: OwnKind>(value: &T) -> Option<Listed<T>> {
    // SAFETY: T2: the value is borrowed, and in the same list.
    value.__link().prev().map(|node| unsafe { Listed::new(node) })
}

/// A node of a tree. See T1.
#[repr(transparent)]
pub(crate) struct TreeNav<T> {
    node: NodePtr,
    marker: PhantomData<fn(T) -> T>,
}

impl<T> Clone for TreeNav<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for TreeNav<T> {}

impl<T> PartialEq for TreeNav<T> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<T: OwnKind> TreeNav<T> {
    /// # Safety
    /// T1.
    #[inline(always)]
    pub(super) unsafe fn new(node: NodePtr) -> TreeNav<T> {
        TreeNav { node, marker: PhantomData }
    }

    /// The node of this value; `None` before it is allocated.
    #[inline(always)]
    pub(crate) fn of(value: &T) -> Option<TreeNav<T>> {
        // SAFETY: T1: the value is borrowed.
        containing_node(value).map(|node| unsafe { TreeNav::new(node) })
    }

    /// The node that a walk yielded and still holds.
    #[inline(always)]
    pub(crate) fn held<H: Yield<T>>(node: &H) -> TreeNav<T> {
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
        unsafe { link_of::<T, T::Kin>(self.node) }
    }

    #[inline(always)]
    pub(super) fn list<'a>(self) -> &'a Head {
        // SAFETY: T1.
        let list: *const Head = unsafe { self.node.value::<T>() }.own_list();
        // SAFETY: in that value, which is alive for `'a`.
        unsafe { &*list }
    }

    /// The node, as a walk yields it; `None` if it is being dropped.
    #[inline(always)]
    pub(crate) fn yielded<H: Yield<T>>(self) -> Option<H> {
        // SAFETY: T1.
        unsafe { Alive::check(self.node) }.map(H::__of)
    }

    #[inline(always)]
    pub(crate) fn is_leaf(self) -> bool {
        self.list().first().is_none()
    }

    #[inline(always)]
    pub(crate) fn parent(self) -> Option<TreeNav<T>> {
        // SAFETY: T1: the parent of this one.
        self.link().parent().map(|parent| unsafe { TreeNav::new(parent) })
    }

    #[inline(always)]
    pub(crate) fn first(self) -> Option<Listed<T>> {
        // SAFETY: T2: in the list of this one.
        self.list().first().map(|node| unsafe { Listed::new(node) })
    }

    #[inline(always)]
    pub(crate) fn last(self) -> Option<Listed<T>> {
        // SAFETY: T2: in the list of this one.
        self.list().last::<T, T::Kin>().map(|node| unsafe { Listed::new(node) })
    }

    #[inline(always)]
    pub(crate) fn next(self) -> Option<Listed<T>> {
        // SAFETY: T2: in the list that this one is in.
        self.link().next().map(|node| unsafe { Listed::new(node) })
    }

    #[inline(always)]
    pub(crate) fn prev(self) -> Option<Listed<T>> {
        // SAFETY: T2: in the list that this one is in.
        self.link().prev().map(|node| unsafe { Listed::new(node) })
    }

    /// Whether this node is `other` or below it.
    pub(crate) fn is_within(mut self, other: TreeNav<T>) -> bool {
        while self != other {
            let Some(parent) = self.parent() else { return false };
            self = parent;
        }
        true
    }
}

/// A node in a list of a tree. See T2.
#[repr(transparent)]
pub(crate) struct Listed<T> {
    nav: TreeNav<T>,
}

impl<T> Clone for Listed<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Listed<T> {}

impl<T> Deref for Listed<T> {
    type Target = TreeNav<T>;

    #[inline(always)]
    fn deref(&self) -> &TreeNav<T> {
        &self.nav
    }
}

impl<T: OwnKind> Listed<T> {
    /// # Safety
    /// T1, T2.
    #[inline(always)]
    pub(super) unsafe fn new(node: NodePtr) -> Listed<T> {
        // SAFETY: forwarded.
        Listed { nav: unsafe { TreeNav::new(node) } }
    }

    /// The node, as a walk yields it.
    #[inline(always)]
    pub(crate) fn yielded<H: Yield<T>>(self) -> H {
        // SAFETY: A1: T2: a list holds a count of it.
        H::__of(unsafe { Alive::new(self.nav.node) })
    }

    /// The parent, if it is not the root of the walk, below which this node is: then it is in a list, too.
    #[inline(always)]
    pub(crate) fn parent_below(self, root: TreeNav<T>) -> Option<Listed<T>> {
        self.parent().filter(|&parent| parent != root).map(|parent| Listed { nav: parent })
    }

    /// The next one in document order that is not below this one.
    #[inline(always)]
    pub(crate) fn following(mut self, root: TreeNav<T>) -> Option<Listed<T>> {
        loop {
            if let Some(next) = self.next() {
                return Some(next);
            }
            self = self.parent_below(root)?;
        }
    }

    /// The last one in document order in the subtree of this one.
    pub(crate) fn deepest_last(mut self) -> Listed<T> {
        while let Some(last) = self.last() {
            self = last;
        }
        self
    }
}
