use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    fn add_child(&self, _child: Strong<Node>) {}
}

fn main() {}
