use std::cell::RefCell;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Shared<T> {
    #[strong]
    inner: RefCell<Option<Strong<T>>>,
}

#[derive(Graph)]
struct Node {
    #[strong]
    loops: RefCell<Option<Strong<Shared<Node>>>>,
}

fn main() {}
