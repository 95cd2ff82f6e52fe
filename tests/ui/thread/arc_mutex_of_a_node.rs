//! A node that was not made yet.
use weakgraph::{Children, Graph, Parent};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

/// As `std::thread::spawn`, whose lines rustc shows where they are installed.
fn spawn(_: impl FnOnce() + Send) {}

fn main() {
    let node = std::sync::Arc::new(std::sync::Mutex::new(Node::default()));
    spawn(move || drop(node.lock()));
}
