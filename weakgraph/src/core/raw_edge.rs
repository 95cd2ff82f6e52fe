//! An edge as the vtable gives it: its target is not counted yet.

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
        matches!(self, EdgeKind::Owning | EdgeKind::Shared)
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
}
