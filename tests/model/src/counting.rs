//! An allocator that counts what each thread holds. Tests that want it make it theirs:
//! `#[global_allocator] static COUNTING: Counting = Counting;`

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// Counts the allocations of each thread that asks for it, wherever they are freed: the layout of a picture has a
/// thread of its own, which frees what it was given.
#[derive(Debug)]
pub struct Counting;

/// How many threads can ask. One for each test that does is enough.
const THREADS: usize = 1024;

/// Blocks and bytes; the first is of the threads that have not asked.
static HELD: [(AtomicI64, AtomicI64); THREADS] = [const { (AtomicI64::new(0), AtomicI64::new(0)) }; THREADS];
static ASKED: AtomicUsize = AtomicUsize::new(1);

thread_local! {
    static THREAD: Cell<usize> = const { Cell::new(0) };
}

/// How many blocks and bytes this thread has allocated, from the first call of this on, less those of them that were
/// freed.
pub fn held() -> (i64, i64) {
    if THREAD.get() == 0 {
        THREAD.set(ASKED.fetch_add(1, Ordering::Relaxed));
    }
    let (blocks, bytes) = &HELD[THREAD.get()];
    (blocks.load(Ordering::Relaxed), bytes.load(Ordering::Relaxed))
}

fn count(thread: usize, blocks: i64, bytes: usize) {
    let held = &HELD[thread];
    held.0.fetch_add(blocks, Ordering::Relaxed);
    held.1.fetch_add(blocks * bytes as i64, Ordering::Relaxed);
}

/// With room in front for the number of the thread, and how much that is.
fn with_number(layout: Layout) -> Option<(Layout, usize)> {
    Layout::new::<usize>().extend(layout).ok().map(|(whole, offset)| (whole.pad_to_align(), offset))
}

// SAFETY: as `System`, which does the work: a block is the rest of one of its blocks, behind the number.
#[allow(unsafe_code, reason = "an allocator is unsafe to write")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((whole, offset)) = with_number(layout) else { return std::ptr::null_mut() };
        let thread = THREAD.get();
        // SAFETY: not of size 0: it holds the number.
        let block = unsafe { System.alloc(whole) };
        if block.is_null() {
            return block;
        }
        count(thread, 1, layout.size());
        // SAFETY: the block begins with room for a number, and is aligned for it.
        unsafe { block.cast::<usize>().write(thread) };
        // SAFETY: inside of the block.
        unsafe { block.add(offset) }
    }
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        let (whole, offset) = with_number(layout).expect("it was allocated");
        // SAFETY: where `alloc` began.
        let block = unsafe { ptr.sub(offset) };
        // SAFETY: `alloc` wrote it.
        let thread = unsafe { block.cast::<usize>().read() };
        count(thread, -1, layout.size());
        // SAFETY: forwarded.
        unsafe { System.dealloc(block, whole) }
    }
}
