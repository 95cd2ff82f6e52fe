use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(onn_drop = Node::gone)]
struct Node {
    #[weak(skip)]
    parent: Parent<Node>,
    #[strong(itme = page)]
    pages: Children<Node>,
}

fn main() {}
