use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    #[strong]
    style: Strong<Option<Style>>,
}

fn main() {}
