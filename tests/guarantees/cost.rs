//! The costs that the docs promise, in links reached, not in time.

/// The library counts links only where debug assertions are on.
#[cfg(not(debug_assertions))]
#[test]
#[ignore = "links are counted only in builds with debug assertions"]
fn costs_are_counted() {}

#[cfg(debug_assertions)]
mod in_links_reached {
    use std::cell::RefCell;

    use weakgraph::{Children, Graph, Parent, Snapshot, Strong, Tree};

    /// A node of a type with one pair of edges.
    #[derive(Graph, Default)]
    struct Node {
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
    }

    /// A node that can have two owners, so that the ancestor check has to look at more than one.
    #[derive(Graph, Default)]
    struct Person {
        #[weak]
        mother: Parent<Person>,
        #[weak]
        father: Parent<Person, Father>,
        #[strong]
        children: Children<Person>,
        #[strong(item = child_as_father)]
        as_father: Children<Person, Father>,
    }

    struct Father;

    /// A member that owns nothing, by its type.
    #[derive(Graph, Default)]
    struct Leaf {
        #[weak]
        parent: Parent<Owner>,
    }

    #[derive(Graph, Default)]
    struct Owner {
        #[strong]
        children: Children<Leaf>,
    }

    fn new<T: Graph + Default>() -> Strong<T> {
        Strong::default()
    }

    fn steps<T>(code: impl FnOnce() -> T) -> u64 {
        let before = weakgraph::__private::steps_taken();
        let out = code();
        let after = weakgraph::__private::steps_taken();
        drop(out);
        after - before
    }

    const FEW: usize = 1_000;
    const MANY: usize = 1_000_000;

    /// What each of these costs in a list of so many members, whose owner has owners.
    fn of_a_list(len: usize) -> Vec<(&'static str, u64)> {
        let top = new::<Node>();
        let owner = top.append(new()).unwrap().append(new()).unwrap();
        for _ in 0..len {
            owner.append(new()).unwrap();
        }
        let list = owner.children();
        let (leaf, other) = (new::<Node>(), new::<Node>());
        let middle = list.get(len / 2).unwrap();
        let quarter = list.get(len / 4).unwrap();
        let mut costs = Vec::new();
        let mut cost = |name, steps| costs.push((name, steps));
        cost("len", steps(|| list.len()));
        cost("is_empty", steps(|| list.is_empty()));
        cost("first", steps(|| list.first()));
        cost("last", steps(|| list.last()));
        cost("get(0)", steps(|| list.get(0)));
        cost("get(len - 1)", steps(|| list.get(len - 1)));
        cost("get(len)", steps(|| list.get(len)));
        cost("contains", steps(|| list.contains(&middle)));
        cost("contains not", steps(|| list.contains(&leaf)));
        cost("index_of none", steps(|| list.index_of(&leaf)));
        cost("parent", steps(|| middle.parent()));
        cost("next_sibling", steps(|| middle.next_sibling()));
        cost("prev_sibling", steps(|| middle.prev_sibling()));
        let (start, end) = (list.first().unwrap(), list.last().unwrap());
        cost("compare_position of both ends", steps(|| start.compare_position(&end)));
        cost("compare_position of both ends back", steps(|| end.compare_position(&start)));
        cost("first_child", steps(|| owner.first_child()));
        cost("last_child", steps(|| owner.last_child()));
        cost("child_count", steps(|| owner.child_count()));
        cost("is_leaf", steps(|| owner.is_leaf()));
        cost("is_root", steps(|| middle.is_root()));
        cost("handle", steps(|| owner.handle()));
        cost("append", steps(|| list.append(&leaf)));
        cost("append the last", steps(|| list.append(&leaf)));
        cost("prepend the last", steps(|| list.prepend(&leaf)));
        cost("append the first", steps(|| list.append(&leaf)));
        cost("remove the last", steps(|| list.remove(&leaf)));
        cost("prepend", steps(|| list.prepend(&leaf)));
        cost("remove the first", steps(|| list.remove(&leaf)));
        cost("remove none", steps(|| list.remove(&leaf)));
        cost("insert_before", steps(|| list.insert_before(&middle, &leaf)));
        cost("detach", steps(|| leaf.detach()));
        cost("insert_after", steps(|| list.insert_after(&middle, &leaf)));
        cost("detach_from_parent", steps(|| leaf.detach_from_parent()));
        cost("Tree::insert_before", steps(|| middle.insert_before(&leaf)));
        cost("Tree::insert_after", steps(|| middle.insert_after(&leaf)));
        cost("swap", steps(|| list.swap(&middle, &quarter)));
        cost("swap neighbours", steps(|| list.swap(&leaf, &leaf.next_sibling().unwrap())));
        cost("replace", steps(|| list.replace(&leaf, &other)));
        cost("replace_with", steps(|| other.replace_with(&leaf)));
        cost("insert(0)", steps(|| list.insert(0, &other)));
        cost("remove", steps(|| list.remove(&other)));
        cost("insert(len)", steps(|| list.insert(list.len(), &other)));
        cost("refused", steps(|| list.append(&owner)));
        cost("splice at the start", steps(|| list.splice(0..1, [&leaf])));
        cost("splice at the end", steps(|| list.splice(list.len().., [&leaf])));
        cost("iter and back", steps(|| (list.iter().next(), list.iter().next_back())));
        cost("descendants and back", steps(|| (owner.descendants().next(), owner.descendants().next_back())));
        cost("next_siblings", steps(|| (middle.next_siblings().next(), middle.prev_siblings().next())));
        let mut walk = list.iter();
        walk.nth(3);
        cost("detach while a walk is open", steps(|| middle.detach()));
        drop(walk);
        cost("try_add_child", steps(|| owner.try_add_child(&middle)));
        cost("set a new owner's list", steps(|| new::<Node>().append(&middle).map(drop)));
        costs
    }

