use weakgraph::{Graph, WeakList};

#[derive(Graph)]
struct Node {
    #[weak]
    names: WeakList<String>,
}

fn main() {}
