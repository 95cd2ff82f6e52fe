//! The feature `leak`: which nodes of a thread are alive, where they were made, and what keeps them.
//!
//! Run it with `cargo test -p weakgraph-tests --features leak --test leak`. Each test has a thread of its own, and so a
//! list of its own.

mod garbage;
#[cfg(feature = "leak-handles")]
mod handles;
mod heap_snapshot;
mod hidden;
mod hostile;
mod tour;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use weakgraph::{Child, ChildOf, Children, Graph, NodeId, Parent, Strong, Weak, WeakCell, leak};
use weakgraph_tests::{Rng, on_small_stack, size, usage};

#[derive(Graph, Default)]
struct Style(u8);

#[derive(Graph, Default)]
#[graph(new)]
struct Node {
    #[graph(label)]
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    #[graph(default)]
    styles: RefCell<Vec<Strong<Style>>>,
    #[graph(default)]
    hidden: RefCell<Vec<Box<dyn Fn()>>>,
}

fn named(name: &str) -> Node {
    Node { name: name.to_owned(), ..Node::default() }
}

fn names(report: &leak::Report) -> Vec<&str> {
    report.nodes().iter().map(leak::LiveNode::label).collect()
}

#[test]
fn live_nodes_are_those_that_are_not_dropped_in_the_order_in_which_they_were_made() {
    let nodes: Vec<_> = (0..5).map(|i| Strong::new(named(&i.to_string()))).collect();
    let style = Strong::new(Style(1));
    assert_eq!(leak::live::<Node>(), nodes);
    assert_eq!(leak::live::<Style>(), [style.clone()]);
    // In any order: the first, the last, one between.
    let mut left = nodes;
    for which in [2, 3, 0, 1, 0] {
        drop(left.remove(which));
        assert_eq!(leak::live::<Node>(), left);
    }
    assert_eq!(leak::live::<Style>(), [style]);
}

#[test]
fn a_dropped_node_is_not_alive_though_its_memory_is_there() {
    let scope = leak::scope();
    let weak = Strong::downgrade(&Strong::new(named("a")));
    assert!(weak.upgrade().is_none() && leak::live::<Node>().is_empty());
    assert_eq!((scope.live(), leak::stats().len()), (0, 0));
    leak::assert_none!(scope);
}

#[derive(Graph)]
#[graph(on_drop = Looks::look)]
struct Looks {
    seen: Rc<Cell<usize>>,
    #[strong]
    below: Children<Below>,
}

#[derive(Graph, Default)]
struct Below {
    #[weak]
    above: Parent<Looks>,
}

impl Looks {
    fn look(&self) {
        // This node's drop has begun. What is below it is alive.
        assert!(leak::live::<Looks>().is_empty());
        self.seen.set(leak::live::<Below>().len());
        assert_eq!(leak::stats().len(), 1);
    }
}

impl Drop for Looks {
    fn drop(&mut self) {
        assert!(leak::live::<Looks>().is_empty());
    }
}

#[test]
fn a_node_is_not_alive_in_its_own_hook() {
    let seen = Rc::new(Cell::new(0));
    let looks = Strong::new(Looks { seen: seen.clone(), below: Children::new() });
    looks.add_below(Below::default());
    looks.add_below(Below::default());
    drop(looks);
    assert_eq!(seen.get(), 2);
    assert!(leak::stats().is_empty());
}

#[test]
fn a_node_that_waits_for_its_value_is_not_alive() {
    let node = Strong::new_cyclic(|me: &Weak<Node>| {
        assert!(me.upgrade().is_none() && leak::live::<Node>().is_empty());
        named("cyclic")
    });
    assert_eq!(leak::live::<Node>(), [node]);
    let kept = RefCell::new(None);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        Strong::new_cyclic(|me: &Weak<Node>| {
            *kept.borrow_mut() = Some(me.clone());
            panic!("no value")
        })
    }));
    assert!(panicked.is_err() && leak::stats().is_empty());
    drop(kept);
    drop(Strong::new(Style(0)));
    assert!(leak::stats().is_empty());
}