    #[test]
    fn of_a_list_do_not_depend_on_its_length() {
        let (few, many) = (of_a_list(FEW), of_a_list(MANY));
        assert_eq!(few, many);
        for (name, steps) in few {
            assert!(steps <= 40, "{name} reaches {steps} links");
        }
    }

    #[test]
    fn of_a_leaf_type_are_no_check_at_all() {
        let owner = new::<Owner>();
        for _ in 0..FEW {
            let leaf = new::<Leaf>();
            assert!(steps(|| owner.children().append(&leaf)) <= 5);
        }
        let middle = owner.children().get(FEW / 2).unwrap();
        assert!(steps(|| middle.handle()) <= 3 && steps(|| middle.detach_from_parent()) <= 12);
    }

    /// Chains and stars of so many nodes.
    fn subtrees<T: Graph + Default>(size: usize, add: fn(&T) -> Strong<T>) -> [Strong<T>; 2] {
        let (chain, star) = (new::<T>(), new::<T>());
        let mut at = chain.clone();
        for _ in 1..size {
            at = add(&at);
            add(&star);
        }
        [chain, star]
    }

    fn attach_costs_the_smaller_side<T: Graph + Default>(
        add: fn(&T) -> Strong<T>,
        put: fn(&T, &Strong<T>) -> bool,
        take: fn(&T),
        per_node: u64,
    ) {
        for depth in [0, 1, 10, 1_000, 100_000] {
            let top = new::<T>();
            let mut owner = top.clone();
            for _ in 0..depth {
                owner = add(&owner);
            }
            for size in [1, 2, 10, 1_000, 100_000] {
                for subtree in subtrees(size, add) {
                    let steps = steps(|| assert!(put(&owner, &subtree)));
                    let smaller = if size == 1 { 0 } else { depth.min(size) as u64 };
                    assert!(steps <= per_node * smaller + 16, "{size} nodes under {depth} owners: {steps}");
                    take(&subtree);
                }
            }
            if depth > 0 {
                let refused = steps(|| assert!(!put(&owner, &top)));
                assert!(refused <= per_node * depth as u64 + 16, "refused under {depth} owners: {refused}");
            }
        }
    }

