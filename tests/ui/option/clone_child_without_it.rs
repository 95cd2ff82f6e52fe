use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(clone)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
