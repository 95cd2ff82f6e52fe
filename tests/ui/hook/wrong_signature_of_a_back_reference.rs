use weakgraph::{Children, Graph, Parent, WeakCell};

#[derive(Graph)]
#[graph(new)]
struct Node {
    #[weak(on_drop = Node::orphaned)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    mentor: WeakCell<Node>,
}

impl Node {
    fn orphaned(self) {}
}

fn main() {}