    #[test]
    fn of_an_attached_subtree_are_the_way_up_or_its_size() {
        let add = |owner: &Node| owner.append(new()).unwrap();
        let put = |owner: &Node, member: &Strong<Node>| owner.append(member).is_ok();
        attach_costs_the_smaller_side::<Node>(add, put, |member| drop(member.detach()), 4);
    }

    #[test]
    fn of_an_attached_subtree_of_several_relations_are_the_same() {
        let add = |owner: &Person| owner.children().append(new()).unwrap();
        let put = |owner: &Person, member: &Strong<Person>| owner.children().append(member).is_ok();
        attach_costs_the_smaller_side::<Person>(add, put, |member| drop(member.detach_from_mother()), 6);
        let add = |owner: &Person| owner.as_father().append(new()).unwrap();
        let put = |owner: &Person, member: &Strong<Person>| owner.as_father().append(member).is_ok();
        attach_costs_the_smaller_side::<Person>(add, put, |member| drop(member.detach_from_father()), 6);
    }

    #[test]
    fn of_an_owner_that_nobody_owns_are_nothing_more() {
        let big = new::<Node>();
        for _ in 0..MANY / 10 {
            big.append(new()).unwrap();
        }
        assert!(steps(|| new::<Node>().append(&big).map(drop)) <= 16);
        assert!(steps(|| Strong::new(Node { children: [&big].into(), ..Node::default() })) <= 16);
    }

    #[test]
    fn of_append_all_are_one_for_each_member_and_each_ancestor() {
        for (depth, members) in [(0, 1000), (1000, 1), (1000, 1000), (10, 100_000)] {
            let mut owner = new::<Node>();
            for _ in 0..depth {
                owner = owner.append(new()).unwrap();
            }
            let from = new::<Node>();
            for _ in 0..members {
                from.append(new()).unwrap();
            }
            // A second level is not looked at.
            for _ in 0..1000 {
                from.first_child().unwrap().append(new()).unwrap();
            }
            let steps = steps(|| owner.children().append_all(from.children()).unwrap());
            let bound = 3 * members as u64 + 3 * depth as u64 + 16;
            assert!(steps <= bound, "{members} members under {depth} owners: {steps}");
        }
    }

    #[test]
    fn of_an_index_are_the_way_from_the_nearer_end() {
        let owner = new::<Node>();
        for _ in 0..FEW {
            owner.append(new()).unwrap();
        }
        for index in [0, 1, 10, 400, 600, 989, 998, 999] {
            let way = index.min(FEW - 1 - index) as u64;
            let steps = steps(|| owner.nth_child(index).unwrap());
            assert!(steps <= 2 * way + 4, "get({index}): {steps}");
            assert!(steps >= way, "get({index}): {steps} links cannot lead there, so they are not counted");
            let session = weakgraph::read();
            let steps = self::steps(|| session.node(&owner).nth_child(index).map(|node| node.as_ptr()));
            assert!(steps <= 2 * way + 4, "get({index}) in a session: {steps}");
        }
        let near = steps(|| owner.children().splice(990..995, [new::<Node>()]).unwrap());
        assert!(near <= 100, "{near}");
    }

    #[test]
    fn of_walks_are_constant_a_step() {
        for build in [
            |owner: &Strong<Node>, _: usize| owner.clone(),
            |owner: &Strong<Node>, _: usize| owner.last_child().unwrap(),
            |owner: &Strong<Node>, n: usize| {
                if n.is_multiple_of(10) { owner.last_child().unwrap() } else { owner.clone() }
            },
        ] {
            let root = new::<Node>();
            let mut at = root.clone();
            let n = 100_000;
            for step in 0..n {
                at.append(new()).unwrap();
                at = build(&at, step);
            }
            let n = n as u64;
            let walks: [(&str, &dyn Fn() -> usize); 9] = [
                ("descendants", &|| root.descendants().count()),
                ("descendants from the end", &|| root.descendants().rev().count()),
                ("inclusive_descendants", &|| root.inclusive_descendants().count()),
                ("traverse", &|| root.traverse().count()),
                ("breadth_first", &|| root.breadth_first().count()),
                ("leaves", &|| root.leaves().count()),
                ("leaves from the end", &|| root.leaves().rev().count()),
                ("children", &|| root.children().iter().count() + root.children().iter().rev().count()),
                ("ancestors", &|| at.ancestors().count() + at.depth()),
            ];
            for (name, walk) in walks {
                let steps = steps(walk);
                assert!(steps <= 6 * n + 16, "{name}: {steps} links of {n} nodes");
            }
            let down = steps(|| root.is_ancestor_of(&at));
            assert!(down <= n + 16);
            let both = steps(|| at.compare_position(&root));
            assert!(both <= 3 * n + 16);
            drop(at);
            let death = steps(|| drop(root));
            assert!(death <= 4 * n + 16, "death: {death} links of {n} nodes");
        }
    }

