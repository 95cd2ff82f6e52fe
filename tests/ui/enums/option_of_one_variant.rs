use weakgraph::{Children, Graph, Parent, WeakCell, WeakList};

#[derive(Graph)]
enum Entry {
    File {
        #[weak(unowned)]
        inside: Parent<Entry>,
        #[strong(item = entry)]
        entries: Children<Entry>,
        #[weak]
        link: WeakCell<Entry>,
        #[weak(on_drop = Entry::lost)]
        seen_by_readers: WeakList<Entry>,
    },
    Folder {
        #[weak]
        inside: Parent<Entry>,
        #[strong(item = file)]
        entries: Children<Entry>,
        #[weak(unowned)]
        link: WeakCell<Entry>,
        #[weak]
        seen_by_readers: WeakList<Entry>,
    },
}

impl Entry {
    fn lost(&self) {}
}

fn main() {}
