use weakgraph::{Children, Graph, Parent};

struct Folder {
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
