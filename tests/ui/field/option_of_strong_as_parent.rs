use weakgraph::{Children, Graph, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Option<Strong<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
