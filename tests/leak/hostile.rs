//! Programs that do what nobody should: traits and types that are called like the derive's, `Rc`s that are in use
//! elsewhere, user code that looks for garbage, edits and panics at every point where user code runs.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet, LinkedList};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use weakgraph::{Callback, Children, Graph, Parent, Strong, Tree, Weak, callback, leak};

/// Methods of the user's for all types, called like those that the derive's code calls.
mod named_alike {
    use super::*;

    #[allow(dead_code, reason = "nothing is to call it")]
    pub trait Alike {
        fn __leaf<A, B, C>(&self, _: A, _: B, _: C) {
            panic!("user code in a visit")
        }
        fn __alias<A, B, C>(&self, _: A, _: B, _: C) {
            panic!("user code in a visit")
        }
        fn __owned(&self) {
            panic!("user code in a visit")
        }
        fn __each<A, B, C>(&self, _: A, _: B, _: C) {
            panic!("user code in a visit")
        }
        fn __cell<A, B, C>(&self, _: A, _: B, _: C) {
            panic!("user code in a visit")
        }
        fn __look<A, B>(&self, _: A, _: B) {
            panic!("user code in a visit")
        }
        fn hidden<A>(&self, _: A) -> bool {
            panic!("user code in a visit")
        }
        fn opaque<A>(&self, _: A) {
            panic!("user code in a visit")
        }
    }

    impl<X: ?Sized> Alike for X {}

