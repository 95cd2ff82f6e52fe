use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong(item = child)]
    child: Children<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
