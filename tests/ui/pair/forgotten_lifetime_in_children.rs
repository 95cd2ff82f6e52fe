use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node<'a> {
    name: &'a str,
    #[weak]
    parent: Parent<Node<'a>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
