use weakgraph::{Children, Graph, Parent};

type Kids = Children<Node>;

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Kids,
}

fn main() {}
