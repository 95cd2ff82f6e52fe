use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(Clone, Eq, Hash, Debug, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
