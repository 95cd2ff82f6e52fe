use weakgraph::{Graph, Strong};

struct Style;

#[derive(Graph)]
struct Node {
    #[strong]
    style: Option<Strong<Style>>,
}

fn main() {}
