//! [`WeakIdMap`]: a map whose keys are weak, and are found by their identity.

use core::fmt;
use core::ops::{BitOr, BitOrAssign};

use super::entry::EntryRef;
use super::entry_guard::EntryGuard;
use super::key_entry::KeyEntry;
use super::keyed::{keyed, keyed_traits};
use super::shared::{KeyDrain, KeyIter, Nodes, Owned, dropping, marks, sized};
use super::table::Table;
use crate::Strong;

/// A map from nodes, which it does not keep alive, to values that it owns: for notes about nodes of whatever type.
///
/// Keys are found by identity: nothing is asked of the nodes, and no user code runs in a look-up.
///
/// See [the module](super) for what all the weak maps promise. What Python's users have asked for since 2021
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
fn hash<K>(node: &Strong<K>) -> u64 {
    let product = node.raw().as_ptr().addr() as u128 * 0x9E37_79B9_7F4A_7C15;
    (product >> 64) as u64 ^ product as u64
}

impl<K, V> WeakIdMap<K, V> {
    /// An empty map.
    #[must_use]
    pub fn new() -> WeakIdMap<K, V> {
        WeakIdMap::default()
    }

    /// An empty map with room for so many entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> WeakIdMap<K, V> {
        WeakIdMap { table: Table::with_capacity(capacity) }
    }

    keyed!();

    #[inline]
    fn find(&self, key: &Strong<K>) -> Option<EntryRef<V>> {
        self.table.find(hash(key), |entry| entry.target() == Some(key.raw()))
    }

    /// The value of this key. O(1).
    #[inline]
    pub fn get(&self, key: &Strong<K>) -> Option<EntryGuard<V>> {
        self.find(key).map(EntryGuard::new)
    }

    /// The key as the map has it, and its value. O(1).
    pub fn get_key_value(&self, key: &Strong<K>) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        Some((self.table.node(&entry)?, EntryGuard::new(entry)))
    }

    /// Whether there is a value for this key. O(1).
    pub fn contains_key(&self, key: &Strong<K>) -> bool {
        self.find(key).is_some()
    }

    /// Takes out this key and returns its value. O(1).
    pub fn remove(&self, key: &Strong<K>) -> Option<EntryGuard<V>> {
        self.remove_entry(key).map(|(key, value)| dropping(key, value))
    }

    /// Takes out this key and returns it and its value. O(1).
    pub fn remove_entry(&self, key: &Strong<K>) -> Option<(Strong<K>, EntryGuard<V>)> {
        let entry = self.find(key)?;
        let key = self.table.node(&entry)?;
        self.table.remove(&entry);
        Some((key, EntryGuard::new(entry)))
    }

    /// Gives `key` this value, and returns the one that it had. O(1).
    pub fn insert(&self, key: &Strong<K>, value: V) -> Option<EntryGuard<V>> {
        let found = self.find(key);
        self.table.put(hash(key), found.as_ref(), value, key);
        found.map(EntryGuard::new)
    }

    /// The value of this key; if there is none, the one that `make` makes, which is put in. If `make` puts one in
    /// itself, that one stays.
    pub fn get_or_insert_with(&self, key: &Strong<K>, make: impl FnOnce() -> V) -> EntryGuard<V> {
        self.entry(key).or_insert_with(make)
    }

    /// The place of this key, to look at and to fill. O(1).
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
