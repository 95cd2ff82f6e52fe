//! An edge as the vtable gives it: its target is not counted yet.

#[cfg(feature = "leak")]
use core::any::Any;
#[cfg(feature = "leak")]
use std::collections::{HashMap, HashSet};

use super::ptr::NodePtr;

/// The kind of an edge.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum EdgeKind {
    /// An owning edge, [`Children`](crate::Children) or [`Child`](crate::Child): the target has one parent in this
    /// relation.
    Owning,
    /// A shared edge: a [`Strong`](crate::Strong), alone or in a container.
    Shared,
    /// A [`Strong`](crate::Strong) in a field that is no edge: one marked `#[graph(opaque)]`, or a
    /// [`Callback`](crate::Callback) that captured it. Only the reports of the feature `leak` have such edges.
    Hidden,
    /// A back-reference, [`Parent`](crate::Parent).
    Back,
    /// A weak link: [`WeakCell`](crate::WeakCell), [`WeakList`](crate::WeakList), or a [`Weak`](crate::Weak), alone or
    /// in a container.
    Weak,
}

impl EdgeKind {
    /// Returns `true` if the edge keeps its target alive.
    #[must_use]
    pub fn is_strong(self) -> bool {
        matches!(self, EdgeKind::Owning | EdgeKind::Shared | EdgeKind::Hidden)
    }
}

/// An [`Edge`](crate::Edge) whose target is not counted yet.
#[derive(Clone, Copy)]
pub(crate) struct RawEdge {
    pub(crate) field: &'static str,
    pub(crate) kind: EdgeKind,
    pub(crate) index: u32,
    pub(crate) to: RawTarget,
}

/// Where a [`RawEdge`] edge leads.
#[derive(Clone, Copy)]
pub(crate) enum RawTarget {
    /// A living node, until user code runs or a count changes.
    Node(NodePtr),
    Dropped(&'static str),
    Borrowed,
    Opaque,
    /// An `Rc`, by its number among those that a visit of the whole heap has found.
    #[cfg(feature = "leak")]
    Box(u32),
}

/// What a visit does; see [`hidden`](super::hidden).
#[cfg(feature = "leak")]
pub(crate) enum Visit<'v> {
    /// Collects the edges of one node.
    Edges,
    /// Collects the edges of a whole heap, hidden ones, too.
    Heap(&'v mut Boxes),
    /// Empties a hidden field. Of the `Rc`s in it, only those at these addresses, each once: others may hold one, too.
    Empty { field: &'static str, rcs: &'v mut HashSet<usize>, trash: &'v mut Trash },
}

/// The `Rc`s that a visit of the heap has found. Several nodes may hold one, so what is in it belongs to none of them:
/// it is looked at once.
#[cfg(feature = "leak")]
#[derive(Default)]
pub(crate) struct Boxes {
    pub(super) numbers: HashMap<usize, u32>,
    /// The address and the strong count of each.
    pub(crate) found: Vec<(usize, usize)>,
    /// The edges of each, with its number.
    pub(crate) edges: Vec<(u32, RawEdge)>,
    /// The one that is being looked into.
    pub(super) inside: Option<u32>,
    /// The numbers of the handles that are edges.
    #[cfg(feature = "leak-handles")]
    pub(crate) handles: HashSet<u32>,
}

/// What was in the fields that were emptied. To drop it runs user code.
#[cfg(feature = "leak")]
pub(crate) type Trash = Vec<Box<dyn Any>>;

#[cfg(feature = "leak")]
impl Visit<'_> {
    /// A handle of this number is an edge.
    #[cfg(feature = "leak-handles")]
    pub(super) fn explain(&mut self, handle: u32) {
        if let Visit::Heap(boxes) = self {
            boxes.handles.insert(handle);
        }
    }

    /// Puts the edge where it belongs, if that is not the list of the node.
    pub(super) fn take(&mut self, edge: RawEdge) -> Option<RawEdge> {
        match self {
            Visit::Edges => Some(edge),
            Visit::Heap(boxes) => match boxes.inside {
                None => Some(edge),
                Some(inside) => {
                    boxes.edges.push((inside, edge));
                    None
                }
            },
            Visit::Empty { .. } => None,
        }
    }
}
