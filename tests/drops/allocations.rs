//! How often each operation asks for memory, of every collection and every kind of handle: exactly so often as is said
//! here.

use std::hint::black_box;

use weakgraph::collections::{Entry, KeyEntry, WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
use weakgraph::{
    Child, Children, DropQueue, Finalizer, Graph, Parent, Proxy, Snapshot, Strong, Tree, Weak, WeakCell, WeakList,
    WeakMethod, deep_clone, read, tree_eq,
};
use weakgraph_tests::allocations_of;

#[derive(Graph, Default)]
#[graph(clone, eq)]
struct Node {
    key: u32,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    friend: WeakCell<Node>,
    #[weak]
    friends: WeakList<Node>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.key == other.key
    }
}

impl Eq for Node {}

impl std::hash::Hash for Node {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl Node {
    fn double(&self, (): ()) -> u32 {
        self.key * 2
    }
}

/// Has hooks on all that can have one.
#[derive(Graph, Default)]
#[graph(on_drop = Hooked::hear)]
struct Hooked {
    #[weak(on_drop = Hooked::hear)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Hooked::hear)]
    friends: WeakList<Node>,
    #[strong]
    only: Child<Hooked>,
    #[weak(on_drop = Hooked::hear)]
    owner: Parent<Hooked>,
}

impl Hooked {
    fn hear(&self) {}
}

fn node(key: u32) -> Strong<Node> {
    Strong::new(Node { key, ..Node::default() })
}

fn nodes(n: u32) -> Vec<Strong<Node>> {
    (0..n).map(node).collect()
}

#[track_caller]
fn asks<T>(name: &str, expected: u64, operation: impl FnOnce() -> T) -> T {
    let (out, calls) = allocations_of(operation);
    assert_eq!(calls, expected, "{name}");
    out
}

#[test]
fn handles() {
    let target = asks("Strong::new", 1, || node(1));
    let other = asks("clone", 0, || target.clone());
    asks("drop", 0, || drop(other));
    let weak = asks("downgrade", 0, || Strong::downgrade(&target));
    let more = asks("Weak::clone", 0, || weak.clone());
    asks("upgrade", 0, || drop(more.upgrade()));
    asks("Weak::new", 0, Weak::<Node>::new);
    asks("drop of a Weak", 0, || drop(more));
    asks("handle", 0, || drop(target.handle()));
    let proxy = asks("Proxy::new", 0, || Proxy::new(&target));
    asks("Proxy::with", 0, || assert_eq!(proxy.with(|node| node.key), Ok(1)));
    asks("Proxy::get", 0, || drop(proxy.get()));
    asks("Proxy::clone", 0, || drop(proxy.clone()));
    let method = asks("WeakMethod::new", 0, || WeakMethod::new(&target, Node::double));
    asks("WeakMethod::call", 0, || assert_eq!(method.call(()), Ok(2)));
    asks("WeakMethod::upgrade", 0, || assert_eq!(method.upgrade().map(|double| double(())), Some(2)));
    let session = asks("read", 0, read);
    let seen = asks("ReadSession::node", 0, || session.node(&target));
    asks("ReadSession::upgrade", 0, || assert!(session.upgrade(&weak) == Some(seen)));
    asks("NodeRef::to_strong", 0, || drop(seen.to_strong()));
    asks("the end of a session", 0, || drop(session));
    asks("the drop of a node", 0, || drop(target));
    asks("upgrade of none", 0, || assert!(weak.upgrade().is_none()));
    asks("Proxy::with of none", 0, || assert!(proxy.with(|_| ()).is_err() && !proxy.is_alive()));
    asks("WeakMethod::call of none", 0, || assert!(method.call(()).is_err()));
}

#[test]
fn what_waits_for_a_drop() {
    let (target, count) = (node(1), 7_u64);
    let watch = asks("watch", 2, || Strong::watch(&target, move |_| assert_eq!(black_box(count), 7)));
    asks("is_armed", 0, || assert!(watch.is_armed()));
    asks("the drop of a Watch", 0, || drop(watch));
    asks("watch that captures nothing", 1, || Strong::watch(&target, |_| {}).keep());
    let fires = Strong::watch(&target, move |_| assert_eq!(black_box(count), 7));
    let weak = Strong::downgrade(&target);
    asks("watch of a Weak", 1, || weak.watch(|_| {}).map(drop).unwrap());
    asks("a drop that calls", 0, || drop(target));
    asks("the drop of a Watch that is done", 0, || drop(fires));

    let target = node(1);
    let finalizer = asks("Finalizer::new", 4, || Finalizer::new(&target, move || count));
    asks("run", 0, || assert_eq!(finalizer.run(), Some(7)));
    asks("run again", 0, || assert_eq!(finalizer.run(), None));
    let fires = Finalizer::new(&target, move || count);
    let cancelled = Finalizer::new(&target, move || count);
    asks("cancel", 0, || drop(cancelled.cancel()));
    asks("a drop that finalizes", 0, || drop(target));
    assert!(!fires.is_armed());
}

/// There is nothing to look for: what owns nothing is above nobody, and a list's own node is above all of its members
/// already.
#[test]
fn append_all_asks_for_nothing_where_no_cycle_can_be() {
    #[derive(Graph, Default)]
    struct Folder {
        #[strong]
        pages: Children<Page>,
        #[weak]
        parent: Parent<Folder>,
        #[strong]
        children: Children<Folder>,
        #[strong(item = other)]
        other: Children<Folder>,
    }
    #[derive(Graph, Default)]
    struct Page {
        #[weak]
        folder: Parent<Folder>,
    }
    let (a, b) = (Strong::<Folder>::default(), Strong::<Folder>::default());
    a.children().append(&b).unwrap();
    (0..3).for_each(|_| drop(a.add_page(Page::default())));
    asks("append_all of what owns nothing", 0, || b.pages().append_all(a.pages()).unwrap());
    asks("append_all within one node", 0, || a.other().append_all(a.children()).unwrap());
    assert!(b.pages().len() == 3 && a.other().first() == Some(b));
}

/// Registering makes the room.
#[test]
fn a_queue_asks_for_nothing_when_nodes_are_dropped() {
    let queue = DropQueue::new();
    for round in 0..4 {
        let mut targets = nodes(100);
        let ((), calls) =
            allocations_of(|| targets.iter().for_each(|target| queue.watch(target, u64::from(target.key)).keep()));
        assert!((200..=210).contains(&calls), "the observers, the closures, and what the queue grows by: {calls}");
        assert_eq!(queue.watched(), 100);
        let last = targets.split_off(50);
        asks("the drop of the first half", 0, || drop(targets));
        if round % 2 == 0 {
            asks("poll", 0, || assert_eq!((0..30).filter_map(|_| queue.poll()).count(), 30));
        }
        asks("the drop of the others", 0, || drop(last));
        asks("drain", 0, || assert!(queue.drain().count() >= 50));
        assert!(queue.is_empty() && queue.watched() == 0);
    }
    // In any order, with polls between.
    let targets = nodes(64);
    targets.iter().for_each(|target| queue.watch(target, 1).keep());
    asks("one by one", 0, || {
        for target in targets {
            drop(target);
            queue.poll();
        }
    });
    // Many that were not asked for yet, and one more.
    let targets = nodes(1000);
    targets.iter().for_each(|target| queue.watch(target, 1).keep());
    asks("a thousand", 0, || drop(targets));
    let late = node(1);
    queue.watch(&late, 2).keep();
    asks("one more", 0, || drop(late));
    assert_eq!(queue.len(), 1001);
}

#[test]
fn edges() {
    let (owner, other) = (node(0), node(1));
    let some = nodes(10);
    let member = asks("append", 0, || owner.children().append(&some[0]).unwrap());
    asks("append of a value", 1, || drop(owner.children().append(Node::default()).unwrap()));
    asks("prepend", 0, || drop(owner.children().prepend(&some[1])));
    asks("insert", 0, || drop(owner.children().insert(1, &some[2])));
    asks("insert_before", 0, || drop(owner.children().insert_before(&member, &some[3])));
    asks("insert_after", 0, || drop(owner.children().insert_after(&member, &some[4])));
    asks("replace", 0, || drop(owner.children().replace(&some[4], &some[5])));
    asks("swap", 0, || owner.children().swap(&some[5], &member).unwrap());
    asks("move", 0, || drop(other.children().append(&member)));
    asks("append_all, which looks at all parents of the list's node", 2, || {
        owner.children().append_all(other.children()).unwrap()
    });
    asks("contains", 0, || assert!(owner.children().contains(&member)));
    asks("get", 0, || drop(owner.children().get(2)));
    asks("index_of", 0, || assert!(owner.children().index_of(&member).is_some()));
    asks("a refused edit", 0, || assert!(owner.children().append(&owner).is_err()));
    asks("detach", 0, || drop(member.detach()));
    asks("retain", 0, || owner.children().retain(|node| node.key != 5));
    asks("drain", 1, || drop(owner.children().drain()));
    owner.children().append_all(&some.iter().collect::<Children<_>>()).unwrap();
    asks("clear", 0, || owner.children().clear());
    asks("clear of none", 0, || owner.children().clear());

    let target = &some[0];
    asks("WeakCell::set", 0, || owner.set_friend(target));
    asks("WeakCell::get", 0, || assert!(owner.friend().as_ref() == Some(target)));
    asks("WeakCell::set again", 0, || owner.set_friend(&some[1]));
    asks("WeakCell::clear", 0, || owner.clear_friend());
    let hooked = asks("Strong::new with hooks on a cell and a list", 3, || Strong::new(Hooked::default()));
    asks("WeakCell::set with a hook", 1, || hooked.set_friend(target));
    asks("the same again", 1, || hooked.set_friend(target));
    asks("WeakCell::clear with a hook", 0, || hooked.clear_friend());
    hooked.set_friend(target);
    let victim = node(9);
    hooked.friends().add(&victim);
    asks("a drop that calls hooks", 0, || drop(victim));
    let only = asks("Child::set", 3, || hooked.set_only(Hooked::default()));
    let another = Strong::new(Hooked::default());
    asks("Child::set of another", 0, || drop(hooked.try_set_only(&another)));
    drop((only, another));
    asks("Child::take", 0, || drop(hooked.take_only()));
}

#[test]
fn a_weak_list_asks_once_for_each_link() {
    let (owner, targets) = (node(0), nodes(100));
    owner.friends().extend_by(&targets);
    owner.friends().clear();
    // The room stays.
    asks("a hundred links", 100, || targets.iter().for_each(|target| owner.friends().add(target)));
    asks("contains", 0, || assert!(owner.friends().contains(&targets[50])));
    asks("a walk", 0, || assert_eq!(owner.friends().iter().count(), 100));
    asks("remove", 0, || assert!(owner.friends().remove(&targets[0])));
    asks("add", 1, || owner.friends().add(&targets[0]));
    asks("the drop of all targets", 0, || drop(targets));
    assert!(owner.friends().is_empty());
    let more = nodes(100);
    let ((), calls) = allocations_of(|| more.iter().for_each(|target| owner.friends().add(target)));
    assert_eq!(calls, 100, "the gaps are closed before there is more room");
    asks("clear", 1, || owner.friends().clear());
    asks("clear of none", 0, || owner.friends().clear());
    // A link that comes and goes in a short list never asks for more than itself.
    asks("a thousand that come and go", 2000, || {
        (0..1000).for_each(|key| owner.friends().add(&node(key)));
    });
}

trait ExtendBy {
    fn extend_by(&self, targets: &[Strong<Node>]);
}

impl ExtendBy for WeakList<Node> {
    fn extend_by(&self, targets: &[Strong<Node>]) {
        targets.iter().for_each(|target| self.add(target));
    }
}

type Values = WeakValueMap<u32, Node>;

/// What an entry of a map with room for it asks for: in a build with debug assertions it is an allocation of its own,
/// which a sanitizer can see.
const ENTRY: u64 = if cfg!(debug_assertions) { 1 } else { 0 };

/// For each map: one of a hundred entries, with room for them.
#[test]
fn entries_of_maps_with_room_ask_for_nothing_else() {
    #[expect(clippy::too_many_arguments, reason = "a table with a column for each operation")]
    fn check<M>(
        name: &str,
        map: M,
        insert: impl Fn(&M, &Strong<Node>),
        finds: &[&dyn Fn(&M, &Strong<Node>) -> bool],
        walks: &[&dyn Fn(&M) -> usize],
        enters: impl Fn(&M, &Strong<Node>) -> bool,
        takes: impl Fn(&M, &Strong<Node>) -> bool,
        pop: impl Fn(&M) -> bool,
        clear: impl Fn(&M),
        drain: impl Fn(&M) -> usize,
        room: impl Fn(&M) -> usize,
    ) {
        let (targets, absent) = (nodes(100), node(1000));
        let all = || targets.iter().for_each(|target| insert(&map, target));
        asks(&format!("{name}: a hundred entries"), 100 * ENTRY, all);
        asks(&format!("{name}: the same again"), 100 * ENTRY, all);
        for (n, find) in finds.iter().enumerate() {
            asks(&format!("{name}: find, {n}"), 0, || assert!(find(&map, &targets[7]) && !find(&map, &absent)));
        }
        for (n, walk) in walks.iter().enumerate() {
            asks(&format!("{name}: walk, {n}"), 0, || assert_eq!(walk(&map), 100));
        }
        asks(&format!("{name}: an entry that is there"), 0, || assert!(!enters(&map, &targets[5])));
        asks(&format!("{name}: remove"), 0, || assert!(takes(&map, &targets[5])));
        asks(&format!("{name}: an entry that is not there"), ENTRY, || assert!(enters(&map, &targets[5])));
        asks(&format!("{name}: pop"), 0, || assert!(pop(&map)));
        let before = room(&map);
        assert!(before >= 100, "{name}");
        clear(&map);
        assert_eq!(room(&map), before, "{name}: the room stays");
        asks(&format!("{name}: a hundred entries after a clear"), 100 * ENTRY, all);
        asks(&format!("{name}: clear of what has no destructor"), 0, || clear(&map));
        all();
        // All at once, in a list.
        asks(&format!("{name}: drain"), 1, || assert_eq!(drain(&map), 100));
        assert_eq!(room(&map), before, "{name}: the room stays");
        all();
        // Those who come and go need no more room.
        asks(&format!("{name}: a thousand that come and go"), 2000, || {
            (2000..3000).for_each(|key| insert(&map, &node(key)))
        });
        let room = room(&map);
        assert!(room < 1000, "{name}: {room}");
        asks(&format!("{name}: the drop of all"), 0, || drop(targets));
    }
    check(
        "WeakValueMap",
        Values::with_capacity(200),
        |map, it| drop(map.insert(it.key, it)),
        &[&|map, it| map.get(&it.key).is_some(), &|map, it| map.contains_key(&it.key), &|map, it| {
            map.get_key_value(&it.key).is_some()
        }],
        &[&|map| map.iter().count(), &|map| map.keys().count(), &|map| map.values().count(), &|map| {
            map.retain(|_, _| true);
            map.len()
        }],
        |map, it| match map.entry(it.key) {
            Entry::Occupied(_) => false,
            Entry::Vacant(entry) => entry.insert(it.clone()) == *it,
        },
        |map, it| map.remove(&it.key).is_some(),
        |map| map.pop().is_some(),
        |map| map.clear(),
        |map| map.drain().count(),
        |map| map.capacity(),
    );
    check(
        "WeakKeyMap",
        WeakKeyMap::<Node, u32>::with_capacity(200),
        |map, it| drop(map.insert(it, it.key)),
        &[&|map, it| map.get(it).is_some(), &|map, it| map.contains_key(it), &|map, it| {
            map.get_key_value(it).is_some()
        }],
        &[&|map| map.iter().count(), &|map| map.keys().count(), &|map| map.values().count(), &|map| {
            map.retain(|_, _| true);
            map.len()
        }],
        |map, it| match map.entry(it) {
            KeyEntry::Occupied(_) => false,
            KeyEntry::Vacant(entry) => entry.insert(it.key) == it.key,
        },
        |map, it| map.remove(it).is_some(),
        |map| map.pop().is_some(),
        |map| map.clear(),
        |map| map.drain().count(),
        |map| map.capacity(),
    );
    check(
        "WeakIdMap",
        WeakIdMap::<Node, u32>::with_capacity(200),
        |map, it| drop(map.insert(it, it.key)),
        &[&|map, it| map.get(it).is_some(), &|map, it| map.contains_key(it), &|map, it| {
            map.get_key_value(it).is_some()
        }],
        &[&|map| map.iter().count(), &|map| map.keys().count(), &|map| map.values().count(), &|map| {
            map.retain(|_, _| true);
            map.len()
        }],
        |map, it| match map.entry(it) {
            KeyEntry::Occupied(_) => false,
            KeyEntry::Vacant(entry) => entry.insert(it.key) == it.key,
        },
        |map, it| map.remove(it).is_some(),
        |map| map.pop().is_some(),
        |map| map.clear(),
        |map| map.drain().count(),
        |map| map.capacity(),
    );
    check(
        "WeakSet",
        WeakSet::<Node>::with_capacity(200),
        |set, it| _ = set.insert(it),
        &[&|set, it| set.get(it).is_some(), &|set, it| set.contains(it)],
        &[&|set| set.iter().count(), &|set| {
            set.retain(|_| true);
            set.len()
        }],
        |set, it| set.get(it).is_none() && set.get_or_insert(it) == *it,
        |set, it| set.take(it).is_some(),
        |set| set.pop().is_some(),
        |set| set.clear(),
        |set| set.drain().count(),
        |set| set.capacity(),
    );
}

/// Also of entries that have a destructor, and under a walk.
#[test]
fn a_map_that_is_cleared_keeps_its_room() {
    let map: WeakValueMap<String, Node> = WeakValueMap::with_capacity(50);
    let targets = nodes(50);
    for is_walked in [false, true, false] {
        let walk = is_walked.then(|| map.iter());
        let before = map.capacity();
        targets.iter().for_each(|target| drop(map.insert(target.key.to_string(), target)));
        map.clear();
        assert!(map.capacity() >= before && before >= 50, "{before}, {}", map.capacity());
        drop(walk);
    }
    map.shrink_to_fit();
    assert_eq!(map.capacity(), 0);
    map.reserve(70);
    assert!(map.capacity() >= 70);
    let keys: Vec<String> = targets.iter().map(|target| target.key.to_string()).collect();
    asks("fifty entries in the room that was reserved", 50 * ENTRY, || {
        keys.into_iter().zip(&targets).for_each(|(key, target)| drop(map.insert(key, target)));
    });
}

#[test]
fn walks() {
    let root = node(0);
    for key in 1..40 {
        let low = root.add_child(Node { key, ..Node::default() });
        (0..5).for_each(|key| drop(low.add_child(Node { key, ..Node::default() })));
    }
    let leaf = root.last_child().unwrap().last_child().unwrap();
    let session = read();
    let (top, low) = (session.node(&root), session.node(&leaf));
    let walks: [(&str, &dyn Fn() -> usize); 20] = [
        ("children", &|| root.children().iter().count()),
        ("children from the end", &|| root.children().iter().rev().count()),
        ("descendants", &|| root.descendants().count()),
        ("descendants from the end", &|| root.descendants().rev().count()),
        ("inclusive_descendants", &|| root.inclusive_descendants().count()),
        ("traverse", &|| root.traverse().count()),
        ("leaves", &|| root.leaves().count()),
        ("leaves from the end", &|| root.leaves().rev().count()),
        ("ancestors", &|| leaf.ancestors().count()),
        ("inclusive_ancestors", &|| leaf.inclusive_ancestors().count()),
        ("next_siblings", &|| root.first_child().unwrap().next_siblings().count()),
        ("prev_siblings", &|| root.last_child().unwrap().prev_siblings().count()),
        ("compare_position", &|| leaf.compare_position(&root) as usize + 1),
        ("read: children", &|| top.children().count()),
        ("read: descendants", &|| top.descendants().count()),
        ("read: descendants from the end", &|| top.descendants().rev().count()),
        ("read: traverse", &|| top.traverse().count()),
        ("read: leaves", &|| top.leaves().count()),
        ("read: ancestors", &|| low.ancestors().count()),
        ("read: siblings", &|| top.first_child().map_or(0, |it| it.next_siblings().count())),
    ];
    for (name, walk) in walks {
        // Also after many of them, of which some were open at once.
        for _ in 0..100 {
            asks(name, 0, || assert!(walk() > 0));
        }
    }
    // It has a list of those whose children come next.
    for _ in 0..100 {
        let (nodes, calls) = allocations_of(|| root.breadth_first().count() + top.breadth_first().count());
        assert!(nodes == 468 && calls <= 16, "{nodes}, {calls}");
    }
}

/// The places that walks have are given back in whatever order they end, also those beyond the thirty-second.
#[test]
fn the_places_of_walks_are_used_again() {
    let root = node(0);
    (1..4).for_each(|key| drop(root.add_child(Node { key, ..Node::default() }).add_child(Node::default())));
    type Open<'w> = Box<dyn Iterator<Item = Strong<Node>> + 'w>;
    let kinds: [fn(&Strong<Node>) -> Open<'_>; 6] = [
        |root| Box::new(root.children().iter()),
        |root| Box::new(root.children().iter().rev()),
        |root| Box::new(root.descendants()),
        |root| Box::new(root.descendants().rev()),
        |root| Box::new(root.traverse().map(|step| step.node().clone())),
        |root| Box::new(root.leaves()),
    ];
    for (kind, begin) in kinds.into_iter().enumerate() {
        for order in 0..3 {
            for many in [1, 31, 32, 33, 70] {
                let mut open: Vec<Open<'_>> = (0..many).map(|_| begin(&root)).collect();
                open.iter_mut().for_each(|walk| drop(walk.next()));
                match order {
                    0 => while open.pop().is_some() {},
                    1 => drop(open),
                    _ => {
                        while !open.is_empty() {
                            drop(open.swap_remove(open.len() / 2));
                        }
                    }
                }
                let mut again: Vec<Open<'_>> = (0..32).map(|_| begin(&root)).collect();
                asks(&format!("kind {kind}, order {order}, after {many}"), 0, || {
                    again.iter_mut().for_each(|walk| drop(walk.next()));
                });
            }
        }
    }
    // Edits while many are open, and when all have ended.
    let cost = |open: usize| {
        let mut walks: Vec<_> = (0..open).map(|_| root.children().iter()).collect();
        walks.iter_mut().for_each(|walk| drop(walk.next()));
        let before = weakgraph::__private::steps_taken();
        let last = root.last_child().unwrap();
        drop(last.detach());
        root.append(&last).unwrap();
        weakgraph::__private::steps_taken() - before
    };
    let (none, many) = (cost(0), cost(60));
    assert_eq!(cost(0), none, "a walk that has ended is not looked at");
    assert!(many <= none + 2 * 60 + 8, "{many} with sixty walks, {none} with none");
}

#[test]
fn whole_graphs() {
    let chain = |n: u32| {
        let root = node(0);
        let mut at = root.clone();
        (1..n).for_each(|key| at = at.clone().add_child(Node { key, ..Node::default() }));
        root
    };
    // What they need for each node is not more in a large graph.
    let [few, many] = [100_u32, 10_000].map(|n| {
        let (a, b) = (chain(n), chain(n));
        let (copy, cloning) = allocations_of(|| deep_clone(&a));
        let (same, comparing) = allocations_of(|| tree_eq(&a, &b));
        assert!(same && tree_eq(&copy, &a));
        let (snapshot, looking) = allocations_of(|| Snapshot::of(&a));
        assert_eq!(snapshot.len(), n as usize);
        asks("the drop of a copy", 0, || drop(copy));
        asks("the drop of a snapshot", 0, || drop(snapshot));
        [cloning, comparing, looking].map(|calls| calls as f64 / f64::from(n))
    });
    for (few, many) in few.into_iter().zip(many) {
        assert!(many <= few, "{few}, {many}");
    }
    assert!(many[0] < 1.1 && many[1] < 10.1 && many[2] < 0.1, "{many:?}");
}
