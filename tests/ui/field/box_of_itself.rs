use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Option<Box<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
