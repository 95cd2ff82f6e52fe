//! [`WeakKeyMap`]: a map whose keys are weak, and are found by their value.

use core::fmt;
use core::hash::{BuildHasher, Hash};
use core::ops::{BitOr, BitOrAssign};
use std::hash::RandomState;

use super::entry::EntryRef;
use super::entry_guard::EntryGuard;
use super::key_entry::KeyEntry;
use super::keyed::{keyed, keyed_traits};
use super::shared::{KeyDrain, KeyIter, Nodes, Owned, dropping, marks, sized};
use super::table::Table;
use crate::Strong;

/// A map from nodes, which it does not keep alive, to values that it owns. Keys are found by `Hash` and `Eq` of the
/// nodes.
///
/// Where two nodes are one key only if they are one node, take [`WeakIdMap`](super::WeakIdMap), which is quicker and
/// asks nothing of the nodes. If a node changes so that it hashes otherwise, its entry is not found any more, but
/// leaves when it dies.
///
/// See [the module](super) for what all the weak maps promise. Python's `WeakKeyDictionary`, except that an equal key
/// that is inserted again replaces the key, too: the entry lives as long as the newer one.
///
/// # Example
/// ```
/// use weakgraph::collections::WeakKeyMap;
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph, PartialEq, Eq, Hash)]
/// struct Url(&'static str);
///
/// let visits: WeakKeyMap<Url, u32> = WeakKeyMap::new();
/// let home = Strong::new(Url("/"));
/// visits.insert(&home, 17);
/// assert_eq!(visits.get(&Url("/")).as_deref(), Some(&17));
/// drop(home);
/// assert!(visits.is_empty());
/// ```
pub struct WeakKeyMap<K, V: 'static, S = RandomState> {
    table: Table<V, K>,
    hasher: S,
}

impl<K, V> WeakKeyMap<K, V> {
    /// An empty map.
    #[must_use]
    pub fn new() -> WeakKeyMap<K, V> {
        WeakKeyMap::default()
    }

    /// An empty map with room for so many entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> WeakKeyMap<K, V> {
        WeakKeyMap::with_capacity_and_hasher(capacity, RandomState::default())
    }
}

impl<K, V, S> WeakKeyMap<K, V, S> {
    /// An empty map that hashes in this way.
    #[must_use]
    pub fn with_hasher(hasher: S) -> WeakKeyMap<K, V, S> {
        WeakKeyMap::with_capacity_and_hasher(0, hasher)
    }

    /// An empty map that hashes in this way, with room for so many entries.
    #[must_use]
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> WeakKeyMap<K, V, S> {
        WeakKeyMap { table: Table::with_capacity(capacity), hasher }
    }

    /// How it hashes.
    pub fn hasher(&self) -> &S {
        &self.hasher
    }

    keyed!();
}

impl<K: Hash + Eq, V, S: BuildHasher> WeakKeyMap<K, V, S> {
    #[inline]
    fn find(&self, key: &K) -> Option<EntryRef<V>> {
        self.table.find(self.hasher.hash_one(key), self.table.by_node(|other| *other == *key))
    }

    /// The value of this key. O(1).
    pub fn get(&self, key: &K) -> Option<EntryGuard<V>> {
        self.find(key).map(EntryGuard::new)
    }

    /// The key as the map has it, and its value. O(1).
    pub fn get_key_value(&self, key: &K) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        Some((self.table.node(&entry)?, EntryGuard::new(entry)))
    }

    /// Whether there is a value for this key. O(1).
    pub fn contains_key(&self, key: &K) -> bool {
        self.find(key).is_some()
    }

    /// Takes out this key and returns its value. O(1).
    pub fn remove(&self, key: &K) -> Option<EntryGuard<V>> {
        self.remove_entry(key).map(|(key, value)| dropping(key, value))
    }

    /// Takes out this key and returns it and its value. O(1).
    pub fn remove_entry(&self, key: &K) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        let key = self.table.node(&entry)?;
        self.table.remove(&entry);
        Some((key, EntryGuard::new(entry)))
    }

    /// Gives `key` this value, and returns the one that it had. O(1).
    ///
    /// An equal key that was there is replaced by this one.
    pub fn insert(&self, key: &Strong<K>, value: V) -> Option<EntryGuard<V>> {
        let hash = self.hasher.hash_one(&**key);
        let found = self.table.find_settled(hash, self.table.by_node(|other| *other == **key));
        self.table.put(hash, found.as_ref(), value, key);
        found.map(EntryGuard::new)
    }

    /// The value of this key; if there is none, the one that `make` makes, which is put in. If `make` puts one in
    /// itself, that one stays. Python's `setdefault`.
    pub fn get_or_insert_with(&self, key: &Strong<K>, make: impl FnOnce() -> V) -> EntryGuard<V> {
        self.entry(key).or_insert_with(make)
    }

    /// The place of this key, to look at and to fill. O(1).
    ///
    /// # Example
    /// ```
    /// # use std::cell::Cell;
    /// # use weakgraph::collections::WeakKeyMap;
    /// # use weakgraph::{Graph, Strong};
    /// # #[derive(Graph, PartialEq, Eq, Hash)]
    /// # struct Word(&'static str);
    /// let counts: WeakKeyMap<Word, Cell<u32>> = WeakKeyMap::new();
    /// let words = ["to", "be", "or", "not", "to", "be"].map(|word| Strong::new(Word(word)));
    /// for word in &words {
    ///     let count = counts.entry(word).or_default();
    ///     count.set(count.get() + 1);
    /// }
    /// assert_eq!(counts.get(&Word("be")).map(|count| count.get()), Some(2));
    /// assert_eq!(counts.len(), 4);
    /// ```
    pub fn entry(&self, key: &Strong<K>) -> KeyEntry<'_, K, V> {
        KeyEntry::new(&self.table, self.hasher.hash_one(&**key), key, |a, b| **a == **b)
    }
}

keyed_traits!(WeakKeyMap<K, V, S>, Hash + Eq);
