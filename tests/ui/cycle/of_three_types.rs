use std::cell::RefCell;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Rock {
    #[strong]
    beats: RefCell<Vec<Strong<Scissors>>>,
}

#[derive(Graph)]
struct Scissors {
    #[strong]
    beats: RefCell<Vec<Strong<Paper>>>,
}

#[derive(Graph)]
struct Paper {
    #[strong]
    beats: RefCell<Vec<Strong<Rock>>>,
}

fn main() {}
