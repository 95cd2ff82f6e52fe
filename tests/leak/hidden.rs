//! Fields that are no edges, and may hide some: what a report sees in them.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use weakgraph::collections::{WeakIdMap, WeakKeyMap};
use weakgraph::{Callback, Children, Finalizer, Graph, Parent, Strong, Watch, Weak, callback, leak, weak};

#[derive(Graph, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Leaf(u8);

fn leaf() -> Strong<Leaf> {
    Strong::new(Leaf(0))
}

/// `Ord` by address.
#[derive(Clone)]
struct ByAddress(Strong<Leaf>);
impl PartialEq for ByAddress {
    fn eq(&self, other: &ByAddress) -> bool {
        self.0 == other.0
    }
}
impl Eq for ByAddress {}
impl PartialOrd for ByAddress {
    fn partial_cmp(&self, other: &ByAddress) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for ByAddress {
    fn cmp(&self, other: &ByAddress) -> std::cmp::Ordering {
        Strong::as_ptr(&self.0).cmp(&Strong::as_ptr(&other.0))
    }
}

type Link = Strong<Leaf>;
type MaybeLink = RefCell<Option<Link>>;
type Handler = Box<dyn Fn()>;

#[derive(Graph, Default)]
struct Holder {
    #[graph(label)]
    name: &'static str,
    #[graph(opaque)]
    plain: Option<Strong<Leaf>>,
    #[graph(opaque)]
    boxed: Option<Box<Strong<Leaf>>>,
    #[graph(opaque)]
    list: Vec<Strong<Leaf>>,
    #[graph(opaque)]
    cell: Cell<Option<Strong<Leaf>>>,
    #[graph(opaque)]
    cell_list: Cell<Vec<Strong<Leaf>>>,
    #[graph(opaque)]
    once: OnceCell<Strong<Leaf>>,
    #[graph(opaque)]
    ref_cell: RefCell<Option<Strong<Leaf>>>,
    #[graph(opaque)]
    deep: RefCell<HashMap<u8, Vec<(u8, Option<Rc<RefCell<Option<Strong<Leaf>>>>>)>>>,
    #[graph(opaque)]
    others: RefCell<(VecDeque<Strong<Leaf>>, LinkedList<Strong<Leaf>>, [Option<Strong<Leaf>>; 2])>,
    #[graph(opaque)]
    keys: RefCell<BTreeMap<u8, Strong<Leaf>>>,
    #[graph(opaque)]
    set: RefCell<HashSet<Strong<Leaf>>>,
    #[graph(opaque)]
    key: RefCell<HashMap<Strong<Leaf>, String>>,
    #[graph(opaque)]
    #[allow(dead_code, reason = "holds nothing")]
    text: String,
    #[graph(opaque)]
    weak: RefCell<Vec<Weak<Leaf>>>,
    #[graph(opaque)]
    foreign: Option<Arc<Mutex<ByAddressBox>>>,
    link: Option<Link>,
    maybe: MaybeLink,
    handler: RefCell<Option<Handler>>,
    on_click: RefCell<Vec<Box<dyn Fn()>>>,
    called: RefCell<Option<Callback<u8>>>,
    calls: RefCell<HashMap<u8, Callback>>,
}

#[derive(Default)]
struct ByAddressBox(#[allow(dead_code, reason = "holds it")] Option<ByAddress>);

/// What a report says of a leaf that only `fill` holds: the number of handles that nothing explains, and the path.
fn seen(fill: impl FnOnce(&mut Holder, Strong<Leaf>)) -> (usize, Option<String>) {
    let leaf = leaf();
    let weak = Strong::downgrade(&leaf);
    let mut holder = Holder { name: "h", ..Holder::default() };
    fill(&mut holder, leaf);
    let holder = Strong::new(holder);
    let why = leak::why(&weak);
    let node = why.node().expect("it is alive");
    let told = (node.outside_handles(), node.path().map(str::to_owned));
    assert_eq!(weak.strong_count(), 1, "a report keeps nothing");
    drop(holder);
    assert!(weak.upgrade().is_none());
    told
}

fn at(path: &str) -> (usize, Option<String>) {
    (0, Some(format!("Holder \"h\".{path}")))
}

#[test]
fn a_handle_in_an_opaque_field_is_an_edge_of_the_report() {
    assert_eq!(seen(|it, leaf| it.plain = Some(leaf)), at("plain[0]"));
    assert_eq!(seen(|it, leaf| it.boxed = Some(Box::new(leaf))), at("boxed[0]"));
    assert_eq!(seen(|it, leaf| it.list = vec![Strong::new(Leaf(1)), leaf]), at("list[1]"));
    assert_eq!(seen(|it, leaf| it.cell = Cell::new(Some(leaf))), at("cell[0]"));
    assert_eq!(seen(|it, leaf| it.cell_list = Cell::new(vec![leaf])), at("cell_list[0]"));
    assert_eq!(seen(|it, leaf| it.once = OnceCell::from(leaf)), at("once[0]"));
    assert_eq!(seen(|it, leaf| it.ref_cell = RefCell::new(Some(leaf))), at("ref_cell[0]"));
    assert_eq!(
        seen(|it, leaf| it.deep.get_mut().entry(1).or_default().push((1, Some(Rc::new(RefCell::new(Some(leaf))))))),
        at("deep[0]")
    );
    assert_eq!(seen(|it, leaf| it.others.get_mut().0.push_back(leaf)), at("others[0]"));
    assert_eq!(seen(|it, leaf| it.others.get_mut().1.push_back(leaf)), at("others[0]"));
    assert_eq!(seen(|it, leaf| it.others.get_mut().2[1] = Some(leaf)), at("others[0]"));
    assert_eq!(seen(|it, leaf| _ = it.keys.get_mut().insert(1, leaf)), at("keys[0]"));
    assert_eq!(seen(|it, leaf| _ = it.set.get_mut().insert(leaf)), at("set[0]"));
    assert_eq!(seen(|it, leaf| _ = it.key.get_mut().insert(leaf, "k".to_owned())), at("key[0]"));
}

#[test]
fn a_handle_behind_an_alias_is_an_edge_of_the_report() {
    assert_eq!(seen(|it, leaf| it.link = Some(leaf)), at("link[0]"));
    assert_eq!(seen(|it, leaf| it.maybe = RefCell::new(Some(leaf))), at("maybe[0]"));
}

#[test]
fn a_callback_shows_what_it_captured() {
    let captured = |it: &mut Holder, leaf: Strong<Leaf>| {
        it.called = RefCell::new(Some(callback!([strong leaf] |more: u8| _ = leaf.0 + more)));
    };
    assert_eq!(seen(captured), at("called[0]"));
    let in_a_map = |it: &mut Holder, leaf: Strong<Leaf>| {
        it.calls.get_mut().insert(1, callback!([strong leaf] || _ = leaf.0));
    };
    assert_eq!(seen(in_a_map), at("calls[0]"));
    // Moved into the closure, beside its captures: not seen, and said.
    let moved = |it: &mut Holder, leaf: Strong<Leaf>| {
        it.called = RefCell::new(Some(Callback::new((), move |(), _: u8| _ = leaf.0)));
    };
    assert_eq!(seen(moved), (1, None));
    let leaf = leaf();
    let (weak, moved) = (Strong::downgrade(&leaf), Callback::new((), move |(), _: u8| _ = leaf.0));
    let holder = Strong::new(Holder { called: RefCell::new(Some(moved)), ..Holder::default() });
    assert!(weak.is_alive());
    let told = leak::why(&Strong::downgrade(&holder)).to_string();
    assert!(told.contains("`called` of an `Rc` cannot be looked into, and may hold it"), "{told}");
}

#[test]
fn a_closure_that_hides_its_own_node_is_named() {
    let node = Strong::new(Holder { name: "n", ..Holder::default() });
    let weak = Strong::downgrade(&node);
    let me = node.clone();
    node.on_click.borrow_mut().push(Box::new(move || _ = me.name));
    drop(node);
    let told = leak::why(&weak).to_string();
    assert!(told.contains("    its field `on_click` cannot be looked into, and may hold it\n"), "{told}");
    let me = weak.upgrade().unwrap();
    let handler: Handler = Box::new(move || _ = me.name);
    weak.upgrade().unwrap().on_click.take();
    weak.upgrade().unwrap().handler.replace(Some(handler));
    let told = leak::why(&weak).to_string();
    assert!(told.contains("    its field `handler` cannot be looked into, and may hold it\n"), "{told}");
    weak.upgrade().unwrap().handler.take();
    let node = Strong::new(Holder { name: "n", ..Holder::default() });
    let weak = Strong::downgrade(&node);
    let told = leak::why(&weak).to_string();
    assert!(!told.contains("looked into"), "nothing is there: {told}");
    // A borrowed cell may hold anything.
    let borrowed = node.ref_cell.borrow_mut();
    let told = leak::why(&weak).to_string();
    assert!(told.contains("    its field `ref_cell` is borrowed, and may hold it\n"), "{told}");
    drop(borrowed);
}

#[derive(Graph, Default)]
struct Window {
    #[graph(label)]
    name: &'static str,
    #[weak]
    parent: Parent<Window>,
    #[strong]
    children: Children<Window>,
    watches: RefCell<Vec<Watch>>,
    finalizer: RefCell<Option<Finalizer>>,
    by_key: RefCell<WeakKeyMap<Leaf, Vec<u8>>>,
    by_id: RefCell<WeakIdMap<Leaf, Box<dyn Fn()>>>,
    pair: (u8, Option<Box<dyn Fn()>>),
    shared: Option<Rc<dyn Fn()>>,
}

#[test]
fn fields_that_own_what_they_do_not_show_are_named() {
    let window = Strong::new(Window { name: "w", ..Window::default() });
    let inner = window.add_child(Window {
        name: "inner",
        pair: (0, Some(Box::new(|| ()))),
        shared: Some(Rc::new(|| ())),
        ..Window::default()
    });
    let told = leak::why(&Strong::downgrade(&window)).to_string();
    for field in ["by_key", "by_id"] {
        assert!(told.contains(&format!("its field `{field}` cannot be looked into")), "{field}: {told}");
    }
    let told = leak::why(&Strong::downgrade(&inner)).to_string();
    for field in ["by_key", "by_id", "pair", "shared"] {
        assert!(told.contains(&format!("its field `{field}` cannot be looked into")), "{field}: {told}");
    }
    window.by_key.take();
    window.watches.borrow_mut().push(Strong::watch(&inner, |_| ()));
    window.finalizer.replace(Some(Finalizer::new(&inner, || ())));
    let told = leak::why(&Strong::downgrade(&window)).to_string();
    for field in ["watches", "finalizer"] {
        assert!(told.contains(&format!("its field `{field}` cannot be looked into")), "{field}: {told}");
    }
}

#[test]
fn an_rc_that_several_hold_counts_once() {
    #[derive(Graph)]
    struct Shares(#[graph(opaque)] Rc<RefCell<Vec<Strong<Leaf>>>>);
    let shared = Rc::new(RefCell::new(vec![leaf()]));
    let weak = Strong::downgrade(&shared.borrow()[0]);
    let nodes: Vec<_> = (0..3).map(|_| Strong::new(Shares(shared.clone()))).collect();
    let held = weak.upgrade().unwrap();
    let why = leak::why(&weak);
    assert_eq!((why.node().unwrap().strong_count(), why.node().unwrap().outside_handles()), (2, 1), "{why}");
    drop(held);
    let why = leak::why(&weak);
    assert_eq!((why.node().unwrap().outside_handles(), why.node().unwrap().path()), (0, Some("an `Rc`.0[0]")), "{why}");
    drop(shared);
    let why = leak::why(&weak);
    assert_eq!((why.node().unwrap().outside_handles(), why.node().unwrap().path()), (0, Some("Shares.0[0]")), "{why}");
    drop(nodes);
}

/// A type of the user's that is called like one of the standard library's is not looked into.
mod named_alike {
    use weakgraph::{Graph, Strong};

    pub struct Option<T>(#[allow(dead_code, reason = "holds it")] pub Vec<T>);

    #[derive(Graph)]
    pub struct Other(#[graph(opaque)] pub Option<Strong<super::Leaf>>);
}

#[test]
fn a_type_that_is_called_like_a_container_is_opaque() {
    let held = leaf();
    let weak = Strong::downgrade(&held);
    let node = Strong::new(named_alike::Other(named_alike::Option(vec![held])));
    let why = leak::why(&weak);
    assert_eq!(why.node().unwrap().outside_handles(), 1);
    let told = leak::why(&Strong::downgrade(&node)).to_string();
    assert!(told.contains("its field `0` cannot be looked into"), "{told}");
}

#[derive(Graph)]
enum Choice<T: 'static, const N: usize> {
    Empty,
    Held(#[graph(opaque)] Cell<Option<Strong<Leaf>>>),
    Both {
        #[graph(opaque)]
        many: [Option<Strong<Leaf>>; N],
        #[graph(opaque)]
        #[allow(dead_code, reason = "of any type")]
        any: T,
    },
}

#[test]
fn enums_and_generic_types_are_looked_into() {
    let (a, b) = (leaf(), leaf());
    let (a_weak, b_weak) = (Strong::downgrade(&a), Strong::downgrade(&b));
    let nodes = [
        Strong::new(Choice::<String, 1>::Empty),
        Strong::new(Choice::Held(Cell::new(Some(a)))),
        Strong::new(Choice::Both { many: [Some(b)], any: "x".to_owned() }),
    ];
    assert_eq!(leak::why(&a_weak).node().unwrap().path(), Some("Choice.0[0]"));
    assert_eq!(leak::why(&b_weak).node().unwrap().path(), Some("Choice.many[0]"));
    drop(nodes);
}

#[test]
fn closures_of_weak_may_capture_strongly() {
    let (kept, dropped) = (leaf(), Strong::new(Leaf(3)));
    let count = weak!([strong kept, dropped] |more: u8| -> u8 { Strong::strong_count(&kept) as u8 + dropped.0 + more }, else 100);
    assert_eq!(Strong::strong_count(&kept), 2);
    assert_eq!(count(1), 3 + 3 + 1);
    drop(dropped);
    assert_eq!(count(1), 100);
    let strong = leaf();
    let named = weak!([strong other = strong.clone(), strong = strong.clone()] || strong == other, else false);
    assert!(named());
}

#[test]
fn a_callback_takes_what_it_says() {
    let a = Strong::new(Leaf(1));
    let none: Callback = callback!([a] || _ = a.0);
    none.call(());
    let pair: Callback<(u8, u8), u8> =
        callback!([a, strong b = Strong::new(Leaf(2))] |(x, y): (u8, u8)| a.0 + b.0 + x + y);
    assert_eq!(pair.call((3, 4)), 10);
    let typed = callback!([a] move |x: &'static str| -> usize { x.len() + usize::from(a.0) }, else 7);
    assert_eq!(typed.clone().call("abc"), 4);
    drop(a);
    assert_eq!((typed.call("abc"), pair.call((3, 4))), (7, 0));
    assert_eq!(format!("{typed:?}"), "Callback(..)");
    let many = Callback::new((vec![leaf(), leaf()], Some(Weak::<Leaf>::new())), |(all, none), ()| {
        (all.len(), none.as_ref().is_some_and(Weak::is_alive))
    });
    assert_eq!(many.call(()), (2, false));
}

#[test]
fn what_a_heap_orders_is_not_compared() {
    #[derive(Graph)]
    struct Heaps(#[graph(opaque)] RefCell<BinaryHeap<NoOrder>>, #[graph(opaque)] RefCell<BTreeSet<NoOrder>>);
    struct NoOrder(#[allow(dead_code, reason = "holds it")] Strong<Leaf>);
    impl PartialEq for NoOrder {
        fn eq(&self, _: &NoOrder) -> bool {
            panic!("compared")
        }
    }
    impl Eq for NoOrder {}
    #[allow(clippy::non_canonical_partial_ord_impl, reason = "none of both is to be called")]
    impl PartialOrd for NoOrder {
        fn partial_cmp(&self, _: &NoOrder) -> Option<std::cmp::Ordering> {
            panic!("compared")
        }
    }
    impl Ord for NoOrder {
        fn cmp(&self, _: &NoOrder) -> std::cmp::Ordering {
            panic!("compared")
        }
    }
    let node = Strong::new(Heaps(RefCell::default(), RefCell::default()));
    node.0.borrow_mut().push(NoOrder(leaf()));
    node.1.borrow_mut().insert(NoOrder(leaf()));
    assert_eq!(leak::find().len(), 0);
    assert_eq!(leak::live::<Leaf>().len(), 2);
}
