use std::cell::RefCell;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    #[strong]
    style: Strong<RefCell<Style>>,
}

fn main() {}
