//! The value of the last handle, taken out of its node: what becomes of children, links, observers; and when it is
//! refused.

use std::cell::RefCell;
use std::rc::Rc;

use weakgraph::collections::{WeakSet, WeakValueMap};
use weakgraph::{Child, Children, DropQueue, Finalizer, Graph, Parent, Strong, Tree, Weak, WeakCell, WeakList, read};
use weakgraph_tests::{Log, on_small_stack, panic_of, usage_of};

#[derive(Graph)]
#[graph(on_drop = Node::hook)]
struct Node {
    name: &'static str,
    log: Log,
    #[weak(on_drop = Node::parent_dropped)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    first: Child<Leaf>,
    #[weak(on_drop = Node::friend_dropped)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Node::one_dropped)]
    friends: WeakList<Node>,
}

#[derive(Graph)]
struct Leaf {
    #[weak]
    node: Parent<Node>,
}

impl Node {
    fn value(name: &'static str, log: &Log) -> Node {
        Node {
            name,
            log: log.clone(),
            parent: Parent::new(),
            children: Children::new(),
            first: Child::new(),
            friend: WeakCell::new(),
            friends: WeakList::new(),
        }
    }
    fn new(name: &'static str, log: &Log) -> Strong<Node> {
        Strong::new(Node::value(name, log))
    }
    fn hook(&self) {
        self.log.say(format!("hook {}", self.name));
    }
    fn parent_dropped(&self) {
        self.log.say(format!("parent of {}", self.name));
    }
    fn friend_dropped(&self) {
        self.log.say(format!("friend of {}", self.name));
    }
    fn one_dropped(&self) {
        self.log.say(format!("one of {}", self.name));
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.log.say(format!("drop {}", self.name));
    }
}

fn taken<T: Graph>(node: Strong<T>) -> T {
    Strong::try_unwrap(node).unwrap_or_else(|_| panic!("it was the last handle"))
}

#[test]
fn the_value_of_the_last_handle_comes_out_without_hook_or_destructor() {
    let log = Log::new();
    let node = Node::new("a", &log);
    let weak = Strong::downgrade(&node);
    let value = taken(node);
    assert!(log.take().is_empty());
    assert!(!weak.is_alive() && weak.upgrade().is_none() && weak.weak_count() == 0);
    drop(value);
    assert_eq!(log.take(), ["drop a"]);
}

#[test]
fn another_handle_or_a_parent_keeps_the_value_in() {
    let log = Log::new();
    let (node, parent) = (Node::new("a", &log), Node::new("p", &log));
    let other = node.clone();
    let node = Strong::try_unwrap(node).map(|_| ()).unwrap_err();
    assert!(node == other && Strong::strong_count(&node) == 2);
    assert!(Strong::into_inner(node).is_none() && Strong::strong_count(&other) == 1);
    parent.add_child(&other);
    let other = Strong::try_unwrap(other).map(|_| ()).unwrap_err();
    assert!(other.parent() == Some(parent.clone()));
    parent.remove_child(&other);
    assert_eq!(Strong::into_inner(other).map(|value| value.name), Some("a"));
    assert_eq!(log.take(), ["drop a"], "after it was taken out");
}

#[test]
fn the_children_stay_in_the_lists_of_the_value_and_wait_for_its_next_node() {
    let log = Log::new();
    let node = Node::new("p", &log);
    let (a, b) = (node.add_child(Node::new("a", &log)), node.add_child(Node::new("b", &log)));
    let first = node.set_first(Leaf { node: Parent::new() });
    let mut walk = node.descendants();
    assert!(walk.next() == Some(a.clone()));
    std::mem::forget(walk);
    let value = taken(node);
    assert!(a.parent().is_none() && first.node().is_none() && a.next_sibling().is_none() && b.is_root());
    assert_eq!((value.children.len(), value.children.index_of(&b)), (2, Some(1)));
    assert!(value.children.iter().eq([a.clone(), b.clone()]) && value.first.get() == Some(first.clone()));
    // The lists can be edited, as before birth.
    value.children.remove(&a);
    value.children.append(Node::new("c", &log)).unwrap();
    assert!(log.take().is_empty(), "no hook of a back-reference runs");
    let node = Strong::new(value);
    assert!(b.parent() == Some(node.clone()) && first.node() == Some(node.clone()) && a.parent().is_none());
    assert!(node.children().iter().map(|child| child.name).eq(["b", "c"]));
    // One that went elsewhere meanwhile is moved at the birth.
    let value = taken(node);
    a.add_child(&b);
    let node = Strong::new(value);
    assert!(b.parent() == Some(node) && a.children().is_empty());
}

