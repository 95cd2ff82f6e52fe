//! The guarantees G1 to G9, one test for each. What they rest on is tested in detail in the other files.

use std::cell::{Cell, RefCell};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

use weakgraph::{Child, Children, Graph, LinkErrorKind, Parent, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_tests::{Log, Node, Rng, Usage, node, on_small_stack, show, tree, usage, usage_of};

/// Every member of a list names its owner, whoever names an owner is in its list, and nobody is in two.
fn check_both_ends(nodes: &[Strong<Node>]) {
    for owner in nodes {
        let members: Vec<_> = owner.children().iter().collect();
        assert_eq!(members.len(), owner.children().len());
        assert!(members.iter().rev().eq(owner.children().iter().rev().collect::<Vec<_>>().iter()));
        for (index, member) in members.iter().enumerate() {
            assert!(member.parent().as_ref() == Some(owner), "a member names its owner");
            assert_eq!(owner.children().index_of(member), Some(index));
        }
    }
    for node in nodes {
        let owners = nodes.iter().filter(|owner| owner.children().contains(node)).count();
        assert_eq!(owners, usize::from(node.parent().is_some()), "{} is where it says", node.name);
    }
}

#[test]
fn g1_both_ends_agree() {
    for seed in 0..40 {
        let mut rng = Rng::new(seed);
        let nodes: Vec<_> = (0..9).map(|name| node(&name.to_string())).collect();
        for _ in 0..120 {
            let (a, b, c) = (rng.pick(&nodes), rng.pick(&nodes), rng.pick(&nodes));
            let before: Vec<_> = nodes.iter().map(show).collect();
            let result = match rng.below(9) {
                0 => a.append(b).map(drop),
                1 => a.prepend(b).map(drop),
                2 => a.insert_before(b).map(drop),
                3 => a.insert_after(b).map(drop),
                4 => a.replace_with(b).map(drop),
                5 => a.reparent_children(b),
                6 => a.children().splice(.., [b, c]).map(drop),
                7 => a.children().swap(b, c),
                _ => {
                    a.detach();
                    Ok(())
                }
            };
            if result.is_err() {
                assert_eq!(before, nodes.iter().map(show).collect::<Vec<_>>(), "refused, so nothing changed");
            }
            check_both_ends(&nodes);
        }
    }
}

#[test]
fn g2_no_leaks() {
    let (held, made) = usage_of(|| {
        let root = tree("r(a(b c(d)) e)");
        let inner = root.first_child().unwrap();
        drop(root);
        // `r` and `e` are gone at once; what hangs on the handle is there.
        assert_eq!(show(&inner), "a(b c(d))");
        assert!(inner.is_root());
        inner
    });
    assert_eq!(made.blocks, 8, "four nodes, four names");
    let before = usage();
    drop(held);
    assert_eq!(before.blocks - usage().blocks, 8);
    // A ring, strong one way and weak the other, with hooks at both ends, needs nobody to collect it.
    #[derive(Graph, Default)]
    struct Ring {
        #[weak(on_drop = Ring::told)]
        owner: Parent<Ring>,
        #[strong]
        next: Child<Ring>,
        #[weak(on_drop = Ring::told)]
        first: WeakCell<Ring>,
        told: Cell<u32>,
    }
    impl Ring {
        fn told(&self) {
            self.told.set(self.told.get() + 1);
        }
    }
    let before = usage();
    let first = Strong::new(Ring::default());
    let mut last = first.clone();
    for _ in 0..9 {
        last = last.set_next(Ring::default());
    }
    last.set_first(&first);
    drop(first);
    assert!(last.first().is_none() && last.owner().is_none());
    assert_eq!(last.told.get(), 2, "its first died, and its owner");
    drop(last);
    assert_eq!(usage(), before);
}

#[test]
fn g3_no_cycles() {
    /// Two relations between the same type.
    #[derive(Graph, Default)]
    struct Person {
        #[weak]
        mother: Parent<Person, Mother>,
        #[strong]
        of_mother: Children<Person, Mother>,
        #[weak]
        father: Parent<Person, Father>,
        #[strong]
        of_father: Children<Person, Father>,
    }
    #[derive(Default)]
    pub struct Mother;
    #[derive(Default)]
    pub struct Father;

    let people: Vec<_> = (0..4).map(|_| Strong::new(Person::default())).collect();
    // 0 → 1 by one relation, 1 → 2 by the other, 2 → 3 by the first.
    people[0].of_mother().append(&people[1]).unwrap();
    people[1].of_father().append(&people[2]).unwrap();
    people[2].of_mother().append(&people[3]).unwrap();
    for (owner, member) in [(3, 0), (2, 0), (3, 1), (1, 0), (2, 2)] {
        let (owner, member) = (&people[owner], &people[member]);
        let refused = owner.of_father().append(member).unwrap_err();
        assert_eq!(
            (refused.kind(), refused.owner_type(), refused.member_type()),
            (LinkErrorKind::Cycle, "Person", "Person")
        );
        assert!(owner.of_mother().append(member).is_err());
        assert!(member.father().is_none() || member == &people[2]);
    }
    assert!(people[0].mother().is_none() && people[0].father().is_none());
    // The other way round is no cycle, by whichever relation.
    people[0].of_father().append(&people[3]).unwrap();
    assert!(people[3].father().as_ref() == Some(&people[0]) && people[3].mother().as_ref() == Some(&people[2]));
}

#[test]
fn g4_nothing_dangles() {
    thread_local! {
        static SEEN: RefCell<Vec<bool>> = const { RefCell::new(Vec::new()) };
    }
    #[derive(Graph, Default)]
    #[graph(on_drop = Watched::dies)]
    struct Watched {
        #[weak]
        owner: Parent<Watched>,
        #[strong]
        members: Children<Watched>,
        me: RefCell<Weak<Watched>>,
    }
    impl Watched {
        fn dies(&self) {
            let upgrade = self.me.borrow().upgrade().is_some();
            let members_see_it = self.members().iter().any(|member| member.owner().is_some());
            SEEN.with_borrow_mut(|seen| seen.extend([upgrade, members_see_it]));
        }
    }
    let owner = Strong::new(Watched::default());
    *owner.me.borrow_mut() = Strong::downgrade(&owner);
    let (member, weak) = (owner.add_member(Watched::default()), Strong::downgrade(&owner));
    let (mut link, mut links) = (WeakCell::from(&owner), [&owner, &owner].into_iter().collect::<WeakList<_>>());
    assert!(link.get().is_some() && links.len() == 2);
    drop(owner);
    assert_eq!(SEEN.take(), [false, false], "dead already when its hook runs");
    assert!(member.owner().is_none() && weak.upgrade().is_none() && link.get().is_none() && links.is_empty());
    assert!(weak == weak.clone(), "and it keeps its identity");
    (link, links) = (WeakCell::from(&member), WeakList::new());
    assert!(link.get() == Some(member) && links.is_empty());
}

#[test]
fn g5_constant_stack() {
    // Deeper ones, and each operation by itself: see `deep.rs`.
    const DEPTH: usize = 1_000_000;
    on_small_stack(|| {
        let root = node("r");
        let mut last = root.clone();
        for _ in 0..DEPTH {
            last = last.append(node("")).unwrap();
        }
        assert_eq!(last.depth(), DEPTH);
        assert_eq!(root.descendants().count(), DEPTH);
        assert_eq!(root.descendants().rev().count(), DEPTH);
        assert_eq!(root.traverse().count(), 2 * (DEPTH + 1));
        assert!(last.append(&root).is_err(), "the check for cycles, too");
        assert!(format!("{:?}", root.children()).starts_with("Children[Node at 0x"));
        drop(last);
        drop(root);
    });
}

#[test]
fn g6_no_borrow_panics() {
    let root = tree("r(a(b) c(d e) f)");
    for outer in root.children() {
        for inner in root.descendants() {
            // Edits of the very lists that are walked, while others read them.
            inner.children().reverse();
            let members: Vec<_> = outer.children().iter().collect();
            outer.children().retain(|member| {
                root.children().sort_by_key(|node| node.name.clone());
                member.name != "e"
            });
            members.iter().for_each(|member| drop(member.prev_sibling()));
            if let Some(parent) = inner.parent() {
                parent.prepend(&inner).unwrap();
            }
            if inner.name == "f" {
                break;
            }
        }
    }
    check_both_ends(&root.inclusive_descendants().collect::<Vec<_>>());
}

#[test]
fn g7_no_user_code_in_the_middle() {
    thread_local! {
        static GRAPH: RefCell<Vec<Strong<Loud>>> = const { RefCell::new(Vec::new()) };
    }
    /// Looks at the whole graph whenever it can, and panics.
    #[derive(Graph)]
    #[graph(new, on_drop = Loud::hook)]
    struct Loud {
        log: Log,
        name: &'static str,
        #[weak(on_drop = Loud::orphaned)]
        owner: Parent<Loud>,
        #[strong]
        members: Children<Loud>,
    }
    impl Loud {
        fn look(&self, what: &str) {
            GRAPH.with_borrow(|nodes| {
                for node in nodes {
                    for member in node.members() {
                        assert!(member.owner().as_ref() == Some(node), "whole");
                    }
                }
            });
            self.log.say(format!("{what} {}", self.name));
            panic!("{what} {}", self.name);
        }
        fn hook(&self) {
            self.look("hook");
        }
        fn orphaned(&self) {
            self.look("orphan");
        }
    }
    impl Drop for Loud {
        fn drop(&mut self) {
            assert!(self.members.is_empty() && self.owner.get().is_none());
            self.look("drop");
        }
    }
    let log = Log::new();
    let new = |name| Loud::new(log.clone(), name);
    let (kept, dying) = (new("kept"), new("dying"));
    for name in ["a", "b"] {
        dying.add_member(new(name)).add_member(new("deep"));
    }
    kept.add_member(new("other"));
    GRAPH.with_borrow_mut(|graph| graph.push(kept.clone()));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(dying))).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "hook dying", "the first one");
    assert_eq!(
        log.take(),
        [
            "hook dying",
            "orphan a",
            "orphan b",
            "drop dying",
            "hook a",
            "orphan deep",
            "drop a",
            "hook deep",
            "drop deep",
            "hook b",
            "orphan deep",
            "drop b",
            "hook deep",
            "drop deep"
        ],
        "everything is destroyed all the same, in order"
    );
    GRAPH.take();
    assert!(catch_unwind(AssertUnwindSafe(|| drop(kept))).is_err());
    assert_eq!(log.take().len(), 5);
}

