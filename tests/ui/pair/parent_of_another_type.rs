//! The back-reference leads to the type above the parent.
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Library {
    #[strong]
    shelves: Children<Shelf>,
}

#[derive(Graph)]
struct Shelf {
    #[weak]
    library: Parent<Library>,
    #[strong]
    books: Children<Book>,
}

#[derive(Graph)]
struct Book {
    #[weak]
    shelf: Parent<Library>,
}

fn main() {}
