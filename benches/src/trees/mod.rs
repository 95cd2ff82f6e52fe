//! Trees: what a column implements. How a round of it is run is in `round`.

mod bevy;
mod ego;
mod gcarena;
mod gcs;
mod genbox;
mod indextree;
mod memory;
mod petgraph;
mod raw;
mod raw_vec;
mod rc_limit;
mod rc_refcell;
mod rctree;
mod round;
mod slotmap;
mod weakgraph;

pub use memory::Memory;

use crate::run::Rec;
use crate::shape::Shape;

/// A move with the column's own handles.
pub struct Move<H> {
    pub node: H,
    pub target: H,
    pub before: bool,
}

/// One column of the table: a tree as a good user of that library would write it.
pub trait Tree: Sized {
    const NAME: &'static str;
    /// Children keep their order, and one can insert before a sibling.
    const ORDERED: bool = true;
    /// Workloads that the library has no means for.
    const SKIP: &'static [&'static str] = &[];
    /// Of `sort` and `deep_clone`, those that the column has.
    const EXTRA: &'static [&'static str] = &[];
    /// What a user holds to get back at a node.
    type H: Clone;
    /// What a user holds that does not keep the node alive.
    type W;
    /// What is left after all nodes are dropped; the weak references are asked against it.
    type Grave;

    /// Appends the nodes in creation order; returns a handle to each.
    fn build(s: &Shape) -> (Self, Vec<Self::H>);
    /// Pre-order sum of the payloads, through the API one meets first.
    fn dfs(&mut self) -> u64;
    /// The same by the fastest safe means that the library gives.
    fn dfs_fast(&mut self) -> u64;
    /// Sum over all the nodes in any order (storage order), where the library can.
    fn scan(&mut self) -> u64 {
        no_means::<Self>("scan")
    }
    /// From each leaf to the root, summing.
    fn up(&mut self, leaves: &[Self::H]) -> u64;
    /// Moves that are all legal; only the library's own checks are paid.
    fn mutate(&mut self, _moves: &[Move<Self::H>]) {
        no_means::<Self>("mutate")
    }
    /// Moves of which some would make a cycle: those must be refused, by the library or by hand.
    fn checked(&mut self, _moves: &[Move<Self::H>]) -> u64 {
        no_means::<Self>("move_checked")
    }
    /// Drops the subtrees under these nodes; their memory is to be free for other use. (The `Vec` itself is freed
    /// outside the timing: a large free makes glibc merge all its small ones.)
    fn drop_subs(&mut self, _subs: &mut Vec<Self::H>) {
        no_means::<Self>("drop_sub")
    }
    /// Puts the root's children into the order of their payloads.
    fn sort(&mut self) {
        no_means::<Self>("sort")
    }
    /// Another tree of the same shape and payloads.
    fn deep_clone(&mut self) -> Self {
        no_means::<Self>("deep_clone")
    }
    /// Untimed pre-order walk: (payload, payload of the parent or 0).
    fn walk(&mut self, f: &mut dyn FnMut(u64, u64));

    fn weak(&mut self, _hs: &[Self::H]) -> Vec<Self::W> {
        no_means::<Self>("weak_make")
    }
    /// Asks each weak reference for its node and sums the payloads of the live ones.
    fn probe(&mut self, _ws: &[Self::W]) -> u64 {
        no_means::<Self>("weak_alive")
    }
    /// Drops all nodes.
    fn kill(self) -> Self::Grave;
    /// Asks each weak reference again; returns how many still find a node.
    fn probe_dead(_g: &mut Self::Grave, _ws: &[Self::W]) -> u64 {
        no_means::<Self>("weak_dead")
    }
    /// Frees the whole tree, as the last user of it does.
    fn free(self) {
        drop(self)
    }
}

/// A column is not asked for what it names in `SKIP`, nor for `sort` and `deep_clone` unless it names them in `EXTRA`.
fn no_means<T: Tree>(workload: &str) -> ! {
    panic!("the column {} has nothing for {workload}: implement it, or see to its SKIP and EXTRA", T::NAME)
}

pub const WORKLOADS: &[(&str, &str)] = &[
    ("build", "node appended"),
    ("dfs", "node visited"),
    ("dfs_fast", "node visited"),
    ("scan", "node visited"),
    ("up", "step to a parent"),
    ("deep_clone", "node cloned"),
    ("mutate", "move"),
    ("move_checked", "move tried"),
    ("drop_sub", "node freed"),
    ("drop", "node freed"),
    ("weak_make", "weak reference"),
    ("weak_alive", "upgrade that succeeds"),
    ("weak_dead", "upgrade that fails"),
    ("weak_drop", "dead weak reference dropped"),
];

/// Those of the shape `list`.
pub const LIST_WORKLOADS: &[(&str, &str)] = &[
    ("remove_first", "first child removed and dropped"),
    ("remove_middle", "middle child removed and dropped"),
    ("remove_last", "last child removed and dropped"),
    ("sort", "child sorted"),
];

pub struct Column {
    pub name: &'static str,
    pub round: fn(&Shape, &mut Rec),
    pub memory: fn(&Shape) -> Memory,
}

pub fn columns() -> Vec<Column> {
    fn column<T: Tree>() -> Column {
        Column { name: T::NAME, round: round::round::<T>, memory: memory::memory::<T> }
    }
    vec![
        column::<raw::Raw<false>>(),
        column::<raw::Raw<true>>(),
        column::<raw_vec::RawVec>(),
        column::<weakgraph::WeakGraph>(),
        column::<rc_limit::RcLimit<false>>(),
        column::<rc_limit::RcLimit<true>>(),
        column::<rc_refcell::RcTree>(),
        column::<rctree::RcTreeCrate>(),
        column::<ego::Ego>(),
        column::<indextree::Index>(),
        column::<slotmap::Slot>(),
        column::<bevy::Bevy>(),
        column::<genbox::GenBox>(),
        column::<petgraph::Pet>(),
        column::<gcs::dumpster::Tracked>(),
        column::<gcs::cc::Tracked>(),
        column::<gcs::gc::Tracked>(),
        column::<gcs::boa::Tracked>(),
        column::<gcarena::GcArena>(),
    ]
}
