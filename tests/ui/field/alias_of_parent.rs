use weakgraph::{Children, Graph, Parent};

type Up = Parent<Node>;

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Up,
    #[strong]
    children: Children<Node>,
}

fn main() {}
