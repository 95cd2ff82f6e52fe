use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    style: Strong<Style>,
}

fn main() {}
