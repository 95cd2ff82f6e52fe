use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(serde)]
#[serde(transparent)]
struct Node {
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
