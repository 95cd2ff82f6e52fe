//! [`WeakIdMap`]: a map whose keys are weak, and are found by their identity.

use core::fmt;
use core::ops::{BitOr, BitOrAssign};
use std::rc::Rc;

use super::held::Held;
use super::keyed::{keyed, keyed_traits};
use super::shared::{KeyDrain, KeyIter, Nodes, Owned, marks, sized};
use super::table::{Entry, Table};
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
    let product = (node.raw().as_ptr().addr() as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
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

    fn find(&self, key: &Strong<K>) -> Option<(Rc<Entry<V>>, Strong<K>)> {
        self.table.find(hash(key), |_, other| other == key)
    }

    /// The value of this key. O(1).
    pub fn get(&self, key: &Strong<K>) -> Option<Held<V>> {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// The key as the map has it, and its value. O(1).
    pub fn get_key_value(&self, key: &Strong<K>) -> Option<(Strong<K>, Held<V>)> {
        let (entry, key) = self.find(key)?;
        Some((key, Held::new(entry)))
    }

    /// Whether there is a value for this key. O(1).
    pub fn contains_key(&self, key: &Strong<K>) -> bool {
        self.get_key_value(key).is_some()
    }

    /// Takes out this key and returns its value. O(1).
    pub fn remove(&self, key: &Strong<K>) -> Option<Held<V>> {
        self.remove_entry(key).map(|(_, value)| value)
    }

    /// Takes out this key and returns it and its value. O(1).
    pub fn remove_entry(&self, key: &Strong<K>) -> Option<(Strong<K>, Held<V>)> {
        let (entry, key) = self.find(key)?;
        self.table.remove(&entry);
        Some((key, Held::new(entry)))
    }

    /// Gives `key` this value, and returns the one that it had. O(1).
    pub fn insert(&self, key: &Strong<K>, value: V) -> Option<Held<V>> {
        match self.find(key) {
            Some((entry, _)) => {
                self.table.replace(hash(key), &entry, value, key);
                Some(Held::new(entry))
            }
            None => {
                self.table.insert(hash(key), value, key);
                None
            }
        }
    }

    /// The value of this key; if there is none, the one that `make` makes, which is put in. If `make` puts one in itself,
    /// that one stays.
    pub fn get_or_insert_with(&self, key: &Strong<K>, make: impl FnOnce() -> V) -> Held<V> {
        if let Some(value) = self.get(key) {
            return value;
        }
        let value = make();
        self.get(key).unwrap_or_else(|| Held::new(self.table.insert(hash(key), value, key)))
    }
}

keyed_traits!(WeakIdMap<K, V>, Sized);
