//! Attributes of fields do not belong on the type or on a variant.
use weakgraph::{Graph, Parent};

#[derive(Graph)]
#[weak]
enum Entry {
    #[graph(opaque)]
    File {
        #[weak]
        folder: Parent<Folder>,
    },
}

#[derive(Graph)]
struct Folder {
    #[strong(item = entry)]
    entries: weakgraph::Children<Entry>,
}

fn main() {}
