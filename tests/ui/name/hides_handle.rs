use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
struct Node {
    #[weak]
    handle: WeakCell<Node>,
}

fn main() {}
