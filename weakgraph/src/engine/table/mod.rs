//! The table under all the maps and sets: entries, each bound to a node, found by a hash.
//!
//! Entries are in a slab, where each has a number, and stay there. The hash table has the number beside the node; the
//! slots have the numbers in the order in which the entries came. User code (`Hash`, `Eq`, `Drop`, closures) never runs
//! while these are borrowed: hashes are kept, a comparison gets an entry, or a node, that is held by a count, and what
//! is dropped is taken out first. So it may do anything to the very table. An entry of another table is known by its
//! store: it is in none but its own.

use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;

pub(crate) use self::entry::{EntryRef, TableEntry};
use self::index::{Bucket, fold};
use self::slab::Number;
use self::store::{Slot, Store};
use crate::Strong;
use crate::core::Invariant;
use crate::core::panics::{drop_all, dropping};
use crate::core::ptr::NodePtr;
use crate::core::steps;

mod entry;
mod index;
mod slab;
mod store;

/// Entries with a `P` beside each node of type `T`.
pub(crate) struct Table<P: 'static, T> {
    /// Closed with the table, when all entries are off their nodes.
    store: NonNull<Store<P>>,
    /// Invariant in both: nodes, and what stands beside them, are put in through `&self`.
    marker: PhantomData<(Invariant<T>, Invariant<P>)>,
}

/// An entry and its node, both held.
pub(crate) type Found<P, T> = (EntryRef<P>, Strong<T>);

