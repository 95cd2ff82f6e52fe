//! Maps and sets that hold nodes weakly: their entries leave at the moment of death. Needs the feature `collections`.
//!
//! | type | holds weakly | finds by | Python's |
//! |---|---|---|---|
//! | [`WeakValueMap<K, V>`](WeakValueMap) | values | `Hash` and `Eq` of `K` | `WeakValueDictionary` |
//! | [`WeakKeyMap<K, V>`](WeakKeyMap) | keys | `Hash` and `Eq` of the node | `WeakKeyDictionary` |
//! | [`WeakIdMap<K, V>`](WeakIdMap) | keys | identity of the node | none |
//! | [`WeakSet<T>`](WeakSet) | elements | `Hash` and `Eq` of the node | `WeakSet` |
//!
//! - **Told, not swept.** The death of a node takes its entry out in step 1 of [its death](crate#death), before any
//!   hook or callback runs. So [`len`](WeakValueMap::len) is exact and costs O(1), and nobody ever gets a dead node.
//!   What the entry had besides (the key of a [`WeakValueMap`], the value of a [`WeakKeyMap`]) is dropped in step 3.
//! - **Edited through `&self`**, so also from a callback, a hook, or in the body of a walk. A walk goes in the order in
//!   which the entries came (a replaced one keeps its place) and yields handles. It survives every edit and every
//!   death: what leaves is not yielded, what is there and stays is yielded once, what comes later is not.
//! - **A late death never hits a successor.** What dies takes out its own entry, and no other that has come under an
//!   equal key. An equal key that is inserted again replaces the weak key, too (in Python it does not, and the entry is
//!   lost with the old key).
//! - **Whatever `Hash`, `Eq`, `Drop` and closures do**, and be it to the very map that calls them: no undefined
//!   behaviour, no panic of the library's own, and `len` is the number of entries. An `Eq` that edits the map while it
//!   is searched gets an answer from the entries that were there when the search began and still are. A `Hash` or `Eq`
//!   that contradicts itself can hide entries, as in `std`.
//! - Keys and values that the map owns are `'static`: a map that is forgotten leaves them with nodes that can live
//!   longer.
//! - A value that owns a handle to its own weak key keeps it alive for ever, as in Python: there are no ephemerons. Let
//!   it hold a [`Weak`](crate::Weak).
//!
//! An entry costs one allocation and about 170 bytes, a death with an entry O(1). Under them is the table of
//! `hashbrown`.
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
//! assert!(cache.is_empty()); // the moment that nobody uses it
//! ```

use crate::core::traits::HoldsWeakly;

mod entry;
mod entry_guard;
mod id_map;
mod key_entry;
mod key_map;
mod keyed;
mod set;
mod shared;
mod table;
mod value_map;

pub use entry_guard::EntryGuard;
pub use id_map::WeakIdMap;
pub use key_entry::{KeyEntry, OccupiedKeyEntry, VacantKeyEntry};
pub use key_map::WeakKeyMap;
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
