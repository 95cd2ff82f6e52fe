use weakgraph::{Children, Graph, Parent};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

static ROOT: Node = Node { parent: Parent::new(), children: Children::new() };

fn main() {}
