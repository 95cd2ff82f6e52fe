//! [`WeakIdSet`]: a set of weak nodes, found by their identity.

use core::fmt;
use core::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Sub, SubAssign};

use super::id_map::hash;
use super::sets::{nodes, set_traits, two_sets};
use super::shared::{NodeDrain, Nodes, marks, sized};
use crate::Strong;
use crate::engine::table::{EntryRef, Table};

/// A set of nodes that it does not keep alive, which are found by identity.
///
/// Nothing is required of the nodes, and no user code runs in a look-up: for what is selected, dirty, or visited
/// already. [`WeakSet`](super::WeakSet) finds nodes by `Hash` and `Eq`.
///
/// [The module](super) says what all weak maps and sets promise.
///
/// # Example
/// ```
/// use weakgraph::collections::WeakIdSet;
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph)]
/// struct Widget;
///
/// let (ok, cancel) = (Strong::new(Widget), Strong::new(Widget));
/// let dirty: WeakIdSet<Widget> = [&ok].into_iter().collect();
/// assert!(dirty.contains(&ok) && !dirty.contains(&cancel));
/// assert!(!dirty.insert(&ok), "it is there");
/// drop(ok);
/// assert!(dirty.is_empty());
/// ```
pub struct WeakIdSet<T> {
    table: Table<(), T>,
}

impl<T> WeakIdSet<T> {
    /// Returns an empty set.
    #[must_use]
    pub fn new() -> WeakIdSet<T> {
        WeakIdSet::default()
    }

    /// Returns an empty set with room for `capacity` nodes.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> WeakIdSet<T> {
        WeakIdSet { table: Table::with_capacity(capacity) }
    }

    nodes!();

    #[inline]
    fn find(&self, node: &Strong<T>) -> Option<EntryRef<()>> {
        self.table.find_id(hash(node), node)
    }

    /// Returns `true` if this node is in the set. Costs O(1).
    #[must_use]
    pub fn contains(&self, node: &Strong<T>) -> bool {
        self.table.contains_id(hash(node), node)
    }

    /// Inserts a node. Returns `false` if it was there; then it keeps its place. Costs O(1).
    pub fn insert(&self, node: &Strong<T>) -> bool {
        self.table.insert_new_id(hash(node), (), node).is_ok()
    }

    /// Removes a node. Returns `false` if it was not there. Costs O(1).
    pub fn remove(&self, node: &Strong<T>) -> bool {
        self.find(node).is_some_and(|entry| self.table.remove(&entry))
    }

    two_sets!(WeakIdSet<T>);
}

impl<T> Default for WeakIdSet<T> {
    fn default() -> WeakIdSet<T> {
        WeakIdSet::with_capacity(0)
    }
}

set_traits!(WeakIdSet<T>, Sized);