    #[test]
    fn of_edits_of_the_whole_list_are_one_for_each_member() {
        let owner = new::<Node>();
        for _ in 0..FEW {
            owner.append(new()).unwrap();
        }
        let (list, n) = (owner.children(), FEW as u64);
        let costs = [
            ("reverse", steps(|| list.reverse())),
            ("sort_by_key", steps(|| list.sort_by_key(|_| 0))),
            ("retain", steps(|| list.retain(|_| true))),
            ("drain and splice", steps(|| list.splice(.., list.drain().collect::<Vec<_>>()).unwrap())),
            ("clear", steps(|| list.clear())),
        ];
        for (name, steps) in costs {
            assert!(steps <= 24 * n + 16, "{name}: {steps}");
        }
    }

    /// What dominates nodes that are shared by others far from each other is found in steps of many levels.
    #[test]
    fn of_what_is_retained_grow_with_the_logarithm_of_the_depth() {
        #[derive(Graph, Default)]
        struct Mark;

        #[derive(Graph, Default)]
        struct Level {
            #[weak]
            parent: Parent<Level>,
            #[strong]
            children: Children<Level>,
            #[strong]
            marks: RefCell<Vec<Strong<Mark>>>,
        }

        for depth in [FEW, 8 * FEW] {
            let root = new::<Level>();
            let mut all = vec![root.clone()];
            for _ in 1..depth {
                let next = all[all.len() - 1].add_child(new());
                all.push(next);
            }
            // The last one shares a mark with each of the others.
            for level in &all[..depth - 1] {
                let mark = new::<Mark>();
                level.marks.borrow_mut().push(mark.clone());
                all[depth - 1].marks.borrow_mut().push(mark);
            }
            drop(all);
            let snapshot = Snapshot::of(&root);
            let cost = steps(|| assert_eq!(snapshot.retained(&root).unwrap().nodes, 2 * depth - 1));
            let bound = 4 * depth as u64 * u64::from(depth.ilog2());
            assert!((depth as u64..bound).contains(&cost), "{cost} steps for {depth} levels");
        }
    }

    /// What stands in no list, and what a map or a list of links has to look at.
    mod of_collections {
        use std::cell::RefCell;
        use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

        use weakgraph::collections::{WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
        use weakgraph::{DropQueue, Graph, Strong, WeakCell, WeakList};

        use super::{FEW, steps};

        /// No other hashes like it.
        #[derive(Graph, Default)]
        struct Item {
            key: usize,
            #[weak]
            links: WeakList<Item>,
            #[weak]
            cell: WeakCell<Item>,
        }

        impl PartialEq for Item {
            fn eq(&self, other: &Item) -> bool {
                self.key == other.key
            }
        }

        impl Eq for Item {}

        impl Hash for Item {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.key.hash(state);
            }
        }

        fn item(key: usize) -> Strong<Item> {
            Strong::new(Item { key, ..Item::default() })
        }

        /// The same on every run.
        type State = BuildHasherDefault<DefaultHasher>;
        type Costs = Vec<(String, u64)>;

