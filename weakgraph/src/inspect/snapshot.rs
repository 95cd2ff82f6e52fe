//! [`Snapshot`]: the nodes and edges of a whole graph at one moment.

use core::cell::OnceCell;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;

use crate::core::edges::{Edge, NodeId, Target};
use crate::core::panics::drop_all;
use crate::core::ptr::NodePtr;
use crate::core::raw_edge::{EdgeKind, RawEdge, RawTarget};
use crate::core::vtable::VTable;
use crate::inspect::edges::NodeMap;
use crate::inspect::reverse::Reverse;
use crate::{Graph, Strong};

/// A strong count of a node whose type is forgotten.
///
/// Whoever has one sees to it that what the node borrows outlives it.
pub(crate) struct NodeGuard(NodePtr);

impl NodeGuard {
    /// # Safety
    /// I1: the node is alive: its strong count is not 0.
    pub(crate) unsafe fn new(node: NodePtr) -> NodeGuard {
        // SAFETY: forwarded.
        unsafe { node.inc_strong() };
        NodeGuard(node)
    }

    pub(crate) fn raw(&self) -> NodePtr {
        self.0
    }
}

impl Drop for NodeGuard {
    fn drop(&mut self) {
        // SAFETY: I1: owns the count that it gives up.
        if unsafe { self.0.dec_strong() } == 0 {
            // SAFETY: that was the last strong count.
            unsafe { self.0.tear_down() }
        }
    }
}

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
    nodes: Vec<SnapshotNode>,
    edges: Vec<RawEdge>,
    /// The numbers of the nodes.
    numbers: NodeMap<u32>,
    inside: usize,
    /// Made when it is first asked for, as is what follows.
    reverse: OnceCell<Reverse>,
    /// For each node inside.
    retained: OnceCell<Vec<Retained>>,
    /// What the root's type borrows, and so what that of any node borrows that it leads to, is alive for `'g`.
    marker: PhantomData<&'g ()>,
}

struct SnapshotNode {
    node: NodeGuard,
    /// Where its edges begin; those of the next node begin where they end.
    edges: usize,
    depth: u32,
    /// Without the count of the snapshot.
    strong: u32,
}

impl<'g> Snapshot<'g> {
    /// Records the graph below `root`.
    ///
    /// # Panics
    /// If it has 2³² nodes.
    #[must_use]
    pub fn of<T: Graph + 'g>(root: &Strong<T>) -> Snapshot<'g> {
        let mut edges: Vec<RawEdge> = Vec::new();
        let mut found: Vec<(NodePtr, usize, u32)> = vec![(root.raw(), 0, 0)];
        let mut numbers = NodeMap::from_iter([(NodeId::of(root), 0)]);
        let mut next = 0;
        while let Some(&(node, _, depth)) = found.get(next) {
            let start = edges.len();
            found[next].1 = start;
            // SAFETY: I1: the root, or reached over strong edges from it; no count has changed and no user code has
            // run.
            let see = unsafe { node.table() }.edges;
            // SAFETY: as above; I2: alive. I4: the table is the node's.
            unsafe { see(node, &mut edges) };
            for seen in &edges[start..] {
                if let (true, RawTarget::Node(target)) = (seen.kind.is_strong(), seen.to) {
                    numbers.entry(NodeId::of_raw(target)).or_insert_with(|| {
                        found.push((target, 0, depth + 1));
                        number(found.len() - 1)
                    });
                }
            }
            next += 1;
        }
        let inside = found.len();
        for seen in &edges {
            if let RawTarget::Node(target) = seen.to {
                numbers.entry(NodeId::of_raw(target)).or_insert_with(|| {
                    found.push((target, edges.len(), 0));
                    number(found.len() - 1)
                });
            }
        }
        let noted = |(node, edges, depth): (NodePtr, usize, u32)| {
            // SAFETY: I1: alive, as above.
            let strong = unsafe { node.strong() };
            // SAFETY: I1: alive, as above.
            SnapshotNode { node: unsafe { NodeGuard::new(node) }, edges, depth, strong }
        };
        Snapshot {
            nodes: found.into_iter().map(noted).collect(),
            edges,
            numbers,
            inside,
            reverse: OnceCell::new(),
            retained: OnceCell::new(),
            marker: PhantomData,
        }
    }

    /// Returns the number of nodes, inside and outside.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns `false`: there is always the root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
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
        self.numbers.get(&id).map(|&number| number as usize)
    }

    /// The edge with this number, of whichever node.
    pub(crate) fn edge(&self, number: usize) -> NodeEdge {
        // Those outside begin where all edges end.
        let from = self.nodes.partition_point(|node| node.edges <= number) - 1;
        self.edge_of(from, number)
    }

    fn edge_of(&self, from: usize, number: usize) -> NodeEdge {
        let seen = &self.edges[number];
        let to = self.target(number);
        let target = match seen.to {
            RawTarget::Node(node) => {
                // SAFETY: I1: pinned.
                Target::Alive { id: NodeId::of_raw(node), type_name: unsafe { node.table() }.name }
            }
            RawTarget::Dropped(type_name) => Target::Dropped { type_name },
            RawTarget::Borrowed => Target::Borrowed,
            RawTarget::Opaque => Target::Opaque,
        };
        NodeEdge { from, edge: Edge { field: seen.field, kind: seen.kind, index: seen.index as usize, target }, to }
    }

    pub(super) fn edge_count(&self) -> usize {
        self.edges.len()
    }

    pub(super) fn kind(&self, edge: usize) -> EdgeKind {
        self.edges[edge].kind
    }

    /// The number of the node that an edge leads to, if that is one.
    pub(super) fn target(&self, edge: usize) -> Option<usize> {
        match self.edges[edge].to {
            RawTarget::Node(node) => Some(self.numbers[&NodeId::of_raw(node)] as usize),
            _ => None,
        }
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
        drop_all(self.nodes.drain(..).map(|noted| noted.node));
    }
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or_else(|_| panic!("a graph of 2³² nodes"))
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
    fn noted(&self) -> &'s SnapshotNode {
        &self.snapshot.nodes[self.number]
    }

    fn raw(&self) -> NodePtr {
        self.noted().node.raw()
    }

    pub(super) fn table(&self) -> &'static VTable {
        // SAFETY: I1: pinned.
        unsafe { self.raw().table() }
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
        NodeId::of_raw(self.raw())
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
        let label = self.table().label;
        // SAFETY: I2: pinned, and what it borrows is alive for the lifetime of the snapshot. I4: the table is the
        // node's.
        unsafe { label(self.raw()) }.unwrap_or_else(|| self.type_name().to_owned())
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
        let nodes = &self.snapshot.nodes;
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
