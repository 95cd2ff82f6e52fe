use weakgraph::{Children, Graph, Parent};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn adopt(parent: &Node, child: &Node) {
    parent.add_child(child);
}

fn main() {}
