use weakgraph::{Children, Graph, Parent, Weak};

#[derive(Graph)]
#[graph(opaque, name = node)]
struct Node {
    #[weak(item = owner, new)]
    parent: Parent<Node>,
    #[strong(on_drop = Node::gone)]
    children: Children<Node>,
    #[weak(on_drop = Node::gone)]
    boss: Weak<Node>,
}

impl Node {
    fn gone(&self) {}
}

fn main() {}
