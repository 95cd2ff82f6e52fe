//! [`WeakValueMap`]: a map with weak values.

use core::borrow::Borrow;
use core::fmt;
use core::hash::{BuildHasher, Hash};
use core::ops::{BitOr, BitOrAssign};
use std::hash::RandomState;

use super::entry_guard::EntryGuard;
use super::shared::{Nodes, Owned, ValueDrain, ValueIter, dropping, marks, sized};
use crate::Strong;
use crate::engine::table::{EntryRef, Table};

/// A map from keys to nodes that it does not keep alive, such as a cache.
///
/// [The module](super) says what all weak maps promise. Python's `WeakValueDictionary`.
///
/// # Example
/// ```
/// use weakgraph::collections::WeakValueMap;
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph)]
/// struct Man { name: &'static str }
///
/// let men = ["Jim", "Tom"].map(|name| Strong::new(Man { name }));
/// let cache: WeakValueMap<&str, Man> = men.iter().map(|man| (man.name, man)).collect();
/// assert_eq!(cache.len(), 2);
/// assert_eq!(cache.get("Tom").unwrap().name, "Tom");
/// drop(men);
/// assert_eq!(cache.len(), 0);
/// ```
pub struct WeakValueMap<K: 'static, V, S = RandomState> {
    table: Table<K, V>,
    hasher: S,
}

impl<K, V> WeakValueMap<K, V> {
    /// Returns an empty map.
    #[must_use]
    pub fn new() -> WeakValueMap<K, V> {
        WeakValueMap::default()
    }

    /// Returns an empty map with room for `capacity` entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> WeakValueMap<K, V> {
        WeakValueMap::with_capacity_and_hasher(capacity, RandomState::default())
    }
}

impl<K, V, S> WeakValueMap<K, V, S> {
    /// Returns an empty map that uses `hasher`.
    #[must_use]
    pub fn with_hasher(hasher: S) -> WeakValueMap<K, V, S> {
        WeakValueMap::with_capacity_and_hasher(0, hasher)
    }

    /// Returns an empty map with room for `capacity` entries that uses `hasher`.
    #[must_use]
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> WeakValueMap<K, V, S> {
        WeakValueMap { table: Table::with_capacity(capacity), hasher }
    }

    /// Returns the hasher.
    pub fn hasher(&self) -> &S {
        &self.hasher
    }

    sized!();

