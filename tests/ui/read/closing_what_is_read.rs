use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node {
    name: String,
}

fn main() {
    let root = Strong::new(Node { name: String::new() });
    let session = weakgraph::read();
    let node = session.node(&root);
    drop(session);
    println!("{}", node.name);

    let session = weakgraph::read();
    let node = session.node(&root);
    std::mem::forget(session);
    println!("{}", node.name);
}
