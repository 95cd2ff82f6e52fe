//! What `Graph::edges` and `Snapshot` tell: every edge, its field, kind, place and target; without counting.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use weakgraph::{Child, Children, EdgeKind, Graph, NodeId, Parent, Snapshot, Strong, Target, Weak, WeakCell, WeakList};
use weakgraph_tests::{on_small_stack, size};

#[derive(Graph)]
struct Style(u8);

fn style(n: u8) -> Strong<Style> {
    Strong::new(Style(n))
}

/// Edges as `field[index]: kind -> target`, the targets named by `names`.
fn told(edges: &[weakgraph::Edge], names: &[(NodeId, &str)]) -> Vec<String> {
    let target = |target: Target| match target {
        Target::Alive { id, type_name } => match names.iter().find(|it| it.0 == id) {
            Some((_, name)) => (*name).to_owned(),
            None => format!("a {type_name}"),
        },
        Target::Dropped { type_name } => format!("dead {type_name}"),
        other => format!("{other:?}"),
    };
    edges.iter().map(|it| format!("{}[{}]: {:?} -> {}", it.field, it.index, it.kind, target(it.target))).collect()
}

#[derive(Graph, Default)]
struct Every {
    #[weak]
    up: Parent<Every>,
    name: String,
    #[strong]
    children: Children<Every>,
    #[strong]
    left: Child<Every>,
    #[weak]
    friend: WeakCell<Every>,
    #[weak(item = r#in)]
    r#in: WeakList<Every>,
    #[weak]
    boss: Weak<Every>,
    #[strong]
    style: Option<Strong<Style>>,
    #[weak]
    seen: RefCell<Vec<Weak<Every>>>,
}

#[test]
fn every_kind_is_told_in_the_order_of_the_fields() {
    let [top, a, b, c] = [(); 4].map(|()| Strong::<Every>::default());
    let dead = Strong::downgrade(&Strong::<Every>::default());
    let node = Strong::new(Every {
        name: "it".into(),
        boss: Strong::downgrade(&top),
        style: Some(style(0)),
        seen: RefCell::new(vec![dead, Weak::new(), Strong::downgrade(&c)]),
        ..Every::default()
    });
    top.add_child(&node);
    node.add_child(&a);
    node.add_child(&b);
    node.set_left(&c);
    node.set_friend(&a);
    node.add_in(&b);
    node.add_in(&b);
    let names = [(&top, "top"), (&a, "a"), (&b, "b"), (&c, "c")].map(|(node, name)| (NodeId::of(node), name));
    let counts = [&top, &a, &b, &c, &node].map(|it| (Strong::strong_count(it), Strong::weak_count(it)));
    assert_eq!(
        told(&node.edges(), &names),
        [
            "up[0]: Back -> top",
            "children[0]: Owning -> a",
            "children[1]: Owning -> b",
            "left[0]: Owning -> c",
            "friend[0]: Weak -> a",
            "in[0]: Weak -> b",
            "in[1]: Weak -> b",
            "boss[0]: Weak -> top",
            "style[0]: Shared -> a Style",
            "seen[0]: Weak -> dead Every",
            "seen[1]: Weak -> c",
        ]
    );
    assert_eq!(counts, [&top, &a, &b, &c, &node].map(|it| (Strong::strong_count(it), Strong::weak_count(it))));
    assert_eq!(node.name, "it");
}

#[test]
fn a_value_that_is_not_born_has_the_edges_that_wait() {
    let (a, b) = (Strong::<Every>::default(), Strong::<Every>::default());
    let value = Every { children: Children::from([a.clone(), b.clone()]), ..Every::default() };
    assert_eq!(value.edges().len(), 2);
    assert_eq!(value.children.len(), 2);
    let node = Strong::new(value);
    assert_eq!(
        told(&node.edges(), &[(NodeId::of(&a), "a"), (NodeId::of(&b), "b")]),
        ["children[0]: Owning -> a", "children[1]: Owning -> b"]
    );
}

