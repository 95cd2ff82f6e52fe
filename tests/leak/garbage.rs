//! `leak::find`, `Garbage::reclaim` and `leak::set_debug`.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::rc::Rc;

use weakgraph::{Callback, Children, Graph, Parent, Strong, callback, leak};
use weakgraph_tests::{Rng, on_small_stack, size};

thread_local! {
    /// The nodes whose hooks ran, in order.
    static HOOKS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

#[derive(Graph, Default)]
#[graph(on_drop = Node::del)]
struct Node {
    #[graph(label)]
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    /// What should be a `Weak`.
    #[graph(opaque)]
    hidden: RefCell<Vec<Strong<Node>>>,
    #[graph(opaque)]
    one: Cell<Option<Strong<Node>>>,
    on_click: RefCell<Option<Callback<(), usize>>>,
    #[graph(opaque)]
    bag: RefCell<Option<Bag>>,
    closure: RefCell<Vec<Box<dyn Fn()>>>,
}

type BagInner = RefCell<Vec<Strong<Node>>>;
type Bag = Rc<BagInner>;

impl Node {
    fn del(&self) {
        HOOKS.with_borrow_mut(|hooks| hooks.push(self.name.clone()));
    }
}

fn hooks() -> Vec<String> {
    HOOKS.take()
}

fn named(name: &str) -> Strong<Node> {
    Strong::new(Node { name: name.to_owned(), ..Node::default() })
}

fn found() -> Vec<String> {
    leak::find().iter().map(|node| node.label().to_owned()).collect()
}

/// The article's pair: a parent and a child that hold each other, both with a `__del__`.
#[test]
fn a_pair_that_holds_itself_is_found_and_reclaimed_with_its_hooks_once() {
    let (n1, n2) = (named("n1"), named("n2"));
    n1.add_child(&n2);
    n2.one.set(Some(n1.clone()));
    assert!(leak::find().is_empty(), "variables hold them");
    drop((n1, n2));
    let garbage = leak::find();
    assert_eq!(garbage.iter().map(leak::LiveNode::label).collect::<Vec<_>>(), ["n1", "n2"]);
    assert!(hooks().is_empty(), "nothing is dropped");
    assert_eq!(garbage.len(), leak::find().len(), "nor the second time");
    let [cycle] = garbage.cycles() else { panic!("{garbage}") };
    assert_eq!(cycle.nodes(), [0, 1]);
    assert_eq!(cycle.closed_by().collect::<Vec<_>>(), ["Node \"n2\".one[0] -> Node \"n1\""]);
    assert_eq!(cycle.edges().collect::<Vec<_>>(), ["Node \"n1\".children[0] -> Node \"n2\""]);
    let text = garbage.to_string();
    assert!(text.starts_with("2 nodes are alive that nothing outside can reach:\nNode \"n1\", made at "), "{text}");
    assert!(
        text.ends_with(
            "a cycle of 2 nodes:\n    Node \"n1\".children[0] -> Node \"n2\"\n    Node \"n2\".one[0] -> Node \"n1\" (closes it)\n"
        ),
        "{text}"
    );
    assert!(garbage.reclaim().is_empty());
    assert_eq!(hooks(), ["n1", "n2"], "parent first, each once");
    assert!(leak::stats().is_empty() && leak::find().is_empty());
    assert_eq!(leak::find().to_string(), "nothing is alive that nothing outside can reach\n");
}

#[test]
fn a_report_says_that_a_cycle_keeps_a_node() {
    let node = named("a");
    let below = node.add_child(Node { name: "below".to_owned(), ..Node::default() });
    let weak = Strong::downgrade(&below);
    node.hidden.borrow_mut().push(node.clone());
    drop((node, below));
    let told = leak::why(&weak).to_string();
    assert!(told.contains("    nothing outside leads to it: a cycle keeps it, see `leak::find`\n"), "{told}");
    let garbage = leak::find();
    assert_eq!((garbage.len(), garbage.cycles().len()), (2, 1));
    assert_eq!(garbage.cycles()[0].nodes(), [0], "what is below a cycle is in none");
    assert!(leak::find().reclaim().is_empty());
}

#[test]
fn a_callback_that_captured_its_own_node_is_found() {
    let button = named("button");
    button.on_click.replace(Some(callback!([strong button] || button.name.len())));
    let call = button.on_click.borrow().clone();
    assert_eq!(call.unwrap().call(()), 6);
    drop(button);
    let garbage = leak::find();
    assert_eq!(garbage.cycles()[0].closed_by().collect::<Vec<_>>(), ["Node \"button\".on_click[0] -> Node \"button\""]);
    assert!(garbage.reclaim().is_empty());
    assert_eq!(hooks(), ["button"]);
    // One that somebody outside can call is no garbage.
    let button = named("button");
    let call = callback!([strong button] || button.name.len());
    button.on_click.replace(Some(call.clone()));
    drop(button);
    assert!(found().is_empty());
    assert_eq!(call.call(()), 6);
    drop(call);
    assert_eq!(found(), ["button"]);
    leak::find().reclaim();
}

#[test]
fn what_an_rc_outside_reaches_is_no_garbage() {
    let bag = Bag::default();
    let nodes = [named("a"), named("b")];
    for node in &nodes {
        node.bag.replace(Some(bag.clone()));
        bag.borrow_mut().push(node.clone());
    }
    drop(nodes);
    assert!(found().is_empty(), "the variable `bag` reaches them");
    let elsewhere = Rc::downgrade(&bag);
    drop(bag);
    assert_eq!(found(), ["a", "b"], "a weak pointer does not");
    let again = elsewhere.upgrade().unwrap();
    assert!(found().is_empty());
    drop(again);
    assert!(leak::find().reclaim().is_empty());
    let mut dropped = hooks();
    dropped.sort();
    assert_eq!(dropped, ["a", "b"]);
    assert!(elsewhere.upgrade().is_none());
}

#[test]
fn what_is_reached_again_is_not_reclaimed() {
    let node = named("a");
    node.one.set(Some(node.clone()));
    let weak = Strong::downgrade(&node);
    drop(node);
    let garbage = leak::find();
    let back = weak.upgrade().unwrap();
    assert!(garbage.clone().reclaim().is_empty(), "it is in reach");
    assert!(back.one.take().is_some() && hooks().is_empty());
    drop(back);
    assert_eq!(hooks(), ["a"]);
    // What is garbage since `find` looked is left for the next.
    let late = named("late");
    late.one.set(Some(late.clone()));
    drop(late);
    assert!(garbage.reclaim().is_empty());
    assert_eq!(found(), ["late"]);
    let [late] = &leak::find().handles::<Node>()[..] else { panic!() };
    late.one.take();
}

#[derive(Graph, Default)]
struct Fields {
    #[graph(opaque)]
    fixed: std::cell::OnceCell<Strong<Fields>>,
    #[graph(opaque)]
    map: RefCell<HashMap<u8, Strong<Fields>>>,
    #[graph(opaque)]
    set: RefCell<HashSet<Strong<Fields>>>,
    #[graph(opaque)]
    tree: RefCell<BTreeMap<u8, Vec<Strong<Fields>>>>,
    #[graph(opaque)]
    queue: Option<Box<RefCell<VecDeque<Strong<Fields>>>>>,
    #[graph(opaque)]
    list: Cell<Vec<Strong<Fields>>>,
    #[graph(opaque)]
    inner: RefCell<(u8, Cell<Option<Strong<Fields>>>)>,
    #[graph(opaque)]
    some: RefCell<Option<Strong<Fields>>>,
}

#[test]
fn cells_of_collections_are_emptied_and_others_left_alone() {
    let closes: [fn(&Fields, Strong<Fields>); 7] = [
        |node, me| _ = node.map.borrow_mut().insert(1, me),
        |node, me| _ = node.set.borrow_mut().insert(me),
        |node, me| _ = node.tree.borrow_mut().insert(1, vec![me]),
        |node, me| node.queue.as_ref().unwrap().borrow_mut().push_back(me),
        |node, me| node.list.set(vec![me]),
        |node, me| node.inner.borrow().1.set(Some(me)),
        |node, me| _ = node.some.borrow_mut().insert(me),
    ];
    for (number, close) in closes.iter().enumerate() {
        let node = Strong::new(Fields { queue: Some(Box::default()), ..Fields::default() });
        close(&node, node.clone());
        drop(node);
        assert_eq!(leak::find().len(), 1, "{number}");
        assert!(leak::find().reclaim().is_empty(), "{number}");
        assert!(leak::stats().is_empty(), "{number}");
    }
}

#[test]
fn what_is_in_no_cell_is_left_alone_forgotten() {
    let node = Strong::<Fields>::default();
    assert!(node.fixed.set(node.clone()).is_ok());
    // Is not on the cycle, so it is not emptied.
    let other = Strong::<Fields>::default();
    node.some.replace(Some(other.clone()));
    let weak = Strong::downgrade(&node);
    drop(node);
    let left = leak::find().reclaim();
    assert_eq!((left.len(), left.cycles().len()), (1, 1), "{left}");
    assert_eq!(left.cycles()[0].closed_by().collect::<Vec<_>>(), ["Fields.fixed[0] -> Fields"]);
    assert_eq!(weak.upgrade().unwrap().some.take(), Some(other));
}

#[test]
fn a_borrowed_cell_is_left_alone_forgotten() {
    // The borrower may be using what it holds.
    let (a, b) = (named("a"), named("b"));
    a.one.set(Some(a.clone()));
    b.hidden.borrow_mut().push(a.clone());
    drop(a);
    let borrowed = b.hidden.borrow_mut();
    assert!(found().is_empty());
    drop(borrowed);
    drop(b);
    assert_eq!(found(), ["a"]);
    assert!(leak::find().reclaim().is_empty());
    // Borrowed for good, it can be read and not be emptied.
    let node = named("a");
    node.hidden.borrow_mut().push(node.clone());
    std::mem::forget(node.hidden.borrow());
    drop(node);
    assert_eq!(leak::find().reclaim().iter().map(|it| it.label().to_owned()).collect::<Vec<_>>(), ["a"]);
}

/// Hooks that look for garbage, make nodes, edit and panic, in the middle of a `reclaim`.
#[derive(Graph)]
#[graph(on_drop = Busy::del)]
struct Busy {
    number: usize,
    #[weak]
    parent: Parent<Busy>,
    #[strong]
    children: Children<Busy>,
    #[graph(opaque)]
    back: RefCell<Option<Strong<Busy>>>,
}

thread_local! {
    static KEPT: RefCell<Vec<Strong<Busy>>> = const { RefCell::new(Vec::new()) };
    static DROPPED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

impl Busy {
    fn make(number: usize) -> Strong<Busy> {
        Strong::new(Busy { number, parent: Parent::new(), children: Children::new(), back: RefCell::default() })
    }

    fn del(&self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.number));
        _ = leak::find().reclaim();
        _ = leak::stats();
        if self.number < 10 {
            let kept = Busy::make(self.number + 100);
            kept.back.replace(Some(kept.clone()));
            // A child is saved by its parent's hook.
            let saved = self.children.first().filter(|first| first.number == 3);
            KEPT.with_borrow_mut(|all| all.extend(saved));
        }
        assert!(self.number != 1, "a hook that panics");
    }
}