        /// What each operation costs in a map of so many, and what all of them together cost for each.
        #[expect(clippy::too_many_arguments, reason = "a table with a column for each operation")]
        fn of_a_map<M>(
            of: (&str, usize),
            map: M,
            insert: impl Fn(&M, &Strong<Item>),
            find: impl Fn(&M, &Strong<Item>) -> bool,
            take: impl Fn(&M, &Strong<Item>) -> bool,
            pop: impl Fn(&M) -> bool,
            first: impl Fn(&M) -> bool,
            clear: impl Fn(&M),
            under_a_walk: impl Fn(&M, &dyn Fn()),
            len: impl Fn(&M) -> usize,
        ) -> (Costs, Costs) {
            let (name, n) = of;
            let mut items: Vec<_> = (0..n).map(item).collect();
            let absent = item(usize::MAX);
            let (mut each, mut all) = (Vec::new(), Vec::new());
            let mut of_each = |what: &str, steps| each.push((format!("{name}: {what}"), steps));
            let mut of_all = |what: &str, steps| all.push((format!("{name}: {what}"), steps));
            of_all("insert all", steps(|| items.iter().for_each(|it| insert(&map, it))));
            assert_eq!(len(&map), n);
            of_each("find", steps(|| assert!(find(&map, &items[n / 2]))));
            of_each("find none", steps(|| assert!(!find(&map, &absent))));
            of_each("insert again", steps(|| insert(&map, &items[n / 2])));
            of_each("remove", steps(|| assert!(take(&map, &items[n / 2]))));
            of_each("insert", steps(|| insert(&map, &items[n / 2])));
            of_each("the first of a walk", steps(|| assert!(first(&map))));
            of_each("pop", steps(|| assert!(pop(&map))));
            of_each("pop again", steps(|| assert!(pop(&map))));
            of_each("len", steps(|| len(&map)));
            items.iter().for_each(|it| insert(&map, it));
            // From the end, from the start, and from the midst.
            of_all("drop half of them", steps(|| items.truncate(n / 2)));
            of_all("drop the first ones", steps(|| drop(items.drain(..n / 4))));
            assert_eq!(len(&map), n / 4);
            of_all("pop all", steps(|| while pop(&map) {}));
            items.iter().for_each(|it| insert(&map, it));
            let last = items.pop();
            of_all("drop all but one", steps(|| items.clear()));
            // The gaps are closed by the first walk, and not looked at again.
            of_all("look at that one", steps(|| (0..n).for_each(|_| assert!(first(&map)))));
            drop(last);
            // There is room for exactly so many.
            let items: Vec<_> = (0..n.next_power_of_two()).map(item).collect();
            items.iter().for_each(|it| insert(&map, it));
            let go_and_come = |it| {
                assert!(take(&map, it));
                insert(&map, it);
            };
            of_all("go and come while it is full", steps(|| items.iter().for_each(go_and_come)));
            drop(items);
            of_all("come and go", steps(|| (0..n).for_each(|key| insert(&map, &item(key)))));
            let items: Vec<_> = (0..n).map(item).collect();
            items.iter().for_each(|it| insert(&map, it));
            of_all("clear", steps(|| clear(&map)));
            // A walk that has seen one of them holds the places of the others, which are gaps.
            items.iter().for_each(|it| insert(&map, it));
            let (items, new) = (RefCell::new(items), (n..2 * n).map(item).collect::<Vec<_>>());
            let come = || {
                items.borrow_mut().truncate(8);
                new.iter().for_each(|it| insert(&map, it));
            };
            of_all("come under a walk that others have left", steps(|| under_a_walk(&map, &come)));
            let come_and_go = || (4 * n..5 * n).for_each(|key| insert(&map, &item(key)));
            of_all("come and go under a walk", steps(|| under_a_walk(&map, &come_and_go)));
            of_all("walk in a walk", steps(|| under_a_walk(&map, &|| (0..n).for_each(|_| assert!(first(&map))))));
            assert_eq!(len(&map), n + 8);
            (each, all)
        }

