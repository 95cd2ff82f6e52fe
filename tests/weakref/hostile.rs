//! `Hash`, `Eq`, `Drop`, closures and callbacks that edit the very map which calls them, panic, or contradict
//! themselves.

use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use weakgraph::collections::{Entry, KeyEntry, WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
use weakgraph::{Graph, Strong};
use weakgraph_tests::{Log, Rng, panic_of};

use super::Object;

type Act = Rc<dyn Fn()>;

thread_local! {
    /// What every comparison does before it compares.
    static ON_EQ: RefCell<Option<Act>> = const { RefCell::new(None) };
    static ON_HASH: RefCell<Option<Act>> = const { RefCell::new(None) };
    /// What every destructor of a key does.
    static ON_DROP: RefCell<Option<Act>> = const { RefCell::new(None) };
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Runs what was set, a few levels deep.
fn happens(what: &'static std::thread::LocalKey<RefCell<Option<Act>>>) {
    struct Deeper;
    impl Drop for Deeper {
        fn drop(&mut self) {
            DEPTH.set(DEPTH.get() - 1);
        }
    }
    if DEPTH.get() < 3
        && let Some(act) = what.with(|it| it.borrow().clone())
    {
        DEPTH.set(DEPTH.get() + 1);
        let _deeper = Deeper;
        act();
    }
}

/// All that was set is forgotten when this goes.
struct Hostility;

impl Hostility {
    fn eq(act: impl Fn() + 'static) -> Hostility {
        ON_EQ.set(Some(Rc::new(act)));
        Hostility
    }
}

impl Drop for Hostility {
    fn drop(&mut self) {
        let all = (ON_EQ.take(), ON_HASH.take(), ON_DROP.take());
        drop(all);
    }
}

/// A key and a node: all of them have one hash, so that each look-up compares with all before it.
#[derive(Graph)]
struct Key {
    number: u32,
}

fn key(number: u32) -> Key {
    Key { number }
}

fn node(number: u32) -> Strong<Key> {
    Strong::new(key(number))
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        let number = self.number;
        happens(&ON_EQ);
        number == self.number && self.number == other.number
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        happens(&ON_HASH);
        0.hash(state);
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        happens(&ON_DROP);
        self.number = u32::MAX;
    }
}

#[test]
fn t073_a_comparison_drops_other_keys_while_one_is_removed() {
    let objects: Rc<RefCell<Vec<_>>> = Rc::new(RefCell::new((0..4).map(node).collect()));
    let map: WeakKeyMap<Key, u32> = objects.borrow().iter().map(|it| (it, it.number)).collect();
    let all = objects.clone();
    let hostile = Hostility::eq(move || {
        let dropped = all.borrow_mut().pop();
        drop(dropped);
    });
    let first = objects.borrow()[0].clone();
    assert!(map.remove(&first).is_some());
    assert!(objects.borrow().len() < 4);
    map.remove(&key(1));
    drop(hostile);
    drop(objects.take());
    drop(first);
    assert_eq!((map.len(), map.iter().count()), (0, 0));
}

#[test]
fn many_keys_of_one_hash_are_told_apart() {
    let nodes: Vec<_> = (0..60).map(node).collect();
    let set: WeakSet<Key> = nodes.iter().collect();
    assert!((0..60).all(|number| set.get(&key(number)).as_ref() == Some(&nodes[number as usize])));
    assert!(!set.contains(&key(60)) && set.len() == 60);
    assert!((0..60).rev().all(|number| set.remove(&key(number)) && !set.contains(&key(number))));
}

/// Every operation on every map, with everything that a comparison could do to it at the same time.
#[test]
fn whatever_a_comparison_does_to_the_map_it_stays_whole() {
    struct World {
        values: WeakValueMap<Key, Key>,
        keys: WeakKeyMap<Key, Rc<Key>>,
        ids: WeakIdMap<Key, Key>,
        set: WeakSet<Key>,
        nodes: RefCell<Vec<Strong<Key>>>,
        rng: RefCell<Rng>,
    }
    impl World {
        fn below(&self, end: usize) -> usize {
            self.rng.borrow_mut().below(end)
        }
        fn node(&self) -> Strong<Key> {
            let at = self.below(12);
            let found = self.nodes.borrow().get(at).cloned();
            found.unwrap_or_else(|| {
                let new = node(self.below(8) as u32);
                self.nodes.borrow_mut().push(new.clone());
                new
            })
        }
        fn act(&self) {
            let (number, node) = (self.below(8) as u32, self.node());
            match self.below(24) {
                0 => drop(self.values.insert(key(number), &node)),
                1 => drop(self.values.remove(&key(number))),
                2 => drop(self.values.get(&key(number))),
                3 => drop(self.values.get_or_insert_with(key(number), || self.node())),
                4 => self.values.retain(|key, value| key.number != number && value.number != 3),
                5 => self.values.clear(),
                6 => drop(self.values.drain().take(2).collect::<Vec<_>>()),
                7 => drop(self.values.pop()),
                8 => drop(self.keys.insert(&node, Rc::new(key(number)))),
                9 => drop(self.keys.remove(&node)),
                10 => drop(self.keys.get_or_insert_with(&node, || Rc::new(key(number)))),
                11 => self.keys.retain(|_, value| value.number != number),
                12 => drop(self.ids.insert(&node, key(number))),
                13 => drop(self.ids.remove(&node)),
                14 => drop(self.set.insert(&node)),
                15 => drop(self.set.take(&key(number))),
                16 => drop((&self.set | &self.set.clone()).pop()),
                17 => drop(self.keys.clone()),
                18 => {
                    for (key, value) in &self.values {
                        assert!(key.number < 8 && value.number < 8);
                        if self.below(3) == 0 {
                            let dropped = self.nodes.borrow_mut().pop();
                            drop(dropped);
                        }
                    }
                }
                19 => {
                    self.values.shrink_to_fit();
                    self.set.reserve(30);
                }
                20 => drop(self.set.is_subset(&self.set)),
                _ => {
                    let mut nodes = self.nodes.borrow_mut();
                    let dropped = if nodes.is_empty() {
                        None
                    } else {
                        Some({
                            let at = number as usize % nodes.len();
                            nodes.swap_remove(at)
                        })
                    };
                    drop(nodes);
                    drop(dropped);
                }
            }
        }
        fn check(&self) {
            assert_eq!(self.values.len(), self.values.iter().count());
            assert_eq!(self.keys.len(), self.keys.iter().count());
            assert_eq!(self.ids.len(), self.ids.iter().count());
            assert_eq!(self.set.len(), self.set.iter().count());
        }
    }
    for seed in 0..300 {
        let world = Rc::new(World {
            values: WeakValueMap::new(),
            keys: WeakKeyMap::new(),
            ids: WeakIdMap::new(),
            set: WeakSet::new(),
            nodes: RefCell::default(),
            rng: RefCell::new(Rng::new(seed)),
        });
        let same = Rc::downgrade(&world);
        let act: Act = Rc::new(move || {
            if let Some(world) = same.upgrade() {
                world.act();
            }
        });
        let hostile = Hostility::eq({
            let act = act.clone();
            move || act()
        });
        if seed % 3 == 0 {
            ON_DROP.set(Some(act.clone()));
        }
        if seed % 5 == 0 {
            ON_HASH.set(Some(act.clone()));
        }
        for _ in 0..60 {
            world.act();
            world.check();
        }
        drop(hostile);
        world.check();
        drop(world.nodes.take());
        world.check();
        assert!(world.values.is_empty() && world.keys.is_empty() && world.ids.is_empty() && world.set.is_empty());
    }
}

#[test]
fn a_comparison_that_removes_what_it_compares_finds_nothing() {
    let (map, object) = (Rc::new(WeakValueMap::new()), Object::new(1));
    map.insert(key(1), &object);
    let same = map.clone();
    let hostile = Hostility::eq(move || same.clear());
    assert!(map.get(&key(1)).is_none());
    drop(hostile);
    assert!(map.is_empty());
}

/// One comes and one goes, so that the number of entries is the same: what has come is found all the same.
#[test]
fn what_comes_while_another_goes_in_a_comparison_is_found() {
    /// Inserts in `insert`, while the comparison of this number inserts one that equals it and drops another.
    fn nines<M: 'static>(map: M, insert: impl Fn(&M, &Strong<Key>) + Copy + 'static, count: impl Fn(&M) -> usize) {
        let map = Rc::new(map);
        let mut most = 0;
        for at in 1..12 {
            let nodes: Rc<RefCell<Vec<_>>> = Rc::new(RefCell::new((0..5).map(node).collect()));
            nodes.borrow().iter().for_each(|it| insert(&map, it));
            let (outer, inner, compared) = (node(9), node(9), Rc::new(Cell::new(0)));
            let (same, all, number, kept) = (map.clone(), nodes.clone(), compared.clone(), inner.clone());
            let hostile = Hostility::eq(move || {
                number.set(number.get() + 1);
                if number.get() == at {
                    insert(&same, &inner);
                    let dropped = all.borrow_mut().pop();
                    drop(dropped);
                }
            });
            insert(&map, &outer);
            drop(hostile);
            most = most.max(compared.get());
            assert_eq!(count(&map), 1, "in comparison {at}");
            drop((outer, kept, nodes));
            assert_eq!(count(&map), 0);
        }
        assert!(most > 5, "each of the others is compared with");
    }
    let is_nine = |it: &Strong<Key>| it.number == 9;
    nines(WeakSet::new(), |set, it| _ = set.insert(it), |set| set.iter().filter(is_nine).count());
    nines(WeakSet::new(), |set, it| drop(set.get_or_insert(it)), |set| set.iter().filter(is_nine).count());
    nines(WeakKeyMap::new(), |map, it| drop(map.insert(it, 0)), |map| map.keys().filter(is_nine).count());
    nines(
        WeakKeyMap::new(),
        |map, it| drop(map.get_or_insert_with(it, || 0)),
        |map| map.keys().filter(is_nine).count(),
    );
    nines(
        WeakValueMap::new(),
        |map, it| drop(map.insert(key(it.number), it)),
        |map| map.values().filter(is_nine).count(),
    );
    nines(
        WeakValueMap::new(),
        |map, it| drop(map.get_or_insert_with(key(it.number), || it.clone())),
        |map| map.values().filter(is_nine).count(),
    );
}

