//! Whether somebody reads without counting, and the dead that wait until nobody does.
//!
//! - **S1** While a session of a thread is open, no value of a [`Readable`](crate::Readable) type that was alive at any
//!   moment since then is dropped on that thread: whoever is about to begin the steps of a death asks [`is_open`]
//!   first, and hands the node over to [`defer`]. So a node that was found alive in an open session keeps its value
//!   until the session closes.
//! - **S2** A node that waits is dead (its strong count is 0, nothing observes it), in no list and in no chain of the
//!   dead: its links are those of a node on its own. Its value is as it is in step 2 of a death, so what may be done
//!   with a `&T` in a drop hook may be done with it.
//! - **S3** What is dead when a session opens, or waits in a chain of the dead, nobody can find: no handle, no link and
//!   no [`NodeRef`](crate::NodeRef) leads to it. So it need not wait; if its steps have begun, they end.
//!
//! Both are in thread-locals without a destructor, which are there until the very end of the thread. A forgotten
//! session is open for ever, and what waits for it leaks.

use core::cell::Cell;
use core::mem::ManuallyDrop;

use crate::core::ptr::{NodePtr, overflow};

std::thread_local! {
    /// How many sessions are open.
    static OPEN: Cell<u32> = const { Cell::new(0) };
    /// The dead, in the order of their deaths.
    static WAITING: Cell<ManuallyDrop<Vec<NodePtr>>> = const { Cell::new(ManuallyDrop::new(Vec::new())) };
}

/// Whether a session of this thread is open.
#[inline(always)]
pub(crate) fn is_open() -> bool {
    OPEN.get() != 0
}

pub(crate) fn open() {
    let Some(open) = OPEN.get().checked_add(1) else { overflow() };
    OPEN.set(open);
}

/// Closes one session. With the last one it gives the dead that waited, whose time has come.
#[must_use]
pub(crate) fn close() -> Vec<NodePtr> {
    let open = OPEN.get() - 1;
    OPEN.set(open);
    if open > 0 {
        return Vec::new();
    }
    ManuallyDrop::into_inner(WAITING.replace(ManuallyDrop::new(Vec::new())))
}

/// A node whose count has reached 0 waits until no session is open. See S2 for the state that it is in.
#[cold]
pub(crate) fn defer(node: NodePtr) {
    let mut waiting = WAITING.replace(ManuallyDrop::new(Vec::new()));
    waiting.push(node);
    WAITING.set(waiting);
}
