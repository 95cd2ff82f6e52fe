use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    left: Option<Box<Node>>,
}

fn main() {}
