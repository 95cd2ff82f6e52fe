use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn swap(a: &mut Strong<Node>, b: &mut Strong<Node>) {
    std::mem::swap(&mut **a, &mut **b);
}

fn rename(node: &mut Strong<Node>) {
    node.name = String::new();
}

fn mutable(node: &mut Strong<Node>) -> &mut Node {
    node
}

fn main() {}
