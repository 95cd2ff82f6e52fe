use weakgraph::{Child, Graph, Parent, Strong};

#[derive(Graph, Default)]
struct Folder {
    #[strong]
    file: Child<File>,
}

#[derive(Graph, Default)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn main() {
    let folder = Strong::<Folder>::default();
    folder.set_file(Folder::default());
}