#[test]
fn a_value_that_was_taken_out_is_no_node() {
    let node = Strong::new(Style(7));
    assert!(Strong::try_unwrap(node).is_ok_and(|style| style.0 == 7));
    assert!(leak::stats().is_empty());
}

#[test]
fn the_types_with_most_bytes_come_first() {
    let nodes: Vec<_> = (0..3).map(|_| Strong::new(named("n"))).collect();
    let styles: Vec<_> = (0..4).map(Style).map(Strong::new).collect();
    let stats = leak::stats();
    let counts: Vec<_> = stats.iter().map(|it| (it.type_name, it.nodes)).collect();
    assert_eq!(counts, [("Node", 3), ("Style", 4)]);
    assert!(stats[0].bytes >= 3 * size_of::<Node>() && stats[1].bytes >= 4 * size_of::<Style>());
    assert_eq!(stats[1].to_string(), format!("Style: 4 nodes, {} bytes", stats[1].bytes));
    drop((nodes, styles));
}

#[test]
fn a_scope_knows_what_was_made_since() {
    let before = Strong::new(named("before"));
    let outer = leak::scope();
    let kept = before.add_child(named("outer"));
    let inner = leak::scope();
    before.add_child(named("inner"));
    assert_eq!((outer.live(), inner.live()), (2, 1));
    assert_eq!(names(&outer.report()), ["outer", "inner"]);
    assert_eq!(names(&inner.report()), ["inner"]);
    drop(before);
    assert_eq!((outer.live(), inner.live()), (1, 0));
    leak::assert_none!(inner);
    drop(kept);
    leak::assert_none!(outer);
    assert_eq!(outer.report().to_string(), "no node is alive\n");
}

#[test]
#[should_panic(expected = "1 node is alive:\nNode \"lost\", made at ")]
fn a_scope_with_a_forgotten_node_panics_with_its_report() {
    let scope = leak::scope();
    std::mem::forget(Strong::new(named("lost")));
    leak::assert_none!(scope);
}

#[test]
fn a_node_knows_the_line_that_made_it() {
    let scope = leak::scope();
    let root = Strong::new(named("new"));
    let first = line!() - 1;
    root.add_child(named("add"));
    root.try_add_child(named("try_add")).unwrap();
    root.add_child(Strong::from(named("from")));
    root.add_child(Node::new("generated".to_owned()));
    root.add_child(Strong::<Node>::default());
    root.children().append(named("append")).unwrap();
    root.children().prepend(named("prepend")).unwrap();
    root.children().insert(1, named("insert")).unwrap();
    let last = root.children().last().unwrap();
    root.children().insert_before(&last, named("before")).unwrap();
    root.children().insert_after(&last, named("after")).unwrap();
    root.children().replace(&last, named("replace")).unwrap();
    let report = scope.report();
    let lines: HashSet<u32> = report
        .nodes()
        .iter()
        .map(|node| {
            let place = node.made_at();
            assert!(place.file().ends_with("leak/main.rs"), "{node}");
            assert!(place.line() >= first && place.line() < first + 14, "{node}");
            place.line()
        })
        .collect();
    assert_eq!(lines.len(), report.len(), "each on a line of its own\n{report}");
    assert_eq!(report.nodes()[0].made_at().line(), first);
}

#[derive(Graph, Default)]
struct Leg {
    #[strong]
    foot: Child<Foot>,
}

#[derive(Graph, Default)]
struct Foot {
    #[weak]
    leg: Parent<Leg>,
}

#[test]
fn a_child_of_its_own_knows_the_line_that_made_it() {
    let leg = Strong::<Leg>::default();
    let made =
        |node: &Strong<Foot>| leak::why(&Strong::downgrade(node)).node().map(|node| node.made_at().line()).unwrap();
    let line = line!() + 1;
    assert_eq!(made(&leg.set_foot(Foot::default())), line);
    assert_eq!(made(&leg.try_set_foot(Foot::default()).unwrap()), line + 1);
}

