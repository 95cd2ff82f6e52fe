use weakgraph::{Children, Graph, Parent};

mod inner {
    use super::*;

    #[derive(Graph, Default)]
    pub struct Node {
        #[weak]
        parent: Parent<Node>,
        #[strong]
        pub children: Children<Node>,
    }
}

fn main() {
    let top = weakgraph::Strong::new(inner::Node::default());
    let sub = top.add_child(inner::Node::default());
    sub.parent();
    sub.detach_from_parent();
}
