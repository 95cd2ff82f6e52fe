//! Whether a read session is open, and the dropped nodes that wait for its end.
//!
//! - **S1** While a session of a thread is open, no value of a [`Readable`](crate::Readable) type that was alive at any
//!   moment since then is dropped on that thread. Before the steps of a drop begin, [`is_open`] is asked, and the node
//!   is handed over to [`defer`]. So a node that was found alive in an open session keeps its value until the session
//!   closes.
//! - **S2** A node that waits has a strong count of 0. Nothing observes it, and it is in no list and in no chain of
//!   dropped nodes: its links are those of a node on its own. Its value is as in step 2 of a drop, so what a hook may
//!   do with a `&T` may be done with it.
//! - **S3** A node that is already dropped when a session opens, or waits in a chain of dropped nodes, cannot be found:
//!   no handle, no link and no [`NodeRef`](crate::NodeRef) leads to it. So it need not wait. If its steps have begun,
//!   they end.
//!
//! Both are in thread-locals without a destructor, which exist until the very end of the thread. A session that is
//! leaked is open for ever, and what waits for it leaks.

use core::cell::Cell;
use core::mem::ManuallyDrop;

use crate::core::ptr::{NodePtr, overflow};

std::thread_local! {
    /// How many sessions are open.
    static OPEN: Cell<u32> = const { Cell::new(0) };
    /// The dropped nodes, in the order of their drops.
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

/// Closes one session. Of the last one, returns the nodes that waited for it.
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
