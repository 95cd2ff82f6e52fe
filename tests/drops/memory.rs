//! Bytes: of handles, edges and nodes; what is allocated when, and that all of it comes back.

use std::mem::{forget, size_of};

use weakgraph::collections::WeakIdMap;
use weakgraph::{Child, Children, Graph, LinkError, Parent, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_tests::{Node, Usage, forest, node, tree, usage, usage_of};

#[derive(Graph, Default)]
struct TreeNode {
    _payload: u64,
    #[weak]
    parent: Parent<TreeNode>,
    #[strong]
    children: Children<TreeNode>,
}

#[derive(Graph)]
struct Payload(#[expect(dead_code, reason = "it only takes room")] [u8; 1008]);

#[derive(Graph, Default)]
struct Linked {
    #[weak]
    cell: WeakCell<TreeNode>,
    #[weak(item = list)]
    list: WeakList<TreeNode>,
    #[weak(on_drop = Linked::hear)]
    told: WeakCell<TreeNode>,
}

impl Linked {
    fn hear(&self) {}
}

fn blocks(blocks: isize, bytes: isize) -> Usage {
    Usage { blocks, bytes }
}

#[test]
fn a_tree_node_takes_64_bytes_in_one_allocation() {
    let (node, used) = usage_of(|| Strong::new(TreeNode::default()));
    assert_eq!(used, blocks(1, 64));
    let (child, used) = usage_of(|| node.add_child(TreeNode::default()));
    assert_eq!(used, blocks(1, 64), "a link takes nothing");
    let ((), used) = usage_of(|| drop(child.detach()));
    assert_eq!(used, Usage::NONE);
    let ((), used) = usage_of(|| drop(child));
    assert_eq!(used, blocks(-1, -64));
    assert_eq!(usage_of(|| drop(node)).1, blocks(-1, -64));
}

#[test]
fn handles_are_pointers_with_a_niche() {
    assert_eq!(size_of::<Strong<TreeNode>>(), 8);
    assert_eq!(size_of::<Option<Strong<TreeNode>>>(), 8);
    assert_eq!(size_of::<Weak<TreeNode>>(), 8);
    assert_eq!(size_of::<Option<Weak<TreeNode>>>(), 8);
    assert_eq!(size_of::<Result<Strong<TreeNode>, ()>>(), 8);
    assert_eq!(size_of::<Strong<Payload>>(), 8);
}

#[test]
fn edges_are_as_large_as_their_docs_say() {
    struct Mark;
    assert_eq!(size_of::<Parent<TreeNode>>(), 24);
    assert_eq!(size_of::<Parent<TreeNode, Mark>>(), 24);
    assert_eq!(size_of::<Children<TreeNode>>(), 16);
    assert_eq!(size_of::<Child<TreeNode>>(), 16);
    assert_eq!(size_of::<WeakCell<TreeNode>>(), 24);
    assert_eq!(size_of::<WeakList<TreeNode>>(), 16);
    assert!(size_of::<LinkError>() <= 64);
    // A node without edges has the two counts and the type's table besides its value.
    let (_payload, used) = usage_of(|| Strong::new(Payload([0; 1008])));
    assert_eq!(used, blocks(1, 1024));
}

#[test]
fn a_guard_that_outlives_its_map_keeps_memory_for_entries_alone() {
    const ROOM: isize = 50_000;
    let node = node("n");
    let map = WeakIdMap::with_capacity(ROOM as usize);
    map.insert(&node, "value");
    let guard = map.get(&node).unwrap();
    let ((), dropped) = usage_of(|| drop(map));
    // A node and a number for each place, and about as much for each bucket.
    assert!(dropped.blocks == -2 && dropped.bytes < -32 * ROOM, "{dropped:?}");
    assert_eq!(*guard, "value");
    let ((), rest) = usage_of(|| drop(guard));
    assert!(rest.blocks < 0 && rest.bytes < 0);
}

#[test]
fn nothing_is_allocated_by_edits_and_walks() {
    let trees = forest("r(a(b c) d(e f)) x(y z)");
    let (r, x) = (&trees[0], &trees[1]);
    let (a, y) = (r.first_child().unwrap(), x.first_child().unwrap());
    let ((), used) = usage_of(|| {
        r.append(&y).unwrap();
        r.prepend(&y).unwrap();
        a.insert_after(&y).unwrap();
        a.replace_with(&y).unwrap();
        y.replace_with(&a).unwrap();
        r.children().append_all(x.children()).unwrap();
        r.children().swap(&a, &r.last_child().unwrap()).unwrap();
        assert!(a.append(r).is_err());
        r.children().reverse();
        r.children().sort_by_key(|node| node.name.len());
        r.children().retain(|node| node.name != "d");
    });
    // `d(e f)` went, which nobody held.
    assert_eq!(used.blocks, -6, "three nodes and their names");
    let walks = usage_of(|| {
        let mut seen = 0;
        for node in r.descendants() {
            seen += node.descendants().rev().count() + node.ancestors().count() + node.next_siblings().count();
            seen += node.traverse().count() + node.leaves().count() + node.children().iter().rev().count();
        }
        seen += r.breadth_first().count();
        assert!(seen > 10 && r.is_ancestor_of(&a));
    });
    assert_eq!(walks.1, Usage::NONE);
}

#[test]
fn walks_in_each_other_take_memory_only_beyond_the_thirty_second() {
    let root = tree("r(a b)");
    let mut walks: Vec<_> = (0..40).map(|_| root.children().iter()).collect();
    let ((), used) = usage_of(|| walks[..32].iter_mut().for_each(|walk| drop(walk.next())));
    assert_eq!(used, Usage::NONE);
    let ((), used) = usage_of(|| walks[32..].iter_mut().for_each(|walk| drop(walk.next())));
    assert_eq!(used.blocks, 8);
    let before = usage();
    walks.drain(..).for_each(drop);
    assert_eq!(usage().blocks, before.blocks - 8);
}

#[test]
fn walks_that_are_forgotten_leak_no_more_than_that() {
    let root = tree("r(a b)");
    // Those that end give their places back.
    (0..40).for_each(|_| drop(root.children().iter().next()));
    let ((), used) = usage_of(|| {
        for _ in 0..50 {
            let mut walk = root.children().iter();
            walk.next();
            forget(walk);
        }
    });
    assert!(used.blocks == 18 && used.bytes <= 96 * 18, "{used:?}");
}

#[test]
fn a_dead_node_gives_its_memory_back_at_once_if_no_weak_handle_is_left() {
    let before = usage();
    let trees = forest("r(a(b c) d(e f)) x(y z)");
    let held = trees[0].first_child().unwrap();
    assert!(usage().blocks - before.blocks >= 10);
    drop(trees);
    let left = usage().blocks - before.blocks;
    assert_eq!(left, 6, "`a(b c)` and the names");
    drop(held);
    assert_eq!(usage(), before);
}

#[test]
fn the_memory_goes_with_the_last_weak_handle() {
    let before = usage();
    let node = Strong::new(Payload([7; 1008]));
    let weak = Strong::downgrade(&node);
    let more = [weak.clone(), weak.clone()];
    assert_eq!(Strong::weak_count(&node), 3);
    drop(node);
    assert!(weak.upgrade().is_none());
    assert_eq!(usage().bytes - before.bytes, 1024);
    drop(weak);
    assert_eq!(usage().bytes - before.bytes, 1024);
    drop(more);
    assert_eq!(usage(), before);
    // Also of a member, and of its owner.
    let root = tree("r(a)");
    let weaks = [Strong::downgrade(&root), Strong::downgrade(&root.first_child().unwrap())];
    drop(root);
    assert_eq!(usage().blocks - before.blocks, 2, "the names are gone, the nodes stay");
    drop(weaks);
    assert_eq!(usage(), before);
}

#[test]
fn a_weak_cell_holds_its_targets_memory_till_it_is_emptied() {
    let before = usage();
    let holder = Strong::new(Linked::default());
    let with_holder = usage();
    let target = Strong::new(TreeNode::default());
    holder.set_cell(&target);
    drop(target);
    assert!(holder.cell().is_none());
    assert!(usage().bytes - with_holder.bytes <= 64);
    holder.clear_cell();
    assert_eq!(usage(), with_holder);
    let target = Strong::new(TreeNode::default());
    holder.set_cell(&target);
    drop(target);
    drop(holder);
    assert_eq!(usage(), before);
}

#[test]
fn observers_cost_only_where_there_are_any() {
    let holder = Strong::new(Linked::default());
    let target = Strong::new(TreeNode::default());
    let before = usage();
    // A link with a hook brings an observer, and takes it away.
    holder.set_told(&target);
    assert!(usage().blocks > before.blocks);
    holder.clear_told();
    assert_eq!(usage(), before);
    holder.set_told(&target);
    holder.set_told(&target);
    drop(target);
    assert!(holder.told().is_none());
    assert!(usage().blocks <= before.blocks + 1, "the target's memory may wait for the cell");
    holder.clear_told();
    assert_eq!(usage().blocks, before.blocks - 1);
}

#[test]
fn a_weak_list_gives_everything_back() {
    let before = usage();
    let holder = Strong::new(Linked::default());
    let targets: Vec<_> = (0..100).map(|_| Strong::new(TreeNode::default())).collect();
    for target in targets.iter().chain(&targets) {
        holder.add_list(target);
    }
    assert_eq!(holder.list().len(), 200);
    for target in &targets[..50] {
        assert!(holder.remove_list(target));
    }
    drop(targets);
    assert!(holder.list().is_empty());
    // Many that come and go do not pile up.
    let few = usage();
    for _ in 0..10_000 {
        holder.add_list(&Strong::new(TreeNode::default()));
    }
    assert!(holder.list().is_empty() && usage().bytes - few.bytes < 4096, "{:?} {few:?}", usage());
    for _ in 0..1000 {
        let target = Strong::new(TreeNode::default());
        holder.add_list(&target);
        holder.add_list(&target);
        holder.remove_list(&target);
    }
    holder.list().clear();
    assert!(usage().bytes - few.bytes < 4096);
    drop(holder);
    assert_eq!(usage(), before);
}

#[test]
fn members_that_wait_for_a_birth_leave_nothing_behind() {
    let before = usage();
    let list: Children<Node> = (0..50).map(|n| node(&n.to_string())).collect();
    list.reverse();
    list.remove(&list.first().unwrap());
    let root = Strong::new(Node { name: String::new(), parent: Parent::new(), children: list });
    let per_node = (usage().bytes - before.bytes) / 50;
    assert!(per_node <= 100, "{per_node}");
    drop(root);
    assert_eq!(usage(), before);
    let list: Children<Node> = (0..50).map(|n| node(&n.to_string())).collect();
    drop(list);
    assert_eq!(usage(), before);
    let list: Children<Node> = (0..50).map(|n| node(&n.to_string())).collect();
    list.clear();
    forget(list);
    assert_eq!(usage(), before, "an empty list holds nothing, also if it is forgotten");
}

#[test]
fn large_edits_give_their_room_back() {
    let root = tree("r");
    for n in 0..1000 {
        root.append(node(&n.to_string())).unwrap();
    }
    let other = tree("o");
    let before = usage();
    root.children().sort_by_key(|node| node.name.clone());
    root.children().reverse();
    other.children().append_all(root.children()).unwrap();
    let gone = root.children().splice(.., other.children().iter()).unwrap();
    assert!(gone.is_empty());
    drop(gone);
    assert!(root.last_child().unwrap().append(&root).is_err());
    let all: Vec<_> = root.children().drain().collect();
    root.children().splice(0..0, all).unwrap();
    assert_eq!(root.children().iter().count(), 1000);
    assert_eq!(usage(), before);
}

/// A walk is held open while entries come and go: what has gone takes no room, however many they were.
mod a_walk_held_open {
    use weakgraph::collections::{WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
    use weakgraph::{Graph, Strong, WeakList};
    use weakgraph_tests::{Usage, usage_of};

    #[derive(Graph, PartialEq, Eq, Hash)]
    struct Item(u32);

    const MANY: u32 = 20_000;

    fn item(number: u32) -> Strong<Item> {
        Strong::new(Item(number))
    }

    /// Entries come and go, ten at a time, with what `walk` does between them.
    fn churn(put: impl Fn(&Strong<Item>), mut walk: impl FnMut()) {
        let mut alive: Vec<Option<Strong<Item>>> = (0..10).map(|_| None).collect();
        for number in 100..MANY {
            let new = item(number);
            put(&new);
            alive[number as usize % 10] = Some(new);
            walk();
        }
    }

    fn takes_little(name: &str, code: impl FnOnce()) {
        let ((), Usage { bytes, .. }) = usage_of(code);
        assert!(bytes < 20_000, "{name} takes {bytes} bytes");
    }

    macro_rules! of_a_table {
        ($name:expr, $table:expr, $put:expr, $walk:expr) => {{
            let (table, first) = ($table, [item(1), item(2), item(3)]);
            let put = |it: &Strong<Item>| {
                let _ = $put(&table, it);
            };
            first.iter().for_each(put);
            let mut open = $walk(&table);
            assert!(open.next().is_some());
            // At the end of the closure all of them have gone.
            takes_little($name, || churn(put, || ()));
            takes_little($name, || churn(put, || drop($walk(&table).nth(1))));
            takes_little($name, || churn(put, || assert!($walk(&table).count() <= 13)));
            let (mut second, mut third) = ($walk(&table), $walk(&table));
            assert!(second.next().is_some());
            takes_little($name, || churn(put, || drop(third.next())));
            drop(open);
            takes_little($name, || churn(put, || ()));
            assert_eq!(second.count(), 2, "{}: what was there is yielded once, and nothing else", $name);
        }};
    }

    #[test]
    fn keeps_nothing_of_what_came_and_went_in_a_weak_map() {
        of_a_table!(
            "WeakIdMap",
            WeakIdMap::new(),
            |map: &WeakIdMap<Item, u32>, it: &Strong<Item>| map.insert(it, it.0),
            |map| WeakIdMap::iter(map)
        );
        of_a_table!(
            "WeakKeyMap",
            WeakKeyMap::<Item, u32>::new(),
            |map: &WeakKeyMap<Item, u32>, it: &Strong<Item>| map.insert(it, it.0),
            |map| WeakKeyMap::keys(map)
        );
        of_a_table!(
            "WeakValueMap",
            WeakValueMap::<u32, Item>::new(),
            |map: &WeakValueMap<u32, Item>, it: &Strong<Item>| map.insert(it.0, it),
            |map| WeakValueMap::values(map)
        );
        of_a_table!(
            "WeakSet",
            WeakSet::<Item>::new(),
            |set: &WeakSet<Item>, it: &Strong<Item>| set.insert(it),
            |set| WeakSet::iter(set)
        );
    }

    #[test]
    fn keeps_nothing_of_what_came_and_went_in_a_weak_list() {
        let (list, first) = (WeakList::new(), [item(1), item(2), item(3)]);
        first.iter().for_each(|it| list.add(it));
        let mut open = list.iter();
        assert!(open.next() == Some(first[0].clone()));
        takes_little("a list behind the walk", || churn(|it| list.add(it), || ()));
        takes_little("a list that others walk", || churn(|it| list.add(it), || drop(list.iter().nth(1))));
        takes_little("a list that others walk to the end", || {
            churn(|it| list.add(it), || assert!(list.iter().count() <= 13));
        });
        let rest: Vec<_> = open.map(|it| it.0).collect();
        assert_eq!(rest, [2, 3]);
        let (mut open, mut came) = (list.iter(), Vec::new());
        takes_little("a list that is walked as it grows", || {
            churn(
                |it| list.add(it),
                || {
                    if let Some(it) = open.next() {
                        came.truncate(100);
                        came.push(it.0);
                    }
                },
            );
            came.shrink_to_fit();
        });
        assert_eq!(came, [1, 2, 3], "what is added during a walk is not visited");
        assert!(list.iter().eq(first.iter().cloned()));
    }
}
