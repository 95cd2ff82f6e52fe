//! The table under all the maps and sets: entries, each bound to a node, found by a hash.
//!
//! Entries stand in slots, in the order in which they came, and in a hash table, each time as a pointer to the one
//! allocation of [`TableEntry`]. User code (`Hash`, `Eq`, `Drop`, closures) never runs while these are borrowed: hashes
//! are kept, a comparison gets an entry, or a node, that is held by a count, and what is dropped is taken out first. So
//! it may do anything to the very table. An entry of another table is known by its store: it is in none but its own.

use core::cell::{Cell, RefCell};
use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;

use hashbrown::HashTable;

use self::entry::free;
pub(crate) use self::entry::{EntryRef, TableEntry};
use crate::Strong;
use crate::core::Invariant;
use crate::core::observer::{Observer, ObserverKind};
use crate::core::panics::{drop_all, dropping};
use crate::core::ptr::NodePtr;
use crate::core::steps;

mod entry;

/// Entries with a `P` beside each node of type `T`.
pub(crate) struct Table<P: 'static, T> {
    /// Boxed; freed with the table, when all entries are off their nodes.
    store: NonNull<Store<P>>,
    /// Invariant in both: nodes, and what stands beside them, are put in through `&self`.
    marker: PhantomData<(Invariant<T>, Invariant<P>)>,
}

struct Store<P: 'static> {
    /// Borrowed for moments in which no user code runs and no handle is dropped.
    entries: RefCell<Entries<P>>,
    /// While somebody walks, the slots before `kept` stay where they are.
    walks: Cell<usize>,
    /// No open walk goes further than to here. What comes later is not theirs to yield, so the gaps there can be
    /// closed.
    kept: Cell<usize>,
    /// The number of the walk that set `kept`.
    keeper: Cell<u64>,
    /// How many walks there have been.
    opened: Cell<u64>,
    /// Counts what comes and goes.
    edits: Cell<u64>,
}

struct Entries<P: 'static> {
    /// The entries that are in the table, by their hashes.
    places: HashTable<HashedSlot<P>>,
    /// The same, in the order in which they came; `None` where one has left.
    slots: Vec<Option<EntrySlot<P>>>,
}

struct HashedSlot<P: 'static> {
    hash: u64,
    slot: EntrySlot<P>,
}

/// An entry, and its node, which lives: its death empties the slot before anything else. Side by side, so that the
/// processor can get both at once.
struct EntrySlot<P: 'static> {
    entry: NonNull<TableEntry<P>>,
    node: NodePtr,
}

impl<P: 'static> Clone for EntrySlot<P> {
    fn clone(&self) -> EntrySlot<P> {
        *self
    }
}

impl<P: 'static> Copy for EntrySlot<P> {}

impl<P: 'static> Store<P> {
    /// What it owns waits for step 3 of the node's death; if dropping it runs no user code, it does not wait.
    const KIND: ObserverKind = ObserverKind::plain(free::<P>, on_node_drop::<P>, mem::needs_drop::<P>());

    /// So many slots stay where they are.
    #[inline]
    fn kept(&self) -> usize {
        if self.walks.get() == 0 { 0 } else { self.kept.get() }
    }

    /// Takes an entry out of its slot. It stays on its node.
    #[inline]
    fn vacate(&self, index: usize, entry: NonNull<TableEntry<P>>) {
        let entries = &mut *self.entries.borrow_mut();
        entries.slots[index] = None;
        // SAFETY: N2: in the table, so its observer holds a count.
        let hash = unsafe { entry.as_ref() }.hash;
        let found = entries.places.find_entry(hash, |place| {
            steps::count();
            place.slot.entry == entry
        });
        if let Ok(place) = found {
            place.remove();
        }
        self.edits.set(self.edits.get() + 1);
    }
}

/// A node begins to die: its entry leaves its table.
///
/// # Safety
/// N1: the observer of an `TableEntry<P>` that was in its table until here.
unsafe fn on_node_drop<P: 'static>(this: NonNull<Observer>) {
    let entry = this.cast::<TableEntry<P>>();
    // SAFETY: N2, N3: the observer is in the chain.
    let observer = unsafe { this.as_ref() };
    let store = observer.context.get().cast::<Store<P>>();
    // SAFETY: N1.
    unsafe { &*store }.vacate(observer.index.get(), entry);
}

