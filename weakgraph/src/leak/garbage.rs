//! [`find`]: the nodes that nothing outside can reach.

use core::fmt;
use core::marker::PhantomData;
use std::collections::BTreeSet;

use super::heap::{Heap, named};
use super::report::{LONGEST, LiveNode, counted, describe};
use crate::core::panics::{drop_all, dropping};
use crate::core::raw_edge::EdgeKind;
use crate::core::traits::Readable;
use crate::engine::live::{self, HeapEdge};
use crate::{Graph, Strong};

/// Returns the nodes of this thread that are alive, though nothing outside can reach them: those of a cycle, and what
/// only a cycle keeps.
///
/// Visible edges form no cycle. One is closed by a handle in a field that is no edge: marked `#[graph(opaque)]`, of a
/// type with another name for a handle, or a [`Callback`](crate::Callback) that captured one. Such fields are looked
/// into. A handle in what cannot be looked into, such as a `Box<dyn Fn()>`, counts as one from outside, so that nothing
/// is found which somebody may still use; [`Report`](super::Report) and [`why`](super::why()) name such fields.
///
/// What counts nothing reaches nothing: neither a [`Weak`](crate::Weak), nor a [`NodeRef`](crate::NodeRef) of a session
/// that is open. [`Garbage::reclaim`] then takes from the cells of a node that such a reference reads.
///
/// Nothing is dropped, and no hook runs. Computes the labels of what it finds, which is user code. Costs O(nodes and
/// edges of the thread), and constant stack.
///
/// Python's `gc.collect`, but that this frees nothing: see [`Garbage::reclaim`].
///
/// # Panics
/// If the user code of a label does.
///
/// # Example
/// ```
/// use std::cell::RefCell;
/// use weakgraph::{Children, Graph, Parent, Strong, leak};
///
/// #[derive(Graph, Default)]
/// struct Node {
///     #[graph(label)] name: &'static str,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
///     #[graph(opaque)] back: RefCell<Option<Strong<Node>>>, // should be a `Weak`
/// }
///
/// let root = Strong::new(Node { name: "root", ..Node::default() });
/// let leaf = root.add_child(Node { name: "leaf", ..Node::default() });
/// leaf.back.replace(Some(root.clone()));
/// assert!(leak::find().is_empty(), "variables reach them");
/// drop((root, leaf));
///
/// let garbage = leak::find();
/// assert_eq!(garbage.len(), 2);
/// assert_eq!(garbage.cycles()[0].closed_by().collect::<Vec<_>>(), [r#"Node "leaf".back[0] -> Node "root""#]);
/// assert!(garbage.reclaim().is_empty(), "nothing is left");
/// assert!(leak::stats().is_empty());
/// ```
#[must_use]
pub fn find() -> Garbage {
    Garbage::among(|_| true)
}

/// Nodes that nothing outside could reach when [`find`] looked. `Display` prints a paragraph for each, and the cycles.
///
/// It keeps none of them alive. Python's `gc.garbage`.
#[derive(Clone)]
pub struct Garbage {
    nodes: Vec<LiveNode>,
    cycles: Vec<Cycle>,
    /// Of this thread.
    marker: PhantomData<*const ()>,
}

/// Nodes that keep each other alive, of a [`Garbage`]: each of them leads to all the others.
#[derive(Clone, Debug)]
pub struct Cycle {
    nodes: Vec<usize>,
    closed_by: Vec<String>,
    edges: Vec<String>,
    left_out: usize,
}

/// How many edges of a cycle are named, of those that close it and of the others.
const MOST_EDGES: usize = 16;

