//! [`WeakIdMap`]: a map whose keys are weak, and are found by their identity.

use core::fmt;
use core::ops::{BitOr, BitOrAssign};

use super::entry_guard::EntryGuard;
use super::key_entry::KeyEntry;
use super::keyed::{keyed, keyed_traits};
use super::shared::{KeyDrain, KeyIter, Nodes, Owned, dropping, marks, sized};
use crate::Strong;
use crate::engine::table::{EntryRef, Table};

/// A map from nodes, which it does not keep alive, to values that it owns: notes about nodes of any type.
///
/// Keys are found by identity. Nothing is required of the nodes, and no user code runs in a look-up.
///
/// [The module](super) says what all weak maps promise. Python's users have asked for it
/// ([cpython#88306](https://github.com/python/cpython/issues/88306)).
///
/// # Example
/// ```
/// use weakgraph::collections::WeakIdMap;
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph)]
/// struct Widget;
///
/// let tooltips: WeakIdMap<Widget, &str> = WeakIdMap::new();
/// let (ok, cancel) = (Strong::new(Widget), Strong::new(Widget));
/// tooltips.insert(&ok, "saves");
/// assert_eq!(tooltips.get(&ok).as_deref(), Some(&"saves"));
/// assert!(tooltips.get(&cancel).is_none());
/// drop(ok);
/// assert!(tooltips.is_empty());
/// ```
pub struct WeakIdMap<K, V: 'static> {
    table: Table<V, K>,
}

/// Mixes the address: the table wants differences in high bits as well as in low ones.
pub(super) fn hash<K>(node: &Strong<K>) -> u64 {
    let product = node.raw().as_ptr().addr() as u128 * 0x9E37_79B9_7F4A_7C15;
    (product >> 64) as u64 ^ product as u64
}

impl<K, V> WeakIdMap<K, V> {
    /// Returns an empty map.
    #[must_use]
    pub fn new() -> WeakIdMap<K, V> {
        WeakIdMap::default()
    }

    /// Returns an empty map with room for `capacity` entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> WeakIdMap<K, V> {
        WeakIdMap { table: Table::with_capacity(capacity) }
    }

    keyed!();

    #[inline]
    fn find(&self, key: &Strong<K>) -> Option<EntryRef<V>> {
        self.table.find_id(hash(key), key)
    }

    /// Returns the value of `key`. Costs O(1).
    #[inline]
    pub fn get(&self, key: &Strong<K>) -> Option<EntryGuard<V>> {
        self.find(key).map(EntryGuard::new)
    }

    /// Returns the key and its value. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get_key_value(&self, key: &Strong<K>) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        Some((self.table.node(&entry)?, EntryGuard::new(entry)))
    }

    /// Returns `true` if there is a value for `key`. Costs O(1).
    pub fn contains_key(&self, key: &Strong<K>) -> bool {
        self.table.contains_id(hash(key), key)
    }

    /// Removes a key, and returns its value. Costs O(1).
    pub fn remove(&self, key: &Strong<K>) -> Option<EntryGuard<V>> {
        self.remove_entry(key).map(|(key, value)| dropping(key, value))
    }

    /// Removes a key, and returns it with its value. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn remove_entry(&self, key: &Strong<K>) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        let key = self.table.node(&entry)?;
        self.table.remove(&entry);
        Some((key, EntryGuard::new(entry)))
    }

    /// Inserts a value, and returns the one that the key had before. Costs O(1).
    pub fn insert(&self, key: &Strong<K>, value: V) -> Option<EntryGuard<V>> {
        let Err(value) = self.table.insert_new_id(hash(key), value, key) else { return None };
        let found = self.find(key);
        self.table.put(hash(key), found.as_ref(), value, key);
        found.map(EntryGuard::new)
    }

    /// Returns the value of `key`, or inserts what `make` returns. If `make` inserts a value for the key itself, that
    /// one stays.
    pub fn get_or_insert_with(&self, key: &Strong<K>, make: impl FnOnce() -> V) -> EntryGuard<V> {
        self.entry(key).or_insert_with(make)
    }

    /// Returns the entry of `key`, to look at it or to fill it. Costs O(1).
    ///
    /// # Example
    /// ```
    /// # use weakgraph::collections::{KeyEntry, WeakIdMap};
    /// # use weakgraph::{Graph, Strong};
    /// # #[derive(Graph)]
    /// # struct Widget;
    /// let (tooltips, ok) = (WeakIdMap::new(), Strong::new(Widget));
    /// assert_eq!(tooltips.entry(&ok).or_insert("saves"), "saves");
    /// assert_eq!(tooltips.entry(&ok).or_insert_with(|| unreachable!("it is there")), "saves");
    /// if let KeyEntry::Occupied(entry) = tooltips.entry(&ok) {
    ///     assert_eq!(entry.remove(), "saves");
    /// }
    /// assert!(tooltips.is_empty());
    /// ```
    pub fn entry(&self, key: &Strong<K>) -> KeyEntry<'_, K, V> {
        KeyEntry::new(&self.table, hash(key), key, |a, b| a == b)
    }
}

keyed_traits!(WeakIdMap<K, V>, Sized);
