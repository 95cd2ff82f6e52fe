use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[strong]
    children: Children<Node>,
}

fn main() {}
