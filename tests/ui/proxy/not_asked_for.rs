//! Without the option, a proxy has `with` and `get` alone.
use weakgraph::{Graph, Parent, Children, Proxy, Strong};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {
    let node = Strong::<Node>::default();
    let _ = Proxy::new(&node).children();
}
