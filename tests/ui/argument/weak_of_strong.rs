use weakgraph::{Graph, Strong, Weak};

#[derive(Graph)]
struct Node {
    #[weak]
    boss: Weak<Strong<Node>>,
}

fn main() {}
