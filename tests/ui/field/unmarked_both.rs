use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    parent: Parent<Node>,
    children: Children<Node>,
}

fn main() {}
