use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
enum Entry {
    File {
        #[weak(on_drop = Entry::orphaned)]
        folder: Parent<Entry>,
        #[strong(item = part)]
        parts: Children<Entry>,
    },
    Folder {
        #[weak]
        folder: Parent<Entry>,
        #[strong(item = piece)]
        parts: Children<Entry>,
    },
}

impl Entry {
    fn orphaned(&self) {}
}

fn main() {}
