use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    #[strong]
    parent: Parent<Node>,
    #[weak]
    #[strong]
    child: Child<Node>,
}

fn main() {}
