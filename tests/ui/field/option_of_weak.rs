//! The back-reference, as it would be written with `std::rc`.
use weakgraph::{Children, Graph, Weak};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Option<Weak<Self>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