impl Garbage {
    /// Those with a serial number that `is_asked` takes.
    pub(super) fn among(is_asked: impl Fn(u64) -> bool) -> Garbage {
        let heap = Heap::new();
        let asked = |node: usize| heap.reached(node).is_none() && is_asked(heap.live.nodes[node].serial);
        let found: Vec<usize> = (0..heap.live.nodes.len()).filter(|&node| asked(node)).collect();
        let nodes: Vec<LiveNode> = found.iter().map(|&node| describe(&heap, node, LONGEST)).collect();
        let mut cycles = Vec::new();
        if !found.is_empty() {
            let components = Components::new(&heap);
            let mut places = vec![usize::MAX; heap.live.len()];
            found.iter().enumerate().for_each(|(place, &node)| places[node] = place);
            for component in components.cycles(&heap) {
                if component.iter().any(|&vertex| places[vertex] != usize::MAX) {
                    cycles.push(Cycle::new(&heap, &components, &component, &places, &nodes));
                }
            }
            cycles.sort_by_key(|cycle| cycle.nodes.first().copied());
        }
        dropping(heap, Garbage { nodes, cycles, marker: PhantomData })
    }

    /// Returns the number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns `true` if nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Returns an iterator over the nodes, in the order in which they were made.
    pub fn iter(&self) -> core::slice::Iter<'_, LiveNode> {
        self.nodes.iter()
    }

    /// Returns the cycles. Nodes that are in none are kept by one.
    #[must_use]
    pub fn cycles(&self) -> &[Cycle] {
        &self.cycles
    }

    /// Returns a handle to each of the nodes that was made as a `T` and is still alive.
    ///
    /// # Example
    /// ```
    /// use std::cell::Cell;
    /// use weakgraph::{Graph, Strong, leak};
    ///
    /// #[derive(Graph)]
    /// struct Node {
    ///     name: &'static str,
    ///     #[graph(opaque)] me: Cell<Option<Strong<Node>>>,
    /// }
    ///
    /// let node = Strong::new(Node { name: "n", me: Cell::new(None) });
    /// node.me.set(Some(node.clone()));
    /// drop(node);
    /// let [node] = &leak::find().handles::<Node>()[..] else { unreachable!() };
    /// assert_eq!(node.name, "n");
    /// assert!(leak::find().is_empty(), "the variable reaches it");
    /// node.me.take();
    /// ```
    #[must_use]
    pub fn handles<T: Graph + Readable>(&self) -> Vec<Strong<T>> {
        let serials: Vec<u64> = self.nodes.iter().map(|node| node.serial).collect();
        live::handles(Some(&serials))
    }

    /// Empties the fields that close the cycles, so that the nodes are dropped: hooks run once, in the usual order.
    /// Returns what is left.
    ///
    /// A field is emptied if its handles are in a `Cell` or a `RefCell` of an `Option` or a collection of the standard
    /// library, also inside other containers. Everything in these cells is dropped. Handles that are not in such a
    /// cell, or in one that is borrowed, are left alone. So are an `Rc` in the field that is not part of a cycle, and
    /// what can be reached again from outside by now.
    ///
    /// Costs O(nodes and edges of the thread).
    ///
    /// # Panics
    /// If a hook, a destructor or a label does: when everything is dropped, with the first panic.
    pub fn reclaim(self) -> Garbage {
        let serials: Vec<u64> = self.nodes.iter().map(|node| node.serial).collect();
        drop(self);
        let is_asked = |serial| serials.binary_search(&serial).is_ok();
        let heap = Heap::new();
        let components = Components::new(&heap);
        let mut asked = Vec::new();
        for (number, node) in heap.live.nodes.iter().enumerate() {
            if heap.reached(number).is_some() || !is_asked(node.serial) {
                continue;
            }
            asked.push(number);
        }
        // An `Rc` beside the one that closes a cycle may be in use.
        let of_cycles: BTreeSet<u32> = asked.iter().map(|&number| components.of[number]).collect();
        let mut rcs = heap.live.rcs(|vertex| of_cycles.contains(&components.of[vertex]));
        let mut trash = Vec::new();
        for number in asked {
            let closing = heap.live.edges(number).iter().filter(|edge| {
                edge.kind == EdgeKind::Hidden && edge.keeps().is_some_and(|to| components.is_one(number, to))
            });
            for field in closing.map(|edge| edge.field).collect::<BTreeSet<_>>() {
                heap.live.empty(number, field, &mut rcs, &mut trash);
            }
        }
        // Its handles are not the last ones: what was emptied is still there.
        drop(heap);
        drop_all(trash);
        Garbage::among(is_asked)
    }

    /// Those of which it is not known yet that they were reported.
    pub(super) fn serials(&self) -> impl Iterator<Item = u64> + '_ {
        self.nodes.iter().map(|node| node.serial)
    }
}

