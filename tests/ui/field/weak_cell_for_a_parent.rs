use weakgraph::{Children, Graph, WeakCell};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: WeakCell<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
