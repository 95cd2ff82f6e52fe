use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(serde)]
#[serde(from = "String", into = "String")]
struct Node {
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

#[derive(Graph)]
#[graph(serde)]
#[serde(try_from = "String")]
struct Other {
    name: String,
    #[weak]
    parent: Parent<Other>,
    #[strong]
    children: Children<Other>,
}

fn main() {}
