use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong(on_drop = Self::lost)]
    children: Children<Node>,
}

impl Node {
    fn lost(&self) {}
}

fn main() {}
