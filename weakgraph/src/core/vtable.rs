//! What the crate knows of a node whose type it has forgotten: function pointers over [`NodePtr`].
//!
//! [`engine::birth`](crate::engine::birth) makes the table of each type: nothing here names what is above it.

use core::any::TypeId;

use super::drop_state::{Step, Teardown};
use super::link::Link;
use super::ptr::NodePtr;
use super::raw_edge::RawEdge;

/// What the crate needs to know of a node whose type it has forgotten. One static per type.
pub(crate) struct VTable {
    pub(crate) name: &'static str,
    /// The size of a node, with its header.
    pub(crate) size: usize,
    /// Whether it can be read in a session, and so its death waits for the end of it.
    pub(crate) readable: bool,
    /// Sees to the death of a node whose strong count has reached 0, and that nothing observes.
    pub(crate) tear_down: unsafe fn(NodePtr),
    /// The same, of a node that something observes. One function for all types.
    pub(crate) tear_down_observed: unsafe fn(NodePtr),
    /// Runs the steps of a death from where they stand; see [`death`].
    pub(crate) run_steps: unsafe fn(NodePtr, Step, &mut Teardown),
    /// The link that chains a dead node in a queue; null in a type that is no child of anything.
    pub(crate) queue_link: unsafe fn(NodePtr) -> *const Link,
    /// Adds the parents of a node, one for each of its back-references that is set.
    pub(crate) parents: unsafe fn(NodePtr, &mut Vec<NodePtr>),
    /// Goes on to the next child of a node, in list order.
    pub(crate) next_child: unsafe fn(&mut ChildCursor) -> Option<NodePtr>,
    /// Adds every edge of a node.
    pub(crate) edges: unsafe fn(NodePtr, &mut Vec<RawEdge>),
    /// What the type says of a node: user code.
    pub(crate) label: unsafe fn(NodePtr) -> Option<String>,
    /// The type that the node was made as.
    pub(crate) type_id: fn() -> TypeId,
}

/// How far a walk has come among the children of a node, over all its owning edges.
pub(crate) struct ChildCursor {
    pub(crate) node: NodePtr,
    pub(crate) edge: usize,
    pub(crate) at: Option<NodePtr>,
}
