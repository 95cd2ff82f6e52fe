//! Reading without counting: sessions, what waits for their end, and what can be read meanwhile.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::mem::forget;
use std::rc::Rc;
use std::thread;

use weakgraph::WalkEvent;
use weakgraph::{
    Child, ChildOf, Children, Graph, LinkErrorKind, NodeRef, Parent, Position, ReadSession, Strong, Tree, Weak,
    WeakCell, WeakList, read,
};
use weakgraph_tests::dying::{WHOLE, World};
use weakgraph_tests::{all_shapes, find, forest, on_small_stack, panic_of, size, tree, usage_of};

/// A relation.
struct Of;

/// A session that is open for ever, as far as the compiler knows, and one that can be closed.
fn leaked() -> (&'static ReadSession, ReadSession) {
    (Box::leak(Box::new(read())), read())
}

/// Closes what [`leaked`] opened. The references of the leaked one are not to be used any more.
fn close_leaked(leaked: &'static ReadSession) {
    // SAFETY: boxed by `leaked`, and each test calls this once, last.
    drop(unsafe { Box::from_raw(std::ptr::from_ref(leaked).cast_mut()) });
}

mod navigation {
    use super::*;

    fn names<'n, T>(nodes: impl Iterator<Item = T>, name: impl Fn(T) -> &'n str) -> Vec<String> {
        nodes.map(|node| name(node).to_owned()).collect()
    }

    #[test]
    fn is_that_of_the_tree_in_every_small_tree() {
        for shape in (1..=5).flat_map(all_shapes) {
            let root = tree(&shape);
            let handles: Vec<_> = root.inclusive_descendants().collect();
            let session = read();
            for handle in &handles {
                let node = session.node(handle);
                macro_rules! same_walks {
                    ($($walk:ident)*) => {$(
                        let by_handles: Vec<_> = Tree::$walk(&**handle).collect();
                        let read: Vec<_> = node.$walk().collect();
                        assert!(read.iter().eq(by_handles.iter()), "{}: {shape}, {handle:?}", stringify!($walk));
                    )*};
                }
                same_walks! { ancestors inclusive_ancestors descendants inclusive_descendants breadth_first leaves next_siblings
                prev_siblings }
                assert!(node.children().eq(handle.children().iter().map(|child| session.node(&child))));
                assert!(node.children().rev().eq(handle.children().iter().rev().map(|child| session.node(&child))));
                assert!(node.descendants().rev().eq(handle.descendants().rev().map(|below| session.node(&below))));
                assert!(node.leaves().rev().eq(handle.leaves().rev().map(|leaf| session.node(&leaf))));
                assert!(node.traverse().eq(handle.traverse().map(|step| match step {
                    weakgraph::WalkEvent::Enter(node) => WalkEvent::Enter(session.node(&node)),
                    weakgraph::WalkEvent::Leave(node) => WalkEvent::Leave(session.node(&node)),
                })));
                macro_rules! same_steps {
                    ($($step:ident)*) => {$(
                        assert_eq!(
                            node.$step().map(NodeRef::as_ptr),
                            Tree::$step(&**handle).as_ref().map(Strong::as_ptr),
                            "{}: {shape}, {handle:?}", stringify!($step)
                        );
                    )*};
                }
                same_steps! { parent first_child last_child next_sibling prev_sibling }
                assert!(node.root() == root);
                assert_eq!(node.depth(), Tree::depth(&**handle));
                assert_eq!(node.is_root(), Tree::is_root(&**handle));
                assert_eq!(node.is_leaf(), Tree::is_leaf(&**handle));
                assert_eq!(node.child_count(), Tree::child_count(&**handle));
                assert_eq!(node.index_in_parent(), Tree::index_in_parent(&**handle));
                for index in 0..4 {
                    assert_eq!(
                        node.nth_child(index).map(NodeRef::as_ptr),
                        Tree::nth_child(&**handle, index).as_ref().map(Strong::as_ptr)
                    );
                }
                for other in &handles {
                    let read = session.node(other);
                    assert_eq!(node.compare_position(read), Tree::compare_position(&**handle, other));
                    assert_eq!(node.is_ancestor_of(read), handle.is_ancestor_of(other));
                    assert_eq!(node.is_descendant_of(read), handle.is_descendant_of(other));
                    assert_eq!(node == read, handle == other);
                }
            }
        }
    }

    #[test]
    fn counts_nothing_and_asks_for_no_memory() {
        let root = tree("r(a(b c) d)");
        let all: Vec<_> = root.inclusive_descendants().collect();
        let counts =
            || all.iter().map(|node| (Strong::strong_count(node), Strong::weak_count(node))).collect::<Vec<_>>();
        let before = counts();
        let session = read();
        let (walks, usage) = usage_of(|| {
            let root = session.node(&root);
            let mut walks = (root.descendants(), root.leaves(), root.traverse(), root.children());
            let steps = (walks.0.next(), walks.1.next(), walks.2.next(), walks.3.next_back());
            (walks, steps)
        });
        assert_eq!(usage.blocks, 0);
        assert_eq!(counts(), before);
        assert!(walks.1.0 == walks.1.1.and_then(NodeRef::parent), "a, and b below it");
        assert_eq!(
            (size_of::<NodeRef<'_, weakgraph_tests::Node>>(), size_of::<Option<NodeRef<'_, weakgraph_tests::Node>>>()),
            (8, 8)
        );
    }

    #[derive(Graph, Default)]
    struct Person {
        name: &'static str,
        #[weak]
        boss: Parent<Person>,
        #[strong(item = staff)]
        staff: Children<Person>,
        #[strong]
        deputy: Child<Person, Deputy>,
        #[weak]
        deputy_of: Parent<Person, Deputy>,
        #[weak]
        friend: WeakCell<Person>,
        #[weak]
        friends: WeakList<Person>,
        #[weak]
        mentor: Weak<Person>,
        #[strong]
        desk: Option<Strong<Desk>>,
    }

    struct Deputy;

    #[derive(Graph)]
    struct Desk {
        number: u32,
    }

    #[test]
    fn follows_every_kind_of_edge() {
        let person = |name| Strong::new(Person { name, ..Person::default() });
        let ada = person("ada");
        let (bob, eve, joe) = (person("bob"), person("eve"), person("joe"));
        let desk = Strong::new(Desk { number: 7 });
        let kim = ada
            .staff()
            .append(Person { name: "kim", mentor: Strong::downgrade(&bob), desk: Some(desk), ..Person::default() })
            .unwrap();
        ada.staff().append(&bob).unwrap();
        ada.set_deputy(&eve);
        bob.set_friend(&kim);
        for friend in [&ada, &joe, &eve] {
            bob.add_friend(friend);
        }
        let session = read();
        let (ada, bob, kim) = (session.node(&ada), session.node(&bob), session.node(&kim));
        assert_eq!(names(ada.children_in(|p| &p.staff), |p| p.name), ["kim", "bob"]);
        assert_eq!(ada.follow(|p| &p.deputy).map(|p| p.name), Some("eve"));
        assert!(ada.follow(|p| &p.deputy).and_then(|p| p.follow(|p| &p.deputy_of)) == Some(ada));
        assert!(ada.follow(|p| &p.deputy).and_then(|p| p.parent_in::<Deputy>()) == Some(ada));
        assert!(kim.follow(|p| &p.boss) == Some(ada) && kim.parent() == Some(ada));
        assert!(bob.follow(|p| &p.friend) == Some(kim) && kim.follow(|p| &p.friend).is_none());
        assert!(kim.follow(|p| &p.mentor) == Some(bob) && bob.follow(|p| &p.mentor).is_none());
        assert_eq!(kim.follow(|p| &p.desk).map(|desk| desk.number), Some(7));
        assert!(bob.follow(|p| &p.desk).is_none());
        assert_eq!(names(bob.links(|p| &p.friends), |p| p.name), ["ada", "joe", "eve"]);
        drop(joe);
        assert_eq!(names(bob.links(|p| &p.friends), |p| p.name), ["ada", "eve"]);
        let mut links = bob.links(|p| &p.friends);
        assert_eq!(links.next().map(|p| p.name), Some("ada"));
        drop(eve);
        assert_eq!(links.next().map(|p| p.name), Some("eve"), "ada has her as her deputy");
        drop(ada.get().take_deputy());
        assert!(links.next().is_none() && bob.links(|p| &p.friends).count() == 1);
    }

    #[test]
    fn of_what_is_not_born_yet_leads_nowhere() {
        #[derive(Graph, Default)]
        struct Shelf {
            spare: RefCell<Vec<u8>>,
            #[strong]
            books: Children<Book>,
        }
        #[derive(Graph, Default)]
        struct Book {
            #[weak]
            shelf: Parent<Shelf>,
        }
        let shelf = Shelf { books: Children::from([Book::default()]), ..Shelf::default() };
        let unborn: &'static Shelf = Box::leak(Box::new(shelf));
        let other = Strong::new(Shelf::default());
        let session = read();
        assert_eq!(session.node(&other).children_in(|_| unborn.books()).count(), 1, "a list is a list");
        assert!(other.spare.borrow().is_empty());
        // SAFETY: boxed above, and nobody has a reference to it any more.
        drop(unsafe { Box::from_raw(std::ptr::from_ref(unborn).cast_mut()) });
    }

    #[test]
    fn goes_by_identity() {
        let root = tree("r(a b)");
        let session = read();
        let all: HashSet<_> = session.node(&root).inclusive_descendants().collect();
        assert_eq!(all.len(), 3);
        let node = session.node(&root);
        assert!(all.contains(&node) && node == root && node.to_strong() == Some(root.clone()));
        assert_eq!(format!("{node:?}"), format!("{root:?}").replace("Strong", "NodeRef"));
        assert_eq!(session.upgrade(&Strong::downgrade(&root)), Some(node));
        assert_eq!(node.compare_position(node), Position::Same);
    }

    #[test]
    fn goes_on_while_the_tree_is_edited() {
        let root = tree("r(a(b) c d)");
        let session = read();
        let mut seen = Vec::new();
        for node in session.node(&root).descendants() {
            seen.push(node.name.clone());
            node.get().detach();
        }
        assert_eq!(seen, ["a", "c", "d"]);
        assert!(root.children().is_empty());
    }
}

