use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(eq, hash)]
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
