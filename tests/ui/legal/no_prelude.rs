//! Nothing is in scope.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

/// A node.
#[derive(::weakgraph::Graph)]
#[graph(new, on_drop = Node::gone)]
pub struct Node {
    /// Where it is.
    #[weak(on_drop = Node::gone)]
    pub parent: ::weakgraph::Parent<Node>,
    /// What is in it.
    #[strong]
    pub children: ::weakgraph::Children<Node>,
    /// Somebody.
    #[weak(on_drop = Node::gone)]
    pub friend: ::weakgraph::WeakCell<Node>,
    /// One more.
    #[strong]
    pub left: ::weakgraph::Child<Leaf>,
    /// Shared.
    #[strong]
    pub style: ::weakgraph::Strong<Style>,
}

impl Node {
    fn gone(&self) {}
}

/// A member.
#[derive(::weakgraph::Graph)]
pub struct Leaf {
    /// Where it is.
    #[weak]
    pub node: ::weakgraph::Parent<Node>,
}

/// Shared.
#[derive(::weakgraph::Graph)]
pub enum Style {
    /// One of them.
    Plain,
}

pub fn main() {
    let node = || Node::new(::weakgraph::Strong::new(Style::Plain));
    let top = node();
    let sub = top.add_child(node());
    sub.set_friend(&top);
    top.set_left(Leaf { node: ::weakgraph::Parent::new() });
    ::std::assert!(sub.parent().is_some() && sub.friend().is_some() && top.left().is_some());
}