impl<P: 'static, T> Table<P, T> {
    pub(crate) fn with_capacity(capacity: usize) -> Table<P, T> {
        Table { store: Store::with_capacity(capacity), marker: PhantomData }
    }

    #[inline(always)]
    fn store(&self) -> &Store<P> {
        // SAFETY: made in `with_capacity`, closed in `drop`.
        unsafe { self.store.as_ref() }
    }

    pub(crate) fn len(&self) -> usize {
        // SAFETY: for this expression.
        unsafe { self.store().entries() }.places.len()
    }

    /// How many entries there can be without another allocation.
    pub(crate) fn capacity(&self) -> usize {
        let store = self.store();
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { store.entries() };
        let len = entries.places.len();
        let room = store.memory.slab.capacity() - (store.memory.slab.live() - len);
        entries.places.capacity().min(entries.slots.capacity()).min(room)
    }

    pub(crate) fn reserve(&self, more: usize) {
        let store = self.store();
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { store.entries() };
        entries.places.reserve(more);
        entries.reserve_slots(more);
        store.memory.slab.reserve(more);
    }

    pub(crate) fn shrink_to_fit(&self) {
        let store = self.store();
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { store.entries() };
        store.tidy(entries, store.kept());
        entries.places.shrink_to_fit();
        entries.slots.shrink_to_fit();
        store.shrink_slab(entries);
    }

    /// Changes whenever an entry comes or goes.
    fn edits(&self) -> u64 {
        self.store().edits.get()
    }

    /// Whether the entry is in this table, and has not left.
    #[inline]
    fn has(&self, entry: &TableEntry<P>) -> bool {
        entry.is_in() && entry.memory() == self.store.cast()
    }

    /// The node of an entry of this table, if that has not left.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn node(&self, entry: &TableEntry<P>) -> Option<Strong<T>> {
        let node = entry.target().filter(|_| entry.memory() == self.store.cast())?;
        // SAFETY: as its observer hangs at it (N1).
        Some(unsafe { Self::handle(node) })
    }

    /// # Safety
    /// The node of an entry of this table that has not left.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    unsafe fn handle(node: NodePtr) -> Strong<T> {
        // SAFETY: I1: its drop would have taken the entry out, which comes before anything else. I4: the entries of a
        // `Table<P, T>` are made with a `Strong<T>`.
        unsafe { Strong::of_live(node) }
    }

    /// The entry in a slot.
    #[inline(always)]
    fn entry(&self, number: Number) -> EntryRef<P> {
        // SAFETY: N2: in the table, so its observer holds a count.
        unsafe { EntryRef::again(self.store().memory.slab.at(number)) }
    }

    /// The node of the entry in a slot.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn node_of(&self, slot: Slot) -> Strong<T> {
        // SAFETY: what is in a slot has not left.
        unsafe { Self::handle(slot.node) }
    }

    #[inline]
    fn found(&self, slot: Slot) -> Found<P, T> {
        (self.entry(slot.number), self.node_of(slot))
    }

    #[inline]
    fn first(&self, hash: u32) -> Option<(EntryRef<P>, NodePtr)> {
        // SAFETY: for this expression.
        let bucket = unsafe { self.store().entries() }.places.find(hash, |bucket| bucket.hash == hash)?;
        Some((self.entry(bucket.number), bucket.node))
    }

    /// The others that have the very same hash.
    fn others(&self, hash: u32, but: NonNull<TableEntry<P>>) -> Vec<(EntryRef<P>, NodePtr)> {
        // SAFETY: until the end of this function; it drops nothing that the entries do not hold.
        let entries = unsafe { self.store().entries() };
        let same = entries.places.all(hash).map(|bucket| (self.entry(bucket.number), bucket.node));
        same.filter(|(entry, _)| entry.as_ptr() != but).collect()
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
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn find_node(&self, hash: u64, same: impl FnMut(&TableEntry<P>) -> bool) -> Option<Strong<T>> {
        // SAFETY: it has not left, as `find_with` says.
        self.find_with(hash, same, |_, node| unsafe { Self::handle(node) })
    }

    /// Gives what `read` makes of the entry that was found, which has not left.
    #[inline]
    fn find_with<O>(
        &self,
        hash: u64,
        mut same: impl FnMut(&TableEntry<P>) -> bool,
        read: impl FnOnce(EntryRef<P>, NodePtr) -> O,
    ) -> Option<O> {
        let hash = fold(hash);
        let (entry, node) = self.first(hash)?;
        if same(&entry) && entry.is_in() {
            return Some(read(entry, node));
        }
        // `entry` is held meanwhile, so that no other gets its address.
        let found = self.find_other(hash, entry.as_ptr(), same, read);
        dropping(entry, found)
    }

    /// All bits that are kept are alike, and yet they are not the same: rare.
    #[cold]
    #[inline(never)]
    fn find_other<O>(
        &self,
        hash: u32,
        but: NonNull<TableEntry<P>>,
        mut same: impl FnMut(&TableEntry<P>) -> bool,
        read: impl FnOnce(EntryRef<P>, NodePtr) -> O,
    ) -> Option<O> {
        let mut others = self.others(hash, but).into_iter();
        let (entry, node) = others.find(|(entry, _)| entry.is_in() && same(entry) && entry.is_in())?;
        let found = read(entry, node);
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

    /// The entry of this very node in a table that has at most one for each, by its identity.
    #[inline]
    pub(crate) fn find_id(&self, hash: u64, node: &Strong<T>) -> Option<EntryRef<P>> {
        self.number_of(hash, node).map(|number| self.entry(number))
    }

    /// Whether there is an entry of this very node.
    #[inline]
    pub(crate) fn contains_id(&self, hash: u64, node: &Strong<T>) -> bool {
        self.number_of(hash, node).is_some()
    }

    #[inline]
    fn number_of(&self, hash: u64, node: &Strong<T>) -> Option<Number> {
        // SAFETY: for this expression.
        let entries = unsafe { self.store().entries() };
        Some(entries.places.find(fold(hash), |bucket| bucket.node == node.raw())?.number)
    }

    /// Puts in a new entry at the end, and returns its number; unless there is one that is `alike`.
    #[inline(always)]
    fn insert_unless(
        &self,
        hash: u64,
        payload: P,
        target: &Strong<T>,
        alike: impl Fn(&Bucket) -> bool,
    ) -> Result<Number, P> {
        let store = self.store();
        let hash = fold(hash);
        {
            // SAFETY: until the end of this block; it runs nothing else, and drops nothing.
            let entries = unsafe { store.entries() };
            if entries.slots.len() == entries.slots.capacity() {
                store.make_room(entries);
            }
            // If there is no room in here, nothing has been done yet.
            let Some(vacancy) = entries.places.vacancy(hash, alike) else { return Err(payload) };
            let (slot, number) = store.memory.slab.take();
            vacancy.insert(Bucket { node: target.raw(), number, hash });
            let place = entries.slots.len() as u32;
            entries.slots.push(Some(Slot { node: target.raw(), number }));
            store.edited();
            // SAFETY: N2 to N4: just taken; this table's memory, and `number` is in that place.
            unsafe { EntryRef::make(slot, self.store.cast(), place, hash, payload, target) };
            Ok(number)
        }
    }

    /// Puts in a new entry, at the end.
    pub(crate) fn insert(&self, hash: u64, payload: P, target: &Strong<T>) -> EntryRef<P> {
        match self.insert_unless(hash, payload, target, |_| false) {
            Ok(number) => self.entry(number),
            Err(_) => unreachable!("nothing is alike"),
        }
    }

    /// Puts in a new entry, at the end, if there is none with the same hash. No user code runs.
    ///
    /// # Errors
    /// Returns the payload if there is one: it may be of the same key.
    #[inline]
    pub(crate) fn insert_new(&self, hash: u64, payload: P, target: &Strong<T>) -> Result<(), P> {
        let kept = fold(hash);
        self.insert_unless(hash, payload, target, |bucket| bucket.hash == kept).map(drop)
    }

    /// Puts in a new entry, at the end, if there is none of this very node.
    ///
    /// # Errors
    /// Returns the payload if there is one.
    #[inline]
    pub(crate) fn insert_new_id(&self, hash: u64, payload: P, target: &Strong<T>) -> Result<(), P> {
        self.insert_unless(hash, payload, target, |bucket| bucket.node == target.raw()).map(drop)
    }

    /// Puts a new entry with the same hash into the place of one. If that has left, at the end.
    pub(crate) fn replace(&self, old: &EntryRef<P>, payload: P, target: &Strong<T>) -> EntryRef<P> {
        if !self.has(old) {
            return self.insert(old.hash(), payload, target);
        }
        let store = self.store();
        let place = old.place();
        let (slot, number) = store.memory.slab.take();
        let before = {
            // SAFETY: until the end of this block; it runs nothing else.
            let entries = unsafe { store.entries() };
            let slot = Slot { node: target.raw(), number };
            let before = entries.slots[place as usize].replace(slot).map(|slot| slot.number);
            if let Some(bucket) = before.and_then(|before| entries.places.get_mut(old.hash, before)) {
                (bucket.node, bucket.number) = (target.raw(), number);
            }
            before
        };
        store.edited();
        // SAFETY: N2 to N4: just taken; this table's memory, and `number` is in that place.
        unsafe { EntryRef::make(slot, self.store.cast(), place, old.hash, payload, target) };
        let entry = self.entry(number);
        if let Some(before) = before {
            // SAFETY: N1, N2, N4: it was in the table, and has just left its slot.
            let taken = unsafe { EntryRef::taken_off(old.as_ptr(), before) };
            drop(taken); // held by the caller, too
        }
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
        if let Some(number) = self.store().vacate(entry) {
            // SAFETY: N1, N2, N4: it was in the table, and has just left its slot. The caller holds it, so that this
            // does not drop it.
            drop(unsafe { EntryRef::taken_off(entry.as_ptr(), number) });
        }
        true
    }

    /// Takes out the entry that came last.
    pub(crate) fn pop(&self) -> Option<Found<P, T>> {
        let last = {
            // SAFETY: until the end of this block; it runs nothing else.
            let entries = unsafe { self.store().entries() };
            entries.slots.iter().rev().inspect(|_| steps::count()).find_map(|slot| *slot)?
        };
        let found = self.found(last);
        self.remove(&found.0);
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { self.store().entries() };
        // So that popping all of them does not search the same gaps again and again.
        while entries.slots.len() > self.store().kept() && entries.slots.last().is_some_and(Option::is_none) {
            entries.slots.pop();
        }
        Some(found)
    }

    /// Empties the entries. The entries are on their nodes still.
    fn take_all(&self) -> Vec<Option<Slot>> {
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { self.store().entries() };
        entries.places.clear();
        self.store().edited();
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
            let node = self.node_of(slot);
            let entry = self.store().memory.slab.at(slot.number);
            // SAFETY: N1, N2, N4: it was in the table, and has just left its slot.
            found.push((unsafe { EntryRef::taken_off(entry, slot.number) }, node));
        }
        self.keep_room(all);
        found
    }

    /// The slots that [`take_all`](Table::take_all) gave are empty: what comes next finds their room.
    fn keep_room(&self, room: Vec<Option<Slot>>) {
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { self.store().entries() };
        if entries.slots.is_empty() {
            entries.slots = room;
        }
    }

    /// Drops all.
    pub(crate) fn clear(&self) {
        let mut all = self.take_all();
        let store = self.store();
        // SAFETY: N1, N2, N4: it was in the table, and has just left its slot.
        let taken_off = |slot: Slot| unsafe { EntryRef::taken_off(store.memory.slab.at(slot.number), slot.number) };
        let entries = all.drain(..).flatten().map(taken_off);
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
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { store.entries() };
        if (entries.slots.len() - kept) / 4 > entries.places.len() + 8 {
            store.tidy(entries, kept);
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
        /// Closed also if a destructor panics.
        struct Close<P: 'static>(NonNull<Store<P>>);

        impl<P: 'static> Drop for Close<P> {
            fn drop(&mut self) {
                // SAFETY: made in `with_capacity`; N1: no entry is in the table any more.
                unsafe { Store::close(self.0) }
            }
        }

        let close = Close(self.store);
        self.clear();
        drop(close);
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
        let slot = self.next_slot()?;
        Some(self.table.found(slot))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.end - self.index))
    }
}

impl<P: 'static, T> Walk<'_, P, T> {
    #[inline]
    fn next_slot(&mut self) -> Option<Slot> {
        // SAFETY: until the end of this function; it runs nothing else.
        let entries = unsafe { self.table.store().entries() };
        while self.index < self.end {
            let slot = *entries.slots.get(self.index)?;
            self.index += 1;
            steps::count();
            if slot.is_some() {
                return slot;
            }
        }
        None
    }

    /// The next node, without its entry.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn next_target(&mut self) -> Option<Strong<T>> {
        let slot = self.next_slot()?;
        Some(self.table.node_of(slot))
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
