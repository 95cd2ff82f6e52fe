use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[strong]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
