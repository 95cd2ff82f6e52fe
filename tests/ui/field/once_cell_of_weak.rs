use std::cell::OnceCell;

use weakgraph::{Children, Graph, Weak};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: OnceCell<Weak<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
