//! The edges of a node as data: what [`Graph::edges`] gives, and what collects it.

use core::fmt;

use super::ptr::NodePtr;
#[cfg(feature = "leak")]
use super::raw_edge::Visit;
use super::raw_edge::{EdgeKind, RawEdge, RawTarget};
use super::strong::Strong;
use super::traits::Graph;
use super::weak::Weak;

/// The identity of a node: the address of its header.
///
/// Two nodes that exist at the same time have different ones. It is not used again while any handle to the node exists.
///
/// ```
/// use weakgraph::{Graph, NodeId, Strong};
///
/// #[derive(Graph)]
/// struct Style;
///
/// let (a, b) = (Strong::new(Style), Strong::new(Style));
/// assert!(NodeId::of(&a) == NodeId::of(&a.clone()) && NodeId::of(&a) != NodeId::of(&b));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(usize);

impl NodeId {
    /// Returns the identity of the node.
    #[must_use]
    pub fn of<T>(node: &Strong<T>) -> NodeId {
        NodeId::of_raw(node.raw())
    }

    /// Returns the identity of the node of a weak handle, alive or dropped; `None` for [`Weak::new`].
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Graph, NodeId, Strong, Weak};
    ///
    /// #[derive(Graph)]
    /// struct Style;
    ///
    /// let style = Strong::new(Style);
    /// let (id, weak) = (NodeId::of(&style), Strong::downgrade(&style));
    /// drop(style);
    /// assert_eq!(NodeId::of_weak(&weak), Some(id));
    /// assert_eq!(NodeId::of_weak(&Weak::<Style>::new()), None);
    /// ```
    #[must_use]
    pub fn of_weak<T>(node: &Weak<T>) -> Option<NodeId> {
        node.node().map(NodeId::of_raw)
    }

    pub(crate) fn of_raw(node: NodePtr) -> NodeId {
        NodeId(node.as_ptr().addr())
    }
}

impl<T> From<&Strong<T>> for NodeId {
    fn from(node: &Strong<T>) -> NodeId {
        NodeId::of(node)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId({:#x})", self.0)
    }
}

/// Where an [`Edge`] leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Target {
    /// A node that is alive.
    Alive {
        /// Which one.
        id: NodeId,
        /// The name of its type.
        type_name: &'static str,
    },
    /// A node that was dropped: of a [`WeakCell`](crate::WeakCell), or of a [`Weak`].
    Dropped {
        /// The name of its type.
        type_name: &'static str,
    },
    /// Unknown: the edges are in a [`RefCell`](core::cell::RefCell) that is mutably borrowed at the moment.
    Borrowed,
    /// Unknown: the edges are in a container that is not of the standard library.
    Opaque,
}

/// An edge, as it was when [`Graph::edges`] was called.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub struct Edge {
    /// The field, or what `#[weak(name = ..)]` or `#[strong(name = ..)]` calls it; of a container in a tuple, its
    /// number.
    pub field: &'static str,
    /// What the edge is to the node.
    pub kind: EdgeKind,
    /// Its place among the edges of this field, from 0.
    pub index: usize,
    /// Where it leads.
    pub target: Target,
}

/// Receives the edges of a node from [`Graph::__edges`], in the order of the fields.
#[doc(hidden)]
pub struct EdgeCollector<'s> {
    field: &'static str,
    pub(super) index: u32,
    into: &'s mut Vec<RawEdge>,
    #[cfg(feature = "leak")]
    pub(super) visit: Visit<'s>,
}

impl fmt::Debug for EdgeCollector<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeCollector").finish_non_exhaustive()
    }
}

/// Adds the edges of a value. Counts nothing and runs no user code.
pub(crate) fn collect<T: Graph>(value: &T, into: &mut Vec<RawEdge>) {
    value.__edges(&mut EdgeCollector {
        field: "",
        index: 0,
        into,
        #[cfg(feature = "leak")]
        visit: Visit::Edges,
    });
}

/// `VTable::edges`.
///
/// # Safety
/// I1, I2, I4: the value is alive.
pub(crate) unsafe fn collect_raw<T: Graph>(node: NodePtr, into: &mut Vec<RawEdge>) {
    // SAFETY: forwarded.
    collect(unsafe { node.value::<T>() }, into);
}

/// What [`Graph::edges`] gives.
pub(crate) fn edges<T: Graph>(value: &T) -> Vec<Edge> {
    let mut seen = Vec::new();
    collect(value, &mut seen);
    let edge = |seen: RawEdge| Edge {
        field: seen.field,
        kind: seen.kind,
        index: seen.index as usize,
        target: match seen.to {
            RawTarget::Node(node) => {
                // SAFETY: I1: seen just now: alive, and no user code has run since.
                Target::Alive { id: NodeId::of_raw(node), type_name: unsafe { node.table() }.name }
            }
            RawTarget::Dropped(type_name) => Target::Dropped { type_name },
            RawTarget::Borrowed => Target::Borrowed,
            RawTarget::Opaque => Target::Opaque,
            // Of a visit of the whole heap.
            #[cfg(feature = "leak")]
            RawTarget::Box(_) => Target::Opaque,
        },
    };
    seen.into_iter().map(edge).collect()
}

impl EdgeCollector<'_> {
    /// A weak handle, alive or not.
    pub(crate) fn weak<T>(&mut self, target: &Weak<T>) {
        if let Some(node) = target.node() {
            let to = match target.is_alive() {
                true => RawTarget::Node(node),
                // SAFETY: I1: the handle owns a weak count.
                false => RawTarget::Dropped(unsafe { node.table() }.name),
            };
            self.add(EdgeKind::Weak, to);
        }
    }

    /// A field follows.
    pub fn field(&mut self, field: &'static str) -> &mut Self {
        (self.field, self.index) = (field, 0);
        self
    }

    /// A field follows that is no edge, and may hide some. Returns whether it is to be looked into.
    #[cfg(not(feature = "leak"))]
    pub fn hidden(&mut self, field: &'static str) -> bool {
        self.field(field);
        true
    }

    /// A strong handle.
    pub(crate) fn strong<T>(&mut self, kind: EdgeKind, handle: &Strong<T>) {
        #[cfg(feature = "leak-handles")]
        self.visit.explain(handle.raw_handle().number());
        self.add(kind, RawTarget::Node(handle.raw()));
    }

    pub(crate) fn add(&mut self, kind: EdgeKind, to: RawTarget) {
        let edge = RawEdge { field: self.field, kind, index: self.index, to };
        self.index += 1;
        #[cfg(feature = "leak")]
        let Some(edge) = self.visit.take(edge) else { return };
        self.into.push(edge);
    }

    /// For a visit of another kind than [`Graph::edges`].
    #[cfg(feature = "leak")]
    pub(super) fn visiting(into: &mut Vec<RawEdge>, visit: Visit<'_>, code: impl FnOnce(&mut EdgeCollector<'_>)) {
        code(&mut EdgeCollector { field: "", index: 0, into, visit });
    }
}

/// `VTable::label`: runs user code.
///
/// # Safety
/// I1, I2, I4: the value is alive, and stays so.
pub(crate) unsafe fn label_raw<T: Graph>(node: NodePtr) -> Option<String> {
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__label()
}
