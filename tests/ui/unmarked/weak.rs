use weakgraph::{Graph, Weak};

#[derive(Graph)]
struct Node {
    boss: Weak<Node>,
}

fn main() {}
