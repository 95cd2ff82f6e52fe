//! What user code was called, in order, and how many values there are.

use std::cell::{Cell, RefCell};

/// One call of user code. The number is the node's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Its own drop hook.
    Hook(u32),
    /// The hook on its back-reference.
    Orphan(u32),
    /// The hook on its link to one.
    CellLost(u32),
    /// The hook on its links to many.
    LinkLost(u32),
    /// Its `Drop`.
    Drop(u32),
    /// Its first field is dropped.
    Gone(u32),
    /// A callback runs. From here on the number is that of a registration, or of what a map owns.
    Told(u32),
    /// What it captured, or a map owned, is dropped.
    Let(u32),
}

thread_local! {
    static LOG: RefCell<Vec<Event>> = const { RefCell::new(Vec::new()) };
    static VALUES: Cell<i64> = const { Cell::new(0) };
    static OWNED: Cell<i64> = const { Cell::new(0) };
    static ON: Cell<bool> = const { Cell::new(false) };
}

/// Records from here on, or no longer.
pub fn record(on: bool) {
    ON.set(on);
    LOG.take();
}

/// Records an event.
pub fn log(event: Event) {
    if ON.get() {
        LOG.with_borrow_mut(|log| log.push(event));
    }
}

/// What was recorded since this was last asked.
pub fn take() -> Vec<Event> {
    LOG.take()
}

/// A value was made.
pub fn born() {
    VALUES.set(VALUES.get() + 1);
}

/// A value was dropped.
pub fn gone(id: u32) {
    VALUES.set(VALUES.get() - 1);
    log(Event::Gone(id));
}

/// How many values there are on this thread.
pub fn values() -> i64 {
    VALUES.get()
}

/// What a callback captured or a map owned was made (1) or dropped (-1). Gives how many there are on this thread.
pub fn owned(more: i64) -> i64 {
    OWNED.set(OWNED.get() + more);
    OWNED.get()
}
