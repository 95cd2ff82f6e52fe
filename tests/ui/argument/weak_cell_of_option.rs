use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
struct Node {
    #[weak]
    friend: WeakCell<Option<Node>>,
}

fn main() {}
