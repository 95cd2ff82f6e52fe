use weakgraph::{Children, Graph, Parent};

struct Name;

#[derive(Graph)]
#[graph(clone)]
struct Node {
    name: Name,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