#[test]
fn a_report_names_what_keeps_each_node() {
    let scope = leak::scope();
    let root = Strong::new(named("root"));
    let branch = root.add_child(named("a \"branch\"\n"));
    let style = Strong::new(Style(1));
    branch.styles.borrow_mut().extend([style.clone(), style.clone()]);
    let leaf = branch.add_child(named("leaf"));
    let weak = Strong::downgrade(&leaf);
    drop((branch, leaf, style));

    let report = scope.report();
    assert_eq!(names(&report), ["root", "a \"branch\"\n", "Style", "leaf"]);
    let [top, branch, style, leaf] = report.nodes() else { panic!("{report}") };
    assert_eq!((top.outside_handles(), top.path()), (1, None));
    assert_eq!((branch.outside_handles(), branch.path()), (0, Some("Node \"root\".children[0]")));
    assert_eq!(style.path(), Some("Node \"root\".children[0].styles[0]"));
    assert_eq!((style.strong_count(), style.outside_handles()), (2, 0));
    assert_eq!((leaf.strong_count(), leaf.weak_count()), (1, 1));
    assert_eq!(leaf.path(), Some("Node \"root\".children[0].children[0]"));
    assert_eq!(leaf.id(), NodeId::of(&weak.upgrade().unwrap()));
    assert!(leaf.bytes() >= size_of::<Node>());
    let text = report.to_string();
    let at = top.made_at();
    assert!(
        text.contains(&format!(
            "    kept by Node \"root\".children[0].children[0]\n    Node \"root\" was made at {at}, and 1 handle that no edge \
             explains holds it\n"
        )),
        "{text}"
    );
    assert!(text.contains("Node \"a \\\"branch\\\"\\n\", made at"), "a label stays on its line\n{text}");
    drop(root);
    leak::assert_none!(scope);
}

#[test]
fn the_reason_for_one_node_names_the_edges_that_lead_to_it() {
    let (root, style) = (Strong::new(named("root")), Strong::new(Style(1)));
    root.styles.borrow_mut().push(style.clone());
    let weak = Strong::downgrade(&style);
    drop(style);
    let why = leak::why(&weak);
    let node = why.node().unwrap();
    assert_eq!((node.type_name(), node.strong_count(), node.outside_handles()), ("Style", 1, 0));
    assert!(why.to_string().ends_with("    in styles[0] of Node \"root\"\n"), "{why}");
    assert_eq!(Strong::strong_count(&root), 1, "a report keeps nothing");
    assert_eq!(weak.strong_count(), 1);

    let held = weak.upgrade();
    let why = leak::why(&weak);
    assert_eq!(why.node().unwrap().outside_handles(), 1);
    assert!(why.to_string().contains("    held by 1 handle that no edge explains: in a variable, "), "{why}");
    drop((root, held));
    let why = leak::why(&weak);
    assert!(why.node().is_none());
    assert_eq!(why.to_string(), "this `Style` was dropped\n");
    assert!(leak::why(&Weak::<Style>::new()).node().is_none());
}

#[test]
fn a_closure_that_captured_its_own_node_is_found() {
    let scope = leak::scope();
    let weak = {
        let window = Strong::new(named("window"));
        let button = window.add_child(named("button"));
        let me = button.clone();
        button.hidden.borrow_mut().push(Box::new(move || _ = me.name.len()));
        Strong::downgrade(&button)
    };
    let report = scope.report();
    assert_eq!(names(&report), ["button"]);
    assert_eq!(report.nodes()[0].outside_handles(), 1);
    weak.upgrade().unwrap().hidden.take();
    leak::assert_none!(scope);
}

/// By its declaration, its parameter may borrow.
#[derive(Graph)]
struct MayBorrow<T>
where
    Kept: ChildOf<MayBorrow<T>, ()>,
{
    #[allow(dead_code, reason = "what may borrow")]
    what: T,
    #[strong]
    children: Children<Kept>,
}

#[derive(Graph, Default)]
struct Kept {
    #[weak]
    parent: Parent<MayBorrow<u8>>,
}

#[derive(Graph)]
struct Label<'a> {
    #[graph(label)]
    text: &'a str,
}

