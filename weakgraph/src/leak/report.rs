//! What is said of live nodes: made from one [`Snapshot`] of all of them.

use core::fmt;
use core::panic::Location;
use std::collections::{HashMap, VecDeque};

use crate::core::edges::NodeId;
use crate::core::panics::dropping;
use crate::core::raw_edge::EdgeKind;
use crate::engine::live;
use crate::inspect::snapshot::{NodeEdge, NodeInfo, Snapshot};

/// A live node of a [`Report`].
#[derive(Clone, Debug)]
pub struct LiveNode {
    id: NodeId,
    type_name: &'static str,
    label: Option<String>,
    strong_count: usize,
    weak_count: usize,
    outside_handles: usize,
    bytes: usize,
    made_at: &'static Location<'static>,
    kept_by: Keeper,
}

/// What keeps a node that no handle from outside holds.
#[derive(Clone, Debug)]
enum Keeper {
    /// Handles from outside hold the node itself.
    Handles,
    /// The path leads from another node, which handles from outside hold, or a parent that is not looked into.
    Path { path: String, from: String, made_at: &'static Location<'static>, held_by: String },
    /// The node has a type that may borrow.
    Unknown,
}

impl LiveNode {
    /// Returns its identity.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// Returns the name of its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Returns the label of `#[graph(label)]`, or the name of the type if it has none.
    #[must_use]
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(self.type_name)
    }

    /// Returns the number of strong references: the handles, and one for each parent.
    #[must_use]
    pub fn strong_count(&self) -> usize {
        self.strong_count
    }

    /// Returns the number of [`Weak`](crate::Weak) handles.
    #[must_use]
    pub fn weak_count(&self) -> usize {
        self.weak_count
    }

    /// Returns how many of the strong references no edge explains: the handles in variables, statics, closures, opaque
    /// fields and collections. 0 if the type may borrow, because its edges are not known then.
    #[must_use]
    pub fn outside_handles(&self) -> usize {
        self.outside_handles
    }

    /// Returns the size of its allocation.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns the place in the source at which it was made: the call of [`Strong::new`](crate::Strong::new), of an
    /// accessor such as `add_child`, or of `new`.
    #[must_use]
    pub fn made_at(&self) -> &'static Location<'static> {
        self.made_at
    }

    /// Returns the shortest path over owning and shared edges from a node that a handle from outside holds to this one,
    /// as `Window "main".children[0]`. `None` if such a handle holds this node itself, or if nothing is known.
    ///
    /// A [`Report`] names the last 32 edges of a longer path, [`why`](super::why()) all of them.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.kept_by {
            Keeper::Path { path, .. } => Some(path),
            Keeper::Handles | Keeper::Unknown => None,
        }
    }
}

impl fmt::Display for LiveNode {
    /// A line for the node, and an indented one for each thing that keeps it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}, made at {}: {}, {}",
            named(self.type_name, self.label.as_deref()),
            self.made_at,
            counted(self.strong_count, "strong reference"),
            counted(self.weak_count, "weak handle"),
        )?;
        match &self.kept_by {
            Keeper::Handles => Ok(()),
            Keeper::Path { path, from, made_at, held_by } => {
                writeln!(f, "    kept by {path}")?;
                writeln!(f, "    {from} was made at {made_at}, and {held_by}")
            }
            Keeper::Unknown => writeln!(f, "    its type may borrow, so its value is not looked at"),
        }?;
        match self.outside_handles {
            0 => Ok(()),
            handles => writeln!(
                f,
                "    held by {} that no edge explains: in a variable, a static, a closure or an opaque field",
                counted(handles, "handle")
            ),
        }
    }
}

/// The live nodes of a [`Scope`](super::Scope). `Display` prints a paragraph for each.
#[derive(Clone, Debug)]
pub struct Report {
    nodes: Vec<LiveNode>,
}

impl Report {
    /// Returns the nodes, in the order in which they were made.
    #[must_use]
    pub fn nodes(&self) -> &[LiveNode] {
        &self.nodes
    }

    /// Returns the number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns `true` if no node is alive.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            0 => return f.write_str("no node is alive\n"),
            1 => f.write_str("1 node is alive:\n")?,
            nodes => writeln!(f, "{nodes} nodes are alive:")?,
        }
        self.nodes.iter().try_for_each(|node| fmt::Display::fmt(node, f))
    }
}

/// What keeps one node alive; see [`why`](super::why()). `Display` prints it in words.
#[derive(Clone, Debug)]
pub struct Why {
    type_name: &'static str,
    node: Option<LiveNode>,
    /// The edges that lead to it, in words.
    edges: Vec<String>,
}

impl Why {
    /// Returns the node, or `None` if it was dropped.
    #[must_use]
    pub fn node(&self) -> Option<&LiveNode> {
        self.node.as_ref()
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(node) = &self.node else {
            return writeln!(f, "this `{}` was dropped", self.type_name);
        };
        fmt::Display::fmt(node, f)?;
        self.edges.iter().try_for_each(|edge| writeln!(f, "    in {edge}"))
    }
}

/// All live nodes of the thread, and what is known of them.
pub(super) struct Heap {
    pub(super) nodes: Vec<live::LiveNode>,
    pub(super) snapshot: Snapshot<'static>,
    /// The place of each in `nodes`.
    pub(super) places: HashMap<NodeId, usize>,
    /// For each node inside the snapshot, what leads there.
    reached: Vec<Option<Reached>>,
}

/// How a search from the nodes that something outside the snapshot holds came to a node.
#[derive(Clone, Copy)]
struct Reached {
    /// The number of the node at which the path starts.
    source: usize,
    /// The last edge of the path; none at its start.
    by: Option<NodeEdge>,
    edges: usize,
}

