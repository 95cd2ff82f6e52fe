use weakgraph::{Children, Graph, Parent};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    fn adopt(&self, other: &Node) {
        other.add_child(self);
    }
}

fn main() {}
