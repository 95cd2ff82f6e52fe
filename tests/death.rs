//! The one order of a death, what can be done on its way, and what panics do to it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};
use std::rc::Rc;

use weakgraph::{Child, Children, Graph, LinkErrorKind, Parent, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_tests::{Log, panic_of};

/// A node that tells of everything that happens to it, and does on the way what it was told.
#[derive(Graph)]
#[graph(on_drop = Node::dies)]
struct Node {
    name: &'static str,
    world: World,
    #[weak(on_drop = Node::orphaned)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = Node::bereft)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Node::bereft_of_one)]
    friends: WeakList<Node>,
    _field: Field,
}

/// What happens, as `a dies`, and what is to be done then.
#[derive(Clone, Default)]
struct World {
    log: Log,
    plans: Rc<RefCell<HashMap<String, Plan>>>,
    alive: Rc<Cell<usize>>,
}

type Plan = Box<dyn FnOnce(&Node)>;

/// Tells when it is dropped, as the last of its node's fields.
struct Field(&'static str, World);

impl Drop for Field {
    fn drop(&mut self) {
        self.1.alive.set(self.1.alive.get() - 1);
        self.1.log.say(format!("{} is gone", self.0));
        let plan = self.1.plans.borrow_mut().remove(&format!("{} is gone", self.0));
        if plan.is_some() {
            panic_any(format!("{} is gone", self.0));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        assert!(self.children.is_empty() && self.parent().is_none() && self.descendants().next().is_none());
        self.happens("drops");
    }
}

impl Node {
    fn happens(&self, what: &str) {
        let what = format!("{} {what}", self.name);
        self.world.log.say(&what);
        let plan = self.world.plans.borrow_mut().remove(&what);
        if let Some(plan) = plan {
            plan(self);
        }
    }

    fn dies(&self) {
        self.happens("dies");
    }

    fn orphaned(&self) {
        assert!(self.parent().is_none() && self.next_sibling().is_none() && self.prev_sibling().is_none());
        assert!(self.handle().name == self.name);
        self.happens("is orphaned");
    }

    fn bereft(&self) {
        assert!(self.friend().is_none());
        self.happens("is bereft");
    }

    fn bereft_of_one(&self) {
        self.happens("is bereft of one");
    }
}

impl World {
    fn node(&self, name: &'static str) -> Strong<Node> {
        self.alive.set(self.alive.get() + 1);
        Strong::new(Node {
            name,
            world: self.clone(),
            parent: Parent::new(),
            children: Children::new(),
            friend: WeakCell::new(),
            friends: WeakList::new(),
            _field: Field(name, self.clone()),
        })
    }

    /// `r(a(b) c)`
    fn tree(&self) -> Strong<Node> {
        let root = self.node("r");
        root.add_child(self.node("a")).add_child(self.node("b"));
        root.add_child(self.node("c"));
        root
    }

    fn when(&self, what: &str, plan: impl FnOnce(&Node) + 'static) {
        self.plans.borrow_mut().insert(what.to_owned(), Box::new(plan));
    }

    fn story(&self) -> String {
        self.log.take().join(", ")
    }

    /// What happened, and that nobody is left.
    fn end(self) -> String {
        assert_eq!(self.alive.get(), 0, "all are gone");
        self.story()
    }
}

/// What happens when `r(a(b) c)` dies and nobody holds a part of it.
const WHOLE: &str = "r dies, a is orphaned, c is orphaned, r drops, r is gone, a dies, b is orphaned, a drops, a is gone, \
                     b dies, b drops, b is gone, c dies, c drops, c is gone";

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
        let deaths: Vec<_> = world.log.take().into_iter().filter(|line| line.ends_with("dies")).collect();
        assert_eq!(deaths.join(" ").replace(" dies", ""), "r 1 2 3 4 5 6 7 8 9");
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
            assert_eq!(format!("{weak:?}"), "Weak(Node, dead)");
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
        assert!(world.plans.borrow().is_empty(), "all of it happened");
    }

    #[test]
    fn there_is_no_handle_any_more() {
        for step in ["r dies", "r drops"] {
            let world = World::default();
            world.when(step, |node| {
                let message = panic_of(|| drop(node.handle())).unwrap();
                assert!(message.contains("`handle()`") && message.contains("dying"), "{message}");
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
        assert_eq!(world.alive.get(), 0);
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
                assert_eq!(refused.unwrap_err().kind(), LinkErrorKind::OwnerDying);
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
        assert_eq!(world.alive.get(), 0);
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
        assert_eq!(world.alive.get(), 0);
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

mod links_with_a_hook {
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
        let value = |friend: WeakCell<Node>, friends: WeakList<Node>| {
            world.alive.set(world.alive.get() + 1);
            Node {
                name: "h",
                world: world.clone(),
                parent: Parent::new(),
                children: Children::new(),
                friend,
                friends,
                _field: Field("h", world.clone()),
            }
        };
        let late = value(WeakCell::from(&gone), [&gone, &target].into_iter().collect());
        let holder = value(WeakCell::from(&target), WeakList::new());
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

mod panics {
    use super::*;

    /// All places of user code in the death of `r(a(b) c)`, with `h` told of the deaths of `r` and `b`, in their order.
    const PLACES: [&str; 17] = [
        "r dies",
        "h is bereft of one",
        "h is bereft",
        "a is orphaned",
        "c is orphaned",
        "r drops",
        "r is gone",
        "a dies",
        "b is orphaned",
        "a drops",
        "a is gone",
        "b dies",
        "b drops",
        "b is gone",
        "c dies",
        "c drops",
        "c is gone",
    ];

    fn scene(world: &World) -> (Strong<Node>, Strong<Node>) {
        let (root, holder) = (world.tree(), world.node("h"));
        holder.set_friend(&root);
        holder.add_friend(&root);
        (root, holder)
    }

    fn plan(world: &World, places: &[&'static str]) {
        for &place in places {
            world.when(place, move |_| panic_any(place.to_owned()));
        }
    }

    #[test]
    fn at_any_place_stop_nothing() {
        for place in PLACES {
            let world = World::default();
            let (root, holder) = scene(&world);
            plan(&world, &[place]);
            assert_eq!(panic_of(|| drop(root)).as_deref(), Some(place));
            assert_eq!(world.story(), PLACES.join(", "), "{place} panics");
            drop(holder);
            assert_eq!(world.alive.get(), 0);
        }
    }

    #[test]
    fn at_any_two_places_stop_nothing_and_the_first_comes_out() {
        for (at, first) in PLACES.iter().enumerate() {
            for second in &PLACES[at + 1..] {
                // Two panics of one value's destructor and its field abort the program, by the rules of Rust.
                if (*first, *second) == ("r drops", "r is gone")
                    || (first.ends_with("drops") && second.ends_with("is gone") && first[..1] == second[..1])
                {
                    continue;
                }
                let world = World::default();
                let (root, holder) = scene(&world);
                plan(&world, &[first, second]);
                assert_eq!(panic_of(|| drop(root)).as_deref(), Some(*first));
                assert_eq!(world.story(), PLACES.join(", "), "{first} and {second} panic");
                drop(holder);
                assert_eq!(world.alive.get(), 0);
            }
        }
    }

    #[test]
    fn at_all_places_stop_nothing() {
        let world = World::default();
        let (root, holder) = scene(&world);
        plan(&world, &PLACES.map(|place| if place.ends_with("is gone") { "" } else { place }));
        assert_eq!(panic_of(|| drop(root)).as_deref(), Some("r dies"));
        assert_eq!(world.story(), PLACES.join(", "));
        drop(holder);
    }

    #[test]
    fn while_the_thread_unwinds_stop_nothing_and_that_panic_comes_out() {
        for place in PLACES {
            let world = World::default();
            let (root, holder) = scene(&world);
            // Not in the same value: that aborts the program, by the rules of Rust.
            plan(&world, &[place, if place == "c is gone" { "a drops" } else { "c drops" }]);
            let outer = panic_of(|| {
                let _root = root;
                panic!("outer");
            });
            assert_eq!(outer.as_deref(), Some("outer"));
            assert_eq!(world.story(), PLACES.join(", "), "{place} panics");
            drop(holder);
            assert_eq!(world.alive.get(), 0);
        }
    }

    #[test]
    fn in_a_death_inside_another_stop_neither() {
        for at in ["r dies", "a is orphaned", "r drops", "c dies"] {
            for inner_place in ["x dies", "y is orphaned", "x drops", "x is gone", "y dies", "y is gone"] {
                let world = World::default();
                let x = world.node("x");
                x.add_child(world.node("y"));
                world.when(at, move |_| drop(x));
                plan(&world, &[inner_place]);
                assert_eq!(panic_of(|| drop(world.tree())).as_deref(), Some(inner_place));
                let story = world.end();
                let inner = "x dies, y is orphaned, x drops, x is gone, y dies, y drops, y is gone";
                assert!(story.contains(inner), "{at}, {inner_place}: {story}");
                assert_eq!(story.replace(&format!("{inner}, "), ""), WHOLE, "{at}, {inner_place}");
            }
        }
    }

    #[test]
    fn of_members_that_are_cleared_stop_nothing() {
        for clear in [|root: &Node| root.children().clear(), |root: &Node| drop(root.children().drain())] {
            for place in &PLACES[7..] {
                if *place == "a is orphaned" || *place == "c is orphaned" {
                    continue;
                }
                let world = World::default();
                let root = world.tree();
                plan(&world, &[place]);
                assert_eq!(panic_of(|| clear(&root)).as_deref(), Some(*place));
                assert_eq!(world.story(), PLACES[7..].join(", "));
                assert!(root.is_leaf());
                drop(root);
                assert_eq!(world.alive.get(), 0);
            }
        }
    }

    #[test]
    fn of_a_node_that_is_set_over_leak_nothing() {
        #[derive(Graph, Default)]
        #[graph(on_drop = Slot::dies)]
        struct Slot {
            panics: bool,
            #[weak]
            owner: Parent<Slot>,
            #[strong]
            slot: Child<Slot>,
        }
        impl Slot {
            fn dies(&self) {
                assert!(!self.panics, "dies");
            }
        }
        let owner = Strong::<Slot>::default();
        owner.set_slot(Slot { panics: true, ..Slot::default() });
        let new = Strong::<Slot>::default();
        let weak = Strong::downgrade(&new);
        assert!(panic_of(|| drop(owner.set_slot(new))).is_some());
        assert!(owner.slot() == weak.upgrade());
        assert_eq!(weak.strong_count(), 1);
        drop(owner);
        assert!(!weak.is_alive());
    }

    #[test]
    fn of_a_value_that_was_never_born_stop_nothing() {
        let world = World::default();
        let list: Children<Node> = [world.node("1"), world.node("2"), world.node("3")].into();
        plan(&world, &["1 dies", "2 drops", "3 is gone"]);
        assert_eq!(panic_of(|| drop(list)).as_deref(), Some("1 dies"));
        assert_eq!(world.end(), "1 dies, 1 drops, 1 is gone, 2 dies, 2 drops, 2 is gone, 3 dies, 3 drops, 3 is gone");
    }

    #[test]
    fn with_a_payload_that_panics_in_its_destructor_stop_nothing() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic_any("bomb".to_owned());
            }
        }
        let world = World::default();
        world.when("a dies", |_| panic_any(Bomb));
        world.when("c dies", |_| panic_any(Bomb));
        plan(&world, &["r dies"]);
        assert_eq!(panic_of(|| drop(world.tree())).as_deref(), Some("r dies"));
        assert_eq!(world.end(), WHOLE);
    }

    #[test]
    fn that_are_caught_and_resumed_come_out_as_they_were() {
        let world = World::default();
        world.when("b drops", |_| panic_any(42_u8));
        let panic = catch_unwind(AssertUnwindSafe(|| drop(world.tree()))).unwrap_err();
        assert_eq!(panic.downcast_ref::<u8>(), Some(&42));
        assert!(catch_unwind(AssertUnwindSafe(|| resume_unwind(panic))).is_err());
        assert_eq!(world.end(), WHOLE);
    }

    #[test]
    fn leave_the_structure_whole() {
        // A hook looks at everything while another node's panic is on its way.
        let world = World::default();
        let other = world.tree();
        let look = other.clone();
        plan(&world, &["r dies"]);
        world.when("a is orphaned", move |a| {
            assert_eq!(a.descendants().map(|node| node.name).collect::<String>(), "b");
            assert_eq!(look.descendants().map(|node| node.name).collect::<String>(), "abc");
            look.append(a.first_child().unwrap()).unwrap();
        });
        assert!(panic_of(|| drop(world.tree())).is_some());
        assert_eq!(other.descendants().map(|node| node.name).collect::<String>(), "abcb");
        drop(other);
        assert_eq!(world.alive.get(), 0);
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
    let value = Node {
        name: "v",
        world: world.clone(),
        parent: Parent::new(),
        children: Children::new(),
        friend: WeakCell::new(),
        friends: WeakList::new(),
        _field: Field("v", world.clone()),
    };
    world.alive.set(1);
    drop(value);
    assert_eq!(world.end(), "v drops, v is gone");
}
