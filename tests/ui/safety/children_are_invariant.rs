use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node<'a> {
    name: &'a str,
    #[weak]
    parent: Parent<Node<'a>>,
    #[strong]
    children: Children<Node<'a>>,
}

fn shorten<'a, 'short>(children: &'a Children<Node<'static>>) -> &'a Children<Node<'short>> {
    children
}

fn lengthen<'a, 'short>(children: &'a Children<Node<'short>>) -> &'a Children<Node<'static>> {
    children
}

fn main() {}
