use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct Disk {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    disk: Parent<Disk>,
}

fn main() {}
