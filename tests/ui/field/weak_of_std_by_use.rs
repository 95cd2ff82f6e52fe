use std::rc::Weak;
use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Weak<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
