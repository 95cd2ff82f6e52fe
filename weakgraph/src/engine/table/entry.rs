//! [`TableEntry`]: what a table has beside a node, together with the observer that is notified of the node's drop.
//!
//! - **N1** An entry is *in* its table exactly while its observer has a target, and then hangs there.
//! - **N2** An entry is counted: by each [`EntryRef`], and once by its observer while that is in a chain. Whoever gives
//!   the last count back gives its slot back to the slab of the table's store. The store is there as long as the table
//!   or an entry is.
//! - **N3** The observer is the first field, and every pointer to either is made from that of the slab's block. The
//!   observer's kind is the first field of the memory, which is that of the store, and the pointer to either is made
//!   from that of the store's box.
//! - **N4** The observer's `place` is the slot of an entry that is in its table, and its number in the slab as soon as
//!   it has left.

use core::cell::Cell;
use core::mem;
use core::ops::Deref;
use core::ptr::NonNull;

use super::index::unfold;
use super::slab::{Number, Slab};
use crate::Strong;
use crate::core::observer::{Observer, ObserverKind};
use crate::core::panics::Panics;
use crate::core::ptr::{NodePtr, overflow};

/// What entries know of their table: the start of its store.
#[repr(C)]
pub(super) struct Memory<P: 'static> {
    /// N3: the first field.
    kind: ObserverKind,
    pub(super) slab: Slab<TableEntry<P>>,
    /// Whether the table was dropped: the last entry frees the store.
    is_closed: Cell<bool>,
    free: unsafe fn(NonNull<Memory<P>>),
}

impl<P: 'static> Memory<P> {
    /// `free` frees the store that this is the start of.
    pub(super) const fn new(
        kind: ObserverKind,
        slab: Slab<TableEntry<P>>,
        free: unsafe fn(NonNull<Memory<P>>),
    ) -> Memory<P> {
        Memory { kind, slab, is_closed: Cell::new(false), free }
    }

    /// Takes the slot of an entry back; after the table was dropped, the last one takes the store with it.
    ///
    /// # Safety
    /// N2: the store is there, and the slot, which is of this number, was in use until here.
    #[inline(always)]
    unsafe fn give(this: NonNull<Memory<P>>, entry: NonNull<TableEntry<P>>, number: Number) {
        // SAFETY: forwarded.
        let memory = unsafe { this.as_ref() };
        // SAFETY: forwarded.
        unsafe { memory.slab.give(entry, number) };
        if memory.is_closed.get() {
            // SAFETY: forwarded.
            unsafe { Memory::close(this) }
        }
    }

    /// The table is dropped. Frees the store, if no entry is held.
    ///
    /// # Safety
    /// N2: the store is there; nothing is in the table, which does not use it again.
    #[cold]
    pub(super) unsafe fn close(this: NonNull<Memory<P>>) {
        // SAFETY: forwarded.
        let memory = unsafe { this.as_ref() };
        memory.is_closed.set(true);
        let free = memory.free;
        if memory.slab.live() == 0 {
            // SAFETY: made together; N2: nothing leads to it any more.
            unsafe { free(this) }
        }
    }
}

/// See [the module](self). Of 64 bytes, a cache line, with a payload of 8.
#[repr(C, align(16))]
pub(crate) struct TableEntry<P: 'static> {
    observer: Observer,
    pub(super) hash: u32,
    count: Cell<u32>,
    pub(crate) payload: P,
}

impl<P: 'static> TableEntry<P> {
    /// The hash that it was put in with, or one that is as good.
    pub(crate) fn hash(&self) -> u64 {
        unfold(self.hash)
    }

    /// Whether the entry has not left its table.
    #[inline]
    pub(crate) fn is_in(&self) -> bool {
        self.observer.target().is_some()
    }

    /// The memory of the table that it was made for.
    #[inline(always)]
    pub(super) fn memory(&self) -> NonNull<Memory<P>> {
        self.observer.kind_ptr().cast()
    }

    #[inline(always)]
    pub(super) fn target(&self) -> Option<NodePtr> {
        self.observer.target()
    }

    /// Its slot in the table; if it has left, its number in the slab.
    #[inline(always)]
    pub(super) fn place(&self) -> u32 {
        self.observer.place.get()
    }

    #[inline(always)]
    pub(super) fn move_to(&self, place: u32) {
        self.observer.place.set(place);
    }

    /// Whether nothing but its observer holds it.
    pub(super) fn is_alone(&self) -> bool {
        self.count.get() == 1
    }
}

/// A counted pointer to an entry.
pub(crate) struct EntryRef<P: 'static>(NonNull<TableEntry<P>>);

