//! Maps and sets that hold nodes weakly: an entry is removed when its node is dropped. Needs the feature `collections`.
//!
//! | type | holds weakly | finds by | Python's |
//! |---|---|---|---|
//! | [`WeakValueMap<K, V>`](WeakValueMap) | values | `Hash` and `Eq` of `K` | `WeakValueDictionary` |
//! | [`WeakKeyMap<K, V>`](WeakKeyMap) | keys | `Hash` and `Eq` of the node | `WeakKeyDictionary` |
//! | [`WeakIdMap<K, V>`](WeakIdMap) | keys | identity of the node | none |
//! | [`WeakSet<T>`](WeakSet) | elements | `Hash` and `Eq` of the node | `WeakSet` |
//! | [`WeakIdSet<T>`](WeakIdSet) | elements | identity of the node | none |
//!
//! - **Entries are removed at once; there is no sweep.** The entry of a node is removed in step 1 of
//!   [its drop](crate#dropping), before any hook or callback runs. So [`len`](WeakValueMap::len) is exact and costs
//!   O(1), and a look-up never returns a dropped node. What the entry owned (the key of a [`WeakValueMap`], the value
//!   of a [`WeakKeyMap`]) is dropped in step 3.
//! - **Everything works on `&self`**, also in a callback, in a hook, or while iterating. Iterators yield handles, in
//!   the order of insertion; a replaced entry keeps its place. They survive every edit and every drop: an entry that is
//!   removed is not yielded, one that stays is yielded once, and one that is added later is not.
//! - **A node removes only its own entry**, never another one that was inserted under an equal key. Inserting an equal
//!   key again replaces the weak key too. (In Python it does not, and the entry is lost with the old key.)
//! - **`Hash`, `Eq`, `Drop` and closures may do anything**, even to the map that calls them. There is no undefined
//!   behaviour, the library does not panic, and `len` is the number of entries. An `Eq` that edits the map during a
//!   look-up gets an answer from the entries that were there before and still are. A `Hash` or `Eq` that contradicts
//!   itself can hide entries, as in `std`.
//! - Keys and values that the map owns are `'static`: if a map is leaked, they stay with nodes that can live longer.
//! - A value that owns a handle to its own weak key keeps it alive for ever, as in Python. Let it hold a
//!   [`Weak`](crate::Weak).
//!
//! An insertion, a look-up and the drop of a node with an entry cost O(1). The entries are in blocks of memory that
//! grow by doubling, so that none is an allocation of its own, but in a build with debug assertions and with the
//! feature `malloc`. An entry takes 56 bytes and its key or value, in multiples of 16, and about 45 bytes in the index,
//! which is `hashbrown`'s, and in the order.
//!
//! ```
//! use weakgraph::collections::WeakValueMap;
//! use weakgraph::{Graph, Strong};
//!
//! #[derive(Graph)]
//! struct Image { pixels: Vec<u8> }
//!
//! let cache: WeakValueMap<String, Image> = WeakValueMap::new();
//! let logo = cache.get_or_insert_with("logo.png".into(), || Strong::new(Image { pixels: vec![0; 64] }));
//! assert!(cache.get("logo.png") == Some(logo.clone()));
//! drop(logo);
//! assert!(cache.is_empty()); // at the moment that nobody uses it any more
//! ```

use crate::core::traits::HoldsWeakly;

mod entry_guard;
mod id_map;
mod id_set;
mod key_entry;
mod key_map;
mod keyed;
mod lookup;
mod set;
mod sets;
mod shared;
mod value_map;

pub use entry_guard::EntryGuard;
pub use id_map::WeakIdMap;
pub use id_set::WeakIdSet;
pub use key_entry::{KeyEntry, OccupiedKeyEntry, VacantKeyEntry};
pub use key_map::WeakKeyMap;
pub use lookup::{ByBorrow, ByHandle, Lookup};
pub use set::WeakSet;
pub use shared::{KeyDrain, KeyIter, NodeDrain, Nodes, Owned, ValueDrain, ValueIter};
pub use value_map::{Entry, OccupiedEntry, VacantEntry, WeakValueMap};

// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<K, V> HoldsWeakly for WeakIdMap<K, V> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<K, V, S> HoldsWeakly for WeakKeyMap<K, V, S> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<K, V, S> HoldsWeakly for WeakValueMap<K, V, S> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T, S> HoldsWeakly for WeakSet<T, S> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T> HoldsWeakly for WeakIdSet<T> {}
