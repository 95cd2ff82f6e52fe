use weakgraph::{Graph, Strong};

#[derive(Graph, Default)]
struct Node;

fn spawn<F: FnOnce() -> T + Send, T>(_: F) {}

fn main() {
    let root = Strong::<Node>::default();
    let weak = Strong::downgrade(&root);
    spawn(move || weak.upgrade().is_some());
}
