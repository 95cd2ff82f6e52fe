use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    friend: Option<Strong<Node>>,
    #[weak]
    styles: Vec<Strong<Style>>,
}

#[derive(Graph)]
struct Style {
    size: u32,
}

fn main() {}
