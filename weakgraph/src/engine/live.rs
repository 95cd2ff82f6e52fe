//! The live nodes of a thread (feature `leak`), as data and as handles.

use core::hash::BuildHasherDefault;
use core::mem;
use core::panic::Location;
use std::collections::{HashMap, HashSet};

use crate::core::edges::NodeId;
#[cfg(feature = "leak-handles")]
use crate::core::handle_places;
use crate::core::live_nodes;
use crate::core::panics::drop_all;
use crate::core::ptr::{NodePtr, live_nodes_since};
use crate::core::raw_edge::{Boxes, EdgeKind, RawEdge, RawTarget, Trash, Visit};
use crate::core::spread::Spread;
use crate::core::strong::Strong;
use crate::core::traits::Readable;
use crate::engine::birth::is_made_as;
use crate::engine::kept::NodeGuard;

/// A live node, at the moment when it was looked at.
pub(crate) struct LiveNode {
    pub(crate) id: NodeId,
    pub(crate) type_name: &'static str,
    /// The size of its allocation.
    pub(crate) size: usize,
    pub(crate) strong_count: usize,
    pub(crate) weak_count: usize,
    pub(crate) born: &'static Location<'static>,
    /// How many nodes its thread had made before it.
    pub(crate) serial: u64,
}

/// Returns how many nodes this thread has made.
pub(crate) fn made() -> u64 {
    live_nodes::made()
}

/// Returns the live nodes of this thread of which at least `since` were made before, oldest first.
pub(crate) fn live_since(since: u64) -> Vec<LiveNode> {
    live_nodes_since(since).into_iter().map(live_node).collect()
}

/// What is said of a node that was found alive just now.
fn live_node(node: NodePtr) -> LiveNode {
    // SAFETY: I1: found alive just now, and no user code has run since.
    let table = unsafe { node.table() };
    // SAFETY: I1: as above.
    let strong = unsafe { node.strong() };
    // SAFETY: I1: as above.
    let weak = unsafe { node.weak() };
    // SAFETY: L1: as above.
    let entry = unsafe { node.live() };
    LiveNode {
        id: NodeId::of_raw(node),
        type_name: table.name,
        size: table.size,
        strong_count: strong as usize,
        // One is held by the strong counts together.
        weak_count: weak as usize - 1,
        born: entry.born(),
        serial: entry.serial(),
    }
}

/// The live nodes of a thread with all their edges, at one moment.
///
/// Its vertices are the nodes, then the `Rc`s that were found in their fields: several nodes may hold one of these.
pub(crate) struct LiveHeap {
    /// Oldest first.
    pub(crate) nodes: Vec<LiveNode>,
    /// For each node, a handle; none if its type may borrow: what its value borrows may not be there any more, if the
    /// program forgot its handles, so the value is not looked at.
    guards: Vec<Option<NodeGuard<'static>>>,
    /// The address and the strong count of each `Rc`.
    boxes: Vec<(usize, usize)>,
    /// Where the edges of each vertex begin; and the end.
    starts: Vec<usize>,
    edges: Vec<HeapEdge>,
    /// The handles that are no edges: the node of each, and where it was made.
    #[cfg(feature = "leak-handles")]
    handles: Vec<(u32, &'static Location<'static>)>,
}

/// An edge of a [`LiveHeap`].
#[derive(Clone, Copy)]
pub(crate) struct HeapEdge {
    pub(crate) field: &'static str,
    pub(crate) index: u32,
    pub(crate) kind: EdgeKind,
    pub(crate) to: HeapTarget,
}

/// Where a [`HeapEdge`] leads.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum HeapTarget {
    Vertex(u32),
    Dropped,
    Borrowed,
    Opaque,
}

impl HeapEdge {
    /// The vertex that it keeps alive.
    #[inline]
    pub(crate) fn keeps(&self) -> Option<usize> {
        match self.to {
            HeapTarget::Vertex(to) if self.kind.is_strong() => Some(to as usize),
            _ => None,
        }
    }
}