#[test]
fn hooks_may_do_anything_while_nodes_are_reclaimed() {
    let nodes: Vec<_> = (0..6).map(Busy::make).collect();
    for pair in nodes.chunks(2) {
        pair[0].add_child(&pair[1]);
        pair[1].back.replace(Some(pair[0].clone()));
    }
    drop(nodes);
    let garbage = leak::find();
    assert_eq!((garbage.len(), garbage.cycles().len()), (6, 3));
    let panicked = catch_unwind(AssertUnwindSafe(|| garbage.reclaim()));
    assert_eq!(panicked.unwrap_err().downcast_ref::<&str>(), Some(&"a hook that panics"));
    let kept = KEPT.take();
    assert_eq!(kept.iter().map(|it| it.number).collect::<Vec<_>>(), [3]);
    let mut dropped = DROPPED.take();
    dropped.sort_unstable();
    assert!(dropped.starts_with(&[0, 1, 2, 4, 5]), "{dropped:?}");
    drop(kept);
    while !leak::find().is_empty() {
        _ = leak::find().reclaim();
    }
    assert!(leak::stats().is_empty(), "{:?}", leak::stats());
    let mut dropped = DROPPED.take();
    dropped.sort_unstable();
    dropped.dedup();
    assert!(dropped.contains(&3));
}