#[test]
fn the_value_of_a_forgotten_node_that_may_borrow_is_not_looked_at() {
    let scope = leak::scope();
    let text = "short-lived".to_owned();
    std::mem::forget(Strong::new(Label { text: &text }));
    drop(text);
    let report = scope.report();
    let node = &report.nodes()[0];
    assert_eq!((node.type_name(), node.label(), node.strong_count()), ("Label", "Label", 1));
    assert_eq!((node.outside_handles(), node.path()), (0, None));
    assert!(report.to_string().contains("    its type may borrow, so its value is not looked at\n"), "{report}");

    // Its children can be read.
    let parent = Strong::new(MayBorrow { what: 1, children: Children::new() });
    parent.add_child(Kept::default());
    let report = scope.report();
    let [_, _, kept] = report.nodes() else { panic!("{report}") };
    assert_eq!((kept.outside_handles(), kept.path()), (0, Some("Kept")));
    assert!(report.to_string().contains("its parent is of a type that may borrow"), "{report}");
}

thread_local! {
    static BUSY: RefCell<Vec<Strong<Busy>>> = const { RefCell::new(Vec::new()) };
}

#[derive(Graph)]
#[graph(label = Busy::label)]
struct Busy(u32);

impl Busy {
    /// Drops nodes and makes others, as a label may do.
    fn label(&self) -> String {
        let mut nodes = BUSY.take();
        nodes.push(Strong::new(Busy(self.0 + 100)));
        if nodes.len() > 3 {
            nodes.remove(0);
        }
        BUSY.set(nodes);
        format!("busy {} of {}", self.0, leak::live::<Busy>().len())
    }
}

#[test]
fn labels_may_edit_what_is_reported() {
    let scope = leak::scope();
    BUSY.set((0..3).map(|i| Strong::new(Busy(i))).collect());
    let report = scope.report();
    assert_eq!(report.len(), 3, "what was alive when it began");
    assert!(report.nodes()[2].label().starts_with("busy 2 of "), "{report}");
    BUSY.take();
    leak::assert_none!(scope);
}

#[test]
fn a_label_that_panics_leaves_the_counts_as_they_were() {
    #[derive(Graph)]
    #[graph(label = Panics::label)]
    struct Panics;
    impl Panics {
        fn label(&self) -> String {
            panic!("no label")
        }
    }
    let node = Strong::new(Panics);
    let scope = leak::scope();
    let other = Strong::new(Panics);
    assert!(catch_unwind(AssertUnwindSafe(|| scope.report())).is_err());
    assert_eq!((Strong::strong_count(&node), Strong::strong_count(&other)), (1, 1));
}

#[test]
fn threads_have_lists_of_their_own() {
    let node = Strong::new(Style(1));
    std::thread::spawn(|| {
        assert!(leak::stats().is_empty());
        let scope = leak::scope();
        drop(Strong::new(Style(2)));
        leak::assert_none!(scope);
    })
    .join()
    .unwrap();
    assert_eq!(leak::live::<Style>(), [node]);
}

