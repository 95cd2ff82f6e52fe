//! The table under all the maps and sets: entries, each bound to a node, found by a hash.
//!
//! Entries stand in slots, in the order in which they came; the hash table holds the numbers of the slots. User code (`Hash`,
//! `Eq`, `Drop`, closures) never runs while the slots are borrowed: hashes are kept, a comparison gets an entry and its node
//! held by counts, and what is dropped is taken out first. So it may do anything to the very table.

use core::cell::{Cell, RefCell};
use core::marker::PhantomData;
use core::mem;
use std::rc::{self, Rc};

use hashbrown::HashTable;

use super::notice::{Notice, Target, Told};
use crate::Strong;
use crate::death::drop_all;
use crate::edge::Invariant;

/// Entries with a `P` beside each node of type `T`.
pub(super) struct Table<P: 'static, T> {
    store: Rc<Store<P>>,
    /// Invariant in `T`: nodes are put in through `&self`.
    marker: PhantomData<Invariant<T>>,
}

struct Store<P: 'static> {
    /// Borrowed for moments in which no user code runs and no handle is dropped.
    shelf: RefCell<Shelf<P>>,
    /// While somebody walks, slots stay where they are.
    walks: Cell<usize>,
    /// Counts what comes and goes.
    edits: Cell<u64>,
}

struct Shelf<P: 'static> {
    /// The numbers of the slots with an entry.
    places: HashTable<u32>,
    slots: Vec<Slot<P>>,
}

struct Slot<P: 'static> {
    hash: u64,
    /// `None` where one has left.
    full: Option<Full<P>>,
}

/// An entry in its slot, and its node, which lives: its death empties the slot before anything else.
struct Full<P: 'static> {
    entry: Rc<Entry<P>>,
    node: Target,
}

/// What a table has beside a node.
pub(super) struct Entry<P: 'static> {
    pub(super) payload: P,
    store: rc::Weak<Store<P>>,
    notice: Notice,
}

impl<P: 'static> Told for Entry<P> {
    const PLAIN: bool = !mem::needs_drop::<P>();

    fn notice(&self) -> &Notice {
        &self.notice
    }

    fn gone(&self, index: usize) {
        if let Some(store) = self.store.upgrade() {
            store.vacate(index);
        }
    }
}

impl<P: 'static> Store<P> {
    /// Takes an entry out of its slot.
    fn vacate(&self, index: usize) -> Option<Rc<Entry<P>>> {
        let mut shelf = self.shelf.borrow_mut();
        let slot = shelf.slots.get_mut(index)?;
        let (hash, full) = (slot.hash, slot.full.take()?);
        if let Ok(place) = shelf.places.find_entry(hash, |&place| place as usize == index) {
            place.remove();
        }
        self.edits.set(self.edits.get() + 1);
        Some(full.entry)
    }
}

impl<P: 'static> Shelf<P> {
    /// Closes the gaps.
    fn tidy(&mut self) {
        self.slots.retain(|slot| slot.full.is_some());
        self.places.clear();
        for (index, slot) in self.slots.iter().enumerate() {
            if let Some(full) = &slot.full {
                full.entry.notice.move_to(index);
            }
            self.places.insert_unique(slot.hash, place(index), |&place| self.slots[place as usize].hash);
        }
    }
}

fn place(index: usize) -> u32 {
    u32::try_from(index).expect("a weak map or set has no room for more than 2^32 entries")
}

/// An entry and its node, both held.
pub(super) type Found<P, T> = (Rc<Entry<P>>, Strong<T>);

