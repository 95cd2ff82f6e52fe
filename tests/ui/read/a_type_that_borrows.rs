use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node<'a> {
    name: &'a str,
}

fn main() {
    let node = Strong::new(Node { name: "even what lives for ever" });
    let session = weakgraph::read();
    println!("{}", session.node(&node).name);
}
