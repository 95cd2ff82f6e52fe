//! [`Store`]: what a table's entries know of it.

use core::cell::{Cell, UnsafeCell};
use core::mem;
use core::ptr::NonNull;

use super::entry::{Memory, TableEntry, free};
use super::index::Index;
use super::slab::{Number, Slab};
use crate::core::observer::{Observer, ObserverKind};
use crate::core::ptr::{NodePtr, overflow};
use crate::core::steps;

/// Boxed: where its entries find it, whether or not the table is moved.
#[repr(C)]
pub(super) struct Store<P: 'static> {
    /// N3: the first field.
    pub(super) memory: Memory<P>,
    /// See [`entries`](Store::entries).
    entries: UnsafeCell<Entries>,
    /// While somebody walks, the slots before `kept` stay where they are.
    pub(super) walks: Cell<usize>,
    /// No open walk goes further than to here. What comes later is not theirs to yield, so the gaps there can be
    /// closed.
    pub(super) kept: Cell<usize>,
    /// The number of the walk that set `kept`.
    pub(super) keeper: Cell<u64>,
    /// How many walks there have been.
    pub(super) opened: Cell<u64>,
    /// Counts what comes and goes.
    pub(super) edits: Cell<u64>,
}

pub(super) struct Entries {
    /// The entries that are in the table, by their hashes.
    pub(super) places: Index,
    /// The same, in the order in which they came; `None` where one has left.
    pub(super) slots: Vec<Option<Slot>>,
}

/// An entry and its node, which lives: its drop empties the slot before anything else.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) node: NodePtr,
    pub(super) number: Number,
}

impl Entries {
    fn with_capacity(capacity: usize) -> Entries {
        Entries { places: Index::with_capacity(capacity), slots: Vec::with_capacity(capacity) }
    }

    /// Makes room for `more` slots. The place of each fits into an entry.
    pub(super) fn reserve_slots(&mut self, more: usize) {
        self.slots.reserve(more);
        if u32::try_from(self.slots.capacity()).is_err() {
            overflow();
        }
    }
}