impl<P: 'static, T> Table<P, T> {
    pub(super) fn with_capacity(capacity: usize) -> Table<P, T> {
        let shelf = Shelf { places: HashTable::with_capacity(capacity), slots: Vec::with_capacity(capacity) };
        let store = Store { shelf: RefCell::new(shelf), walks: Cell::new(0), edits: Cell::new(0) };
        Table { store: Rc::new(store), marker: PhantomData }
    }

    pub(super) fn len(&self) -> usize {
        self.store.shelf.borrow().places.len()
    }

    pub(super) fn capacity(&self) -> usize {
        let shelf = self.store.shelf.borrow();
        shelf.places.capacity().min(shelf.slots.capacity())
    }

    pub(super) fn reserve(&self, more: usize) {
        let shelf = &mut *self.store.shelf.borrow_mut();
        let slots = &shelf.slots;
        shelf.places.reserve(more, |&place| slots[place as usize].hash);
        shelf.slots.reserve(more);
    }

    pub(super) fn shrink_to_fit(&self) {
        let shelf = &mut *self.store.shelf.borrow_mut();
        if self.store.walks.get() == 0 {
            shelf.tidy();
        }
        let slots = &shelf.slots;
        shelf.places.shrink_to_fit(|&place| slots[place as usize].hash);
        shelf.slots.shrink_to_fit();
    }

    /// Changes whenever an entry comes or goes.
    fn edits(&self) -> u64 {
        self.store.edits.get()
    }

    /// The node of a full slot.
    #[inline]
    fn node(full: &Full<P>) -> Strong<T> {
        // SAFETY: I1: its death would have emptied the slot, which comes before anything else. I4: the slots of a
        // `Table<P, T>` are filled with a `Strong<T>` only.
        unsafe { full.node.upgrade() }
    }

    fn found(full: &Full<P>) -> Found<P, T> {
        (full.entry.clone(), Self::node(full))
    }

    /// Whether the entry has not left.
    pub(super) fn has(entry: &Entry<P>) -> bool {
        entry.notice.is_set()
    }

    fn first(&self, hash: u64) -> Option<Found<P, T>> {
        let shelf = self.store.shelf.borrow();
        let slots = &shelf.slots;
        let place = *shelf.places.find(hash, |&place| slots[place as usize].hash == hash)?;
        slots[place as usize].full.as_ref().map(Self::found)
    }

    /// The others that have the very same hash.
    fn others(&self, hash: u64, but: &Rc<Entry<P>>) -> Vec<Found<P, T>> {
        let shelf = self.store.shelf.borrow();
        let same = shelf.places.iter_hash(hash).map(|&place| &shelf.slots[place as usize]);
        let full = same.filter(|slot| slot.hash == hash).filter_map(|slot| slot.full.as_ref());
        full.filter(|full| !Rc::ptr_eq(&full.entry, but)).map(Self::found).collect()
    }

    /// The entry with this hash that is the `same`. That may do anything: the answer is of those that were here when it
    /// was first asked, and are still.
    pub(super) fn find(&self, hash: u64, mut same: impl FnMut(&P, &Strong<T>) -> bool) -> Option<Found<P, T>> {
        let first = self.first(hash)?;
        if same(&first.0.payload, &first.1) && Self::has(&first.0) {
            return Some(first);
        }
        // All 64 bits are alike, and yet they are not the same: rare.
        let mut others = self.others(hash, &first.0).into_iter();
        others.find(|(entry, target)| Self::has(entry) && same(&entry.payload, target) && Self::has(entry))
    }

    /// As [`find`](Table::find); looks again if the table was edited meanwhile, so that what was put in is seen. If every
    /// look edits it, this gives up after some.
    pub(super) fn find_settled(&self, hash: u64, mut same: impl FnMut(&P, &Strong<T>) -> bool) -> Option<Found<P, T>> {
        for _ in 0..8 {
            let before = self.edits();
            if let Some(found) = self.find(hash, &mut same) {
                return Some(found);
            }
            if self.edits() == before {
                return None;
            }
        }
        None
    }

    fn new_entry(&self, payload: P) -> Rc<Entry<P>> {
        Rc::new(Entry { payload, store: Rc::downgrade(&self.store), notice: Notice::unset() })
    }

    /// Puts in a new entry, at the end.
    pub(super) fn insert(&self, hash: u64, payload: P, target: &Strong<T>) -> Rc<Entry<P>> {
        let entry = self.new_entry(payload);
        let index = {
            let shelf = &mut *self.store.shelf.borrow_mut();
            if shelf.slots.len() == shelf.slots.capacity()
                && shelf.slots.len() / 2 >= shelf.places.len()
                && self.store.walks.get() == 0
            {
                shelf.tidy();
            }
            let index = shelf.slots.len();
            let new = place(index);
            shelf.slots.push(Slot { hash, full: Some(Full { entry: entry.clone(), node: Target::of(target) }) });
            let slots = &shelf.slots;
            shelf.places.insert_unique(hash, new, |&place| slots[place as usize].hash);
            index
        };
        self.store.edits.set(self.edits() + 1);
        Notice::set(&entry, target, index);
        entry
    }

    /// Puts a new entry with the same hash into the place of one. If that has left, at the end.
    pub(super) fn replace(&self, hash: u64, old: &Rc<Entry<P>>, payload: P, target: &Strong<T>) -> Rc<Entry<P>> {
        let Some(index) = old.notice.index() else {
            return self.insert(hash, payload, target);
        };
        let entry = self.new_entry(payload);
        // `old` is held by the caller: its payload is not dropped in here.
        let full = Full { entry: entry.clone(), node: Target::of(target) };
        self.store.shelf.borrow_mut().slots[index].full = Some(full);
        Notice::unset_of(old);
        self.store.edits.set(self.edits() + 1);
        Notice::set(&entry, target, index);
        entry
    }

    /// Takes out an entry; false if it has left.
    pub(super) fn remove(&self, entry: &Rc<Entry<P>>) -> bool {
        let Some(index) = entry.notice.index() else {
            return false;
        };
        // Both are this entry, which the caller holds.
        self.store.vacate(index);
        Notice::unset_of(entry);
        true
    }

    /// Takes out the entry that came last.
    pub(super) fn pop(&self) -> Option<Found<P, T>> {
        let found = {
            let shelf = self.store.shelf.borrow();
            Self::found(shelf.slots.iter().rev().find_map(|slot| slot.full.as_ref())?)
        };
        self.remove(&found.0);
        let shelf = &mut *self.store.shelf.borrow_mut();
        // So that popping all of them does not search the same gaps again and again.
        while self.store.walks.get() == 0 && shelf.slots.pop_if(|slot| slot.full.is_none()).is_some() {}
        Some(found)
    }

    fn take_all(&self) -> Vec<Full<P>> {
        let shelf = &mut *self.store.shelf.borrow_mut();
        shelf.places.clear();
        self.store.edits.set(self.edits() + 1);
        if self.store.walks.get() == 0 {
            shelf.slots.drain(..).filter_map(|slot| slot.full).collect()
        } else {
            // A place that a walk has reached stays past the end.
            shelf.slots.iter_mut().filter_map(|slot| slot.full.take()).collect()
        }
    }

    /// Takes out all.
    pub(super) fn drain(&self) -> Vec<Found<P, T>> {
        let all = self.take_all();
        // They live: no notice has been unset, and no user code has run.
        let found = all.iter().map(Self::found).collect();
        for full in &all {
            Notice::unset_of(&full.entry);
        }
        found
    }

    /// Drops all.
    pub(super) fn clear(&self) {
        let all = self.take_all();
        for full in &all {
            Notice::unset_of(&full.entry);
        }
        drop_all(all);
    }

    pub(super) fn walk(&self) -> Walk<'_, P, T> {
        let walks = self.store.walks.get();
        let shelf = &mut *self.store.shelf.borrow_mut();
        if walks == 0 && shelf.slots.len() / 4 > shelf.places.len() + 8 {
            shelf.tidy();
        }
        self.store.walks.set(walks + 1);
        Walk { table: self, index: 0, end: shelf.slots.len() }
    }
}

