//! Memory for nodes: slots of one size side by side in chunks, on free lists that need no lock.
//!
//! A node never leaves its thread (I5), so its memory does not either: each thread has chunks of its own, one list of
//! them for each size. The address of a slot gives its chunk, because chunks are aligned to their size. A chunk without
//! a live slot goes back to the allocator at once. Only where one chunk of a size was enough it stays, for the next
//! node, as long as the thread runs: a node that comes and goes alone does not make a chunk each time.
//!
//! Entries of weak maps are not taken from here: each table has a slab of its own.
//!
//! - **P1** A slot on a free list is unused memory of its chunk; its first word is the next one.
//! - **P2** `live` counts the slots of a chunk that are in use; `free` chains the others below `fresh`, and from there
//!   on none was used yet.
//! - **P3** `current` names a chunk of its size, or [`NONE`], which has no slot. A chunk with room is current or
//!   listed; one that is listed has room. A full one is known only from its nodes.

use core::alloc::Layout;
use core::cell::Cell;
use core::mem::size_of;
use core::ptr::{self, NonNull};
use std::alloc::{alloc, dealloc};

/// Whether nodes come from the pool. Where they do not, each is an allocation, which a sanitizer, valgrind and a heap
/// profiler can see: in a build with debug assertions, under Miri, and with the feature `malloc`.
pub(crate) const IS_ON: bool = !cfg!(any(debug_assertions, miri, feature = "malloc"));

/// What a chunk is aligned to.
const ALIGN: usize = 16 * 1024;
/// What it takes: with the words that usual allocators keep of a block it fills the distance to the next one.
const SIZE: usize = ALIGN - 16;
/// Larger nodes are allocations of their own: too few of them would fit.
const LARGEST: usize = 512;
/// Sizes are multiples of it, as every node's is: what a node's header is aligned to.
pub(crate) const UNIT: usize = 16;
const CLASSES: usize = LARGEST / UNIT + 1;
/// How much of a chunk is chained at a time: what is not needed is not touched.
const STRIDE: usize = 2048;

const CHUNK: Layout = match Layout::from_size_align(SIZE, ALIGN) {
    Ok(layout) => layout,
    Err(_) => panic!("the size of a chunk"),
};

#[repr(C)]
struct FreeSlot {
    next: *mut FreeSlot,
}

/// What stands at the beginning of a chunk. One cache line, so that slots of 64 bytes have one each.
#[repr(C, align(64))]
struct Chunk {
    free: Cell<*mut FreeSlot>,
    live: Cell<u32>,
    /// Where the slots begin that were never used, from the beginning of the chunk.
    fresh: Cell<u32>,
    /// The size of its slots, in units.
    class: usize,
    is_listed: Cell<bool>,
    /// Neighbours in the list of those with room.
    before: Cell<*mut Chunk>,
    after: Cell<*mut Chunk>,
}

struct Nothing(Chunk);

// SAFETY: it is never written: it has no slot, neither to take nor to give back, and is in no list.
unsafe impl Sync for Nothing {}

/// The chunk of a size that has none.
static NONE: Nothing = Nothing(Chunk::new(0, u32::MAX));

/// The chunks of a thread with room, by size. It has no destructor, so it can be used as long as the thread runs.
struct Pool {
    current: [Cell<*const Chunk>; CLASSES],
    listed: [Cell<*mut Chunk>; CLASSES],
    /// Whether one chunk was not enough since the current one was empty the last time.
    has_grown: [Cell<bool>; CLASSES],
    /// The thread ends: nothing is kept.
    is_closing: Cell<bool>,
}

/// Frees the chunks that are kept, when the thread ends.
struct Close;

thread_local! {
    static POOL: Pool = const {
        Pool {
            current: [const { Cell::new(&raw const NONE.0) }; CLASSES],
            listed: [const { Cell::new(ptr::null_mut()) }; CLASSES],
            has_grown: [const { Cell::new(false) }; CLASSES],
            is_closing: Cell::new(false),
        }
    };
    static CLOSE: Close = const { Close };
}