impl<P: 'static> Entries<P> {
    /// Makes room for a slot.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self, kept: usize) {
        let loose = self.slots.len() - kept;
        // At least as many gaps as there are entries.
        if loose / 2 >= self.places.len() {
            self.tidy(kept);
        }
        self.slots.reserve(1);
    }

    /// Closes the gaps from this slot on.
    fn tidy(&mut self, kept: usize) {
        let mut to = kept;
        for from in kept..self.slots.len() {
            steps::count();
            let Some(slot) = self.slots[from].take() else { continue };
            // SAFETY: N2: in the table, so its observer holds a count.
            unsafe { slot.entry.as_ref() }.move_to(to);
            self.slots[to] = Some(slot);
            to += 1;
        }
        self.slots.truncate(to);
    }
}

/// An entry and its node, both held.
pub(crate) type Found<P, T> = (EntryRef<P>, Strong<T>);

impl<P: 'static, T> Table<P, T> {
    pub(crate) fn with_capacity(capacity: usize) -> Table<P, T> {
        let entries = Entries { places: HashTable::with_capacity(capacity), slots: Vec::with_capacity(capacity) };
        let store = Store {
            entries: RefCell::new(entries),
            walks: Cell::new(0),
            kept: Cell::new(0),
            keeper: Cell::new(0),
            opened: Cell::new(0),
            edits: Cell::new(0),
        };
        Table { store: NonNull::from(Box::leak(Box::new(store))), marker: PhantomData }
    }

    #[inline(always)]
    fn store(&self) -> &Store<P> {
        // SAFETY: boxed in `with_capacity`, freed in `drop`.
        unsafe { self.store.as_ref() }
    }

    pub(crate) fn len(&self) -> usize {
        self.store().entries.borrow().places.len()
    }

    pub(crate) fn capacity(&self) -> usize {
        let entries = self.store().entries.borrow();
        entries.places.capacity().min(entries.slots.capacity())
    }

    pub(crate) fn reserve(&self, more: usize) {
        let entries = &mut *self.store().entries.borrow_mut();
        entries.places.reserve(more, |place| place.hash);
        entries.slots.reserve(more);
    }

    pub(crate) fn shrink_to_fit(&self) {
        let entries = &mut *self.store().entries.borrow_mut();
        entries.tidy(self.store().kept());
        entries.places.shrink_to_fit(|place| place.hash);
        entries.slots.shrink_to_fit();
    }

    /// Changes whenever an entry comes or goes.
    fn edits(&self) -> u64 {
        self.store().edits.get()
    }

    /// Whether the entry is in this table, and has not left.
    #[inline]
    fn has(&self, entry: &TableEntry<P>) -> bool {
        entry.is_in() && entry.is_of(self.store.as_ptr().cast_const().cast())
    }

    /// The node of an entry of this table, if that has not left.
    #[inline]
    pub(crate) fn node(&self, entry: &TableEntry<P>) -> Option<Strong<T>> {
        // SAFETY: I4: the entries of a `Table<P, T>` are made with a `Strong<T>`.
        if self.has(entry) { unsafe { entry.node() } } else { None }
    }

    /// # Safety
    /// The entry has not left.
    #[inline]
    unsafe fn node_in(slot: &EntrySlot<P>) -> Strong<T> {
        // SAFETY: I1: its death would have emptied the slot, which comes before anything else. I4: the slots of a
        // `Table<P, T>` are filled with a `Strong<T>` only.
        unsafe { Strong::of_live(slot.node) }
    }

    /// # Safety
    /// The entry has not left.
    unsafe fn found(slot: &EntrySlot<P>) -> Found<P, T> {
        // SAFETY: N2: in the table, so its observer holds a count.
        let entry = unsafe { EntryRef::again(slot.entry) };
        // SAFETY: forwarded.
        (entry, unsafe { Self::node_in(slot) })
    }

    #[inline]
    fn first(&self, hash: u64) -> Option<(EntryRef<P>, EntrySlot<P>)> {
        let entries = self.store().entries.borrow();
        let same = |place: &HashedSlot<P>| {
            steps::count();
            place.hash == hash
        };
        let slot = entries.places.find(hash, same)?.slot;
        // SAFETY: N2: in the table, so its observer holds a count.
        Some((unsafe { EntryRef::again(slot.entry) }, slot))
    }

    /// The others that have the very same hash.
    fn others(&self, hash: u64, but: NonNull<TableEntry<P>>) -> Vec<(EntryRef<P>, EntrySlot<P>)> {
        let entries = self.store().entries.borrow();
        let same = entries.places.iter_hash(hash).filter(|place| place.hash == hash).map(|place| place.slot);
        // SAFETY: N2: in the table, so its observer holds a count.
        same.filter(|slot| slot.entry != but).map(|slot| (unsafe { EntryRef::again(slot.entry) }, slot)).collect()
    }

    /// The entry with this hash that is the `same`. That may do anything: the answer is of those that were here when it
    /// was first asked, and are still.
    #[inline]
    pub(crate) fn find(&self, hash: u64, same: impl FnMut(&TableEntry<P>) -> bool) -> Option<EntryRef<P>> {
        self.find_with(hash, same, |entry, _| entry)
    }

    /// Whether there is such an entry.
    #[inline]
    pub(crate) fn contains(&self, hash: u64, same: impl FnMut(&TableEntry<P>) -> bool) -> bool {
        self.find_with(hash, same, |_, _| ()).is_some()
    }

    /// The node of such an entry.
    #[inline]
    pub(crate) fn find_node(&self, hash: u64, same: impl FnMut(&TableEntry<P>) -> bool) -> Option<Strong<T>> {
        // SAFETY: it has not left, as `find_with` says.
        self.find_with(hash, same, |_, slot| unsafe { Self::node_in(slot) })
    }

    /// Gives what `read` makes of the entry that was found, which has not left.
    #[inline]
    fn find_with<O>(
        &self,
        hash: u64,
        mut same: impl FnMut(&TableEntry<P>) -> bool,
        read: impl FnOnce(EntryRef<P>, &EntrySlot<P>) -> O,
    ) -> Option<O> {
        let (entry, slot) = self.first(hash)?;
        if same(&entry) && entry.is_in() {
            return Some(read(entry, &slot));
        }
        // `entry` is held meanwhile, so that no other gets its address.
        let found = self.find_other(hash, entry.as_ptr(), same, read);
        dropping(entry, found)
    }

    /// All 64 bits are alike, and yet they are not the same: rare.
    #[cold]
    #[inline(never)]
    fn find_other<O>(
        &self,
        hash: u64,
        but: NonNull<TableEntry<P>>,
        mut same: impl FnMut(&TableEntry<P>) -> bool,
        read: impl FnOnce(EntryRef<P>, &EntrySlot<P>) -> O,
    ) -> Option<O> {
        let mut others = self.others(hash, but).into_iter();
        let (entry, slot) = others.find(|(entry, _)| entry.is_in() && same(entry) && entry.is_in())?;
        let found = read(entry, &slot);
        dropping(others, Some(found))
    }

    /// As `same` for [`find`](Table::find): compares the nodes, which are kept meanwhile.
    #[inline]
    pub(crate) fn by_node<'f>(&'f self, same: impl Fn(&T) -> bool + 'f) -> impl Fn(&TableEntry<P>) -> bool + 'f {
        move |entry| self.node(entry).is_some_and(|node| same(&node))
    }

    /// As [`find`](Table::find); looks again if the table was edited meanwhile, so that what was put in is seen. If
    /// every look edits it, this gives up after some.
    #[inline]
    pub(crate) fn find_settled(&self, hash: u64, mut same: impl FnMut(&TableEntry<P>) -> bool) -> Option<EntryRef<P>> {
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

    #[inline(always)]
    fn new_entry(&self, hash: u64, payload: P, target: &Strong<T>) -> EntryRef<P> {
        EntryRef::new(const { &Store::<P>::KIND }, self.store.as_ptr().cast_const().cast(), hash, payload, target)
    }

    /// Puts in a new entry, at the end.
    pub(crate) fn insert(&self, hash: u64, payload: P, target: &Strong<T>) -> EntryRef<P> {
        let store = self.store();
        let entry = self.new_entry(hash, payload, target);
        let index = {
            let entries = &mut *store.entries.borrow_mut();
            if entries.slots.len() == entries.slots.capacity() {
                entries.make_room(store.kept());
            }
            let slot = EntrySlot { entry: entry.as_ptr(), node: target.raw() };
            // If there is no room in here, nothing has been done yet.
            entries.places.insert_unique(hash, HashedSlot { hash, slot }, |place| place.hash);
            let index = entries.slots.len();
            entries.slots.push(Some(slot));
            index
        };
        store.edits.set(self.edits() + 1);
        // SAFETY: new; `target` is a handle; it stands in that slot.
        unsafe { entry.join(index) };
        entry
    }

    /// Puts a new entry with the same hash into the place of one. If that has left, at the end.
    pub(crate) fn replace(&self, old: &EntryRef<P>, payload: P, target: &Strong<T>) -> EntryRef<P> {
        let hash = old.hash;
        if !self.has(old) {
            return self.insert(hash, payload, target);
        }
        let entry = self.new_entry(hash, payload, target);
        let index = old.index();
        {
            let entries = &mut *self.store().entries.borrow_mut();
            let slot = EntrySlot { entry: entry.as_ptr(), node: target.raw() };
            entries.slots[index] = Some(slot);
            if let Some(place) = entries.places.find_mut(hash, |place| place.slot.entry == old.as_ptr()) {
                place.slot = slot;
            }
        }
        // SAFETY: N1, N2: it was in the table, and has just left its slot.
        let taken = unsafe { EntryRef::taken_off(old.as_ptr()) };
        self.store().edits.set(self.edits() + 1);
        // SAFETY: new; `target` is a handle; it stands in that slot.
        unsafe { entry.join(index) };
        drop(taken); // held by the caller, too
        entry
    }

    /// Puts in a new entry, in the place of `old` if there is one.
    #[inline]
    pub(crate) fn put(&self, hash: u64, old: Option<&EntryRef<P>>, payload: P, target: &Strong<T>) {
        match old {
            Some(old) => self.replace(old, payload, target),
            None => self.insert(hash, payload, target),
        };
    }

    /// Takes out an entry; false if it has left.
    pub(crate) fn remove(&self, entry: &EntryRef<P>) -> bool {
        if !self.has(entry) {
            return false;
        }
        self.store().vacate(entry.index(), entry.as_ptr());
        // SAFETY: N1, N2: it was in the table, and has just left its slot. The caller holds it, so that this does not
        // drop it.
        drop(unsafe { EntryRef::taken_off(entry.as_ptr()) });
        true
    }

    /// Takes out the entry that came last.
    pub(crate) fn pop(&self) -> Option<Found<P, T>> {
        let found = {
            let entries = self.store().entries.borrow();
            let last = entries.slots.iter().rev().inspect(|_| steps::count()).find_map(Option::as_ref)?;
            // SAFETY: what is in a slot has not left.
            unsafe { Self::found(last) }
        };
        self.remove(&found.0);
        let entries = &mut *self.store().entries.borrow_mut();
        // So that popping all of them does not search the same gaps again and again.
        while entries.slots.len() > self.store().kept() && entries.slots.last().is_some_and(Option::is_none) {
            entries.slots.pop();
        }
        Some(found)
    }

    /// Empties the entries. The entries are on their nodes still.
    fn take_all(&self) -> Vec<Option<EntrySlot<P>>> {
        let entries = &mut *self.store().entries.borrow_mut();
        entries.places.clear();
        self.store().edits.set(self.edits() + 1);
        if self.store().walks.get() == 0 {
            return mem::take(&mut entries.slots);
        }
        // A place that a walk has reached stays past the end.
        let all = entries.slots.iter_mut().map(Option::take).collect();
        entries.slots.truncate(self.store().kept());
        all
    }

    /// Takes out all.
    pub(crate) fn drain(&self) -> Vec<Found<P, T>> {
        let mut found = Vec::with_capacity(self.len());
        let mut all = self.take_all();
        for slot in all.drain(..).flatten() {
            // SAFETY: nothing has run since it was in its slot.
            let node = unsafe { Self::node_in(&slot) };
            // SAFETY: N1, N2: it was in the table, and has just left its slot.
            found.push((unsafe { EntryRef::taken_off(slot.entry) }, node));
        }
        self.keep_room(all);
        found
    }

    /// The slots that [`take_all`](Table::take_all) gave are empty: what comes next finds their room.
    fn keep_room(&self, room: Vec<Option<EntrySlot<P>>>) {
        let entries = &mut *self.store().entries.borrow_mut();
        if entries.slots.is_empty() {
            entries.slots = room;
        }
    }

    /// Drops all.
    pub(crate) fn clear(&self) {
        let mut all = self.take_all();
        // SAFETY: N1, N2: it was in the table, and has just left its slot.
        let entries = all.drain(..).flatten().map(|slot| unsafe { EntryRef::taken_off(slot.entry) });
        // All of them are off their nodes before the first destructor runs.
        let owned: Vec<EntryRef<P>> = match mem::needs_drop::<P>() {
            true => entries.collect(),
            false => {
                entries.for_each(drop);
                Vec::new()
            }
        };
        self.keep_room(all);
        drop_all(owned);
    }

    pub(crate) fn walk(&self) -> Walk<'_, P, T> {
        let store = self.store();
        let kept = store.kept();
        let entries = &mut *store.entries.borrow_mut();
        if (entries.slots.len() - kept) / 4 > entries.places.len() + 8 {
            entries.tidy(kept);
        }
        let (end, number) = (entries.slots.len(), store.opened.get() + 1);
        store.opened.set(number);
        store.walks.set(store.walks.get() + 1);
        store.kept.set(end);
        Walk { table: self, index: 0, end, number, before: (kept, store.keeper.replace(number)) }
    }
}

