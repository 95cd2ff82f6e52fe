use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
pub struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong(pub)]
    pub children: Children<Node>,
}

fn main() {}
