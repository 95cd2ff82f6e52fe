use weakgraph::{Children, Graph, Parent, Weak};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Weak<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
