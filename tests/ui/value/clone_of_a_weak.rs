use std::cell::RefCell;

use weakgraph::{Graph, Weak};

#[derive(Graph)]
#[graph(clone)]
struct Node {
    #[weak]
    boss: Weak<Node>,
    #[weak]
    seen: RefCell<Vec<Weak<Node>>>,
}

fn main() {}
