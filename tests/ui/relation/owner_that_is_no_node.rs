use weakgraph::{Graph, Parent};

struct Folder;

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {}
