//! What is said of live nodes.

use core::fmt;
use core::panic::Location;
use std::collections::{HashSet, VecDeque};

use super::heap::{Heap, Reached, named};
use crate::core::edges::NodeId;
use crate::core::panics::dropping;
use crate::engine::live::{HeapEdge, HeapTarget};

/// A live node of a [`Report`].
#[derive(Clone, Debug)]
pub struct LiveNode {
    id: NodeId,
    pub(super) serial: u64,
    type_name: &'static str,
    label: Option<String>,
    strong_count: usize,
    weak_count: usize,
    outside_handles: usize,
    bytes: usize,
    made_at: &'static Location<'static>,
    kept_by: Keeper,
    /// Where the handles were made that no edge explains.
    handles: Vec<&'static Location<'static>>,
    /// Fields that may hold a handle that no edge explains.
    suspects: Vec<String>,
}

/// What keeps a node that no handle from outside holds.
#[derive(Clone, Debug)]
enum Keeper {
    /// Handles from outside hold the node itself.
    Handles,
    /// The path leads from another node, which handles from outside hold, or a parent that is not looked into.
    Path { path: String, from: String, made_at: Option<&'static Location<'static>>, held_by: String },
    /// Nothing outside leads there.
    Cycle,
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

    /// Returns how many of the strong references no edge explains: the handles in variables, statics, closures and
    /// collections. 0 if the type may borrow, because its edges are not known then.
    #[must_use]
    pub fn outside_handles(&self) -> usize {
        self.outside_handles
    }

    /// Returns where the handles were made that no edge explains: the calls of [`Strong::new`](crate::Strong::new),
    /// `clone`, [`upgrade`](crate::Weak::upgrade), or of an accessor. None without the feature `leak-handles`.
    ///
    /// A handle that moves keeps its place. Handles that this crate holds itself, such as one that a walk yields next,
    /// have a place in this crate.
    #[must_use]
    pub fn handles_made_at(&self) -> &[&'static Location<'static>] {
        &self.handles
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
            Keeper::Handles | Keeper::Cycle | Keeper::Unknown => None,
        }
    }
}

impl LiveNode {
    /// The label that its type gives it.
    pub(super) fn own_label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The line of the node.
    pub(super) fn summary(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}, made at {}: {}, {}",
            named(self.type_name, self.label.as_deref()),
            self.made_at,
            counted(self.strong_count, "strong reference"),
            counted(self.weak_count, "weak handle"),
        )
    }
}

