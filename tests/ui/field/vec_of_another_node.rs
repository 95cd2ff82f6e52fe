use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Vec<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
