use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Box<Parent<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
