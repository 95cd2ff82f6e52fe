use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node<'a> {
    name: &'a str,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node<'a>>,
}

fn main() {}
