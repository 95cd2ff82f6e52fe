use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak(on_drop = orphaned)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    fn orphaned(&self) {}
}

fn main() {}
