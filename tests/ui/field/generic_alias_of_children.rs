use weakgraph::{Children, Graph, Parent};

type Kids<T> = Children<T>;

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Kids<Node>,
}

fn main() {}
