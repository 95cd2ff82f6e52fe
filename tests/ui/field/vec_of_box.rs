use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Vec<Box<Node>>,
}

fn main() {}
