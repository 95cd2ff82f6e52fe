use weakgraph::{Children, Graph, Parent, WeakCell};

#[derive(Graph)]
#[graph(serde)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    #[serde(skip_serializing)]
    children: Children<Node>,
    #[weak]
    #[serde(skip_deserializing)]
    friend: WeakCell<Node>,
}

fn main() {}
