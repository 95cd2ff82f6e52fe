use weakgraph::{Children, Graph, Parent};

#[derive(Graph, Hash)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
