use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    rows: Children<Children<Node>>,
}

fn main() {}