#[test]
fn g8_pay_for_what_you_use() {
    #[derive(Graph)]
    struct Item {
        _payload: u64,
        #[weak]
        parent: Parent<Item>,
        #[strong]
        children: Children<Item>,
    }
    let item = || Item { _payload: 0, parent: Parent::new(), children: Children::new() };
    let (root, one) = usage_of(|| Strong::new(item()));
    assert_eq!(one, Usage { blocks: 1, bytes: 72 });
    let (_member, two) = usage_of(|| root.add_child(item()));
    assert_eq!(two, one, "a member costs no more than a node");
    let before = usage();
    let (weak, none) = usage_of(|| Strong::downgrade(&root));
    assert_eq!(none, Usage::NONE, "nor does a weak handle");
    // An observer costs something while it is there, and nothing afterwards.
    let mut links = WeakList::new();
    links.extend([&root]);
    assert!(usage().bytes > before.bytes);
    drop(links);
    assert_eq!(usage(), before);
    assert!(weak.is_alive() && root.parent().is_none());
}

#[test]
fn g9_leaking_is_safe() {
    // In a thread of its own, whose walks are never closed.
    std::thread::spawn(|| {
        let root = tree("r(a(b c) d e)");
        let (mut list, mut walk, mut both) = (root.children().iter(), root.descendants(), root.descendants());
        let (mut wide, mut steps, mut beside) =
            (root.breadth_first(), root.traverse(), root.first_child().unwrap().handle());
        (list.next(), walk.nth(1), both.next_back(), wide.next(), steps.nth(2));
        beside = mem::replace(&mut beside, root.clone());
        mem::forget((list, walk, both, wide, steps));
        let mut drain = root.last_child().unwrap().children().drain();
        assert!(drain.next().is_none());
        mem::forget(drain);
        let mut taken = beside.children().drain();
        assert_eq!(taken.next().unwrap().name, "b");
        mem::forget(taken);
        // The forgotten walks stood on nodes that leave and die now.
        root.children().reverse();
        let weak = Strong::downgrade(&root);
        for node in root.children() {
            node.detach();
        }
        assert_eq!(show(&root), "r");
        drop((beside, root));
        assert!(weak.upgrade().is_none());
        // And the thread goes on as if nothing had been.
        let again = tree("x(y(z))");
        mem::forget(again.first_child());
        assert_eq!(again.descendants().map(|node| node.name.clone()).collect::<String>(), "yz");
        let held = Strong::downgrade(&again.first_child().unwrap());
        drop(again);
        assert!(
            held.upgrade().is_some_and(|y| y.parent().is_none() && y.children().len() == 1),
            "its handle was leaked"
        );
    })
    .join()
    .unwrap();
}
