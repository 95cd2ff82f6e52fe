use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(on_drop = "bye")]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    fn bye(&self) {}
}

fn main() {}
