use weakgraph::{Graph, Parent, WeakList};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[weak]
    children: WeakList<Node>,
}

fn main() {}
