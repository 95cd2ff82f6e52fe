//! What `Debug` and `Display` print: types and addresses, never the value behind an edge.

use std::cell::RefCell;
use std::fmt;

use weakgraph::collections::WeakIdMap;
use weakgraph::{Child, Children, Graph, Parent, Proxy, Strong, Tree, Weak, WeakCell, WeakList};

#[derive(Graph, Default, Debug)]
struct Page {
    number: u32,
    #[weak]
    parent: Parent<Page>,
    #[strong]
    children: Children<Page>,
    #[strong]
    cover: Child<Cover>,
    #[weak]
    next: WeakCell<Page>,
    #[weak(item = seen)]
    seen: WeakList<Page>,
    #[weak]
    other: Weak<Page>,
    #[strong]
    style: Option<Strong<Style>>,
}

#[derive(Graph, Default, Debug)]
struct Cover {
    #[weak]
    page: Parent<Page>,
}

#[derive(Graph, Debug)]
struct Style;

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {:>3}", self.number)
    }
}

/// The text with every address made `0x…`.
fn shown(value: &dyn fmt::Debug) -> String {
    let mut text = format!("{value:?}");
    while let Some(at) = text.find("0x") {
        let end = text[at + 2..].find(|c: char| !c.is_ascii_hexdigit()).map_or(text.len(), |end| at + 2 + end);
        assert!(end > at + 6, "an address: {text}");
        text.replace_range(at..end, "@");
    }
    text
}

fn page(number: u32) -> Strong<Page> {
    Strong::new(Page { number, ..Page::default() })
}

#[test]
fn handles_print_type_and_address() {
    let page = page(7);
    assert_eq!(format!("{page:?}"), format!("Strong(Page at {:p})", Strong::as_ptr(&page)));
    assert_eq!(format!("{:#?}", Some(&page)), format!("Some(\n    Strong(Page at {:p}),\n)", Strong::as_ptr(&page)));
    let weak = Strong::downgrade(&page);
    assert_eq!(format!("{weak:?}"), format!("Weak(Page at {:p})", Strong::as_ptr(&page)));
    assert_eq!(format!("{page}"), "page   7", "`Display` is the node's own");
    drop(page);
    assert_eq!(shown(&weak), "Weak(Page at @, dropped)");
    assert_eq!(format!("{:?}", Weak::<Page>::new()), "Weak(none)");
}

#[test]
fn edges_print_their_targets() {
    let root = page(1);
    assert_eq!(
        [
            shown(root.children()),
            shown(&root.parent),
            shown(&root.cover),
            shown(&root.next),
            shown(root.seen()),
            shown(&root.other)
        ],
        ["Children[]", "Parent(none)", "Child(none)", "WeakCell(none)", "WeakList[]", "Weak(none)"]
    );
    let child = root.add_child(page(2));
    root.add_child(page(3));
    root.set_cover(Cover::default());
    root.set_next(&child);
    root.add_seen(&child);
    root.add_seen(&root);
    assert_eq!(
        [
            shown(root.children()),
            shown(&child.parent),
            shown(&root.cover),
            shown(&root.cover().unwrap().page),
            shown(&root.next),
            shown(root.seen())
        ],
        [
            "Children[Page at @, Page at @]",
            "Parent(Page at @)",
            "Child(Cover at @)",
            "Parent(Page at @)",
            "WeakCell(Page at @)",
            "WeakList[Page at @, Page at @]"
        ]
    );
    let list: Children<Page> = [page(4)].into();
    assert_eq!(shown(&list), "Children[Page at @]", "also before birth");
}

#[test]
fn a_derived_debug_ends_after_the_node() {
    let root = page(1);
    let child = root.add_child(page(2));
    child.add_child(page(3));
    root.set_next(&child);
    child.set_next(&root);
    let style = Strong::new(Style);
    let root = {
        drop(root.detach());
        root
    };
    assert_eq!(
        shown(&*child),
        "Page { number: 2, parent: Parent(Page at @), children: Children[Page at @], cover: Child(none), next: \
         WeakCell(Page at @), seen: WeakList[], other: Weak(none), style: None }"
    );
    let styled = Strong::new(Page { style: Some(style), other: Strong::downgrade(&root), ..Page::default() });
    assert!(shown(&*styled).ends_with("other: Weak(Page at @), style: Some(Strong(Style at @)) }"));
    assert!(format!("{:#?}", *root).lines().count() < 30);
}

