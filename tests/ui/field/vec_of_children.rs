use weakgraph::{Graph, Children, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Vec<Children<Node>>,
}

fn main() {}
