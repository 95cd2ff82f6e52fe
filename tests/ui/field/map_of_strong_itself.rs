use std::collections::HashMap;
use weakgraph::{Graph, Parent, Strong};

#[derive(Graph)]
struct Folder {
    #[weak]
    parent: Parent<Folder>,
    #[strong]
    entries: HashMap<String, Strong<Folder>>,
}

fn main() {}