mod waiting {
    use super::*;

    #[test]
    fn a_node_is_dead_at_once_and_its_steps_come_when_the_session_closes() {
        let world = World::default();
        let root = world.tree();
        let (weak, a) = (Strong::downgrade(&root), root.first_child().unwrap());
        let friend = world.node("f");
        friend.set_friend(&root);
        friend.add_friend(&root);
        let session = read();
        let read = session.node(&root);
        drop(root);
        assert_eq!(world.story(), "");
        assert!(weak.upgrade().is_none() && session.upgrade(&weak).is_none());
        assert!(friend.friend().is_none() && friend.friends().is_empty());
        assert!(a.parent().is_none() && session.node(&a).parent().is_none());
        assert!(read.to_strong().is_none());
        // What can be read in a drop hook can be read here.
        assert_eq!(read.name, "r");
        assert_eq!(read.descendants().map(|node| node.name).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(read.inclusive_descendants().count(), 3, "there is no handle to the dead, so no walk yields it");
        assert!(read.first_child() == Some(session.node(&a)));
        assert!(a.next_sibling().is_some_and(|c| c.name == "c"));
        drop(a);
        assert_eq!(world.alive(), 5);
        drop(session);
        assert_eq!(world.story(), WHOLE.replace("r dies, ", "r dies, f is bereft of one, f is bereft, "));
        drop(friend);
        assert_eq!(world.end(), "f dies, f drops, f is gone");
    }

    #[test]
    fn the_dead_take_nobody_and_give_everybody() {
        let world = World::default();
        let root = world.tree();
        let session = read();
        let read = session.node(&root);
        let other = world.node("o");
        drop(root);
        assert_eq!(read.children.append(&other).unwrap_err().kind(), LinkErrorKind::ParentDropped);
        assert_eq!(read.children.append_all(other.children()).ok(), Some(()), "nothing to move");
        let a = Tree::first_child(read.get()).unwrap();
        other.append(&a).unwrap();
        other.children().append_all(read.get().children()).unwrap();
        assert_eq!(other.children().len(), 2);
        assert!(read.get().children().is_empty() && a.parent() == Some(other.clone()));
        assert!(read.get().detach().is_none() && read.next_sibling().is_none() && read.parent().is_none());
        assert!(panic_of(|| drop(read.get().handle())).is_some_and(|message| message.contains("being dropped")));
        assert_eq!(world.story(), "");
        drop(session);
        assert_eq!(world.story(), "r dies, r drops, r is gone");
        drop((a, other));
        assert_eq!(world.alive(), 0);
    }

    #[test]
    fn deaths_come_in_the_order_in_which_they_happened() {
        let world = World::default();
        let nodes: Vec<_> = ["x", "y", "z"].map(|name| world.node(name)).into();
        let list = world.tree();
        let session = read();
        list.children().clear();
        drop(nodes);
        drop(session);
        assert_eq!(
            world.story(),
            "a dies, b is orphaned, a drops, a is gone, b dies, b drops, b is gone, c dies, c drops, c is gone, x dies, x drops, \
             x is gone, y dies, y drops, y is gone, z dies, z drops, z is gone"
        );
    }

    #[test]
    fn the_members_of_a_cleared_list_are_on_their_own() {
        let world = World::default();
        let list = world.tree();
        let session = read();
        let [a, c] = [list.first_child(), list.last_child()].map(|node| session.node(&node.unwrap()));
        list.children().clear();
        for node in [a, c] {
            assert!(node.to_strong().is_none() && node.parent().is_none());
            assert!(node.next_sibling().is_none() && node.prev_sibling().is_none());
            assert!(Tree::next_sibling(node.get()).is_none() && Tree::prev_sibling(node.get()).is_none());
            assert!(node.next_siblings().next().is_none() && node.get().detach().is_none());
            assert!(panic_of(|| drop(node.get().handle())).is_some());
        }
        assert_eq!(a.children().count(), 1);
        drop(session);
        drop(list);
        assert_eq!(world.alive(), 0);
    }

    #[test]
    fn the_hook_of_a_link_waits_too() {
        for edit in 0..4 {
            let world = World::default();
            let (node, friend, other) = (world.node("n"), world.node("f"), world.node("o"));
            let session = read();
            friend.set_friend(&node);
            friend.add_friend(&node);
            assert_eq!(Strong::weak_count(&friend), 0);
            drop(node);
            assert_eq!((world.story().as_str(), Strong::weak_count(&friend)), ("", 2));
            match edit {
                0 => {}
                1 => friend.clear_friend(),
                2 => friend.set_friend(&other),
                _ => friend.friends().clear(),
            }
            drop(session);
            let told =
                ["f is bereft of one, f is bereft, ", "f is bereft of one, "][usize::from(edit == 1 || edit == 2)];
            assert_eq!(world.story(), format!("n dies, {told}n drops, n is gone"), "{edit}");
            assert_eq!(Strong::weak_count(&friend), 0);
            drop((friend, other));
            assert_eq!(world.alive(), 0);
        }
        // A holder that dies is told nothing.
        let world = World::default();
        let (node, friend) = (world.node("n"), world.node("f"));
        friend.set_friend(&node);
        let session = read();
        drop((node, friend));
        drop(session);
        assert_eq!(world.story(), "n dies, n drops, n is gone, f dies, f drops, f is gone");
    }

    #[test]
    fn the_last_session_decides() {
        let world = World::default();
        let (one, two) = (read(), read());
        let node = world.node("n");
        let in_two = two.node(&node);
        drop(node);
        // The one that was opened first goes first.
        drop(one);
        assert_eq!((world.story().as_str(), in_two.name), ("", "n"));
        let three = read();
        drop(two);
        assert_eq!(world.story(), "");
        drop(three);
        assert_eq!(world.end(), "n dies, n drops, n is gone");
    }

    #[test]
    fn a_weak_handle_that_goes_meanwhile_frees_nothing() {
        let world = World::default();
        let node = world.node("n");
        let weak = Strong::downgrade(&node);
        let session = read();
        let read = session.node(&node);
        drop(node);
        let again = weak.clone();
        drop(weak);
        drop(again);
        assert_eq!(read.name, "n");
        drop(session);
        assert_eq!(world.end(), "n dies, n drops, n is gone");
    }

    #[test]
    fn all_memory_comes_back() {
        let ((), usage) = usage_of(|| {
            let root = tree("r(a(b c) d e)");
            let session = read();
            let read = session.node(&root);
            find(&[root.clone()], "a").detach();
            root.children().clear();
            drop(root);
            assert!(read.is_leaf());
        });
        assert_eq!((usage.blocks, usage.bytes), (0, 0));
    }

    #[test]
    fn shared_edges_and_members_wait_in_any_depth_of_death() {
        #[derive(Graph)]
        struct Style(Cell<bool>);
        #[derive(Graph)]
        struct Shape {
            #[strong]
            style: Strong<Style>,
        }
        let style = Strong::new(Style(Cell::new(true)));
        let shape = Strong::new(Shape { style: style.clone() });
        let session = read();
        let (read, weak) = (session.node(&style), Strong::downgrade(&style));
        drop(style);
        drop(shape);
        assert!(weak.upgrade().is_some(), "the shape, dead as it is, still has its fields");
        assert!(read.0.get());
        drop(session);
        assert!(weak.upgrade().is_none());
    }
}

mod in_a_death {
    use super::*;

