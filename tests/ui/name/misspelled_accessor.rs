use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn first(node: &Node) {
    node.childrn();
    node.add_children(Node { parent: Parent::new(), children: Children::new() });
    node.parents();
}

fn main() {}
