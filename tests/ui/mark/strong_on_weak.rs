use weakgraph::{Graph, Weak};

#[derive(Graph)]
struct Node {
    #[strong]
    boss: Weak<Node>,
}

fn main() {}
