//! [`Snapshot`]: the nodes and edges of a whole graph at one moment.

use core::cell::OnceCell;
use core::fmt;
use core::ops::Range;

use crate::core::edges::{Edge, NodeId, Target};
use crate::core::panics::drop_all;
use crate::core::raw_edge::{EdgeKind, RawEdge, RawTarget};
use crate::core::vtable::VTable;
use crate::engine::kept::NodeGuard;
use crate::inspect::discover::{Found, to_u32};
use crate::inspect::reverse::Reverse;
use crate::{Graph, Strong};

/// The nodes and edges of a whole graph at one moment.
///
/// The nodes *inside* are the root and everything that it keeps alive through owning and shared edges, in breadth-first
/// order, each once. Number 0 is the root. After them come the nodes *outside*: parents of the root, and other targets
/// of back-references and weak links. They are named, but their edges are not recorded.
///
/// It is taken in one pass, which counts nothing and runs no user code. Then it keeps all its nodes alive until it is
/// dropped. It does not change when the graph does. Costs O(nodes and edges) time and memory, and constant stack.
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Snapshot, Strong};
///
/// #[derive(Graph, Default)]
/// struct Node {
///     #[graph(label)] name: &'static str,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
///
/// let root = Strong::new(Node { name: "root", ..Node::default() });
/// root.add_child(Node { name: "leaf", ..Node::default() });
/// let snapshot = Snapshot::of(&root);
/// assert_eq!(snapshot.nodes().map(|node| node.label()).collect::<Vec<_>>(), ["root", "leaf"]);
/// let edge = snapshot.node(0).edges().next().unwrap();
/// assert_eq!((edge.edge().field, edge.to()), ("children", Some(1)));
/// ```
pub struct Snapshot<'g> {
    found: Found<SnapshotNode<'g>>,
    edges: Vec<SnapshotEdge>,
    /// The types of the targets that were dropped.
    dropped: Vec<&'static str>,
    inside: usize,
    /// Made when it is first asked for, as is what follows.
    reverse: OnceCell<Reverse>,
    /// For each node inside.
    retained: OnceCell<Vec<Retained>>,
}

struct SnapshotNode<'g> {
    node: NodeGuard<'g>,
    /// Where its edges begin; those of the next node begin where they end.
    edges: usize,
    depth: u32,
    /// Without the count of the snapshot.
    strong: u32,
}

impl<'g> SnapshotNode<'g> {
    fn new(node: NodeGuard<'g>, edges: usize, depth: u32) -> SnapshotNode<'g> {
        SnapshotNode { node, edges, depth, strong: 0 }
    }
}

struct SnapshotEdge {
    field: &'static str,
    index: u32,
    /// Of a node its number; of a node that was dropped the number of its type's name.
    to: u32,
    kind: EdgeKind,
    leads: Leads,
}

/// Where a [`SnapshotEdge`] leads.
#[derive(Clone, Copy, PartialEq)]
enum Leads {
    ToNode,
    /// To a node that is found later, or is outside.
    ToLater,
    ToDropped,
    Borrowed,
    Opaque,
}

impl<'g> Snapshot<'g> {
    /// Records the graph below `root`.
    ///
    /// # Panics
    /// If it has 2³² nodes.
    #[must_use]
    pub fn of<T: Graph + 'g>(root: &Strong<T>) -> Snapshot<'g> {
        Snapshot::below(Found::from(NodeId::of(root), SnapshotNode::new(NodeGuard::of(root.clone()), 0, 0)))
    }

    fn below(mut found: Found<SnapshotNode<'g>>) -> Snapshot<'g> {
        let mut edges: Vec<SnapshotEdge> = Vec::new();
        let mut dropped = Vec::new();
        // The targets of edges that keep nothing alive, and led to no known node.
        let mut later = Vec::new();
        let mut room = Vec::new();
        while let Some(next) = found.next() {
            let node = &mut found.nodes_mut()[next];
            node.edges = edges.len();
            let depth = node.depth + 1;
            for (&RawEdge { field, kind, index, to }, target) in node.node.edges(&mut room) {
                let (leads, to) = match (to, target) {
                    (_, Some(target)) if kind.is_strong() => {
                        (Leads::ToNode, found.add(target.id(), || SnapshotNode::new(target, 0, depth)))
                    }
                    (_, Some(target)) => match found.number_of(target.id()) {
                        Some(number) => (Leads::ToNode, number),
                        None => {
                            later.push(target);
                            (Leads::ToLater, 0)
                        }
                    },
                    (RawTarget::Dropped(type_name), _) => {
                        dropped.push(type_name);
                        (Leads::ToDropped, dropped.len() - 1)
                    }
                    (RawTarget::Borrowed, _) => (Leads::Borrowed, 0),
                    _ => (Leads::Opaque, 0),
                };
                edges.push(SnapshotEdge { field, index, to: to_u32(to), kind, leads });
            }
        }
        let (inside, all) = (found.len(), edges.len());
        for (edge, target) in edges.iter_mut().filter(|edge| edge.leads == Leads::ToLater).zip(later) {
            let number = found.add(target.id(), || SnapshotNode::new(target, all, 0));
            (edge.leads, edge.to) = (Leads::ToNode, to_u32(number));
        }
        // Each node has one guard by now.
        for node in found.nodes_mut() {
            node.strong = node.node.strong() - 1;
        }
        Snapshot { found, edges, dropped, inside, reverse: OnceCell::new(), retained: OnceCell::new() }
    }

    /// Returns the number of nodes, inside and outside.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns `false`: there is always the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of nodes that the root keeps alive, including itself. They come first.
    #[must_use]
    pub fn inside(&self) -> usize {
        self.inside
    }

    /// Returns the node with this number.
    ///
    /// # Panics
    /// If `number` is not less than [`len`](Snapshot::len).
    #[must_use]
    pub fn node(&self, number: usize) -> NodeInfo<'_> {
        assert!(number < self.len(), "node {number} of a snapshot of {}", self.len());
        NodeInfo { snapshot: self, number }
    }

