use weakgraph::{Graph, WeakList};

#[derive(Graph)]
struct Node {
    #[weak(unowned)]
    friends: WeakList<Node>,
}

fn main() {}
