use weakgraph::{Child, Children, Graph, Parent, WeakCell, WeakList};

enum A {}

#[derive(Graph)]
#[graph(serde)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    #[serde(with = "keyed")]
    children: Children<Node>,
    #[weak]
    #[serde(serialize_with = "keyed::serialize", deserialize_with = "keyed::deserialize")]
    friend: WeakCell<Node>,
    #[weak]
    #[serde(flatten)]
    friends: WeakList<Node>,
    #[strong]
    #[serde(default = "Child::new")]
    left: Child<Node, A>,
    #[weak]
    left_of: Parent<Node, A>,
}

fn main() {}
