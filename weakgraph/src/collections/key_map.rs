//! [`WeakKeyMap`]: a map whose keys are weak, and are found by their value.

use core::fmt;
use core::hash::{BuildHasher, Hash};
use core::ops::{BitOr, BitOrAssign};
use std::hash::RandomState;

use super::entry_guard::EntryGuard;
use super::key_entry::KeyEntry;
use super::keyed::{keyed, keyed_traits};
use super::lookup::Lookup;
use super::shared::{KeyDrain, KeyIter, Nodes, Owned, dropping, marks, sized};
use crate::Strong;
use crate::engine::table::{EntryRef, Table};

/// A map from nodes, which it does not keep alive, to values that it owns. Keys are found by `Hash` and `Eq` of the
/// nodes.
///
/// If two nodes are the same key only if they are the same node, use [`WeakIdMap`](super::WeakIdMap): it is faster, and
/// requires nothing of the nodes. If a node changes so that its hash changes, its entry is not found any more, but is
/// still removed when the node is dropped.
///
/// [The module](super) says what all weak maps promise. Python's `WeakKeyDictionary`, except that inserting an equal
/// key again replaces the key too: the entry lives as long as the newer one.
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
    /// Returns an empty map.
    #[must_use]
    pub fn new() -> WeakKeyMap<K, V> {
        WeakKeyMap::default()
    }

    /// Returns an empty map with room for `capacity` entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> WeakKeyMap<K, V> {
        WeakKeyMap::with_capacity_and_hasher(capacity, RandomState::default())
    }
}

impl<K, V, S> WeakKeyMap<K, V, S> {
    /// Returns an empty map that uses `hasher`.
    #[must_use]
    pub fn with_hasher(hasher: S) -> WeakKeyMap<K, V, S> {
        WeakKeyMap::with_capacity_and_hasher(0, hasher)
    }

    /// Returns an empty map with room for `capacity` entries that uses `hasher`.
    #[must_use]
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> WeakKeyMap<K, V, S> {
        WeakKeyMap { table: Table::with_capacity(capacity), hasher }
    }

    /// Returns the hasher.
    pub fn hasher(&self) -> &S {
        &self.hasher
    }

    keyed!();
}

impl<K: Hash + Eq, V, S: BuildHasher> WeakKeyMap<K, V, S> {
    #[inline]
    fn find<Q: Lookup<K, By> + ?Sized, By>(&self, key: &Q) -> Option<EntryRef<V>> {
        self.table.find(key.__hash(&self.hasher), self.table.by_node(|node| key.__finds(node)))
    }

    /// Returns the value of `key`: a node, a handle to one, or what it borrows as; see [`Lookup`]. Costs O(1).
    pub fn get<Q: Lookup<K, By> + ?Sized, By>(&self, key: &Q) -> Option<EntryGuard<V>> {
        self.find(key).map(EntryGuard::new)
    }

    /// Returns the map's own key, and its value. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get_key_value<Q: Lookup<K, By> + ?Sized, By>(&self, key: &Q) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        Some((self.table.node(&entry)?, EntryGuard::new(entry)))
    }

    /// Returns `true` if there is a value for `key`. Costs O(1).
    pub fn contains_key<Q: Lookup<K, By> + ?Sized, By>(&self, key: &Q) -> bool {
        self.find(key).is_some()
    }

    /// Removes a key, and returns its value. Costs O(1).
    pub fn remove<Q: Lookup<K, By> + ?Sized, By>(&self, key: &Q) -> Option<EntryGuard<V>> {
        self.remove_entry(key).map(|(key, value)| dropping(key, value))
    }

    /// Removes a key, and returns it with its value. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn remove_entry<Q: Lookup<K, By> + ?Sized, By>(&self, key: &Q) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        let key = self.table.node(&entry)?;
        self.table.remove(&entry);
        Some((key, EntryGuard::new(entry)))
    }

    /// Inserts a value, and returns the one that the key had before. Costs O(1).
    ///
    /// An equal key that was there is replaced by this one.
    pub fn insert(&self, key: &Strong<K>, value: V) -> Option<EntryGuard<V>> {
        let hash = self.hasher.hash_one(&**key);
        let Err(value) = self.table.insert_new(hash, value, key) else { return None };
        let found = self.table.find_settled(hash, self.table.by_node(|other| *other == **key));
        self.table.put(hash, found.as_ref(), value, key);
        found.map(EntryGuard::new)
    }

    /// Returns the value of `key`, or inserts what `make` returns. If `make` inserts a value for the key itself, that
    /// one stays. Python's `setdefault`.
    pub fn get_or_insert_with(&self, key: &Strong<K>, make: impl FnOnce() -> V) -> EntryGuard<V> {
        self.entry(key).or_insert_with(make)
    }

    /// Returns the entry of `key`, to look at it or to fill it. Costs O(1).
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
