use weakgraph::{Children, Graph, Parent, WeakCell};

#[derive(Graph)]
#[graph(on_drop = Node::GONE)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    mentor: WeakCell<Node>,
}

impl Node {
    const GONE: u32 = 3;
}

fn main() {}
