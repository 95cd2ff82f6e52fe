use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
enum Entry {
    Folder(#[weak] Parent<Entry>, #[strong(name = entries, item = entry)] Children<Entry>),
}

fn main() {}
