use weakgraph::{Graph, Strong};

#[derive(Graph)]
#[graph(serde)]
struct Style {
    colour: String,
}

#[derive(Graph)]
#[graph(serde)]
struct Node {
    #[strong]
    #[serde(skip)]
    style: Strong<Style>,
}

fn main() {}