    #[test]
    fn a_session_that_is_closed_in_the_hook_changes_nothing() {
        let world = World::default();
        let root = world.tree();
        world.when("r dies", |node| {
            let session = read();
            let names: Vec<_> = node.children().iter().map(|child| session.node(&child).name).collect();
            assert_eq!(names, ["a", "c"]);
        });
        drop(root);
        assert_eq!(world.end(), WHOLE);
    }

    #[test]
    fn what_dies_in_a_session_of_the_hook_dies_when_that_closes() {
        let world = World::default();
        let root = world.tree();
        let other = world.node("o");
        world.when("r dies", move |_| {
            let session = read();
            let read = session.node(&other);
            drop(other.clone());
            let weak = Strong::downgrade(&other);
            drop(other);
            assert!(weak.upgrade().is_none());
            assert_eq!(read.name, "o");
        });
        drop(root);
        assert_eq!(world.end(), WHOLE.replace("r dies, ", "r dies, o dies, o drops, o is gone, "));
    }

    /// Opens a session at every point of a death, and keeps it until the death is over.
    #[test]
    fn a_session_that_stays_open_ends_the_node_at_hand_and_lets_the_others_wait() {
        let points = WHOLE.split(", ").filter(|point| !point.ends_with("gone"));
        for point in points {
            let world = World::default();
            let root = world.tree();
            let stash = Rc::new(RefCell::new(None));
            world.when(point, {
                let stash = stash.clone();
                move |_| *stash.borrow_mut() = Some(read())
            });
            drop(root);
            let before = world.story();
            // The point itself has happened, and what is left of the node at hand; no other node has begun.
            let at_hand = match point.split(' ').collect::<Vec<_>>()[..] {
                [_, "is", "orphaned"] => {
                    if point.starts_with('b') {
                        "a"
                    } else {
                        "r"
                    }
                }
                [name, ..] => name,
                [] => unreachable!(),
            };
            assert!(before.ends_with(&format!("{at_hand} is gone")), "{point}: {before}");
            assert!(WHOLE.starts_with(&before), "{point}: {before}");
            drop(stash.take());
            assert_eq!([before, world.end()].join(", ").trim_end_matches(", "), WHOLE, "{point}");
        }
    }

