use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node<'a> {
    #[weak]
    parent: Option<&'a Node<'a>>,
    #[strong]
    children: Children<Node<'a>>,
}

fn main() {}