#[test]
fn a_dead_weak_cell_and_a_dying_owner() {
    thread_local!(static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) });
    #[derive(Graph, Default)]
    #[graph(on_drop = Node::look)]
    struct Node {
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
        #[weak]
        friend: WeakCell<Node>,
    }
    impl Node {
        fn look(&self) {
            SEEN.with_borrow_mut(|seen| seen.extend(told(&self.edges(), &[])));
            for member in self.children() {
                SEEN.with_borrow_mut(|seen| seen.extend(told(&member.edges(), &[])));
                // The dying owner is nobody's target any more, and cannot be brought back.
                assert_eq!(Snapshot::of(&member).len(), 1);
            }
        }
    }
    let node = Strong::<Node>::default();
    let friend = Strong::<Node>::default();
    node.set_friend(&friend);
    drop(friend);
    assert_eq!(told(&node.edges(), &[]), ["friend[0]: Weak -> dead Node"]);
    node.add_child(Node::default());
    SEEN.take();
    drop(node);
    assert_eq!(SEEN.take(), ["children[0]: Owning -> a Node", "friend[0]: Weak -> dead Node"]);
}

type Opaque<T> = Vec<T>;
struct Own<T>(T);

#[derive(Graph)]
struct Boxes {
    #[strong]
    plain: Strong<Style>,
    #[strong]
    list: Vec<Strong<Style>>,
    #[strong]
    pairs: RefCell<Vec<(u8, Strong<Style>, Option<Strong<Style>>)>>,
    #[strong]
    map: HashMap<String, Strong<Style>>,
    #[strong]
    keys: BTreeMap<u8, Box<[Strong<Style>]>>,
    #[strong]
    set: HashSet<Strong<Style>>,
    #[strong]
    both: HashMap<Strong<Style>, Strong<Style>>,
    #[strong]
    cell: Cell<Option<Strong<Style>>>,
    #[strong]
    cells: Cell<Vec<Strong<Style>>>,
    #[strong]
    once: OnceCell<Strong<Style>>,
    #[strong]
    array: [VecDeque<Strong<Style>>; 2],
    #[strong]
    rc: Rc<RefCell<Option<Strong<Style>>>>,
    #[strong]
    aliased: Opaque<Strong<Style>>,
    #[strong]
    foreign: Own<Strong<Style>>,
    #[strong]
    fixed: Cell<Strong<Style>>,
    #[strong]
    result: Result<Strong<Style>, u8>,
    #[weak]
    weak: Cell<Weak<Style>>,
}

#[test]
fn containers_of_the_standard_library_are_looked_into() {
    let boxes = Strong::new(Boxes {
        plain: style(0),
        list: vec![style(1), style(2)],
        pairs: RefCell::new(vec![(3, style(3), None), (4, style(4), Some(style(5)))]),
        map: HashMap::from([("six".into(), style(6))]),
        keys: BTreeMap::from([(7, Box::from([style(7), style(8)]))]),
        set: HashSet::from([style(9)]),
        both: HashMap::from([(style(10), style(11))]),
        cell: Cell::new(Some(style(12))),
        cells: Cell::new(vec![style(13)]),
        once: OnceCell::from(style(14)),
        array: [VecDeque::from([style(15)]), VecDeque::from([style(16)])],
        rc: Rc::new(RefCell::new(Some(style(17)))),
        aliased: vec![style(18)],
        foreign: Own(style(19)),
        fixed: Cell::new(style(20)),
        result: Ok(style(21)),
        weak: Cell::default(),
    });
    let snapshot = Snapshot::of(&boxes);
    let edges = boxes.edges();
    let count =
        |field| edges.iter().filter(|it| it.field == field && matches!(it.target, Target::Alive { .. })).count();
    let fields = [
        ("plain", 1),
        ("list", 2),
        ("pairs", 3),
        ("map", 1),
        ("keys", 2),
        ("set", 1),
        ("both", 2),
        ("cell", 1),
        ("cells", 1),
        ("once", 1),
        ("array", 2),
        ("rc", 1),
        ("aliased", 1),
    ];
    for (field, n) in fields {
        assert_eq!(count(field), n, "{field}");
        assert!(edges.iter().filter(|it| it.field == field).enumerate().all(|(i, it)| it.index == i), "{field}");
    }
    assert_eq!(snapshot.inside(), 1 + fields.iter().map(|it| it.1).sum::<usize>());
    drop(snapshot);
    // What was in the cells still is.
    assert_eq!(boxes.cell.take().map(|it| it.0), Some(12));
    assert_eq!(boxes.cells.take().len(), 1);
    // The rest says that it is there, but not what.
    let opaque: Vec<_> = edges.iter().filter(|it| it.target == Target::Opaque).map(|it| (it.field, it.kind)).collect();
    assert_eq!(opaque, [("foreign", EdgeKind::Shared), ("fixed", EdgeKind::Shared), ("result", EdgeKind::Shared)]);
    assert!(boxes.foreign.0.0 == 19 && boxes.weak.take().upgrade().is_none() && boxes.list.len() == 2);
    let _ = (
        &boxes.map,
        &boxes.keys,
        &boxes.set,
        &boxes.both,
        &boxes.once,
        &boxes.array,
        &boxes.aliased,
        &boxes.fixed,
        &boxes.result,
    );
}

