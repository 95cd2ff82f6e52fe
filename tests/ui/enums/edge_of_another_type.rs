use weakgraph::{Child, Children, Graph, Parent};

#[derive(Graph)]
enum Entry {
    Link {
        #[weak]
        folder: Parent<Entry>,
        #[strong]
        inside: Child<Entry>,
    },
    Folder {
        #[weak]
        folder: Parent<Entry>,
        #[strong(item = inside)]
        inside: Children<Entry>,
    },
}

fn main() {}
