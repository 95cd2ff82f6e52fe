use std::cell::RefCell;
use std::rc::Rc;
use weakgraph::Graph;

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    style: Rc<RefCell<Style>>,
}

fn main() {}