#[derive(Graph)]
#[graph(label = Labelled::label)]
struct Labelled {
    #[graph(opaque)]
    me: RefCell<Option<Strong<Labelled>>>,
}

impl Labelled {
    /// Frees the node that it is asked of, as far as it can.
    fn label(&self) -> String {
        drop(self.me.take());
        "once".to_owned()
    }
}

#[test]
fn a_label_may_break_the_cycle_that_it_is_asked_for() {
    let node = Strong::new(Labelled { me: RefCell::default() });
    node.me.replace(Some(node.clone()));
    drop(node);
    let garbage = leak::find();
    assert_eq!((garbage.len(), garbage.iter().next().unwrap().label()), (1, "once"));
    assert!(leak::stats().is_empty(), "it was kept until the search had ended");
    assert!(garbage.handles::<Labelled>().is_empty());
    assert!(garbage.reclaim().is_empty());
}

/// What the test knows of a random graph.
struct Model {
    /// Edges that the report sees: from, to.
    edges: Vec<(usize, usize)>,
    /// Handles in closures: from, to. They count as handles from outside.
    closures: Vec<(usize, usize)>,
    /// Who holds a bag, and what is in it; whether a variable holds it.
    bags: Vec<(Vec<usize>, Vec<usize>, bool)>,
    /// Handles in variables, in statics, and forgotten ones.
    outside: Vec<usize>,
}