impl Heap {
    pub(super) fn new() -> Heap {
        let nodes = live::live_since(0);
        let snapshot = Snapshot::of_guards(live::guards());
        let places = nodes.iter().enumerate().map(|(place, node)| (node.id, place)).collect();
        let reached = reach(&snapshot);
        Heap { nodes, snapshot, places, reached }
    }

    /// The number of a node whose edges are known.
    pub(super) fn number_of(&self, id: NodeId) -> Option<usize> {
        self.snapshot.number_of(id).filter(|&number| number < self.snapshot.inside())
    }

    /// Whether a path starts at this node of the snapshot.
    pub(super) fn is_source(&self, number: usize) -> bool {
        self.reached[number].is_none_or(|reached| reached.edges == 0)
    }

    /// Names at most `longest` edges of the path, those at its end.
    fn describe(&self, place: usize, longest: usize) -> LiveNode {
        let node = &self.nodes[place];
        let number = self.number_of(node.id);
        let info = number.map(|number| self.snapshot.node(number));
        LiveNode {
            id: node.id,
            type_name: node.type_name,
            label: info.and_then(label),
            strong_count: node.strong_count,
            weak_count: node.weak_count,
            outside_handles: info.map_or(0, |info| info.unexplained()),
            bytes: node.size,
            made_at: node.born,
            kept_by: number.map_or(Keeper::Unknown, |number| self.keeper(number, longest)),
        }
    }

    fn keeper(&self, number: usize, longest: usize) -> Keeper {
        let Some(Reached { source, edges, .. }) = self.reached[number] else { return Keeper::Unknown };
        let from = self.snapshot.node(source);
        let handles = from.unexplained();
        if edges == 0 && handles > 0 {
            return Keeper::Handles;
        }
        let Some(&place) = self.places.get(&from.id()) else { return Keeper::Unknown };
        let held_by = match handles {
            0 => "its parent is of a type that may borrow, which is not looked into".to_owned(),
            1 => "1 handle that no edge explains holds it".to_owned(),
            handles => format!("{handles} handles that no edge explains hold it"),
        };
        let mut steps = Vec::new();
        let mut at = number;
        while let Some(Reached { by: Some(edge), .. }) = self.reached[at] {
            if steps.len() == longest {
                break;
            }
            steps.push(format!(".{}[{}]", edge.edge().field, edge.edge().index));
            at = edge.from();
        }
        let left = edges - steps.len();
        if left > 0 {
            steps.push(format!(". … {left} more … "));
        }
        let from = named(from.type_name(), label(from).as_deref());
        let path = steps.iter().rev().fold(from.clone(), |path, step| path + step);
        Keeper::Path { path, from, made_at: self.nodes[place].born, held_by }
    }
}

/// Searches all nodes inside the snapshot from those that something outside holds, over owning and shared edges.
fn reach(snapshot: &Snapshot<'_>) -> Vec<Option<Reached>> {
    let mut reached: Vec<Option<Reached>> = vec![None; snapshot.inside()];
    let mut queue = VecDeque::new();
    for node in snapshot.nodes().take(snapshot.inside()) {
        let is_outside = |edge: &NodeEdge| edge.to().is_some_and(|to| to >= snapshot.inside());
        let has_unread_parent = || node.edges().any(|edge| edge.edge().kind == EdgeKind::Back && is_outside(&edge));
        if node.unexplained() > 0 || has_unread_parent() {
            reached[node.number()] = Some(Reached { source: node.number(), by: None, edges: 0 });
            queue.push_back(node.number());
        }
    }
    while let Some(number) = queue.pop_front() {
        let Some(Reached { source, edges, .. }) = reached[number] else { continue };
        for edge in snapshot.node(number).edges().filter(|edge| edge.edge().kind.is_strong()) {
            let Some(to) = edge.to().filter(|&to| to < snapshot.inside() && reached[to].is_none()) else { continue };
            reached[to] = Some(Reached { source, by: Some(edge), edges: edges + 1 });
            queue.push_back(to);
        }
    }
    reached
}

/// How many edges of a path a report names: a leak of many nodes is not to be printed in quadratic time.
const LONGEST: usize = 32;

pub(super) fn report(since: u64) -> Report {
    let heap = Heap::new();
    let start = heap.nodes.partition_point(|node| node.serial < since);
    let nodes = (start..heap.nodes.len()).map(|place| heap.describe(place, LONGEST)).collect();
    dropping(heap, Report { nodes })
}

pub(super) fn why(id: Option<NodeId>, type_name: &'static str) -> Why {
    let heap = Heap::new();
    let place = id.and_then(|id| heap.places.get(&id).copied());
    let edge = |edge: NodeEdge| {
        let from = heap.snapshot.node(edge.from());
        format!("{}[{}] of {}", edge.edge().field, edge.edge().index, named(from.type_name(), label(from).as_deref()))
    };
    let edges = id.into_iter().flat_map(|id| heap.snapshot.referrers(id)).filter(|edge| edge.edge().kind.is_strong());
    let edges = edges.map(edge).collect();
    let node = place.map(|place| heap.describe(place, usize::MAX));
    dropping(heap, Why { type_name, node, edges })
}

/// The label that the type gives the node, if it does.
pub(super) fn label(node: NodeInfo<'_>) -> Option<String> {
    let label = node.label();
    (label != node.type_name()).then_some(label)
}

/// `Node "leaf"`, or `Node`.
fn named(type_name: &str, label: Option<&str>) -> String {
    label.map_or_else(|| type_name.to_owned(), |label| format!("{type_name} {label:?}"))
}

/// `1 handle`, `2 handles`.
fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
