//! Where each live handle of a thread was made (feature `leak-handles`).
//!
//! A handle knows its number in the table of its thread; a handle that was forgotten stays there. Nothing unsafe stands
//! on the table: an entry is a place in the source, and the address of a node for comparing.

use core::cell::RefCell;
use core::mem::ManuallyDrop;
use core::panic::Location;

/// The number of a handle in the table of its thread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HandlePlace(u32);

/// A handle that has left the table, or found no room in it.
const NONE: u32 = u32::MAX;

enum Slot {
    /// A live handle: the address of its node, and where it was made.
    Handle(usize, &'static Location<'static>),
    /// The next free slot.
    Free(u32),
}

struct Places {
    slots: ManuallyDrop<Vec<Slot>>,
    free: u32,
    /// How many handles there are. The memory is freed with the last one.
    live: usize,
}

thread_local! {
    /// Without a destructor: it is there until the very end of the thread.
    static PLACES: RefCell<Places> = const { RefCell::new(Places { slots: ManuallyDrop::new(Vec::new()), free: NONE, live: 0 }) };
}

impl HandlePlace {
    /// A handle to the node at this address is made here.
    pub(crate) fn new(node: usize, place: &'static Location<'static>) -> HandlePlace {
        PLACES.with(|places| {
            // Only the allocator could be called in between, and it makes no handles.
            let Ok(mut places) = places.try_borrow_mut() else { return HandlePlace(NONE) };
            let Places { slots, free, live } = &mut *places;
            *live += 1;
            if let Some(Slot::Free(next)) = slots.get(*free as usize) {
                let number = core::mem::replace(free, *next);
                slots[number as usize] = Slot::Handle(node, place);
                return HandlePlace(number);
            }
            let number = u32::try_from(slots.len()).unwrap_or(NONE);
            match number {
                NONE => *live -= 1,
                _ => slots.push(Slot::Handle(node, place)),
            }
            HandlePlace(number)
        })
    }

    /// It was made for a caller of this crate, here.
    pub(crate) fn set(self, place: &'static Location<'static>) {
        PLACES.with(|places| {
            let Ok(mut places) = places.try_borrow_mut() else { return };
            if let Some(Slot::Handle(_, made)) = places.slots.get_mut(self.0 as usize) {
                *made = place;
            }
        });
    }

    /// The handle is no more, or has become the count of something that is no handle.
    pub(crate) fn leave(self) {
        PLACES.with(|places| {
            let Ok(mut places) = places.try_borrow_mut() else { return };
            let Places { slots, free, live } = &mut *places;
            if let Some(slot @ Slot::Handle(..)) = slots.get_mut(self.0 as usize) {
                *slot = Slot::Free(*free);
                *free = self.0;
                *live -= 1;
                if *live == 0 {
                    *free = NONE;
                    drop(core::mem::take(&mut **slots));
                }
            }
        });
    }

    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

/// Returns the live handles of this thread: the number of each, the address of its node, and where it was made.
pub(crate) fn all() -> Vec<(u32, usize, &'static Location<'static>)> {
    PLACES.with(|places| {
        let Ok(places) = places.try_borrow() else { return Vec::new() };
        let handle = |(number, slot): (u32, &Slot)| match *slot {
            Slot::Handle(node, place) => Some((number, node, place)),
            Slot::Free(_) => None,
        };
        (0..).zip(places.slots.iter()).filter_map(handle).collect()
    })
}
