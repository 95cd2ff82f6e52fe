//! Weak links, and who is told when a target dies.

use weakgraph::{Children, Graph, Parent, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_tests::dying::{WHOLE, World};

mod with_a_hook {
    use super::*;

    #[test]
    fn are_told_in_step_three_the_newest_first() {
        let world = World::default();
        let target = world.tree();
        let (h1, h2, h3) = (world.node("h1"), world.node("h2"), world.node("h3"));
        h1.set_friend(&target);
        h2.add_friend(&target);
        h3.set_friend(&target);
        h1.add_friend(&target);
        h1.add_friend(&target);
        drop(target);
        let told = "h1 is bereft of one, h1 is bereft of one, h3 is bereft, h2 is bereft of one, h1 is bereft, ";
        assert_eq!(world.story(), WHOLE.replace("r dies, ", &format!("r dies, {told}")));
        assert!(h1.friends().is_empty() && h2.friends().is_empty());
    }

    #[test]
    fn are_told_of_members_too_each_in_its_turn() {
        let world = World::default();
        let root = world.tree();
        let holder = world.node("h");
        holder.set_friend(&root.first_child().unwrap().first_child().unwrap());
        holder.add_friend(&root.last_child().unwrap());
        root.last_child().unwrap().set_friend(&root);
        drop(root);
        assert_eq!(
            world.story(),
            WHOLE
                .replace("r dies, ", "r dies, c is bereft, ")
                .replace("b dies, ", "b dies, h is bereft, ")
                .replace("c dies, ", "c dies, h is bereft of one, ")
        );
    }

    #[test]
    fn are_not_told_if_they_were_set_anew_or_cleared() {
        let world = World::default();
        let (target, other) = (world.node("t"), world.node("o"));
        let holder = world.node("h");
        holder.set_friend(&target);
        holder.set_friend(&other);
        holder.add_friend(&target);
        holder.remove_friend(&target);
        holder.add_friend(&target);
        holder.friends().clear();
        drop(target);
        assert_eq!(world.story(), "t dies, t drops, t is gone");
        holder.clear_friend();
        drop(other);
        assert_eq!(world.story(), "o dies, o drops, o is gone");
        // And set twice to the same one: told once.
        let target = world.node("t");
        holder.set_friend(&target);
        holder.set_friend(&target);
        drop(target);
        assert_eq!(world.story(), "t dies, h is bereft, t drops, t is gone");
    }

    #[test]
    fn are_not_told_if_their_holder_is_dead() {
        let world = World::default();
        let target = world.node("t");
        let (held, dead) = (world.node("h"), world.node("d"));
        for holder in [&held, &dead] {
            holder.set_friend(&target);
            holder.add_friend(&target);
        }
        drop(dead);
        world.story();
        drop(target);
        assert_eq!(world.story(), "t dies, h is bereft of one, h is bereft, t drops, t is gone");
    }

    #[test]
    fn that_wait_are_not_told_if_another_hook_empties_them_or_kills_their_holder() {
        let world = World::default();
        let target = world.node("t");
        let (h1, h2, h3) = (world.node("h1"), world.node("h2"), world.node("h3"));
        h1.set_friend(&target);
        h2.set_friend(&target);
        h3.set_friend(&target);
        let first = h1.clone();
        world.when("h3 is bereft", move |_| {
            first.clear_friend();
            drop(h2);
        });
        drop(target);
        assert_eq!(world.story(), "t dies, h3 is bereft, h2 dies, h2 drops, h2 is gone, t drops, t is gone");
        // Set to another in the hook of the node itself.
        let (target, other) = (world.node("t"), world.node("o"));
        h1.set_friend(&target);
        h3.set_friend(&target);
        let (first, to) = (h1.clone(), other.clone());
        world.when("t dies", move |_| first.set_friend(&to));
        drop(target);
        assert_eq!(world.story(), "t dies, h3 is bereft, t drops, t is gone");
        drop(other);
        assert_eq!(world.story(), "o dies, h1 is bereft, o drops, o is gone");
    }

    #[test]
    fn can_be_set_again_in_their_hook() {
        let world = World::default();
        let holder = world.node("h");
        let (first, second) = (world.node("1"), world.node("2"));
        holder.set_friend(&first);
        holder.add_friend(&first);
        let next = second.clone();
        world.when("h is bereft", move |holder| {
            assert!(holder.friend().is_none());
            holder.set_friend(&next);
        });
        let next = second.clone();
        world.when("h is bereft of one", move |holder| {
            assert!(holder.friends().is_empty());
            holder.add_friend(&next);
        });
        drop(first);
        assert!(holder.friend() == Some(second.clone()) && holder.friends().contains(&second));
        world.story();
        drop(second);
        // The cell was told last, so its link is the newest.
        assert_eq!(world.story(), "2 dies, h is bereft, h is bereft of one, 2 drops, 2 is gone");
    }

    #[test]
    fn of_a_holder_that_is_a_member_of_the_target() {
        let world = World::default();
        let root = world.tree();
        let c = root.last_child().unwrap();
        c.set_friend(&root);
        c.add_friend(&root);
        drop(c);
        world.when("c is bereft", |c| {
            assert!(c.parent().is_none() && c.prev_sibling().is_some(), "it is not unlinked yet");
            c.detach();
        });
        drop(root);
        assert_eq!(
            world.end(),
            WHOLE
                .replace("c is orphaned, ", "")
                .replace("r dies, ", "r dies, c is bereft of one, c is bereft, c dies, c drops, c is gone, ")
                .strip_suffix(", c dies, c drops, c is gone")
                .unwrap()
        );
    }

    #[test]
    fn of_a_node_to_itself_are_not_told() {
        let world = World::default();
        let node = world.node("n");
        node.set_friend(&node);
        node.add_friend(&node);
        drop(node);
        assert_eq!(world.end(), "n dies, n drops, n is gone");
    }

    #[test]
    fn of_two_nodes_to_each_other_that_die_together() {
        let world = World::default();
        let root = world.tree();
        let (a, c) = (root.first_child().unwrap(), root.last_child().unwrap());
        a.set_friend(&c);
        c.set_friend(&a);
        drop((a, c));
        drop(root);
        assert_eq!(world.end(), WHOLE, "both are dead before either is told");
    }

    #[test]
    fn that_were_set_before_the_holders_birth() {
        let world = World::default();
        let (target, gone) = (world.node("t"), world.node("g"));
        let late = world.value("h", WeakCell::from(&gone), [&gone, &target].into_iter().collect());
        let holder = world.value("h", WeakCell::from(&target), WeakList::new());
        drop(gone);
        assert!(late.friend().is_none() && late.friends().len() == 1);
        let (late, holder) = (Strong::new(late), Strong::new(holder));
        world.story();
        drop(target);
        assert_eq!(world.story(), "t dies, h is bereft, h is bereft of one, t drops, t is gone");
        assert!(holder.friend().is_none() && late.friends().is_empty());
    }

    #[test]
    fn are_told_though_the_holders_memory_has_gone_meanwhile_or_not_at_all() {
        // The holder dies, by a hook, while it waits to be told; only the waiting hook keeps its memory.
        let world = World::default();
        let target = world.node("t");
        let holders: Vec<_> = ["1", "2", "3", "4"].map(|name| world.node(name)).into();
        for holder in &holders {
            holder.add_friend(&target);
            holder.set_friend(&target);
        }
        world.when("t dies", move |_| drop(holders));
        drop(target);
        let story = world.end();
        assert!(!story.contains("bereft"), "{story}");
    }
}

mod without {
    use super::*;

    #[derive(Graph, Default)]
    struct Person {
        name: &'static str,
        #[weak]
        boss: WeakCell<Person>,
        #[weak]
        friends: WeakList<Person>,
        #[weak]
        home: Weak<Place>,
    }

    #[derive(Graph, Default)]
    struct Place {
        #[weak]
        within: Parent<Place>,
        #[strong(item = part)]
        parts: Children<Place>,
    }

    fn person(name: &'static str) -> Strong<Person> {
        Strong::new(Person { name, ..Person::default() })
    }

    fn names(of: &Person) -> String {
        of.friends().iter().map(|friend| friend.name).collect()
    }

    #[test]
    fn a_cell_points_to_one_node_at_most() {
        let (a, b, c) = (person("a"), person("b"), person("c"));
        assert!(a.boss().is_none());
        a.set_boss(&b);
        assert!(a.boss() == Some(b.clone()));
        a.set_boss(&c);
        a.set_boss(&c);
        drop(b);
        assert!(a.boss() == Some(c.clone()));
        a.set_boss(&a);
        assert!(a.boss() == Some(a.clone()) && Strong::strong_count(&a) == 1);
        a.clear_boss();
        a.clear_boss();
        assert!(a.boss().is_none());
        a.set_boss(&c);
        drop(c);
        assert!(a.boss().is_none());
        let again = person("again");
        a.set_boss(&again);
        assert!(a.boss() == Some(again));
    }

    #[test]
    fn a_list_keeps_the_order_in_which_links_were_added() {
        let [a, b, c, d] = ["a", "b", "c", "d"].map(person);
        for friend in [&b, &c, &b, &d, &a] {
            a.add_friend(friend);
        }
        assert_eq!((names(&a), a.friends().len()), ("bcbda".to_owned(), 5));
        assert!(a.friends().contains(&c) && !a.friends().is_empty());
        assert!(a.remove_friend(&b), "the first of two");
        assert_eq!(names(&a), "cbda");
        assert!(!a.remove_friend(&person("x")));
        drop(c);
        assert_eq!((names(&a), a.friends().len()), ("bda".to_owned(), 3));
        drop(b);
        assert_eq!((names(&a), a.friends().len()), ("da".to_owned(), 2));
        a.friends().clear();
        assert!(a.friends().is_empty() && names(&a).is_empty() && !a.friends().contains(&d));
        a.add_friend(&d);
        assert_eq!(names(&a), "d");
    }

    #[test]
    fn a_list_may_be_edited_while_it_is_walked() {
        let all: Vec<_> = ["a", "b", "c", "d", "e"].map(person).into();
        let holder = person("h");
        let mut came = String::new();
        all.iter().for_each(|friend| holder.add_friend(friend));
        for friend in holder.friends() {
            came += friend.name;
            holder.remove_friend(&friend);
            match friend.name {
                "a" => drop(holder.remove_friend(&all[1])),
                "c" => holder.add_friend(&all[0]),
                _ => {}
            }
        }
        assert_eq!(
            (came.as_str(), names(&holder).as_str()),
            ("acde", "a"),
            "what is added during a walk is not visited"
        );
        holder.friends().clear();
        all.iter().for_each(|friend| holder.add_friend(friend));
        let mut walk = holder.friends().iter();
        assert_eq!(walk.next().unwrap().name, "a");
        holder.friends().clear();
        assert!(walk.next().is_none());
        holder.add_friend(&all[3]);
        assert!(walk.next().is_none(), "it was added later");
        // Targets that are dropped while they are ahead.
        all.iter().for_each(|friend| holder.add_friend(friend));
        let mut walk = holder.friends().iter();
        assert_eq!(walk.next().unwrap().name, "d");
        drop(all);
        assert!(walk.next().is_none() && holder.friends().is_empty());
    }

    #[test]
    fn a_listener_that_subscribes_again_is_called_once() {
        let (bus, listener) = (person("bus"), person("a"));
        bus.add_friend(&listener);
        for round in 0..20 {
            let mut calls = 0;
            for friend in bus.friends() {
                bus.remove_friend(&friend);
                bus.add_friend(&friend);
                calls += 1;
            }
            assert_eq!((calls, bus.friends().len()), (round + 1, round + 1));
            bus.add_friend(&listener);
        }
        // One that had nothing in it when the walk began.
        let empty = person("b");
        let mut walk = empty.friends().iter();
        empty.add_friend(&listener);
        assert!(walk.next().is_none());
        assert_eq!(empty.friends().iter().count(), 1);
    }

    #[test]
    fn many_links_that_come_and_go_keep_their_order() {
        let holder = person("h");
        let mut rng = weakgraph_tests::Rng::new(3);
        let mut model: Vec<Strong<Person>> = Vec::new();
        for _ in 0..3000 {
            match rng.below(3) {
                0 | 1 if model.len() < 40 => {
                    let new = if model.is_empty() || rng.below(3) > 0 { person("p") } else { rng.pick(&model).clone() };
                    holder.add_friend(&new);
                    model.push(new);
                }
                2 if !model.is_empty() => {
                    let friend = rng.pick(&model).clone();
                    model.remove(model.iter().position(|other| *other == friend).unwrap());
                    assert!(holder.remove_friend(&friend));
                }
                _ if !model.is_empty() => {
                    // It dies, if it is there only once.
                    let friend = model.remove(rng.below(model.len()));
                    let weak = Strong::downgrade(&friend);
                    drop(friend);
                    if let Some(other) = weak.upgrade() {
                        model.retain(|friend| *friend != other);
                    }
                }
                _ => {}
            }
            assert_eq!(holder.friends().len(), model.len());
            assert!(holder.friends().iter().eq(model.iter().cloned()));
        }
    }

    #[test]
    fn lists_and_cells_can_be_filled_in_a_literal() {
        let (a, b) = (person("a"), person("b"));
        let list: WeakList<Person> = [&a, &b, &a].into_iter().collect();
        let mut more = list;
        more.extend([&b]);
        assert_eq!(more.len(), 4);
        let holder = Strong::new(Person { friends: more, boss: (&b).into(), ..Person::default() });
        assert_eq!((names(&holder), holder.boss().unwrap().name), ("abab".to_owned(), "b"));
        drop(a);
        assert_eq!(names(&holder), "bb");
    }

    #[test]
    fn a_plain_weak_handle_is_a_link_that_is_set_once() {
        let place = Strong::<Place>::default();
        let part = place.add_part(Place::default());
        let guest = Strong::new(Person { home: Strong::downgrade(&part), ..Person::default() });
        assert!(guest.home() == Some(part.clone()));
        drop(part);
        assert!(guest.home().is_some());
        drop(place);
        assert!(guest.home().is_none());
        assert!(person("x").home().is_none());
    }
}
