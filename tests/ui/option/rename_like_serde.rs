use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong(rename = "leaf")]
    children: Children<Node>,
}

fn main() {}
