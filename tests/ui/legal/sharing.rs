//! What may be shared: whatever does not lead back.
use std::cell::RefCell;
use weakgraph::{Children, Graph, NoStrongCycle, Parent, Strong, WeakCell};

#[derive(Graph, Default)]
struct Style {
    /// A weak link leads nowhere.
    #[weak]
    doc: WeakCell<Doc>,
}

/// A tree may be shared.
#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    style: Option<Strong<Style>>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
}

#[derive(Graph, Default)]
struct Doc {
    #[strong]
    root: Strong<Node>,
    #[strong]
    generic: Strong<Shared<Node>>,
    #[strong]
    deep: RefCell<Option<Strong<Shared<Shared<Style>>>>>,
}

#[derive(Graph, Default)]
struct Shared<T: Graph + NoStrongCycle<()> + Default> {
    #[strong]
    inner: Strong<T>,
}

/// A member may be of a type that shares.
#[derive(Graph, Default)]
struct Library {
    #[strong]
    books: Children<Book>,
}

#[derive(Graph, Default)]
struct Book {
    #[weak]
    library: Parent<Library>,
    #[strong]
    doc: Strong<Doc>,
}

pub fn main() {
    let library = Strong::new(Library::default());
    let book = library.add_book(Book::default());
    let doc = book.doc();
    doc.root().add_child(Node::default()).styles.borrow_mut().push(Strong::default());
    assert!(doc.root().children().len() == 1 && doc.root().style.is_none());
    assert!(doc.generic().inner().parent().is_none() && doc.deep.borrow().is_none());
    let style = Strong::new(Style::default());
    style.set_doc(doc);
    drop((library, book));
    assert!(style.doc().is_none());
}
