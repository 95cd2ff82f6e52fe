//! Where walks stand, kept right while the graph is edited under them.
//!
//! A walk remembers the node that it yielded last, its *anchor*, and goes on from there. An edit that takes the
//! anchor out of its place would lose the walk's place, so every walk keeps its anchor in a slot that the edits of
//! this thread can find: [`on_unlink`](crate::engine::notify) moves it to where the walk would go on just as well, as the DOM's pre-removal
//! steps do for `NodeIterator`. So a body may edit anything, and no walk needs a copy of the list.
//!
//! - **C1** An anchor is null, or a node in the list (below the root) that its slot is for. So it is alive (I6):
//!   whoever takes a node out of a list comes through here first, also when the owner dies.
//! - **C2** A slot's `head` is only compared, never followed: the list may be gone if the walk was forgotten.
//!
//! The slots are in a thread-local without a destructor, which is there until the very end of the thread. A
//! forgotten walk keeps its slot for ever: that costs a comparison for each later removal, and nothing else.

use core::cell::Cell;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

use super::link::Link;
use super::list::Head;
use super::ptr::{Header, Raw};
use super::steps;

/// How much of its way down a walk remembers.
pub(crate) const PATH: usize = 4;

/// How many walks may be open at a time before slots come from the heap.
const SLOTS: usize = 32;

/// In [`Slots::used`]: there are slots from the heap.
const FAR: u64 = 1 << SLOTS;

/// In [`Slots::used`]: the bits of the slots of `near`.
const NEAR: u64 = FAR - 1;

/// One walk's place, in one direction.
pub(crate) struct Slot {
    pub(crate) anchor: Cell<*mut Header>,
    /// How the walk stands on its anchor.
    pub(crate) stance: Cell<Stance>,
    /// For a walk of a list: the list.
    head: Cell<*const Head>,
    /// For a walk of a subtree: its root.
    pub(crate) root: Cell<*mut Header>,
    /// Whether the walk goes from the end to the start.
    pub(crate) backward: Cell<bool>,
    /// Of a backward one: whether the walk goes on from the start, too.
    pub(crate) is_paired: Cell<bool>,
    /// For a walk of a subtree: makes way for a member that leaves, found by its link.
    evict: Cell<Option<Evict>>,
    /// The next slot from the heap.
    next: Cell<*const Slot>,
    /// What the walk remembers of its way down.
    pub(crate) path: [Cell<*mut Header>; PATH],
}

/// How a walk stands on its anchor.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stance {
    /// It yielded the anchor. In a subtree, the anchor's members come next.
    Entered,
    /// It yielded something else, which has left its place. In a subtree, the anchor's members come next.
    Pushed,
    /// The anchor's members have all been passed.
    Left,
    /// It yielded the anchor. In a subtree, the anchor's members are passed over, and the anchor itself is left next.
    Skipped,
}

struct Slots {
    /// A bit for each slot of `near` that is in use, and [`FAR`]. One word, as every edit looks at it.
    used: Cell<u64>,
    near: [Slot; SLOTS],
    /// Slots from the heap.
    far: Cell<*const Slot>,
    /// Goes up whenever a member leaves its place while a walk is open.
    epoch: Cell<u64>,
}

impl Slot {
    const fn new() -> Slot {
        Slot {
            anchor: Cell::new(ptr::null_mut()),
            stance: Cell::new(Stance::Entered),
            head: Cell::new(ptr::null()),
            root: Cell::new(ptr::null_mut()),
            backward: Cell::new(false),
            is_paired: Cell::new(false),
            evict: Cell::new(None),
            next: Cell::new(ptr::null()),
            path: [const { Cell::new(ptr::null_mut()) }; PATH],
        }
    }

    /// The node that the walk stands on; `None` before the first, or past the last.
    #[inline(always)]
    pub(crate) fn anchor(&self) -> Option<Raw> {
        // SAFETY: null or a node's pointer, as all that is written there.
        unsafe { Raw::new(self.anchor.get()) }
    }

    /// Whether the other end of the walk, which is about to go on to `next`, has come to this one.
    #[inline(always)]
    pub(crate) fn has_met(&self, other: &Slot, next: Raw) -> bool {
        let anchor = self.anchor.get();
        anchor == next.as_ptr() || (!anchor.is_null() && anchor == other.anchor.get())
    }

