//! The live nodes of a thread (feature `leak`), as data and as handles.

use core::panic::Location;

use crate::core::edges::NodeId;
use crate::core::live_nodes;
use crate::core::ptr::{NodePtr, live_nodes_since};
use crate::core::strong::Strong;
use crate::core::traits::Readable;
use crate::engine::birth::is_made_as;
use crate::engine::kept::NodeGuard;

/// A live node, at the moment when it was looked at.
pub(crate) struct LiveNode {
    pub(crate) id: NodeId,
    pub(crate) type_name: &'static str,
    /// The size of its allocation.
    pub(crate) size: usize,
    pub(crate) strong_count: usize,
    pub(crate) weak_count: usize,
    pub(crate) born: &'static Location<'static>,
    /// How many nodes its thread had made before it.
    pub(crate) serial: u64,
}

/// Returns how many nodes this thread has made.
pub(crate) fn made() -> u64 {
    live_nodes::made()
}

/// Returns the live nodes of this thread of which at least `since` were made before, oldest first.
pub(crate) fn live_since(since: u64) -> Vec<LiveNode> {
    let of = |node: NodePtr| {
        // SAFETY: I1: found alive just now, and no user code has run since.
        let table = unsafe { node.table() };
        // SAFETY: I1: as above.
        let strong = unsafe { node.strong() };
        // SAFETY: I1: as above.
        let weak = unsafe { node.weak() };
        // SAFETY: L1: as above.
        let entry = unsafe { node.live() };
        LiveNode {
            id: NodeId::of_raw(node),
            type_name: table.name,
            size: table.size,
            strong_count: strong as usize,
            // One is held by the strong counts together.
            weak_count: weak as usize - 1,
            born: entry.born(),
            serial: entry.serial(),
        }
    };
    live_nodes_since(since).into_iter().map(of).collect()
}

/// Returns the live nodes of this thread whose types are [`Readable`], each with a count, oldest first.
///
/// The others may borrow what is not there any more, if the program forgot their handles: their values are not looked
/// at.
pub(crate) fn guards() -> Vec<NodeGuard<'static>> {
    let mut guards = Vec::new();
    for node in live_nodes_since(0) {
        // SAFETY: I1: found alive just now, and no user code has run since.
        if unsafe { node.table() }.readable {
            // SAFETY: I1: as above. K1: a type that can be read in a session is `'static`.
            guards.push(unsafe { NodeGuard::share(node) });
        }
    }
    guards
}

/// Returns a handle to each live node of this thread that was made as a `T`, oldest first.
pub(crate) fn handles<T: Readable>() -> Vec<Strong<T>> {
    let mut handles = Vec::new();
    for node in live_nodes_since(0) {
        // SAFETY: I1: found alive just now, and no user code has run since.
        if unsafe { is_made_as::<T>(node) } {
            // SAFETY: I1: alive, as above. I4: made as a `T`; `T` has no lifetimes of its own, so they cannot differ.
            handles.push(unsafe { Strong::of_live(node) });
        }
    }
    handles
}
