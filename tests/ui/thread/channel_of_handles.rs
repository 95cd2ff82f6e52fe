use weakgraph::{Children, Graph, Parent, Strong};

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
    let (send, receive) = std::sync::mpsc::channel::<Strong<Node>>();
    spawn(move || drop(receive.recv()));
    send.send(Strong::new(Node::default())).unwrap();
}
