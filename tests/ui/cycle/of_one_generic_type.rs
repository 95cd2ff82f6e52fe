//! Not the type itself, but every one of its kind leads to this one.
use std::cell::RefCell;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node<T> {
    value: T,
    #[strong]
    bytes: RefCell<Option<Strong<Node<u8>>>>,
}

fn main() {}
