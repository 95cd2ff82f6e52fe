//! Counts how many links an operation touches, so that tests can compare the costs that the docs promise with what
//! happens, without a clock. Only where debug assertions are on.

use core::cell::Cell;

std::thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// One link was reached.
#[inline(always)]
pub(crate) fn count() {
    if cfg!(debug_assertions) {
        STEPS.set(STEPS.get().wrapping_add(1));
    }
}

/// How many links this thread has reached so far.
#[must_use]
pub fn taken() -> u64 {
    STEPS.get()
}
