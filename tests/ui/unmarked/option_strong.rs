use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    style: Option<Strong<Style>>,
}

fn main() {}