impl fmt::Display for LiveNode {
    /// A line for the node, and an indented one for each thing that keeps it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.summary(f)?;
        match &self.kept_by {
            Keeper::Handles => Ok(()),
            Keeper::Path { path, from, made_at, held_by } => {
                writeln!(f, "    kept by {path}")?;
                match made_at {
                    Some(made_at) => writeln!(f, "    {from} was made at {made_at}, and {held_by}"),
                    None => writeln!(f, "    {from}: {held_by}"),
                }
            }
            Keeper::Cycle => f.write_str("    nothing outside leads to it: a cycle keeps it, see `leak::find`\n"),
            Keeper::Unknown => writeln!(f, "    its type may borrow, so its value is not looked at"),
        }?;
        match self.outside_handles {
            0 => Ok(()),
            handles => writeln!(
                f,
                "    held by {} that no edge explains: in a variable, a static, a closure or an opaque field",
                counted(handles, "handle")
            ),
        }?;
        let mut handles = &self.handles[..];
        for _ in 0..MOST_PLACES {
            let Some(first) = handles.first() else { break };
            let same = handles.iter().take_while(|it| *it == first).count();
            let times = if same == 1 { String::new() } else { format!(", {same} times") };
            writeln!(f, "    a handle was made at {first}{times}")?;
            handles = &handles[same..];
        }
        if !handles.is_empty() {
            writeln!(f, "    and {} elsewhere", counted(handles.len(), "handle"))?;
        }
        self.suspects.iter().try_for_each(|suspect| writeln!(f, "    {suspect}"))
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

/// How many edges of a path a report names: a leak of many nodes is not to be printed in quadratic time.
pub(super) const LONGEST: usize = 32;
/// How many places of handles a report names.
const MOST_PLACES: usize = 8;
/// How many fields that may hold a handle a report names.
const MOST_SUSPECTS: usize = 4;

pub(super) fn report(since: u64) -> Report {
    let heap = Heap::new();
    let start = heap.live.nodes.partition_point(|node| node.serial < since);
    let nodes = (start..heap.live.nodes.len()).map(|node| describe(&heap, node, LONGEST)).collect();
    dropping(heap, Report { nodes })
}

pub(super) fn why(id: Option<NodeId>, type_name: &'static str) -> Why {
    let heap = Heap::new();
    let number = id.and_then(|id| heap.live.nodes.iter().position(|node| node.id == id));
    let mut edges = Vec::new();
    if let Some(number) = number {
        for from in 0..heap.live.len() {
            for edge in heap.live.edges(from).iter().filter(|edge| edge.keeps() == Some(number)) {
                edges.push(format!("{}[{}] of {}", edge.field, edge.index, heap.name(from)));
            }
        }
    }
    let node = number.map(|number| describe(&heap, number, usize::MAX));
    dropping(heap, Why { type_name, node, edges })
}

/// Names at most `longest` edges of the path, those at its end.
pub(super) fn describe(heap: &Heap, number: usize, longest: usize) -> LiveNode {
    let node = &heap.live.nodes[number];
    let is_read = heap.live.is_read(number);
    let outside_handles = if is_read { heap.outside(number) } else { 0 };
    LiveNode {
        id: node.id,
        serial: node.serial,
        type_name: node.type_name,
        label: heap.live.label(number),
        strong_count: node.strong_count,
        weak_count: node.weak_count,
        outside_handles,
        bytes: node.size,
        made_at: node.born,
        kept_by: if is_read { keeper(heap, number, longest) } else { Keeper::Unknown },
        handles: if outside_handles > 0 { heap.live.handles(number) } else { Vec::new() },
        suspects: if outside_handles > 0 { suspects(heap, number, longest) } else { Vec::new() },
    }
}

fn keeper(heap: &Heap, number: usize, longest: usize) -> Keeper {
    let Some(Reached { source, edges, .. }) = heap.reached(number) else { return Keeper::Cycle };
    let handles = heap.outside(source);
    if edges == 0 && handles > 0 {
        return Keeper::Handles;
    }
    let held_by = match handles {
        0 => "its parent is of a type that may borrow, which is not looked into".to_owned(),
        1 => "1 handle that no edge explains holds it".to_owned(),
        handles => format!("{handles} handles that no edge explains hold it"),
    };
    let mut steps = Vec::new();
    let mut at = number;
    while let Some(Reached { by: Some((from, edge)), .. }) = heap.reached(at) {
        if steps.len() == longest {
            break;
        }
        let HeapEdge { field, index, .. } = heap.live.edges(from)[edge];
        // An `Rc` and what is in it are one field.
        if from < heap.live.nodes.len() || from == source {
            steps.push(format!(".{field}[{index}]"));
        }
        at = from;
    }
    if heap.reached(at).is_some_and(|at| at.by.is_some()) {
        let left = edges as usize - steps.len();
        steps.push(format!(". … {left} more … "));
    }
    let from = heap.name(source);
    let path = steps.iter().rev().fold(from.clone(), |path, step| path + step);
    Keeper::Path { path, from, made_at: heap.live.nodes.get(source).map(|node| node.born), held_by }
}

/// The fields that a node, or what it keeps, cannot be looked into: one of them may hold the handle that no edge
/// explains. If there are none, those of other nodes. Searches no more than `most` nodes, and their first edges: many
/// nodes may lead to one that has many.
fn suspects(heap: &Heap, number: usize, most: usize) -> Vec<String> {
    let most = most.min(10_000);
    let mut edges_left = most * 64;
    let (mut seen, mut queue, mut found) = (HashSet::from([number]), VecDeque::from([number]), Vec::new());
    while let Some(at) = queue.pop_front() {
        let edges = heap.live.edges(at);
        let edges = &edges[..edges.len().min(edges_left)];
        edges_left -= edges.len();
        for edge in edges {
            let what = match edge.to {
                HeapTarget::Opaque => "cannot be looked into",
                HeapTarget::Borrowed => "is borrowed",
                _ => {
                    if let Some(to) = edge.keeps() {
                        if seen.len() < most && seen.insert(to) {
                            queue.push_back(to);
                        }
                    }
                    continue;
                }
            };
            let text = match at == number {
                true => format!("its field `{}` {what}, and may hold it", edge.field),
                false => format!("`{}` of {} {what}, and may hold it", edge.field, heap.name(at)),
            };
            if !found.contains(&text) {
                found.push(text);
            }
            if found.len() == MOST_SUSPECTS {
                return found;
            }
        }
    }
    if found.is_empty() {
        found.extend(
            heap.opaque_fields()
                .iter()
                .take(MOST_SUSPECTS)
                .map(|(type_name, field)| format!("`{type_name}.{field}` cannot be looked into, and may hold it")),
        );
    }
    found
}

/// `1 handle`, `2 handles`.
pub(super) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
