use std::cell::RefCell;
use weakgraph::{Children, Graph, Weak};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: RefCell<Weak<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
