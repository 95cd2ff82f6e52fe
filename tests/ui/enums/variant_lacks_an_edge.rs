use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
enum Entry {
    File {
        size: u64,
    },
    Folder {
        #[weak]
        folder: Parent<Entry>,
        #[strong(item = entry)]
        entries: Children<Entry>,
    },
}

fn main() {}
