use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent,
    #[strong]
    children: Children<Node>,
}

fn main() {}
