//! The allocator: it hands out one block after the other and takes none back, so that the counts are those of the
//! library and not of the C library's `malloc`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::ptr::null_mut;

const SIZE: usize = 64 << 20;

pub struct Arena {
    next: UnsafeCell<*mut u8>,
}

// SAFETY: the program has one thread.
unsafe impl Sync for Arena {}

impl Arena {
    pub const fn new() -> Arena {
        Arena { next: UnsafeCell::new(null_mut()) }
    }
}

#[cold]
#[inline(never)]
fn first_block() -> *mut u8 {
    // SAFETY: the size is not 0.
    unsafe { System.alloc_zeroed(Layout::from_size_align_unchecked(SIZE, 4096)) }
}

// SAFETY: each block is of the one large block, aligned, and handed out once.
unsafe impl GlobalAlloc for Arena {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one thread, and nothing else has a reference to the cell.
        let next = unsafe { &mut *self.next.get() };
        if next.is_null() {
            *next = first_block();
        }
        let block = next.map_addr(|a| a.next_multiple_of(layout.align()));
        *next = block.wrapping_add(layout.size());
        block
    }

    #[inline]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
