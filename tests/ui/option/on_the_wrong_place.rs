use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak(new)]
    parent: Parent<Node>,
    #[graph(item = leaf)]
    #[strong]
    children: Children<Node>,
}

fn main() {}
