//! A proxy has no hash, and no comparison: a dead node has none.

use std::hash::Hash;

use weakgraph::{Graph, Proxy};

#[derive(Graph)]
struct Doc;

fn hashed<T: Hash>() {}

fn compared<T: PartialEq>() {}

fn main() {
    let _doc = Doc;
    hashed::<Proxy<Doc>>();
    compared::<Proxy<Doc>>();
}
