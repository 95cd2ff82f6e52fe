use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
struct Node {
    #[weak(on_drop = Self::lost)]
    friend: WeakCell<Node>,
}

impl Node {
    fn lost(&mut self) {}
}

fn main() {}