impl<'a> IntoIterator for &'a Garbage {
    type Item = &'a LiveNode;
    type IntoIter = core::slice::Iter<'a, LiveNode>;

    fn into_iter(self) -> core::slice::Iter<'a, LiveNode> {
        self.iter()
    }
}

impl fmt::Debug for Garbage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Garbage({} nodes, {} cycles)", self.nodes.len(), self.cycles.len())
    }
}

impl fmt::Display for Garbage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            0 => return f.write_str("nothing is alive that nothing outside can reach\n"),
            1 => f.write_str("1 node is alive that nothing outside can reach:\n")?,
            nodes => writeln!(f, "{nodes} nodes are alive that nothing outside can reach:")?,
        }
        self.nodes.iter().try_for_each(|node| node.summary(f))?;
        self.cycles.iter().try_for_each(|cycle| fmt::Display::fmt(cycle, f))
    }
}

impl Cycle {
    fn new(heap: &Heap, components: &Components, component: &[usize], places: &[usize], nodes: &[LiveNode]) -> Cycle {
        let first_box = heap.live.nodes.len();
        let name = |vertex: usize| match nodes.get(places[vertex]) {
            Some(node) => named(node.type_name(), node.own_label()),
            // Reported before.
            None => heap.name(vertex),
        };
        let (mut closed_by, mut edges, mut left_out) = (Vec::new(), Vec::new(), 0);
        for &from in component.iter().filter(|&&vertex| vertex < first_box) {
            for edge in heap.live.edges(from) {
                let Some(to) = edge.keeps().filter(|&to| components.is_one(from, to)) else { continue };
                let into = if edge.kind == EdgeKind::Hidden { &mut closed_by } else { &mut edges };
                if into.len() == MOST_EDGES {
                    left_out += 1;
                    continue;
                }
                // An `Rc` and what is in it are one field.
                for to in contents(heap, components, to) {
                    match into.len() < MOST_EDGES {
                        true => into.push(format!("{}.{}[{}] -> {}", name(from), edge.field, edge.index, name(to))),
                        false => left_out += 1,
                    }
                }
            }
        }
        let nodes = component.iter().map(|&vertex| places[vertex]).filter(|&place| place != usize::MAX).collect();
        Cycle { nodes, closed_by, edges, left_out }
    }

    /// Returns the places of its nodes in [`Garbage::iter`].
    #[must_use]
    pub fn nodes(&self) -> &[usize] {
        &self.nodes
    }

    /// Returns the fields that close it, as `Node "leaf".back[0] -> Node "root"`: those that are no edges. Of a large
    /// cycle, the first 16.
    pub fn closed_by(&self) -> impl ExactSizeIterator<Item = &str> {
        self.closed_by.iter().map(String::as_str)
    }

    /// Returns the visible edges between its nodes, in the same form. Of a large cycle, the first 16.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = &str> {
        self.edges.iter().map(String::as_str)
    }
}

impl fmt::Display for Cycle {
    /// A line for each edge.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a cycle of {}:", counted(self.nodes.len(), "node"))?;
        self.edges.iter().try_for_each(|edge| writeln!(f, "    {edge}"))?;
        self.closed_by.iter().try_for_each(|edge| writeln!(f, "    {edge} (closes it)"))?;
        match self.left_out {
            0 => Ok(()),
            more => writeln!(f, "    … {more} more"),
        }
    }
}

