//! [`Slab`]: memory for the entries of one table. An entry stays where it is for as long as it is used.
//!
//! - **B1** Each slot has a number, from [`FIRST`] on. Those below `limit` are in a block: `bases[k]` is where number 0
//!   would be if the block that holds the numbers from 2^k to 2^(k+1) went so far.
//! - **B2** A slot is in use, or on the free list, or its number is not below `fresh`: then it was not used since the
//!   slab was empty the last time. `live` counts those in use.
//! - **B3** Where the pool for nodes is off, each slot in use is an allocation of its own, which a sanitizer can see:
//!   `IN_BLOCKS` is `false`, and the blocks hold only a pointer to each.

use core::alloc::Layout;
use core::cell::{Cell, RefCell};
use core::num::NonZeroU32;
use core::ptr::{self, NonNull};
use std::alloc::{alloc, dealloc, handle_alloc_error};

use crate::alloc::pool;
use crate::core::ptr::overflow;

/// The number of a slot.
pub(super) type Number = NonZeroU32;

/// The number of the first slot, and how many the first block has.
const FIRST: u32 = 4;

/// What blocks are aligned to: a cache line, so that an entry of that size is in one.
const ALIGN: usize = 64;

pub(super) struct Slab<E, const IN_BLOCKS: bool = { pool::IS_ON }> {
    bases: [Cell<*mut E>; 32],
    free: Cell<*mut FreeSlot>,
    fresh: Cell<u32>,
    limit: Cell<u32>,
    live: Cell<u32>,
    blocks: RefCell<Vec<(NonNull<u8>, Layout)>>,
    /// B3: by their numbers, from `FIRST` on.
    alone: RefCell<Vec<Alone<E>>>,
    /// B3: the first number that is free.
    free_number: Cell<Option<Number>>,
}

struct FreeSlot {
    next: *mut FreeSlot,
    number: Number,
}

enum Alone<E> {
    Used(NonNull<E>),
    /// The next number that is free.
    Free(Option<Number>),
}

impl<E, const IN_BLOCKS: bool> Slab<E, IN_BLOCKS> {
    /// Returns a slab with room for `capacity` slots in use.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        const { assert!(size_of::<E>() >= size_of::<FreeSlot>() && align_of::<E>() >= align_of::<FreeSlot>()) };
        let slab = Slab {
            bases: [const { Cell::new(ptr::null_mut()) }; 32],
            free: Cell::new(ptr::null_mut()),
            fresh: Cell::new(FIRST),
            limit: Cell::new(FIRST),
            live: Cell::new(0),
            blocks: RefCell::default(),
            alone: RefCell::default(),
            free_number: Cell::new(None),
        };
        slab.reserve(capacity);
        slab
    }

    /// The place of a slot that is in use.
    #[inline(always)]
    pub(super) fn at(&self, number: Number) -> NonNull<E> {
        if !IN_BLOCKS {
            return self.alone_at(number);
        }
        let place = self.bases[(number.leading_zeros() ^ 31) as usize].get().wrapping_add(number.get() as usize);
        // SAFETY: B1: in a block.
        unsafe { NonNull::new_unchecked(place) }
    }

    /// How many slots are in use.
    #[inline(always)]
    pub(super) fn live(&self) -> usize {
        self.live.get() as usize
    }

    /// How many could be in use without another block.
    pub(super) fn capacity(&self) -> usize {
        (self.limit.get() - FIRST) as usize
    }

    /// A slot, which is in use from here on: uninitialised memory for an entry.
    #[inline(always)]
    pub(super) fn take(&self) -> (NonNull<E>, Number) {
        self.live.set(self.live.get() + 1);
        if !IN_BLOCKS {
            return self.take_alone();
        }
        if let Some(slot) = NonNull::new(self.free.get()) {
            // SAFETY: B2: on the free list.
            let FreeSlot { next, number } = unsafe { slot.read() };
            self.free.set(next);
            return (slot.cast(), number);
        }
        let fresh = self.fresh.get();
        if fresh == self.limit.get() {
            self.grow(1);
        }
        self.fresh.set(fresh + 1);
        // SAFETY: not less than `FIRST`.
        let number = unsafe { Number::new_unchecked(fresh) };
        (self.at(number), number)
    }

    /// Takes a slot back.
    ///
    /// # Safety
    /// It is the slot with this number, which is in use, but nothing uses it from here on.
    #[inline(always)]
    pub(super) unsafe fn give(&self, slot: NonNull<E>, number: Number) {
        let live = self.live.get() - 1;
        self.live.set(live);
        if !IN_BLOCKS {
            // SAFETY: forwarded.
            return unsafe { self.give_alone(slot, number) };
        }
        if live == 0 {
            // From the beginning again, in the order of the addresses.
            self.free.set(ptr::null_mut());
            self.fresh.set(FIRST);
            return;
        }
        let slot = slot.cast::<FreeSlot>();
        // SAFETY: B2: memory that nothing uses, of at least this size.
        unsafe { slot.write(FreeSlot { next: self.free.get(), number }) };
        self.free.set(slot.as_ptr());
    }

    /// Takes the memory of another slab in place of its own, which is freed.
    pub(super) fn take_over(&self, other: Self) {
        for (base, other) in self.bases.iter().zip(&other.bases) {
            base.swap(other);
        }
        self.free.swap(&other.free);
        self.fresh.swap(&other.fresh);
        self.limit.swap(&other.limit);
        self.live.swap(&other.live);
        self.blocks.swap(&other.blocks);
        self.alone.swap(&other.alone);
        self.free_number.swap(&other.free_number);
    }

    /// Makes room for `more` slots beside those in use.
    pub(super) fn reserve(&self, more: usize) {
        let room = self.capacity() - self.live();
        if more > room {
            self.grow(more - room);
        }
    }

    /// Makes one block for at least `more` slots, and for as many as there are.
    #[cold]
    #[inline(never)]
    fn grow(&self, more: usize) {
        let first = self.limit.get();
        let limit = (first as usize).checked_add(more).and_then(usize::checked_next_power_of_two);
        let limit = limit.and_then(|limit| u32::try_from(limit).ok()).unwrap_or_else(|| overflow());
        if !IN_BLOCKS {
            let alone = &mut *self.alone.borrow_mut();
            alone.reserve_exact((limit - FIRST) as usize - alone.len());
            return self.limit.set(limit);
        }
        let Ok(layout) = Layout::array::<E>((limit - first) as usize).and_then(|it| it.align_to(ALIGN)) else {
            overflow()
        };
        let blocks = &mut *self.blocks.borrow_mut();
        blocks.reserve(1);
        // SAFETY: neither number is 0, nor is the size of an entry.
        let Some(block) = NonNull::new(unsafe { alloc(layout) }) else { handle_alloc_error(layout) };
        blocks.push((block, layout));
        let base = block.cast::<E>().as_ptr().wrapping_sub(first as usize);
        for power in first.ilog2()..limit.ilog2() {
            self.bases[power as usize].set(base);
        }
        self.limit.set(limit);
    }

    #[cold]
    fn alone_at(&self, number: Number) -> NonNull<E> {
        match self.alone.borrow()[(number.get() - FIRST) as usize] {
            Alone::Used(slot) => slot,
            Alone::Free(_) => unreachable!("a slot that is in use"),
        }
    }

    #[cold]
    fn take_alone(&self) -> (NonNull<E>, Number) {
        if self.live() > self.capacity() {
            self.grow(1);
        }
        let layout = Layout::new::<E>();
        // SAFETY: the size of an entry is not 0.
        let Some(slot) = NonNull::new(unsafe { alloc(layout) }) else { handle_alloc_error(layout) };
        let slot = slot.cast();
        let alone = &mut *self.alone.borrow_mut();
        let number = match self.free_number.get() {
            Some(number) => {
                let place = &mut alone[(number.get() - FIRST) as usize];
                if let Alone::Free(next) = *place {
                    self.free_number.set(next);
                }
                *place = Alone::Used(slot);
                number
            }
            None => {
                let number = FIRST.saturating_add(alone.len() as u32);
                alone.push(Alone::Used(slot));
                Number::MIN.saturating_add(number - 1)
            }
        };
        (slot, number)
    }

    /// # Safety
    /// As for [`give`](Slab::give).
    #[cold]
    unsafe fn give_alone(&self, slot: NonNull<E>, number: Number) {
        let next = self.free_number.replace(Some(number));
        self.alone.borrow_mut()[(number.get() - FIRST) as usize] = Alone::Free(next);
        // SAFETY: B3: allocated with this layout; forwarded.
        unsafe { dealloc(slot.as_ptr().cast(), Layout::new::<E>()) }
    }
}

