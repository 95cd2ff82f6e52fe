use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Shelf<T, B> {
    #[strong]
    things: Children<T>,
    #[strong]
    books: Children<B>,
}

fn main() {}