    /// Returns an iterator over keys and values, in the order of insertion. The map may be edited meanwhile.
    pub fn iter(&self) -> ValueIter<'_, K, V> {
        ValueIter { walk: self.table.walk() }
    }

    /// Returns an iterator over the keys, in the order of insertion.
    pub fn keys(&self) -> Owned<'_, K, V> {
        Owned { walk: self.table.walk() }
    }

    /// Returns an iterator over the values, in the order of insertion.
    pub fn values(&self) -> Nodes<'_, K, V> {
        Nodes { walk: self.table.walk() }
    }

    /// Retains only the entries for which `keep` returns `true`.
    pub fn retain(&self, mut keep: impl FnMut(&K, &Strong<V>) -> bool) {
        for (key, value) in self {
            if !keep(&key, &value) {
                self.table.remove(key.entry());
            }
        }
    }

    /// Removes all entries at once, and returns an iterator over them.
    pub fn drain(&self) -> ValueDrain<K, V> {
        ValueDrain::of(&self.table)
    }

    /// Removes and returns the entry that was inserted last. Python's `popitem`.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn pop(&self) -> Option<(EntryGuard<K>, Strong<V>)> {
        self.table.pop().map(|(entry, value)| (EntryGuard::new(entry), value))
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> WeakValueMap<K, V, S> {
    #[inline]
    fn find<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<EntryRef<K>>
    where
        K: Borrow<Q>,
    {
        self.table.find(self.hasher.hash_one(key), |other| other.payload.borrow() == key)
    }

    /// As `find`, for an edit that is to follow.
    #[inline]
    fn settled(&self, hash: u64, key: &K) -> Option<EntryRef<K>> {
        self.table.find_settled(hash, |other| other.payload == *key)
    }

    /// Returns the value of `key`. Costs O(1).
    ///
    /// `key` may be a borrowed form of the key, such as `&str` for a `String`.
    ///
    /// # Example
    /// ```
    /// use weakgraph::collections::WeakValueMap;
    /// use weakgraph::{Graph, Strong};
    ///
    /// #[derive(Graph)]
    /// struct Page;
    ///
    /// let cache: WeakValueMap<String, Page> = WeakValueMap::new();
    /// let page = Strong::new(Page);
    /// cache.insert("index".to_owned(), &page);
    /// assert!(cache.get("index") == Some(page));
    /// assert!(cache.get("index").is_none(), "the page was dropped");
    /// ```
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<Strong<V>>
    where
        K: Borrow<Q>,
    {
        self.table.find_node(self.hasher.hash_one(key), |other| other.payload.borrow() == key)
    }

    /// Returns the map's own key, and its value. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get_key_value<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<(EntryGuard<K>, Strong<V>)>
    where
        K: Borrow<Q>,
    {
        let entry = self.find(key)?;
        let value = self.table.node(&entry)?;
        Some((EntryGuard::new(entry), value))
    }

    /// Returns `true` if there is a value for `key`. It may be dropped right after: [`get`](WeakValueMap::get) returns
    /// a handle that keeps it. Costs O(1).
    pub fn contains_key<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.table.contains(self.hasher.hash_one(key), |other| other.payload.borrow() == key)
    }

    /// Inserts a value, which the map does not keep alive, and returns the value that the key had before. Costs O(1).
    ///
    /// An equal key that was there is replaced by this one.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn insert(&self, key: K, value: &Strong<V>) -> Option<Strong<V>> {
        let hash = self.hasher.hash_one(&key);
        let Err(key) = self.table.insert_new(hash, key, value) else { return None };
        if let Some(entry) = self.settled(hash, &key) {
            let old = self.table.node(&entry);
            self.table.replace(&entry, key, value);
            return dropping(entry, old);
        }
        self.table.insert(hash, key, value);
        None
    }

    /// Removes a key, and returns its value. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn remove<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<Strong<V>>
    where
        K: Borrow<Q>,
    {
        self.remove_entry(key).map(|(key, value)| dropping(key, value))
    }

    /// Removes a key, and returns it with its value. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn remove_entry<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<(EntryGuard<K>, Strong<V>)>
    where
        K: Borrow<Q>,
    {
        let entry = self.find(key)?;
        let value = self.table.node(&entry)?;
        self.table.remove(&entry);
        Some((EntryGuard::new(entry), value))
    }

    /// Returns the value of `key`, or inserts what `make` returns. If `make` inserts a value for the key itself, that
    /// one stays.
    ///
    /// The returned handle keeps the value alive. Python's `setdefault`.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get_or_insert_with(&self, key: K, make: impl FnOnce() -> Strong<V>) -> Strong<V> {
        self.entry(key).or_insert_with(make)
    }

    /// Returns the entry of `key`, to look at it or to fill it.
    ///
    /// # Example
    /// ```
    /// # use weakgraph::collections::WeakValueMap;
    /// # use weakgraph::{Graph, Strong};
    /// # #[derive(Graph)]
    /// # struct Man;
    /// let (cache, jim) = (WeakValueMap::new(), Strong::new(Man));
    /// assert!(cache.entry("Jim").or_insert(jim.clone()) == jim);
    /// assert!(cache.entry("Jim").or_insert_with(|| unreachable!("he is there")) == jim);
    /// ```
    pub fn entry(&self, key: K) -> Entry<'_, K, V, S> {
        let hash = self.hasher.hash_one(&key);
        match self.settled(hash, &key).and_then(|entry| Some((self.table.node(&entry)?, entry))) {
            Some((value, entry)) => Entry::Occupied(OccupiedEntry { map: self, key, entry, value }),
            None => Entry::Vacant(VacantEntry { map: self, hash, key }),
        }
    }
}

