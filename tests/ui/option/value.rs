use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(on_drop = "Node::gone")]
#[graph(new = make)]
struct Node {
    #[weak(name)]
    parent: Parent<Node>,
    #[strong(item(page))]
    pages: Children<Node>,
    #[weak = "mentor"]
    mentor: weakgraph::WeakCell<Node>,
}

fn main() {}
