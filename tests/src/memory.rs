//! An allocator that counts, for each thread, what it holds.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

/// Memory that a thread has got from the allocator and not given back. Negative where it gave back more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// How many allocations.
    pub blocks: isize,
    /// How many bytes in them.
    pub bytes: isize,
}

impl Usage {
    /// Nothing.
    pub const NONE: Usage = Usage { blocks: 0, bytes: 0 };
}

thread_local! {
    static HELD: Cell<Usage> = const { Cell::new(Usage::NONE) };
    static CALLS: Cell<u64> = const { Cell::new(0) };
}

fn count(blocks: isize, bytes: isize) {
    // The last allocations of a thread come after its thread-locals.
    let _ = HELD.try_with(|held| {
        let Usage { blocks: b, bytes: n } = held.get();
        held.set(Usage { blocks: b + blocks, bytes: n + bytes });
    });
}

/// One more call that asks for memory.
fn called() {
    let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
}

struct Counting;

// SAFETY: hands everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        called();
        count(1, layout.size() as isize);
        // SAFETY: forwarded.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(-1, -(layout.size() as isize));
        // SAFETY: forwarded.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        called();
        count(0, size as isize - layout.size() as isize);
        // SAFETY: forwarded.
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What this thread holds now.
pub fn usage() -> Usage {
    HELD.get()
}

/// What this thread holds after `code` more than before it.
pub fn usage_of<T>(code: impl FnOnce() -> T) -> (T, Usage) {
    let before = usage();
    // Or the optimiser could see that nobody looks, and do without the memory.
    let out = black_box(code());
    let after = usage();
    (out, Usage { blocks: after.blocks - before.blocks, bytes: after.bytes - before.bytes })
}

/// How often `code` asked for memory, or for more of it: also for what it has given back since.
pub fn allocations_of<T>(code: impl FnOnce() -> T) -> (T, u64) {
    let before = CALLS.get();
    let out = black_box(code());
    (out, CALLS.get() - before)
}
