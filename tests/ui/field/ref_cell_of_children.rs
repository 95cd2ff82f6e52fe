use std::cell::RefCell;

use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: RefCell<Children<Node>>,
}

fn main() {}
