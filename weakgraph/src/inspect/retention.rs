//! What keeps a node of a [`Snapshot`] alive: who refers to it, on which path, how much only it keeps, and what no edge
//! explains.

use core::fmt;
use std::collections::BTreeMap;

use crate::core::edges::NodeId;
use crate::core::raw_edge::EdgeKind;
use crate::inspect::reverse::{Dominators, NOBODY, Reverse};
use crate::inspect::snapshot::{NodeEdge, NodeInfo, Retained, Snapshot};

/// # Who keeps a node
impl<'g> Snapshot<'g> {
    /// Returns the edges that lead to a node, in the order of the nodes that have them; none if it is not in the
    /// snapshot.
    ///
    /// The first call costs O(nodes and edges), later ones O(1) and O(log nodes) for each edge.
    ///
    /// Python's `gc.get_referrers`.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Snapshot, Strong};
    ///
    /// #[derive(Graph, Default)]
    /// struct Node {
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Strong::new(Node::default());
    /// let leaf = root.add_child(Node::default());
    /// let snapshot = Snapshot::of(&root);
    /// let edges: Vec<_> = snapshot.referrers(&leaf).map(|it| (it.from(), it.edge().field, it.edge().index)).collect();
    /// assert_eq!(edges, [(0, "children", 0)]);
    /// ```
    pub fn referrers(&self, node: impl Into<NodeId>) -> impl ExactSizeIterator<Item = NodeEdge> {
        let numbers = self.number_of(node.into()).map_or(&[][..], |number| reverse(self).to(number));
        numbers.iter().map(|&number| self.edge(number))
    }

    /// Returns a shortest path over owning and shared edges from the root to a node: why the root keeps it alive.
    /// `None` if the root does not.
    ///
    /// Costs O(length of the path), and O(nodes and edges) in the first call of this or
    /// [`referrers`](Snapshot::referrers). `Display` prints `root.children[3].style[0]`.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Snapshot, Strong};
    ///
    /// #[derive(Graph, Default)]
    /// struct Node {
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Strong::new(Node::default());
    /// let leaf = root.add_child(Node::default()).add_child(Node::default());
    /// let path = Snapshot::of(&root).path_to(&leaf).unwrap();
    /// assert_eq!(path.to_string(), "root.children[0].children[0]");
    /// ```
    #[must_use]
    pub fn path_to(&self, node: impl Into<NodeId>) -> Option<Path> {
        let mut at = self.number_of(node.into()).filter(|&number| number < self.inside())?;
        let mut edges = Vec::new();
        while at != 0 {
            let depth = self.node(at).depth();
            // The first edge over which it was found comes from one level above.
            let above = reverse(self).to(at).iter().map(|&number| self.edge(number));
            let edge =
                { above }.find(|edge| edge.edge().kind.is_strong() && self.node(edge.from()).depth() + 1 == depth)?;
            edges.push(edge);
            at = edge.from();
        }
        edges.reverse();
        Some(Path { edges })
    }

    /// Returns how much only this node keeps alive, itself included: what would be dropped with it if nothing held it
    /// any more. `None` if the root does not keep it alive.
    ///
    /// What something outside the snapshot holds as well, such as a handle in a variable, is kept by that too, and does
    /// not count. The first call costs O(nodes + edges log nodes), later ones O(1).
    ///
    /// The *retained size* of heap profilers, computed by dominators.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Snapshot, Strong};
    ///
    /// #[derive(Graph, Default)]
    /// struct Node {
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Strong::new(Node::default());
    /// let child = root.add_child(Node::default());
    /// child.add_child(Node::default());
    /// let held = child.add_child(Node::default());
    /// let snapshot = Snapshot::of(&root);
    /// assert_eq!(snapshot.retained(&child).unwrap().nodes, 2, "itself and one child: `held` is held by a variable");
    /// # drop(held);
    /// ```
    #[must_use]
    pub fn retained(&self, node: impl Into<NodeId>) -> Option<Retained> {
        let number = self.number_of(node.into())?;
        self.dominated().get(number).copied()
    }

