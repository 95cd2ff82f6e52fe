//! The nine guarantees, a module for each; then what holds several at once: promised costs, depths, examples, a peer by
//! hand.

mod cost;
mod deep;
mod examples;
mod peer;
mod stress;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::mem::forget;
use std::rc::Rc;

use weakgraph::{Children, Graph, LinkErrorKind, Parent, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_tests::persons::{Alive, Person, person, random_graphs};
use weakgraph_tests::{Node, Usage, all_shapes, forest, node, on_small_stack, panic_of, show, tree, usage, usage_of};

mod g1_both_ends_agree {
    use super::*;

    #[test]
    fn in_random_graphs_of_every_kind_of_edge() {
        random_graphs(0..15);
    }

    /// All or nothing: of many nodes one is refused, so none has moved.
    #[test]
    fn after_a_refusal_everything_is_as_it_was() {
        for shape in (2..=5).flat_map(all_shapes) {
            let size = shape.chars().filter(char::is_ascii_digit).count();
            for owner in 0..size {
                for range in 0..3 {
                    let trees = [tree(&shape), tree("x(y z)")];
                    let all: Vec<_> = trees[0].inclusive_descendants().collect();
                    let owner = &all[owner];
                    let before = trees.each_ref().map(show);
                    // The last of the given nodes is above the owner, or the owner itself.
                    let (y, z) = (trees[1].first_child().unwrap(), trees[1].last_child().unwrap());
                    let refused = owner.children().splice(0..owner.child_count().min(range), [&y, &z, owner]);
                    assert_eq!(refused.unwrap_err().kind(), LinkErrorKind::Cycle);
                    let refused = owner.children().splice(.., [&z, &trees[0]]);
                    assert!(refused.is_err());
                    if let Some(above) = owner.parent() {
                        assert!(owner.children().append_all(above.children()).is_err());
                    }
                    assert_eq!(trees.each_ref().map(show), before);
                }
            }
        }
    }
}

mod g2_no_leaks {
    use super::*;

    #[test]
    fn what_cannot_be_reached_is_destroyed_at_once() {
        random_graphs(100..115);
    }

    #[test]
    fn every_byte_comes_back() {
        let ((), used) = usage_of(|| {
            random_graphs(200..205);
            let root = tree("r(a(b c) d(e(f) g))");
            let held: Vec<_> = root.descendants().filter(|node| node.is_leaf()).collect();
            drop(root);
            assert_eq!(held.len(), 4);
        });
        assert_eq!(used, Usage::NONE);
    }

    #[test]
    fn weak_links_in_rings_keep_nobody() {
        let ((), used) = usage_of(|| {
            let alive = Alive::default();
            let ring: Vec<_> = (0..10).map(|id| person(id, &alive)).collect();
            for (at, one) in ring.iter().enumerate() {
                let next = &ring[(at + 1) % ring.len()];
                one.set_friend(next);
                one.add_friend(next);
                one.add_friend(one);
                if at > 0 {
                    ring[at - 1].add_by_mother(one);
                }
            }
            drop(ring);
            assert!(alive.borrow().is_empty());
        });
        assert_eq!(used, Usage::NONE);
    }
}

mod g3_no_cycles {
    use super::*;

    #[test]
    fn every_edit_of_every_small_tree_is_refused_exactly_if_it_closes_one() {
        type Put = fn(&Strong<Node>, &Strong<Node>) -> Result<(), weakgraph::LinkError>;
        let into: [Put; 6] = [
            |owner, member| owner.append(member).map(drop),
            |owner, member| owner.prepend(member).map(drop),
            |owner, member| owner.try_add_child(member).map(drop),
            |owner, member| owner.children().insert(owner.child_count() / 2, member).map(drop),
            |owner, member| owner.children().splice(.., [member]).map(drop),
            |owner, member| owner.children().splice(0..0, [&node("new"), member]).map(drop),
        ];
        let beside: [Put; 3] = [
            |place, member| place.insert_before(member).map(drop),
            |place, member| place.insert_after(member).map(drop),
            |place, member| place.replace_with(member).map(drop),
        ];
        for shape in (1..=5).flat_map(all_shapes) {
            let size = shape.chars().filter(char::is_ascii_digit).count();
            for (a, b) in (0..size).flat_map(|a| (0..size).map(move |b| (a, b))) {
                for (put, is_beside) in into.iter().map(|put| (put, false)).chain(beside.iter().map(|put| (put, true)))
                {
                    let root = tree(&shape);
                    let all: Vec<_> = root.inclusive_descendants().collect();
                    let owner = if is_beside { all[a].parent() } else { Some(all[a].clone()) };
                    let closes = owner.as_ref().is_none_or(|owner| *owner == all[b] || all[b].is_ancestor_of(owner));
                    let done = put(&all[a], &all[b]);
                    assert_eq!(done.is_err(), closes, "{b} to {a} in {shape}");
                    match done {
                        Err(error) if owner.is_some() => {
                            assert_eq!((error.kind(), show(&root)), (LinkErrorKind::Cycle, shape.clone()));
                        }
                        Err(error) => assert_eq!((error.kind(), show(&root)), (LinkErrorKind::NoParent, shape.clone())),
                        Ok(()) => all.iter().filter(|node| node.is_root()).for_each(|root| drop(show(root))),
                    }
                }
            }
        }
    }

    #[test]
    fn through_any_mix_of_relations() {
        random_graphs(300..310);
    }
}

mod g4_nothing_dangles {
    use super::*;

    #[test]
    fn in_random_graphs_whose_nodes_die_in_any_order() {
        random_graphs(400..410);
    }

    #[test]
    fn every_way_to_a_dead_node_is_closed() {
        let alive = Alive::default();
        let new = |id| person(id, &alive);
        let (dead, member, friend) = (new(0), new(1), new(2));
        dead.add_by_mother(&member);
        dead.set_heir(&member);
        friend.set_friend(&dead);
        friend.add_friend(&dead);
        let weak = [Strong::downgrade(&dead), Weak::from(&dead)];
        drop(dead);
        assert!(member.mother().is_none() && member.father().is_none());
        assert!(member.detach_from_mother().is_none() && member.detach_from_father().is_none());
        assert!(friend.friend().is_none() && friend.friends().is_empty() && friend.friends().iter().next().is_none());
        for weak in &weak {
            assert!(weak.upgrade().is_none() && !weak.is_alive() && weak.clone().upgrade().is_none());
        }
        assert!(weak[0] == weak[1], "they stay equal");
        // Whoever takes the dead one's memory is somebody else.
        let others: Vec<_> = (10..110).map(new).collect();
        assert!(
            weak.iter().all(|weak| weak.upgrade().is_none() && others.iter().all(|other| *weak != Weak::from(other)))
        );
    }
}

mod g5_constant_stack {
    use super::*;

    /// The deep tests of ten million nodes are in a file of their own; this is everything once.
    #[test]
    fn every_operation_on_a_chain_and_a_star() {
        const MANY: usize = 100_000;
        on_small_stack(|| {
            let root = node("r");
            let mut low = root.clone();
            for _ in 0..MANY {
                low = low.append(node("c")).unwrap();
            }
            for _ in 0..MANY {
                low.append(node("s")).unwrap();
            }
            let last = low.last_child().unwrap();
            assert_eq!((root.descendants().count(), root.descendants().rev().count()), (2 * MANY, 2 * MANY));
            assert_eq!((root.traverse().count(), root.breadth_first().count()), (4 * MANY + 2, 2 * MANY));
            assert_eq!((root.leaves().count(), last.ancestors().count()), (MANY, MANY + 1));
            assert!(last.root() == root && last.depth() == MANY + 1 && root.is_ancestor_of(&last));
            assert!(root.compare_position(&last) != last.compare_position(&root));
            assert!(root.clone() == root && HashSet::from([root.clone(), last.clone()]).len() == 2);
            assert!(format!("{root:?} {:?} {:?}", root.parent, last.parent).len() < 200);
            assert!(format!("{:?}", low.children()).len() > MANY);
            assert!(last.append(&root).is_err());
            let other = node("o");
            other.children().append_all(low.children()).unwrap();
            other.children().reverse();
            other.children().sort_by_key(|node| std::ptr::from_ref(node).addr() % 97);
            low.children().splice(.., other.children().iter()).unwrap();
            low.children().retain(|node| *node == last);
            low.replace_with(&last).unwrap();
            assert_eq!((last.depth(), low.is_leaf()), (MANY, true));
            let wrap = Strong::new(Node { name: "w".into(), parent: Parent::new(), children: [&root].into() });
            drop(root);
            drop(wrap);
            assert!(last.is_root());
        });
    }
}

mod g6_no_borrow_panics {
    use super::*;

    #[test]
    fn the_largest_indices_are_past_the_end_of_every_list() {
        use std::ops::Bound::{self, Excluded, Included, Unbounded};

        for len in 0..4 {
            let root = tree(["r", "r(a)", "r(a b)", "r(a b c)"][len]);
            let unborn = Children::<Node>::from_iter((0..len).map(|at| node(&at.to_string())));
            let session = weakgraph::read();
            for index in [len, len + 1, usize::MAX / 2, usize::MAX - 1, usize::MAX] {
                assert!(root.nth_child(index).is_none() && root.children().get(index).is_none());
                assert!(session.node(&root).nth_child(index).is_none());
                assert!(unborn.get(index).is_none());
                assert!(
                    root.children().iter().nth(index).is_none() && root.children().iter().nth_back(index).is_none()
                );
                assert!(session.node(&root).children().nth(index).is_none());
                assert!(root.descendants().nth(index).is_none() && root.breadth_first().nth(index).is_none());
                assert_eq!(root.children().iter().skip(index).count(), 0);
                assert_eq!(root.children().iter().step_by(index.max(1)).count(), usize::from(len > 0));
                if index > len {
                    let refused = root.children().insert(index, node("new")).unwrap_err();
                    assert_eq!(refused.kind(), LinkErrorKind::OutOfRange);
                    assert_eq!(unborn.insert(index, node("new")).unwrap_err().kind(), LinkErrorKind::OutOfRange);
                }
            }
            for at in 0..len {
                assert!(session.node(&root).nth_child(at).unwrap() == root.nth_child(at).unwrap());
            }
            let ranges: [(Bound<usize>, Bound<usize>); 8] = [
                (Excluded(usize::MAX), Unbounded),
                (Excluded(usize::MAX), Included(usize::MAX)),
                (Included(usize::MAX), Included(usize::MAX)),
                (Included(usize::MAX), Excluded(usize::MAX)),
                (Included(usize::MAX), Unbounded),
                (Unbounded, Included(usize::MAX)),
                (Unbounded, Excluded(usize::MAX)),
                (Excluded(usize::MAX - 1), Excluded(usize::MAX)),
            ];
            for range in ranges {
                for list in [root.children(), &unborn] {
                    let refused = list.splice(range, [node("new")]).unwrap_err();
                    assert_eq!((refused.kind(), list.len()), (LinkErrorKind::OutOfRange, len), "{range:?}");
                }
            }
            let pictures = |most: usize| {
                let (dot, svg) = (
                    weakgraph::show::dot(&root).depth(most).nodes(most),
                    weakgraph::show::svg(&root).depth(most).nodes(most),
                );
                [weakgraph::show::text(&root).depth(most).width(most).to_string(), dot.to_string(), svg.to_string()]
            };
            assert_eq!(pictures(usize::MAX), pictures(1000));
            assert_eq!(pictures(0).len(), 3);
            let drained = root.children().drain().nth(usize::MAX);
            assert!(drained.is_none() && root.is_leaf(), "as `nth` of any iterator");
        }
    }

    #[test]
    fn room_for_more_than_there_can_be_is_refused_as_std_does() {
        use weakgraph::collections::{WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};

        #[derive(Graph, PartialEq, Eq, Hash)]
        struct Key(u32);

        let key = Strong::new(Key(1));
        let ids: WeakIdMap<Key, u8> = [(&key, 1)].into_iter().collect();
        let keys: WeakKeyMap<Key, u8> = [(&key, 1)].into_iter().collect();
        let values: WeakValueMap<u8, Key> = [(1, &key)].into_iter().collect();
        let set: WeakSet<Key> = [&key].into_iter().collect();
        let refused: [Option<String>; 8] = [
            panic_of(|| ids.reserve(usize::MAX)),
            panic_of(|| keys.reserve(usize::MAX)),
            panic_of(|| values.reserve(usize::MAX)),
            panic_of(|| set.reserve(usize::MAX)),
            panic_of(|| drop(WeakIdMap::<Key, u8>::with_capacity(usize::MAX))),
            panic_of(|| drop(WeakKeyMap::<Key, u8>::with_capacity(usize::MAX))),
            panic_of(|| drop(WeakValueMap::<u8, Key>::with_capacity(usize::MAX))),
            panic_of(|| drop(WeakSet::<Key>::with_capacity(usize::MAX))),
        ];
        for refused in refused {
            assert!(refused.as_deref().is_some_and(|why| why.contains("capacity overflow")), "{refused:?}");
        }
        assert!(ids.get(&key).is_some() && keys.get(&key).is_some() && values.get(&1).is_some() && set.contains(&key));
        assert_eq!(ids.keys().nth(usize::MAX).or(set.iter().nth(usize::MAX)), None);
        assert!(ids.iter().nth(usize::MAX).is_none() && values.drain().nth(usize::MAX).is_none());
    }

    #[derive(Graph)]
    #[graph(on_drop = Busy::edit_everything)]
    struct Busy {
        name: &'static str,
        #[graph(opaque)]
        all: Rc<RefCell<Vec<Weak<Busy>>>>,
        #[weak(on_drop = Busy::edit_everything)]
        parent: Parent<Busy>,
        #[strong]
        children: Children<Busy>,
        #[weak(on_drop = Busy::edit_everything)]
        friend: WeakCell<Busy>,
        #[weak(on_drop = Busy::edit_everything)]
        friends: WeakList<Busy>,
        edits: Rc<Cell<u32>>,
    }

    impl Busy {
        fn edit_everything(&self) {
            if self.edits.get() == 0 {
                return;
            }
            self.edits.set(self.edits.get() - 1);
            let all: Vec<_> = self.all.borrow().iter().filter_map(Weak::upgrade).collect();
            for (at, one) in all.iter().enumerate() {
                let other = &all[(at * 7 + self.name.len() + 1) % all.len()];
                // What is added ahead of a walk is walked, too.
                for node in one.children().iter().take(10) {
                    let _ = other.append(&node);
                }
                for friend in one.friends().iter().take(10) {
                    one.remove_friend(&friend);
                    friend.add_friend(other);
                }
                one.set_friend(other);
                other.add_friend(one);
                let _ = self.children.append(one);
                let _ = one.insert_before(other);
                one.children().reverse();
                one.children().sort_by_key(|node| node.name);
                one.children().retain(|node| node.name.len() != 3);
                let _ = one.children().splice(.., other.children().iter());
                let _ = (format!("{:?}{:?}", one.children(), one.friends()), one.root());
            }
            for node in self.children() {
                node.detach();
            }
        }
    }

    #[test]
    fn whoever_looks_may_edit_everything() {
        let all: Rc<RefCell<Vec<Weak<Busy>>>> = Rc::default();
        let edits = Rc::new(Cell::new(60));
        let new = |name| {
            let node = Strong::new(Busy {
                name,
                all: all.clone(),
                parent: Parent::new(),
                children: Children::new(),
                friend: WeakCell::new(),
                friends: WeakList::new(),
                edits: edits.clone(),
            });
            all.borrow_mut().push(Strong::downgrade(&node));
            node
        };
        let names = ["a", "bb", "ccc", "dd", "e", "ffff", "g", "hhh", "ii", "j"];
        let nodes = names.map(new);
        for (at, node) in nodes.iter().enumerate().skip(1) {
            nodes[(at - 1) / 2].append(node).unwrap();
            nodes[at - 1].set_friend(node);
            nodes[at - 1].add_friend(node);
        }
        let root = nodes[0].clone();
        drop(nodes);
        let mut steps = 0;
        for node in root.descendants() {
            node.edit_everything();
            steps += 1;
            if steps > 30 {
                break;
            }
        }
        let weak = Strong::downgrade(&root);
        drop(root);
        assert!(!weak.is_alive());
        assert!(edits.get() < 30, "the hooks ran");
        assert!(all.borrow().iter().all(|weak| !weak.is_alive()));
    }
}

mod g7_no_user_code_in_the_middle {
    use super::*;

    /// Looks at its whole tree, from every piece of user code there is, and panics in each if it is told to.
    #[derive(Graph)]
    #[graph(on_drop = Watch::look)]
    struct Watch {
        name: String,
        #[graph(opaque)]
        tree: Rc<RefCell<Weak<Watch>>>,
        looks: Rc<Cell<usize>>,
        panics: Rc<Cell<bool>>,
        #[weak(on_drop = Watch::look)]
        parent: Parent<Watch>,
        #[strong]
        children: Children<Watch>,
        #[weak(on_drop = Watch::look)]
        friend: WeakCell<Watch>,
    }

    impl Watch {
        fn look(&self) {
            self.looks.set(self.looks.get() + 1);
            let root = self.tree.borrow().upgrade();
            if let Some(root) = root {
                weakgraph_tests::dump(&root, &|node: &Watch| node.name.clone());
            }
            for member in self.children() {
                assert!(member.friend() != Some(member.clone()));
                weakgraph_tests::dump(&member, &|node: &Watch| node.name.clone());
            }
            assert!(!self.panics.get(), "told to");
        }
    }

    impl Drop for Watch {
        fn drop(&mut self) {
            self.look();
        }
    }

    /// Trees of which every node watches the one before it.
    fn scene(panics: bool) -> (Strong<Watch>, Rc<Cell<usize>>) {
        let (root, looks, panics) = (Rc::new(RefCell::new(Weak::new())), Rc::default(), Rc::new(Cell::new(panics)));
        let make = |name: &str| {
            Strong::new(Watch {
                name: name.to_owned(),
                tree: root.clone(),
                looks: Rc::clone(&looks),
                panics: panics.clone(),
                parent: Parent::new(),
                children: Children::new(),
                friend: WeakCell::new(),
            })
        };
        let top = weakgraph_tests::forest_with("r(a(b c) d(e(f g)) h)", make).remove(0);
        root.replace(Strong::downgrade(&top));
        let all: Vec<_> = top.inclusive_descendants().collect();
        all.windows(2).for_each(|two| two[1].set_friend(&two[0]));
        (top, looks)
    }

    fn edits() -> Vec<fn(&Strong<Watch>)> {
        vec![
            |top| top.children().clear(),
            |top| drop(top.first_child().unwrap().detach()),
            |top| drop(top.first_child().unwrap().replace_with(top.last_child().unwrap())),
            |top| drop(top.children().splice(0..2, [top.last_child().unwrap()]).unwrap()),
            |top| {
                top.children().retain(|node| {
                    node.look();
                    node.name == "h"
                })
            },
            |top| {
                let _ = top.children().drain().next_back();
            },
            |top| {
                top.children().sort_by(|a, b| {
                    a.look();
                    b.name.cmp(&a.name)
                })
            },
            |top| {
                for node in top.descendants() {
                    node.detach();
                }
            },
        ]
    }

    #[test]
    fn hooks_and_destructors_and_closures_see_a_whole_graph() {
        for edit in edits() {
            let (top, looks) = scene(false);
            edit(&top);
            drop(top);
            assert!(looks.get() >= 3 * 9 - 1, "{}", looks.get());
        }
    }

    #[test]
    fn panics_in_all_of_them_stop_nothing() {
        for edit in edits() {
            let (top, looks) = scene(true);
            let weak: Vec<_> = top.inclusive_descendants().map(|node| Strong::downgrade(&node)).collect();
            assert_eq!(panic_of(|| edit(&top)).as_deref(), Some("told to"));
            weakgraph_tests::dump(&top, &|node: &Watch| node.name.clone());
            drop(panic_of(|| drop(top)));
            assert!(weak.iter().all(|weak| !weak.is_alive()));
            assert!(looks.get() >= 2 * 9, "{}", looks.get());
        }
    }
}

mod g8_pay_for_what_you_use {
    use super::*;

    #[derive(Graph, Default)]
    struct Tiny {
        #[weak]
        parent: Parent<Tiny>,
        #[strong]
        children: Children<Tiny>,
    }

    #[derive(Graph, Default)]
    struct Watcher {
        #[weak(on_drop = Watcher::told)]
        cell: WeakCell<Tiny>,
        #[weak(item = list)]
        list: WeakList<Tiny>,
    }

    impl Watcher {
        fn told(&self) {}
    }

    #[test]
    fn a_node_has_its_header_its_edges_and_nothing_else() {
        let (node, used) = usage_of(Strong::<Tiny>::default);
        // To the next multiple of 16.
        assert_eq!(used, Usage { blocks: 1, bytes: 16 + 24 + 16 + 8 });
        let (weak, used) = usage_of(|| Strong::downgrade(&node));
        assert_eq!(used, Usage::NONE);
        drop(weak);
        #[derive(Graph)]
        struct Plain(#[expect(dead_code, reason = "it only takes room")] [u64; 2]);
        let (_plain, used) = usage_of(|| Strong::new(Plain([0, 0])));
        assert_eq!(used, Usage { blocks: 1, bytes: 16 + 16 });
    }

    #[test]
    fn observers_are_paid_for_while_there_are_some() {
        let (watcher, node) = (Strong::<Watcher>::default(), Strong::<Tiny>::default());
        let without = usage();
        watcher.set_cell(&node);
        let one = usage();
        watcher.add_list(&node);
        assert!(one.bytes > without.bytes && usage().bytes > one.bytes);
        watcher.clear_cell();
        watcher.remove_list(&node);
        let rest = usage().bytes - without.bytes;
        assert!((0..=128).contains(&rest), "an empty list may keep its room: {rest}");
        let other = usage_of(Strong::<Tiny>::default).1;
        assert_eq!(other, Usage { blocks: 1, bytes: 64 });
    }
}

mod g9_leaking_is_safe {
    use super::*;

    /// Forgets one of everything, and goes on.
    #[test]
    fn whatever_is_forgotten() {
        let trees = forest("r(a(b c) d(e f) g) x(y(z))");
        let (r, x) = (&trees[0], &trees[1]);
        let a = r.first_child().unwrap();
        macro_rules! forget_a_walk {
            ($($walk:expr),* $(,)?) => {$(
                forget($walk);
                let mut walk = $walk;
                walk.next();
                forget(walk);
            )*};
        }
        forget_a_walk!(
            r.children().iter(),
            r.children().iter().rev(),
            r.descendants(),
            r.descendants().rev(),
            r.inclusive_descendants(),
            r.traverse(),
            r.breadth_first(),
            r.leaves(),
            a.next_siblings(),
            a.prev_siblings(),
            a.ancestors(),
            x.children().drain(),
        );
        assert_eq!(show(x), "x", "what was drained has left");
        let (handle, weak) = (r.clone(), Strong::downgrade(r));
        forget(handle);
        forget(weak.clone());
        forget([node("1"), node("2")].into_iter().collect::<Children<Node>>());
        forget(Node { name: String::new(), parent: Parent::new(), children: [node("3")].into() });
        let person = Strong::<Person>::default();
        person.add_friend(&person);
        let mut walk = person.friends().iter();
        walk.next();
        forget(walk);
        forget(person.friends().iter());
        person.friends().clear();
        person.add_friend(&person);
        drop(person);
        // Edits and deaths go on around it.
        r.append(&a).unwrap();
        r.children().reverse();
        a.children().clear();
        assert_eq!(show(r), "r(a g d(e f))");
        let d = r.last_child().unwrap();
        drop(trees);
        assert!(weak.is_alive(), "a handle was forgotten");
        weak.upgrade().unwrap().children().clear();
        assert!(a.is_root() && d.is_root() && show(&d) == "d(e f)");
        drop((a, d, weak));
        let again = tree("r(a b)");
        assert_eq!(again.descendants().count(), 2);
    }

    #[test]
    fn a_node_of_borrowed_data_that_is_forgotten_is_never_seen_again() {
        #[derive(Graph)]
        struct Borrows<'a> {
            text: &'a Cell<u32>,
            #[weak]
            parent: Parent<Borrows<'a>>,
            #[strong]
            children: Children<Borrows<'a>>,
        }
        let mut walks = 0;
        for _ in 0..40 {
            let text = Box::new(Cell::new(1));
            let new = || Strong::new(Borrows { text: &text, parent: Parent::new(), children: Children::new() });
            let root = new();
            root.append(new()).unwrap().append(new()).unwrap();
            root.append(new()).unwrap();
            let mut walk = root.descendants();
            walk.next();
            walks += walk.next().map_or(0, |node| node.text.get());
            forget(walk);
            forget(root);
        }
        assert_eq!(walks, 40);
        // What they borrowed is gone, and their walks are still known; edits elsewhere do not touch them.
        let root = tree("r(a(b) c)");
        for node in root.descendants() {
            node.detach();
        }
        assert_eq!(show(&root), "r");
    }
}
