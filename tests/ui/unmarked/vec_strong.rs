use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    styles: Vec<Strong<Style>>,
}

fn main() {}
