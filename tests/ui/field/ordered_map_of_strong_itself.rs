use std::collections::BTreeMap;

use weakgraph::{Graph, Parent, Strong};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: BTreeMap<u32, Strong<Node>>,
}

fn main() {}
