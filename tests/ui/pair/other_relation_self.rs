use weakgraph::{Children, Graph, Parent};

struct Layout;

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node, Layout>,
}

fn main() {}
