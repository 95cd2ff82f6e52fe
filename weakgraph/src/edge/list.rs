//! What the owning edges and the back-reference are made of: a list whose members carry its links.
//!
//! ```text
//!   owner ── Head { home, first, len, slot }
//!                     │
//!                     ▼
//!            ┌─► Link ⇄ Link ⇄ Link ──► (none)        every link: owner ──► the owner
//!            └─────────────────┘ the first one's `prev` is the last
//! ```
//!
//! Going forward ends at a null, as in most lists; the first link's `prev` finds the last in one step, so that the
//! head needs no pointer to it. A link whose node has no owner has itself as `prev`. So every link can find its own
//! node, without a pointer for that and without stepping from a reference to a header (I3).
//!
//! The lowest three bits of `prev` are the slot: which of the owner's edges the list is, if it has several to the
//! same type in the same relation.
//!
//! A head whose owner is not born yet has no `home`; what is put into it waits in a `Vec` that `first` points to.

use core::cell::Cell;
use core::ptr;

use crate::error::{LinkError, LinkErrorKind};
use crate::graph::{Member, OwnerOf};
use crate::node::{Header, Raw};
use crate::{Graph, Strong, cursor, cycle, steps};

const SLOT_BITS: usize = 0b111;

/// In the slot of a link without an owner: the node may wait for the birth of one.
const WAITING: u8 = 0b111;

/// In the slot of a head without a home: its node is past step 4 of its death.
const DEAD: u32 = u32::MAX;

/// A member's place in its owner's list; what a [`Parent`](crate::Parent) is.
#[doc(hidden)]
#[derive(Debug)]
pub struct Link {
    /// The owner, or null.
    owner: Cell<*mut Header>,
    /// The member before, or for the first the last; the slot in the low bits. Null before birth.
    prev: Cell<*mut Header>,
    /// The member after, or null. In a dead node that waits for its turn: the dead node after it.
    next: Cell<*mut Header>,
}

/// An owning edge in its owner; what a [`Children`](crate::Children) and a [`Child`](crate::Child) are.
#[doc(hidden)]
#[derive(Debug)]
pub struct Head {
    /// The node that this edge stands in, or null before its birth.
    home: Cell<*mut Header>,
    /// The first member, or null; before birth a `Box<Vec<Strong<C>>>` or null.
    first: Cell<*mut Header>,
    len: Cell<u32>,
    slot: Cell<u32>,
}