#[test]
fn two_dropped_nodes_print_differently() {
    let (a, b) = (page(1), page(2));
    let (weak_a, weak_b) = (Strong::downgrade(&a), Strong::downgrade(&b));
    let alive = format!("{weak_a:?}");
    drop((a, b));
    assert_ne!(format!("{weak_a:?}"), format!("{weak_b:?}"));
    assert_eq!(format!("{weak_a:?}"), format!("{:?}", weak_a.clone()));
    assert_eq!(alive.strip_suffix(')'), format!("{weak_a:?}").strip_suffix(", dropped)"), "the address stays");
    assert_ne!(format!("{:?}", Proxy::from(weak_a)), format!("{:?}", Proxy::from(weak_b)));
}

#[test]
fn handles_and_edges_print_the_label_of_a_type_that_has_one() {
    #[derive(Graph, Debug)]
    struct File {
        #[graph(label)]
        name: RefCell<&'static str>,
        #[weak]
        parent: Parent<File>,
        #[strong]
        children: Children<File>,
        #[weak]
        link: WeakCell<File>,
    }
    let file = |name| {
        let (parent, children, link) = (Parent::new(), Children::new(), WeakCell::new());
        Strong::new(File { name: RefCell::new(name), parent, children, link })
    };
    let root = file("usr");
    let leaf = root.add_child(file("a \"b\""));
    leaf.set_link(&root);
    let weak = Strong::downgrade(&root);
    assert_eq!([shown(&root), shown(&weak)], ["Strong(File \"usr\" at @)", "Weak(File \"usr\" at @)"]);
    assert_eq!(shown(root.children()), "Children[File \"a \\\"b\\\"\" at @]");
    assert_eq!([shown(&leaf.parent), shown(&leaf.link)], ["Parent(File \"usr\" at @)", "WeakCell(File \"usr\" at @)"]);
    let ids: WeakIdMap<File, u32> = [(&root, 7)].into_iter().collect();
    assert_eq!(shown(&ids), "WeakIdMap{File \"usr\" at @: 7}");
    assert_eq!(shown(&Proxy::new(&root)), "Proxy(File \"usr\" at @)");
    // A field that is borrowed is no panic.
    let borrowed = root.name.borrow_mut();
    assert_eq!(shown(&weak), "Weak(File \"<borrowed>\" at @)");
    drop(borrowed);
    drop(root);
    assert_eq!(shown(&weak), "Weak(File at @, dropped)", "there is no value that could be asked");
}

#[test]
fn the_dead_are_not_printed() {
    let holder = page(1);
    let target = page(2);
    holder.set_next(&target);
    holder.add_seen(&target);
    let child = target.add_child(page(3));
    drop(target);
    assert_eq!(
        [shown(&holder.next), shown(holder.seen()), shown(&child.parent)],
        ["WeakCell(none)", "WeakList[]", "Parent(none)"]
    );
}

#[test]
fn walks_print_their_kind() {
    let root = page(1);
    root.add_child(page(2));
    let mut walk = root.descendants();
    walk.next();
    let texts = [
        shown(&walk),
        shown(&root.children().iter()),
        shown(&root.traverse()),
        shown(&root.breadth_first()),
        shown(&root.leaves()),
        shown(&root.ancestors()),
        shown(&root.next_siblings()),
        shown(&root.seen().iter()),
        shown(&root.clone().into_children()),
        shown(&root.clone().into_descendants()),
        shown(&root.clone().into_traverse()),
        shown(&root.clone().into_breadth_first()),
        shown(&root.clone().into_leaves()),
        shown(&root.clone().into_ancestors()),
        shown(&root.clone().into_next_siblings()),
    ];
    let borrowed = ["Descendants", "Iter", "Traverse", "BreadthFirst", "Leaves", "Ancestors", "Siblings", "WeakIter"];
    let owned = ["Children", "Descendants", "Traverse", "BreadthFirst", "Leaves", "Ancestors", "Siblings"];
    let kinds = borrowed.map(str::to_owned).into_iter().chain(owned.map(|name| format!("Into{name}")));
    assert_eq!(texts.len(), 15);
    for (text, kind) in texts.iter().zip(kinds) {
        assert_eq!(*text, format!("{kind} {{ .. }}"));
    }
    assert_eq!(shown(&root.traverse().next().unwrap()), "Enter(Strong(Page at @))");
    assert_eq!(shown(&root.children().drain()), "Drain { len: 1 }");
}

#[test]
fn positions_and_errors_can_be_read() {
    let root = page(1);
    let child = root.add_child(page(2));
    assert_eq!(format!("{:?}", child.compare_position(&root)), "Ancestor");
    let error = child.append(&root).unwrap_err();
    assert_eq!(shown(&error), "LinkError(Cycle: Page at @ under Page at @)");
    let error = child.children().insert(5, page(3)).unwrap_err();
    assert!(shown(&error).starts_with("LinkError(OutOfRange: Page"), "{error:?}");
}

