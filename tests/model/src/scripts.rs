//! Short scripts over what stands on the core, for the driver in `tests/panics.rs`: the k-th call of user code in them
//! panics, for every k. A new script is a function and an entry in [`SCRIPTS`].

use std::hash::{DefaultHasher, Hasher};

use weakgraph::collections::{Entry, KeyEntry, WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
use weakgraph::serde::Document;
use weakgraph::{EdgeKind, Strong};

use crate::hostile::in_closure;
use crate::kinds::{Hooked, Late, Node};
use crate::reach::{self, Driver};
use crate::told::{self, Fold, Key, Owned};

/// All of them, with what each is about.
pub const SCRIPTS: &[(&str, fn())] = &[
    ("copies", copies),
    ("comparisons", comparisons),
    ("documents", documents),
    ("the simple form", simple),
    ("snapshots and pictures", pictures),
    ("proxies", proxies),
    ("methods and closures", methods),
    ("finalizers", finalizers),
    ("maps by equality", keys),
    ("maps by identity", ids),
    ("maps of values", values),
    ("sets", sets),
    ("references that are not counted", reads),
    ("arguments that are made on the way", late),
];

/// Runs each of them once, without a panic.
pub fn all() {
    SCRIPTS.iter().for_each(|(_, script)| run(*script));
}

/// Runs one of them.
pub fn run(script: fn()) {
    let _under = reach::under(Driver::Panics);
    script();
}

// Each handle has a variable: what a `let` was given leaks if a temporary of its statement panics
// (rust-lang/rust#47949).
fn node(id: u32) -> Strong<Hooked> {
    reach!(Strong::new(Hooked::make(id)))
}

/// A root with two children, one of which has another, and links among them.
fn tree() -> Strong<Hooked> {
    let root = node(0);
    let (a, b) = (root.add_child(node(1)), root.add_child(node(2)));
    let c = a.add_child(node(3));
    b.set_cell(&c);
    b.add_list(&a);
    root
}

fn copies() {
    let root = tree();
    let copy = reach!(deep_clone(&root));
    drop(root);
    drop(copy.children().first());
    in_closure();
    drop(reach!(deep_clone(&copy)));
}

fn comparisons() {
    let (a, b) = (tree(), tree());
    assert!(reach!(tree_eq(&a, &b)));
    let mut state = DefaultHasher::new();
    reach!(tree_hash(&b, &mut state));
    drop(a);
    let _ = state.finish();
}

// Whole documents: for those that break off see `documents_that_break_off` in `tests/model/panics.rs`.
fn documents() {
    let root = Document(tree());
    let text = serde_json::to_string(&root).expect("it can be written");
    let read = serde_json::from_str::<Document<Hooked>>(&text).expect("it can be read");
    in_closure();
    drop(read);
}

fn simple() {
    let root = tree();
    let text = serde_json::to_string(&root).expect("it can be written");
    drop(serde_json::from_str::<Strong<Hooked>>(&text).expect("it can be read"));
}

fn pictures() {
    let root = tree();
    let snapshot = reach!(Snapshot::of(&root));
    assert_eq!(reach!(Snapshot::len(&snapshot)), 4);
    in_closure();
    for info in reach!(Snapshot::nodes(&snapshot)) {
        drop(reach!(NodeInfo::label(&info)));
    }
    drop(snapshot);
    let (text, dot) = (reach!(show::text(&root)), reach!(show::dot(&root)));
    let svg = reach!(show::svg(&root));
    drop(root);
    drop(text.to_string());
    drop(svg.to_string());
    drop(reach!(show::Dot::without(dot, EdgeKind::Weak)).to_string());
}

fn proxies() {
    let root = tree();
    let proxy = reach!(Proxy::new(&root));
    let mut root = Some(root);
    let text = reach!(Proxy::with(&proxy, |node| {
        // The proxy's is the last handle then.
        drop(root.take());
        in_closure();
        vec![node.id()]
    }));
    assert!(text.is_ok());
    assert!(proxy.children().is_err() && reach!(Proxy::get(&proxy)).is_err());
}

fn methods() {
    fn boxed(node: &Hooked, more: u32) -> Box<u32> {
        in_closure();
        Box::new(node.id() + more)
    }
    let root = tree();
    let method = reach!(WeakMethod::new(&root, boxed));
    assert!(reach!(WeakMethod::call(&method, 1)).is_ok());
    let mut kept = Some(root);
    let root = kept.as_ref().expect("just made").clone();
    let closure = reach!(weak! { [root] |more: u32| {
        in_closure();
        Some(Box::new(root.id() + more))
    }, else None });
    drop(root);
    drop(closure(1));
    drop(kept.take());
    assert!(closure(1).is_none() && reach!(WeakMethod::call(&method, 1)).is_err());
}

fn finalizers() {
    let root = tree();
    let guard = reach!(ExitGuard::new());
    for serial in 0..3 {
        let finalizer = reach!(Finalizer::isolated(&root, told::callback(serial)));
        reach!(Finalizer::at_exit(&finalizer, &guard));
    }
    let queue = reach!(DropQueue::new());
    reach!(Watch::keep(reach!(DropQueue::watch(&queue, &root, Owned::unnumbered()))));
    in_closure();
    reach!(ExitGuard::run(&guard));
    drop(root);
    drop(reach!(DropQueue::drain(&queue)).inspect(|_| in_closure()).last());
}

fn keys() {
    let (a, b) = (node(1), node(2));
    let map: WeakKeyMap<Hooked, Owned, Fold> = WeakKeyMap::default();
    drop(reach!(collections::WeakKeyMap::insert(&map, &a, Owned::unnumbered())));
    drop(reach!(collections::WeakKeyMap::insert(&map, &a, Owned::unnumbered())));
    if let KeyEntry::Vacant(entry) = reach!(collections::WeakKeyMap::entry(&map, &b)) {
        drop(reach!(collections::VacantKeyEntry::insert(entry, Owned::unnumbered())));
    }
    drop(map.clone());
    drop(reach!(collections::WeakKeyMap::get_key_value(&map, &a)));
    reach!(collections::WeakKeyMap::shrink_to_fit(&map));
    reach!(collections::WeakKeyMap::retain(&map, |node, _| {
        in_closure();
        node.id() == 1
    }));
    drop(a);
    drop(reach!(collections::WeakKeyMap::remove_entry(&map, &b)));
}

fn ids() {
    let (a, b) = (node(1), node(2));
    let map = reach!(collections::WeakIdMap::new());
    drop(reach!(collections::WeakIdMap::insert(&map, &a, Owned::unnumbered())));
    drop(reach!(collections::WeakIdMap::get_or_insert_with(&map, &b, || {
        in_closure();
        Owned::unnumbered()
    })));
    if let KeyEntry::Occupied(entry) = reach!(collections::WeakIdMap::entry(&map, &b)) {
        drop(reach!(collections::OccupiedKeyEntry::remove_entry(entry)));
    }
    drop(a);
    let copy: WeakIdMap<Hooked, Owned> = [(&b, Owned::unnumbered())].into_iter().collect();
    drop(&copy | &map);
    for (node, held) in reach!(collections::WeakIdMap::drain(&map)) {
        in_closure();
        drop(reach!(collections::EntryGuard::try_into_inner(held)));
        drop(node);
    }
}

fn values() {
    let (a, b) = (node(1), node(2));
    let map: WeakValueMap<Key, Hooked, Fold> = WeakValueMap::default();
    drop(reach!(collections::WeakValueMap::insert(&map, Key::owning(1), &a)));
    drop(reach!(collections::WeakValueMap::insert(&map, Key::owning(1), &b)));
    drop(reach!(collections::WeakValueMap::get_or_insert_with(&map, Key::owning(2), || {
        in_closure();
        node(3)
    })));
    if let Entry::Occupied(entry) = reach!(collections::WeakValueMap::entry(&map, Key::owning(1))) {
        drop(reach!(collections::OccupiedEntry::insert(entry, &a)));
    }
    drop(map.clone());
    drop(reach!(collections::WeakValueMap::remove_entry(&map, &Key::like(1))));
    drop(a);
    drop(reach!(collections::WeakValueMap::pop(&map)));
}

fn sets() {
    let nodes = [node(1), node(2), node(3), node(5)];
    let a: WeakSet<Hooked, Fold> = nodes[..3].iter().collect();
    let b: WeakSet<Hooked, Fold> = nodes[1..].iter().collect();
    drop(&a | &b);
    drop(&a & &b);
    drop(&a - &b);
    drop(&a ^ &b);
    drop(reach!(collections::WeakSet::union(&a, &b)).last());
    drop(reach!(collections::WeakSet::replace(&a, &nodes[3])));
    let _ = reach!(collections::WeakSet::is_subset(&a, &b));
    drop(nodes);
    assert!(reach!(collections::WeakSet::is_empty(&a)));
}

fn reads() {
    let root = tree();
    let session = reach!(read());
    let read = reach!(ReadSession::node(&session, &root));
    let mut walk = reach!(NodeRef::descendants(read));
    let first = walk.next();
    drop(root);
    in_closure();
    assert!(first.is_some_and(|node| node.id() == 1) && walk.next().is_none_or(|node| node.id() > 1));
    drop(session);
}

fn late() {
    let root = tree();
    let child = root.children().first().expect("it has one");
    drop(root.try_add_child(Late(node(4))));
    drop(reach!(Tree::insert_before(&*child, Late(node(5)))));
    drop(reach!(Children::splice(root.children(), 0..2, [Late(node(6)), Late(child)])));
}
