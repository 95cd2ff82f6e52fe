//! What a proxy cannot give.
use std::cell::Cell;
use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
struct Plain {
    #[graph(proxy)]
    name: String,
}

#[derive(Graph)]
#[graph(proxy)]
struct Node {
    #[weak]
    get: WeakCell<Node>,
    #[graph(proxy)]
    age: Cell<u32>,
    #[graph(proxy)]
    set_age: u32,
}

#[derive(Graph)]
#[graph(proxy)]
enum Entry {
    File {
        #[graph(proxy)]
        size: u64,
    },
}

fn main() {}
