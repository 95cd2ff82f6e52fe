use std::cell::RefCell;
use std::rc::Rc;
use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    children: Vec<Rc<RefCell<Node>>>,
}

fn main() {}
