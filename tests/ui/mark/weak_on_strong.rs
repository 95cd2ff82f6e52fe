use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    #[weak]
    style: Strong<Style>,
}

fn main() {}
