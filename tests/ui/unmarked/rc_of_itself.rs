use std::cell::RefCell;
use std::rc::Rc;
use weakgraph::Graph;

#[derive(Graph)]
struct Node {
    next: Option<Rc<RefCell<Node>>>,
}

fn main() {}
