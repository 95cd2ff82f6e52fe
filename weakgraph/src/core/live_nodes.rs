//! The nodes of a thread, in the order in which they were allocated (feature `leak`).
//!
//! - **L1** A node is in the list of its thread from its allocation until its memory is freed, once. A node in the list
//!   whose strong count is not 0 has its value.
//! - **L2** The list is in a thread-local without a destructor, which exists until the very end of the thread. Only
//!   [`add`] and [`remove`] write it, and no user code runs in them.
//!
//! Nodes are untyped pointers here: [`core::ptr`](super::ptr) says where the entry of a node is.

use core::cell::Cell;
use core::panic::Location;
use core::ptr;

/// The part of a node's header that is there for this list.
#[derive(Debug)]
pub(crate) struct LiveEntry {
    prev: Cell<*mut ()>,
    next: Cell<*mut ()>,
    /// Where it was made.
    born: &'static Location<'static>,
    /// How many nodes this thread had made before it.
    serial: u64,
}

struct LiveNodes {
    last: Cell<*mut ()>,
    /// How many nodes this thread has made.
    made: Cell<u64>,
}

thread_local! {
    static LIVE: LiveNodes = const { LiveNodes { last: Cell::new(ptr::null_mut()), made: Cell::new(0) } };
}

impl LiveEntry {
    /// That of the next node, which is to be added at once: the one before it is the last one now.
    #[inline(always)]
    pub(crate) fn new(born: &'static Location<'static>) -> LiveEntry {
        LIVE.with(|live| {
            let serial = live.made.get();
            live.made.set(serial + 1);
            LiveEntry { prev: Cell::new(live.last.get()), next: Cell::new(ptr::null_mut()), born, serial }
        })
    }

    pub(crate) fn born(&self) -> &'static Location<'static> {
        self.born
    }

    pub(crate) fn serial(&self) -> u64 {
        self.serial
    }
}

/// How many nodes this thread has made.
pub(crate) fn made() -> u64 {
    LIVE.with(|live| live.made.get())
}

/// The entry of a node.
///
/// # Safety
/// L1: the node is in the list, or was just allocated; until its memory is freed.
pub(crate) type EntryOf = unsafe fn(*mut ()) -> *const LiveEntry;

/// # Safety
/// As for [`EntryOf`].
#[inline(always)]
unsafe fn entry<'a>(node: *mut (), entry_of: EntryOf) -> &'a LiveEntry {
    // SAFETY: forwarded.
    let entry = unsafe { entry_of(node) };
    // SAFETY: forwarded: its memory is there; an entry is cells and what is never written.
    unsafe { &*entry }
}

/// Adds a node that was just allocated.
///
/// # Safety
/// Its entry is written, as the last one that was made, and it is not in the list. `entry_of` is the one of all nodes.
#[inline(always)]
pub(crate) unsafe fn add(node: *mut (), entry_of: EntryOf) {
    let last = LIVE.with(|live| live.last.replace(node));
    if !last.is_null() {
        // SAFETY: L1.
        unsafe { entry(last, entry_of) }.next.set(node);
    }
}

/// Removes a node whose memory is about to be freed.
///
/// # Safety
/// L1: it is in the list of this thread. `entry_of` is the one of all nodes.
#[inline(always)]
pub(crate) unsafe fn remove(node: *mut (), entry_of: EntryOf) {
    // SAFETY: forwarded.
    let own = unsafe { entry(node, entry_of) };
    let (prev, next) = (own.prev.get(), own.next.get());
    if !prev.is_null() {
        // SAFETY: L1.
        unsafe { entry(prev, entry_of) }.next.set(next);
    }
    if next.is_null() {
        LIVE.with(|live| live.last.set(prev));
    } else {
        // SAFETY: L1.
        unsafe { entry(next, entry_of) }.prev.set(prev);
    }
}

/// Calls `visit` with each node of this thread of which at least `since` were made before, the newest first.
///
/// # Safety
/// `entry_of` is the one of all nodes. `visit` frees no memory of a node.
pub(crate) unsafe fn each(since: u64, entry_of: EntryOf, mut visit: impl FnMut(*mut ())) {
    let mut next = LIVE.with(|live| live.last.get());
    while !next.is_null() {
        // SAFETY: L1, as nothing was freed since the list was read.
        let own = unsafe { entry(next, entry_of) };
        if own.serial < since {
            return;
        }
        visit(next);
        next = own.prev.get();
    }
}
