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
    let first = root.children().first();
    root.add_child(first);
}