/// Random graphs with hidden handles, against what the test itself knows.
#[test]
fn handles_from_outside_and_paths_are_those_of_the_graph() {
    for seed in 0..size(300, 60) as u64 {
        let mut rng = Rng::new(seed);
        let scope = leak::scope();
        let mut nodes: Vec<Strong<Node>> = Vec::new();
        let mut hidden = Vec::new();
        for number in 0..2 + rng.below(12) {
            let node = Strong::new(named(&number.to_string()));
            if number > 0 && rng.below(4) > 0 {
                nodes[rng.below(number)].add_child(&node);
            }
            if number > 0 && rng.below(3) == 0 {
                // In a closure, which the derive cannot see.
                let (holder, held) = (&nodes[rng.below(number)], node.clone());
                hidden.push(NodeId::of(&held));
                holder.hidden.borrow_mut().push(Box::new(move || _ = &held));
            }
            nodes.push(node);
        }
        let kept: Vec<bool> = nodes.iter().map(|_| rng.below(3) == 0).collect();
        let handles = |id| hidden.iter().filter(|it| **it == id).count();
        let kept: Vec<Strong<Node>> =
            nodes.iter().zip(kept).filter(|(_, kept)| *kept).map(|(it, _)| it.clone()).collect();
        drop(nodes);
        let report = scope.report();
        let live = leak::live::<Node>();
        assert_eq!(report.len(), live.len());
        for (node, live) in report.nodes().iter().zip(&live) {
            assert_eq!(node.id(), NodeId::of(live));
            // A holder that was dropped has dropped its closures.
            let hidden_now: usize = handles(node.id());
            let outside = usize::from(kept.contains(live));
            assert!(
                node.outside_handles() >= outside && node.outside_handles() <= outside + hidden_now,
                "{seed}: {node}"
            );
            let parents = usize::from(live.parent().is_some());
            // One is of `live`.
            assert_eq!(node.outside_handles(), Strong::strong_count(live) - 1 - parents, "{seed}: {node}");
            if node.outside_handles() > 0 {
                assert_eq!(node.path(), None);
                continue;
            }
            // Up to the first one that is held.
            let mut names = String::new();
            let mut at = live.clone();
            loop {
                let parent = at.parent().expect("something keeps it");
                let place = parent.children().index_of(&at).unwrap();
                names = format!(".children[{place}]{names}");
                at = parent;
                let info = report.nodes().iter().find(|it| it.id() == NodeId::of(&at)).unwrap();
                if info.outside_handles() > 0 {
                    break;
                }
            }
            assert_eq!(node.path(), Some(format!("Node {:?}{names}", at.name).as_str()), "{seed}");
        }
        for node in live {
            node.hidden.take();
        }
        drop(kept);
        leak::assert_none!(scope);
    }
}

#[test]
fn a_long_chain_is_reported_in_a_small_stack() {
    on_small_stack(|| {
        let many = size(1_000_000, 20_000);
        let root = Strong::new(Node::default());
        let mut low = root.clone();
        for _ in 1..many {
            low = low.add_child(Node::default());
        }
        let weak = Strong::downgrade(&low);
        drop(low);
        let why = leak::why(&weak);
        assert_eq!(why.node().unwrap().path().unwrap().matches(".children[0]").count(), many - 1);
        assert_eq!(leak::stats()[0].nodes, many);
        assert_eq!(leak::live::<Node>().len(), many);
    });
}

#[derive(Graph, Default)]
struct Linked {
    #[weak]
    friend: WeakCell<Linked>,
}

#[test]
fn a_weak_link_keeps_nothing_and_explains_nothing() {
    let scope = leak::scope();
    let (a, b) = (Strong::<Linked>::default(), Strong::<Linked>::default());
    a.set_friend(&b);
    b.set_friend(&a);
    let report = scope.report();
    assert!(report.nodes().iter().all(|node| node.outside_handles() == 1 && node.path().is_none()), "{report}");
    drop((a, b));
    leak::assert_none!(scope);
}

thread_local! {
    static LAST: RefCell<Option<Strong<Last>>> = const { RefCell::new(None) };
}

#[derive(Graph)]
#[graph(label = Last::label, on_drop = Last::fail)]
struct Last;

impl Last {
    /// Drops the only handle: the report is what keeps the node from here on.
    fn label(&self) -> String {
        drop(LAST.take());
        "a label that takes memory".to_owned()
    }

    /// Panics without a message, whose text would take memory.
    fn fail(&self) {
        resume_unwind(Box::new(()));
    }
}

#[test]
fn a_report_is_dropped_when_a_hook_panics_at_its_end() {
    let reports: [fn(&leak::Scope); 3] = [
        |scope| drop(scope.report()),
        |_| drop(leak::why(&LAST.with_borrow(|last| last.as_ref().map(Strong::downgrade)).unwrap())),
        |_| drop(leak::heap_snapshot(&mut std::io::sink())),
    ];
    for report in reports {
        let scope = leak::scope();
        let run = || {
            LAST.set(Some(Strong::new(Last)));
            assert!(catch_unwind(AssertUnwindSafe(|| report(&scope))).is_err());
            leak::assert_none!(scope);
        };
        run();
        let before = usage().bytes;
        run();
        assert_eq!(usage().bytes, before);
    }
}