#[test]
fn a_value_that_is_dropped_drops_its_children() {
    let log = Log::new();
    let node = Node::new("p", &log);
    node.add_child(Node::new("a", &log)).add_child(Node::new("b", &log));
    let held = node.add_child(Node::new("h", &log));
    drop(taken(node));
    assert_eq!(log.take(), ["drop p", "hook a", "parent of b", "drop a", "hook b", "drop b"]);
    assert!(held.is_root() && held.parent().is_none());
}

#[test]
fn observers_of_the_node_are_notified_newest_first() {
    let log = Log::new();
    let (node, far) = (Node::new("a", &log), Node::new("far", &log));
    far.set_friend(&node);
    far.add_friend(&node);
    let queue = DropQueue::new();
    queue.watch(&node, 7).keep();
    let say = log.clone();
    let finalizer = Finalizer::new(&node, move || say.say("finalizer"));
    let (map, set) = (WeakValueMap::new(), WeakSet::<Tag>::new());
    map.insert("a", &node);
    let say = log.clone();
    let (own, seen) = (Strong::downgrade(&node), Rc::new(RefCell::new(None)));
    let sees = seen.clone();
    Strong::watch(&node, move |dropped| {
        assert!(*dropped == own && dropped.upgrade().is_none());
        *sees.borrow_mut() = Some(dropped.clone());
        say.say("watch");
    })
    .keep();
    let value = taken(node);
    assert_eq!(log.take(), ["watch", "finalizer", "one of far", "friend of far"]);
    assert!(!finalizer.is_armed() && queue.drain().eq([7]) && map.is_empty() && far.friend().is_none());
    assert!(far.friends().is_empty() && seen.borrow().as_ref().is_some_and(|weak| !weak.is_alive()));
    // A new node of the value is another one, with none of them.
    let node = Strong::new(value);
    drop(node);
    assert_eq!(log.take(), ["hook a", "drop a"]);
    let tag = Strong::new(Tag(1));
    set.insert(&tag);
    assert_eq!((taken(tag), set.len()), (Tag(1), 0));
}

#[derive(Graph, Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Tag(u32);

#[test]
fn links_of_the_value_lead_where_they_led_and_work_again_in_a_new_node() {
    let log = Log::new();
    let (node, far) = (Node::new("a", &log), Node::new("far", &log));
    node.set_friend(&far);
    node.add_friend(&far);
    let value = taken(node);
    assert!(value.friend.get() == Some(far.clone()) && value.friends.iter().eq([far.clone()]));
    drop(far);
    assert_eq!(log.take(), ["hook far", "drop far"], "who is no node is not notified");
    assert!(value.friend.get().is_none() && value.friends.is_empty());
    let node = Strong::new(value);
    let far = Node::new("far", &log);
    node.set_friend(&far);
    drop(far);
    assert_eq!(log.take(), ["hook far", "friend of a", "drop far"]);
}

#[test]
fn a_node_that_somebody_may_read_without_a_count_is_not_taken_apart() {
    let node = Strong::new(Tag(5));
    let session = read();
    let seen = session.node(&node);
    let node = Strong::try_unwrap(node).unwrap_err();
    assert!(Strong::into_inner(node).is_none());
    assert_eq!((seen.0, seen.to_strong()), (5, None), "dropped, and read until the session closes");
    drop(session);
    assert_eq!(taken(Strong::new(Tag(6))), Tag(6));
}

