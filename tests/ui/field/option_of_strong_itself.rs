use weakgraph::{Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    next: Option<Strong<Node>>,
}

fn main() {}