/// Memory for a `T` that stays on this thread: from the pool, if that is on and holds it. `None` without memory. Never
/// unwinds.
#[inline(always)]
pub(crate) fn allocate<T>() -> Option<NonNull<T>> {
    const { assert!(size_of::<T>() > 0) };
    let memory = if const { is_pooled::<T>() } {
        take(slot_of::<T>())
    } else {
        // SAFETY: the size is not 0.
        NonNull::new(unsafe { alloc(Layout::new::<T>()) })
    };
    Some(memory?.cast())
}

/// Gives the memory of a `T` back.
///
/// # Safety
/// [`allocate`] gave it in this thread, and it is not used any more.
#[inline(always)]
pub(crate) unsafe fn free<T>(memory: NonNull<T>) {
    let memory = memory.as_ptr().cast();
    if const { is_pooled::<T>() } {
        // SAFETY: forwarded.
        unsafe { give(memory) }
    } else {
        // SAFETY: forwarded; the layout is the one it was allocated with.
        unsafe { dealloc(memory, Layout::new::<T>()) }
    }
}

const fn is_pooled<T>() -> bool {
    IS_ON && holds(slot_of::<T>())
}

/// The slot that a `T` takes.
const fn slot_of<T>() -> Layout {
    match Layout::from_size_align(size_of::<T>().next_multiple_of(UNIT), align_of::<T>()) {
        Ok(layout) => layout,
        Err(_) => panic!("too large"),
    }
}

/// Whether a slot of this layout comes from the pool.
const fn holds(layout: Layout) -> bool {
    // Slots begin at a multiple of their size after a cache line.
    layout.size() <= LARGEST && layout.align() <= 64 && layout.size() % UNIT == 0 && layout.size() >= UNIT
}

/// Memory for a layout that the pool [`holds`]; `None` if the allocator has none. Never unwinds.
#[inline(always)]
fn take(layout: Layout) -> Option<NonNull<u8>> {
    let class = layout.size() / UNIT;
    POOL.with(|pool| {
        // SAFETY: P3: a live chunk, or the static one.
        let chunk = unsafe { &*pool.current[class].get() };
        // SAFETY: P1, P2.
        match unsafe { chunk.pop() } {
            Some(slot) => Some(slot),
            None => take_elsewhere(pool, class),
        }
    })
}

/// Takes memory back.
///
/// # Safety
/// [`take`] gave it in this thread, and it is not used.
#[inline(always)]
unsafe fn give(memory: *mut u8) {
    let this = memory.map_addr(|a| a & !(ALIGN - 1)).cast::<Chunk>();
    // SAFETY: the slot's chunk is aligned like this, and is there as long as a slot of it is; the pointer was made from
    // the chunk's own.
    let chunk = unsafe { &*this };
    let slot = memory.cast::<FreeSlot>();
    let next = chunk.free.get();
    // SAFETY: forwarded: nothing else uses it; a slot is aligned for a word, and has room for one.
    unsafe { slot.write(FreeSlot { next }) };
    chunk.free.set(slot);
    let live = chunk.live.get() - 1;
    chunk.live.set(live);
    // It was full, or is empty.
    if next.is_null() || live == 0 {
        // SAFETY: as above.
        POOL.with(|pool| unsafe { file(pool, this) });
    }
}

impl Chunk {
    const fn new(class: usize, fresh: u32) -> Chunk {
        Chunk {
            free: Cell::new(ptr::null_mut()),
            live: Cell::new(0),
            fresh: Cell::new(fresh),
            class,
            is_listed: Cell::new(false),
            before: Cell::new(ptr::null_mut()),
            after: Cell::new(ptr::null_mut()),
        }
    }

    /// # Safety
    /// P1, P2.
    #[inline(always)]
    unsafe fn pop(&self) -> Option<NonNull<u8>> {
        let slot = NonNull::new(self.free.get())?;
        // SAFETY: P1.
        self.free.set(unsafe { slot.as_ref() }.next);
        self.live.set(self.live.get() + 1);
        Some(slot.cast())
    }

