//! [`WeakSet`]: a set of weak nodes.

use core::fmt;
use core::hash::{BuildHasher, Hash};
use core::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Sub, SubAssign};
use std::hash::RandomState;

use super::lookup::Lookup;
use super::sets::{nodes, set_traits, two_sets};
use super::shared::{NodeDrain, Nodes, dropping, marks, sized};
use crate::Strong;
use crate::engine::table::{EntryRef, Table};

/// A set of nodes that it does not keep alive. They are found by `Hash` and `Eq` of the nodes.
///
/// [The module](super) says what all weak maps and sets promise. Python's `WeakSet`, except that inserting an equal
/// node again replaces the one that was there.
///
/// # Example
/// ```
/// use weakgraph::collections::WeakSet;
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph, PartialEq, Eq, Hash)]
/// struct Tag(&'static str);
///
/// let tags = ["new", "hot", "old"].map(|name| Strong::new(Tag(name)));
/// let set: WeakSet<Tag> = tags.iter().collect();
/// let warm: WeakSet<Tag> = tags[..2].iter().collect();
/// assert!(warm.is_subset(&set) && set.contains(&Tag("old")));
/// assert_eq!((&set - &warm).len(), 1);
/// drop(tags);
/// assert!(set.is_empty());
/// ```
pub struct WeakSet<T, S = RandomState> {
    table: Table<(), T>,
    hasher: S,
}

impl<T> WeakSet<T> {
    /// Returns an empty set.
    #[must_use]
    pub fn new() -> WeakSet<T> {
        WeakSet::default()
    }

    /// Returns an empty set with room for `capacity` nodes.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> WeakSet<T> {
        WeakSet::with_capacity_and_hasher(capacity, RandomState::default())
    }
}

impl<T, S> WeakSet<T, S> {
    /// Returns an empty set that uses `hasher`.
    #[must_use]
    pub fn with_hasher(hasher: S) -> WeakSet<T, S> {
        WeakSet::with_capacity_and_hasher(0, hasher)
    }

    /// Returns an empty set with room for `capacity` nodes that uses `hasher`.
    #[must_use]
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> WeakSet<T, S> {
        WeakSet { table: Table::with_capacity(capacity), hasher }
    }

    /// Returns the hasher.
    pub fn hasher(&self) -> &S {
        &self.hasher
    }

    nodes!();
}

impl<T: Hash + Eq, S: BuildHasher> WeakSet<T, S> {
    fn find<Q: Lookup<T, By> + ?Sized, By>(&self, value: &Q) -> Option<EntryRef<()>> {
        self.table.find(value.__hash(&self.hasher), self.table.by_node(|node| value.__finds(node)))
    }

    /// Returns the node that is equal to `value`: to a node, to that of a handle, or to what it borrows as; see
    /// [`Lookup`]. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get<Q: Lookup<T, By> + ?Sized, By>(&self, value: &Q) -> Option<Strong<T>> {
        self.table.find_node(value.__hash(&self.hasher), self.table.by_node(|node| value.__finds(node)))
    }

    /// Returns `true` if there is a node that is equal to `value`. Costs O(1).
    pub fn contains<Q: Lookup<T, By> + ?Sized, By>(&self, value: &Q) -> bool {
        self.table.contains(value.__hash(&self.hasher), self.table.by_node(|node| value.__finds(node)))
    }

    /// Inserts a node. Returns `false` if there was an equal one, which it replaces. Costs O(1).
    pub fn insert(&self, node: &Strong<T>) -> bool {
        self.replace(node).is_none()
    }

    /// Inserts a node, and returns the equal one that it replaces. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn replace(&self, node: &Strong<T>) -> Option<Strong<T>> {
        let hash = self.hasher.hash_one(&**node);
        let Err(()) = self.table.insert_new(hash, (), node) else { return None };
        let found = self.table.find_settled(hash, self.table.by_node(|other| *other == **node));
        let old = found.as_ref().and_then(|entry| self.table.node(entry));
        self.table.put(hash, found.as_ref(), (), node);
        old
    }

    /// Returns the node that is equal to `node`, or inserts `node` and returns it. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get_or_insert(&self, node: &Strong<T>) -> Strong<T> {
        self.get(node).unwrap_or_else(|| {
            self.insert(node);
            node.clone()
        })
    }

    /// Returns the node that is equal to `value`, or inserts and returns the one that `make` returns. Costs O(1).
    ///
    /// For interners: see [`Lookup`]. The node that `make` returns is to be equal to `value`. If `make` inserts a node
    /// that is equal to it, that one stays, and is returned.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get_or_insert_with<Q: Lookup<T, By> + ?Sized, By>(
        &self,
        value: &Q,
        make: impl FnOnce() -> Strong<T>,
    ) -> Strong<T> {
        match self.get(value) {
            Some(found) => dropping(make, found),
            None => {
                let made = make();
                let found = self.get_or_insert(&made);
                dropping(made, found)
            }
        }
    }

    /// Removes the node that is equal to `value`. Returns `false` if there is none. Costs O(1).
    pub fn remove<Q: Lookup<T, By> + ?Sized, By>(&self, value: &Q) -> bool {
        self.take(value).is_some()
    }

    /// Removes the node that is equal to `value`, and returns it. Costs O(1).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn take<Q: Lookup<T, By> + ?Sized, By>(&self, value: &Q) -> Option<Strong<T>> {
        let entry = self.find(value)?;
        let node = self.table.node(&entry)?;
        self.table.remove(&entry);
        Some(node)
    }

    two_sets!(WeakSet<T, S>, Z);
}

impl<T, S: Default> Default for WeakSet<T, S> {
    fn default() -> WeakSet<T, S> {
        WeakSet::with_hasher(S::default())
    }
}

set_traits!(WeakSet<T, S>, Hash + Eq);
