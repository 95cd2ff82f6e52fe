//! The traits of a node tell who owns it, so its owners are as visible as it is.
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
pub struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