/// The entry of a key in a [`WeakValueMap`]; see [`WeakValueMap::entry`].
pub enum Entry<'m, K: 'static, V, S = RandomState> {
    /// There is a value.
    Occupied(OccupiedEntry<'m, K, V, S>),
    /// There is none.
    Vacant(VacantEntry<'m, K, V, S>),
}

/// A key that has a value, which this keeps alive.
pub struct OccupiedEntry<'m, K: 'static, V, S = RandomState> {
    map: &'m WeakValueMap<K, V, S>,
    key: K,
    entry: EntryRef<K>,
    value: Strong<V>,
}

/// A key that had no value when it was looked up.
pub struct VacantEntry<'m, K: 'static, V, S = RandomState> {
    map: &'m WeakValueMap<K, V, S>,
    hash: u64,
    key: K,
}

impl<'m, K: Hash + Eq, V, S: BuildHasher> Entry<'m, K, V, S> {
    /// Returns the key that was looked up.
    pub fn key(&self) -> &K {
        match self {
            Entry::Occupied(entry) => &entry.key,
            Entry::Vacant(entry) => &entry.key,
        }
    }

    /// Returns the value, or inserts `value`.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn or_insert(self, value: Strong<V>) -> Strong<V> {
        self.or_insert_with(|| value)
    }

    /// Returns the value, or inserts what `make` returns.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn or_insert_with(self, make: impl FnOnce() -> Strong<V>) -> Strong<V> {
        self.or_insert_with_key(|_| make())
    }

    /// Returns the value, or inserts what `make` returns for the key.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn or_insert_with_key(self, make: impl FnOnce(&K) -> Strong<V>) -> Strong<V> {
        match self {
            Entry::Occupied(OccupiedEntry { key, entry, value, .. }) => dropping((key, entry, make), value),
            Entry::Vacant(entry) => {
                let value = make(&entry.key);
                entry.insert_if_absent(value)
            }
        }
    }

    /// Calls `look` with the value, if there is one.
    #[must_use]
    pub fn and_modify(self, look: impl FnOnce(&Strong<V>)) -> Entry<'m, K, V, S> {
        if let Entry::Occupied(entry) = &self {
            look(&entry.value);
        }
        self
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> OccupiedEntry<'_, K, V, S> {
    /// Returns the key that was looked up.
    pub fn key(&self) -> &K {
        &self.key
    }

    /// Returns the value.
    pub fn get(&self) -> &Strong<V> {
        &self.value
    }

    /// Sets another value for the key, and returns the one before.
    ///
    /// If the key got another value in the meantime, that is the one before.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn insert(self, value: &Strong<V>) -> Strong<V> {
        let Self { map, key, entry, value: found } = self;
        // If the entry has left, another one may have come for the key since: no key is there twice.
        let other = if entry.is_in() { None } else { map.settled(entry.hash(), &key) };
        match other.and_then(|other| Some((map.table.node(&other)?, other))) {
            Some((before, other)) => {
                map.table.replace(&other, key, value);
                dropping((entry, found, other), before)
            }
            None => {
                map.table.replace(&entry, key, value);
                dropping(entry, found)
            }
        }
    }

    /// Removes the key, and returns its value.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn remove(self) -> Strong<V> {
        self.map.table.remove(&self.entry);
        dropping((self.key, self.entry), self.value)
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> VacantEntry<'_, K, V, S> {
    /// Returns the key that was looked up.
    pub fn key(&self) -> &K {
        &self.key
    }

    /// Returns the key.
    pub fn into_key(self) -> K {
        self.key
    }

    /// Inserts a value for the key, and returns it. If the key got one in the meantime, that is replaced.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn insert(self, value: Strong<V>) -> Strong<V> {
        let Self { map, hash, key } = self;
        match map.settled(hash, &key) {
            Some(entry) => drop(map.table.replace(&entry, key, &value)),
            None => drop(map.table.insert(hash, key, &value)),
        }
        value
    }

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn insert_if_absent(self, value: Strong<V>) -> Strong<V> {
        let Self { map, hash, key } = self;
        if let Some(found) = map.settled(hash, &key).and_then(|entry| map.table.node(&entry)) {
            return dropping((key, value), found);
        }
        map.table.insert(hash, key, &value);
        value
    }
}

impl<K: fmt::Debug, V, S> fmt::Debug for Entry<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Occupied(entry) => entry.fmt(f),
            Entry::Vacant(entry) => entry.fmt(f),
        }
    }
}

impl<K: fmt::Debug, V, S> fmt::Debug for OccupiedEntry<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OccupiedEntry({:?}: {})", self.key, self.value.label())
    }
}

impl<K: fmt::Debug, V, S> fmt::Debug for VacantEntry<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VacantEntry({:?})", self.key)
    }
}

