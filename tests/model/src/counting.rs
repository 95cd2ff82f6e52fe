//! An allocator that counts what each thread holds. Tests that want it make it theirs:
//! `#[global_allocator] static COUNTING: Counting = Counting;`

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// Counts the allocations of each thread.
#[derive(Debug)]
pub struct Counting;

thread_local! {
    static BLOCKS: Cell<i64> = const { Cell::new(0) };
    static BYTES: Cell<i64> = const { Cell::new(0) };
}

/// How many blocks and bytes were allocated on this thread, less those that were freed on it.
pub fn held() -> (i64, i64) {
    (BLOCKS.get(), BYTES.get())
}

fn count(blocks: i64, bytes: usize) {
    BLOCKS.set(BLOCKS.get() + blocks);
    BYTES.set(BYTES.get() + blocks * bytes as i64);
}

// SAFETY: as `System`, which does the work.
#[allow(unsafe_code, reason = "an allocator is unsafe to write")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size());
        // SAFETY: forwarded.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        count(-1, layout.size());
        // SAFETY: forwarded.
        unsafe { System.dealloc(ptr, layout) }
    }
}
