//! Fields that look like edges and are none, or need no mark.
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::rc::Rc;
use weakgraph::{Child, Children, Graph, Parent, Strong, Weak, WeakCell, WeakList};

#[derive(Graph, Default)]
struct Style;

/// Without arguments it is not that `Parent`.
#[derive(Default)]
struct Ledger {
    parent: Option<std::process::Child>,
}

#[derive(Graph, Default)]
struct Node {
    // Edges, at the place that the attribute allows.
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    left: Child<Leaf>,
    #[weak]
    friend: WeakCell<Node>,
    #[weak]
    friends: WeakList<Node>,
    #[weak]
    boss: Weak<Node>,
    #[weak]
    bosses: RefCell<Vec<Weak<Node>>>,
    #[strong]
    style: Option<Strong<Style>>,
    #[strong]
    styles: RefCell<HashMap<u8, (Strong<Style>, BTreeMap<u8, Strong<Style>>)>>,
    #[strong]
    only: Strong<Style>,

    // Weak handles in a container own nothing.
    seen: RefCell<Vec<Weak<Node>>>,
    old: std::rc::Weak<RefCell<Node>>,

    // Counted, but no nodes.
    name: Rc<str>,
    ledger: Rc<RefCell<Ledger>>,

    // These own no node.
    mark: PhantomData<Strong<Node>>,
    make: Option<fn(Strong<Node>) -> Strong<Node>>,
    call: Option<Box<dyn Fn(&Strong<Node>)>>,
    lent: Option<&'static Strong<Style>>,

    // These own one, and say so.
    #[graph(opaque)]
    cache: Option<Strong<Node>>,
    #[graph(opaque)]
    rc: Option<Rc<RefCell<Node>>>,
    #[graph(opaque)]
    own: own::Parent<Node>,
}

#[derive(Graph, Default)]
struct Leaf {
    #[weak]
    node: Parent<Node>,
}

mod own {
    /// Not that `Parent`, though it has an argument.
    pub struct Parent<T>(pub Option<Box<T>>);

    impl<T> Default for Parent<T> {
        fn default() -> Parent<T> {
            Parent(None)
        }
    }
}

pub fn main() {
    let node = Strong::new(Node::default());
    let sub = node.add_child(Node::default());
    node.set_left(Leaf::default());
    node.set_friend(&sub);
    node.add_friend(&sub);
    assert!(node.boss().is_none() && Strong::strong_count(node.only()) == 1);
    assert!(node.bosses.borrow().is_empty() && node.style.is_none() && node.styles.borrow().is_empty());
    assert!(node.seen.borrow().is_empty() && node.old.upgrade().is_none() && node.name.is_empty());
    assert!(node.ledger.borrow().parent.is_none() && node.mark == PhantomData && node.make.is_none());
    assert!(
        node.call.is_none() && node.lent.is_none() && node.cache.is_none() && node.rc.is_none() && node.own.0.is_none()
    );
}