impl<P: 'static> EntryRef<P> {
    /// Makes an entry of a table with this memory, hangs it at its node, and counts it once for that.
    ///
    /// # Safety
    /// N2 to N4: `slot` was just taken from there, and is named in the table's slot `place`.
    #[inline(always)]
    pub(super) unsafe fn make<T>(
        slot: NonNull<TableEntry<P>>,
        memory: NonNull<Memory<P>>,
        place: u32,
        hash: u32,
        payload: P,
        target: &Strong<T>,
    ) {
        let observer = Observer::of(target, memory.cast());
        observer.place.set(place);
        let entry = TableEntry { observer, hash, count: Cell::new(1), payload };
        // SAFETY: forwarded: memory for an entry, which nothing uses.
        unsafe { slot.write(entry) };
        // SAFETY: O1, N3, O4: in its place; `target` is a handle.
        unsafe { Observer::join(slot.cast()) };
    }

    /// Another reference to an entry that somebody knows to be there.
    ///
    /// # Safety
    /// N2: somebody holds a count of it.
    #[inline(always)]
    pub(super) unsafe fn again(entry: NonNull<TableEntry<P>>) -> EntryRef<P> {
        // SAFETY: forwarded.
        let count = &unsafe { entry.as_ref() }.count;
        let Some(more) = count.get().checked_add(1) else { overflow() };
        count.set(more);
        EntryRef(entry)
    }

    /// Takes an entry that was taken out of its slot off its node, and with it the observer's count.
    ///
    /// # Safety
    /// N1, N2: it is in the table, and this is not done twice. N4: this is its number.
    #[inline(always)]
    pub(super) unsafe fn taken_off(entry: NonNull<TableEntry<P>>, number: Number) -> EntryRef<P> {
        // SAFETY: N2: it is held by its observer.
        unsafe { entry.as_ref() }.move_to(number.get());
        // SAFETY: O1, N3: in the chain of its node; nobody holds it otherwise.
        unsafe { Observer::take_down(entry.cast()) };
        EntryRef(entry)
    }

    #[inline(always)]
    pub(super) fn as_ptr(&self) -> NonNull<TableEntry<P>> {
        self.0
    }

    /// The payload, if this is the last count.
    pub(crate) fn into_payload(self) -> Result<P, EntryRef<P>> {
        if self.count.get() > 1 {
            return Err(self);
        }
        let this = mem::ManuallyDrop::new(self);
        let payload = &raw const this.payload;
        // SAFETY: initialised, and not used again: N2: nobody else holds it.
        let payload = unsafe { payload.read() };
        // SAFETY: N2: the last count, so it is in no chain; the payload was moved out.
        unsafe { give_slot(this.0) };
        Ok(payload)
    }
}

impl<P: 'static> Deref for EntryRef<P> {
    type Target = TableEntry<P>;

    #[inline(always)]
    fn deref(&self) -> &TableEntry<P> {
        // SAFETY: N2: this holds a count.
        unsafe { self.0.as_ref() }
    }
}

impl<P: 'static> Clone for EntryRef<P> {
    #[inline]
    fn clone(&self) -> EntryRef<P> {
        // SAFETY: N2: this holds a count.
        unsafe { EntryRef::again(self.0) }
    }
}

impl<P: 'static> Drop for EntryRef<P> {
    #[inline(always)]
    fn drop(&mut self) {
        let left = self.count.get() - 1;
        self.count.set(left);
        if left == 0 {
            if const { mem::needs_drop::<P>() } {
                // SAFETY: N2: that was the last count, and `self.0` is not used again.
                unsafe { free_entry(self.0) }
            } else {
                // SAFETY: as above, and there is nothing to drop.
                unsafe { give_slot(self.0) }
            }
        }
    }
}

/// Drops what an entry owns, which is user code, and gives its slot back, also after a panic. That resumes, unless the
/// thread unwinds already: what holds several entries is dropped whole.
///
/// # Safety
/// N2: nothing holds it any more.
#[inline(never)]
unsafe fn free_entry<P: 'static>(entry: NonNull<TableEntry<P>>) {
    let mut panics = Panics::default();
    // SAFETY: a place in the entry, which is there.
    let payload = unsafe { &raw mut (*entry.as_ptr()).payload };
    // SAFETY: initialised, and not used again.
    panics.catch(|| unsafe { payload.drop_in_place() });
    // SAFETY: N2: forwarded; the payload was dropped.
    unsafe { give_slot(entry) };
    panics.resume();
}

/// # Safety
/// N2: nothing holds the entry, and its payload is no longer there.
#[inline(always)]
unsafe fn give_slot<P: 'static>(entry: NonNull<TableEntry<P>>) {
    // SAFETY: forwarded: the memory is there until the slot is given back.
    let this = unsafe { entry.as_ref() };
    let (memory, number) = (this.memory(), this.place());
    // SAFETY: N4: it has left, and a number is not 0.
    let number = unsafe { Number::new_unchecked(number) };
    // SAFETY: N2: the store is there.
    unsafe { Memory::give(memory, entry, number) }
}

/// The chain lets go of an entry.
///
/// # Safety
/// O1, N2: the observer of an `TableEntry<P>`, which gives its count up.
pub(super) unsafe fn free<P: 'static>(observer: NonNull<Observer>) {
    // N3.
    drop(EntryRef::<P>(observer.cast()));
}