/// The nodes of the cycle that a vertex of it is, or holds as an `Rc`.
fn contents(heap: &Heap, components: &Components, vertex: usize) -> Vec<usize> {
    let (mut nodes, mut boxes, mut seen) = (Vec::new(), vec![vertex], BTreeSet::new());
    while let Some(at) = boxes.pop() {
        if at < heap.live.nodes.len() {
            nodes.push(at);
        } else if seen.insert(at) {
            let inside = heap.live.edges(at).iter().rev().filter_map(HeapEdge::keeps);
            boxes.extend(inside.filter(|&to| components.is_one(vertex, to)));
        }
    }
    nodes
}

/// The strongly connected components of what is not reached: Tarjan's algorithm, with a stack of its own.
struct Components {
    /// For each vertex, the number of its component; 0 if it is reached.
    of: Vec<u32>,
    count: u32,
}

impl Components {
    fn new(heap: &Heap) -> Components {
        const UNSEEN: u32 = u32::MAX;
        let len = heap.live.len();
        let (mut order, mut low) = (vec![UNSEEN; len], vec![0_u32; len]);
        let mut found = Components { of: vec![0; len], count: 0 };
        let (mut next, mut open): (u32, Vec<usize>) = (0, Vec::new());
        // A vertex and the place of its next edge.
        let mut path: Vec<(usize, usize)> = Vec::new();
        for start in (0..len).filter(|&vertex| heap.reached(vertex).is_none()) {
            if order[start] != UNSEEN {
                continue;
            }
            path.push((start, 0));
            while let Some((vertex, place)) = path.last_mut() {
                let vertex = *vertex;
                if *place == 0 && order[vertex] == UNSEEN {
                    (order[vertex], low[vertex]) = (next, next);
                    next += 1;
                    open.push(vertex);
                }
                if let Some(edge) = heap.live.edges(vertex).get(*place) {
                    *place += 1;
                    // What is not reached leads to reached vertices, too: they are in no cycle with it.
                    let Some(to) = edge.keeps().filter(|&to| heap.reached(to).is_none()) else { continue };
                    if order[to] == UNSEEN {
                        path.push((to, 0));
                    } else if found.of[to] == 0 {
                        low[vertex] = low[vertex].min(order[to]);
                    }
                    continue;
                }
                path.pop();
                if let Some(&(above, _)) = path.last() {
                    low[above] = low[above].min(low[vertex]);
                }
                if low[vertex] == order[vertex] {
                    found.count += 1;
                    while let Some(member) = open.pop() {
                        found.of[member] = found.count;
                        if member == vertex {
                            break;
                        }
                    }
                }
            }
        }
        found
    }

    /// Whether both are in one cycle, if an edge leads from the one to the other.
    fn is_one(&self, a: usize, b: usize) -> bool {
        self.of[a] != 0 && self.of[a] == self.of[b]
    }

    /// The vertices of each component that is a cycle, in order.
    fn cycles(&self, heap: &Heap) -> Vec<Vec<usize>> {
        let mut sizes = vec![0_u32; self.count as usize + 1];
        self.of.iter().for_each(|&number| sizes[number as usize] += 1);
        let mut places = vec![usize::MAX; sizes.len()];
        let mut found: Vec<Vec<usize>> = Vec::new();
        for (vertex, &number) in self.of.iter().enumerate().filter(|(_, number)| **number != 0) {
            let number = number as usize;
            let leads_to_itself = || heap.live.edges(vertex).iter().any(|edge| edge.keeps() == Some(vertex));
            if sizes[number] == 1 && !leads_to_itself() {
                continue;
            }
            if places[number] == usize::MAX {
                places[number] = found.len();
                found.push(Vec::with_capacity(sizes[number] as usize));
            }
            found[places[number]].push(vertex);
        }
        found
    }
}
