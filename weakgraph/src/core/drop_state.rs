//! The state of a teardown, which [`engine::teardown`](crate::engine::teardown) goes through: data alone, so that the
//! vtable can name it.

use core::cell::Cell;

use super::observer::Observer;
use super::ptr::Header;

/// A death in progress: of one node and of all that dies with it.
pub(crate) struct Teardown {
    /// The next to die, chained by [`Link::queue`](super::link::Link::queue).
    pub(crate) queue: *mut Header,
    /// The node whose user code runs, or panicked; null between two nodes.
    pub(crate) node: *mut Header,
    /// What of it comes next after a panic.
    pub(crate) step: Step,
    /// Who is still to be told of its death, newest first.
    pub(crate) observers: *const Observer,
    /// Its children that die with it, in order; they go before the queue.
    pub(crate) dropped: DropChain,
}

/// Dropped nodes in the order of their deaths, chained by [`Link::queue`](super::link::Link::queue).
#[derive(Clone, Copy)]
pub(crate) struct DropChain {
    pub(crate) first: *mut Header,
    /// Where the next one is to be hung; null while there is none.
    pub(crate) last: *const Cell<*mut Header>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Step {
    Hook,
    Observers,
    Children,
    Memory,
}
