use weakgraph::{Child, Children, Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[weak]
    parent: Parent<Folder>,
    #[strong]
    folders: Children<Folder>,
}

#[derive(Graph)]
struct Disk {
    #[strong]
    root: Child<Folder>,
}

fn main() {}