impl Model {
    /// Counts down until nothing more is dropped.
    fn alive(&self, mut alive: Vec<bool>) -> Vec<bool> {
        let nodes = alive.len();
        loop {
            let before = alive.clone();
            for node in 0..nodes {
                let by = |edges: &[(usize, usize)]| edges.iter().any(|&(from, to)| to == node && alive[from]);
                let in_bag = self.bags.iter().any(|(holders, inside, kept)| {
                    (*kept || holders.iter().any(|&it| alive[it])) && inside.contains(&node)
                });
                alive[node] =
                    alive[node] && (self.outside[node] > 0 || by(&self.edges) || by(&self.closures) || in_bag);
            }
            if alive == before {
                return alive;
            }
        }
    }

    fn handles(&self, node: usize, alive: &[bool]) -> usize {
        let in_closures = self.closures.iter().filter(|&&(from, to)| to == node && alive[from]).count();
        // No node leads to such a bag.
        let apart = self.bags.iter().filter(|(holders, _, kept)| *kept && !holders.iter().any(|&it| alive[it]));
        let in_bags: usize = apart.map(|(_, inside, _)| inside.iter().filter(|&&it| it == node).count()).sum();
        self.outside[node] + in_closures + in_bags
    }

    /// What can be reached from outside, among what is alive.
    fn reached(&self, alive: &[bool]) -> Vec<bool> {
        let mut reached: Vec<bool> = (0..alive.len()).map(|it| alive[it] && self.handles(it, alive) > 0).collect();
        loop {
            let before = reached.clone();
            for &(from, to) in &self.edges {
                reached[to] |= reached[from];
            }
            for (holders, inside, kept) in &self.bags {
                if *kept || holders.iter().any(|&it| reached[it]) {
                    inside.iter().for_each(|&it| reached[it] = true);
                }
            }
            if reached == before {
                return reached;
            }
        }
    }
}

