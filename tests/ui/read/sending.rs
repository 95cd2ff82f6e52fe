use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node {
    name: String,
}

fn send(_: impl Send) {}
fn share(_: impl Sync) {}

fn main() {
    let root = Strong::new(Node { name: String::new() });
    let session = weakgraph::read();
    send(session.node(&root));
    share(session.node(&root));
}
