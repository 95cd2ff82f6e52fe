//! The one order of a death, and what can be done on its way.

use std::cell::RefCell;
use std::rc::Rc;

use weakgraph::{Children, LinkErrorKind, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_tests::dying::{Node, WHOLE, World};
use weakgraph_tests::{panic_of, without_addresses};

mod the_order {
    use super::*;

    #[test]
    fn is_that_of_the_document() {
        let world = World::default();
        drop(world.tree());
        assert_eq!(world.end(), WHOLE);
    }

    #[test]
    fn is_the_same_on_every_path() {
        // The last handle of the root's only owner, of a list that is cleared, of a replaced member ...
        type Way = fn(&World) -> String;
        let ways: [(&str, Way); 8] = [
            ("an owner", |world| {
                let owner = world.node("o");
                owner.add_child(world.tree());
                drop(owner);
                let story = world.story();
                story.strip_prefix("o dies, r is orphaned, o drops, o is gone, ").unwrap().to_owned()
            }),
            ("clear", |world| {
                let owner = world.node("o");
                owner.add_child(world.tree());
                owner.children().clear();
                world.story()
            }),
            ("drain", |world| {
                let owner = world.node("o");
                owner.add_child(world.tree());
                drop(owner.children().drain());
                world.story()
            }),
            ("retain", |world| {
                let owner = world.node("o");
                owner.add_child(world.tree());
                owner.children().retain(|_| false);
                world.story()
            }),
            ("replace", |world| {
                let owner = world.node("o");
                owner.add_child(world.tree());
                let member = owner.first_child().unwrap();
                member.replace_with(world.node("x")).unwrap();
                drop(member);
                world.story()
            }),
            ("splice", |world| {
                let owner = world.node("o");
                owner.add_child(world.tree());
                drop(owner.children().splice(.., [world.node("x")]).unwrap());
                world.story()
            }),
            ("detach", |world| {
                let owner = world.node("o");
                owner.add_child(world.tree()).detach();
                world.story()
            }),
            ("a list without an owner", |world| {
                let list: Children<Node> = [world.tree()].into();
                drop(list);
                world.story()
            }),
        ];
        for (name, way) in ways {
            let world = World::default();
            let story = way(&world);
            assert_eq!(story, WHOLE, "by {name}");
        }
    }

    #[test]
    fn of_a_node_whose_last_handle_was_given_to_an_edit_that_is_refused() {
        let world = World::default();
        let root = world.tree();
        let b = root.descendants().nth(1).unwrap();
        assert!(b.append(root).is_err());
        assert_eq!(world.story(), WHOLE.replace("b dies, b drops, b is gone, ", ""));
        assert!(b.is_root() && b.is_leaf());
    }

    #[test]
    fn of_members_that_somebody_holds() {
        let world = World::default();
        let root = world.tree();
        let a = root.first_child().unwrap();
        drop(root);
        assert_eq!(
            world.story(),
            "r dies, a is orphaned, c is orphaned, r drops, r is gone, c dies, c drops, c is gone"
        );
        assert!(a.is_root() && a.child_count() == 1);
        drop(a);
        assert_eq!(world.end(), "a dies, b is orphaned, a drops, a is gone, b dies, b drops, b is gone");
    }

    #[test]
    fn of_a_list_that_is_cleared() {
        let world = World::default();
        let root = world.tree();
        let held = root.clone();
        world.when("a dies", move |_| assert!(held.children().is_empty(), "all are out before the first dies"));
        root.children().clear();
        assert_eq!(
            world.story(),
            "a dies, b is orphaned, a drops, a is gone, b dies, b drops, b is gone, c dies, c drops, c is gone"
        );
        drop(root);
        assert_eq!(world.end(), "r dies, r drops, r is gone");
    }

    #[test]
    fn of_a_wide_and_deep_tree() {
        let world = World::default();
        let names = ["r", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let owner_of = [0, 0, 1, 2, 1, 0, 5, 6, 6, 0];
        let nodes = names.map(|name| world.node(name));
        for at in 1..nodes.len() {
            nodes[owner_of[at]].add_child(&nodes[at]);
        }
        drop(nodes);
        // The handles were dropped one by one, from the root on: each is held by nobody else by then.
        let story = world.end();
        let deaths: Vec<_> = story.split(", ").filter_map(|line| line.strip_suffix(" dies")).collect();
        assert_eq!(deaths.join(" "), "r 1 2 3 4 5 6 7 8 9");
    }
}

mod from_the_first_step_on {
    use super::*;

    #[test]
    fn everybody_sees_the_node_dead() {
        let world = World::default();
        let root = world.tree();
        let holder = world.node("h");
        holder.set_friend(&root);
        holder.add_friend(&root);
        holder.add_friend(&holder.handle());
        let (a, weak) = (root.first_child().unwrap(), Strong::downgrade(&root));
        let check = move |weak: &Weak<Node>| {
            assert!(weak.upgrade().is_none() && !weak.is_alive());
            assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
            assert_eq!(without_addresses(weak), "Weak(Node at @, dropped)");
            assert!(*weak == weak.clone());
            assert!(holder.friend().is_none());
            assert!(holder.friends().len() == 1 && holder.friends().iter().all(|friend| friend == holder));
            assert!(a.parent().is_none() && a.ancestors().next().is_none() && a.is_root() && a.depth() == 0);
            assert!(a.root() == a);
        };
        let check = Rc::new(check);
        for step in ["r dies", "a is orphaned", "c is orphaned", "r drops"] {
            let (check, weak) = (check.clone(), weak.clone());
            world.when(step, move |_| check(&weak));
        }
        drop(root);
        check(&weak);
        assert!(world.plans() == 0, "all of it happened");
    }

    #[test]
    fn there_is_no_handle_any_more() {
        for step in ["r dies", "r drops"] {
            let world = World::default();
            world.when(step, |node| {
                let message = panic_of(|| drop(node.handle())).unwrap();
                assert!(message.contains("no handle to this") && message.contains("being dropped"), "{message}");
                assert!(node.inclusive_descendants().all(|other| other.name != node.name));
                assert!(node.detach().is_none() && node.detach_from_parent().is_none());
                assert!(panic_of(|| drop(node.root())).is_some());
            });
            drop(world.tree());
            assert_eq!(world.end(), WHOLE);
        }
    }

    #[test]
    fn the_hook_can_read_what_the_node_has() {
        let world = World::default();
        let (root, friend) = (world.tree(), world.node("f"));
        root.set_friend(&friend);
        root.add_friend(&friend);
        world.when("r dies", |node| {
            let names: String = node.descendants().map(|node| node.name).collect();
            assert_eq!((node.name, names.as_str(), node.child_count()), ("r", "abc", 2));
            assert!(node.friend().is_some_and(|friend| friend.name == "f" && node.friends().contains(&friend)));
            assert!(node.is_ancestor_of(&node.last_child().unwrap()));
        });
        drop(root);
        assert_eq!(world.story(), WHOLE);
    }

    #[test]
    fn siblings_still_see_each_other_till_they_are_unlinked() {
        let world = World::default();
        let root = world.tree();
        let (a, c) = (root.first_child().unwrap(), root.last_child().unwrap());
        world.when("r dies", {
            let (a, c) = (a.clone(), c.clone());
            move |_| assert!(a.next_sibling() == Some(c.clone()) && c.prev_sibling() == Some(a))
        });
        world.when("a is orphaned", move |a| {
            assert!(a.next_sibling().is_none() && c.prev_sibling().is_none() && c.is_root());
        });
        drop(root);
        drop(a);
        assert_eq!(world.alive(), 0);
    }

    #[test]
    fn the_dying_take_nobody_and_give_everybody() {
        let world = World::default();
        let spare = world.tree();
        let saved: Rc<RefCell<Vec<Strong<Node>>>> = Rc::default();
        let keep = saved.clone();
        world.when("r dies", move |node| {
            let list = node.children();
            let (a, c) = (list.first().unwrap(), list.last().unwrap());
            let spare = spare.first_child().unwrap();
            let refusals = [
                list.append(&spare).map(drop),
                list.prepend(&spare).map(drop),
                list.insert(1, &spare).map(drop),
                list.insert_before(&a, &spare).map(drop),
                list.insert_after(&a, &spare).map(drop),
                list.replace(&a, &spare).map(drop),
                list.splice(.., [&spare]).map(drop),
                list.append_all(spare.children()),
                node.try_add_child(&spare).map(drop),
                node.append(&spare).map(drop),
            ];
            for refused in refusals {
                assert_eq!(refused.unwrap_err().kind(), LinkErrorKind::ParentDropped);
            }
            assert!(panic_of(|| drop(node.add_child(&spare))).unwrap().contains("being dropped"));
            assert!(spare.next_sibling().is_some() && list.len() == 2);
            // Beside a member, too: its parent is nobody any more.
            assert_eq!(a.insert_after(&spare).unwrap_err().kind(), LinkErrorKind::NoParent);
            // Order may still change, and members may leave.
            list.reverse();
            assert!(list.iter().eq([&c, &a].map(Clone::clone)));
            list.sort_by_key(|node| node.name);
            assert!(list.iter().eq([&a, &c].map(Clone::clone)));
            assert!(node.remove_child(&c));
            assert!(spare.append(&a).unwrap() == a && list.is_empty());
            keep.borrow_mut().extend([a, c, spare]);
        });
        drop(world.tree());
        // The plan, and with it the spare tree, goes at the end of the hook.
        let spare = "r dies, a is orphaned, c is orphaned, r drops, r is gone, c dies, c drops, c is gone";
        assert_eq!(world.story(), format!("r dies, {spare}, r drops, r is gone"));
        let saved = saved.take();
        assert_eq!(
            saved.iter().map(|node| (node.name, node.child_count())).collect::<Vec<_>>(),
            [("a", 1), ("c", 0), ("a", 2)]
        );
        drop(saved);
        assert_eq!(world.alive(), 0);
    }

    #[test]
    fn the_destructor_can_fill_no_list() {
        let world = World::default();
        let inner = world.clone();
        world.when("r drops", move |node| {
            let x = inner.node("x");
            let _ = node.append(&x);
            let _ = node.children().splice(.., [&x]);
            assert!(x.parent().is_none());
        });
        drop(world.tree());
        let story = world.end();
        assert!(story.contains("x is gone"), "{story}");
    }
}

mod rescue {
    use super::*;

    #[test]
    fn members_can_be_taken_away_in_the_owners_hook() {
        let world = World::default();
        let other = world.node("o");
        let to = other.clone();
        world.when("r dies", move |node| to.children().append_all(node.children()).unwrap());
        drop(world.tree());
        assert_eq!(world.story(), "r dies, r drops, r is gone");
        assert_eq!(other.descendants().map(|node| node.name).collect::<String>(), "abc");
        drop(other);
        assert!(world.end().ends_with(
            "a dies, b is orphaned, a drops, a is gone, b dies, b drops, b is gone, c dies, c drops, c is gone"
        ));
    }

    #[test]
    fn a_member_can_save_itself_and_others_when_it_is_orphaned() {
        let world = World::default();
        let saved: Rc<RefCell<Vec<Strong<Node>>>> = Rc::default();
        let keep = saved.clone();
        world.when("a is orphaned", move |node| keep.borrow_mut().push(node.handle()));
        drop(world.tree());
        assert_eq!(
            world.story(),
            "r dies, a is orphaned, c is orphaned, r drops, r is gone, c dies, c drops, c is gone"
        );
        assert_eq!(saved.take()[0].child_count(), 1);
        assert_eq!(world.end(), "a dies, b is orphaned, a drops, a is gone, b dies, b drops, b is gone");
    }

    #[test]
    fn a_member_can_take_the_next_one_with_it() {
        let world = World::default();
        let root = world.tree();
        let weak = Strong::downgrade(&root.last_child().unwrap());
        world.when("a is orphaned", move |a| {
            let c = weak.upgrade().unwrap();
            a.append(c).unwrap();
        });
        drop(root);
        // `c` was not orphaned by `r`: it was no member any more.
        let story = world.end();
        assert!(
            story.starts_with(
                "r dies, a is orphaned, r drops, r is gone, a dies, b is orphaned, c is orphaned, a drops"
            ),
            "{story}"
        );
    }

    #[test]
    fn a_member_that_is_moved_into_an_orphan_of_the_same_owner_lives_as_long() {
        let world = World::default();
        let root = world.tree();
        let (a, c) = (Strong::downgrade(&root.first_child().unwrap()), root.last_child().unwrap());
        // The last member takes the first, which waits to die, but nobody has a handle to it any more.
        world.when("c is orphaned", move |c| {
            assert!(a.upgrade().is_none(), "it is dead already: nobody else held it");
            assert!(c.is_root());
        });
        drop(root);
        drop(c);
        assert_eq!(world.alive(), 0);
    }

    #[test]
    fn nobody_rises_from_the_dead() {
        let world = World::default();
        let root = world.tree();
        let weaks: Vec<_> = root.inclusive_descendants().map(|node| Strong::downgrade(&node)).collect();
        for at in ["r dies", "a is orphaned", "r drops", "a dies", "a drops", "b dies", "c drops"] {
            let weaks = weaks.clone();
            world.when(at, move |_| {
                // Whoever is still to be had may be held: but only those that are not dead.
                weaks.iter().filter_map(Weak::upgrade).for_each(|node| assert!(Strong::strong_count(&node) > 1));
            });
        }
        drop(root);
        assert!(weaks.iter().all(|weak| weak.upgrade().is_none()));
        assert_eq!(world.end(), WHOLE);
    }
}

mod a_death_inside_another {
    use super::*;

    #[test]
    fn runs_at_once_and_whole() {
        for (at, story) in [
            ("r dies", "r dies, x dies, x drops, x is gone, a is orphaned"),
            ("a is orphaned", "a is orphaned, x dies, x drops, x is gone, c is orphaned"),
            ("r drops", "r drops, x dies, x drops, x is gone, r is gone"),
            ("a dies", "a dies, x dies, x drops, x is gone, b is orphaned"),
            ("c drops", "c drops, x dies, x drops, x is gone, c is gone"),
        ] {
            let world = World::default();
            let x = world.node("x");
            world.when(at, move |_| drop(x));
            drop(world.tree());
            let whole = world.end();
            assert!(whole.contains(story), "{at}: {whole}");
            assert_eq!(whole.replace("x dies, x drops, x is gone, ", ""), WHOLE);
        }
    }

    #[test]
    fn of_a_member_that_the_hook_takes_out() {
        let world = World::default();
        world.when("r dies", |node| drop(node.first_child().unwrap().detach()));
        drop(world.tree());
        assert_eq!(
            world.end(),
            "r dies, a dies, b is orphaned, a drops, a is gone, b dies, b drops, b is gone, c is orphaned, r drops, \
             r is gone, c dies, c drops, c is gone"
        );
    }

    #[test]
    fn of_all_members_in_the_hook() {
        let world = World::default();
        world.when("r dies", |node| node.children().clear());
        drop(world.tree());
        assert_eq!(
            world.end(),
            "r dies, a dies, b is orphaned, a drops, a is gone, b dies, b drops, b is gone, c dies, c drops, c is gone, \
             r drops, r is gone"
        );
    }
}

#[test]
fn hooks_of_a_struct_run_once_and_not_for_a_value_that_was_never_born() {
    let world = World::default();
    let node = world.node("n");
    drop(node.clone());
    drop(Strong::downgrade(&node));
    assert_eq!(world.story(), "");
    drop(node);
    assert_eq!(world.story(), "n dies, n drops, n is gone");
    let value = world.value("v", WeakCell::new(), WeakList::new());
    drop(value);
    assert_eq!(world.end(), "v drops, v is gone");
}