    /// Chains some more of the slots that were never used; false if there is none left.
    ///
    /// # Safety
    /// `this` is a chunk, may be used for all of it, and has no free slot; or it is [`NONE`].
    unsafe fn extend(this: *mut Chunk) -> bool {
        // SAFETY: forwarded.
        let chunk = unsafe { &*this };
        let size = chunk.class * UNIT;
        let start = chunk.fresh.get() as usize;
        let room = (SIZE - start.min(SIZE)) / size.max(1);
        let count = room.min((STRIDE / size.max(1)).max(1));
        if count == 0 {
            return false;
        }
        // SAFETY: in the chunk.
        let first = unsafe { this.cast::<u8>().add(start) };
        let mut at = first;
        for _ in 1..count {
            // SAFETY: in the chunk.
            let next = unsafe { at.add(size) };
            // SAFETY: P2: it is unused; aligned, because sizes are whole units.
            unsafe { at.cast::<FreeSlot>().write(FreeSlot { next: next.cast() }) };
            at = next;
        }
        // SAFETY: as above.
        unsafe { at.cast::<FreeSlot>().write(FreeSlot { next: ptr::null_mut() }) };
        chunk.free.set(first.cast());
        chunk.fresh.set((start + count * size) as u32);
        true
    }
}

/// The current chunk has no free slot. Never unwinds (`extern "C"`): see [`allocate`](crate::core::ptr::allocate).
#[cold]
#[inline(never)]
extern "C" fn take_elsewhere(pool: &Pool, class: usize) -> Option<NonNull<u8>> {
    let mut chunk = pool.current[class].get().cast_mut();
    let is_none = ptr::eq(chunk, &NONE.0);
    // SAFETY: P3; it has no free slot.
    if is_none || !unsafe { Chunk::extend(chunk) } {
        // It is full, and known only to its nodes from now on.
        chunk = match NonNull::new(pool.listed[class].get()) {
            Some(listed) => {
                // SAFETY: P3.
                unsafe { pool.unlist(listed.as_ptr()) };
                listed.as_ptr()
            }
            None => {
                pool.has_grown[class].set(!is_none);
                new_chunk(class)?
            }
        };
        pool.current[class].set(chunk);
    }
    // SAFETY: P3: a live chunk.
    let chunk = unsafe { &*chunk };
    // SAFETY: P1, P2.
    unsafe { chunk.pop() }
}

fn new_chunk(class: usize) -> Option<*mut Chunk> {
    // It is dropped when the thread ends. If that has begun, `is_closing` is set already.
    let _ = CLOSE.try_with(|_| ());
    // SAFETY: the layout's size is not 0.
    let chunk = NonNull::new(unsafe { alloc(CHUNK) })?.cast::<Chunk>().as_ptr();
    #[cfg(test)]
    count(1);
    // SAFETY: fresh memory, larger than a `Chunk`, and aligned for it.
    unsafe { chunk.write(Chunk::new(class, size_of::<Chunk>() as u32)) };
    // SAFETY: a chunk without a free slot, from the allocator's pointer.
    unsafe { Chunk::extend(chunk) };
    Some(chunk)
}

/// A slot came back to a chunk that had no free one, or the last one in use did.
///
/// # Safety
/// `this` is a chunk of this thread, and may be used for all of it.
#[cold]
#[inline(never)]
unsafe extern "C" fn file(pool: &Pool, this: *mut Chunk) {
    // SAFETY: forwarded; cells, and not used after the chunk was freed.
    let chunk = unsafe { &*this };
    let (class, live, is_listed) = (chunk.class, chunk.live.get(), chunk.is_listed.get());
    let is_current = ptr::eq(pool.current[class].get(), this);
    if live > 0 {
        // The current one may have been without a free slot and not full.
        if !is_current && !is_listed {
            // SAFETY: P3.
            unsafe { pool.list(this) };
        }
        return;
    }
    if is_current {
        if !pool.has_grown[class].replace(false) && !pool.is_closing.get() {
            return;
        }
        pool.current[class].set(&raw const NONE.0);
    } else if is_listed {
        // SAFETY: P3.
        unsafe { pool.unlist(this) };
    }
    // SAFETY: no slot is in use, and it is neither current nor listed: nothing leads to it.
    unsafe { free_chunk(this) };
}

