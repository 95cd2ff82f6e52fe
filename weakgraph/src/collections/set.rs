//! [`WeakSet`]: a set of weak nodes.

use core::fmt;
use core::hash::{BuildHasher, Hash};
use core::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Sub, SubAssign};
use std::hash::RandomState;

use super::shared::{NodeDrain, Nodes, marks, sized};
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

    sized!();

    /// Returns an iterator over the nodes, in the order of insertion. The set may be edited meanwhile.
    pub fn iter(&self) -> Nodes<'_, (), T> {
        Nodes { walk: self.table.walk() }
    }

    /// Retains only the nodes for which `keep` returns `true`.
    pub fn retain(&self, mut keep: impl FnMut(&Strong<T>) -> bool) {
        for (entry, node) in self.table.walk() {
            if !keep(&node) {
                self.table.remove(&entry);
            }
        }
    }

    /// Removes all nodes at once, and returns an iterator over them.
    pub fn drain(&self) -> NodeDrain<(), T> {
        NodeDrain::of(&self.table)
    }

    /// Removes and returns the node that was inserted last.
    pub fn pop(&self) -> Option<Strong<T>> {
        self.table.pop().map(|(_, node)| node)
    }
}

impl<T: Hash + Eq, S: BuildHasher> WeakSet<T, S> {
    fn find(&self, value: &T) -> Option<EntryRef<()>> {
        self.table.find(self.hasher.hash_one(value), self.table.by_node(|other| *other == *value))
    }

    /// Returns the node that is equal to `value`. Costs O(1).
    pub fn get(&self, value: &T) -> Option<Strong<T>> {
        self.table.find_node(self.hasher.hash_one(value), self.table.by_node(|other| *other == *value))
    }

    /// Returns `true` if there is a node that is equal to `value`. Costs O(1).
    pub fn contains(&self, value: &T) -> bool {
        self.table.contains(self.hasher.hash_one(value), self.table.by_node(|other| *other == *value))
    }

    /// Inserts a node. Returns `false` if there was an equal one, which it replaces. Costs O(1).
    pub fn insert(&self, node: &Strong<T>) -> bool {
        self.replace(node).is_none()
    }

    /// Inserts a node, and returns the equal one that it replaces. Costs O(1).
    pub fn replace(&self, node: &Strong<T>) -> Option<Strong<T>> {
        let hash = self.hasher.hash_one(&**node);
        let found = self.table.find_settled(hash, self.table.by_node(|other| *other == **node));
        let old = found.as_ref().and_then(|entry| self.table.node(entry));
        self.table.put(hash, found.as_ref(), (), node);
        old
    }

    /// Returns the node that is equal to `node`, or inserts `node` and returns it. Costs O(1).
    pub fn get_or_insert(&self, node: &Strong<T>) -> Strong<T> {
        self.get(node).unwrap_or_else(|| {
            self.insert(node);
            node.clone()
        })
    }

    /// Removes the node that is equal to `value`. Returns `false` if there is none. Costs O(1).
    pub fn remove(&self, value: &T) -> bool {
        self.take(value).is_some()
    }

    /// Removes the node that is equal to `value`, and returns it. Costs O(1).
    pub fn take(&self, value: &T) -> Option<Strong<T>> {
        let entry = self.find(value)?;
        let node = self.table.node(&entry)?;
        self.table.remove(&entry);
        Some(node)
    }

    /// Returns an iterator over the nodes of this set, followed by those of the other that are not in this one.
    pub fn union<'s, Z: BuildHasher>(&'s self, other: &'s WeakSet<T, Z>) -> impl Iterator<Item = Strong<T>> + 's {
        self.iter().chain(other.difference(self))
    }

    /// Returns an iterator over the nodes of this set that are also in the other.
    pub fn intersection<'s, Z: BuildHasher>(
        &'s self,
        other: &'s WeakSet<T, Z>,
    ) -> impl Iterator<Item = Strong<T>> + 's {
        self.iter().filter(|node| other.contains(node))
    }

    /// Returns an iterator over the nodes of this set that are not in the other.
    pub fn difference<'s, Z: BuildHasher>(&'s self, other: &'s WeakSet<T, Z>) -> impl Iterator<Item = Strong<T>> + 's {
        self.iter().filter(|node| !other.contains(node))
    }

    /// Returns an iterator over the nodes that are in exactly one of the two sets.
    pub fn symmetric_difference<'s, Z: BuildHasher>(
        &'s self,
        other: &'s WeakSet<T, Z>,
    ) -> impl Iterator<Item = Strong<T>> + 's {
        self.difference(other).chain(other.difference(self))
    }

    /// Returns `true` if all nodes of this set are in the other.
    pub fn is_subset<Z: BuildHasher>(&self, other: &WeakSet<T, Z>) -> bool {
        self.len() <= other.len() && self.iter().all(|node| other.contains(&node))
    }

    /// Returns `true` if all nodes of the other set are in this one.
    pub fn is_superset<Z: BuildHasher>(&self, other: &WeakSet<T, Z>) -> bool {
        other.is_subset(self)
    }

    /// Returns `true` if no node is in both sets.
    pub fn is_disjoint<Z: BuildHasher>(&self, other: &WeakSet<T, Z>) -> bool {
        !self.iter().any(|node| other.contains(&node))
    }
}

