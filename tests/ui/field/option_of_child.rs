use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    left: Option<Child<Node>>,
}

fn main() {}