    /// Returns an iterator over all nodes, in the order of their numbers.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeInfo<'_>> + ExactSizeIterator {
        (0..self.len()).map(|number| NodeInfo { snapshot: self, number })
    }

    /// Returns the number of a node, or `None` if it is not in the snapshot.
    #[must_use]
    pub fn number_of(&self, id: NodeId) -> Option<usize> {
        self.found.number_of(id)
    }

    /// The edge with this number, of whichever node.
    pub(crate) fn edge(&self, number: usize) -> NodeEdge {
        // Those outside begin where all edges end.
        let from = self.found.nodes().partition_point(|node| node.edges <= number) - 1;
        self.edge_of(from, number)
    }

    fn edge_of(&self, from: usize, number: usize) -> NodeEdge {
        let SnapshotEdge { field, index, to, kind, leads } = self.edges[number];
        let target = match leads {
            Leads::ToNode | Leads::ToLater => {
                let node = &self.found.nodes()[to as usize].node;
                Target::Alive { id: node.id(), type_name: node.table().name }
            }
            Leads::ToDropped => Target::Dropped { type_name: self.dropped[to as usize] },
            Leads::Borrowed => Target::Borrowed,
            Leads::Opaque => Target::Opaque,
        };
        NodeEdge { from, edge: Edge { field, kind, index: index as usize, target }, to: self.target(number) }
    }

    pub(super) fn edge_count(&self) -> usize {
        self.edges.len()
    }

    pub(super) fn kind(&self, edge: usize) -> EdgeKind {
        self.edges[edge].kind
    }

    /// The number of the node that an edge leads to, if that is one.
    pub(super) fn target(&self, edge: usize) -> Option<usize> {
        let edge = &self.edges[edge];
        (edge.leads == Leads::ToNode).then_some(edge.to as usize)
    }

    pub(super) fn reverse_cell(&self) -> &OnceCell<Reverse> {
        &self.reverse
    }

    pub(super) fn retained_cell(&self) -> &OnceCell<Vec<Retained>> {
        &self.retained
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        // One by one, whatever panics: G7.
        drop_all(self.found.take_nodes().into_iter().map(|noted| noted.node));
    }
}

impl fmt::Debug for Snapshot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot({} nodes inside, {} outside)", self.inside, self.len() - self.inside)
    }
}

/// A node of a [`Snapshot`].
#[derive(Clone, Copy)]
pub struct NodeInfo<'s> {
    snapshot: &'s Snapshot<'s>,
    number: usize,
}

impl<'s> NodeInfo<'s> {
    fn noted(&self) -> &'s SnapshotNode<'s> {
        &self.snapshot.found.nodes()[self.number]
    }

    pub(super) fn table(&self) -> &'static VTable {
        self.noted().node.table()
    }

    pub(super) fn snapshot(&self) -> &'s Snapshot<'s> {
        self.snapshot
    }

    /// Returns its number in the snapshot.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// Returns its identity.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.noted().node.id()
    }

    /// Returns the name of its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.table().name
    }

    /// Returns `true` if the root keeps it alive, or it is the root.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        self.number < self.snapshot.inside
    }

    /// Returns the length of the shortest path from the root over owning and shared edges; 0 for a node outside.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.noted().depth as usize
    }

    /// Returns the label of `#[graph(label)]`, or the name of the type if there is none.
    ///
    /// Runs user code: the function of `#[graph(label = path)]`, or `Display` of the labelled field.
    #[must_use]
    pub fn label(&self) -> String {
        self.noted().node.label().unwrap_or_else(|| self.type_name().to_owned())
    }

    /// Returns the number of strong references at the moment of the snapshot, without the snapshot's own: the
    /// handles, and one for each parent.
    #[must_use]
    pub fn strong_count(&self) -> usize {
        self.noted().strong as usize
    }

    /// Returns its edges, in the order of the fields; none for a node outside.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = NodeEdge> + use<'s> {
        let (snapshot, from) = (self.snapshot, self.number);
        self.edge_numbers().map(move |number| snapshot.edge_of(from, number))
    }

    /// The numbers of its edges, among all of the snapshot.
    pub(crate) fn edge_numbers(&self) -> Range<usize> {
        let nodes = self.snapshot.found.nodes();
        let end = nodes.get(self.number + 1).map_or(self.snapshot.edges.len(), |next| next.edges);
        nodes[self.number].edges..end
    }
}

impl fmt::Debug for NodeInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({:?})", self.type_name(), self.number, self.id())
    }
}

impl From<NodeInfo<'_>> for NodeId {
    fn from(node: NodeInfo<'_>) -> NodeId {
        node.id()
    }
}

/// How much a node keeps alive; see [`Snapshot::retained`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Retained {
    /// How many nodes, itself included.
    pub nodes: usize,
    /// The sizes of their allocations; see [`NodeInfo::bytes`].
    pub bytes: usize,
}

/// An edge of a [`Snapshot`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeEdge {
    from: usize,
    edge: Edge,
    to: Option<usize>,
}

impl NodeEdge {
    /// Returns the number in the snapshot of the node that has the edge.
    #[must_use]
    pub fn from(&self) -> usize {
        self.from
    }

    /// Returns the edge itself.
    #[must_use]
    pub fn edge(&self) -> Edge {
        self.edge
    }

    /// Returns the number of its target in the snapshot, or `None` if the target is not alive or not known.
    #[must_use]
    pub fn to(&self) -> Option<usize> {
        self.to
    }
}