    /// Returns the nodes that something outside the snapshot holds: those whose strong count is more than the edges
    /// that lead to them. [`NodeInfo::unexplained`] says how much more.
    ///
    /// The first call costs O(nodes and edges), later ones O(nodes). The root is among them while a handle
    /// keeps it.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Snapshot, Strong};
    ///
    /// #[derive(Graph, Default)]
    /// struct Node {
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Strong::new(Node::default());
    /// root.add_child(Node::default());
    /// let kept = root.add_child(Node::default()); // a handle that a closure or a static might keep
    /// let snapshot = Snapshot::of(&root);
    /// let held: Vec<_> = snapshot.unexplained().map(|node| (node.number(), node.unexplained())).collect();
    /// assert_eq!(held, [(0, 1), (2, 1)]);
    /// # drop(kept);
    /// ```
    pub fn unexplained(&self) -> impl Iterator<Item = NodeInfo<'_>> {
        self.nodes().take(self.inside()).filter(|node| node.unexplained() > 0)
    }

    /// Returns what has come and gone since another snapshot, by type: of the nodes that the roots of both keep alive.
    ///
    /// A node is the same in both if it is one node, also if the roots differ. Costs O(nodes log types).
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Snapshot, Strong};
    ///
    /// #[derive(Graph, Default)]
    /// struct Node {
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Strong::new(Node::default());
    /// let before = Snapshot::of(&root);
    /// root.add_child(Node::default());
    /// let diff = Snapshot::of(&root).diff(&before);
    /// assert_eq!((diff.types()[0].added, diff.types()[0].removed), (1, 0));
    /// assert_eq!(diff.to_string(), "Node: 2 nodes, 1 added, 0 removed\n");
    /// ```
    #[must_use]
    pub fn diff(&self, old: &Snapshot<'_>) -> Diff {
        let mut types: BTreeMap<&'static str, TypeDiff> = BTreeMap::new();
        let mut of = |node: NodeInfo<'_>, count: &dyn Fn(&mut TypeDiff)| {
            let name = node.type_name();
            count(types.entry(name).or_insert(TypeDiff { type_name: name, nodes: 0, added: 0, removed: 0, bytes: 0 }));
        };
        for node in self.nodes().take(self.inside()) {
            let is_new = !old.keeps(node.id());
            of(node, &|it| {
                it.nodes += 1;
                it.added += usize::from(is_new);
                it.bytes += if is_new { signed(node.bytes()) } else { 0 };
            });
        }
        for node in old.nodes().take(old.inside()).filter(|node| !self.keeps(node.id())) {
            of(node, &|it| {
                it.removed += 1;
                it.bytes -= signed(node.bytes());
            });
        }
        let mut types: Vec<TypeDiff> = types.into_values().filter(|it| it.added + it.removed > 0).collect();
        // What has grown most comes first.
        types.sort_by_key(|it| (core::cmp::Reverse(signed(it.added) - signed(it.removed)), it.type_name));
        Diff { types }
    }

    /// Whether the root keeps this node alive.
    fn keeps(&self, id: NodeId) -> bool {
        self.number_of(id).is_some_and(|number| number < self.inside())
    }

    /// For each node inside, how much it dominates.
    fn dominated(&self) -> &[Retained] {
        self.retained_cell().get_or_init(|| retained(self))
    }
}

fn reverse<'s>(snapshot: &'s Snapshot<'_>) -> &'s Reverse {
    snapshot.reverse_cell().get_or_init(|| {
        let numbers = || (0..snapshot.edge_count()).filter_map(|number| Some((number, snapshot.target(number)?)));
        Reverse::new(snapshot.len(), numbers)
    })
}

fn signed(number: usize) -> isize {
    isize::try_from(number).unwrap_or(isize::MAX)
}

