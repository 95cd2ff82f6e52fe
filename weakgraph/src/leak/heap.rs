//! [`Heap`]: the live nodes of the thread, and what something outside of them holds.

use core::cell::OnceCell;
use std::collections::BTreeSet;

use crate::core::raw_edge::EdgeKind;
use crate::engine::live::{HeapTarget, LiveHeap};

/// All live nodes of the thread, and how a search from outside comes to each.
pub(super) struct Heap {
    pub(super) live: LiveHeap,
    /// For each vertex, how many of its strong counts edges explain.
    explained: Vec<u32>,
    /// For each vertex, how many parents it has whose type may borrow, so that their edges are not known.
    unread_parents: Vec<u32>,
    reached: Vec<Option<Reached>>,
    /// The fields that cannot be looked into, by type, each once; made when they are first asked for.
    opaque: OnceCell<Vec<(&'static str, &'static str)>>,
}

/// How the search came to a vertex.
#[derive(Clone, Copy)]
pub(super) struct Reached {
    /// The vertex at which the path starts.
    pub(super) source: usize,
    /// The last edge of the path, by the vertex that has it and its place there; none at its start.
    pub(super) by: Option<(usize, usize)>,
    pub(super) edges: u32,
}

impl Heap {
    pub(super) fn new() -> Heap {
        let live = LiveHeap::new();
        let (mut explained, mut unread_parents) = (vec![0_u32; live.len()], vec![0_u32; live.len()]);
        for (vertex, unread) in unread_parents.iter_mut().enumerate() {
            for edge in live.edges(vertex) {
                if let Some(to) = edge.keeps() {
                    explained[to] += 1;
                }
                match edge.to {
                    HeapTarget::Vertex(to) if edge.kind == EdgeKind::Back && !live.is_read(to as usize) => {
                        *unread += 1;
                    }
                    _ => {}
                }
            }
        }
        let reached = vec![None; live.len()];
        let mut heap = Heap { live, explained, unread_parents, reached, opaque: OnceCell::new() };
        heap.search();
        heap
    }

    /// Breadth-first, so that each path is a shortest one.
    fn search(&mut self) {
        let mut queue: Vec<usize> = (0..self.live.len()).filter(|&vertex| self.is_source(vertex)).collect();
        for &source in &queue {
            self.reached[source] = Some(Reached { source, by: None, edges: 0 });
        }
        let mut next = 0;
        while let Some(&vertex) = queue.get(next) {
            next += 1;
            let Some(Reached { source, edges, .. }) = self.reached[vertex] else { continue };
            for (place, edge) in self.live.edges(vertex).iter().enumerate() {
                let Some(to) = edge.keeps().filter(|&to| self.reached[to].is_none()) else { continue };
                self.reached[to] = Some(Reached { source, by: Some((vertex, place)), edges: edges + 1 });
                queue.push(to);
            }
        }
    }

    /// How many strong counts of a vertex no edge explains.
    pub(super) fn outside(&self, vertex: usize) -> usize {
        let explained = self.explained[vertex] as usize + self.unread_parents[vertex] as usize;
        self.live.count(vertex).saturating_sub(explained)
    }

    /// Whether something outside holds a vertex itself. One that had more edges than counts would be kept, too.
    pub(super) fn is_source(&self, vertex: usize) -> bool {
        self.live.count(vertex) != self.explained[vertex] as usize
    }

    /// The fields that cannot be looked into: the type and the name of each.
    pub(super) fn opaque_fields(&self) -> &[(&'static str, &'static str)] {
        self.opaque.get_or_init(|| {
            let mut fields = BTreeSet::new();
            for (number, node) in self.live.nodes.iter().enumerate() {
                let opaque = self.live.edges(number).iter().filter(|edge| edge.to == HeapTarget::Opaque);
                fields.extend(opaque.map(|edge| (node.type_name, edge.field)));
            }
            fields.into_iter().collect()
        })
    }

    /// How something outside reaches a vertex, if it does.
    pub(super) fn reached(&self, vertex: usize) -> Option<Reached> {
        self.reached[vertex]
    }

    /// What a report calls a vertex: `Node "leaf"`. Runs the user code of its label.
    pub(super) fn name(&self, vertex: usize) -> String {
        match self.live.nodes.get(vertex) {
            Some(node) => named(node.type_name, self.live.label(vertex).as_deref()),
            None => "an `Rc`".to_owned(),
        }
    }
}

/// `Node "leaf"`, or `Node`.
pub(super) fn named(type_name: &str, label: Option<&str>) -> String {
    label.map_or_else(|| type_name.to_owned(), |label| format!("{type_name} {label:?}"))
}
