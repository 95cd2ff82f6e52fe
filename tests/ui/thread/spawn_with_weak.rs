use std::thread;
use weakgraph::{Graph, Strong};

#[derive(Graph, Default)]
struct Node;

fn main() {
    let root = Strong::<Node>::default();
    let weak = Strong::downgrade(&root);
    thread::spawn(move || weak.upgrade().is_some());
}
