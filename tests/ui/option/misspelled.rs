use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(ondrop = Self::bye)]
struct Node {
    #[weak(un_owned)]
    parent: Parent<Node>,
    #[strong(itm = leaf)]
    children: Children<Node>,
}

fn main() {}
