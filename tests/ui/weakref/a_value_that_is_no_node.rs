//! Only nodes can be held weakly.

use weakgraph::Graph;
use weakgraph::collections::WeakValueMap;

#[derive(Graph)]
struct Doc;

fn main() {
    let _doc = Doc;
    let map = WeakValueMap::new();
    map.insert("one", &1);
}
