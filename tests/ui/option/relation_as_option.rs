use weakgraph::{Children, Graph, Parent};

struct Layout;

#[derive(Graph)]
struct Node {
    #[weak(relation = Layout)]
    parent: Parent<Node>,
    #[strong(relation = Layout)]
    children: Children<Node>,
}

fn main() {}
