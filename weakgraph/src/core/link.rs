//! A child's place in the list of its parent; see [`list`](super::list).

use core::cell::Cell;
use core::ptr;

use super::ptr::{Header, Raw};

pub(crate) const SLOT_BITS: usize = 0b111;

/// In a link's `prev`: no member is before it, and it names the last one; without an owner, the node itself.
pub(crate) const FIRST_BIT: usize = 0b1000;

const _: () = assert!(align_of::<Header>() > SLOT_BITS | FIRST_BIT);

/// A member's place in its owner's list; what a [`Parent`](crate::Parent) is.
#[doc(hidden)]
#[derive(Debug)]
pub struct Link {
    /// The owner, or null.
    pub(crate) owner: Cell<*mut Header>,
    /// The member before, with the slot in the low bits; or with [`FIRST_BIT`]. Null before birth.
    pub(crate) prev: Cell<*mut Header>,
    /// The member after, or null. In a dead node that waits for its turn: the dead node after it.
    pub(crate) next: Cell<*mut Header>,
}

impl Link {
    pub(crate) const fn new() -> Link {
        Link { owner: Cell::new(ptr::null_mut()), prev: Cell::new(ptr::null_mut()), next: Cell::new(ptr::null_mut()) }
    }

    /// The node is born, or out of a list: it is on its own.
    #[inline(always)]
    pub(crate) fn reset(&self, node: Raw) {
        self.owner.set(ptr::null_mut());
        self.set_prev(node, FIRST_BIT);
        self.next.set(ptr::null_mut());
    }

    /// The node has no owner from now on; the rest of the link is to be seen to.
    #[inline(always)]
    pub(crate) fn disown(&self) {
        self.owner.set(ptr::null_mut());
    }

    /// The fields are about to be dropped: it is no node's any more.
    #[inline(always)]
    pub(crate) fn unbind(&self) {
        self.owner.set(ptr::null_mut());
        self.prev.set(ptr::null_mut());
        self.next.set(ptr::null_mut());
    }

    #[inline(always)]
    pub(crate) fn owner(&self) -> Option<Raw> {
        // SAFETY: null or a node's pointer, as all that is written here.
        unsafe { Raw::new(self.owner.get()) }
    }

    #[inline(always)]
    pub(crate) fn next(&self) -> Option<Raw> {
        // SAFETY: as in `owner`.
        unsafe { Raw::new(self.next.get()) }
    }

    /// What `prev` names, the low bits taken off.
    #[inline(always)]
    pub(crate) fn named_by_prev(&self) -> Option<Raw> {
        let prev = self.prev.get().map_addr(|a| a & !(SLOT_BITS | FIRST_BIT));
        // SAFETY: as in `owner`, the low bits taken off.
        unsafe { Raw::new(prev) }
    }

    /// The member before in list order.
    #[inline(always)]
    pub(crate) fn prev(&self) -> Option<Raw> {
        if self.prev.get().addr() & FIRST_BIT != 0 {
            return None;
        }
        self.named_by_prev()
    }

    /// What `prev` names in a member's link.
    ///
    /// # Safety
    /// I6: it is the link of a member.
    #[inline(always)]
    pub(crate) unsafe fn named_in_list(&self) -> Raw {
        // SAFETY: a member's names a member: the one before, or the last.
        unsafe { Raw::new_unchecked(self.prev.get().map_addr(|a| a & !(SLOT_BITS | FIRST_BIT))) }
    }

    /// [`prev`](Link::prev) of a member.
    ///
    /// # Safety
    /// I6: it is the link of a member.
    #[inline(always)]
    pub(crate) unsafe fn before(&self) -> Option<Raw> {
        // SAFETY: forwarded.
        (self.prev.get().addr() & FIRST_BIT == 0).then(|| unsafe { self.named_in_list() })
    }

    #[inline(always)]
    pub(crate) fn slot(&self) -> u8 {
        (self.prev.get().addr() & SLOT_BITS) as u8
    }

    #[inline(always)]
    pub(crate) fn set_prev(&self, named: Raw, bits: usize) {
        self.prev.set(named.as_ptr().map_addr(|a| a | bits));
    }

    #[inline(always)]
    pub(crate) fn set_next(&self, next: Option<Raw>) {
        self.next.set(next.map_or(ptr::null_mut(), Raw::as_ptr));
    }

    /// The cell that chains the dead who wait for their turn; see [`death`](crate::engine::teardown).
    #[inline(always)]
    pub(crate) fn queue(&self) -> &Cell<*mut Header> {
        &self.next
    }
}