impl NodeInfo<'_> {
    /// Returns how many strong counts the node had at the moment of the snapshot that no edge explains: handles in
    /// variables, closures, statics and fields that the derive does not see, and what owns it outside the snapshot
    /// other than a parent.
    ///
    /// Always 0 for a node outside, as the edges that lead there are not known. The first call in a snapshot costs
    /// O(nodes and edges), later ones O(edges that lead to the node).
    #[must_use]
    pub fn unexplained(&self) -> usize {
        if !self.is_inside() {
            return 0;
        }
        let snapshot = self.snapshot();
        let strong = |&&number: &&usize| snapshot.kind(number).is_strong();
        let inside = reverse(snapshot).to(self.number()).iter().filter(strong).count();
        // A parent outside owns it over an edge that is not in the snapshot.
        let parents = self.edge_numbers().filter(|&number| snapshot.kind(number) == EdgeKind::Back);
        let outside =
            parents.filter_map(|number| snapshot.target(number)).filter(|&to| to >= snapshot.inside()).count();
        self.strong_count().saturating_sub(inside + outside)
    }

    /// Returns the size of the node's allocation: its value and the counts before it. What the value itself has
    /// allocated, such as the text of a `String`, is not known.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.table().size
    }
}

/// A path from the root of a [`Snapshot`] to a node; see [`Snapshot::path_to`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Path {
    edges: Vec<NodeEdge>,
}

impl Path {
    /// Returns its edges, from the root on; none if the node is the root.
    #[must_use]
    pub fn edges(&self) -> &[NodeEdge] {
        &self.edges
    }
}

impl fmt::Display for Path {
    /// `root.children[3].style[0]`: the fields, each with the place of the edge among those of the field.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("root")?;
        self.edges.iter().try_for_each(|edge| write!(f, ".{}[{}]", edge.edge().field, edge.edge().index))
    }
}

/// What has come and gone between two [`Snapshot`]s; see [`Snapshot::diff`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diff {
    types: Vec<TypeDiff>,
}

impl Diff {
    /// Returns the types of which nodes came or went, those that have grown most first.
    #[must_use]
    pub fn types(&self) -> &[TypeDiff] {
        &self.types
    }

    /// Returns whether both snapshots have the same nodes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

impl fmt::Display for Diff {
    /// A line for each type.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.types.iter().try_for_each(|it| {
            writeln!(f, "{}: {} nodes, {} added, {} removed", it.type_name, it.nodes, it.added, it.removed)
        })
    }
}

/// The nodes of one type in a [`Diff`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct TypeDiff {
    /// The name of the type.
    pub type_name: &'static str,
    /// How many the newer snapshot has.
    pub nodes: usize,
    /// How many of them the older one does not have.
    pub added: usize,
    /// How many the older one has, and the newer one does not.
    pub removed: usize,
    /// The sizes of the allocations that were added, less those that were removed.
    pub bytes: isize,
}

fn retained(snapshot: &Snapshot<'_>) -> Vec<Retained> {
    let inside = snapshot.inside();
    let strong = |node: usize| {
        let numbers = snapshot.node(node).edge_numbers();
        numbers.filter(|&number| snapshot.kind(number).is_strong()).filter_map(|number| snapshot.target(number))
    };
    let mut missing = vec![0_usize; inside];
    (0..inside).flat_map(strong).for_each(|to| missing[to] += 1);
    let mut found = Dominators::new(inside);
    let mut order = Vec::with_capacity(inside);
    // Nothing inside leads to the root, or it would be in a cycle.
    order.push(0);
    let mut next = 0;
    let mut above: Vec<Option<usize>> = vec![None; inside];
    while let Some(&node) = order.get(next) {
        next += 1;
        let is_held = node == 0 || snapshot.node(node).unexplained() > 0;
        found.set(node, if is_held { NOBODY } else { above[node].unwrap_or(NOBODY) });
        for to in strong(node) {
            above[to] = Some(match above[to] {
                None => node,
                Some(NOBODY) => NOBODY,
                Some(other) => found.common(other, node),
            });
            missing[to] -= 1;
            if missing[to] == 0 {
                order.push(to);
            }
        }
    }
    let own = |number| Retained { nodes: 1, bytes: snapshot.node(number).bytes() };
    let mut retained: Vec<Retained> = (0..inside).map(own).collect();
    for &node in order.iter().rev() {
        let above = found.above[node];
        if above != NOBODY {
            let Retained { nodes, bytes } = retained[node];
            retained[above].nodes += nodes;
            retained[above].bytes += bytes;
        }
    }
    retained
}
