//! [`TableEntry`]: what a table has beside a node, in one allocation with the observer that tells of the node's death.
//!
//! - **N1** An entry is *in* its table exactly while its observer has a target, and then hangs there; the context of
//!   the observer is the table's store, which lives for so long: a table takes its entries off their nodes before it
//!   goes.
//! - **N2** An entry is counted: by each [`EntryRef`], and once by its observer while that is in a chain. Whoever gives
//!   the last count back frees it.
//! - **N3** The observer is the first field, and every pointer to either is made from that of the whole box.

use core::cell::Cell;
use core::mem;
use core::ops::Deref;
use core::ptr::{self, NonNull};

use crate::Strong;
use crate::core::observer::{Observer, ObserverKind};
use crate::core::ptr::overflow;

/// See [the module](self).
#[repr(C)]
pub(crate) struct TableEntry<P: 'static> {
    observer: Observer,
    count: Cell<u32>,
    pub(crate) payload: P,
    pub(crate) hash: u64,
}

impl<P: 'static> TableEntry<P> {
    /// Whether the entry has not left its table.
    #[inline]
    pub(crate) fn is_in(&self) -> bool {
        self.observer.target().is_some()
    }

    /// Whether it was made for the table with this store.
    #[inline]
    pub(super) fn is_of(&self, store: *const ()) -> bool {
        ptr::eq(self.observer.context.get(), store)
    }

    /// Whether it is for this node, and has not left.
    #[inline]
    pub(crate) fn is_for<T>(&self, node: &Strong<T>) -> bool {
        self.observer.target() == Some(node.raw())
    }

    /// A handle to the node, if the entry has not left.
    ///
    /// # Safety
    /// I4: the entry was made with a `Strong<T>`.
    #[inline]
    pub(super) unsafe fn node<T>(&self) -> Option<Strong<T>> {
        let node = self.observer.target()?;
        // SAFETY: I1: N1: the observer hangs at it, so it has not begun to die. I4: forwarded.
        Some(unsafe { Strong::of_live(node) })
    }

    /// Its slot in the table.
    #[inline]
    pub(super) fn index(&self) -> usize {
        self.observer.index.get()
    }

    #[inline]
    pub(super) fn move_to(&self, index: usize) {
        self.observer.index.set(index);
    }
}

/// A counted pointer to an entry.
pub(crate) struct EntryRef<P: 'static>(NonNull<TableEntry<P>>);

impl<P: 'static> EntryRef<P> {
    /// A new entry of a table with this store, of whose kind it is; two counts, of which one is to become the
    /// observer's. It is in the table as soon as it has [`join`](EntryRef::join)ed.
    #[inline]
    pub(super) fn new<T>(
        kind: &'static ObserverKind,
        store: *const (),
        hash: u64,
        payload: P,
        target: &Strong<T>,
    ) -> EntryRef<P> {
        let observer = Observer::of(target, kind, store);
        let entry = TableEntry { observer, count: Cell::new(2), payload, hash };
        EntryRef(NonNull::from(Box::leak(Box::new(entry))))
    }

    /// Hangs a new entry at its node.
    ///
    /// # Safety
    /// It is new, its node lives, and it stands in the slot `index` of its store.
    #[inline]
    pub(super) unsafe fn join(&self, index: usize) {
        self.move_to(index);
        // SAFETY: O1, N3: boxed; forwarded.
        unsafe { Observer::join(self.0.cast()) }
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
    /// N1, N2: it is in the table, and this is not done twice.
    #[inline(always)]
    pub(super) unsafe fn taken_off(entry: NonNull<TableEntry<P>>) -> EntryRef<P> {
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
        // SAFETY: N2: the last count, so boxed and nobody else's; in no chain.
        let entry = unsafe { Box::from_raw(this.0.as_ptr()) };
        Ok(entry.payload)
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
            // SAFETY: N2: that was the last count, and `self.0` is not used again.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

/// The chain lets go of an entry.
///
/// # Safety
/// O1, N2: the observer of an `TableEntry<P>`, which gives its count up.
pub(super) unsafe fn free<P: 'static>(observer: NonNull<Observer>) {
    // N3.
    drop(EntryRef::<P>(observer.cast()));
}
