use weakgraph::{Children, Graph, Weak};

#[derive(Graph)]
struct Node {
    parent: Option<Weak<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
