//! The derive goes by names: a type of one's own that is called `Box` is named by a path, `crate::Box<Page>`.
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Box<T: 'static> {
    #[weak]
    parent: Parent<Shelf>,
    content: T,
}

#[derive(Graph)]
struct Shelf {
    #[strong]
    boxes: Children<Box<u8>>,
}

fn main() {}