/// The nodes that a path of a report may lead to.
fn follow(path: &str, live: &HashMap<String, Strong<Node>>) -> Vec<Strong<Node>> {
    let mut parts = path.split('.');
    let start = parts.next().unwrap();
    let mut at: Vec<Strong<Node>> = match start.strip_prefix("Node ") {
        Some(label) => vec![live[label.trim_matches('"')].clone()],
        None => live.values().flat_map(bag_of).collect(),
    };
    if start == "an `Rc`" {
        // Its field is that of what is in it.
        parts.next();
    }
    for step in parts {
        let (field, index) = step.trim_end_matches(']').split_once('[').unwrap();
        let index: usize = index.parse().unwrap();
        let next = |node: &Strong<Node>| -> Vec<Strong<Node>> {
            match field {
                "children" => node.children().get(index).into_iter().collect(),
                "hidden" => node.hidden.borrow().get(index).cloned().into_iter().collect(),
                "one" => {
                    let held = node.one.take();
                    node.one.set(held.clone());
                    held.into_iter().collect()
                }
                "on_click" | "bag" => {
                    let captured = CAPTURED.with_borrow(|all| all.get(&node.name).cloned().unwrap_or_default());
                    let captured = captured.iter().filter_map(|name| live.get(name).cloned());
                    if field == "bag" { bag_of(node) } else { captured.collect() }
                }
                other => panic!("{other}"),
            }
        };
        at = at.iter().flat_map(next).collect();
    }
    at
}

fn bag_of(node: &Strong<Node>) -> Vec<Strong<Node>> {
    node.bag.borrow().as_ref().map_or_else(Vec::new, |bag| bag.borrow().clone())
}

thread_local! {
    static STATIC: RefCell<Vec<Strong<Node>>> = const { RefCell::new(Vec::new()) };
    static CAPTURED: RefCell<HashMap<String, Vec<String>>> = RefCell::default();
}

