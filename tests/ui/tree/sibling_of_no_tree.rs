use weakgraph::{Children, Graph, Parent, Strong, Tree};

#[derive(Graph)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    folder: Parent<Folder>,
}

fn next(file: &File, handle: &Strong<File>) {
    file.next_sibling();
    handle.next_sibling();
    let _ = Tree::ancestors(file);
}

fn main() {}
