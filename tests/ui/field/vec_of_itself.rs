use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Vec<Node>,
}

fn main() {}