impl<E, const IN_BLOCKS: bool> Drop for Slab<E, IN_BLOCKS> {
    /// Nothing is in use.
    fn drop(&mut self) {
        for (block, layout) in self.blocks.get_mut().drain(..) {
            // SAFETY: allocated with this layout.
            unsafe { dealloc(block.as_ptr(), layout) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Slab};

    type Entry = [u64; 8];

    /// Random slots are taken and given back: none is given out twice, and what is written to one stays.
    fn take_and_give<const IN_BLOCKS: bool>() {
        let slab = Slab::<Entry, IN_BLOCKS>::with_capacity(0);
        let mut used: Vec<(Number, u64)> = Vec::new();
        let mut random = 1u64;
        for step in 0..20_000u64 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let grows = (step / 1000) % 2 == 0;
            if (random >> 33) % 8 < if grows { 6 } else { 2 } {
                let (slot, number) = slab.take();
                assert_eq!(slab.at(number), slot);
                // SAFETY: memory for an entry, in use by nothing else.
                unsafe { slot.write([step; 8]) };
                used.push((number, step));
            } else if let Some(at) = (random as usize >> 7).checked_rem(used.len()) {
                let (number, wrote) = used.swap_remove(at);
                let slot = slab.at(number);
                // SAFETY: written above.
                assert_eq!(unsafe { slot.read() }, [wrote; 8]);
                // SAFETY: in use, and not used again.
                unsafe { slab.give(slot, number) };
            }
            assert!(slab.live() == used.len() && slab.live() <= slab.capacity());
        }
        for (number, wrote) in used {
            let slot = slab.at(number);
            // SAFETY: written above.
            assert_eq!(unsafe { slot.read() }, [wrote; 8]);
            // SAFETY: in use, and not used again.
            unsafe { slab.give(slot, number) };
        }
    }

    #[test]
    fn a_slot_is_given_out_once_and_stays_where_it_is() {
        take_and_give::<true>();
        take_and_give::<false>();
    }

    #[test]
    fn an_empty_slab_begins_again_and_reserved_room_is_one_block() {
        let slab = Slab::<Entry, true>::with_capacity(200);
        assert!(slab.capacity() >= 200 && slab.blocks.borrow().len() == 1);
        let first = slab.take();
        let more: Vec<_> = (1..200).map(|_| slab.take()).collect();
        for (slot, number) in more.into_iter().chain([first]) {
            // SAFETY: in use, and not used again.
            unsafe { slab.give(slot, number) };
        }
        assert!(slab.take() == first && slab.blocks.borrow().len() == 1);
        // SAFETY: in use, and not used again.
        unsafe { slab.give(first.0, first.1) };
    }
}
