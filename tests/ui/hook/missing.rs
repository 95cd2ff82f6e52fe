use weakgraph::{Children, Graph, Parent, WeakCell};

#[derive(Graph)]
#[graph(on_drop = Node::gone)]
struct Node {
    #[weak(on_drop = Node::orphaned)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = unmentored)]
    mentor: WeakCell<Node>,
}

fn main() {}