    /// The links of the dead must not lead from one that can be read to another, whatever edges they died in.
    #[test]
    fn those_that_wait_do_not_see_each_other() {
        #[derive(Graph)]
        #[graph(on_drop = Owner::dies)]
        struct Owner {
            #[strong(item = plain)]
            plain: Children<Plain, Of>,
            #[strong(item = hooked)]
            hooked: Children<Hooked>,
            dies: Cell<Option<fn(&Owner)>>,
            #[graph(opaque)]
            seen: Seen,
        }
        type Seen = Rc<RefCell<Vec<NodeRef<'static, Plain>>>>;
        #[derive(Graph)]
        struct Plain {
            key: u32,
            // First: the dead are chained by the first back-reference, which is that of the tree.
            #[weak]
            up: Parent<Plain>,
            #[weak]
            owner: Parent<Owner, Of>,
            #[strong(item = down)]
            down: Children<Plain>,
        }
        #[derive(Graph)]
        struct Hooked {
            #[weak(on_drop = Hooked::orphaned)]
            owner: Parent<Owner>,
            #[graph(opaque)]
            seen: Seen,
        }
        impl Owner {
            fn dies(&self) {
                if let Some(dies) = self.dies.take() {
                    dies(self);
                }
            }
        }
        impl Drop for Owner {
            fn drop(&mut self) {
                check(&self.seen);
            }
        }
        impl Hooked {
            fn orphaned(&self) {
                check(&self.seen);
            }
        }
        fn check(seen: &Seen) {
            for node in seen.borrow().iter() {
                if node.to_strong().is_none() {
                    assert!(Tree::next_sibling(node.get()).is_none() && node.next_sibling().is_none());
                    assert!(Tree::prev_sibling(node.get()).is_none() && node.prev_sibling().is_none());
                    assert!(node.follow(|node| &node.owner).is_none() && node.parent().is_none());
                    assert!(panic_of(|| drop(node.get().handle())).is_some());
                }
                assert!(node.down().len() == 1 && node.first_child().is_some_and(|below| below.key == node.key + 10));
            }
        }
        let seen = Seen::default();
        let plain = |key| {
            let below = Plain { key: key + 10, owner: Parent::new(), up: Parent::new(), down: Children::new() };
            Plain { key, owner: Parent::new(), up: Parent::new(), down: Children::from([below]) }
        };
        let hooked = || Hooked { owner: Parent::new(), seen: seen.clone() };
        let owner = Strong::new(Owner {
            plain: Children::from([plain(1), plain(2), plain(3)]),
            hooked: Children::from([hooked(), hooked()]),
            dies: Cell::new(None),
            seen: seen.clone(),
        });
        thread_local! { static SESSION: Cell<Option<&'static ReadSession>> = const { Cell::new(None) }; }
        owner.dies.set(Some(|owner| {
            let session: &'static ReadSession = Box::leak(Box::new(read()));
            SESSION.set(Some(session));
            owner.seen.borrow_mut().extend(owner.plain().iter().map(|node| session.node(&node)));
        }));
        drop(owner);
        assert_eq!(
            seen.borrow().iter().map(|node| (node.key, node.to_strong().is_some())).collect::<Vec<_>>(),
            [(1, false), (2, false), (3, false)]
        );
        check(&seen);
        seen.borrow_mut().clear();
        close_leaked(SESSION.take().unwrap());
    }

    #[test]
    fn a_destructor_may_open_one() {
        #[derive(Graph)]
        struct Style(u32);
        #[derive(Graph)]
        struct Shape {
            #[strong]
            style: Strong<Style>,
            #[graph(opaque)]
            out: Rc<Cell<Option<(&'static ReadSession, NodeRef<'static, Style>)>>>,
        }
        impl Drop for Shape {
            fn drop(&mut self) {
                let (session, other) = leaked();
                drop(other);
                self.out.set(Some((session, session.node(&self.style))));
            }
        }
        let out = Rc::new(Cell::new(None));
        let style = Strong::new(Style(7));
        let weak = Strong::downgrade(&style);
        drop(Strong::new(Shape { style, out: out.clone() }));
        let (session, style) = out.take().unwrap();
        assert!(weak.upgrade().is_none() && style.0 == 7);
        close_leaked(session);
    }
}

mod panics {
    use super::*;

