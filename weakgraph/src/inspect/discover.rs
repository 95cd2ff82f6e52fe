//! The one discovery of a graph: nodes are found over edges, and get numbers in the order in which they are found.
//!
//! Snapshots, values and documents differ in which edges they go along, and in what they keep of a node.

use std::collections::hash_map::Entry;

use crate::NodeId;
use crate::inspect::edges::NodeMap;

/// Nodes in the order in which they were found, each once; `N` is what is kept of each.
///
/// They are read in this order, too: [`next`](Found::next) gives one after the other, and what its edges lead to is
/// [added](Found::add). So the order is breadth-first from the first one, and a search takes constant stack.
pub(crate) struct Found<N> {
    nodes: Vec<N>,
    numbers: NodeMap<usize>,
    /// How many have been read.
    read: usize,
}

impl<N> Default for Found<N> {
    fn default() -> Found<N> {
        Found { nodes: Vec::new(), numbers: NodeMap::default(), read: 0 }
    }
}

impl<N> Found<N> {
    /// A search that starts at this node.
    pub(crate) fn from(root: NodeId, node: N) -> Found<N> {
        Found { nodes: vec![node], numbers: NodeMap::from_iter([(root, 0)]), read: 0 }
    }

    /// A search that starts nowhere yet.
    #[cfg(feature = "serde")]
    pub(crate) fn empty() -> Found<N> {
        Found { nodes: Vec::new(), numbers: NodeMap::default(), read: 0 }
    }

    /// An edge leads to this node. Returns its number, which is a new one if it was not known.
    #[inline]
    pub(crate) fn add(&mut self, id: NodeId, node: impl FnOnce() -> N) -> usize {
        match self.numbers.entry(id) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.nodes.push(node());
                *new.insert(self.nodes.len() - 1)
            }
        }
    }

    /// The one edge that leads to this node. It is not known to [`number_of`](Found::number_of) before
    /// [`index_rest`](Found::index_rest).
    #[inline]
    pub(crate) fn add_once(&mut self, node: N) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Makes all nodes known to [`number_of`](Found::number_of).
    pub(crate) fn index_rest(&mut self, id: impl Fn(&N) -> NodeId) {
        if self.numbers.len() < self.nodes.len() {
            for (number, node) in self.nodes.iter().enumerate() {
                self.numbers.entry(id(node)).or_insert(number);
            }
        }
    }

    /// The number of the next node whose edges are to be read, in the order of the numbers.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<usize> {
        let next = self.read;
        self.read += 1;
        (next < self.nodes.len()).then_some(next)
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn nodes(&self) -> &[N] {
        &self.nodes
    }

    pub(crate) fn nodes_mut(&mut self) -> &mut [N] {
        &mut self.nodes
    }

    pub(crate) fn number_of(&self, id: NodeId) -> Option<usize> {
        self.numbers.get(&id).copied()
    }

    /// The nodes alone.
    pub(crate) fn take_nodes(&mut self) -> Vec<N> {
        core::mem::take(&mut self.nodes)
    }
}

/// A number of a node or an edge, stored in 4 bytes.
pub(crate) fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or_else(|_| panic!("a graph of 2³² nodes"))
}
