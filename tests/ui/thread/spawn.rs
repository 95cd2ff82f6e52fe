use std::thread;
use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {
    let root = Strong::<Node>::default();
    thread::spawn(move || root.children().len());
}
