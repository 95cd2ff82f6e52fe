//! A map that is forgotten would leave its values with the nodes.

use weakgraph::collections::WeakIdMap;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Doc;

fn main() {
    let doc = Strong::new(Doc);
    let note = String::from("short");
    let map: WeakIdMap<Doc, &str> = WeakIdMap::new();
    map.insert(&doc, &note);
    std::mem::forget(map);
    drop(note);
    drop(doc);
}