#[test]
fn a_comparison_that_always_inserts_ends() {
    let (map, object) = (Rc::new(WeakValueMap::new()), Object::new(1));
    map.insert(key(0), &object);
    let (same, value, next) = (map.clone(), object.clone(), Cell::new(100));
    let hostile = Hostility::eq(move || {
        // Each look for one compares with all: without an end to it that would be a great many.
        if DEPTH.get() == 1 && next.get() < 140 {
            next.set(next.get() + 1);
            same.insert(key(next.get()), &value);
        }
    });
    map.insert(key(1), &object);
    drop(hostile);
    assert!(map.contains_key(&key(1)) && map.len() == map.iter().count());
}

#[test]
fn a_key_that_contradicts_itself_is_counted_all_the_same() {
    #[derive(Graph)]
    struct Liar(Cell<u64>);
    impl PartialEq for Liar {
        fn eq(&self, _: &Liar) -> bool {
            self.0.set(self.0.get() + 1);
            self.0.get().is_multiple_of(2)
        }
    }
    impl Eq for Liar {}
    impl Hash for Liar {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.set(self.0.get() + 1);
            (self.0.get() % 3).hash(state);
        }
    }
    let set = WeakSet::new();
    let mut nodes: Vec<_> = (0..100).map(|number| Strong::new(Liar(Cell::new(number)))).collect();
    for _ in 0..5 {
        for node in &nodes {
            set.insert(node);
            set.take(&Liar(Cell::new(7)));
        }
        assert_eq!(set.len(), set.iter().count());
        nodes.truncate(nodes.len() / 2);
        assert_eq!(set.len(), set.iter().count());
    }
    nodes.clear();
    assert!(set.is_empty());
}

