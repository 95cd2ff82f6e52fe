use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    #[strong]
    #[graph(opaque)]
    style: Strong<Style>,
}

fn main() {}
