use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Option<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
