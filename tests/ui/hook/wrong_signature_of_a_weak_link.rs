use weakgraph::{Children, Graph, Parent, WeakCell};

#[derive(Graph)]
#[graph(new)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = Node::unmentored)]
    mentor: WeakCell<Node>,
}

impl Node {
    fn unmentored(&self) -> bool {
        true
    }
}

fn main() {}
