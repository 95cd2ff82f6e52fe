//! A map that is forgotten would leave its keys with the nodes.

use weakgraph::collections::WeakValueMap;
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Doc;

fn main() {
    let doc = Strong::new(Doc);
    let name = String::from("short");
    let map: WeakValueMap<&str, Doc> = WeakValueMap::new();
    map.insert(&name, &doc);
    std::mem::forget(map);
    drop(name);
    drop(doc);
}
