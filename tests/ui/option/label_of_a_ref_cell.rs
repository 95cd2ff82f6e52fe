use std::cell::RefCell;
use weakgraph::Graph;

#[derive(Graph)]
struct Node {
    #[graph(label)]
    name: RefCell<Vec<u8>>,
}

fn main() {}