#[test]
fn a_panic_in_a_comparison_a_hash_or_a_closure_leaves_the_map_as_it_was() {
    let (map, object) = (WeakValueMap::new(), Object::new(1));
    map.insert(key(1), &object);
    for what in [&ON_EQ, &ON_HASH] {
        what.set(Some(Rc::new(|| panic!("hostile"))));
        for act in [
            &(|| drop(map.get(&key(1)))) as &dyn Fn(),
            &|| drop(map.insert(key(1), &object)),
            &|| drop(map.remove(&key(1))),
            &|| drop(map.get_or_insert_with(key(1), || unreachable!())),
        ] {
            assert_eq!(panic_of(act).as_deref(), Some("hostile"));
        }
        drop(Hostility);
    }
    assert!(panic_of(|| map.retain(|_, _| panic!("in the closure"))).is_some());
    assert!(panic_of(|| drop(map.get_or_insert_with(key(2), || panic!("in the closure")))).is_some());
    assert!(map.len() == 1 && map.get(&key(1)).as_ref() == Some(&object) && map.iter().count() == 1);
}

#[test]
fn a_panic_in_the_destructor_of_a_key_stops_nothing() {
    struct Bomb(u32, Log);
    impl Drop for Bomb {
        fn drop(&mut self) {
            self.1.say(self.0);
            panic!("key {}", self.0);
        }
    }
    impl PartialEq for Bomb {
        fn eq(&self, other: &Bomb) -> bool {
            self.0 == other.0
        }
    }
    impl Eq for Bomb {}
    impl Hash for Bomb {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }
    let (log, object) = (Log::new(), Object::new(1));
    let map = WeakValueMap::new();
    for number in 0..3 {
        map.insert(Bomb(number, log.clone()), &object);
    }
    let says = log.clone();
    Strong::watch(&object, move |_| says.say("watch")).keep();
    assert_eq!(panic_of(|| drop(object)).as_deref(), Some("key 2"));
    assert_eq!((log.take(), map.len()), (["watch", "2", "1", "0"].map(String::from).to_vec(), 0));
    let object = Object::new(2);
    for number in 0..3 {
        map.insert(Bomb(number, log.clone()), &object);
    }
    assert_eq!(panic_of(|| map.clear()).as_deref(), Some("key 0"));
    assert_eq!((log.take(), map.len()), (["0", "1", "2"].map(String::from).to_vec(), 0));
    for number in 0..2 {
        map.insert(Bomb(number, log.clone()), &object);
    }
    assert_eq!(panic_of(|| drop(map)).as_deref(), Some("key 0"));
    assert_eq!(log.take(), ["0", "1"]);
}