    #[test]
    fn in_deaths_that_waited_stop_nothing_and_the_first_comes_out() {
        let points = WHOLE.split(", ").filter(|point| !point.ends_with("drops"));
        for point in points {
            for also in ["c is gone", "y is gone", "z dies"] {
                let world = World::default();
                let (tree, y, z) = (world.tree(), world.node("y"), world.node("z"));
                for at in [point, also] {
                    let text = at.to_owned();
                    world.when(at, move |_| std::panic::panic_any(text));
                }
                let session = read();
                drop((y, tree, z));
                let message = panic_of(|| drop(session));
                let story = world.story();
                let first = [point, also].into_iter().min_by_key(|at| story.find(at).unwrap()).unwrap();
                assert_eq!(message.as_deref(), Some(first), "{point}, {also}: {story}");
                assert_eq!(story, format!("y dies, y drops, y is gone, {WHOLE}, z dies, z drops, z is gone"));
                assert_eq!((world.plans(), world.alive()), (0, 0));
            }
        }
    }

    #[test]
    fn while_the_thread_unwinds_are_swallowed() {
        let world = World::default();
        world.when("n is gone", |_| {});
        let node = world.node("n");
        let message = panic_of(|| {
            let session = read();
            let _read = session.node(&node);
            drop(node);
            panic!("the first");
        });
        assert_eq!(message.as_deref(), Some("the first"));
        assert_eq!(world.end(), "n dies, n drops, n is gone");
    }
}

mod forgotten {
    use super::*;