#[test]
fn a_borrowed_cell_is_reported_and_does_not_panic() {
    let node = Strong::<Every>::default();
    node.seen.borrow_mut().push(Strong::downgrade(&node));
    let borrowed = node.seen.borrow_mut();
    assert_eq!(told(&node.edges(), &[]), ["seen[0]: Weak -> Borrowed"]);
    assert_eq!(Snapshot::of(&node).node(0).edges().next().unwrap().to(), None);
    drop(borrowed);
    assert_eq!(told(&node.edges(), &[(NodeId::of(&node), "itself")]), ["seen[0]: Weak -> itself"]);
    let _shared = node.seen.borrow();
    assert_eq!(node.edges().len(), 1);
}

#[derive(Graph)]
enum Entry {
    File {
        #[weak]
        folder: Parent<Entry>,
        #[strong(item = entry)]
        entries: Children<Entry>,
        #[strong]
        owner: Option<Strong<Style>>,
        #[graph(label)]
        name: String,
    },
    Link(
        #[strong(name = entries, item = entry)] Children<Entry>,
        #[weak(name = folder)] Parent<Entry>,
        #[strong] Vec<Strong<Style>>,
    ),
}

#[test]
fn an_enum_tells_those_of_its_variant() {
    let link = Strong::new(Entry::Link(Children::new(), Parent::new(), vec![style(1)]));
    let file = Strong::new(Entry::File {
        folder: Parent::new(),
        entries: Children::from([link.clone()]),
        owner: Some(style(2)),
        name: "f".into(),
    });
    let names = [(NodeId::of(&link), "link"), (NodeId::of(&file), "file")];
    assert_eq!(told(&file.edges(), &names), ["entries[0]: Owning -> link", "owner[0]: Shared -> a Style"]);
    assert_eq!(told(&link.edges(), &names), ["folder[0]: Back -> file", "2[0]: Shared -> a Style"]);
    let snapshot = Snapshot::of(&file);
    assert_eq!(snapshot.nodes().map(|it| it.label()).collect::<Vec<_>>(), ["f", "Entry", "Style", "Style"]);
}

#[test]
fn a_snapshot_names_what_is_outside_and_counts_without_itself() {
    let [top, node, low, friend] = [(); 4].map(|()| Strong::<Every>::default());
    top.add_child(&node);
    node.add_child(&low);
    low.set_friend(&friend);
    let snapshot = Snapshot::of(&node);
    assert_eq!((snapshot.inside(), snapshot.len()), (2, 4));
    assert_eq!(snapshot.nodes().map(|it| it.depth()).collect::<Vec<_>>(), [0, 1, 0, 0]);
    assert_eq!(snapshot.number_of(NodeId::of(&top)), Some(2));
    assert_eq!(snapshot.number_of(NodeId::of(&friend)), Some(3));
    assert_eq!(snapshot.node(2).edges().len() + snapshot.node(3).edges().len(), 0, "they are not looked into");
    // A handle, and the owner.
    assert_eq!(snapshot.node(1).strong_count(), 2);
    // It does not change, and keeps what it shows.
    low.detach_from_up();
    drop((low, friend));
    let edge = snapshot.node(1).edges().last().unwrap();
    assert_eq!((edge.edge().field, edge.to()), ("friend", Some(3)));
    assert_eq!(snapshot.node(3).label(), "Every");
    assert_eq!(format!("{snapshot:?}"), "Snapshot(2 nodes inside, 2 outside)");
}

#[test]
fn a_million_nodes_below_each_other() {
    on_small_stack(|| {
        let top = Strong::<Every>::default();
        let mut low = top.clone();
        let many = size(1_000_000, 30_000);
        for _ in 1..many {
            low = low.add_child(Every::default());
        }
        let snapshot = Snapshot::of(&top);
        assert_eq!((snapshot.len(), snapshot.node(many - 1).depth()), (many, many - 1));
        drop((top, low));
        // The snapshot is the last that holds them.
    });
}

