use std::cell::RefCell;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Hen {
    #[strong]
    egg: RefCell<Option<Strong<Egg>>>,
}

#[derive(Graph)]
struct Egg {
    #[strong]
    hen: RefCell<Option<Strong<Hen>>>,
}

fn main() {}
