use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
#[graph(on_drop = Self::bye)]
struct Node {
    #[weak]
    friend: WeakCell<Node>,
}

impl Node {
    async fn bye(&self) {}
}

fn main() {}
