//! The state of a teardown, which [`engine::teardown`](crate::engine::teardown) goes through: data alone, so that the
//! vtable can name it.

use core::cell::Cell;

use super::observer::Observer;
use super::ptr::Header;

/// A drop in progress: of one node and of all nodes that are dropped with it.
pub(crate) struct Teardown {
    /// The next node to drop, chained by [`Link::queue`](super::link::Link::queue).
    pub(crate) queue: *mut Header,
    /// The node whose user code runs, or panicked; null between two nodes.
    pub(crate) node: *mut Header,
    /// The step to go on with after a panic.
    pub(crate) step: Step,
    /// The observers of it that are still to be notified, newest first.
    pub(crate) observers: *const Observer,
    /// Its children that are dropped with it, in order; they go before the queue.
    pub(crate) dropped: DropChain,
}

/// Dropped nodes in the order of their drops, chained by [`Link::queue`](super::link::Link::queue).
#[derive(Clone, Copy)]
pub(crate) struct DropChain {
    pub(crate) first: *mut Header,
    /// Where the next one is linked; null while there is none.
    pub(crate) last: *const Cell<*mut Header>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Step {
    Hook,
    Observers,
    Children,
    Memory,
}
