use weakgraph::{Children, Graph, Parent};

#[derive(Graph, Default)]
#[graph(serde)]
#[serde(rename_all = "camelCase")]
struct Node {
    #[serde(rename = "title")]
    name: String,
    #[weak]
    #[serde(skip)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

#[derive(Graph)]
#[graph(serde(outside = null))]
enum Shape {
    Dot,
    #[serde(rename = "line")]
    Line(u8),
}

fn main() {}
