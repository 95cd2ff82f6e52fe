//! The edges of a graph by the node that they lead to, and its dominators: on numbers alone.

use crate::core::steps;

/// The edges by the node that they lead to.
pub(super) struct Reverse {
    /// Where the edges that lead to a node begin in `edges`; those of the next node begin where they end.
    starts: Vec<usize>,
    /// Numbers of edges, in order for each node.
    edges: Vec<usize>,
}

impl Reverse {
    /// Of so many nodes; `edges` gives the number of each edge, and the node that it leads to.
    pub(super) fn new<E: Iterator<Item = (usize, usize)>>(nodes: usize, edges: impl Fn() -> E) -> Reverse {
        let mut starts = vec![0; nodes + 1];
        for (_, to) in edges() {
            starts[to + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut sorted = vec![0; sum];
        for (number, to) in edges() {
            sorted[next[to]] = number;
            next[to] += 1;
        }
        Reverse { starts, edges: sorted }
    }

    /// The edges that lead to this node.
    pub(super) fn to(&self, node: usize) -> &[usize] {
        &self.edges[self.starts[node]..self.starts[node + 1]]
    }
}

/// No node: nobody is above the nodes that are held from outside.
pub(super) const NOBODY: usize = usize::MAX;

/// The dominators of nodes. The node above all is what holds the root and whatever is held from outside.
///
/// Strong edges form no cycle (G3), so each node is seen after all that lead to it, and its dominator is the nearest
/// common ancestor of those in the tree that is there by then. Each has a link to one further up, so that this costs
/// O(log n); see Myers, "An applicative random-access stack" (1983).
pub(super) struct Dominators {
    /// The dominator of each.
    pub(super) above: Vec<usize>,
    far: Vec<usize>,
    level: Vec<u32>,
}

impl Dominators {
    pub(super) fn new(nodes: usize) -> Dominators {
        Dominators { above: vec![NOBODY; nodes], far: vec![NOBODY; nodes], level: vec![0; nodes] }
    }

    /// The dominator of a node is found. Those of all that lead to it were set before.
    pub(super) fn set(&mut self, node: usize, above: usize) {
        self.above[node] = above;
        if above == NOBODY {
            (self.level[node], self.far[node]) = (1, NOBODY);
            return;
        }
        self.level[node] = self.level[above] + 1;
        let far = self.far[above];
        let step = self.level[above] - self.level_of(far);
        let is_even = far != NOBODY && step == self.level_of(far) - self.level_of(self.far[far]);
        self.far[node] = if is_even { self.far[far] } else { above };
    }

    fn level_of(&self, node: usize) -> u32 {
        if node == NOBODY { 0 } else { self.level[node] }
    }

    /// The nearest node above both.
    pub(super) fn common(&self, mut a: usize, mut b: usize) -> usize {
        if self.level_of(a) < self.level_of(b) {
            (a, b) = (b, a);
        }
        let level = self.level_of(b);
        while self.level_of(a) > level {
            steps::count();
            a = if self.level_of(self.far[a]) >= level { self.far[a] } else { self.above[a] };
        }
        while a != b {
            steps::count();
            (a, b) = match self.far[a] == self.far[b] {
                true => (self.above[a], self.above[b]),
                false => (self.far[a], self.far[b]),
            };
        }
        a
    }
}
