//! What changes by itself has no hash.

use std::hash::{DefaultHasher, Hash};

use weakgraph::Graph;
use weakgraph::collections::WeakSet;

#[derive(Graph)]
struct Doc;

fn main() {
    let set: WeakSet<Doc> = WeakSet::new();
    set.hash(&mut DefaultHasher::new());
}
