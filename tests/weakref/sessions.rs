//! The sessions of the article that this project started with, and what it says about them.

use std::collections::HashMap;

use weakgraph::collections::WeakValueMap;
use weakgraph::{Children, Dropped, Graph, Parent, Proxy, Strong};
use weakgraph_tests::{Log, without_addresses};

/// The node of the article, with its drop hook.
#[derive(Graph)]
#[graph(on_drop = Node::deleted)]
struct Node {
    data: i32,
    log: Log,
    #[weak(on_drop = Node::parent_deleted)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    fn new(data: i32, log: &Log) -> Strong<Node> {
        Strong::new(Node { data, log: log.clone(), parent: Parent::new(), children: Children::new() })
    }

    fn deleted(&self) {
        self.log.say(format!("{} deleted", self.data));
    }

    fn parent_deleted(&self) {
        assert!(self.parent().is_none());
        self.log.say(format!("{} has lost its parent", self.data));
    }
}

#[test]
fn s0_an_object_is_collected_at_once_whatever_number_of_weak_handles_there_is() {
    for n in 0..5 {
        let log = Log::new();
        let node = Node::new(1, &log);
        let weak: Vec<_> = (0..n).map(|_| Strong::downgrade(&node)).collect();
        drop(node);
        assert_eq!(log.take(), ["1 deleted"]);
        assert!(weak.iter().all(|it| !it.is_alive()));
    }
}

#[test]
fn s1_reading_the_count_changes_nothing() {
    let node = Node::new(1, &Log::new());
    assert_eq!((Strong::strong_count(&node), Strong::strong_count(&node)), (1, 1));
    let other = node.clone();
    assert_eq!(Strong::strong_count(&node), 2);
    drop(other);
    assert_eq!(Strong::strong_count(&node), 1);
}

#[test]
fn s2_s3_the_pair_with_drop_hooks_is_freed_at_once_in_order_and_leaves_nothing_to_collect() {
    let log = Log::new();
    let (n1, n2) = (Node::new(1, &log), Node::new(2, &log));
    n1.add_child(&n2);
    let weak = [Strong::downgrade(&n1), Strong::downgrade(&n2)];
    drop(n2);
    assert!(log.take().is_empty(), "its parent owns it");
    drop(n1);
    assert_eq!(log.take(), ["1 deleted", "2 has lost its parent", "2 deleted"]);
    assert!(weak.iter().all(|it| !it.is_alive() && it.upgrade().is_none()));
    // In the order of the article, too.
    let (n1, n2) = (Node::new(1, &log), Node::new(2, &log));
    n1.add_child(&n2);
    drop(n1);
    assert_eq!(log.take(), ["1 deleted", "2 has lost its parent"]);
    drop(n2);
    assert_eq!(log.take(), ["2 deleted"]);
}

#[test]
fn s4_a_weak_handle_from_birth_to_death() {
    let log = Log::new();
    let o = Node::new(1, &log);
    let r = Strong::downgrade(&o);
    assert_eq!((Strong::strong_count(&o), Strong::weak_count(&o)), (1, 1));
    assert_eq!(format!("{r:?}"), format!("Weak(Node at {:p})", Strong::as_ptr(&o)));
    let says = log.clone();
    let same = r.clone();
    let watch = r.watch(move |dead| says.say(format!("{} {}", *dead == same, without_addresses(dead)))).unwrap();
    let o2 = r.upgrade().unwrap();
    assert!(o2 == o && Strong::strong_count(&o) == 2);
    drop((o, o2));
    assert_eq!(log.take(), ["1 deleted", "true Weak(Node at @, dropped)"]);
    assert!(r.upgrade().is_none() && r.try_upgrade() == Err(Dropped));
    assert_eq!(without_addresses(&r), "Weak(Node at @, dropped)");
    drop(watch);
}

#[test]
fn s5_a_weak_parent_with_a_callback() {
    let log = Log::new();
    let (n1, n2, n3) = (Node::new(1, &log), Node::new(2, &log), Node::new(3, &log));
    n1.add_child(&n2);
    assert!(n2.parent().as_ref() == Some(&n1));
    assert_eq!((Strong::strong_count(&n1), Strong::strong_count(&n2)), (1, 2));
    drop(n1);
    assert_eq!(log.take(), ["1 deleted", "2 has lost its parent"]);
    assert!(n2.parent().is_none() && Strong::strong_count(&n2) == 1);
    // One that moved on does not hear of its former parent.
    let n1 = Node::new(1, &log);
    n1.add_child(&n2);
    n3.add_child(&n2);
    drop(n1);
    assert_eq!(log.take(), ["1 deleted"]);
    drop(n3);
    assert_eq!(log.take(), ["3 deleted", "2 has lost its parent"]);
}

#[test]
fn s6_a_proxy_spares_the_call_and_says_when_there_is_nobody() {
    let log = Log::new();
    let m = Node::new(7, &log);
    let p = Proxy::new(&m);
    assert_eq!((p.with(|m| m.data), Strong::strong_count(&m)), (Ok(7), 1));
    assert_eq!(p.with(|m| Strong::strong_count(&m.handle())), Ok(3), "the owner, the call, and this handle");
    drop(m);
    assert_eq!(p.with(|m| m.data).unwrap_err().to_string(), "weakly-referenced object no longer exists");
    assert_eq!(without_addresses(&p), "Proxy(Node at @, dropped)");
}

/// The article's `Man`.
#[derive(Graph)]
struct Man {
    name: &'static str,
    log: Log,
}

impl Drop for Man {
    fn drop(&mut self) {
        self.log.say(format!("deleting {}", self.name));
    }
}

const NAMES: [&str; 3] = ["Jim", "Tom", "Green"];

fn men(log: &Log) -> HashMap<&'static str, Strong<Man>> {
    NAMES.into_iter().map(|name| (name, Strong::new(Man { name, log: log.clone() }))).collect()
}

#[test]
fn s7_a_cache_of_strong_handles_keeps_everything() {
    let log = Log::new();
    let all_refs = men(&log);
    let cache = all_refs.clone();
    drop(all_refs);
    assert_eq!(cache.len(), 3);
    log.say("demo returning");
    drop(cache);
    assert_eq!(log.take()[0], "demo returning");
}

#[test]
fn s7_a_cache_of_weak_values_empties_itself_except_for_what_somebody_still_holds() {
    let log = Log::new();
    let mut all_refs = men(&log);
    let cache: WeakValueMap<&str, Man> = NAMES.into_iter().map(|name| (name, &all_refs[name])).collect();
    assert!(cache.keys().map(|name| *name).eq(NAMES));
    let mut last = None;
    for (name, man) in &cache {
        assert_eq!(*name, man.name);
        last = Some(man); // the variable of Python's loop outlives the loop
    }
    all_refs.remove("Jim");
    assert_eq!((log.take(), cache.len()), (vec!["deleting Jim".to_owned()], 2));
    drop(all_refs);
    assert_eq!((log.take(), cache.len()), (vec!["deleting Tom".to_owned()], 1));
    assert!(cache.get("Green") == last);
    drop(last);
    assert_eq!(log.take(), ["deleting Green"]);
    assert!(cache.is_empty() && cache.iter().next().is_none());
}
