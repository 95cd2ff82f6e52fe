//! What the owning edges and the back-reference are made of: a list whose members carry its links.
//!
//! ```text
//!   owner ── Head { first, len, slot }
//!                     │
//!                     ▼
//!                    Link ⇄ Link ⇄ Link ─► (none)        every link: owner ──► the owner
//!                    prev            ▲
//!                     └── FIRST_BIT ─┘
//! ```
//!
//! The first member knows the last: a head without a pointer to it lets a usual node be one cache line.
//!
//! The node that a head stands in is known from its members, which name their owner; while the list is empty, `first`
//! names it. The node that a link stands in is known from its neighbours; if it is the only member, or has no owner, `prev`
//! names it. So both ends find their own node without a pointer for that, and without stepping
//! from a reference to a header (I3).
//!
//! The lowest three bits of `prev` are the slot: which of the owner's edges the list is, if it has several to the same
//! type in the same relation. The next one is [`FIRST_BIT`]. Headers are aligned to 16 for that.
//!
//! A head whose owner is not born yet is no list: what is put into it waits in a box that `first` points to.

use core::cell::Cell;
use core::ptr;

use crate::Strong;
use crate::core::error::LinkErrorKind;
use crate::core::live_iters as cursor;
use crate::core::ptr::{Header, Raw};
use crate::core::steps;
use crate::core::traits::{Member, OwnerOf};
use crate::core::unbound::Waiting;
use crate::engine::ancestor_check as cycle;
use crate::engine::teardown::drop_all;

const SLOT_BITS: usize = 0b111;

/// In a link's `prev`: no member is before it, and it names the last one; without an owner, the node itself.
const FIRST_BIT: usize = 0b1000;

const _: () = assert!(align_of::<Header>() > SLOT_BITS | FIRST_BIT);

/// In a head's `first`: it is no member.
const EMPTY_BIT: usize = 1;

/// A head's `first` before birth, if nothing waits.
const NOTHING: *mut Header = ptr::without_provenance_mut(EMPTY_BIT);

/// In the slot of a head: its node is not born yet, or past step 4 of its death.
const UNBORN: u32 = u32::MAX;

/// A member's place in its owner's list; what a [`Parent`](crate::Parent) is.
#[doc(hidden)]
#[derive(Debug)]
pub struct Link {
    /// The owner, or null.
    owner: Cell<*mut Header>,
    /// The member before, with the slot in the low bits; or with [`FIRST_BIT`]. Null before birth.
    prev: Cell<*mut Header>,
    /// The member after, or null. In a dead node that waits for its turn: the dead node after it.
    next: Cell<*mut Header>,
}

/// An owning edge in its owner; what a [`Children`](crate::Children) and a [`Child`](crate::Child) are.
#[doc(hidden)]
#[derive(Debug)]
pub struct Head {
    /// The first member. With the lowest bit set: of an empty list its home; before birth a `Box<Waiting<C>>` or
    /// [`NOTHING`].
    first: Cell<*mut Header>,
    len: Cell<u32>,
    slot: Cell<u32>,
}

/// Where to put a member.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    First,
    Last,
    Before(At<'a>),
    After(At<'a>),
}

/// A node, with its link: who knows the value has the link at once, and the node only by way of its neighbours.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) node: Raw,
    link: &'a Link,
}

