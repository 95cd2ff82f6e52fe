use weakgraph::{Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Vec<Strong<Node>>,
}

fn main() {}