#[test]
fn a_value_that_borrows_comes_out_in_a_session_too() {
    #[derive(Graph)]
    struct Lent<'a>(&'a str);
    fn can_be_read<T: Graph>(_: &T) -> bool {
        T::READABLE
    }
    let text = String::from("lent");
    let node = Strong::new(Lent(&text));
    assert!(!can_be_read(&*node) && can_be_read(&Tag(1)));
    let _session = read();
    assert_eq!(taken(node).0, "lent");
}

#[test]
fn a_panic_of_an_observer_comes_out_when_all_are_notified_and_the_value_is_dropped() {
    let log = Log::new();
    let node = Node::new("a", &log);
    node.add_child(Node::new("b", &log));
    for name in ["first", "second"] {
        let say = log.clone();
        Strong::watch(&node, move |_| {
            say.say(name);
            panic!("{name}");
        })
        .keep();
    }
    let weak = Strong::downgrade(&node);
    assert_eq!(panic_of(|| drop(Strong::try_unwrap(node))), Some("second".into()));
    assert_eq!(log.take(), ["second", "first", "drop a", "hook b", "drop b"]);
    assert!(!weak.is_alive());
}

#[test]
fn taking_apart_leaves_no_memory_behind() {
    let (node, used) = usage_of(|| {
        let node = Strong::new(Tag(1));
        let (weak, watch) = (Strong::downgrade(&node), Strong::watch(&node, |_| {}));
        let value = taken(node);
        drop((weak, watch));
        value
    });
    assert_eq!((node, used.bytes), (Tag(1), 0));
}

#[test]
fn a_deep_value_is_taken_apart_and_dropped_on_a_small_stack() {
    #[derive(Graph, Default)]
    struct Deep {
        #[weak]
        parent: Parent<Deep>,
        #[strong]
        children: Children<Deep>,
    }
    on_small_stack(|| {
        let root = Strong::<Deep>::default();
        let mut last = root.clone();
        for _ in 0..100_000 {
            last = last.add_child(Deep::default());
        }
        drop(last);
        let value = taken(root);
        assert!(value.children.first().unwrap().parent().is_none());
        drop(value);
    });
}

#[test]
fn a_node_that_needs_itself_is_made_with_a_weak_handle_to_it() {
    #[derive(Graph)]
    struct Own {
        #[weak]
        me: Weak<Own>,
        #[strong]
        kids: Children<Kid>,
    }
    #[derive(Graph)]
    struct Kid {
        #[weak]
        own: Parent<Own>,
    }
    let kid = Strong::new(Kid { own: Parent::new() });
    let mut kept = Weak::new();
    let node = Strong::new_cyclic(|me| {
        assert!(me.upgrade().is_none() && !me.is_alive() && me.strong_count() == 0 && me.weak_count() == 0);
        assert!(me.watch(|_| ()).is_err(), "there is nothing to watch yet");
        let session = read();
        assert!(session.upgrade(me).is_none());
        kept = me.clone();
        Own { me: me.clone(), kids: Children::from([&kid]) }
    });
    assert!(node.me() == Some(node.clone()) && kept == node.me && kid.own() == Some(node.clone()));
    assert_eq!((Strong::strong_count(&node), Strong::weak_count(&node)), (1, 2));
    drop(node);
    assert!(kept.upgrade().is_none());
}

#[test]
fn a_panic_while_a_node_that_needs_itself_is_made_frees_the_memory() {
    let mut kept = Weak::new();
    let ((), used) = usage_of(|| {
        for keep in [false, true] {
            let message = panic_of(|| {
                Strong::<Tag>::new_cyclic(|me| {
                    if keep {
                        kept = me.clone();
                    }
                    panic!("no value");
                });
            });
            assert_eq!(message, Some("no value".into()));
            assert!(kept.upgrade().is_none() && !kept.is_alive());
        }
        kept = Weak::new();
    });
    assert_eq!(used.bytes, 0);
}
