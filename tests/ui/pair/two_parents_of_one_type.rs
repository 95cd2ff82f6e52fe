use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Shelf {
    #[strong]
    books: Children<Book>,
    #[strong]
    lent: Children<Book>,
}

#[derive(Graph)]
struct Book {
    #[weak]
    shelf: Parent<Shelf>,
    #[weak]
    lent_by: Parent<Shelf>,
}

fn main() {}
