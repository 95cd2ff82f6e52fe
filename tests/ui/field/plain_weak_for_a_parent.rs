use weakgraph::{Children, Graph, Weak};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Weak<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
