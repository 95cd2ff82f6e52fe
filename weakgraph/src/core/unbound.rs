//! What is put into a list before its parent is allocated.

use std::collections::HashSet;

use crate::Strong;
use crate::core::ptr::{Header, NodePtr};

/// Nodes that wait until their parent is allocated, each once, in order.
pub(crate) struct UnboundChildren<C> {
    nodes: Vec<Strong<C>>,
    /// The same nodes, as an index; made by the first look-up in a list that is not short.
    index: Option<HashSet<*mut Header>>,
}

/// Up to this length, a linear search is faster than an index.
const SHORT: usize = 16;

impl<C> UnboundChildren<C> {
    /// Lets these nodes wait, which differ.
    pub(crate) fn of(nodes: Vec<Strong<C>>) -> UnboundChildren<C> {
        UnboundChildren { nodes, index: None }
    }

    pub(crate) fn nodes(&self) -> &[Strong<C>] {
        &self.nodes
    }

    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn into_nodes(self) -> Vec<Strong<C>> {
        self.nodes
    }

    /// The nodes, to be put into another order.
    pub(crate) fn order(&mut self) -> &mut [Strong<C>] {
        &mut self.nodes
    }

    pub(crate) fn position(&self, node: NodePtr) -> Option<usize> {
        self.nodes.iter().position(|waiting| waiting.raw() == node)
    }

    pub(crate) fn contains(&mut self, node: &Strong<C>) -> bool {
        if self.nodes.len() <= SHORT {
            return self.nodes.contains(node);
        }
        let nodes = &self.nodes;
        let index = self.index.get_or_insert_with(|| nodes.iter().map(|node| node.raw().as_ptr()).collect());
        index.contains(&node.raw().as_ptr())
    }

    /// Inserts a node at this index. One that waits already is moved.
    pub(crate) fn put(&mut self, mut at: usize, node: &Strong<C>) {
        // A node that waits has a handle here and the one that is given.
        let waits = Strong::strong_count(node) > 1 && self.contains(node);
        if let Some(old) = waits.then(|| self.position(node.raw())).flatten() {
            drop(self.take(old));
            at -= usize::from(old < at);
        }
        if let Some(index) = &mut self.index {
            index.insert(node.raw().as_ptr());
        }
        self.nodes.insert(at, node.clone());
    }

    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn take(&mut self, at: usize) -> Strong<C> {
        let node = self.nodes.remove(at);
        if let Some(index) = &mut self.index {
            index.remove(&node.raw().as_ptr());
        }
        node
    }
}

impl<C> Default for UnboundChildren<C> {
    fn default() -> UnboundChildren<C> {
        UnboundChildren { nodes: Vec::new(), index: None }
    }
}
