use std::collections::BTreeMap;

use weakgraph::{Child, Children, Graph, Parent};

#[derive(Graph)]
struct Quad {
    #[weak]
    parent: Parent<Quad>,
    #[strong]
    quadrants: [Option<Child<Quad>>; 4],
}

#[derive(Graph)]
struct Halves {
    #[weak]
    parent: Parent<Halves>,
    #[strong]
    halves: (Child<Halves>, Child<Halves>),
}

#[derive(Graph)]
struct Rows {
    #[weak]
    parent: Parent<Rows>,
    #[strong]
    rows: [Children<Rows>; 2],
}

#[derive(Graph)]
struct Keyed {
    #[weak]
    parent: Parent<Keyed>,
    #[strong]
    lists: BTreeMap<u32, Children<Keyed>>,
}

fn main() {}
