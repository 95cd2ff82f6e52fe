use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node;

fn send<T: Send>(_: T) {}

fn main() {
    let node = Strong::new(Node);
    send(node.clone());
}