impl Pool {
    /// # Safety
    /// `this` is a chunk with room, neither current nor listed.
    unsafe fn list(&self, this: *mut Chunk) {
        // SAFETY: forwarded.
        let chunk = unsafe { &*this };
        let head = &self.listed[chunk.class];
        chunk.is_listed.set(true);
        chunk.before.set(ptr::null_mut());
        chunk.after.set(head.get());
        // SAFETY: P3: null or listed.
        if let Some(after) = unsafe { head.get().as_ref() } {
            after.before.set(this);
        }
        head.set(this);
    }

    /// # Safety
    /// `this` is listed.
    unsafe fn unlist(&self, this: *mut Chunk) {
        // SAFETY: forwarded.
        let chunk = unsafe { &*this };
        let (before, after) = (chunk.before.get(), chunk.after.get());
        chunk.is_listed.set(false);
        // SAFETY: P3: null or listed.
        match unsafe { before.as_ref() } {
            Some(before) => before.after.set(after),
            None => self.listed[chunk.class].set(after),
        }
        // SAFETY: P3: null or listed.
        if let Some(after) = unsafe { after.as_ref() } {
            after.before.set(before);
        }
    }
}

/// # Safety
/// Nothing leads to the chunk, and none of its slots is in use.
unsafe fn free_chunk(chunk: *mut Chunk) {
    #[cfg(test)]
    count(-1);
    // SAFETY: allocated with this layout.
    unsafe { dealloc(chunk.cast(), CHUNK) }
}

impl Drop for Close {
    fn drop(&mut self) {
        POOL.with(|pool| {
            pool.is_closing.set(true);
            for current in &pool.current {
                let chunk = current.get();
                // SAFETY: P3: a live chunk, or the static one.
                if !ptr::eq(chunk, &NONE.0) && unsafe { (*chunk).live.get() } == 0 {
                    current.set(&raw const NONE.0);
                    // SAFETY: it was current, and so not listed; none of its slots is in use.
                    unsafe { free_chunk(chunk.cast_mut()) };
                }
            }
        });
    }
}

