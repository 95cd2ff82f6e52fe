use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node;

fn share<T: Sync>(_: &T) {}

fn main() {
    share(&Strong::new(Node));
}
