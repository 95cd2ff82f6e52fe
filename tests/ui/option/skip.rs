use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[graph(skip)]
    cache: Option<u32>,
}

fn main() {}
