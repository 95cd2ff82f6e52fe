//! What the crate knows of a node whose type is erased: function pointers over [`NodePtr`].
//!
//! [`engine::birth`](crate::engine::birth) makes the table of each type: nothing here names what is above it.

use core::any::TypeId;

use super::drop_state::{Step, Teardown};
use super::link::Link;
use super::ptr::NodePtr;
use super::raw_edge::RawEdge;
#[cfg(feature = "leak")]
use super::raw_edge::Visit;

/// What the crate needs to know of a node whose type is erased. One static per type.
pub(crate) struct VTable {
    pub(crate) name: &'static str,
    /// The size of a node, with its header.
    pub(crate) size: usize,
    /// Whether it can be read in a session, so that its drop waits for the end of the session.
    pub(crate) readable: bool,
    /// Drops a node whose strong count has reached 0, and that nothing observes.
    pub(crate) tear_down: unsafe fn(NodePtr),
    /// The same, for a node that something observes. One function for all types.
    pub(crate) tear_down_observed: unsafe fn(NodePtr),
    /// Runs the steps of a drop from the one given; see [`teardown`](crate::engine::teardown).
    pub(crate) run_steps: unsafe fn(NodePtr, Step, &mut Teardown),
    /// The link that chains a dropped node in a queue; null in a type that is no child of anything.
    pub(crate) queue_link: unsafe fn(NodePtr) -> *const Link,
    /// Adds the parents of a node, one for each of its back-references that is set.
    pub(crate) parents: unsafe fn(NodePtr, &mut Vec<NodePtr>),
    /// Goes on to the next child of a node, in list order.
    pub(crate) next_child: unsafe fn(&mut ChildCursor) -> Option<NodePtr>,
    /// Adds every edge of a node.
    pub(crate) edges: unsafe fn(NodePtr, &mut Vec<RawEdge>),
    /// The same for another visit: of the hidden fields, too, or to empty one.
    #[cfg(feature = "leak")]
    pub(crate) visit: unsafe fn(NodePtr, &mut Vec<RawEdge>, Visit<'_>),
    /// The label that the type gives a node. Runs user code.
    pub(crate) label: unsafe fn(NodePtr) -> Option<String>,
    /// The type that the node was made as.
    pub(crate) type_id: fn() -> TypeId,
}

/// The place of a walk among the children of a node, over all its owning edges.
pub(crate) struct ChildCursor {
    pub(crate) node: NodePtr,
    pub(crate) edge: usize,
    pub(crate) at: Option<NodePtr>,
}
