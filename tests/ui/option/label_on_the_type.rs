use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(label)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    name: String,
    #[strong]
    children: Children<Node>,
}

fn main() {}
