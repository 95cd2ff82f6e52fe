use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node(#[weak] Parent<Node>, #[strong(name = children)] Children<Node>);

fn main() {}
