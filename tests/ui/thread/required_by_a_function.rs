use weakgraph::{Children, Graph, Parent, Strong, Weak};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn send<T: Send>(_: T) {}

fn give(node: Strong<Node>, link: Weak<Node>) {
    send(node);
    send(link);
}

fn main() {}
