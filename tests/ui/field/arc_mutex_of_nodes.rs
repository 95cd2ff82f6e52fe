use std::sync::{Arc, Mutex};

use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Arc<Mutex<Vec<Node>>>,
}

fn main() {}