    #[test]
    fn sessions_leak_what_dies_on_their_thread() {
        thread::spawn(|| {
            let world = World::default();
            forget(read());
            let session = read();
            let node = world.node("n");
            let read = session.node(&node);
            drop(node);
            assert_eq!(read.name, "n");
            drop(session);
            drop(world.tree());
            assert_eq!((world.story().as_str(), world.alive()), ("", 5));
            // Another thread has sessions of its own.
            thread::spawn(|| {
                let world = World::default();
                drop(world.tree());
                assert_eq!(world.end(), WHOLE);
            })
            .join()
            .unwrap();
        })
        .join()
        .unwrap();
    }

    #[test]
    fn walks_of_a_session_do_no_harm() {
        let root = tree("r(a(b) c)");
        let session = read();
        let node = session.node(&root);
        forget((node.descendants(), node.children(), node.leaves(), node.traverse()));
        let mut walk = node.descendants();
        walk.next();
        forget(walk);
        root.children().clear();
        drop(session);
        assert!(root.is_leaf());
    }
}

mod types_that_borrow {
    use super::*;

    /// It dies at once, as its hook must find what it borrows; what it shares, and can be read, waits.
    #[test]
    fn die_at_once_in_a_session() {
        #[derive(Graph)]
        #[graph(on_drop = Note::dies)]
        struct Note<'a> {
            text: &'a Cell<u32>,
            #[strong]
            style: Strong<Style>,
        }
        #[derive(Graph)]
        #[graph(on_drop = Style::dies)]
        struct Style {
            gone: Rc<Cell<bool>>,
        }
        impl Note<'_> {
            fn dies(&self) {
                self.text.set(self.text.get() + 1);
            }
        }
        impl Style {
            fn dies(&self) {
                self.gone.set(true);
            }
        }
        let gone = Rc::new(Cell::new(false));
        let session = read();
        {
            let text = Cell::new(1);
            let note = Strong::new(Note { text: &text, style: Strong::new(Style { gone: gone.clone() }) });
            let style = session.node(&note.style);
            drop(note);
            assert_eq!(text.get(), 2);
            assert!(!style.gone.get() && style.to_strong().is_none());
        }
        drop(session);
        assert!(gone.get());
    }

