use weakgraph::Graph;

#[derive(Graph)]
struct Folder;

#[derive(Graph)]
struct File {
    #[weak]
    folder: Folder,
}

fn main() {}
