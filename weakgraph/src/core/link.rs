//! A child's place in the list of its parent; see [`list`](super::list).

use core::cell::Cell;
use core::ptr;

use super::ptr::{Header, NodePtr};

pub(crate) const SLOT_BITS: usize = 0b111;

/// In a link's `prev`: there is no previous child. `prev` names the last child; of a node without a parent, the node
/// itself.
pub(crate) const FIRST_BIT: usize = 0b1000;

const _: () = assert!(align_of::<Header>() > SLOT_BITS | FIRST_BIT);

/// A child's place in its parent's list; what a [`Parent`](crate::Parent) is.
#[doc(hidden)]
#[derive(Debug)]
pub struct Link {
    /// The parent, or null.
    pub(crate) parent: Cell<*mut Header>,
    /// The previous child, with the slot in the low bits; or with [`FIRST_BIT`]. Null until the node is allocated.
    pub(crate) prev: Cell<*mut Header>,
    /// The next child, or null. In a dropped node that waits for its turn, the dropped node after it.
    pub(crate) next: Cell<*mut Header>,
}

impl Link {
    pub(crate) const fn new() -> Link {
        Link { parent: Cell::new(ptr::null_mut()), prev: Cell::new(ptr::null_mut()), next: Cell::new(ptr::null_mut()) }
    }

    /// The node was just allocated, or taken out of its list: it has no neighbours.
    #[inline(always)]
    pub(crate) fn reset(&self, node: NodePtr) {
        self.parent.set(ptr::null_mut());
        self.set_prev(node, FIRST_BIT);
        self.next.set(ptr::null_mut());
    }

    /// Clears the parent. The caller writes the rest of the link.
    #[inline(always)]
    pub(crate) fn clear_parent(&self) {
        self.parent.set(ptr::null_mut());
    }

    /// The fields are about to be dropped: the link is unbound from its node.
    #[inline(always)]
    pub(crate) fn unbind(&self) {
        self.parent.set(ptr::null_mut());
        self.prev.set(ptr::null_mut());
        self.next.set(ptr::null_mut());
    }

    #[inline(always)]
    pub(crate) fn parent(&self) -> Option<NodePtr> {
        // SAFETY: null or a node's pointer, as all that is written here.
        unsafe { NodePtr::new(self.parent.get()) }
    }

    #[inline(always)]
    pub(crate) fn next(&self) -> Option<NodePtr> {
        // SAFETY: as in `parent`.
        unsafe { NodePtr::new(self.next.get()) }
    }

    /// What `prev` names, without the low bits.
    #[inline(always)]
    pub(crate) fn named_by_prev(&self) -> Option<NodePtr> {
        let prev = self.prev.get().map_addr(|a| a & !(SLOT_BITS | FIRST_BIT));
        // SAFETY: as in `parent`, the low bits taken off.
        unsafe { NodePtr::new(prev) }
    }

    /// The child before in list order.
    #[inline(always)]
    pub(crate) fn prev(&self) -> Option<NodePtr> {
        if self.prev.get().addr() & FIRST_BIT != 0 {
            return None;
        }
        self.named_by_prev()
    }

    /// What `prev` names in a child's link.
    ///
    /// # Safety
    /// I6: it is the link of a child.
    #[inline(always)]
    pub(crate) unsafe fn named_in_list(&self) -> NodePtr {
        // SAFETY: a child's names a child: the one before, or the last.
        unsafe { NodePtr::new_unchecked(self.prev.get().map_addr(|a| a & !(SLOT_BITS | FIRST_BIT))) }
    }

    /// [`prev`](Link::prev) of a child.
    ///
    /// # Safety
    /// I6: it is the link of a child.
    #[inline(always)]
    pub(crate) unsafe fn before(&self) -> Option<NodePtr> {
        // SAFETY: forwarded.
        (self.prev.get().addr() & FIRST_BIT == 0).then(|| unsafe { self.named_in_list() })
    }

    #[inline(always)]
    pub(crate) fn slot(&self) -> u8 {
        (self.prev.get().addr() & SLOT_BITS) as u8
    }

    #[inline(always)]
    pub(crate) fn set_prev(&self, named: NodePtr, bits: usize) {
        self.prev.set(named.as_ptr().map_addr(|a| a | bits));
    }

    #[inline(always)]
    pub(crate) fn set_next(&self, next: Option<NodePtr>) {
        self.next.set(next.map_or(ptr::null_mut(), NodePtr::as_ptr));
    }

    /// The cell that chains the dropped nodes that wait for their turn; see [`teardown`](crate::engine::teardown).
    #[inline(always)]
    pub(crate) fn queue(&self) -> &Cell<*mut Header> {
        &self.next
    }
}
