//! [`EntryGuard`]: what a map owns, held while somebody looks at it.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use crate::engine::table::EntryRef;

/// A reference to a key of a [`WeakValueMap`](super::WeakValueMap), or to a value of a
/// [`WeakKeyMap`](super::WeakKeyMap) or a [`WeakIdMap`](super::WeakIdMap).
///
/// The map can be edited at any time, so it gives out no plain references. An `EntryGuard` derefs to the key or value,
/// and keeps it, also after the entry was removed, and after the map was dropped: then the memory for the entries of
/// the map stays as long as the last guard. It takes 8 bytes; a clone costs one increment. It compares, hashes and
/// prints as what it holds.
pub struct EntryGuard<P: 'static> {
    entry: EntryRef<P>,
}

impl<P> EntryGuard<P> {
    pub(super) fn new(entry: EntryRef<P>) -> EntryGuard<P> {
        EntryGuard { entry }
    }

    pub(super) fn entry(&self) -> &EntryRef<P> {
        &self.entry
    }

    /// Returns the key or value itself, if the entry was removed and this is its only guard.
    ///
    /// # Errors
    /// Returns the guard otherwise.
    ///
    /// # Example
    /// ```
    /// # use weakgraph::collections::WeakIdMap;
    /// # use weakgraph::{Graph, Strong};
    /// # #[derive(Graph)]
    /// # struct Doc;
    /// let (map, doc) = (WeakIdMap::new(), Strong::new(Doc));
    /// map.insert(&doc, vec![1, 2]);
    /// let numbers = map.get(&doc).unwrap();
    /// let numbers = numbers.try_into_inner().unwrap_err(); // still in the map
    /// map.remove(&doc);
    /// assert_eq!(numbers.try_into_inner().unwrap(), [1, 2]);
    /// ```
    pub fn try_into_inner(self) -> Result<P, EntryGuard<P>> {
        self.entry.into_payload().map_err(EntryGuard::new)
    }
}

impl<P> Deref for EntryGuard<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.entry.payload
    }
}

impl<P> Clone for EntryGuard<P> {
    fn clone(&self) -> EntryGuard<P> {
        EntryGuard { entry: self.entry.clone() }
    }
}

impl<P> AsRef<P> for EntryGuard<P> {
    fn as_ref(&self) -> &P {
        self
    }
}

impl<P: PartialEq> PartialEq for EntryGuard<P> {
    fn eq(&self, other: &EntryGuard<P>) -> bool {
        **self == **other
    }
}

impl<P: PartialEq> PartialEq<P> for EntryGuard<P> {
    fn eq(&self, other: &P) -> bool {
        **self == *other
    }
}

impl<P: Eq> Eq for EntryGuard<P> {}

impl<P: PartialOrd> PartialOrd for EntryGuard<P> {
    fn partial_cmp(&self, other: &EntryGuard<P>) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<P: Ord> Ord for EntryGuard<P> {
    fn cmp(&self, other: &EntryGuard<P>) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<P: Hash> Hash for EntryGuard<P> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<P: fmt::Debug> fmt::Debug for EntryGuard<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<P: fmt::Display> fmt::Display for EntryGuard<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
