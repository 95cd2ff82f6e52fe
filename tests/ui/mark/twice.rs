use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    #[weak]
    parent: Parent<Node>,
    #[strong]
    #[strong(name = only)]
    child: Child<Node>,
}

fn main() {}
