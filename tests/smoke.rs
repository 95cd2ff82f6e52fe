use std::cell::RefCell;
use weakgraph::{Child, Children, Graph, Parent, Strong, Tree, WeakCell, WeakList};
thread_local! { static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) }; }

#[derive(Graph)]
#[graph(on_drop = Node::farewell)]
struct Node {
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}
impl Node {
    fn new(name: &str) -> Strong<Node> {
        Strong::new(Node { name: name.into(), parent: Parent::new(), children: Children::new() })
    }
    fn farewell(&self) {
        LOG.with_borrow_mut(|l| l.push(self.name.clone()))
    }
    fn depth2(&self) -> usize {
        self.ancestors().count()
    }
}
#[derive(Graph, Default)]
struct P {
    #[weak]
    friend: WeakCell<P>,
    #[weak]
    friends: WeakList<P>,
    #[weak]
    up: Parent<P>,
    #[strong]
    left: Child<P>,
    #[strong]
    right: Child<P>,
}
impl P {
    fn gone(&self) {
        LOG.with_borrow_mut(|l| l.push("gone".into()))
    }
}

#[test]
fn design() {
    let root = Node::new("root");
    let leaf = root.add_child(Node::new("leaf"));
    assert!(leaf.parent() == Some(root.clone()));
    let b = root.add_child(Node::new("b"));
    let c = leaf.add_child(Node::new("c"));
    assert_eq!(c.depth2(), 2);
    assert_eq!(root.descendants().map(|n| n.name.clone()).collect::<Vec<_>>(), ["leaf", "c", "b"]);
    assert_eq!(root.descendants().rev().map(|n| n.name.clone()).collect::<Vec<_>>(), ["b", "c", "leaf"]);
    assert_eq!(root.breadth_first().map(|n| n.name.clone()).collect::<Vec<_>>(), ["leaf", "b", "c"]);
    assert!(c.try_add_child(&root).is_err());
    drop(c);
    drop(b);
    drop(root);
    assert!(leaf.parent().is_none());
    drop(leaf);
    LOG.with_borrow_mut(|l| {
        assert_eq!(*l, ["root", "b", "leaf", "c"]);
        l.clear();
    });
    let p = Strong::new(P::default());
    let q = Strong::new(P::default());
    p.set_friend(&q);
    p.add_friend(&q);
    p.add_friend(&q);
    q.set_friend(&p);
    let l = p.set_left(P::default());
    p.set_right(&l);
    assert!(p.left().is_none());
    assert!(l.up() == Some(p.clone()));
    drop(q);
    assert_eq!(p.friends().len(), 0);
    LOG.with_borrow_mut(|l| {
        assert_eq!(l.len(), 0);
        l.clear();
    });
    assert_eq!(format!("{:?}", Strong::weak_count(&p)), "0");
}
