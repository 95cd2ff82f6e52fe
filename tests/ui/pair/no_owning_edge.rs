use weakgraph::{Graph, Parent};

#[derive(Graph)]
struct Folder {
    name: String,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