/// What the tests count: the chunks of a thread, at an address that outlives it.
#[cfg(test)]
fn count(by: isize) {
    use core::sync::atomic::Ordering::SeqCst;
    if let Some(chunks) = tests::CHUNKS.get() {
        chunks.fetch_add(by, SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::AtomicIsize;
    use core::sync::atomic::Ordering::SeqCst;
    use std::alloc::{GlobalAlloc, System};
    use std::cell::RefCell;
    use std::collections::HashSet;
    use std::thread;

    use super::*;

    thread_local! {
        pub(super) static CHUNKS: Cell<Option<&'static AtomicIsize>> = const { Cell::new(None) };
    }

    /// Runs in a thread of its own; gives how many chunks it had at the end, and how many are left after it.
    fn in_a_thread(test: impl FnOnce(&AtomicIsize) + Send + 'static) -> (isize, isize) {
        let chunks: &'static AtomicIsize = Box::leak(Box::new(AtomicIsize::new(0)));
        let end = thread::spawn(move || {
            CHUNKS.set(Some(chunks));
            test(chunks);
            chunks.load(SeqCst)
        })
        .join()
        .unwrap();
        (end, chunks.load(SeqCst))
    }

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, UNIT).unwrap()
    }

    /// A slot that is filled with a byte of its own, and looks whether that is still there when it goes.
    struct Held {
        slot: *mut u8,
        size: usize,
        byte: u8,
    }

    impl Held {
        fn new(size: usize, byte: u8) -> Held {
            let slot = take(layout(size)).unwrap().as_ptr();
            // SAFETY: a slot of that size, just taken.
            unsafe { slot.write_bytes(byte, size) };
            Held { slot, size, byte }
        }
    }

    impl Drop for Held {
        fn drop(&mut self) {
            // SAFETY: filled above.
            let bytes = unsafe { core::slice::from_raw_parts(self.slot, self.size) };
            assert!(bytes.iter().all(|&byte| byte == self.byte), "somebody else wrote there");
            // SAFETY: taken in this thread, and not used again.
            unsafe { give(self.slot) };
        }
    }

    struct Random(u64);

    impl Random {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) as usize * n) >> 31
        }
    }

    #[test]
    fn holds_what_fits_a_slot() {
        assert!(holds(layout(16)) && holds(layout(LARGEST)));
        assert!(!holds(layout(LARGEST + 16)));
        assert!(holds(Layout::from_size_align(64, 64).unwrap()));
        assert!(!holds(Layout::from_size_align(128, 128).unwrap()));
        assert!(!holds(Layout::from_size_align(24, 8).unwrap()));
    }

    #[test]
    fn slots_are_apart_aligned_and_used_again() {
        let (_, left) = in_a_thread(|_| {
            for size in (UNIT..=LARGEST).step_by(UNIT) {
                let align = 1 << size.trailing_zeros().min(6);
                let slots: Vec<Held> = (0..2000).map(|n| Held::new(size, n as u8)).collect();
                let places: HashSet<usize> = slots.iter().map(|held| held.slot.addr()).collect();
                assert_eq!(places.len(), 2000);
                assert!(places.iter().all(|place| place % align == 0), "{size}");
                // All but one, so that a chunk stays.
                let mut slots = slots.into_iter();
                let _stays = slots.next();
                drop(slots);
                let again: Vec<Held> = (0..10).map(|_| Held::new(size, 1)).collect();
                assert!(again.iter().any(|held| places.contains(&held.slot.addr())));
            }
        });
        assert_eq!(left, 0);
    }

    #[test]
    fn a_chunk_goes_with_its_last_slot_and_one_stays_where_one_is_enough() {
        let (end, left) = in_a_thread(|chunks| {
            let per_chunk = (SIZE - size_of::<Chunk>()) / 64;
            assert_eq!(per_chunk, 254);
            let slots: Vec<Held> = (0..10 * per_chunk).map(|_| Held::new(64, 7)).collect();
            assert_eq!(chunks.load(SeqCst), 10, "full, each of them");
            let mut slots = slots.into_iter();
            slots.by_ref().take(per_chunk - 1).for_each(drop);
            assert_eq!(chunks.load(SeqCst), 10);
            drop(slots.next());
            assert_eq!(chunks.load(SeqCst), 9);
            // From the end, too, where the chunk is that is taken from.
            slots.by_ref().rev().take(2 * per_chunk).for_each(drop);
            assert_eq!(chunks.load(SeqCst), 7);
            drop(slots);
            assert_eq!(chunks.load(SeqCst), 0);
            // One that comes and goes does not make and free a chunk each time.
            let places: HashSet<usize> = (0..1000).map(|_| Held::new(64, 1).slot.addr()).collect();
            assert_eq!((chunks.load(SeqCst), places.len()), (1, 1));
            // Nor one beyond a full chunk.
            let full: Vec<Held> = (0..per_chunk).map(|_| Held::new(64, 1)).collect();
            let places: HashSet<usize> = (0..1000).map(|_| Held::new(64, 1).slot.addr()).collect();
            assert!(places.len() <= 2);
            drop(full);
            drop((Held::new(80, 1), Held::new(128, 1)));
        });
        assert_eq!((end, left), (3, 0));
    }

    /// Each of the allocator's blocks is filled with it.
    const UNTOUCHED: u8 = 0xA5;

    /// Fills what it gives, so that a test sees what of it was written.
    struct Filling;

    // SAFETY: hands everything on to the system's allocator.
    unsafe impl GlobalAlloc for Filling {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: forwarded.
            let memory = unsafe { System.alloc(layout) };
            if layout == CHUNK && !memory.is_null() {
                // SAFETY: fresh, and so large.
                unsafe { memory.write_bytes(UNTOUCHED, layout.size()) };
            }
            memory
        }

        unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
            // SAFETY: forwarded.
            unsafe { System.dealloc(memory, layout) }
        }
    }

    #[global_allocator]
    static ALLOCATOR: Filling = Filling;

    /// The last byte of the chunk of this slot that was written, counted from its beginning.
    fn touched(slot: &Held) -> usize {
        let chunk = slot.slot.map_addr(|a| a & !(ALIGN - 1));
        // SAFETY: all of it was filled when it was allocated, and it is there as long as the slot.
        let bytes = unsafe { core::slice::from_raw_parts(chunk, SIZE) };
        bytes.iter().rposition(|&byte| byte != UNTOUCHED).map_or(0, |last| last + 1)
    }

    /// Said once more, and not by the constant: a page has two of them.
    const STRETCH: usize = 2048;

    #[test]
    fn a_chunk_is_touched_as_far_as_it_is_used() {
        let (_, left) = in_a_thread(|_| {
            for size in (UNIT..=LARGEST).step_by(UNIT) {
                let mut slots = vec![Held::new(size, 1)];
                assert!(touched(&slots[0]) <= size_of::<Chunk>() + STRETCH, "{size}: {}", touched(&slots[0]));
                let first = touched(&slots[0]);
                // The others of the same stretch make it no more.
                for n in 1..(STRETCH / size).max(1) {
                    slots.push(Held::new(size, n as u8));
                }
                assert!(touched(&slots[0]) <= first.max(size_of::<Chunk>() + STRETCH), "{size}");
                slots.push(Held::new(size, 1));
                let more = size_of::<Chunk>() + 2 * STRETCH;
                assert!(touched(&slots[0]) <= more.max(size_of::<Chunk>() + 2 * size), "{size}");
                // Those that were given back come before those that were never used.
                let before = touched(&slots[0]);
                for n in 0..100 {
                    drop(slots.pop());
                    slots.push(Held::new(size, n));
                }
                assert_eq!(touched(&slots[0]), before, "{size}");
            }
        });
        assert_eq!(left, 0);
    }

    #[test]
    fn random_deaths_and_births_do_not_pile_up_chunks() {
        for seed in 1..=5 {
            let (end, left) = in_a_thread(move |chunks| {
                let mut random = Random(seed);
                let mut sizes = [0; 3];
                sizes.fill_with(|| (1 + random.below(LARGEST / UNIT)) * UNIT);
                let mut held: Vec<Held> = (0..9000).map(|n| Held::new(sizes[n % 3], n as u8)).collect();
                let full = chunks.load(SeqCst);
                for round in 0..30 {
                    for _ in 0..held.len() / 2 {
                        held.swap_remove(random.below(held.len()));
                    }
                    while held.len() < 9000 {
                        held.push(Held::new(sizes[held.len() % 3], round));
                    }
                    // The sizes' shares wander a little.
                    let now = chunks.load(SeqCst);
                    assert!(now <= full + full / 20 + 3, "{now} after {full}");
                }
            });
            assert!(end <= 3, "{end}");
            assert_eq!(left, 0);
        }
    }

    #[test]
    fn slots_that_are_given_back_while_the_thread_ends_leave_nothing() {
        thread_local! {
            static LATE: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
        }
        let hold = || LATE.with_borrow_mut(|late| late.extend((0..1000).map(|n| Held::new(48, n as u8))));
        // Its destructor runs after the pool's, or before: according to who was there first.
        let after = in_a_thread(move |_| {
            LATE.with_borrow_mut(Vec::clear);
            hold();
        });
        let before = in_a_thread(move |_| {
            drop(Held::new(48, 1));
            hold();
        });
        assert_eq!((after.1, before.1), (0, 0));
        // And one that takes while the thread ends.
        struct Takes;
        impl Drop for Takes {
            fn drop(&mut self) {
                drop((0..1000).map(|n| Held::new(32, n as u8)).collect::<Vec<_>>());
            }
        }
        thread_local! {
            static TAKES: Takes = const { Takes };
        }
        let (_, left) = in_a_thread(|_| {
            TAKES.with(|_| ());
            drop(Held::new(48, 1));
        });
        assert_eq!(left, 0);
    }
}
