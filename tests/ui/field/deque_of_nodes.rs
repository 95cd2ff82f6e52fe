use std::collections::VecDeque;

use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: VecDeque<Node>,
}

fn main() {}
