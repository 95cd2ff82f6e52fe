//! An owning edge and a back-reference are fields of their own.
use std::cell::RefCell;
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Option<Parent<Node>>,
    #[strong]
    children: RefCell<Children<Node>>,
}

fn main() {}
