//! Shared edges: many own one target, in whatever container the user likes.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};

use weakgraph::{Children, Graph, Parent, Strong, Tree, WeakCell};
use weakgraph_tests::{Log, SaysOnDrop, on_small_stack};

#[derive(Graph)]
struct Style {
    bold: Cell<bool>,
    _log: SaysOnDrop,
}

/// A shared tree: what is shared may own.
#[derive(Graph)]
#[graph(new)]
struct Menu {
    name: &'static str,
    #[weak]
    parent: Parent<Menu>,
    #[strong]
    children: Children<Menu>,
    #[strong]
    style: Strong<Style>,
}

#[derive(Graph)]
struct Page {
    #[weak]
    parent: Parent<Page>,
    #[strong]
    children: Children<Page>,
    #[strong]
    style: Strong<Style>,
    #[strong]
    maybe: Option<Strong<Style>>,
    #[strong]
    many: Vec<Strong<Style>>,
    #[strong]
    changing: RefCell<Option<Strong<Style>>>,
    #[strong]
    named: RefCell<HashMap<String, Strong<Style>>>,
    #[strong]
    sorted: BTreeMap<u8, Strong<Menu>>,
    #[strong]
    boxed: Box<[Strong<Menu>]>,
    #[weak]
    favourite: WeakCell<Style>,
}

fn style(log: &Log, name: &str) -> Strong<Style> {
    Strong::new(Style { bold: Cell::new(false), _log: log.on_drop(name) })
}

fn page(style: &Strong<Style>) -> Page {
    Page {
        parent: Parent::new(),
        children: Children::new(),
        style: style.clone(),
        maybe: None,
        many: Vec::new(),
        changing: RefCell::default(),
        named: RefCell::default(),
        sorted: BTreeMap::new(),
        boxed: Box::default(),
        favourite: WeakCell::new(),
    }
}

#[test]
fn many_nodes_own_one_target() {
    let log = Log::new();
    let plain = style(&log, "plain");
    let root = Strong::new(page(&plain));
    let sub = root.add_child(page(&plain));
    let accessor: &Strong<Style> = sub.style();
    assert!(*accessor == plain && root.style() == sub.style());
    assert_eq!(Strong::strong_count(&plain), 3);
    sub.style().bold.set(true);
    assert!(root.style.bold.get());
    drop(plain);
    drop(root);
    assert!(log.take().is_empty(), "the other page still owns it");
    drop(sub);
    assert_eq!(log.take(), ["plain"]);
}

#[test]
fn any_container_can_hold_them() {
    let log = Log::new();
    let plain = style(&log, "plain");
    let menu = Menu::new("m", plain.clone());
    menu.add_child(Menu::new("sub", plain.clone()));
    let page = Strong::new(Page {
        maybe: Some(plain.clone()),
        many: vec![plain.clone(), plain.clone()],
        sorted: [(1, menu.clone()), (2, menu.clone())].into(),
        boxed: [menu.clone()].into(),
        ..page(&plain)
    });
    page.changing.replace(Some(style(&log, "first")));
    page.changing.replace(Some(plain.clone()));
    assert_eq!(log.take(), ["first"]);
    page.named.borrow_mut().insert("x".to_owned(), plain.clone());
    page.set_favourite(&plain);
    assert_eq!(Strong::strong_count(&plain), 1 + 1 + 1 + 2 + 1 + 1 + 2);
    assert_eq!((page.sorted[&1].name, page.boxed[0].child_count()), ("m", 1));
    let sub = menu.first_child().unwrap();
    drop((plain, menu, page));
    assert!(log.take().is_empty());
    assert!(sub.is_root(), "its owner went with the page");
    drop(sub);
    assert_eq!(log.take(), ["plain"]);
}

#[test]
fn a_target_dies_with_its_last_owner_when_that_ones_fields_go() {
    let log = Log::new();
    let root = Strong::new(page(&style(&log, "r")));
    let a = root.add_child(page(&style(&log, "a")));
    a.add_child(page(&style(&log, "b")));
    root.add_child(Page { many: vec![style(&log, "c1"), style(&log, "c2")], ..page(&style(&log, "c")) });
    drop(a);
    drop(root);
    assert_eq!(log.take(), ["r", "a", "b", "c", "c1", "c2"]);
}

#[test]
fn a_subtree_may_be_shared_and_walked_from_its_owners() {
    let log = Log::new();
    let plain = style(&log, "plain");
    let menu = Menu::new("m", plain.clone());
    let item = menu.add_child(Menu::new("item", plain.clone()));
    let pages: Vec<_> =
        (0..3).map(|_| Strong::new(Page { boxed: [menu.clone(), item.clone()].into(), ..page(&plain) })).collect();
    assert!(pages.iter().all(|page| page.boxed[0].descendants().eq([item.clone()])));
    drop((menu, item));
    assert!(pages.iter().all(|page| page.boxed[1].parent().as_ref() == page.boxed.first()));
    let seen: HashSet<_> = pages.iter().map(|page| page.boxed[1].clone()).collect();
    assert_eq!(seen.len(), 1);
    let (mut pages, before) = (pages, Strong::strong_count(&plain));
    pages.truncate(1);
    assert_eq!(Strong::strong_count(&plain), before - 2);
}

/// One level of a chain of types, each sharing the next.
#[derive(Graph)]
struct Level<N> {
    #[strong]
    next: Vec<Strong<N>>,
}

#[derive(Graph)]
struct Bottom {
    _log: SaysOnDrop,
}

trait Deep {
    fn build(log: &Log) -> Strong<Self>
    where
        Self: Sized;
}

impl Deep for Bottom {
    fn build(log: &Log) -> Strong<Bottom> {
        Strong::new(Bottom { _log: log.on_drop("bottom") })
    }
}

impl<N: Deep + Graph + weakgraph::NoStrongCycle<()>> Deep for Level<N> {
    fn build(log: &Log) -> Strong<Level<N>> {
        Strong::new(Level { next: vec![N::build(log)] })
    }
}

macro_rules! levels {
    ($below:ty;) => { $below };
    ($below:ty; $one:tt $($more:tt)*) => { levels!(Level<$below>; $($more)*) };
}

type Ten<N> = levels!(N; 1 2 3 4 5 6 7 8 9 10);

#[test]
fn a_chain_through_the_users_own_lists_is_as_deep_as_the_types_allow() {
    // Each level nests a death in a death: about 1 KB of stack where nothing is optimized, so half as deep there.
    #[cfg(debug_assertions)]
    type Chain = Ten<Ten<Ten<Bottom>>>;
    #[cfg(not(debug_assertions))]
    type Chain = Ten<Ten<Ten<Ten<Ten<Ten<Bottom>>>>>>;
    on_small_stack(|| {
        let log = Log::new();
        let chain = Chain::build(&log);
        assert_eq!(chain.next.len(), 1);
        drop(chain);
        assert_eq!(log.take(), ["bottom"]);
    });
}