impl<P: 'static, T> Drop for Table<P, T> {
    fn drop(&mut self) {
        self.clear();
    }
}

/// All entries that were there when it began, and are there when it comes to them.
pub(super) struct Walk<'t, P: 'static, T> {
    table: &'t Table<P, T>,
    index: usize,
    end: usize,
}

impl<P: 'static, T> Iterator for Walk<'_, P, T> {
    type Item = Found<P, T>;

    fn next(&mut self) -> Option<Found<P, T>> {
        let shelf = self.table.store.shelf.borrow();
        while self.index < self.end {
            let slot = shelf.slots.get(self.index)?;
            self.index += 1;
            if let Some(full) = &slot.full {
                return Some(Table::found(full));
            }
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.end - self.index))
    }
}

impl<P: 'static, T> Walk<'_, P, T> {
    /// The next node, without its entry.
    pub(super) fn next_target(&mut self) -> Option<Strong<T>> {
        let shelf = self.table.store.shelf.borrow();
        while self.index < self.end {
            let slot = shelf.slots.get(self.index)?;
            self.index += 1;
            if let Some(full) = &slot.full {
                return Some(Table::<P, T>::node(full));
            }
        }
        None
    }
}

impl<P: 'static, T> Drop for Walk<'_, P, T> {
    fn drop(&mut self) {
        let walks = &self.table.store.walks;
        walks.set(walks.get() - 1);
    }
}
