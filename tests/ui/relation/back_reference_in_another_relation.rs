use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder, Listing>,
}

struct Listing;

fn main() {}
