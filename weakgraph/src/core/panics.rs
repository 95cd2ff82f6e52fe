//! Panics of user code: everything is dropped all the same, and the first panic resumes (G7).

use core::any::Any;
use core::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// The panics of several calls of user code. The first one resumes.
#[derive(Default)]
pub(crate) struct Panics {
    first: Option<Box<dyn Any + Send>>,
}

impl Panics {
    pub(crate) fn keep(&mut self, panic: Box<dyn Any + Send>) {
        if self.first.is_none() {
            self.first = Some(panic);
        } else {
            discard(panic);
        }
    }

    /// Runs `code` and keeps its panic.
    pub(crate) fn catch(&mut self, code: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(code)) {
            self.keep(panic);
        }
    }

    pub(crate) fn resume(self) {
        match self.first {
            None => {}
            // The thread unwinds already: that panic was the first.
            Some(panic) if std::thread::panicking() => discard(panic),
            Some(panic) => resume_unwind(panic),
        }
    }
}

impl Panics {
    /// Returns what is given, unless a panic was kept: then drops it and resumes the panic.
    pub(crate) fn resume_or<O>(self, given: O) -> O {
        match self.first {
            None => given,
            // The thread unwinds already: that panic was the first.
            Some(panic) if std::thread::panicking() => {
                discard(panic);
                given
            }
            Some(panic) => {
                if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(given))) {
                    discard(again);
                }
                resume_unwind(panic)
            }
        }
    }
}

/// Drops a panic's payload. Its destructor may panic again, with a payload that may do the same. Those that go
/// on for ever are leaked after some tries.
pub(crate) fn discard(mut panic: Box<dyn Any + Send>) {
    for _ in 0..16 {
        match catch_unwind(AssertUnwindSafe(|| drop(panic))) {
            Ok(()) => return,
            Err(again) => panic = again,
        }
    }
    mem::forget(panic);
}

/// Drops the one and gives the other. Where a function drops the one at its end, after the other is in the place for
/// what it returns, a destructor that panics leaves the other undropped
/// ([rust#47949](https://github.com/rust-lang/rust/issues/47949)).
#[inline(always)]
pub fn dropping<D, O>(dropped: D, given: O) -> O {
    drop(dropped);
    given
}

/// Drops handles one after the other; a panic in one drop does not stop the rest.
pub(crate) fn drop_all<T>(handles: impl IntoIterator<Item = T>) {
    let mut panics = Panics::default();
    for handle in handles {
        panics.catch(|| drop(handle));
    }
    panics.resume();
}
