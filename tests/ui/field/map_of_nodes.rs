use std::collections::HashMap;

use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: HashMap<String, Node>,
}

fn main() {}
