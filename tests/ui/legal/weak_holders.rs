//! An `Rc` of what holds nodes weakly keeps none alive.
use std::cell::RefCell;
use std::rc::Rc;
use weakgraph::collections::{WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
use weakgraph::{Graph, Proxy, Strong, Weak, WeakMethod};

#[derive(Graph, PartialEq, Eq, Hash)]
struct Tag(u32);

#[derive(Graph, Default)]
struct Node {
    notes: Rc<WeakIdMap<Node, String>>,
    tags: Rc<WeakKeyMap<Tag, Rc<str>>>,
    set: Rc<RefCell<WeakSet<Tag>>>,
    cache: Rc<WeakValueMap<String, Self>>,
    plain: WeakValueMap<String, Node>,
    proxies: Rc<RefCell<Vec<Proxy<Node>>>>,
    methods: RefCell<Vec<Rc<WeakMethod<Node>>>>,
    #[weak]
    weak: Rc<RefCell<Vec<Weak<Node>>>>,
    #[strong]
    styles: WeakIdMap<Node, Strong<Tag>>,
}

pub fn main() {
    let node = Strong::<Node>::default();
    let (notes, cache) = (node.notes.clone(), node.cache.clone());
    notes.insert(&node, "first".into());
    cache.insert("it".into(), &node);
    node.plain.insert("itself".into(), &node);
    node.styles.insert(&node, Strong::new(Tag(1)));
    node.weak.borrow_mut().push(Strong::downgrade(&node));
    node.proxies.borrow_mut().push(Proxy::new(&node));
    node.methods.borrow_mut().push(Rc::new(WeakMethod::new(&node, |_, ()| ())));
    assert!(node.tags.is_empty() && node.set.borrow().is_empty());
    drop(node);
    assert!(notes.is_empty() && cache.is_empty());
}
