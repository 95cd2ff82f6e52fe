use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Strong<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
