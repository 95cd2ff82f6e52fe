use std::cell::RefCell;
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<RefCell<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
