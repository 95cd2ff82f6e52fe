use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

struct File {
    name: String,
}

fn main() {}
