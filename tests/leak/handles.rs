//! The feature `leak-handles`: where each live handle was made. `cargo test -p weakgraph-tests --features leak-handles
//! --test leak`.

use std::cell::RefCell;

use weakgraph::{Child, Children, Graph, Parent, Strong, Tree, Weak, WeakCell, WeakList, leak, weak};

#[derive(Graph, Default)]
struct Node {
    #[graph(label)]
    name: &'static str,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    shared: RefCell<Vec<Strong<Leaf>>>,
    #[weak]
    friend: WeakCell<Node>,
    #[weak]
    friends: WeakList<Node>,
    #[strong]
    only: Child<Leaf>,
    #[graph(opaque)]
    hidden: RefCell<Option<Strong<Node>>>,
}

#[derive(Graph, Default)]
struct Leaf {
    #[weak]
    parent: Parent<Node>,
}

/// The lines of this file at which the handles to a node were made, in order.
#[track_caller]
fn lines<T: Graph>(node: &Weak<T>) -> Vec<u32> {
    let why = leak::why(node);
    let places = why.node().expect("it is alive").handles_made_at();
    assert!(places.iter().all(|place| place.file().ends_with("leak/handles.rs")), "{places:?}");
    places.iter().map(|place| place.line()).collect()
}

#[test]
fn a_handle_knows_the_line_that_made_it() {
    let node = Strong::new(Node::default());
    let first = line!() - 1;
    let weak = Strong::downgrade(&node);
    assert_eq!(lines(&weak), [first]);
    let copy = node.clone();
    let upgraded = weak.upgrade().unwrap();
    let tried = weak.try_upgrade().unwrap();
    let of = Strong::of(&*node);
    let handle = node.handle();
    let from = Strong::from(&node);
    let here = line!();
    assert_eq!(lines(&weak), [first, here - 6, here - 5, here - 4, here - 3, here - 2, here - 1]);
    // Moved, it keeps its place.
    let moved = vec![copy, tried];
    drop((upgraded, of, from));
    assert_eq!(lines(&weak), [first, here - 6, here - 4, here - 2]);
    drop((moved, handle));
    assert_eq!(lines(&weak), [first]);
    let told = leak::why(&weak).to_string();
    assert!(told.contains(&format!("    a handle was made at tests/leak/handles.rs:{first}:")), "{told}");
}

#[test]
fn accessors_and_walks_make_handles_where_they_are_called() {
    let root = Strong::new(Node { name: "root", ..Node::default() });
    root.add_child(Node { name: "only", ..Node::default() });
    let weak = Strong::downgrade(&root.children().first().unwrap());
    assert!(lines(&weak).is_empty(), "the list's count is no handle");
    root.set_friend(&weak.upgrade().unwrap());
    root.add_friend(&weak.upgrade().unwrap());
    let start = line!() + 2;
    let handles = [
        root.children().first().unwrap(),
        root.children().last().unwrap(),
        root.children().get(0).unwrap(),
        root.children().iter().next().unwrap(),
        root.children().iter().next_back().unwrap(),
        root.first_child().unwrap(),
        root.descendants().next().unwrap(),
        root.friend().unwrap(),
        root.friends().iter().next().unwrap(),
        root.breadth_first().next().unwrap(),
        root.leaves().next().unwrap(),
    ];
    assert_eq!(lines(&weak), (start..start + handles.len() as u32).collect::<Vec<_>>());
    drop(handles);
    assert!(lines(&weak).is_empty());
    let parent = weak.upgrade().unwrap().parent().unwrap();
    assert_eq!(lines(&Strong::downgrade(&root)).last(), Some(&(line!() - 1)));
    let leaf = root.set_only(Leaf::default());
    assert_eq!(lines(&Strong::downgrade(&leaf)), [line!() - 1]);
    drop(parent);
    let added = root.add_child(Node::default());
    assert_eq!(lines(&Strong::downgrade(&added)), [line!() - 1]);
}

#[test]
fn handles_that_are_edges_are_not_named() {
    let leaf = Strong::new(Leaf::default());
    let node = Strong::new(Node::default());
    node.shared.borrow_mut().extend([leaf.clone(), leaf.clone()]);
    node.hidden.replace(Some(node.clone()));
    let weak = Strong::downgrade(&leaf);
    assert_eq!(lines(&weak).len(), 1);
    drop(leaf);
    assert!(lines(&weak).is_empty());
    assert_eq!(lines(&Strong::downgrade(&node)).len(), 1);
    node.hidden.take();
}

thread_local! {
    static FORGOTTEN: RefCell<Vec<Strong<Node>>> = const { RefCell::new(Vec::new()) };
}

#[test]
fn a_report_names_the_line_that_keeps_a_node_forgotten() {
    let scope = leak::scope();
    {
        let node = Strong::new(Node { name: "n", ..Node::default() });
        FORGOTTEN.with_borrow_mut(|all| all.push(node.clone()));
    }
    let told = scope.report().to_string();
    let line = line!() - 3;
    assert!(told.contains(&format!("    a handle was made at tests/leak/handles.rs:{line}:")), "{told}");
    FORGOTTEN.take();
    leak::assert_none!(scope);
    // What is forgotten keeps its place.
    let node = Strong::new(Node::default());
    let weak = Strong::downgrade(&node);
    std::mem::forget(node.clone());
    drop(node);
    assert_eq!(lines(&weak), [line!() - 2]);
    let closure = {
        let me = weak.upgrade().unwrap();
        move || me.name
    };
    let held = lines(&weak);
    assert_eq!(held, [line!() - 8, line!() - 4]);
    _ = closure();
}

#[test]
fn many_handles_are_counted() {
    let node = Strong::new(Node::default());
    let weak = Strong::downgrade(&node);
    let many: Vec<_> = (0..100).map(|_| node.clone()).collect();
    let told = leak::why(&weak).to_string();
    assert!(told.contains(", 100 times\n"), "{told}");
    let copies = [
        node.clone(),
        node.clone(),
        node.clone(),
        node.clone(),
        node.clone(),
        node.clone(),
        node.clone(),
        node.clone(),
    ];
    let told = leak::why(&weak).to_string();
    assert!(told.contains("    and 2 handles elsewhere\n"), "{told}");
    drop((many, copies));
    assert_eq!(lines(&weak).len(), 1);
}

#[test]
fn values_taken_out_and_guards_leave_no_place_behind() {
    let node = Strong::new(Node::default());
    let weak = Strong::downgrade(&node);
    let snapshot = weakgraph::Snapshot::of(&node);
    assert_eq!(lines(&weak).len(), 1, "a snapshot counts, and is no handle");
    drop(snapshot);
    let copy = weakgraph::tree_eq(&Strong::new(Eq0), &Strong::new(Eq0));
    assert!(copy);
    assert!(Strong::try_unwrap(node).is_ok());
    assert!(leak::stats().is_empty());
    let call = {
        let node = Strong::new(Node::default());
        weak!([node] || node.name)
    };
    assert_eq!(call(), "");
    assert_eq!(size_of::<Option<Strong<Node>>>(), 2 * size_of::<usize>());
}

#[derive(Graph)]
#[graph(eq)]
struct Eq0;