#[test]
fn what_dies_with_a_snapshot_may_panic() {
    thread_local!(static GONE: Cell<usize> = const { Cell::new(0) });
    #[derive(Graph, Default)]
    #[graph(on_drop = Bad::gone)]
    struct Bad {
        #[weak]
        parent: Parent<Bad>,
        #[strong]
        children: Children<Bad>,
    }
    impl Bad {
        fn gone(&self) {
            GONE.set(GONE.get() + 1);
            std::panic::resume_unwind(Box::new("gone"));
        }
    }
    let top = Strong::<Bad>::default();
    let members: Vec<_> = (0..3).map(|_| top.add_child(Bad::default())).collect();
    let snapshot = Snapshot::of(&top);
    top.children().clear();
    drop(members);
    assert_eq!(GONE.get(), 0);
    assert!(weakgraph_tests::panic_of(|| drop(snapshot)).is_some());
    assert_eq!(GONE.get(), 3);
    assert!(weakgraph_tests::panic_of(|| drop(top)).is_some());
}

/// Types of another crate that are called as ours and as those of `std`.
mod namesakes {
    use super::Style;

    pub(super) struct Strong<T>(pub(super) T);
    pub(super) struct Weak<T>(pub(super) T);
    pub(super) struct Vec<T>(pub(super) T);
    pub(super) struct Box<T>(pub(super) T);
    pub(super) struct HashMap<K, V>(pub(super) K, pub(super) V);

    #[derive(weakgraph::Graph)]
    pub(super) struct Holder {
        #[strong]
        pub(super) strong: Option<Strong<Style>>,
        #[weak]
        pub(super) weak: Option<Weak<Style>>,
        #[weak]
        pub(super) weaks: std::vec::Vec<(u8, Weak<Style>)>,
        #[strong]
        pub(super) list: Vec<weakgraph::Strong<Style>>,
        #[strong]
        pub(super) boxed: Option<Box<weakgraph::Strong<Style>>>,
        #[strong]
        pub(super) values: HashMap<u8, weakgraph::Strong<Style>>,
        #[strong]
        pub(super) keys: HashMap<weakgraph::Strong<Style>, u8>,
        #[weak]
        pub(super) links: Vec<weakgraph::Weak<Style>>,
    }
}

#[test]
fn types_that_are_only_called_like_known_ones_are_opaque() {
    use namesakes::{Box, HashMap, Holder, Strong as OtherStrong, Vec as OtherVec, Weak as OtherWeak};
    let holder = Strong::new(Holder {
        strong: Some(OtherStrong(Style(0))),
        weak: Some(OtherWeak(Style(1))),
        weaks: vec![(0, OtherWeak(Style(2))), (1, OtherWeak(Style(3)))],
        list: OtherVec(style(4)),
        boxed: Some(Box(style(5))),
        values: HashMap(0, style(6)),
        keys: HashMap(style(7), 0),
        links: OtherVec(Weak::new()),
    });
    assert_eq!(
        told(&holder.edges(), &[]),
        [
            "strong[0]: Shared -> Opaque",
            "weak[0]: Weak -> Opaque",
            "weaks[0]: Weak -> Opaque",
            "weaks[1]: Weak -> Opaque",
            "list[0]: Shared -> Opaque",
            "boxed[0]: Shared -> Opaque",
            "values[0]: Shared -> Opaque",
            "keys[0]: Shared -> Opaque",
            "links[0]: Weak -> Opaque",
        ]
    );
    let held = [&holder.list.0, &holder.boxed.as_ref().unwrap().0, &holder.values.1, &holder.keys.0];
    assert_eq!(held.map(|it| it.0), [4, 5, 6, 7]);
    assert!(holder.values.0 == 0 && holder.keys.1 == 0 && holder.links.0.upgrade().is_none());
    let weak: Vec<u8> = holder.weaks.iter().map(|it| it.1.0.0).chain(holder.weak.as_ref().map(|it| it.0.0)).collect();
    assert_eq!((holder.strong.as_ref().map(|it| it.0.0), &*weak), (Some(0), &[2, 3, 1][..]));
}
