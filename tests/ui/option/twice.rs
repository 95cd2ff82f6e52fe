use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(new)]
#[graph(new)]
struct Node {
    #[weak(name = owner, name = parent)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