impl LiveHeap {
    /// Looks at all live nodes of this thread. Runs no user code.
    pub(crate) fn new() -> LiveHeap {
        let pointers = live_nodes_since(0);
        let nodes: Vec<LiveNode> = pointers.iter().copied().map(live_node).collect();
        let mut numbers = NodeNumbers::with_capacity_and_hasher(nodes.len(), Default::default());
        numbers.extend(pointers.iter().zip(0..).map(|(&node, number)| (node.as_ptr().addr(), number)));
        let mut heap = LiveHeap {
            guards: Vec::with_capacity(nodes.len()),
            boxes: Vec::new(),
            starts: Vec::with_capacity(nodes.len() + 1),
            edges: Vec::with_capacity(nodes.len()),
            #[cfg(feature = "leak-handles")]
            handles: Vec::new(),
            nodes,
        };
        let (mut room, mut boxes) = (Vec::new(), Boxes::default());
        let first_box = u32::try_from(pointers.len()).expect("fewer than 2^32 nodes");
        let edge = |RawEdge { field, index, kind, to }: RawEdge| {
            let to = match to {
                // A target that is not in the list has a node of another thread only if the program broke its rules.
                RawTarget::Node(node) => match numbers.get(&node.as_ptr().addr()) {
                    Some(&number) => HeapTarget::Vertex(number),
                    None => HeapTarget::Opaque,
                },
                RawTarget::Box(number) => HeapTarget::Vertex(first_box + number),
                RawTarget::Dropped(_) => HeapTarget::Dropped,
                RawTarget::Borrowed => HeapTarget::Borrowed,
                RawTarget::Opaque => HeapTarget::Opaque,
            };
            HeapEdge { field, index, kind, to }
        };
        for &node in &pointers {
            heap.starts.push(heap.edges.len());
            // SAFETY: I1: found alive just now, and no user code has run since.
            let table = unsafe { node.table() };
            if table.readable {
                // SAFETY: I2: alive, as above. I4: the table is the node's. H1.
                unsafe { (table.visit)(node, &mut room, Visit::Heap(&mut boxes)) };
                heap.edges.extend(room.drain(..).map(edge));
            }
        }
        #[cfg(feature = "leak-handles")]
        {
            let outside = handle_places::all().into_iter().filter(|(handle, ..)| !boxes.handles.contains(handle));
            let of = |(_, node, place): (u32, usize, &'static Location<'static>)| Some((*numbers.get(&node)?, place));
            heap.handles = outside.filter_map(of).collect();
            heap.handles.sort_by_key(|(node, place)| (*node, place.file(), place.line(), place.column()));
        }
        // Those of an `Rc` in an `Rc` stand between the others'.
        boxes.edges.sort_by_key(|(number, _)| *number);
        let mut inside = boxes.edges.into_iter().peekable();
        for number in 0..boxes.found.len() {
            heap.starts.push(heap.edges.len());
            while let Some((_, raw)) = inside.next_if(|(holder, _)| *holder as usize == number) {
                heap.edges.push(edge(raw));
            }
        }
        heap.starts.push(heap.edges.len());
        heap.boxes = boxes.found;
        for &node in &pointers {
            // SAFETY: I1: alive, as above: nothing was freed, as the handles taken here only count.
            let readable = unsafe { node.table() }.readable;
            // SAFETY: I1: as above. K1: a type that can be read in a session is `'static`.
            heap.guards.push(readable.then(|| unsafe { NodeGuard::share(node) }));
        }
        heap
    }

    /// How many vertices there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len() + self.boxes.len()
    }

    /// The strong count of a vertex, as it was.
    pub(crate) fn count(&self, vertex: usize) -> usize {
        match vertex.checked_sub(self.nodes.len()) {
            None => self.nodes[vertex].strong_count,
            Some(number) => self.boxes[number].1,
        }
    }

    /// The edges of a vertex: none of a node that may borrow.
    pub(crate) fn edges(&self, vertex: usize) -> &[HeapEdge] {
        &self.edges[self.starts[vertex]..self.starts[vertex + 1]]
    }

    /// Where the handles to a node were made that are no edges, if the feature `leak-handles` is on.
    #[cfg_attr(not(feature = "leak-handles"), allow(clippy::unused_self, reason = "nothing is known"))]
    pub(crate) fn handles(&self, _node: usize) -> Vec<&'static Location<'static>> {
        #[cfg(feature = "leak-handles")]
        {
            let start = self.handles.partition_point(|(node, _)| (*node as usize) < _node);
            let own = self.handles[start..].iter().take_while(|(node, _)| *node as usize == _node);
            own.map(|(_, place)| *place).collect()
        }
        #[cfg(not(feature = "leak-handles"))]
        Vec::new()
    }

    /// Whether the edges of a node are known: its type does not borrow.
    pub(crate) fn is_read(&self, node: usize) -> bool {
        self.guards[node].is_some()
    }

    /// The label that its type gives a node. Runs user code.
    pub(crate) fn label(&self, node: usize) -> Option<String> {
        self.guards[node].as_ref()?.label()
    }

    /// The addresses of those `Rc`s of which the vertex is taken.
    pub(crate) fn rcs(&self, is_taken: impl Fn(usize) -> bool) -> HashSet<usize> {
        let boxes = (self.nodes.len()..).zip(&self.boxes);
        boxes.filter(|(vertex, _)| is_taken(*vertex)).map(|(_, (address, _))| *address).collect()
    }

    /// Empties the cells of a field of a node that is no edge, also those in these `Rc`s, each of which is looked into
    /// once. Runs no user code: that comes when `trash` is dropped.
    pub(crate) fn empty(&self, node: usize, field: &'static str, rcs: &mut HashSet<usize>, trash: &mut Trash) {
        if let Some(guard) = &self.guards[node] {
            guard.empty(field, rcs, trash);
        }
    }
}

impl Drop for LiveHeap {
    fn drop(&mut self) {
        // One by one: a panic in one does not stop the rest (G7).
        drop_all(mem::take(&mut self.guards));
    }
}

/// The numbers of nodes, by their addresses.
type NodeNumbers = HashMap<usize, u32, BuildHasherDefault<Spread>>;

/// Returns a handle to each live node of this thread that was made as a `T`, oldest first; if given, of those only with
/// one of these serial numbers, which are sorted.
#[cfg_attr(feature = "leak-handles", track_caller)]
pub(crate) fn handles<T: Readable>(only: Option<&[u64]>) -> Vec<Strong<T>> {
    let mut handles = Vec::new();
    for node in live_nodes_since(0) {
        // SAFETY: L1: found alive just now, and no user code has run since.
        let serial = unsafe { node.live() }.serial();
        if only.is_some_and(|only| only.binary_search(&serial).is_err()) {
            continue;
        }
        // SAFETY: I1: found alive just now, and no user code has run since.
        if unsafe { is_made_as::<T>(node) } {
            // SAFETY: I1: alive, as above. I4: made as a `T`; `T` has no lifetimes of its own, so they cannot differ.
            handles.push(unsafe { Strong::of_live(node) });
        }
    }
    handles
}
