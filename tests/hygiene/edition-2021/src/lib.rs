//! Nodes in a crate of edition 2021, where `gen` is a name.

#![deny(warnings)]

use std::cell::Cell;

use weakgraph::{Children, Graph, Parent, Strong, WeakCell};

/// A node with `gen` as an edge, in `new`, and in its copies.
#[derive(Graph)]
#[graph(new, clone, eq, hash, serde, proxy)]
pub struct Node {
    #[graph(label, proxy)]
    gen: u32,
    #[weak]
    parent: Parent<Node>,
    #[strong(item = gen)]
    children: Children<Node>,
}

/// An edge that is called so.
#[derive(Graph, Default)]
#[graph(proxy)]
pub struct Edge {
    #[graph(proxy)]
    count: Cell<u32>,
    #[weak(on_drop = Edge::gone)]
    of: Parent<Edge>,
    #[strong]
    edges: Children<Edge>,
    #[weak(name = gen)]
    friend: WeakCell<Edge>,
}

impl Edge {
    fn gone(&self) {
        self.count.set(self.count.get() + 1);
    }
}

/// What stands there works.
pub fn works() {
    let root = Node::new(3);
    let leaf = root.add_gen(Node::new(4));
    assert_eq!((leaf.gen, leaf.parent().map(|it| it.gen)), (4, Some(3)));
    let edge = Strong::<Edge>::default();
    let below = edge.add_edge(Edge::default());
    below.set_gen(&edge);
    assert!(below.gen() == below.of() && below.gen().is_some());
    drop(edge);
    assert_eq!(below.count.get(), 1);
}