    /// Members that can be read, of an owner that cannot: they leave its list together and must not see each other.
    #[test]
    fn leave_members_that_wait_on_their_own() {
        #[derive(Graph)]
        struct Shelf<T>
        where
            Page: ChildOf<Book<T>, Of>,
        {
            _extra: T,
            #[strong]
            books: Children<Book<T>>,
        }
        #[derive(Graph)]
        struct Book<T>
        where
            Page: ChildOf<Book<T>, Of>,
        {
            #[weak]
            shelf: Parent<Shelf<T>>,
            #[strong]
            pages: Children<Page, Of>,
        }
        #[derive(Graph)]
        struct Page {
            number: u32,
            #[weak]
            up: Parent<Page>,
            #[weak]
            book: Parent<Book<Check>, Of>,
            #[strong(item = down)]
            down: Children<Page>,
        }
        /// Looks at the pages, which are dead by then.
        struct Check(Rc<RefCell<Vec<NodeRef<'static, Page>>>>);
        impl Drop for Check {
            fn drop(&mut self) {
                for page in self.0.borrow().iter() {
                    assert!(Tree::next_sibling(page.get()).is_none() && page.get().book().is_none());
                    assert!(page.get().up().is_none() && page.number > 0);
                }
            }
        }
        let seen = Rc::default();
        let (session, other) = leaked();
        let page = |number| Page { number, book: Parent::new(), up: Parent::new(), down: Children::new() };
        let book = |n| Book { shelf: Parent::new(), pages: Children::from([page(n), page(n + 1)]) };
        let shelf = Strong::new(Shelf { _extra: Check(Rc::clone(&seen)), books: Children::from([book(1), book(3)]) });
        let pages: Vec<_> = shelf.books().iter().flat_map(|book| book.pages().iter().collect::<Vec<_>>()).collect();
        seen.borrow_mut().extend(pages.iter().map(|page| session.node(page)));
        drop(pages);
        drop(shelf);
        assert!(seen.borrow().iter().all(|page| page.to_strong().is_none() && page.next_sibling().is_none()));
        seen.borrow_mut().clear();
        drop(other);
        close_leaked(session);
    }
}

mod extremes {
    use super::*;

