use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: *const Node,
    #[strong]
    children: Children<Node>,
}

fn main() {}