#[test]
fn the_destructor_of_a_key_edits_the_map_it_was_in() {
    let (map, objects) = (Rc::new(WeakValueMap::new()), Object::some(3));
    for number in 0..3 {
        map.insert(key(number), &objects[0]);
    }
    let (same, other) = (map.clone(), objects[1].clone());
    ON_DROP.set(Some(Rc::new(move || drop(same.insert(key(9), &other)))));
    map.clear();
    map.insert(key(1), &objects[2]);
    drop(objects);
    drop(Hostility);
    assert_eq!(map.len(), map.iter().count());
    assert!(map.len() <= 1);
}

#[test]
fn a_callback_edits_the_container_it_stands_in() {
    let map: Rc<WeakIdMap<Object, u32>> = Rc::default();
    let objects = Object::some(3);
    for object in &objects {
        map.insert(object, object.number);
        let (same, others) = (map.clone(), objects.iter().map(Strong::downgrade).collect::<Vec<_>>());
        Strong::watch(object, move |dead| {
            for other in others.iter().filter(|it| *it != dead).filter_map(|it| it.upgrade()) {
                same.remove(&other);
                same.insert(&other, 100 + other.number);
            }
        })
        .keep();
    }
    let [a, b, c] = <[_; 3]>::try_from(objects).unwrap();
    drop(b);
    assert_eq!((map.len(), map.get(&a).as_deref(), map.get(&c).as_deref()), (2, Some(&100), Some(&102)));
    drop(c);
    drop(a);
    assert!(map.is_empty());
}