    pub struct Mine(#[allow(dead_code, reason = "has a destructor")] pub String);

    #[derive(Graph)]
    pub struct Node {
        pub plain: Mine,
        #[graph(opaque)]
        pub opaque: Mine,
        #[graph(opaque)]
        pub cell: RefCell<Mine>,
        pub number: Cell<u32>,
        pub handler: Option<Box<dyn Fn()>>,
    }
}

#[test]
fn a_trait_that_all_types_have_hides_no_method_of_a_visit() {
    let mine = || named_alike::Mine("x".to_owned());
    let node = Strong::new(named_alike::Node {
        plain: mine(),
        opaque: mine(),
        cell: RefCell::new(mine()),
        number: Cell::new(0),
        handler: Some(Box::new(|| ())),
    });
    assert!(leak::find().is_empty());
    let told = leak::why(&Strong::downgrade(&node)).to_string();
    for field in ["opaque", "cell", "handler"] {
        assert!(told.contains(&format!("its field `{field}` cannot be looked into")), "{field}: {told}");
    }
    assert!(!told.contains("`plain`") && !told.contains("`number`"), "{told}");
}

type Bag<T> = Rc<RefCell<Vec<Strong<T>>>>;

#[derive(Graph, Default)]
struct Shelf {
    #[graph(opaque)]
    bags: Vec<Bag<Shelf>>,
    #[graph(opaque)]
    pair: (RefCell<Option<Strong<Shelf>>>, Rc<Cell<Option<Strong<Shelf>>>>),
}

#[test]
fn an_rc_that_is_in_use_keeps_its_content_when_the_field_beside_it_is_reclaimed() {
    let registry: Bag<Shelf> = Rc::new(RefCell::new(vec![Strong::default()]));
    let own: Bag<Shelf> = Rc::default();
    let used = Rc::new(Cell::new(Some(Strong::default())));
    let shelf =
        Strong::new(Shelf { bags: vec![registry.clone(), own.clone()], pair: (RefCell::default(), used.clone()) });
    own.borrow_mut().push(shelf.clone());
    shelf.pair.0.replace(Some(shelf.clone()));
    drop((own, shelf));
    assert_eq!(leak::find().len(), 1);
    assert!(leak::find().reclaim().is_empty());
    assert_eq!((registry.borrow().len(), used.take().is_some()), (1, true));
    drop(registry);
    assert!(leak::stats().is_empty());
}

#[derive(Graph, Default)]
struct Aliases {
    option: Slot,
    cell: CellSlot,
    cells: CellSlots,
    list: List,
    map: ByKey,
    tree: BTree,
    shared: Shared,
    deep: Deep,
    set: Set,
    linked: Linked,
    array: Array,
}

type Slot = RefCell<Option<Strong<Aliases>>>;
type CellSlot = Cell<Option<Strong<Aliases>>>;
type CellSlots = Cell<Vec<Strong<Aliases>>>;
type List = RefCell<Vec<Strong<Aliases>>>;
type ByKey = RefCell<HashMap<u8, Strong<Aliases>>>;
type BTree = RefCell<BTreeMap<u8, Vec<Strong<Aliases>>>>;
type Shared = Rc<RefCell<Option<Strong<Aliases>>>>;
type Deep = Vec<RefCell<Box<RefCell<Option<Strong<Aliases>>>>>>;
type Set = RefCell<HashSet<Strong<Aliases>>>;
type Linked = RefCell<LinkedList<Strong<Aliases>>>;
type Array = [CellSlot; 2];

#[test]
fn a_cell_behind_an_alias_is_emptied() {
    let fill: [fn(&Aliases, Strong<Aliases>); 11] = [
        |it, me| _ = it.option.replace(Some(me)),
        |it, me| it.cell.set(Some(me)),
        |it, me| it.cells.set(vec![me]),
        |it, me| it.list.borrow_mut().push(me),
        |it, me| _ = it.map.borrow_mut().insert(1, me),
        |it, me| _ = it.tree.borrow_mut().insert(1, vec![me]),
        |it, me| _ = it.shared.replace(Some(me)),
        |it, me| _ = it.deep[0].borrow().replace(Some(me)),
        |it, me| _ = it.set.borrow_mut().insert(me),
        |it, me| it.linked.borrow_mut().push_back(me),
        |it, me| it.array[1].set(Some(me)),
    ];
    for (number, fill) in fill.into_iter().enumerate() {
        let node = Strong::new(Aliases { deep: vec![RefCell::default()], ..Aliases::default() });
        fill(&node, node.clone());
        assert!(leak::find().is_empty());
        drop(node);
        assert_eq!(leak::find().len(), 1, "{number}");
        assert!(leak::find().reclaim().is_empty(), "{number}");
        assert!(leak::stats().is_empty());
    }
}

#[test]
fn many_nodes_that_share_one_rc_cost_no_more_than_their_number() {
    #[derive(Graph)]
    struct Shares(#[graph(opaque)] Rc<Vec<Cell<Option<Strong<Shares>>>>>);
    let many = 30_000;
    let bag = Rc::new((0..many).map(|_| Cell::new(None)).collect::<Vec<_>>());
    for cell in &*bag {
        cell.set(Some(Strong::new(Shares(bag.clone()))));
    }
    drop(bag);
    let garbage = leak::find();
    assert_eq!((garbage.len(), garbage.cycles().len(), garbage.cycles()[0].closed_by().len()), (many, 1, 16));
    assert!(garbage.reclaim().is_empty());
}

#[test]
fn many_nodes_that_lead_to_one_with_many_edges_are_reported_in_the_time_of_their_number() {
    #[derive(Graph, Default)]
    struct Hub {
        #[strong]
        spokes: Children<Spoke>,
    }
    #[derive(Graph, Default)]
    struct Spoke {
        #[weak]
        hub: Parent<Hub>,
    }
    #[derive(Graph)]
    struct User {
        #[strong]
        hub: Strong<Hub>,
    }
    let scope = leak::scope();
    let many = 10_000;
    let hub = Strong::<Hub>::default();
    (0..many).for_each(|_| _ = hub.add_spoke(Spoke::default()));
    let users: Vec<_> = (0..many).map(|_| Strong::new(User { hub: hub.clone() })).collect();
    let report = scope.report();
    assert_eq!(report.len(), 1 + 2 * many);
    assert_eq!(report.nodes().iter().filter(|it| it.outside_handles() == 1).count(), 1 + many);
    drop((users, hub));
}

#[test]
fn two_hooks_that_panic_while_one_list_is_reclaimed_stop_nothing() {
    #[derive(Graph)]
    #[graph(on_drop = Panics::hook)]
    struct Panics(#[graph(opaque)] RefCell<Vec<Strong<Panics>>>);
    impl Panics {
        fn hook(&self) {
            resume_unwind(Box::new("a hook"));
        }
    }
    let nodes: Vec<_> = (0..3).map(|_| Strong::new(Panics(RefCell::default()))).collect();
    nodes[0].0.replace(nodes.clone());
    drop(nodes);
    let garbage = leak::find();
    assert_eq!(garbage.len(), 3);
    let panic = catch_unwind(AssertUnwindSafe(|| garbage.reclaim())).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"a hook"));
    assert!(leak::stats().is_empty());
}

// What follows does anything at any time: the nodes run `act` in hooks, destructors, labels, and closures.

type WildSlot = RefCell<Option<Strong<Wild>>>;

#[derive(Graph, Default)]
#[graph(on_drop = Wild::hook, label = Wild::label)]
struct Wild {
    id: u64,
    #[weak]
    parent: Parent<Wild>,
    #[strong]
    children: Children<Wild>,
    /// The node of which `pinned` has the number, unless this one was garbage.
    #[graph(opaque)]
    pin: RefCell<Option<Strong<Wild>>>,
    pinned: Cell<u64>,
    #[graph(opaque)]
    cell: Cell<Vec<Strong<Wild>>>,
    #[graph(opaque)]
    bags: RefCell<(u8, Vec<Bag<Wild>>)>,
    #[graph(opaque)]
    fixed: Vec<Bag<Wild>>,
    slot: WildSlot,
    call: RefCell<Option<Callback>>,
    #[weak]
    weak: RefCell<Vec<Weak<Wild>>>,
    #[graph(opaque)]
    #[allow(dead_code, reason = "its destructor runs")]
    noisy: Option<Noisy>,
}

struct Noisy;

impl Drop for Noisy {
    fn drop(&mut self) {
        act();
    }
}

impl Wild {
    fn hook(&self) {
        act();
        if let Ok(mut pin) = self.pin.try_borrow_mut() {
            let old = pin.take();
            drop(pin);
            drop(old);
        }
        act();
        if random(40) == 0 && calm().is_none() && !std::thread::panicking() {
            resume_unwind(Box::new("a hook"));
        }
    }