#[test]
fn random_graphs_with_hidden_edges_are_what_a_model_says() {
    let mut garbage_seen = 0;
    for seed in 0..size(3_000, 300) as u64 {
        let mut rng = Rng::new(seed);
        let scope = leak::scope();
        let many = 2 + rng.below(9);
        let nodes: Vec<Strong<Node>> = (0..many).map(|number| named(&number.to_string())).collect();
        let mut model = Model { edges: Vec::new(), closures: Vec::new(), bags: Vec::new(), outside: vec![0; many] };
        CAPTURED.take();
        let mut ones = HashSet::new();
        for number in 1..many {
            let parent = rng.below(number);
            if rng.below(2) == 0 {
                nodes[parent].add_child(&nodes[number]);
                model.edges.push((parent, number));
            }
        }
        for _ in 0..rng.below(2 * many) {
            let (from, to) = (rng.below(many), rng.below(many));
            match rng.below(8) {
                0..=2 => {
                    nodes[from].hidden.borrow_mut().push(nodes[to].clone());
                    model.edges.push((from, to));
                }
                3 if ones.insert(from) => {
                    nodes[from].one.set(Some(nodes[to].clone()));
                    model.edges.push((from, to));
                }
                4 if nodes[from].on_click.borrow().is_none() => {
                    let (first, second) = (nodes[to].clone(), &nodes[from]);
                    nodes[from].on_click.replace(Some(callback!([strong first, second] || {
                        first.name.len() + second.name.len()
                    })));
                    CAPTURED.with_borrow_mut(|all| all.insert(from.to_string(), vec![to.to_string()]));
                    model.edges.push((from, to));
                }
                5 => {
                    let held = nodes[to].clone();
                    nodes[from].closure.borrow_mut().push(Box::new(move || _ = held.name.len()));
                    model.closures.push((from, to));
                }
                6 => {
                    STATIC.with_borrow_mut(|all| all.push(nodes[to].clone()));
                    model.outside[to] += 1;
                }
                _ => {}
            }
        }
        let mut bags: Vec<Bag> = Vec::new();
        for _ in 0..rng.below(3) {
            let bag = Bag::default();
            let (mut holders, mut inside) = (BTreeSet::new(), Vec::new());
            for _ in 0..rng.below(3) {
                let holder = rng.below(many);
                if nodes[holder].bag.borrow().is_none() {
                    nodes[holder].bag.replace(Some(bag.clone()));
                    holders.insert(holder);
                }
            }
            for _ in 0..rng.below(3) {
                let to = rng.below(many);
                bag.borrow_mut().push(nodes[to].clone());
                inside.push(to);
            }
            let kept = rng.below(4) == 0;
            if kept {
                bags.push(bag);
            }
            model.bags.push((holders.into_iter().collect(), inside, kept));
        }
        let mut kept = Vec::new();
        for (number, node) in nodes.into_iter().enumerate() {
            if rng.below(4) == 0 {
                model.outside[number] += 1;
                kept.push(node);
            }
        }
        hooks();

        let alive = model.alive(vec![true; many]);
        let reached = model.reached(&alive);
        let name = |which: &dyn Fn(usize) -> bool| -> Vec<String> {
            (0..many).filter(|&it| which(it)).map(|it| it.to_string()).collect()
        };
        let names: Vec<String> = leak::live::<Node>().iter().map(|it| it.name.clone()).collect();
        assert_eq!(names, name(&|it| alive[it]), "{seed}");
        let garbage = leak::find();
        let labels: Vec<String> = garbage.iter().map(|node| node.label().to_owned()).collect();
        assert_eq!(labels, name(&|it| alive[it] && !reached[it]), "{seed}\n{garbage}");
        assert!(hooks().is_empty(), "{seed}");
        garbage_seen += garbage.len();

        // Handles and paths, of every node.
        let report = scope.report();
        let live: HashMap<String, Strong<Node>> =
            leak::live::<Node>().into_iter().map(|node| (node.name.clone(), node)).collect();
        for node in report.nodes() {
            let number: usize = node.label().parse().unwrap();
            assert_eq!(node.outside_handles(), model.handles(number, &alive), "{seed}: {node}");
            match node.path() {
                Some(path) => {
                    let ends = follow(path, &live);
                    assert!(ends.contains(&live[node.label()]), "{seed}: {path}");
                    assert!(reached[number] && node.outside_handles() == 0, "{seed}: {node}");
                }
                None => assert!(node.outside_handles() > 0 || !reached[number], "{seed}: {node}"),
            }
        }
        drop((live, report));

        let left = garbage.reclaim();
        assert!(left.is_empty(), "{seed}\n{left}");
        // What was in their closures goes with them.
        let after = model.alive((0..many).map(|it| reached[it]).collect());
        let mut dropped = hooks();
        dropped.sort_by_key(|name| name.parse::<usize>().unwrap());
        assert_eq!(dropped, name(&|it| alive[it] && !after[it]), "{seed}: each hook ran once");
        let left: Vec<String> = leak::live::<Node>().iter().map(|it| it.name.clone()).collect();
        assert_eq!(left, name(&|it| after[it]), "{seed}");

        for node in leak::live::<Node>() {
            node.closure.take();
        }
        drop((STATIC.take(), kept, bags));
        leak::find().reclaim();
        assert!(leak::stats().is_empty(), "{seed}");
        hooks();
    }
    assert!(garbage_seen > 100, "{garbage_seen}");
}

#[test]
fn a_long_cycle_is_found_and_reclaimed_in_a_small_stack() {
    on_small_stack(|| {
        let many = size(1_000_000, 20_000);
        let root = Strong::new(Busy0::default());
        let mut low = root.clone();
        for _ in 1..many {
            low = low.add_child(Busy0::default());
        }
        low.back.replace(Some(root.clone()));
        drop((low, root));
        let garbage = leak::find();
        assert_eq!((garbage.len(), garbage.cycles().len()), (many, 1));
        assert!(garbage.cycles()[0].to_string().ends_with(&format!("    … {} more\n", many - 1 - 16)));
        assert!(garbage.reclaim().is_empty());
        assert!(leak::stats().is_empty());

        // By hidden edges alone.
        let nodes: Vec<_> = (0..many).map(|_| Strong::new(Busy0::default())).collect();
        for (number, node) in nodes.iter().enumerate() {
            node.back.replace(Some(nodes[(number + 1) % many].clone()));
        }
        drop(nodes);
        assert_eq!(leak::find().len(), many);
        assert!(leak::find().reclaim().is_empty());
        assert!(leak::stats().is_empty());
    });
}

