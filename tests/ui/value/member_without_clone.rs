use weakgraph::{Children, Graph, Parent, Strong, WeakCell};

#[derive(Graph)]
#[graph(clone, eq, hash)]
struct Folder {
    name: String,
    #[strong]
    pages: Children<Page>,
}

#[derive(Graph)]
struct Page {
    #[weak]
    folder: Parent<Folder>,
}

struct Blob;

#[derive(Graph)]
#[graph(clone, eq, hash)]
struct File {
    blob: Blob,
    #[weak]
    last: WeakCell<File>,
}

fn main() {
    let page = Strong::new(Page { folder: Parent::new() });
    let _ = weakgraph::deep_clone(&page);
}
