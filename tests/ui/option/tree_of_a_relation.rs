use weakgraph::{Children, Graph, Parent};

struct Layout;

#[derive(Graph)]
#[graph(tree = Layout)]
struct Node {
    #[weak]
    parent: Parent<Node, Layout>,
    #[strong]
    children: Children<Node, Layout>,
}

fn main() {}
