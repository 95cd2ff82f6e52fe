use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<crate::Node>,
    #[strong]
    children: Children<crate::Node>,
}

fn main() {}