impl<P: 'static> Store<P> {
    /// What an entry owns waits for step 3 of the node's drop; if dropping it runs no user code, it does not wait.
    const KIND: ObserverKind = ObserverKind::plain(free::<P>, on_node_drop::<P>, mem::needs_drop::<P>());

    /// Boxed; to be [`close`](Store::close)d.
    pub(super) fn with_capacity(capacity: usize) -> NonNull<Store<P>> {
        let entries = Entries::with_capacity(capacity);
        let store = Store {
            memory: Memory::new(Store::<P>::KIND, Slab::with_capacity(capacity), free_store::<P>),
            entries: UnsafeCell::new(entries),
            walks: Cell::new(0),
            kept: Cell::new(0),
            keeper: Cell::new(0),
            opened: Cell::new(0),
            edits: Cell::new(0),
        };
        NonNull::from(Box::leak(Box::new(store)))
    }

    /// The entries, for a moment in which nothing else gets at them.
    ///
    /// # Safety
    /// As long as the result is used, no user code runs, no handle is dropped, and this is not called.
    #[expect(clippy::mut_from_ref, reason = "for moments in which there is one")]
    #[inline(always)]
    pub(super) unsafe fn entries(&self) -> &mut Entries {
        // SAFETY: forwarded.
        unsafe { &mut *self.entries.get() }
    }

    /// Returns how many slots, from the first, stay where they are.
    #[inline]
    pub(super) fn kept(&self) -> usize {
        if self.walks.get() == 0 { 0 } else { self.kept.get() }
    }

    /// One has come or left.
    #[inline(always)]
    pub(super) fn edited(&self) {
        self.edits.set(self.edits.get().wrapping_add(1));
    }

    /// Takes an entry out of its slot. It stays on its node. Returns its number.
    #[inline]
    pub(super) fn vacate(&self, entry: &TableEntry<P>) -> Option<Number> {
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { self.entries() };
        let number = entries.slots[entry.place() as usize].take()?.number;
        entries.places.remove(entry.hash, number);
        self.edited();
        Some(number)
    }

    /// The table is dropped. Frees the store, if no entry is held; the last one does it otherwise.
    ///
    /// # Safety
    /// N2: the store is there; nothing is in the table, which does not use it again.
    pub(super) unsafe fn close(this: NonNull<Store<P>>) {
        // SAFETY: forwarded.
        let store = unsafe { this.as_ref() };
        // Entries that are held need no more than their slots.
        // SAFETY: for this expression; it drops nothing of the user's.
        *unsafe { store.entries() } = Entries::with_capacity(0);
        // SAFETY: forwarded. N3: the memory is the first field.
        unsafe { Memory::<P>::close(this.cast()) }
    }

    /// Closes the gaps from this slot on.
    pub(super) fn tidy(&self, entries: &mut Entries, kept: usize) {
        let mut to = kept;
        for from in kept..entries.slots.len() {
            steps::count();
            let Some(slot) = entries.slots[from].take() else { continue };
            // SAFETY: N2: in the table, so its observer holds a count.
            unsafe { self.memory.slab.at(slot.number).as_ref() }.move_to(to as u32);
            entries.slots[to] = Some(slot);
            to += 1;
        }
        entries.slots.truncate(to);
    }

    /// Moves the entries into as little memory as they need, in the order of the slots. While one is held, all stay.
    pub(super) fn shrink_slab(&self, entries: &mut Entries) {
        let len = entries.places.len();
        // SAFETY: N2: in the table, so its observer holds a count.
        let is_alone = |slot: &Slot| unsafe { self.memory.slab.at(slot.number).as_ref() }.is_alone();
        if self.memory.slab.live() > len || !entries.slots.iter().flatten().all(is_alone) {
            return;
        }
        let slab = Slab::with_capacity(len);
        for slot in entries.slots.iter_mut().flatten() {
            let (from, (to, number)) = (self.memory.slab.at(slot.number), slab.take());
            // SAFETY: in use, and memory that nothing uses; N2: only its observer holds it.
            unsafe { from.copy_to_nonoverlapping(to, 1) };
            // SAFETY: O1, N1, N3: in the table, so in the chain of its node.
            unsafe { Observer::moved(to.cast()) };
            // SAFETY: the memory is there, and nothing else uses it: the new number, for below.
            unsafe { from.as_ref() }.move_to(number.get());
            slot.number = number;
        }
        // All old numbers are replaced in one pass, as they are numbers of the new slab, too.
        for bucket in entries.places.iter_mut() {
            let (old, from) = (bucket.number, self.memory.slab.at(bucket.number));
            // SAFETY: as above.
            bucket.number = Number::new(unsafe { from.as_ref() }.place()).unwrap_or(old);
            // SAFETY: its entry was moved out.
            unsafe { self.memory.slab.give(from, old) };
        }
        self.memory.slab.take_over(slab);
    }

    /// Makes room for a slot.
    #[cold]
    #[inline(never)]
    pub(super) fn make_room(&self, entries: &mut Entries) {
        let kept = self.kept();
        let loose = entries.slots.len() - kept;
        // At least as many gaps as there are entries.
        if loose / 2 >= entries.places.len() {
            self.tidy(entries, kept);
        }
        entries.reserve_slots(1);
    }
}

/// # Safety
/// N2: the memory at the start of a store that was made by `with_capacity`, and that nothing leads to any more.
unsafe fn free_store<P: 'static>(memory: NonNull<Memory<P>>) {
    // SAFETY: forwarded; made from the pointer to the whole box (N3).
    drop(unsafe { Box::from_raw(memory.cast::<Store<P>>().as_ptr()) });
}

/// A node begins to be dropped: its entry leaves its table.
///
/// # Safety
/// N1: the observer of a `TableEntry<P>` that was in its table until here.
unsafe fn on_node_drop<P: 'static>(this: NonNull<Observer>) {
    // SAFETY: N2, N3: the observer is in the chain.
    let entry = unsafe { this.cast::<TableEntry<P>>().as_ref() };
    // SAFETY: N2: the store of an entry that is there.
    let store = unsafe { entry.memory().cast::<Store<P>>().as_ref() };
    let number = store.vacate(entry);
    entry.move_to(number.map_or(0, Number::get));
    if const { !mem::needs_drop::<P>() } {
        // SAFETY: N2: the count of the observer, which does not wait.
        unsafe { free::<P>(this) }
    }
}
