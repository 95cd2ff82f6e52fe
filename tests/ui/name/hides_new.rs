use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
#[graph(new)]
struct Node {
    #[weak]
    new: WeakCell<Node>,
}

fn main() {}
