use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node {
    #[strong]
    style: Strong<String>,
}

fn main() {}
