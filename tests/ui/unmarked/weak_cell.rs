use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
struct Node {
    friend: WeakCell<Node>,
}

fn main() {}
