//! [`KeyEntry`]: the place of a weak key in a map.

use core::fmt;

use super::entry_guard::EntryGuard;
use super::shared::dropping;
use crate::Strong;
use crate::engine::table::{EntryRef, Table};

/// The entry of a key in a [`WeakKeyMap`](super::WeakKeyMap) or a [`WeakIdMap`](super::WeakIdMap); see
/// [`WeakKeyMap::entry`](super::WeakKeyMap::entry). It keeps the key alive.
pub enum KeyEntry<'m, K, V: 'static> {
    /// There is a value.
    Occupied(OccupiedKeyEntry<'m, K, V>),
    /// There is none.
    Vacant(VacantKeyEntry<'m, K, V>),
}

/// A key that has a value, which this holds.
pub struct OccupiedKeyEntry<'m, K, V: 'static> {
    place: KeyLookup<'m, K, V>,
    value: EntryGuard<V>,
}

/// A key that had no value when it was looked up.
pub struct VacantKeyEntry<'m, K, V: 'static> {
    place: KeyLookup<'m, K, V>,
}

/// Where a key is looked for, and how the map compares.
struct KeyLookup<'m, K, V: 'static> {
    table: &'m Table<V, K>,
    hash: u64,
    key: Strong<K>,
    same: fn(&Strong<K>, &Strong<K>) -> bool,
}

impl<K, V> KeyLookup<'_, K, V> {
    fn find(&self) -> Option<EntryRef<V>> {
        self.table.find_settled(self.hash, |entry| {
            let other = self.table.node(entry);
            other.is_some_and(|other| (self.same)(&other, &self.key))
        })
    }

    /// If `entry` has left: the one that has come for the key since, so that no key is there twice.
    fn find_other(&self, entry: &EntryRef<V>) -> Option<EntryRef<V>> {
        if entry.is_in() { None } else { self.find() }
    }

    fn insert(&self, value: V) -> EntryGuard<V> {
        EntryGuard::new(self.table.insert(self.hash, value, &self.key))
    }
}

impl<'m, K, V> KeyEntry<'m, K, V> {
    pub(super) fn new(
        table: &'m Table<V, K>,
        hash: u64,
        key: &Strong<K>,
        same: fn(&Strong<K>, &Strong<K>) -> bool,
    ) -> KeyEntry<'m, K, V> {
        let place = KeyLookup { table, hash, key: key.clone(), same };
        match place.find() {
            Some(entry) => KeyEntry::Occupied(OccupiedKeyEntry { place, value: EntryGuard::new(entry) }),
            None => KeyEntry::Vacant(VacantKeyEntry { place }),
        }
    }

    /// Returns the key that was looked up.
    pub fn key(&self) -> &Strong<K> {
        match self {
            KeyEntry::Occupied(entry) => entry.key(),
            KeyEntry::Vacant(entry) => entry.key(),
        }
    }

    /// Returns the value, or inserts `value`.
    pub fn or_insert(self, value: V) -> EntryGuard<V> {
        self.or_insert_with(|| value)
    }

    /// Returns the value, or inserts what `make` returns. If `make` inserts a value for the key itself, that one stays.
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> EntryGuard<V> {
        self.or_insert_with_key(|_| make())
    }

    /// Returns the value, or inserts what `make` returns for the key. If `make` inserts a value for the key itself,
    /// that one stays.
    pub fn or_insert_with_key(self, make: impl FnOnce(&Strong<K>) -> V) -> EntryGuard<V> {
        match self {
            KeyEntry::Occupied(OccupiedKeyEntry { place, value }) => dropping((place, make), value),
            KeyEntry::Vacant(VacantKeyEntry { place }) => {
                let value = make(&place.key);
                let held = match place.find() {
                    Some(entry) => dropping(value, EntryGuard::new(entry)),
                    None => place.insert(value),
                };
                dropping(place, held)
            }
        }
    }

    /// Returns the value, or inserts the default value.
    pub fn or_default(self) -> EntryGuard<V>
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }

    /// Calls `look` with the value, if there is one.
    #[must_use]
    pub fn and_modify(self, look: impl FnOnce(&V)) -> KeyEntry<'m, K, V> {
        if let KeyEntry::Occupied(entry) = &self {
            look(&entry.value);
        }
        self
    }
}

impl<K, V> OccupiedKeyEntry<'_, K, V> {
    /// Returns the key that was looked up. The map's own may be another one that is equal to it.
    pub fn key(&self) -> &Strong<K> {
        &self.place.key
    }

    /// Returns the value.
    pub fn get(&self) -> &EntryGuard<V> {
        &self.value
    }

    /// Sets another value for the key, and returns the one before. The map's key is the one that was looked up from now
    /// on.
    ///
    /// If the key got another value in the meantime, that is the one before.
    pub fn insert(self, value: V) -> EntryGuard<V> {
        let Self { place, value: found } = self;
        match place.find_other(found.entry()) {
            Some(other) => {
                place.table.replace(&other, value, &place.key);
                dropping((place, found), EntryGuard::new(other))
            }
            None => {
                place.table.replace(found.entry(), value, &place.key);
                dropping(place, found)
            }
        }
    }

    /// Removes the key, and returns its value.
    pub fn remove(self) -> EntryGuard<V> {
        let (key, value) = self.remove_entry();
        dropping(key, value)
    }

    /// Removes the key, and returns the map's own key with its value. If the entry was removed meanwhile, returns the
    /// key that was looked up.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn remove_entry(self) -> (Strong<K>, EntryGuard<V>) {
        let OccupiedKeyEntry { place, value } = self;
        let KeyLookup { table, key, .. } = place;
        let key = match table.node(value.entry()) {
            Some(own) => dropping(key, own),
            None => key,
        };
        table.remove(value.entry());
        (key, value)
    }
}

impl<K, V> VacantKeyEntry<'_, K, V> {
    /// Returns the key that was looked up.
    pub fn key(&self) -> &Strong<K> {
        &self.place.key
    }

    /// Returns the key.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn into_key(self) -> Strong<K> {
        self.place.key
    }

    /// Inserts a value for the key, and returns it. If the key got one in the meantime, that is replaced.
    pub fn insert(self, value: V) -> EntryGuard<V> {
        let place = self.place;
        let held = match place.find() {
            Some(entry) => {
                let new = EntryGuard::new(place.table.replace(&entry, value, &place.key));
                dropping(entry, new)
            }
            None => place.insert(value),
        };
        dropping(place, held)
    }
}

impl<K, V: fmt::Debug> fmt::Debug for KeyEntry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyEntry::Occupied(entry) => entry.fmt(f),
            KeyEntry::Vacant(entry) => entry.fmt(f),
        }
    }
}

impl<K, V: fmt::Debug> fmt::Debug for OccupiedKeyEntry<'_, K, V> {
    /// `OccupiedKeyEntry(Node at 0x…: value)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OccupiedKeyEntry({}: {:?})", self.place.key.label(), self.value)
    }
}

impl<K, V> fmt::Debug for VacantKeyEntry<'_, K, V> {
    /// `VacantKeyEntry(Node at 0x…)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VacantKeyEntry({})", self.place.key.label())
    }
}
