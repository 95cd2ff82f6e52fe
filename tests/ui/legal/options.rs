//! Every option, in every form that it may have.
use std::cell::Cell;
use weakgraph::{Child, Children, Graph, Parent, WeakCell, WeakList};

trait Gone {
    fn gone(&self);
}

fn anybody<T>(_: &T) {}

/// A hook is called, so what a call converts it takes, and it need not return.
#[derive(Graph)]
#[graph(on_drop = seen)]
struct Strange {
    #[weak(on_drop = Self::never)]
    friend: WeakCell<Node>,
}

fn seen(_: &dyn std::any::Any) {}

/// A label may borrow from the node, and functions of a generic type are called as they are.
#[derive(Graph)]
#[graph(label = Titled::title, on_drop = Self::closed)]
struct Titled<'a, T: std::fmt::Display> {
    title: &'a str,
    pages: T,
    #[weak(on_drop = Self::orphaned)]
    parent: Parent<Titled<'a, T>>,
    #[strong]
    children: Children<Titled<'a, T>>,
}

impl<'a, T: std::fmt::Display> Titled<'a, T> {
    fn title(&self) -> &str {
        self.title
    }

    fn closed(&self) {
        _ = self.pages.to_string();
    }

    fn orphaned(&self, _: &weakgraph::Weak<Titled<'a, T>>) {}
}

impl Strange {
    fn never(&self) -> ! {
        panic!("never called")
    }
}

#[derive(Graph)]
#[graph(new)]
#[graph(on_drop = <Self as Gone>::gone, crate = ::weakgraph,)]
struct Node {
    told: Cell<u32>,
    #[weak(on_drop = anybody::<Node>, name = owner)]
    parent: Parent<Node>,
    #[strong(name = pages, item = page)]
    children: Children<Node>,
    #[weak(on_drop = self::told)]
    friend: WeakCell<Node>,
    #[weak(item = pal, on_drop = Node::TOLD)]
    friends: WeakList<Node>,
    #[strong()]
    left: Child<Leaf>,
    #[strong(name = right)]
    other: Child<Leaf>,
}

impl Gone for Node {
    fn gone(&self) {
        told(self);
    }
}

impl Node {
    const TOLD: fn(&Node) = told;
}

fn told(node: &Node) {
    node.told.set(node.told.get() + 1);
}

#[derive(Graph, Default)]
#[graph()]
struct Leaf {
    #[weak]
    node: Parent<Node>,
}

pub fn main() {
    drop(weakgraph::Strong::new(Strange { friend: WeakCell::new() }));
    let title = String::from("title");
    let titled = || Titled { title: &title, pages: 3, parent: Parent::new(), children: Children::new() };
    let book = weakgraph::Strong::new(titled());
    book.children().append(titled()).unwrap();
    assert!(format!("{book:?} {:?}", book.children()).matches("title").count() == 2);
    let node = Node::new(Cell::new(0));
    let page = node.add_page(Node::new(Cell::new(0)));
    assert!(page.owner() == Some(node.clone()) && node.pages().len() == 1);
    page.set_friend(&node);
    page.add_pal(&node);
    assert!(page.friends().len() == 1);
    assert!(node.set_left(Leaf::default()).node().is_some() && node.set_right(Leaf::default()).node().is_some());
    assert!(page.detach_from_owner().is_some());
    drop(node);
    assert_eq!(page.told.get(), 2);
}
