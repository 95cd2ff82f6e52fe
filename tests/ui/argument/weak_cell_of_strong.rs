use weakgraph::{Graph, Strong, WeakCell};

#[derive(Graph)]
struct Node {
    #[weak]
    friend: WeakCell<Strong<Node>>,
}

fn main() {}
