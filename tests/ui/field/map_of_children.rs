use std::collections::HashMap;
use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[weak]
    parent: Parent<Folder>,
    #[strong]
    entries: HashMap<String, Child<Folder>>,
}

fn main() {}