impl<K, V, S: Default> Default for WeakValueMap<K, V, S> {
    fn default() -> WeakValueMap<K, V, S> {
        WeakValueMap::with_hasher(S::default())
    }
}

impl<K: Clone + Hash + Eq, V, S: Clone + BuildHasher> Clone for WeakValueMap<K, V, S> {
    /// Returns another map of the same nodes.
    fn clone(&self) -> WeakValueMap<K, V, S> {
        let clone = WeakValueMap::with_capacity_and_hasher(self.len(), self.hasher.clone());
        for (key, value) in self {
            clone.insert((*key).clone(), &value);
        }
        clone
    }
}

impl<K: fmt::Debug, V, S> fmt::Debug for WeakValueMap<K, V, S> {
    /// Prints the name of the map, and a map of the keys to the types, labels and addresses of the nodes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakValueMap")?;
        let mut map = f.debug_map();
        for (key, value) in self {
            map.entry(&key, &format_args!("{}", value.label()));
        }
        map.finish()
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> PartialEq for WeakValueMap<K, V, S> {
    /// Returns `true` if both have equal keys for the same nodes.
    fn eq(&self, other: &WeakValueMap<K, V, S>) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(&*key) == Some(value))
    }
}

impl<K: Hash + Eq, V, S: BuildHasher> Eq for WeakValueMap<K, V, S> {}

impl<K: Hash + Eq, V, S: BuildHasher> Extend<(K, Strong<V>)> for WeakValueMap<K, V, S> {
    /// Values that nothing else holds are dropped at once.
    fn extend<I: IntoIterator<Item = (K, Strong<V>)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            self.insert(key, &value);
        }
    }
}

impl<'v, K: Hash + Eq, V: 'v, S: BuildHasher> Extend<(K, &'v Strong<V>)> for WeakValueMap<K, V, S> {
    fn extend<I: IntoIterator<Item = (K, &'v Strong<V>)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}

impl<K: Hash + Eq, V, S: BuildHasher + Default> FromIterator<(K, Strong<V>)> for WeakValueMap<K, V, S> {
    /// Values that nothing else holds are dropped at once.
    fn from_iter<I: IntoIterator<Item = (K, Strong<V>)>>(pairs: I) -> WeakValueMap<K, V, S> {
        let mut map = WeakValueMap::default();
        map.extend(pairs);
        map
    }
}

impl<'v, K: Hash + Eq, V: 'v, S: BuildHasher + Default> FromIterator<(K, &'v Strong<V>)> for WeakValueMap<K, V, S> {
    fn from_iter<I: IntoIterator<Item = (K, &'v Strong<V>)>>(pairs: I) -> WeakValueMap<K, V, S> {
        let mut map = WeakValueMap::default();
        map.extend(pairs);
        map
    }
}

impl<'m, K, V, S> IntoIterator for &'m WeakValueMap<K, V, S> {
    type Item = (EntryGuard<K>, Strong<V>);
    type IntoIter = ValueIter<'m, K, V>;

    fn into_iter(self) -> ValueIter<'m, K, V> {
        self.iter()
    }
}

impl<K, V, S> IntoIterator for WeakValueMap<K, V, S> {
    type Item = (EntryGuard<K>, Strong<V>);
    type IntoIter = ValueDrain<K, V>;

    fn into_iter(self) -> ValueDrain<K, V> {
        self.drain()
    }
}

impl<K: Clone + Hash + Eq, V, S: Clone + BuildHasher> BitOr for &WeakValueMap<K, V, S> {
    type Output = WeakValueMap<K, V, S>;

    /// Returns the entries of both. If a key is in both, that of the right side.
    fn bitor(self, right: &WeakValueMap<K, V, S>) -> WeakValueMap<K, V, S> {
        let mut both = self.clone();
        both |= right;
        both
    }
}

impl<K: Clone + Hash + Eq, V, S: BuildHasher> BitOrAssign<&WeakValueMap<K, V, S>> for WeakValueMap<K, V, S> {
    fn bitor_assign(&mut self, right: &WeakValueMap<K, V, S>) {
        for (key, value) in right {
            self.insert((*key).clone(), &value);
        }
    }
}

marks!(WeakValueMap<K: 'static, V, S>);