    /// Of the back end of a walk: whether the front end, about to go on to `next`, has come to it.
    #[inline(never)]
    pub(crate) fn is_met_by(&self, front: &Slot, next: Raw) -> bool {
        self.is_paired.set(true);
        self.has_met(front, next)
    }

    /// A member of the list `head` leaves its place.
    pub(crate) fn make_way(&self, head: *const Head, node: Raw, leaving: &Leaving<'_>) {
        steps::count();
        if let Some(evict) = self.evict.get() {
            // SAFETY: C1: the anchor is alive, and the link belongs to a member of a list.
            return unsafe { evict(self, leaving) };
        }
        if self.head.get() == head && self.anchor.get() == node.as_ptr() {
            let next = || if self.backward.get() { leaving.link.next() } else { leaving.link.prev() };
            self.anchor.set(leaving.by.or_else(next).map_or(ptr::null_mut(), Raw::as_ptr));
            self.stance.set(Stance::Pushed);
        }
    }
}

/// A member that leaves its place.
pub(crate) struct Leaving<'l> {
    pub(crate) link: &'l Link,
    /// Whether it owns anything: if not, only a walk that stands on itself is concerned.
    pub(crate) owns: bool,
    /// What comes in its place.
    pub(crate) by: Option<Raw>,
}

/// Moves the anchor of a walk out of the subtree of a member that leaves.
pub(crate) type Evict = unsafe fn(&Slot, &Leaving<'_>);

std::thread_local! {
    static CURSORS: Slots = const {
        Slots { used: Cell::new(0), near: [const { Slot::new() }; SLOTS], far: Cell::new(ptr::null()), epoch: Cell::new(0) }
    };
}

impl Slots {
    #[inline(always)]
    fn idle(&self) -> bool {
        self.used.get() == 0
    }

    fn each(&self, mut f: impl FnMut(&Slot)) {
        let mut used = self.used.get() & NEAR;
        while used != 0 {
            f(&self.near[used.trailing_zeros() as usize]);
            used &= used - 1;
        }
        let mut far = self.far.get();
        while !far.is_null() {
            // SAFETY: what is in this list was boxed by `Cursor::new` and is freed only by its `Drop`.
            let slot = unsafe { &*far };
            f(slot);
            far = slot.next.get();
        }
    }
}

/// Whether no walk is open on this thread.
#[inline(always)]
pub(crate) fn idle() -> bool {
    CURSORS.with(Slots::idle)
}

/// Something leaves its place: what `f` does for each walk that is open.
pub(crate) fn moved(f: impl FnMut(&Slot)) {
    CURSORS.with(|cursors| {
        cursors.epoch.set(cursors.epoch.get().wrapping_add(1));
        cursors.each(f);
    });
}

/// Has anything left its place since this gave another number? Counted only while a walk is open.
pub(crate) fn epoch() -> u64 {
    CURSORS.with(|cursors| cursors.epoch.get())
}

/// A slot in use. Frees it when dropped.
pub(crate) struct Cursor {
    slot: NonNull<Slot>,
}

impl Cursor {
    fn new(head: *const Head, root: *mut Header, backward: bool, evict: Option<Evict>) -> Cursor {
        CURSORS.with(|cursors| {
            let used = cursors.used.get();
            let slot = if used & NEAR == NEAR {
                let slot = Slot::new();
                slot.next.set(cursors.far.get());
                let slot = NonNull::from(Box::leak(Box::new(slot)));
                cursors.far.set(slot.as_ptr());
                cursors.used.set(used | FAR);
                slot
            } else {
                let free = used.trailing_ones();
                cursors.used.set(used | 1 << free);
                NonNull::from(&cursors.near[free as usize])
            };
            let cursor = Cursor { slot };
            let slot = cursor.slot();
            slot.anchor.set(ptr::null_mut());
            slot.stance.set(Stance::Entered);
            slot.head.set(head);
            slot.root.set(root);
            slot.backward.set(backward);
            slot.is_paired.set(false);
            slot.evict.set(evict);
            cursor
        })
    }

    /// For a walk of the members of this list.
    #[inline]
    pub(crate) fn of_list(head: &Head, backward: bool) -> Cursor {
        Cursor::new(head, ptr::null_mut(), backward, None)
    }

    /// For a walk of what is below this node.
    pub(crate) fn of_tree(root: Raw, backward: bool, evict: Evict) -> Cursor {
        Cursor::new(ptr::null(), root.as_ptr(), backward, Some(evict))
    }

    #[inline(always)]
    pub(crate) fn slot(&self) -> &Slot {
        // SAFETY: in this thread's `near`, which lasts as long as the thread (a `Cursor` is not `Send`), or boxed and
        // freed only by the `Drop` below.
        unsafe { self.slot.as_ref() }
    }
}

impl Drop for Cursor {
    // A walk that never gives its address away can be kept in registers.
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: its slot, given up here.
        unsafe { free(self.slot) }
    }
}

