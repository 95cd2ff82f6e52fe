use std::sync::Mutex;

use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    left: Mutex<Child<Node>>,
}

fn main() {}
