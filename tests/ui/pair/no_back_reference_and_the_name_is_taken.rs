use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    parent: String,
}

fn main() {}
