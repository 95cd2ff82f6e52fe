use std::sync::OnceLock;
use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

static ROOT: OnceLock<Strong<Node>> = OnceLock::new();

fn main() {
    ROOT.get();
}
