use std::cell::Cell;

use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Cell<Option<Parent<Node>>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
