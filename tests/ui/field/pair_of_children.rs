use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    halves: (Child<Node>, Child<Node>),
}

fn main() {}
