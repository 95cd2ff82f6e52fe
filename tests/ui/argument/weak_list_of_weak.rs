use weakgraph::{Graph, Weak, WeakList};

#[derive(Graph)]
struct Node {
    #[weak]
    friends: WeakList<Weak<Node>>,
}

fn main() {}
