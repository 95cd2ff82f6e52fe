use std::cell::RefCell;
use std::rc::Rc;
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<Rc<RefCell<File>>>,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