impl<T, S: Default> Default for WeakSet<T, S> {
    fn default() -> WeakSet<T, S> {
        WeakSet::with_hasher(S::default())
    }
}

impl<T: Hash + Eq, S: Clone + BuildHasher> Clone for WeakSet<T, S> {
    /// Returns another set of the same nodes.
    fn clone(&self) -> WeakSet<T, S> {
        let mut clone = WeakSet::with_capacity_and_hasher(self.len(), self.hasher.clone());
        clone.extend(self);
        clone
    }
}

impl<T, S> fmt::Debug for WeakSet<T, S> {
    /// Prints a set of the types and addresses of the nodes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut set = f.debug_set();
        for node in self {
            set.entry(&format_args!("{}", node.label()));
        }
        set.finish()
    }
}

impl<T: Hash + Eq, S: BuildHasher> PartialEq for WeakSet<T, S> {
    /// Returns `true` if each node of one set is in the other.
    fn eq(&self, other: &WeakSet<T, S>) -> bool {
        self.len() == other.len() && self.is_subset(other)
    }
}

impl<T: Hash + Eq, S: BuildHasher> Eq for WeakSet<T, S> {}

impl<T: Hash + Eq, S: BuildHasher> Extend<Strong<T>> for WeakSet<T, S> {
    /// Nodes that nothing else holds are dropped at once.
    fn extend<I: IntoIterator<Item = Strong<T>>>(&mut self, nodes: I) {
        for node in nodes {
            self.insert(&node);
        }
    }
}

impl<'t, T: Hash + Eq + 't, S: BuildHasher> Extend<&'t Strong<T>> for WeakSet<T, S> {
    fn extend<I: IntoIterator<Item = &'t Strong<T>>>(&mut self, nodes: I) {
        for node in nodes {
            self.insert(node);
        }
    }
}

impl<T: Hash + Eq, S: BuildHasher + Default> FromIterator<Strong<T>> for WeakSet<T, S> {
    /// Nodes that nothing else holds are dropped at once.
    fn from_iter<I: IntoIterator<Item = Strong<T>>>(nodes: I) -> WeakSet<T, S> {
        let mut set = WeakSet::default();
        set.extend(nodes);
        set
    }
}

impl<'t, T: Hash + Eq + 't, S: BuildHasher + Default> FromIterator<&'t Strong<T>> for WeakSet<T, S> {
    fn from_iter<I: IntoIterator<Item = &'t Strong<T>>>(nodes: I) -> WeakSet<T, S> {
        let mut set = WeakSet::default();
        set.extend(nodes);
        set
    }
}

impl<'s, T, S> IntoIterator for &'s WeakSet<T, S> {
    type Item = Strong<T>;
    type IntoIter = Nodes<'s, (), T>;

    fn into_iter(self) -> Nodes<'s, (), T> {
        self.iter()
    }
}

impl<T, S> IntoIterator for WeakSet<T, S> {
    type Item = Strong<T>;
    type IntoIter = NodeDrain<(), T>;

    fn into_iter(self) -> NodeDrain<(), T> {
        self.drain()
    }
}

/// The operators: what they are called, what they do to a set in place.
macro_rules! operators {
    ($($(#[$doc:meta])* $op:ident $name:ident, $assign:ident $in_place:ident: |$set:ident, $other:ident| $edit:expr;)*) => {$(
        impl<T: Hash + Eq, S: Clone + BuildHasher> $op for &WeakSet<T, S> {
            type Output = WeakSet<T, S>;

            $(#[$doc])*
            fn $name(self, other: &WeakSet<T, S>) -> WeakSet<T, S> {
                let mut set = self.clone();
                $assign::$in_place(&mut set, other);
                set
            }
        }

        impl<T: Hash + Eq, S: BuildHasher> $assign<&WeakSet<T, S>> for WeakSet<T, S> {
            $(#[$doc])*
            fn $in_place(&mut self, other: &WeakSet<T, S>) {
                let ($set, $other) = (self, other);
                $edit;
            }
        }
    )*};
}

operators! {
    /// Returns the nodes that are in either.
    BitOr bitor, BitOrAssign bitor_assign: |set, other| set.extend(other);
    /// Returns the nodes that are in both.
    BitAnd bitand, BitAndAssign bitand_assign: |set, other| set.retain(|node| other.contains(node));
    /// Returns the nodes that are not in the other.
    Sub sub, SubAssign sub_assign: |set, other| set.retain(|node| !other.contains(node));
    /// Returns the nodes that are in exactly one of the two.
    BitXor bitxor, BitXorAssign bitxor_assign: |set, other| for node in other {
        if !set.remove(&node) {
            set.insert(&node);
        }
    };
}

marks!(WeakSet<T, S>);
