use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Strong<Node>>,
}

fn main() {}
