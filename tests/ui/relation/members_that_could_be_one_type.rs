use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Shelf<T> {
    #[strong]
    things: Children<T>,
    #[strong]
    books: Children<Book>,
}

#[derive(Graph)]
struct Book {
    #[weak]
    shelf: Parent<Shelf<Book>>,
}

fn main() {}
