//! [`set_debug`]: a report at the end of each scope and of the thread.

use core::cell::{Cell, RefCell};
use core::ops::BitOr;
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::garbage::Garbage;
use crate::core::panics::discard;

/// What [`set_debug`] turns on: [`LEAK`], [`SAVE`], or `LEAK | SAVE`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct DebugFlags(u8);

/// Print what [`find`](super::find) finds on the standard error, when a [`Scope`](super::Scope) or the thread ends.
pub const LEAK: DebugFlags = DebugFlags(1);
/// Keep what is found when a [`Scope`](super::Scope) ends, for [`garbage`].
pub const SAVE: DebugFlags = DebugFlags(2);

impl DebugFlags {
    /// Returns `true` if all of `other` is turned on.
    #[must_use]
    pub fn contains(self, other: DebugFlags) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for DebugFlags {
    type Output = DebugFlags;

    fn bitor(self, other: DebugFlags) -> DebugFlags {
        DebugFlags(self.0 | other.0)
    }
}

/// The variable of the environment that [`set_debug`] stands for: `leak`, `save`, or `leak,save`.
const VARIABLE: &str = "WEAKGRAPH_LEAK";

struct State {
    flags: Cell<DebugFlags>,
    /// The serial numbers of what was reported: nothing is reported twice.
    reported: RefCell<BTreeSet<u64>>,
    saved: RefCell<BTreeSet<u64>>,
}

thread_local! {
    static STATE: State = State {
        flags: Cell::new(from_environment()),
        reported: RefCell::default(),
        saved: RefCell::default(),
    };
}

fn from_environment() -> DebugFlags {
    let value = std::env::var(VARIABLE).unwrap_or_default();
    let flag = |word: &str| match word.trim() {
        "leak" => LEAK,
        "save" => SAVE,
        _ => DebugFlags::default(),
    };
    value.split(',').map(flag).fold(DebugFlags::default(), BitOr::bitor)
}

/// Turns reports on or off, for this thread: with [`LEAK`], what [`find`](super::find) finds is printed on the standard
/// error when a [`Scope`](super::Scope) or the thread ends; with [`SAVE`], [`garbage`] knows what was found at the end
/// of scopes.
///
/// Of a scope, that is what was made since. What was printed once is not printed again. Without a call, the environment
/// variable `WEAKGRAPH_LEAK` says it: `leak`, `save` or `leak,save`. It is read in the first call on a thread of
/// [`scope`](super::scope), [`debug`] or this. A program that calls nothing else has `leak::debug();` at its beginning.
///
/// Python's `gc.set_debug(gc.DEBUG_LEAK)`.
///
/// # Example
/// ```
/// use std::cell::RefCell;
/// use weakgraph::{Graph, Strong, leak};
///
/// #[derive(Graph, Default)]
/// struct Node {
///     #[graph(opaque)] me: RefCell<Option<Strong<Node>>>,
/// }
///
/// leak::set_debug(leak::LEAK | leak::SAVE);
/// let scope = leak::scope();
/// let node = Strong::<Node>::default();
/// node.me.replace(Some(node.clone()));
/// drop(node);
/// drop(scope); // prints "1 node is alive that nothing outside can reach: Node, made at .."
/// assert_eq!(leak::garbage().len(), 1);
/// leak::garbage().reclaim();
/// assert!(leak::garbage().is_empty());
/// ```
pub fn set_debug(flags: DebugFlags) {
    _ = STATE.try_with(|state| state.flags.set(flags));
}

/// Returns what is turned on for this thread by [`set_debug`], or by the environment variable `WEAKGRAPH_LEAK`.
pub fn debug() -> DebugFlags {
    STATE.try_with(|state| state.flags.get()).unwrap_or_default()
}

/// Returns what was found at the end of scopes, with [`SAVE`], and is still alive and out of reach.
///
/// Python's `gc.garbage`, which holds what was found; this does not, and a handle to a node of it brings it back into
/// reach: [`Garbage::handles`].
///
/// # Panics
/// If the user code of a label does.
#[must_use]
pub fn garbage() -> Garbage {
    let saved = STATE.try_with(|state| state.saved.borrow().clone()).unwrap_or_default();
    Garbage::among(|serial| saved.contains(&serial))
}

/// Called when a scope ends that began after `since` nodes were made.
pub(super) fn scope_ends(since: u64) {
    _ = STATE.try_with(|state| {
        if state.flags.get() != DebugFlags::default() {
            state.ends("a scope", since);
        }
    });
}

impl State {
    fn ends(&self, what: &str, since: u64) {
        let is_new = |serial: u64| serial >= since && !self.reported.borrow().contains(&serial);
        // The thread may unwind, or end: no panic of a label leaves this.
        let found = catch_unwind(AssertUnwindSafe(|| {
            let garbage = Garbage::among(is_new);
            if self.flags.get().contains(LEAK) && !garbage.is_empty() {
                // One that cannot be written is lost.
                _ = write!(io::stderr().lock(), "weakgraph, at the end of {what}: {garbage}");
            }
            garbage.serials().collect::<Vec<_>>()
        }));
        let found = match found {
            Ok(found) => found,
            Err(panic) => return discard(panic),
        };
        if self.flags.get().contains(LEAK) {
            self.reported.borrow_mut().extend(&found);
        }
        if self.flags.get().contains(SAVE) {
            self.saved.borrow_mut().extend(&found);
        }
    }
}

impl Drop for State {
    fn drop(&mut self) {
        if self.flags.get().contains(LEAK) {
            self.ends("a thread", 0);
        }
    }
}
