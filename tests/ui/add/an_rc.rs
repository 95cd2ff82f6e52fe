use std::rc::Rc;
use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {
    let root = Strong::<Node>::default();
    root.add_child(Rc::new(Node::default()));
}
