use std::borrow::Cow;

use weakgraph::Graph;

#[derive(Graph)]
#[graph(serde)]
struct Node {
    #[serde(borrow)]
    name: Cow<'static, str>,
    #[serde(getter = "Node::size")]
    size: u32,
}

fn main() {}