    #[test]
    fn a_chain_of_a_million_waits_and_dies_in_constant_stack() {
        on_small_stack(|| {
            let root = tree("r");
            let mut at = root.clone();
            let many = size(1_000_000, 100_000);
            for _ in 0..many {
                at = at.append(weakgraph_tests::node("n")).unwrap();
            }
            drop(at);
            let session = read();
            let read = session.node(&root);
            assert_eq!(read.inclusive_descendants().count(), many + 1);
            assert_eq!(read.last_child().map(|below| below.leaves().next().unwrap().depth()), Some(many));
            assert_eq!(read.traverse().count(), 2 * many + 2);
            drop(root);
            assert_eq!(read.breadth_first().count(), many);
            drop(session);
        });
    }

    #[test]
    fn sessions_work_while_the_thread_ends() {
        struct AtExit {
            session: Option<ReadSession>,
            node: Option<Strong<weakgraph_tests::Node>>,
        }
        impl Drop for AtExit {
            fn drop(&mut self) {
                let node = self.node.take().unwrap();
                let weak = Strong::downgrade(&node);
                let inner = read();
                let seen = inner.node(&node);
                drop(node);
                assert!(weak.upgrade().is_none() && seen.children().count() == 2);
                drop(inner);
                drop(self.session.take());
            }
        }
        thread_local! { static KEPT: RefCell<Vec<AtExit>> = const { RefCell::new(Vec::new()) }; }
        thread::spawn(|| {
            KEPT.with_borrow_mut(|kept| kept.push(AtExit { session: Some(read()), node: Some(tree("r(a b)")) }));
            KEPT.with_borrow_mut(|kept| kept.push(AtExit { session: None, node: Some(tree("r(a b)")) }));
        })
        .join()
        .unwrap();
    }

    #[test]
    fn many_deaths_wait() {
        let roots = forest(&"n ".repeat(10_000));
        let session = read();
        let last = session.node(&roots[9_999]);
        drop(roots);
        assert_eq!(last.name, "n");
        let ((), usage) = usage_of(|| drop(session));
        assert!(usage.blocks < 0);
    }
}
