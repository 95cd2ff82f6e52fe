use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: std::rc::Weak<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