        fn of_all_maps(n: usize) -> (Costs, Costs) {
            let value_map = WeakValueMap::<usize, Item, State>::default();
            let key_map = WeakKeyMap::<Item, usize, State>::default();
            let (id_map, set) = (WeakIdMap::<Item, usize>::new(), WeakSet::<Item, State>::default());
            let maps = [
                of_a_map(
                    ("WeakValueMap", n),
                    value_map,
                    |map, it| drop(map.insert(it.key, it)),
                    |map, it| map.contains_key(&it.key) && map.get(&it.key).is_some(),
                    |map, it| map.remove(&it.key).is_some(),
                    |map| map.pop().is_some(),
                    |map| map.iter().next().is_some() && map.keys().next().is_some() && map.values().next().is_some(),
                    |map| map.clear(),
                    |map, act| {
                        let mut walk = map.iter();
                        assert!(walk.next().is_some());
                        act();
                    },
                    |map| map.len(),
                ),
                of_a_map(
                    ("WeakKeyMap", n),
                    key_map,
                    |map, it| drop(map.insert(it, 0)),
                    |map, it| map.contains_key(it) && map.get(it).is_some(),
                    |map, it| map.remove(it).is_some(),
                    |map| map.pop().is_some(),
                    |map| map.iter().next().is_some() && map.keys().next().is_some() && map.values().next().is_some(),
                    |map| map.clear(),
                    |map, act| {
                        let mut walk = map.iter();
                        assert!(walk.next().is_some());
                        act();
                    },
                    |map| map.len(),
                ),
                of_a_map(
                    ("WeakIdMap", n),
                    id_map,
                    |map, it| drop(map.insert(it, 0)),
                    |map, it| map.contains_key(it) && map.get(it).is_some(),
                    |map, it| map.remove(it).is_some(),
                    |map| map.pop().is_some(),
                    |map| map.iter().next().is_some() && map.keys().next().is_some() && map.values().next().is_some(),
                    |map| map.clear(),
                    |map, act| {
                        let mut walk = map.iter();
                        assert!(walk.next().is_some());
                        act();
                    },
                    |map| map.len(),
                ),
                of_a_map(
                    ("WeakSet", n),
                    set,
                    |set, it| _ = set.insert(it),
                    |set, it| set.contains(it) && set.get(it).is_some(),
                    |set, it| set.take(it).is_some(),
                    |set| set.pop().is_some(),
                    |set| set.iter().next().is_some(),
                    |set| set.clear(),
                    |set, act| {
                        let mut walk = set.iter();
                        assert!(walk.next().is_some());
                        act();
                    },
                    |set| set.len(),
                ),
            ];
            let (each, all): (Vec<_>, Vec<_>) = maps.into_iter().unzip();
            (each.concat(), all.concat())
        }

        #[test]
        fn of_a_map_do_not_depend_on_its_size() {
            let ((few_each, few_all), (many_each, many_all)) = (of_all_maps(FEW), of_all_maps(30 * FEW));
            // A probe more or less, as the hashes fall.
            for ((name, few), (_, many)) in few_each.into_iter().zip(many_each) {
                assert!(few <= 12 && many <= 12, "{name}: {few} of a few, {many} of many");
            }
            for ((name, few), (_, many)) in few_all.into_iter().zip(many_all) {
                assert!(many <= 12 * 30 * FEW as u64, "{name}: {many}");
                assert!(many <= 45 * few.max(FEW as u64), "{name}: {few} of a few, {many} of many");
            }
        }

