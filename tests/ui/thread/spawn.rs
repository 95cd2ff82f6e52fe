use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn spawn<F: FnOnce() -> T + Send, T>(_: F) {}

fn main() {
    let root = Strong::<Node>::default();
    spawn(move || root.children().len());
}
