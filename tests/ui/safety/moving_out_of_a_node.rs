use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn value(node: Strong<Node>) -> Node {
    *node
}

fn name(node: Strong<Node>) -> String {
    node.name
}

fn children(node: &Node) -> Children<Node> {
    *node.children()
}

fn main() {}