        #[test]
        fn of_a_list_of_links_are_what_its_docs_say() {
            for n in [FEW, 30 * FEW] {
                let (holder, mut targets) = (item(0), (0..n).map(item).collect::<Vec<_>>());
                let bound = |per: u64| per * n as u64 + 16;
                let add = steps(|| targets.iter().for_each(|it| holder.links.add(it)));
                assert!(add <= bound(4), "add: {add}");
                assert!(steps(|| holder.links.len()) == 0 && steps(|| holder.links.iter().next()) <= 2);
                assert!(steps(|| holder.links.contains(&targets[0])) <= 4);
                assert!(steps(|| holder.links.contains(&targets[n - 1])) <= bound(1));
                assert!(steps(|| holder.links.remove(&targets[0])) <= 8);
                let walk = steps(|| holder.links.iter().count());
                assert!(walk <= bound(2), "walk: {walk}");
                let mut dropped = steps(|| targets.truncate(n / 2));
                dropped += steps(|| drop(targets.drain(1..)));
                assert!(dropped <= bound(6), "dropped: {dropped}");
                holder.links.add(&targets[0]);
                let few = steps(|| holder.links.iter().count());
                assert!(few <= 40, "the gaps are closed when one is added: {few}");
                let come_and_go = steps(|| (0..n).for_each(|key| holder.links.add(&item(key))));
                assert!(come_and_go <= bound(12), "come and go: {come_and_go}");
                let others: Vec<_> = (0..n).map(item).collect();
                others.iter().for_each(|it| holder.links.add(it));
                let clear = steps(|| holder.links.clear());
                assert!(clear <= bound(4), "clear: {clear}");
            }
        }

        /// Also with the walk open that they went under.
        #[test]
        fn of_a_list_of_links_are_of_those_that_are_left() {
            for n in [FEW, 30 * FEW] {
                let (holder, absent) = (item(0), item(usize::MAX));
                let mut targets: Vec<_> = (0..n).map(item).collect();
                targets.iter().for_each(|it| holder.links.add(it));
                targets.reverse();
                let mut walk = holder.links.iter();
                let cost = steps(|| {
                    while targets.len() > 10 {
                        assert!(walk.next() == targets.last().cloned());
                        targets.pop();
                    }
                });
                assert!(cost <= 8 * n as u64, "the walk: {cost} of {n}");
                let look = steps(|| assert!(!holder.links.contains(&absent)));
                assert!(look <= 128, "{look} links looked at, of 10 that are left of {n}");
                assert!(walk.eq(targets.iter().rev().cloned()));
            }
        }

        /// The gaps that a walk holds are not looked at by what comes after it.
        #[test]
        fn of_links_added_under_a_walk_are_the_same() {
            for n in [FEW, 10 * FEW] {
                let holder = item(0);
                let mut targets: Vec<_> = (0..n).map(item).collect();
                targets.iter().for_each(|it| holder.links.add(it));
                let mut walk = holder.links.iter();
                assert!(walk.next().as_ref() == Some(&targets[0]));
                targets.truncate(8);
                let new: Vec<_> = (n..2 * n).map(item).collect();
                let cost = steps(|| new.iter().for_each(|it| holder.links.add(it)));
                assert!(cost <= 8 * n as u64 + 64, "{cost} for {n} links");
                let cost = steps(|| (0..n).for_each(|key| holder.links.add(&item(key))));
                assert!(cost <= 12 * n as u64 + 64, "{cost} for {n} links that come and go");
                assert!(walk.eq(targets[1..].iter().cloned()));
                assert_eq!(holder.links.len(), n + 8);
            }
        }

        /// One observer is taken off, however many there are.
        #[test]
        fn of_an_observer_are_its_own() {
            for n in [FEW, 30 * FEW] {
                let target = item(0);
                let queue = DropQueue::new();
                let mut watches: Vec<_> = (0..n).map(|key| queue.watch(&target, key)).collect();
                assert!(steps(|| queue.watch(&target, 0).keep()) <= 2);
                for at in [0, n / 2, watches.len() - 3] {
                    let cost = steps(|| watches.swap_remove(at));
                    assert!(cost <= 4, "{cost} of {n}");
                }
                let all = steps(|| drop(target));
                assert!(all <= 2 * n as u64 + 16, "{all} of {n}");
                assert!(steps(|| drop(watches)) <= 16 && queue.len() + 1 >= n - 3);
            }
        }

        #[test]
        fn of_a_cell_and_of_handles_are_none() {
            let (holder, target) = (item(0), item(1));
            let cost = steps(|| {
                holder.set_cell(&target);
                assert!(holder.cell().as_ref() == Some(&target));
                let weak = Strong::downgrade(&target);
                assert!(weak.upgrade().is_some());
                holder.clear_cell();
            });
            assert!(cost <= 2, "{cost}");
        }
    }
}
