use weakgraph::{Children, Graph, Strong};

#[derive(Graph, Default)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    name: String,
    #[weak]
    folder: Folder,
}

fn main() {
    let folder = Strong::<Folder>::default();
    let _ = folder.files().len();
}
