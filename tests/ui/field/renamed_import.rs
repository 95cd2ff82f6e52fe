use weakgraph::{Children as Kids, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Kids<Node>,
}

fn main() {}