#[derive(Graph, Default)]
struct Busy0 {
    #[weak]
    parent: Parent<Busy0>,
    #[strong]
    children: Children<Busy0>,
    #[graph(opaque)]
    back: RefCell<Option<Strong<Busy0>>>,
}

#[test]
fn a_scope_saves_what_it_found() {
    leak::set_debug(leak::SAVE);
    assert_eq!(leak::debug(), leak::SAVE);
    assert!(!leak::debug().contains(leak::LEAK) && (leak::LEAK | leak::SAVE).contains(leak::LEAK));
    let before = named("before");
    before.one.set(Some(before.clone()));
    drop(before);
    let scope = leak::scope();
    let node = named("a");
    node.one.set(Some(node.clone()));
    drop(node);
    assert!(leak::garbage().is_empty(), "the scope has not ended");
    drop(scope);
    assert_eq!(leak::garbage().iter().map(|it| it.label().to_owned()).collect::<Vec<_>>(), ["a"]);
    leak::set_debug(leak::DebugFlags::default());
    assert!(leak::garbage().reclaim().is_empty() && leak::garbage().is_empty());
    assert_eq!(found(), ["before"]);
    leak::find().reclaim();
}

/// What a child process does; the test below starts it.
#[test]
#[ignore = "is a process of its own"]
fn a_process_that_leaks_forgotten() {
    struct Late;
    impl Drop for Late {
        fn drop(&mut self) {
            // After the report of the thread or before, everything works.
            drop(named("late"));
            _ = catch_unwind(leak::find);
        }
    }
    thread_local!(static LATE: Late = const { Late });
    std::thread::spawn(|| {
        LATE.with(|_| ());
        let scope = leak::scope();
        let node = named("in a scope");
        node.one.set(Some(node.clone()));
        drop(node);
        drop(scope);
        let node = named("in the thread");
        node.one.set(Some(node.clone()));
        drop(node);
        // A label that panics at the end of the thread ends nothing.
        let silent = Strong::new(Panics { me: RefCell::default() });
        if std::env::var("PANICS").is_ok() {
            silent.me.replace(Some(silent.clone()));
        }
    })
    .join()
    .unwrap();
}

#[derive(Graph)]
#[graph(label = Panics::label)]
struct Panics {
    #[graph(opaque)]
    me: RefCell<Option<Strong<Panics>>>,
}

impl Panics {
    fn label(&self) -> String {
        panic!("no label")
    }
}

#[test]
fn the_environment_turns_reports_on() {
    let run = |value: Option<&str>, panics: bool| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "garbage::a_process_that_leaks_forgotten", "--ignored", "--nocapture"]);
        command.env_remove("WEAKGRAPH_LEAK");
        value.iter().for_each(|value| _ = command.env("WEAKGRAPH_LEAK", value));
        if panics {
            command.env("PANICS", "1");
        }
        let out = command.env("ASAN_OPTIONS", "detect_leaks=0").output().unwrap();
        let text = String::from_utf8(out.stderr).unwrap();
        assert!(out.status.success(), "{text}");
        text
    };
    assert_eq!(run(None, false).matches("weakgraph, at the end of").count(), 0);
    let text = run(Some("leak"), false);
    let of_scope = text.find("weakgraph, at the end of a scope: 1 node is alive that nothing outside can reach:");
    let of_thread = text.find("weakgraph, at the end of a thread: 1 node is alive that nothing outside can reach:");
    assert!(of_scope.is_some() && of_scope < of_thread, "{text}");
    assert_eq!(text.matches("Node \"in a scope\", made at").count(), 1, "once: {text}");
    assert_eq!(text.matches("Node \"in the thread\", made at").count(), 1, "{text}");
    let text = run(Some("save,leak"), true);
    assert_eq!(text.matches("weakgraph, at the end of").count(), 1, "the label of the second one panicked: {text}");
}
