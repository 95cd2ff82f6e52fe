//! A generic function over nodes needs the bound of what it owns.
use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Folder<C> {
    #[strong]
    items: Children<C>,
}

#[derive(Graph)]
struct Page {
    #[weak]
    folder: Parent<Folder<Page>>,
}

fn add<C>(folder: &Folder<C>, item: Strong<C>) {
    folder.add_item(item);
}

fn main() {}
