use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

struct File {
    parent: Parent<Folder>,
}

fn main() {}
