use std::cell::RefCell;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node {
    #[strong]
    next: Strong<Self>,
}

#[derive(Graph)]
struct List<T> {
    #[strong]
    next: RefCell<Option<Strong<List<T>>>>,
    value: T,
}

fn main() {}
