//! Read sessions: references that are not counted, for code that only looks.

use std::fmt;

use html5ever::tree_builder::QuirksMode;
use weakgraph::WalkEvent;

use crate::element::Element;
use crate::node::{Inner, Kind, Node};

/// An open read session: see [`weakgraph::read()`]. What is dropped meanwhile stays readable until its end.
#[derive(Debug)]
pub struct Session(weakgraph::read::ReadSession);

/// Opens a read session on this thread; it is closed when the result is dropped.
pub fn read() -> Session {
    Session(weakgraph::read())
}

impl Session {
    /// Returns a reference to this node that is not counted.
    pub fn node(&self, node: &Node) -> NodeRef<'_> {
        NodeRef(self.0.node(&node.0))
    }
}

/// A reference to a node that is not counted, for as long as a read session is open.
///
/// It compares and hashes by identity, as handles do.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeRef<'r>(pub(crate) weakgraph::NodeRef<'r, Inner>);

impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(f)
    }
}

/// One step of a walk that yields every node twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'r> {
    /// Before what is below it.
    Enter(NodeRef<'r>),
    /// After what is below it.
    Leave(NodeRef<'r>),
}

impl<'r> NodeRef<'r> {
    pub(crate) fn inner(self) -> &'r Inner {
        self.0.get()
    }

    /// Returns a handle, if the node has not been dropped meanwhile.
    pub fn to_node(self) -> Option<Node> {
        self.0.to_strong().map(Node)
    }

    /// Returns what the node is.
    pub fn kind(self) -> &'r Kind {
        &self.inner().kind
    }

    /// Returns the element, if it is one.
    pub fn as_element(self) -> Option<&'r Element> {
        self.inner().as_element()
    }

    /// Returns the parent.
    pub fn parent(self) -> Option<NodeRef<'r>> {
        self.0.parent().map(NodeRef)
    }

    /// Returns the first child.
    pub fn first_child(self) -> Option<NodeRef<'r>> {
        self.0.first_child().map(NodeRef)
    }

    /// Returns the last child.
    pub fn last_child(self) -> Option<NodeRef<'r>> {
        self.0.last_child().map(NodeRef)
    }

    /// Returns the next node with the same parent.
    pub fn next_sibling(self) -> Option<NodeRef<'r>> {
        self.0.next_sibling().map(NodeRef)
    }

    /// Returns the node before this one with the same parent.
    pub fn prev_sibling(self) -> Option<NodeRef<'r>> {
        self.0.prev_sibling().map(NodeRef)
    }

    /// Returns the node at the top. Costs the depth.
    pub fn root(self) -> NodeRef<'r> {
        NodeRef(self.0.root())
    }

    /// Returns the children, from either end.
    pub fn children(self) -> impl DoubleEndedIterator<Item = NodeRef<'r>> {
        self.0.children().map(NodeRef)
    }

    /// Returns the parent, its parent, and so on.
    pub fn ancestors(self) -> impl Iterator<Item = NodeRef<'r>> {
        self.0.ancestors().map(NodeRef)
    }

    /// Returns all nodes below this one in document order, from either end.
    pub fn descendants(self) -> impl DoubleEndedIterator<Item = NodeRef<'r>> {
        self.0.descendants().map(NodeRef)
    }

    /// Returns this node and its [`descendants`](NodeRef::descendants).
    pub fn inclusive_descendants(self) -> impl DoubleEndedIterator<Item = NodeRef<'r>> {
        self.0.inclusive_descendants().map(NodeRef)
    }

    /// Returns this node and all below it, each twice: entered before what is below it, left after it.
    pub fn traverse(self) -> impl Iterator<Item = Step<'r>> {
        self.0.traverse().map(|step| match step {
            WalkEvent::Enter(node) => Step::Enter(NodeRef(node)),
            WalkEvent::Leave(node) => Step::Leave(NodeRef(node)),
        })
    }

    /// Returns the contents of a `<template>`.
    pub fn template_contents(self) -> Option<NodeRef<'r>> {
        self.as_element()?.contents()?;
        // The closure is called with the node that was just looked at.
        self.0.follow(|node| node.contents_link().expect("just seen")).map(NodeRef)
    }

    /// Returns the quirks mode of a document.
    pub(crate) fn quirks_mode(self) -> QuirksMode {
        match self.kind() {
            Kind::Document(document) => document.quirks(),
            _ => QuirksMode::NoQuirks,
        }
    }

    pub(crate) fn is_html(self, name: &str) -> bool {
        self.as_element().is_some_and(|element| element.is_of_html() && *element.local == *name)
    }
}