/// Every public type has a `Debug` that says what it is, and nothing of what it keeps its promises with.
#[test]
fn every_type_says_its_name() {
    use weakgraph::collections::{Entry, KeyEntry, WeakIdSet, WeakKeyMap, WeakSet, WeakValueMap};
    use weakgraph::serde::Document;
    use weakgraph::{DropQueue, ExitGuard, Finalizer, NodeId, Snapshot, WeakAny, WeakMethod, read, show};

    #[derive(Graph, PartialEq, Eq, Hash)]
    struct Key(u32);

    let (root, key) = (page(1), Strong::new(Key(7)));
    root.children().append(page(2)).unwrap();
    root.add_seen(&root);
    let session = read();
    let node = session.node(&root);
    let values: WeakValueMap<u32, Key> = [(7, &key)].into_iter().collect();
    let keys: WeakKeyMap<Key, u32> = [(&key, 7)].into_iter().collect();
    let ids: WeakIdMap<Key, u32> = [(&key, 7)].into_iter().collect();
    let set: WeakSet<Key> = [&key].into_iter().collect();
    let id_set: WeakIdSet<Key> = [&key].into_iter().collect();
    let queue = DropQueue::new();
    let watch = queue.watch(&key, 1);
    let finalizer = Finalizer::new(&key, || 1);
    let guard = ExitGuard::new();
    finalizer.at_exit(&guard);
    let proxy = Proxy::new(&key);
    let method: WeakMethod<Key, (), u32> = WeakMethod::new(&key, |key, ()| key.0);
    let snapshot = Snapshot::of(&root);
    let Entry::Occupied(occupied) = values.entry(7) else { unreachable!() };
    let KeyEntry::Occupied(occupied_key) = keys.entry(&key) else { unreachable!() };
    let one: &[(&dyn fmt::Debug, &str)] = &[
        (&session, "ReadSession { .. }"),
        (&node, "NodeRef(Page at @)"),
        (&node.children(), "ChildrenIter { .. }"),
        (&node.links(|page| &page.seen), "Links { .. }"),
        (&node.descendants(), "Descendants { .. }"),
        (&root.children().iter(), "Iter { .. }"),
        (&root.children().drain(), "Drain { len: 1 }"),
        (&root.seen().iter(), "WeakIter { .. }"),
        (&root.breadth_first(), "BreadthFirst { .. }"),
        (&values, "WeakValueMap{7: Key at @}"),
        (&values.iter(), "ValueIter { .. }"),
        (&values.keys(), "Owned { .. }"),
        (&values.values(), "Nodes { .. }"),
        (&values.entry(7), "OccupiedEntry(7: Key at @)"),
        (&values.entry(8), "VacantEntry(8)"),
        (&occupied, "OccupiedEntry(7: Key at @)"),
        (&values.keys().next(), "Some(7)"),
        (&keys, "WeakKeyMap{Key at @: 7}"),
        (&keys.iter(), "KeyIter { .. }"),
        (&keys.entry(&key), "OccupiedKeyEntry(Key at @: 7)"),
        (&keys.entry(&Strong::new(Key(8))), "VacantKeyEntry(Key at @)"),
        (&occupied_key, "OccupiedKeyEntry(Key at @: 7)"),
        (&ids, "WeakIdMap{Key at @: 7}"),
        (&ids.clone().drain(), "KeyDrain { .. }"),
        (&values.clone().drain(), "ValueDrain { .. }"),
        (&set, "WeakSet{Key at @}"),
        (&id_set, "WeakIdSet{Key at @}"),
        (&id_set.clone().drain(), "NodeDrain { .. }"),
        (&WeakAny::from(&key), "Weak(Key at @)"),
        (&set.clone().drain(), "NodeDrain { .. }"),
        (&queue, "DropQueue(0 dead, 1 watched)"),
        (&watch, "Watch(armed)"),
        (&finalizer, "Finalizer(armed)"),
        (&guard, "ExitGuard(1 armed)"),
        (&guard.registrar(), "ExitRegistrar(1 armed)"),
        (&proxy, "Proxy(Key at @)"),
        (&snapshot, "Snapshot(2 nodes inside, 0 outside)"),
        (&show::dot(&root), "Dot(Snapshot(1 nodes inside, 0 outside))"),
        (&show::svg(&root), "Svg(Snapshot(1 nodes inside, 0 outside))"),
        (&NodeId::of(&root), "NodeId(@)"),
    ];
    let found: Vec<_> = one.iter().map(|(value, _)| shown(*value)).collect();
    let expected: Vec<_> = one.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(found, expected);
    assert!(shown(&snapshot.node(0)).starts_with("Page 0 ("), "{:?}", snapshot.node(0));
    assert!(shown(&method).starts_with("WeakMethod("), "{method:?}");
    assert!(shown(&Document(root.clone())).starts_with("Document("), "{:?}", Document(root.clone()));
    assert!(shown(&show::text(&root)).starts_with("Text {"));
}