impl<'a> At<'a> {
    #[inline(always)]
    pub(crate) fn of<C: Member<R>, R>(node: &'a Strong<C>) -> At<'a> {
        // SAFETY: I1, I2: `node` keeps it alive. I4: its type.
        At { node: node.raw(), link: unsafe { link_of::<C, R>(node.raw()) } }
    }

    /// # Safety
    /// I6: `node` is a member of a list of `C` in the relation `R`, for `'a`.
    #[inline(always)]
    unsafe fn member<C: Member<R>, R>(node: Raw) -> At<'a> {
        // SAFETY: forwarded.
        At { node, link: unsafe { link_of::<C, R>(node) } }
    }
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
    fn named_by_prev(&self) -> Option<Raw> {
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
    unsafe fn named_in_list(&self) -> Raw {
        // SAFETY: a member's names a member: the one before, or the last.
        unsafe { Raw::new_unchecked(self.prev.get().map_addr(|a| a & !(SLOT_BITS | FIRST_BIT))) }
    }

    /// [`prev`](Link::prev) of a member.
    ///
    /// # Safety
    /// I6: it is the link of a member.
    #[inline(always)]
    unsafe fn before(&self) -> Option<Raw> {
        // SAFETY: forwarded.
        (self.prev.get().addr() & FIRST_BIT == 0).then(|| unsafe { self.named_in_list() })
    }

    #[inline(always)]
    pub(crate) fn slot(&self) -> u8 {
        (self.prev.get().addr() & SLOT_BITS) as u8
    }

    #[inline(always)]
    fn set_prev(&self, named: Raw, bits: usize) {
        self.prev.set(named.as_ptr().map_addr(|a| a | bits));
    }

    #[inline(always)]
    fn set_next(&self, next: Option<Raw>) {
        self.next.set(next.map_or(ptr::null_mut(), Raw::as_ptr));
    }

    /// The cell that chains the dead who wait for their turn; see [`death`](crate::engine::teardown).
    #[inline(always)]
    pub(crate) fn queue(&self) -> &Cell<*mut Header> {
        &self.next
    }

    /// The node that this is a link of; `None` before birth.
    ///
    /// # Safety
    /// I1, I4: this is the link of a live `C` in the relation `R`.
    pub(crate) unsafe fn home<C: Member<R>, R>(&self) -> Option<Raw> {
        if let Some(next) = self.next() {
            // SAFETY: I6: a member of the same list.
            return unsafe { link_of::<C, R>(next) }.named_by_prev();
        }
        match self.prev() {
            // SAFETY: I6: a member of the same list.
            Some(prev) => unsafe { link_of::<C, R>(prev) }.next(),
            // The only member, or one without an owner.
            None => self.named_by_prev(),
        }
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
        Head { first: Cell::new(NOTHING), len: Cell::new(0), slot: Cell::new(UNBORN) }
    }

    /// Whether it is a list: whether its node is born, and not past step 4 of its death.
    #[inline(always)]
    pub(crate) fn is_born(&self) -> bool {
        self.slot.get() <= SLOT_BITS as u32
    }

    /// The node that the list stands in.
    #[inline(always)]
    pub(crate) fn home<C: Member<R>, R>(&self) -> Option<Raw> {
        if !self.is_born() {
            return None;
        }
        match self.first() {
            // SAFETY: I6: a member.
            Some(first) => unsafe { link_of::<C, R>(first) }.owner(),
            None => self.named_by_first(),
        }
    }

    /// What `first` names, the bit taken off: the home of an empty list.
    #[inline(always)]
    fn named_by_first(&self) -> Option<Raw> {
        let home = self.first.get().map_addr(|a| a & !EMPTY_BIT);
        // SAFETY: the home of an empty list, the bit taken off.
        unsafe { Raw::new(home) }
    }

    /// The home, if the list is born and empty.
    #[inline(always)]
    pub(crate) fn home_if_empty(&self) -> Option<Raw> {
        if !self.is_born() || self.first().is_some() {
            return None;
        }
        self.named_by_first()
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len.get() as usize
    }

    /// The first member of a list that is born.
    #[inline(always)]
    pub(crate) fn first(&self) -> Option<Raw> {
        let first = self.first.get();
        if first.addr() & EMPTY_BIT != 0 {
            return None;
        }
        // SAFETY: without the bit it is a member (I6).
        Some(unsafe { Raw::new_unchecked(first) })
    }

    /// The last member of a list that is born.
    #[inline(always)]
    pub(crate) fn last<C: Member<R>, R>(&self) -> Option<Raw> {
        let first = self.first()?;
        // SAFETY: I6: a member.
        let first = unsafe { link_of::<C, R>(first) };
        // SAFETY: I6: the first one, which knows the last.
        Some(unsafe { first.named_in_list() })
    }

    /// What is set in a link of this list besides [`FIRST_BIT`].
    #[inline(always)]
    fn slot_bits(&self) -> usize {
        self.slot.get() as usize
    }

    /// The owner's birth: gives what waited.
    #[inline(always)]
    pub(crate) fn bind<C>(&self, home: Raw, slot: u8) -> Option<Vec<Strong<C>>> {
        let waited = self.first.get() != NOTHING;
        let waiting = waited.then(|| self.take_pending().into_nodes());
        self.empty(home);
        self.slot.set(u32::from(slot));
        waiting
    }

    /// The owner's fields are about to be dropped: the list, which is empty, is no node's any more, as
    /// before birth.
    #[inline(always)]
    pub(crate) fn unbind(&self) {
        self.first.set(NOTHING);
        self.slot.set(UNBORN);
    }

    /// Edits what waits for the owner's birth. `edit` runs no user code (I7).
    pub(crate) fn pending<C, O>(&self, edit: impl FnOnce(&mut Waiting<C>) -> O) -> O {
        debug_assert!(!self.is_born(), "the list is born");
        let mut waiting = self.take_pending();
        let out = edit(&mut waiting);
        let Ok(len) = u32::try_from(waiting.nodes().len()) else { crate::core::ptr::overflow() };
        self.len.set(len);
        if !waiting.nodes().is_empty() {
            let waiting = Box::into_raw(Box::new(waiting));
            self.first.set(waiting.cast::<Header>().map_addr(|a| a | EMPTY_BIT));
        }
        out
    }

    #[cold]
    fn take_pending<C>(&self) -> Waiting<C> {
        self.len.set(0);
        let waiting = self.first.replace(NOTHING).map_addr(|a| a & !EMPTY_BIT).cast::<Waiting<C>>();
        if waiting.is_null() {
            return Waiting::default();
        }
        // SAFETY: before birth it is null or what `pending` boxed, of this very type: the edge is invariant in `C`.
        *unsafe { Box::from_raw(waiting) }
    }

    /// What the edge's `Drop` does: in a value that was never born, something may wait.
    #[inline(always)]
    pub(crate) fn drop_pending<C>(&self) {
        if !self.is_born() && self.first.get() != NOTHING {
            drop_all(self.take_pending::<C>().into_nodes());
        }
    }

    /// Whether this node is in this list.
    #[inline(always)]
    pub(crate) fn contains<C: Member<R>, R>(&self, node: &Strong<C>) -> bool {
        self.has::<C, R>(At::of::<C, R>(node))
    }

    /// [`contains`](Head::contains), for a live `C`.
    #[inline(always)]
    fn has<C: Member<R>, R>(&self, at: At<'_>) -> bool {
        let Some(owner) = at.link.owner() else {
            return false;
        };
        // SAFETY: I6: the owner's value is alive while it has members. I4.
        ptr::eq(unsafe { head_of::<C, R>(owner, at.link.slot()) }, self)
    }

    /// Takes all members out at once, without their counts: the chain that starts at the result, by `next`.
    ///
    /// # Safety
    /// `home` is the list's. The caller resets every link of the chain and sees to every count before other code runs
    /// (I6, I7).
    #[inline(always)]
    pub(crate) unsafe fn take_chain(&self, home: Raw) -> Option<Raw> {
        let first = self.first()?;
        self.empty(home);
        self.len.set(0);
        Some(first)
    }

    #[inline(always)]
    fn empty(&self, home: Raw) {
        self.first.set(home.as_ptr().map_addr(|a| a | EMPTY_BIT));
    }

    /// Puts a node without an owner into its place. The count is the caller's to see to.
    ///
    /// # Safety
    /// I1, I2, I4; the list is born, `home` is its home and not dying, `new` has no owner in this relation, and a node
    /// named by `place` is another one and in this list.
    #[inline(always)]
    unsafe fn insert<C: Member<R>, R>(&self, home: Raw, new: At<'_>, place: Place<'_>) {
        let Some(len) = self.len.get().checked_add(1) else { crate::core::ptr::overflow() };
        // SAFETY: I6: members of this list.
        let at = |node: Option<Raw>| node.map(|node| unsafe { At::member::<C, R>(node) });
        let (prev, next) = match place {
            Place::Last => (at(self.last::<C, R>()), None),
            Place::First => (None, at(self.first())),
            // SAFETY: a member of this list.
            Place::Before(next) => (at(unsafe { next.link.before() }), Some(next)),
            Place::After(prev) => (Some(prev), at(prev.link.next())),
        };
        let At { node, link } = new;
        let slot = self.slot_bits();
        link.owner.set(home.as_ptr());
        link.set_next(next.map(|next| next.node));
        match (prev, next) {
            (prev, Some(next)) => {
                link.prev.set(next.link.prev.get());
                match prev {
                    Some(prev) => prev.link.set_next(Some(node)),
                    None => self.first.set(node.as_ptr()),
                }
                next.link.set_prev(node, slot);
            }
            (Some(prev), None) => {
                link.set_prev(prev.node, slot);
                prev.link.set_next(Some(node));
                // SAFETY: I6.
                unsafe { self.set_last::<C, R>(node) };
            }
            (None, None) => {
                link.set_prev(node, slot | FIRST_BIT);
                self.first.set(node.as_ptr());
            }
        }
        self.len.set(len);
    }

    /// Lets the first member know the last.
    ///
    /// # Safety
    /// I1, I2, I4, I6: both are members.
    #[inline(always)]
    unsafe fn set_last<C: Member<R>, R>(&self, last: Raw) {
        let Some(first) = self.first() else { unreachable!() };
        // SAFETY: forwarded.
        unsafe { link_of::<C, R>(first) }.set_prev(last, self.slot_bits() | FIRST_BIT);
    }

    /// Puts a member before another, or at the end. Not even a walk that stands on it notices if it is there already.
    ///
    /// # Safety
    /// I1, I2, I4; both are in this list.
    #[inline(always)]
    unsafe fn shift<C: Member<R>, R>(&self, member: At<'_>, before: Option<At<'_>>) {
        let At { node, link } = member;
        let next = before.map(|before| before.node);
        if link.next() == next || next == Some(node) {
            return;
        }
        cursor::on_unlink::<C, R>(self, node);
        let slot = self.slot_bits();
        // SAFETY: forwarded.
        if !unsafe { self.bridge::<C, R>(link) } {
            return;
        }
        link.set_next(next);
        match before {
            Some(before) => {
                // SAFETY: forwarded.
                match unsafe { before.link.before() } {
                    // SAFETY: I6: a member of this list.
                    Some(prev) => unsafe { link_of::<C, R>(prev) }.set_next(Some(node)),
                    None => self.first.set(node.as_ptr()),
                }
                link.prev.set(before.link.prev.get());
                before.link.set_prev(node, slot);
            }
            None => {
                if let Some(last) = self.last::<C, R>() {
                    // SAFETY: I6: a member of this list.
                    unsafe { link_of::<C, R>(last) }.set_next(Some(node));
                    link.set_prev(last, slot);
                }
                // SAFETY: I6: a member of this list.
                unsafe { self.set_last::<C, R>(node) };
            }
        }
    }

    /// Takes a member out. Its count is the caller's from here on.
    ///
    /// # Safety
    /// I1, I2, I4; it is in this list.
    #[inline]
    unsafe fn remove<C: Member<R>, R>(&self, member: At<'_>) {
        // SAFETY: forwarded.
        unsafe { self.close_gap::<C, R>(member) };
        member.link.reset(member.node);
    }

    /// Takes a member out, and leaves its link as it is, for the caller to write.
    ///
    /// # Safety
    /// As for [`remove`](Head::remove).
    #[inline(always)]
    unsafe fn close_gap<C: Member<R>, R>(&self, member: At<'_>) {
        cursor::on_unlink::<C, R>(self, member.node);
        // SAFETY: forwarded.
        if !unsafe { self.bridge::<C, R>(member.link) }
            && let Some(home) = member.link.owner()
        {
            self.empty(home);
        }
        self.len.set(self.len.get() - 1);
    }

    /// Lets the neighbours of a member's link know each other; false if it has none.
    ///
    /// # Safety
    /// I1, I2, I4; it is the link of a member of this list.
    #[inline(always)]
    unsafe fn bridge<C: Member<R>, R>(&self, link: &Link) -> bool {
        // SAFETY: forwarded.
        match (unsafe { link.before() }, link.next()) {
            (Some(prev), next) => {
                // SAFETY: I6: a member of this list.
                unsafe { link_of::<C, R>(prev) }.set_next(next);
                match next {
                    // SAFETY: I6: a member of this list.
                    Some(next) => unsafe { link_of::<C, R>(next) }.prev.set(link.prev.get()),
                    // SAFETY: I6: a member of this list.
                    None => unsafe { self.set_last::<C, R>(prev) },
                }
            }
            (None, Some(next)) => {
                self.first.set(next.as_ptr());
                // It is the first now, and knows the last.
                // SAFETY: I6: a member of this list.
                unsafe { link_of::<C, R>(next) }.prev.set(link.prev.get());
            }
            (None, None) => return false,
        }
        true
    }

    /// Puts the members into another order, given as a list of exactly the members.
    ///
    /// # Safety
    /// I1, I2, I4; `order` holds every member once and nothing else, and is not empty.
    pub(crate) unsafe fn reorder<C: Member<R>, R>(&self, order: impl Iterator<Item = Raw>) {
        cursor::on_reorder::<C, R>(self);
        let slot = self.slot_bits();
        let mut last: Option<Raw> = None;
        for node in order {
            match last {
                None => self.first.set(node.as_ptr()),
                Some(last) => {
                    // SAFETY: forwarded.
                    unsafe { link_of::<C, R>(last) }.set_next(Some(node));
                    // SAFETY: forwarded.
                    unsafe { link_of::<C, R>(node) }.set_prev(last, slot);
                }
            }
            last = Some(node);
        }
        let Some(last) = last else { unreachable!() };
        // SAFETY: forwarded.
        unsafe { link_of::<C, R>(last) }.set_next(None);
        // SAFETY: forwarded.
        unsafe { self.set_last::<C, R>(last) };
    }

    /// Takes over all members of another list, at the end of this one. Counts stay as they are.
    ///
    /// # Safety
    /// I1, I2, I4; both are born lists of members of type `C` in the relation `R`, not the same one, `home` is this one's
    /// home, and no member of `from` owns it.
    pub(crate) unsafe fn take_over<C: Member<R>, R>(&self, home: Raw, from: &Head) {
        let Some(len) = self.len.get().checked_add(from.len.get()) else { crate::core::ptr::overflow() };
        cursor::on_unlink_all::<C, R>(from);
        let (old, Some(last), Some(from_home)) = (self.last::<C, R>(), from.last::<C, R>(), from.home::<C, R>()) else {
            return;
        };
        // SAFETY: every link is seen to right here, and the counts stay.
        let Some(first) = (unsafe { from.take_chain(from_home) }) else {
            return;
        };
        let slot = self.slot_bits();
        match old {
            // SAFETY: I6: a member of this list.
            Some(old) => unsafe { link_of::<C, R>(old) }.set_next(Some(first)),
            None => self.first.set(first.as_ptr()),
        }
        // The first of all is seen to at the end.
        let (mut prev, mut next) = (old.unwrap_or(first), Some(first));
        while let Some(node) = next {
            // SAFETY: I6: a member of `from` until now.
            let link = unsafe { link_of::<C, R>(node) };
            link.owner.set(home.as_ptr());
            link.set_prev(prev, slot);
            (prev, next) = (node, link.next());
        }
        // SAFETY: I6: members of this list from now on.
        unsafe { self.set_last::<C, R>(last) };
        self.len.set(len);
    }
}

/// Whether `new`, a live `C`, may be put into a list of `home`, whose value is `owner`: the rules of G3 and of death.
///
/// # Safety
/// I1, I2, I4: as said.
#[inline(always)]
pub(crate) unsafe fn check_attach<C: Member<R>, R>(
    home: Raw,
    owner: &C::Owner,
    new: At<'_>,
) -> Result<(), LinkErrorKind> {
    // SAFETY: forwarded.
    if unsafe { home.strong() } == 0 {
        return Err(LinkErrorKind::OwnerDying);
    }
    // A type that owns nothing, ever, needs no look at its owner.
    if C::EDGES == 0 || new.link.owner() == Some(home) {
        // It moves within one owner: the ancestors are as they were.
        return Ok(());
    }
    // SAFETY: forwarded.
    if unsafe { cycle::would_close::<C, R>(home, owner, new.node) } {
        return Err(LinkErrorKind::Cycle);
    }
    Ok(())
}

/// Puts a node that has no owner and owns nothing at the end of this list, as [`attach`] would: what building a tree
/// consists of. False if it is not such a node, or cannot go there; then nothing has changed.
#[inline(always)]
pub(crate) fn attach_leaf<C: Member<R>, R>(head: &Head, node: &Strong<C>) -> bool {
    let node = node.raw();
    // SAFETY: I1, I2: the caller's handle keeps it alive. I4: its type.
    let value = unsafe { node.value::<C>() };
    let link = value.__parent().__link();
    if link.owner().is_some() || cycle::owns_any(value) {
        return false;
    }
    if !head.is_born() {
        return false;
    }
    let len = head.len.get();
    // SAFETY: I6: a member, which knows the last.
    let first = head.first().map(|first| unsafe { link_of::<C, R>(first) });
    let home = match first {
        Some(first) => first.owner(),
        // Only an empty list can be the node's own: it owns nothing.
        None => head.named_by_first().filter(|&home| home != node),
    };
    let Some(home) = home else {
        return false;
    };
    // SAFETY: I1: the list stands in its home's value, which the caller has a reference to.
    let dying = unsafe { home.strong() } == 0;
    if dying || len == u32::MAX {
        return false;
    }
    // SAFETY: I1: a handle, so it is not dying. This is the list's count.
    unsafe { node.inc_strong() };
    let slot = head.slot_bits();
    link.owner.set(home.as_ptr());
    link.next.set(ptr::null_mut());
    match first {
        Some(first) => {
            // SAFETY: I6: a member.
            let last = unsafe { first.named_in_list() };
            link.set_prev(last, slot);
            // SAFETY: I6: a member.
            unsafe { link_of::<C, R>(last) }.next.set(node.as_ptr());
            first.set_prev(node, slot | FIRST_BIT);
        }
        None => {
            link.set_prev(node, slot | FIRST_BIT);
            head.first.set(node.as_ptr());
        }
    }
    head.len.set(len + 1);
    true
}

/// Puts `node` right before or after the node of `value`, as [`attach`] would. [`NoParent`](LinkErrorKind::NoParent) if
/// that has no owner, or a dying one.
#[inline]
pub(crate) fn attach_beside<C: Member<R>, R>(value: &C, node: &Strong<C>, after: bool) -> Result<(), LinkErrorKind> {
    let link = value.__parent().__link();
    // SAFETY: I6: the owner is not past step 4 of its death.
    let Some(home) = link.owner().filter(|owner| unsafe { owner.strong() } > 0) else {
        return Err(LinkErrorKind::NoParent);
    };
    // SAFETY: I6: the owner's value is alive while it has members. I4.
    let head = unsafe { head_of::<C, R>(home, link.slot()) };
    // SAFETY: I6: a member of the same list.
    let next = || link.next().map(|next| unsafe { At::member::<C, R>(next) });
    let new = At::of::<C, R>(node);
    // The node of `value` is known to its neighbours.
    let this = if after {
        next().map_or_else(|| head.last::<C, R>(), |next| next.link.named_by_prev())
    } else {
        // SAFETY: I6: it has an owner, so it is a member.
        let prev = unsafe { link.before() };
        // SAFETY: I6: a member of the same list.
        prev.map_or_else(|| head.first(), |prev| unsafe { link_of::<C, R>(prev) }.next())
    };
    let Some(this) = this.map(|node| At { node, link }) else { unreachable!() };
    if head.has::<C, R>(new) {
        // SAFETY: members of this list.
        unsafe { head.shift::<C, R>(new, if after { next() } else { Some(this) }) };
        return Ok(());
    }
    // SAFETY: I6: the owner's value is alive while it has members. I4.
    let owner = unsafe { home.value::<C::Owner>() };
    // SAFETY: the list's home, and a member of it.
    unsafe {
        attach_to::<C, R>(head, home, owner, node, if after { Place::After(this) } else { Place::Before(this) }, true)
    }
}

/// Puts `node` into its place in this list; takes it out of the one it is in. All or nothing.
#[inline]
pub(crate) fn attach<C: Member<R>, R>(head: &Head, node: &Strong<C>, place: Place<'_>) -> Result<(), LinkErrorKind> {
    put::<C, R>(head, None, node, place)
}

/// [`attach`] at the end.
///
/// `owner` is the value that the list stands in, if the caller has it: else a member has to be asked for it, which may be far
/// away. Another value is ignored.
#[inline]
pub(crate) fn attach_last<C: Member<R>, R>(
    head: &Head,
    owner: Option<&C::Owner>,
    node: &Strong<C>,
) -> Result<(), LinkErrorKind> {
    put::<C, R>(head, owner, node, Place::Last)
}

/// [`attach`]; for `owner` see [`attach_last`].
#[inline(always)]
fn put<C: Member<R>, R>(
    head: &Head,
    owner: Option<&C::Owner>,
    node: &Strong<C>,
    place: Place<'_>,
) -> Result<(), LinkErrorKind> {
    let new = At::of::<C, R>(node);
    let is_valid = match place {
        Place::First | Place::Last => true,
        Place::Before(member) | Place::After(member) => head.has::<C, R>(member),
    };
    if head.has::<C, R>(new) {
        // Within its list it can move without a look at anything else.
        // SAFETY: I6.
        if new.link.owner().is_some_and(|home| unsafe { home.strong() } == 0) {
            return Err(LinkErrorKind::OwnerDying);
        }
        if !is_valid {
            return Err(LinkErrorKind::NotAMember);
        }
        // SAFETY: I6: a member of this list.
        let at = |node: Raw| unsafe { At::member::<C, R>(node) };
        let before = match place {
            Place::First => head.first().map(at),
            Place::Last => None,
            Place::Before(member) => Some(member),
            Place::After(member) => member.link.next().map(at),
        };
        // SAFETY: members of this list.
        unsafe { head.shift::<C, R>(new, before) };
        return Ok(());
    }
    let home = match place {
        // It knows the home; the first one, which the list would ask, may be far away.
        Place::Before(member) | Place::After(member) if is_valid => member.link.owner(),
        _ => head.home::<C, R>(),
    };
    let Some(home) = home else {
        return attach_pending(head, node, place);
    };
    // SAFETY: I1, I2, I4: the list stands in its home's value, which the caller has a reference to.
    let value = unsafe { home.value::<C::Owner>() };
    // The same value, but known without a look at a member. Generated code gives the right one; other code could give any.
    let owner = owner.filter(|owner| ptr::eq(*owner, value)).unwrap_or(value);
    // SAFETY: the list's home; the node is not in it.
    unsafe { attach_to::<C, R>(head, home, owner, node, place, is_valid) }
}

/// [`attach`] to the list of this home, which the node is not in; `is_valid` says whether a node named by `place` is.
///
/// # Safety
/// I1, I2, I4: as said; `owner` is the value of `home`.
#[inline(always)]
unsafe fn attach_to<C: Member<R>, R>(
    head: &Head,
    home: Raw,
    owner: &C::Owner,
    node: &Strong<C>,
    place: Place<'_>,
    is_valid: bool,
) -> Result<(), LinkErrorKind> {
    let new = At::of::<C, R>(node);
    // SAFETY: forwarded.
    unsafe { check_attach::<C, R>(home, owner, new) }?;
    if !is_valid {
        return Err(LinkErrorKind::NotAMember);
    }
    match new.link.owner() {
        // SAFETY: I1: `node` is a handle, so it is not dying. This is the list's count.
        None => unsafe { new.node.inc_strong() },
        Some(owner) => {
            // SAFETY: I6: the owner's value is alive while it has members. I4.
            let old = unsafe { head_of::<C, R>(owner, new.link.slot()) };
            // SAFETY: I6: that is the list it is in. Its count becomes this one's; `insert` writes its link.
            unsafe { old.close_gap::<C, R>(new) };
        }
    }
    // SAFETY: alive by its handle and in no list now; the place was checked, and `node` is not it.
    unsafe { head.insert::<C, R>(home, new, place) }
    Ok(())
}

#[cold]
fn attach_pending<C>(head: &Head, node: &Strong<C>, place: Place<'_>) -> Result<(), LinkErrorKind> {
    head.pending(|waiting: &mut Waiting<C>| {
        let at = match place {
            Place::First => Some(0),
            Place::Last => Some(waiting.nodes().len()),
            Place::Before(member) => waiting.position(member.node),
            Place::After(member) => waiting.position(member.node).map(|at| at + 1),
        };
        waiting.put(at.ok_or(LinkErrorKind::NotAMember)?, node);
        Ok(())
    })
}

/// Takes a node out of this list, with its count; `None` if it is not in it.
#[inline]
pub(crate) fn take_out<C: Member<R>, R>(head: &Head, node: &Strong<C>) -> Option<Strong<C>> {
    let member = At::of::<C, R>(node);
    if !head.has::<C, R>(member) {
        return None;
    }
    // SAFETY: I6: it is in this list.
    unsafe { head.remove::<C, R>(member) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(member.node) })
}

/// Takes the node of this value out of the list that it is in, and gives the list's handle.
#[inline]
pub(crate) fn detach<C: Member<R>, R>(value: &C) -> Option<Strong<C>> {
    let link = value.__parent().__link();
    let owner = link.owner()?;
    // SAFETY: I1, I4: the link of a `C`, which the caller has a reference to.
    let node = unsafe { link.home::<C, R>() }?;
    // SAFETY: I6: the owner's value is alive while it has members. I4.
    let head = unsafe { head_of::<C, R>(owner, link.slot()) };
    // SAFETY: I6: that is the list it is in.
    unsafe { head.remove::<C, R>(At { node, link }) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(node) })
}

/// Takes out the first member, with its count.
pub(crate) fn pop_first<C: Member<R>, R>(head: &Head) -> Option<Strong<C>> {
    let first = head.first()?;
    // SAFETY: I6.
    let member = unsafe { At::member::<C, R>(first) };
    // SAFETY: I6.
    unsafe { head.remove::<C, R>(member) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(first) })
}