    fn label(&self) -> String {
        if random(4) == 0 {
            act();
        }
        self.id.to_string()
    }
}

#[derive(Default)]
struct World {
    roots: RefCell<Vec<Strong<Wild>>>,
    weak: RefCell<Vec<Weak<Wild>>>,
    /// Each with how many handles were put into it.
    bags: RefCell<Vec<(Bag<Wild>, usize)>>,
    calls: RefCell<Vec<Callback>>,
    random: Cell<u64>,
    ids: Cell<u64>,
    depth: Cell<u32>,
    calm: Cell<bool>,
}

thread_local!(static WORLD: World = World::default());

fn random(below: u64) -> u64 {
    let next = |it: &World| {
        let mut state = it.random.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        it.random.set(state);
        (state >> 11) % below
    };
    WORLD.try_with(next).unwrap_or(0)
}

/// `Some` if no user code may act any more.
fn calm() -> Option<()> {
    WORLD.try_with(|it| it.calm.get().then_some(())).unwrap_or(Some(()))
}

fn pick<T: Clone>(list: impl Fn(&World) -> &RefCell<Vec<T>>) -> Option<T> {
    WORLD.with(|it| {
        let list = list(it).borrow();
        (!list.is_empty()).then(|| list[random(list.len() as u64) as usize].clone())
    })
}

fn root() -> Strong<Wild> {
    pick(|it| &it.roots).unwrap_or_else(make)
}

fn make() -> Strong<Wild> {
    let id = WORLD.with(|it| it.ids.replace(it.ids.get() + 1)) + 1;
    let fixed = if random(3) == 0 { vec![Rc::default(), bag()] } else { Vec::new() };
    let node = Wild { id, fixed, noisy: (random(4) == 0).then_some(Noisy), ..Wild::default() };
    let node = match random(4) {
        0 => Strong::new_cyclic(|me| {
            act();
            node.weak.borrow_mut().push(me.clone());
            node
        }),
        _ => Strong::new(node),
    };
    if let Some(own) = node.fixed.first() {
        own.borrow_mut().push(root_or(&node));
    }
    WORLD.with(|it| it.weak.borrow_mut().push(Strong::downgrade(&node)));
    WORLD.with(|it| it.roots.borrow_mut().push(node.clone()));
    node
}

fn root_or(node: &Strong<Wild>) -> Strong<Wild> {
    pick(|it| &it.roots).unwrap_or_else(|| node.clone())
}

fn bag() -> Bag<Wild> {
    let made = pick(|it| &it.bags).map(|(bag, _)| bag);
    made.unwrap_or_else(|| {
        let bag = Bag::default();
        WORLD.with(|it| it.bags.borrow_mut().push((bag.clone(), 0)));
        bag
    })
}

/// What is in use is as the program left it.
fn check() {
    let bags = WORLD.with(|it| it.bags.borrow().clone());
    for (bag, filled) in bags {
        assert!(bag.try_borrow().is_ok_and(|bag| bag.len() == filled), "a bag in use was emptied");
    }
    let roots = WORLD.with(|it| it.roots.borrow().clone());
    for root in &roots {
        if let Ok(pin) = root.pin.try_borrow() {
            assert_eq!(pin.as_ref().map_or(0, |pin| pin.id), root.pinned.get(), "a node in use was emptied");
        }
    }
    drop(roots);
}

fn act() {
    if calm().is_some() || WORLD.with(|it| it.depth.get()) > 3 {
        return;
    }
    WORLD.with(|it| it.depth.set(it.depth.get() + 1));
    let done = catch_unwind(act_once);
    WORLD.with(|it| it.depth.set(it.depth.get() - 1));
    if let Err(panic) = done {
        // What a check says goes all the way.
        if panic.downcast_ref::<&str>() != Some(&"a hook") {
            std::process::abort();
        }
    }
}

fn act_once() {
    match random(30) {
        0..=3 => _ = make(),
        4..=8 => {
            let roots = WORLD.with(|it| it.roots.borrow().len() as u64);
            if roots > 0 {
                let place = random(roots) as usize;
                let root = WORLD.with(|it| it.roots.borrow_mut().swap_remove(place));
                drop(root);
            }
        }
        9 | 10 => {
            let (node, other) = (root(), root());
            if let Ok(mut pin) = node.pin.try_borrow_mut() {
                node.pinned.set(other.id);
                let old = pin.replace(other);
                drop(pin);
                drop(old);
            };
        }
        11 => {
            let (node, other) = (root(), root());
            let mut list = node.cell.take();
            act();
            list.push(other);
            drop(node.cell.replace(list));
        }
        12 => _ = root().try_add_child(root()),
        13 => drop(root().detach()),
        14 => {
            let (node, other) = (root(), root());
            let call = callback!([node, strong other] || {
                act();
                _ = (node.id, other.id);
            });
            let old = root().call.replace(Some(call.clone()));
            drop(old);
            WORLD.with(|it| it.calls.borrow_mut().push(call));
        }
        15 => {
            if let Some(call) = pick(|it| &it.calls) {
                call.call(());
            }
            let old = WORLD.with(|it| it.calls.borrow_mut().pop());
            drop(old);
        }
        16 | 17 => {
            let bag = bag();
            let node = root();
            let pushed = WORLD.with(|it| {
                let mut bags = it.bags.borrow_mut();
                let Some((bag, filled)) = bags.iter_mut().find(|(it, _)| Rc::ptr_eq(it, &bag)) else { return false };
                bag.borrow_mut().push(node);
                *filled += 1;
                true
            });
            _ = pushed;
            root().bags.borrow_mut().1.push(bag);
        }
        18 => {
            // The program lets go of a bag: only nodes hold it from now on.
            let old = WORLD.with(|it| it.bags.borrow_mut().pop());
            drop(old);
        }
        19 => drop(root().slot.replace(Some(root()))),
        20 => {
            let node = root();
            let held = node.pin.try_borrow_mut();
            act();
            drop(held);
        }
        21 => {
            let node = root();
            let held = node.pin.try_borrow();
            act();
            let id = held.as_ref().ok().and_then(|pin| pin.as_ref().map(|pin| pin.id));
            assert_eq!(id.unwrap_or(0), if held.is_ok() { node.pinned.get() } else { 0 });
        }
        22 => {
            let session = weakgraph::read();
            let node = session.node(&root());
            act();
            let mut ids = node.id;
            node.inclusive_descendants().for_each(|it| ids += it.id);
            act();
            assert!(node.id <= ids);
        }
        23 => {
            if let Some(node) = pick(|it| &it.weak).and_then(|it| it.upgrade()) {
                // It may come back from what was garbage, with its cells empty.
                if node.pin.try_borrow().is_ok_and(|pin| pin.is_none()) {
                    node.pinned.set(0);
                }
                WORLD.with(|it| it.roots.borrow_mut().push(node));
            }
        }
        24 => {
            if let Some(node) = pick(|it| &it.weak) {
                let why = leak::why(&node);
                assert!(!why.to_string().is_empty());
                // A handle whose place is known is one of those that no edge explains.
                assert!(why.node().is_none_or(|it| it.handles_made_at().len() <= it.outside_handles()), "{why}");
            }
        }
        25 => {
            leak::set_debug(leak::SAVE);
            let scope = leak::scope();
            act();
            act();
            drop(scope);
            assert!(leak::garbage().len() < 1_000_000);
            leak::set_debug(leak::DebugFlags::default());
        }
        26 => {
            let node = root();
            WORLD.with(|it| it.roots.borrow_mut().retain(|it| it != &node));
            if let Ok(value) = Strong::try_unwrap(node) {
                act();
                drop(value);
            }
        }
        27 => {
            let before = WORLD.with(|it| it.roots.borrow().clone());
            let held: Vec<_> = before.iter().map(Strong::downgrade).collect();
            let found = leak::find().handles::<Wild>();
            // A label may let go of a root and of all else: those that are still held here are no garbage.
            assert!(found.iter().all(|it| !before.contains(it)));
            drop((found, held, before));
        }
        _ => {
            let held = root();
            _ = leak::find().reclaim();
            let pin = held.pin.try_borrow().map(|pin| pin.as_ref().map_or(0, |pin| pin.id));
            assert!(pin.is_ok_and(|pin| pin == held.pinned.get()) || held.pin.try_borrow().is_err());
        }
    }
    check();
}

fn run(seed: u64, acts: usize) {
    WORLD.with(|it| it.random.set(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1));
    for _ in 0..acts {
        act();
    }
}

#[test]
fn user_code_may_find_and_reclaim_wherever_it_runs() {
    for seed in 1..=8 {
        run(seed, weakgraph_tests::size(3_000, 400));
        // Without user code, everything can be reclaimed.
        WORLD.with(|it| it.calm.set(true));
        let (roots, bags, calls) = WORLD.with(|it| (it.roots.take(), it.bags.take(), it.calls.take()));
        drop((roots, bags, calls));
        WORLD.with(|it| it.weak.take());
        let left = leak::find().reclaim();
        assert!(left.is_empty(), "seed {seed}: {left}");
        assert!(leak::stats().is_empty(), "seed {seed}: {:?}", leak::stats());
        WORLD.with(|it| it.calm.set(false));
    }
}

/// What is in cycles when the last of the destructors has looked stays there.
fn run_forgotten(seed: u64) {
    run(seed, 200);
}

#[test]
fn user_code_may_find_and_reclaim_at_the_end_of_a_thread() {
    for seed in 20..26 {
        std::thread::spawn(move || {
            struct Late;
            impl Drop for Late {
                fn drop(&mut self) {
                    _ = catch_unwind(|| leak::find().reclaim());
                    act();
                    _ = catch_unwind(|| leak::find().reclaim());
                }
            }
            thread_local!(static BEFORE: Late = const { Late });
            thread_local!(static AFTER: Late = const { Late });
            BEFORE.with(|_| ());
            run_forgotten(seed);
            AFTER.with(|_| ());
        })
        .join()
        .unwrap();
    }
}