#[test]
fn a_node_that_dies_with_its_owner_leaves_while_it_waits_for_its_turn() {
    use weakgraph::{Children, Parent};
    #[derive(Graph)]
    #[graph(on_drop = Node::dies)]
    struct Node {
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
        map: Rc<WeakIdMap<Node, String>>,
        log: Log,
    }
    impl Node {
        fn dies(&self) {
            self.log.say(self.map.len());
        }
    }
    let (map, log) = (Rc::new(WeakIdMap::new()), Log::new());
    let new = || {
        let node =
            Strong::new(Node { parent: Parent::new(), children: Children::new(), map: map.clone(), log: log.clone() });
        map.insert(&node, "owned".into());
        node
    };
    let root = new();
    for _ in 0..3 {
        root.add_child(new());
    }
    drop(root);
    assert_eq!(log.take(), ["3", "0", "0", "0"], "the members are dead when their owner has let them go");
}

#[test]
fn a_destructor_that_panics_loses_no_handle() {
    // Found by the model: what a function was about to return was not dropped.
    #[derive(Graph, Default)]
    struct Node;

    thread_local!(static BOMBS: Cell<i32> = const { Cell::new(0) });

    struct Bomb(u32);

    fn bomb(number: u32) -> Bomb {
        BOMBS.set(BOMBS.get() + 1);
        Bomb(number)
    }

    impl Drop for Bomb {
        fn drop(&mut self) {
            BOMBS.set(BOMBS.get() - 1);
            if !std::thread::panicking() {
                panic!("bomb {}", self.0);
            }
        }
    }

    impl PartialEq for Bomb {
        fn eq(&self, other: &Bomb) -> bool {
            self.0 == other.0
        }
    }

    impl Eq for Bomb {}

    impl Hash for Bomb {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    type Values = WeakValueMap<Bomb, Node>;
    type Ids = WeakIdMap<Node, Bomb>;
    let like = std::mem::ManuallyDrop::new(Bomb(1));
    let values: &[fn(&Values, &Strong<Node>, &Bomb)] = &[
        |map, node, _| drop(map.insert(bomb(1), node)),
        |map, _, like| drop(map.remove(like)),
        |map, node, _| drop(map.entry(bomb(1)).or_insert(node.clone())),
        |map, node, _| {
            let Entry::Occupied(entry) = map.entry(bomb(1)) else { unreachable!() };
            drop(entry.insert(node));
        },
        |map, _, _| {
            let Entry::Occupied(entry) = map.entry(bomb(1)) else { unreachable!() };
            drop(entry.remove());
        },
    ];
    for (case, edit) in values.iter().enumerate() {
        let (map, node) = (Values::new(), Strong::<Node>::default());
        map.insert(bomb(1), &node);
        assert_eq!(panic_of(|| edit(&map, &node, &like)).as_deref(), Some("bomb 1"));
        assert_eq!(Strong::strong_count(&node), 1, "case {case}");
        panic_of(|| drop(map));
        assert_eq!(BOMBS.get(), 0, "case {case}");
    }
    let ids: &[fn(&Ids, &Strong<Node>)] = &[
        |map, node| drop(map.insert(node, bomb(2))),
        |map, node| drop(map.entry(node).or_insert(bomb(2))),
        |map, node| drop(map.remove(node)),
        |map, node| {
            let KeyEntry::Occupied(entry) = map.entry(node) else { unreachable!() };
            drop(entry.insert(bomb(2)));
        },
    ];
    for (case, edit) in ids.iter().enumerate() {
        let (map, node) = (Ids::new(), Strong::<Node>::default());
        map.insert(&node, bomb(1));
        assert!(panic_of(|| edit(&map, &node)).is_some_and(|message| message.starts_with("bomb")));
        assert_eq!(Strong::strong_count(&node), 1, "case {case}");
        panic_of(|| drop(map));
        assert_eq!(BOMBS.get(), 0, "case {case}");
    }
}

#[test]
fn destructors_of_several_entries_panic_and_all_are_dropped() {
    #[derive(Graph, Default)]
    struct Node;

    thread_local! {
        static BOMBS: Cell<i32> = const { Cell::new(0) };
        static ON_EQ: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
    }

    /// All of them have one hash, and none is like another.
    struct Bomb(u32);

    impl Bomb {
        fn new(number: u32) -> Bomb {
            BOMBS.set(BOMBS.get() + 1);
            Bomb(number)
        }
    }

    impl Drop for Bomb {
        fn drop(&mut self) {
            BOMBS.set(BOMBS.get() - 1);
            panic!("bomb {}", self.0);
        }
    }

    impl PartialEq for Bomb {
        fn eq(&self, _: &Bomb) -> bool {
            if let Some(act) = ON_EQ.take() {
                act();
            }
            false
        }
    }

    impl Eq for Bomb {}

    impl Hash for Bomb {
        fn hash<H: Hasher>(&self, state: &mut H) {
            0.hash(state);
        }
    }

    let like = std::mem::ManuallyDrop::new(Bomb(9));
    let node = Strong::<Node>::default();
    let full = || {
        let map = Rc::new(WeakValueMap::<Bomb, Node>::new());
        (0..4).for_each(|number| drop(map.insert(Bomb::new(number), &node)));
        assert_eq!((BOMBS.get(), map.len()), (4, 4));
        map
    };

    let map = full();
    assert_eq!(panic_of(|| drop(map.drain())).as_deref(), Some("bomb 0"));
    assert_eq!((BOMBS.get(), map.len()), (0, 0));

    let map = full();
    let guards: Vec<_> = map.keys().collect();
    map.clear();
    assert_eq!(panic_of(|| drop(guards)).as_deref(), Some("bomb 0"));
    assert_eq!(BOMBS.get(), 0);

    let map = full();
    let guards: Vec<_> = map.keys().collect();
    drop(map);
    let first = panic_of(|| {
        let _guards = guards;
        panic!("before them");
    });
    assert_eq!((first.as_deref(), BOMBS.get()), (Some("before them"), 0));

    // A look-up holds what it compares: here for the last time.
    for (at, panics) in [(0, true), (1, true), (2, true), (3, true), (1, false), (2, false), (3, false)] {
        fn act_at(at: u32, act: Box<dyn FnOnce()>) {
            let later: Box<dyn FnOnce()> = match at {
                0 => act,
                _ => Box::new(move || act_at(at - 1, act)),
            };
            ON_EQ.set(Some(later));
        }
        let map = full();
        let edited = map.clone();
        act_at(
            at,
            Box::new(move || {
                let guards: Vec<_> = edited.keys().collect();
                edited.clear();
                // The look-up has those that it did not compare yet, so these are not the last.
                let _ = panic_of(|| drop(guards));
                assert!(!panics, "in the comparison");
            }),
        );
        let first = panic_of(|| drop(map.get(&*like))).expect("a panic");
        assert!(if panics { first == "in the comparison" } else { first.starts_with("bomb") }, "{at}: {first}");
        assert_eq!((BOMBS.get(), map.len()), (0, 0), "{at}");
    }
    assert_eq!(Strong::strong_count(&node), 1);
}

#[test]
fn a_key_that_its_own_comparison_puts_in_comes_once() {
    for at in 0..3 {
        let set = Rc::new(WeakSet::<Key>::new());
        let (others, first, second) = ([node(1), node(3), node(4)], node(2), node(2));
        others.iter().for_each(|other| assert!(set.insert(other)));
        let left = Cell::new(at);
        let hostility = Hostility::eq({
            let (set, first) = (set.clone(), first.clone());
            move || {
                if left.replace(left.get() - 1) == 0 {
                    assert!(set.insert(&first));
                }
            }
        });
        assert!(!set.insert(&second), "there is an equal one since the comparison {at}");
        drop(hostility);
        assert_eq!(set.len(), 4);
        assert!(set.get(&key(2)) == Some(second), "and it was replaced");
    }
}
