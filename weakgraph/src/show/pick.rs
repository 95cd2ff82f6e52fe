//! Which nodes and edges of a snapshot are drawn.

use super::labels::outside_handles;
use crate::core::raw_edge::EdgeKind;
use crate::inspect::snapshot::{NodeEdge, NodeInfo, Snapshot};

/// A snapshot and what of it is to be seen.
pub(super) struct Pick<'g> {
    pub(super) snapshot: Snapshot<'g>,
    hidden: Vec<bool>,
    without: Vec<EdgeKind>,
    depth: usize,
    nodes: usize,
    outside_handles: bool,
}

impl<'g> Pick<'g> {
    pub(super) fn new(snapshot: Snapshot<'g>, nodes: usize) -> Pick<'g> {
        Pick {
            hidden: vec![false; snapshot.len()],
            snapshot,
            without: Vec::new(),
            depth: usize::MAX,
            nodes,
            outside_handles: false,
        }
    }

    pub(super) fn depth(&mut self, depth: usize) {
        self.depth = depth;
    }

    pub(super) fn nodes(&mut self, nodes: usize) {
        self.nodes = nodes;
    }

    pub(super) fn outside_handles(&mut self) {
        self.outside_handles = true;
    }

    /// The mark of a node that handles from outside hold, if these are marked.
    pub(super) fn handles_of(&self, node: NodeInfo<'_>) -> Option<String> {
        self.outside_handles.then(|| outside_handles(node)).flatten()
    }

    pub(super) fn without(&mut self, kind: EdgeKind) {
        self.without.push(kind);
    }

    #[cfg(feature = "svg")]
    pub(super) fn with(&mut self, kind: EdgeKind) {
        self.without.retain(|it| *it != kind);
    }

    pub(super) fn filter(&mut self, mut keep: impl FnMut(NodeInfo<'_>) -> bool) {
        for node in self.snapshot.nodes() {
            if !keep(node) {
                self.hidden[node.number()] = true;
            }
        }
    }

    /// Whether each node is drawn. One outside is, if an edge to it is.
    pub(super) fn drawn(&self) -> Vec<bool> {
        let mut drawn = vec![false; self.snapshot.len()];
        let mut left = self.nodes;
        for node in self.snapshot.nodes() {
            let number = node.number();
            let fits = node.is_inside() && node.depth() <= self.depth && !self.hidden[number];
            // The loop over the edges of the nodes before it may have asked for one outside.
            if (fits || drawn[number]) && left > 0 {
                drawn[number] = true;
                left -= 1;
                let outside = self.edges(node).filter_map(|edge| edge.to());
                let outside: Vec<usize> =
                    outside.filter(|&to| !self.snapshot.node(to).is_inside() && !self.hidden[to]).collect();
                outside.into_iter().for_each(|to| drawn[to] = true);
            } else {
                drawn[number] = false;
            }
        }
        drawn
    }

    /// The edges of a node whose kind is drawn.
    pub(super) fn edges<'s>(&'s self, node: NodeInfo<'s>) -> impl Iterator<Item = NodeEdge> + 's {
        node.edges().filter(|edge| !self.without.contains(&edge.edge().kind))
    }
}
