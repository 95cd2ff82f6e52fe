//! A shared edge leads back to its owner over an owning edge.
use std::cell::RefCell;
use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
    #[strong]
    recent: RefCell<Option<Strong<Folder>>>,
}

fn main() {}
