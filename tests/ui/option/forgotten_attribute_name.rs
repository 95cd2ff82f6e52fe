use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[graph(weak)]
    parent: Parent<Node>,
    #[graph(strong)]
    children: Children<Node>,
}

fn main() {}
