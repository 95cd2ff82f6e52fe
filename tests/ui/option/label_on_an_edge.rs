use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[graph(label)]
    #[strong]
    left: Child<Node>,
}

fn main() {}