/// # Safety
/// The slot of a cursor that is not used again.
#[inline(never)]
unsafe fn free(slot: NonNull<Slot>) {
    CURSORS.with(|cursors| {
        let near = &raw const cursors.near[0];
        let index = slot.as_ptr().addr().wrapping_sub(near.addr()) / size_of::<Slot>();
        if index < SLOTS {
            cursors.used.set(cursors.used.get() & !(1 << index));
            return;
        }
        // SAFETY: boxed by `new`.
        let next = unsafe { slot.as_ref() }.next.get();
        let mut at = &cursors.far;
        while at.get() != slot.as_ptr() {
            // SAFETY: this slot is in the list, so the ones before it are not its end.
            at = unsafe { &(*at.get()).next };
        }
        at.set(next);
        if cursors.far.get().is_null() {
            cursors.used.set(cursors.used.get() & !FAR);
        }
        // SAFETY: boxed by `new`, and no longer in the list.
        drop(unsafe { Box::from_raw(slot.as_ptr()) });
    });
}

/// A cursor with its place at hand: the slot is written at each step, but its anchor is read only if an edit moved it. Reading
/// it back would put the time of a store and a load on the way from each node to the next.
pub(crate) struct Stand {
    /// To be closed by [`Ends`].
    cursor: ManuallyDrop<Cursor>,
    /// The anchor while the slot's stance is `Entered`.
    at: Raw,
}

impl Stand {
    /// Before the first step. `near` is any node.
    #[inline(always)]
    pub(crate) fn new(cursor: Cursor, near: Raw) -> Stand {
        cursor.slot().stance.set(Stance::Pushed);
        Stand { cursor: ManuallyDrop::new(cursor), at: near }
    }

    #[inline(always)]
    pub(crate) fn slot(&self) -> &Slot {
        self.cursor.slot()
    }

    /// The node yielded last, if the walk still stands on it and its members come next. If not, the slot knows more.
    #[inline(always)]
    pub(crate) fn at(&self) -> Option<Raw> {
        (self.slot().stance.get() == Stance::Entered).then_some(self.at)
    }

    /// The walk goes on to this node, and yields it.
    #[inline(always)]
    pub(crate) fn step_to(&mut self, node: Raw) {
        let slot = self.cursor.slot();
        slot.anchor.set(node.as_ptr());
        slot.stance.set(Stance::Entered);
        self.at = node;
    }

    /// The members of the node yielded last, if the walk still stands on it, are passed over.
    pub(crate) fn pass_over(&self) {
        if self.at().is_some() {
            self.slot().stance.set(Stance::Left);
        }
    }
}

/// The two ends of a walk.
pub(crate) struct Ends {
    pub(crate) front: Option<Stand>,
    pub(crate) back: Option<ManuallyDrop<Cursor>>,
}

impl Ends {
    pub(crate) const NEITHER: Ends = Ends { front: None, back: None };
}

/// What the drop glue would do, but with the walk itself left out of any call. Here, and not on the walks, so that those may
/// outlive what they borrow by the end of a statement.
impl Drop for Ends {
    #[inline(always)]
    fn drop(&mut self) {
        let front = self.front.take().map(|front| ManuallyDrop::into_inner(front.cursor));
        close(front, self.back.take().map(ManuallyDrop::into_inner));
    }
}

#[inline(never)]
fn close(front: Option<Cursor>, back: Option<Cursor>) {
    drop((front, back));
}
