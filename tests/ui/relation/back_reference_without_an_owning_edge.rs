use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Folder;

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
