use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Result<Parent<Node>, String>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
