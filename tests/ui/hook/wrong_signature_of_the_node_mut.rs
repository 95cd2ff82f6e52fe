use weakgraph::{Children, Graph, Parent, WeakCell};

#[derive(Graph)]
#[graph(on_drop = Node::gone)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    mentor: WeakCell<Node>,
}

impl Node {
    fn gone(&mut self) {}
}

fn main() {}
