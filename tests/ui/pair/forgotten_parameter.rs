use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node<T: 'static> {
    data: T,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node<T>>,
}

fn main() {}