/// Where to put a member.
pub(crate) enum Place<'a, C> {
    First,
    Last,
    Before(&'a Strong<C>),
    After(&'a Strong<C>),
}

impl<C> Clone for Place<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<C> Copy for Place<'_, C> {}

impl Link {
    pub(crate) const fn new() -> Link {
        Link { owner: Cell::new(ptr::null_mut()), prev: Cell::new(ptr::null_mut()), next: Cell::new(ptr::null_mut()) }
    }

    /// The node is born (or out of a list): it is on its own.
    #[inline(always)]
    pub(crate) fn reset(&self, node: Raw) {
        self.owner.set(ptr::null_mut());
        self.prev.set(node.as_ptr());
        self.next.set(ptr::null_mut());
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

    /// The member before, for the first the last, for one without an owner itself; `None` before birth.
    #[inline(always)]
    fn prev_or_last(&self) -> Option<Raw> {
        let prev = self.prev.get().map_addr(|a| a & !SLOT_BITS);
        // SAFETY: as in `owner`, the slot taken off.
        unsafe { Raw::new(prev) }
    }

    #[inline(always)]
    pub(crate) fn slot(&self) -> u8 {
        (self.prev.get().addr() & SLOT_BITS) as u8
    }

    #[inline(always)]
    fn set_prev(&self, prev: Raw, slot: usize) {
        self.prev.set(prev.as_ptr().map_addr(|a| a | slot));
    }

    /// The cell that chains the dead who wait for their turn; see [`death`](crate::death).
    #[inline(always)]
    pub(crate) fn queue(&self) -> &Cell<*mut Header> {
        &self.next
    }

    /// The member before in list order.
    ///
    /// # Safety
    /// I1, I4: this is the link of a live `C` in the relation `R`.
    #[inline(always)]
    pub(crate) unsafe fn prev<C: Member<R>, R>(&self) -> Option<Raw> {
        let prev = self.prev_or_last()?;
        // SAFETY: I6: `prev` is a member of the same list, or this node itself.
        unsafe { link_of::<C, R>(prev) }.next()?;
        Some(prev)
    }

    /// The node that this is a link of; `None` before birth.
    ///
    /// # Safety
    /// As for [`Link::prev`].
    pub(crate) unsafe fn home<C: Member<R>, R>(&self) -> Option<Raw> {
        if let Some(next) = self.next() {
            // SAFETY: I6: a member of the same list.
            return unsafe { link_of::<C, R>(next) }.prev_or_last();
        }
        let prev = self.prev_or_last()?;
        // SAFETY: I6: a member of the same list, or this node itself.
        Some(unsafe { link_of::<C, R>(prev) }.next().unwrap_or(prev))
    }
}

/// The link of a member.
///
/// # Safety
/// I1, I2, I4: `node` is a `C` whose value is alive while the result is used.
#[inline(always)]
pub(crate) unsafe fn link_of<'a, C: Member<R>, R>(node: Raw) -> &'a Link {
    steps::count();
    // SAFETY: forwarded.
    let link: *const Link = unsafe { node.value::<C>() }.__parent().__link();
    // SAFETY: in that value, which is alive for `'a`.
    unsafe { &*link }
}

/// The member before this one.
///
/// # Safety
/// As for [`link_of`].
#[inline(always)]
pub(crate) unsafe fn prev_of<C: Member<R>, R>(node: Raw) -> Option<Raw> {
    // SAFETY: forwarded.
    let link = unsafe { link_of::<C, R>(node) };
    // SAFETY: forwarded.
    unsafe { link.prev::<C, R>() }
}

/// The list that a member with this owner and slot is in.
///
/// # Safety
/// I1, I2, I4: `owner` is a `C::Owner` whose value is alive while the result is used.
#[inline(always)]
unsafe fn head_of<'a, C: Member<R>, R>(owner: Raw, slot: u8) -> &'a Head {
    // SAFETY: forwarded.
    let owner = unsafe { owner.value::<C::Owner>() };
    let head: *const Head = <C::Owner as OwnerOf<C, R>>::__head(owner, slot);
    // SAFETY: in that value, which is alive for `'a`.
    unsafe { &*head }
}

impl Head {
    pub(crate) const fn new() -> Head {
        Head {
            home: Cell::new(ptr::null_mut()),
            first: Cell::new(ptr::null_mut()),
            len: Cell::new(0),
            slot: Cell::new(0),
        }
    }

    #[inline(always)]
    pub(crate) fn home(&self) -> Option<Raw> {
        // SAFETY: null or a node's pointer, as all that is written here.
        unsafe { Raw::new(self.home.get()) }
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len.get() as usize
    }

    /// The first member. Of a born list: see [`Head::home`].
    #[inline(always)]
    pub(crate) fn first(&self) -> Option<Raw> {
        debug_assert!(self.home().is_some(), "of a list without a home");
        // SAFETY: null or a member's pointer (I6), as the list is born.
        unsafe { Raw::new(self.first.get()) }
    }

    #[inline(always)]
    pub(crate) fn last<C: Member<R>, R>(&self) -> Option<Raw> {
        let first = self.first()?;
        // SAFETY: I6.
        unsafe { link_of::<C, R>(first) }.prev_or_last()
    }

    /// The owner's birth: gives what waited.
    pub(crate) fn bind<C>(&self, home: Raw, slot: u8) -> Vec<Strong<C>> {
        let waiting = self.take_pending();
        self.home.set(home.as_ptr());
        self.slot.set(u32::from(slot));
        waiting
    }

    /// The owner's fields are about to be dropped: the list, which is empty, is no node's any more.
    #[inline(always)]
    pub(crate) fn unbind(&self) {
        self.home.set(ptr::null_mut());
        self.slot.set(DEAD);
    }

    /// Edits what waits for the owner's birth. `edit` runs no user code (I7).
    pub(crate) fn pending<C, O>(&self, edit: impl FnOnce(&mut Vec<Strong<C>>) -> O) -> O {
        debug_assert!(self.home().is_none(), "the list is born");
        let mut waiting = self.take_pending();
        let out = edit(&mut waiting);
        let Ok(len) = u32::try_from(waiting.len()) else { crate::node::overflow() };
        self.len.set(len);
        if !waiting.is_empty() {
            self.first.set(Box::into_raw(Box::new(waiting)).cast());
        }
        out
    }

    fn take_pending<C>(&self) -> Vec<Strong<C>> {
        self.len.set(0);
        let waiting = self.first.replace(ptr::null_mut()).cast::<Vec<Strong<C>>>();
        if waiting.is_null() {
            return Vec::new();
        }
        // SAFETY: before birth it is null or what `pending` boxed, of this very type: the edge is invariant in `C`.
        *unsafe { Box::from_raw(waiting) }
    }

    /// What the edge's `Drop` does: in a value that was never born, something may wait.
    #[inline(always)]
    pub(crate) fn drop_pending<C>(&self) {
        if self.home().is_none() && !self.first.get().is_null() {
            drop(self.take_pending::<C>());
        }
    }

    /// Whether this node is in this list.
    #[inline(always)]
    pub(crate) fn contains<C: Member<R>, R>(&self, node: &Strong<C>) -> bool {
        // SAFETY: I1, I2: `node` keeps it alive. I4: its type.
        let link = unsafe { link_of::<C, R>(node.raw()) };
        let Some(owner) = link.owner() else {
            return false;
        };
        Some(owner) == self.home() && u32::from(link.slot()) == self.slot.get()
    }

    /// Takes all members out at once, without their counts: the chain that starts at the result, by `next`.
    ///
    /// # Safety
    /// The caller resets every link of the chain and sees to every count before other code runs (I6, I7).
    pub(crate) unsafe fn take_chain(&self) -> *mut Header {
        self.len.set(0);
        self.first.replace(ptr::null_mut())
    }

    /// Puts a node without an owner into its place. The count is the caller's to see to.
    ///
    /// # Safety
    /// I1, I2, I4; the list is born and not dying, `node` has no owner in this relation, and a node named by `place`
    /// is another one and in this list.
    unsafe fn insert<C: Member<R>, R>(&self, node: Raw, place: Place<'_, C>) {
        let slot = self.slot.get() as usize;
        let Some(len) = self.len.get().checked_add(1) else { crate::node::overflow() };
        // SAFETY: forwarded.
        let link = unsafe { link_of::<C, R>(node) };
        let before = match place {
            Place::First => self.first(),
            Place::Last => None,
            Place::Before(member) => Some(member.raw()),
            // SAFETY: in this list as the caller says.
            Place::After(member) => unsafe { link_of::<C, R>(member.raw()) }.next(),
        };
        match (before, self.first()) {
            (_, None) => {
                self.first.set(node.as_ptr());
                link.set_prev(node, slot);
                link.next.set(ptr::null_mut());
            }
            (None, Some(first)) => {
                // SAFETY: I6.
                let first = unsafe { link_of::<C, R>(first) };
                let last = first.prev.replace(node.as_ptr().map_addr(|a| a | slot));
                link.prev.set(last);
                link.next.set(ptr::null_mut());
                // SAFETY: I6: the first one's `prev` is the last member.
                let last = unsafe { Raw::new_unchecked(last.map_addr(|a| a & !SLOT_BITS)) };
                // SAFETY: I6.
                unsafe { link_of::<C, R>(last) }.next.set(node.as_ptr());
            }
            (Some(next), Some(first)) => {
                // SAFETY: I6.
                let after = unsafe { link_of::<C, R>(next) };
                let prev = after.prev.replace(node.as_ptr().map_addr(|a| a | slot));
                link.prev.set(prev);
                link.next.set(next.as_ptr());
                if next == first {
                    self.first.set(node.as_ptr());
                } else {
                    // SAFETY: I6: not the first one, so its `prev` is the member before it.
                    let prev = unsafe { Raw::new_unchecked(prev.map_addr(|a| a & !SLOT_BITS)) };
                    // SAFETY: I6.
                    unsafe { link_of::<C, R>(prev) }.next.set(node.as_ptr());
                }
            }
        }
        link.owner.set(self.home.get());
        self.len.set(len);
    }

    /// Takes a member out. Its count is the caller's from here on.
    ///
    /// # Safety
    /// I1, I2, I4; `node` is in this list.
    #[inline]
    unsafe fn remove<C: Member<R>, R>(&self, node: Raw) {
        cursor::on_unlink::<C, R>(self, node);
        let slot = self.slot.get() as usize;
        // SAFETY: forwarded.
        let link = unsafe { link_of::<C, R>(node) };
        let (prev, next) = (link.prev.get(), link.next.get());
        // SAFETY: I6: an attached link has a `prev`.
        let before = unsafe { Raw::new_unchecked(prev.map_addr(|a| a & !SLOT_BITS)) };
        let first = self.first.get() == node.as_ptr();
        if first {
            self.first.set(next);
        } else {
            // SAFETY: I6.
            unsafe { link_of::<C, R>(before) }.next.set(next);
        }
        // Who has to know the new member before it: the next one, or the first if this was the last.
        let knows = if next.is_null() { self.first.get() } else { next };
        // SAFETY: I6: null or a member.
        if let Some(knows) = unsafe { Raw::new(knows) } {
            // SAFETY: I6.
            unsafe { link_of::<C, R>(knows) }.set_prev(before, slot);
        }
        link.reset(node);
        self.len.set(self.len.get() - 1);
    }

    /// Puts the members into another order, given as a list of exactly the members.
    ///
    /// # Safety
    /// I1, I2, I4; `order` holds every member once and nothing else.
    pub(crate) unsafe fn reorder<C: Member<R>, R>(&self, order: impl Iterator<Item = Raw>) {
        let slot = self.slot.get() as usize;
        self.first.set(ptr::null_mut());
        let mut last: Option<Raw> = None;
        for node in order {
            // SAFETY: forwarded.
            let link = unsafe { link_of::<C, R>(node) };
            link.next.set(ptr::null_mut());
            match last {
                None => self.first.set(node.as_ptr()),
                Some(last) => {
                    link.set_prev(last, slot);
                    // SAFETY: forwarded: it is a member.
                    unsafe { link_of::<C, R>(last) }.next.set(node.as_ptr());
                }
            }
            last = Some(node);
        }
        if let (Some(first), Some(last)) = (self.first(), last) {
            // SAFETY: forwarded: it is a member.
            unsafe { link_of::<C, R>(first) }.set_prev(last, slot);
        }
    }

    /// Takes over all members of another list, at the end of this one. Counts stay as they are.
    ///
    /// # Safety
    /// I1, I2, I4; both are born lists of members of type `C` in the relation `R`, not the same one, and no member of
    /// `from` owns this list's home.
    pub(crate) unsafe fn take_over<C: Member<R>, R>(&self, from: &Head) {
        let Some(moved) = from.first() else { return };
        let Some(len) = self.len.get().checked_add(from.len.get()) else { crate::node::overflow() };
        cursor::on_unlink_all::<C, R>(from);
        let slot = self.slot.get() as usize;
        let mut next = Some(moved);
        while let Some(node) = next {
            // SAFETY: I6: a member of `from`.
            let link = unsafe { link_of::<C, R>(node) };
            link.owner.set(self.home.get());
            link.prev.set(link.prev.get().map_addr(|a| a & !SLOT_BITS | slot));
            next = link.next();
        }
        match self.first() {
            None => self.first.set(moved.as_ptr()),
            Some(first) => {
                // SAFETY: I6.
                let first = unsafe { link_of::<C, R>(first) };
                // SAFETY: I6.
                let moved_last = unsafe { link_of::<C, R>(moved) }.prev.replace(first.prev.get());
                let last = first.prev.replace(moved_last);
                // SAFETY: I6: the first one's `prev` is the last member.
                let last = unsafe { Raw::new_unchecked(last.map_addr(|a| a & !SLOT_BITS)) };
                // SAFETY: I6.
                unsafe { link_of::<C, R>(last) }.next.set(moved.as_ptr());
            }
        }
        from.first.set(ptr::null_mut());
        from.len.set(0);
        self.len.set(len);
    }
}

/// Whether `node` may be put into this list: the rules of G3 and of death.
#[inline]
pub(crate) fn check_attach<C: Member<R>, R>(head: &Head, node: &Strong<C>) -> Result<(), LinkError> {
    let Some(home) = head.home() else {
        return Ok(());
    };
    // SAFETY: I1: the list stands in its home's value, which the caller has a reference to.
    if unsafe { home.strong() } == 0 {
        return Err(refused::<C, R>(LinkErrorKind::OwnerDying));
    }
    // SAFETY: I1, I2: `node` keeps it alive. I4: its type.
    let link = unsafe { link_of::<C, R>(node.raw()) };
    if link.owner() == Some(home) {
        // It moves within one owner: the ancestors are as they were.
        return Ok(());
    }
    // SAFETY: I1, I2, I4: both are alive: the one by its reference, the other by its handle.
    if unsafe { cycle::would_close::<C, R>(home, node.raw()) } {
        return Err(refused::<C, R>(LinkErrorKind::Cycle));
    }
    Ok(())
}

#[cold]
pub(crate) fn refused<C: Member<R>, R>(kind: LinkErrorKind) -> LinkError {
    LinkError::new(kind, <C::Owner as Graph>::NAME, C::NAME)
}

/// Puts `node` into its place in this list; takes it out of the one it is in. All or nothing.
#[inline]
pub(crate) fn attach<C: Member<R>, R>(head: &Head, node: &Strong<C>, place: Place<'_, C>) -> Result<(), LinkError> {
    if head.home().is_none() {
        return attach_pending::<C, R>(head, node, place);
    }
    check_attach::<C, R>(head, node)?;
    if let Place::Before(member) | Place::After(member) = place {
        if !head.contains::<C, R>(member) {
            return Err(refused::<C, R>(LinkErrorKind::NotAMember));
        }
        if member == node {
            return Ok(());
        }
    }
    if !unlink::<C, R>(node) {
        // SAFETY: I1: `node` is a handle, so it is not dying. This is the list's count.
        unsafe { node.raw().inc_strong() }
    }
    // SAFETY: alive by its handle and just taken out; the place was checked, and `node` is not it.
    unsafe { head.insert::<C, R>(node.raw(), place) }
    Ok(())
}

fn attach_pending<C: Member<R>, R>(head: &Head, node: &Strong<C>, place: Place<'_, C>) -> Result<(), LinkError> {
    if head.slot.get() == DEAD {
        return Err(refused::<C, R>(LinkErrorKind::OwnerDying));
    }
    // SAFETY: I1, I2: `node` keeps it alive. I4: its type.
    let link = unsafe { link_of::<C, R>(node.raw()) };
    // Only one that was marked, or that cannot be, may wait here already.
    let may_wait = link.owner().is_some() || link.slot() == WAITING;
    head.pending(|waiting: &mut Vec<Strong<C>>| {
        let at = |of: &Strong<C>| waiting.iter().position(|w| w == of);
        let mut at = match place {
            Place::First => Some(0),
            Place::Last => Some(waiting.len()),
            Place::Before(member) => at(member),
            Place::After(member) => at(member).map(|at| at + 1),
        }
        .ok_or_else(|| refused::<C, R>(LinkErrorKind::NotAMember))?;
        let old = if may_wait { waiting.iter().position(|w| w == node) } else { None };
        let mut node = node.clone();
        if let Some(old) = old {
            node = waiting.remove(old);
            at -= usize::from(old < at);
        }
        waiting.insert(at, node);
        Ok(())
    })?;
    if link.owner().is_none() {
        link.set_prev(node.raw(), WAITING as usize);
    }
    Ok(())
}

/// Takes a node out of the list that it is in, in this relation. The count of the list is the caller's from then on;
/// false if it was in none.
#[inline]
pub(crate) fn unlink<C: Member<R>, R>(node: &Strong<C>) -> bool {
    // SAFETY: I1, I2: `node` keeps it alive. I4: its type.
    let link = unsafe { link_of::<C, R>(node.raw()) };
    let Some(owner) = link.owner() else {
        return false;
    };
    // SAFETY: I6: the owner's value is alive while it has members. I4.
    let head = unsafe { head_of::<C, R>(owner, link.slot()) };
    // SAFETY: I6: that is the list it is in.
    unsafe { head.remove::<C, R>(node.raw()) };
    true
}

/// Takes out the first member, with its count.
pub(crate) fn pop_first<C: Member<R>, R>(head: &Head) -> Option<Strong<C>> {
    let first = head.first()?;
    // SAFETY: I6.
    unsafe { head.remove::<C, R>(first) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(first) })
}
