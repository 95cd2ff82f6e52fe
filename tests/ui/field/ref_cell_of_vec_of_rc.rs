use std::cell::RefCell;
use std::rc::Rc;
use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: RefCell<Vec<Rc<Node>>>,
}

fn main() {}