impl<P: 'static, T> Drop for Table<P, T> {
    fn drop(&mut self) {
        /// Freed also if a destructor panics.
        struct Free<P: 'static>(NonNull<Store<P>>);

        impl<P: 'static> Drop for Free<P> {
            fn drop(&mut self) {
                // SAFETY: boxed in `with_capacity`; N1: no entry is in the table any more.
                drop(unsafe { Box::from_raw(self.0.as_ptr()) });
            }
        }

        let free = Free(self.store);
        self.clear();
        drop(free);
    }
}

/// All entries that were there when it began, and are there when it comes to them.
pub(crate) struct Walk<'t, P: 'static, T> {
    table: &'t Table<P, T>,
    index: usize,
    end: usize,
    number: u64,
    /// `kept` and `keeper` as they were before it.
    before: (usize, u64),
}

impl<P: 'static, T> Iterator for Walk<'_, P, T> {
    type Item = Found<P, T>;

    fn next(&mut self) -> Option<Found<P, T>> {
        // SAFETY: what is in a slot has not left.
        self.next_slot(|slot| unsafe { Table::found(slot) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.end - self.index))
    }
}

impl<P: 'static, T> Walk<'_, P, T> {
    #[inline]
    fn next_slot<O>(&mut self, read: impl FnOnce(&EntrySlot<P>) -> O) -> Option<O> {
        let entries = self.table.store().entries.borrow();
        while self.index < self.end {
            let slot = entries.slots.get(self.index)?;
            self.index += 1;
            steps::count();
            if let Some(slot) = slot {
                return Some(read(slot));
            }
        }
        None
    }

    /// The next node, without its entry.
    pub(crate) fn next_target(&mut self) -> Option<Strong<T>> {
        // SAFETY: what is in a slot has not left.
        self.next_slot(|slot| unsafe { Table::node_in(slot) })
    }
}

impl<P: 'static, T> Drop for Walk<'_, P, T> {
    fn drop(&mut self) {
        let store = self.table.store();
        store.walks.set(store.walks.get() - 1);
        // If no walk was opened after it, the open ones go no further than when it was opened.
        if store.keeper.get() == self.number {
            store.kept.set(self.before.0);
            store.keeper.set(self.before.1);
        }
    }
}
