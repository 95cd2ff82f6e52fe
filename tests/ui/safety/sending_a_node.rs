use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn send<T: Send>(_: T) {}

fn main() {
    send(Node { parent: Parent::new(), children: Children::new() });
}
