use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
#[graph(label = Self::title)]
struct Node {
    #[weak]
    friend: WeakCell<Node>,
}

impl Node {
    fn title(&self, length: usize) -> String {
        "x".repeat(length)
    }
}

fn main() {}
