//! As other crates call it.
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[parent]
    parent: Parent<Node>,
    #[owned]
    children: Children<Node>,
}

fn main() {}
