use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    parent: String,
    #[strong]
    children: Children<Node>,
}

fn main() {}
