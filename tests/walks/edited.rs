//! What becomes of walks when the body edits.

use std::cell::RefCell;
use std::{mem, slice};

use weakgraph::{Children, Graph, Parent, Strong, Tree, WalkEvent};
use weakgraph_tests::{Node, find, forest, node, show, tree};

fn names(nodes: impl IntoIterator<Item = Strong<Node>>) -> String {
    nodes.into_iter().map(|node| node.name.clone()).collect::<Vec<_>>().join(" ")
}

/// What a walk yields if `body` runs after each step, with the step's node and the tree.
fn walk(text: &str, open: fn(&Node) -> Walk<'_>, mut body: impl FnMut(&Strong<Node>, &Strong<Node>)) -> String {
    let root = tree(text);
    let mut came = Vec::new();
    for node in open(&root) {
        came.push(node.name.clone());
        assert!(came.len() < 100, "it does not end: {came:?}");
        body(&node, &root);
    }
    came.join(" ")
}

type Walk<'n> = Box<dyn Iterator<Item = Strong<Node>> + 'n>;

/// The walks down, and what each yields of `r(a(b c) d(e) f)` and with every yielded node.
const DOWN: [(fn(&Node) -> Walk<'_>, &str); 5] = [
    (|node| Box::new(node.descendants()), "a b c d e f"),
    (|node| Box::new(node.descendants().rev()), "f e d c b a"),
    (|node| Box::new(node.inclusive_descendants().skip(1)), "a b c d e f"),
    (|node| Box::new(node.breadth_first()), "a d f b c e"),
    (
        |node| {
            Box::new(node.traverse().skip(1).filter_map(|step| match step {
                WalkEvent::Enter(node) => Some(node),
                WalkEvent::Leave(_) => None,
            }))
        },
        "a b c d e f",
    ),
];

const ALONG: [(fn(&Node) -> Walk<'_>, &str); 4] = [
    (|node| Box::new(node.children().iter()), "a b c d e f"),
    (|node| Box::new(node.children().iter().rev()), "f e d c b a"),
    (|node| Box::new(node.descendants()), "a b c d e f"),
    (|node| Box::new(node.descendants().rev()), "f e d c b a"),
];

mod the_node_just_yielded {
    use super::*;

    #[test]
    fn may_be_detached() {
        for (open, all) in ALONG {
            assert_eq!(walk("r(a b c d e f)", open, |node, _| drop(node.detach())), all);
        }
        // If only one is, everything else still comes.
        for (open, all) in DOWN {
            for leaf in ["b", "c", "e", "f"] {
                let came = walk("r(a(b c) d(e) f)", open, |node, _| {
                    if node.name == leaf {
                        node.detach();
                    }
                });
                assert_eq!(came, all);
            }
        }
    }

    #[test]
    fn takes_what_is_below_it_with_it_when_it_is_detached() {
        let detach = |name: &'static str| {
            move |node: &Strong<Node>, _: &Strong<Node>| {
                if node.name == name {
                    node.detach();
                }
            }
        };
        assert_eq!(walk("r(a(b c) d(e) f)", DOWN[0].0, detach("a")), "a d e f");
        assert_eq!(walk("r(a(b c) d(e) f)", DOWN[0].0, detach("d")), "a b c d f");
        assert_eq!(walk("r(a(b c) d(e) f)", DOWN[1].0, detach("d")), "f e d c b a");
        assert_eq!(walk("r(a(b c) d(e) f)", DOWN[3].0, detach("a")), "a d f e");
        assert_eq!(walk("r(a(b c) d(e) f)", DOWN[4].0, detach("a")), "a d e f");
        for (open, _) in &DOWN[..1] {
            assert_eq!(walk("r(a(b c) d(e) f)", *open, |node, _| drop(node.detach())), "a d f");
        }
    }

    #[test]
    fn and_its_descendants_may_be_passed_over_anywhere_in_a_deep_tree() {
        // Six levels, more than a walk remembers; every last node of a level has only itself to climb from.
        let text = "r(a(b(c(d(e f) g(h(i) j)) k(l(m(n)))) o) p(q(s)) t)";
        let all: Vec<String> = tree(text).descendants().map(|node| node.name.clone()).collect();
        for mask in 0..1_u32 << 10 {
            // Ten of the nodes are passed over, or not.
            let passes = |name: &str| "abdghjklpq".find(name).is_some_and(|at| mask >> at & 1 != 0);
            let root = tree(text);
            let expected: Vec<&String> = all
                .iter()
                .filter(|name| {
                    !find(slice::from_ref(&root), name).ancestors().any(|above| above != root && passes(&above.name))
                })
                .collect();
            let mut walk = root.descendants();
            let mut came = Vec::new();
            while let Some(node) = walk.next() {
                if passes(&node.name) {
                    walk.skip_descendants();
                }
                came.push(node.name.clone());
            }
            assert_eq!(came.iter().collect::<Vec<_>>(), expected, "{mask:b}");
        }
    }

    #[test]
    fn and_all_above_it_may_go_from_the_deepest_place() {
        // The owners that the walk came down by are dropped, moved or exchanged, one of them or two, while it is below
        // them.
        let text = "r(a(b(c(d(e(f(g)))))) x y)";
        for first in "abcdef".chars().map(String::from) {
            for second in "abcdef".chars().map(String::from) {
                let root = tree(text);
                let mut came = Vec::new();
                for at in root.descendants() {
                    came.push(at.name.clone());
                    if at.name == "g" {
                        drop(at);
                        for name in [&first, &second] {
                            let gone = root.descendants().find(|node| node.name == *name);
                            drop(gone.and_then(|gone| gone.detach()));
                        }
                        root.last_child().unwrap().append(node("z")).unwrap();
                    }
                }
                assert_eq!(came.join(" "), "a b c d e f g x y z", "{first} and {second} went");
            }
        }
    }

    #[test]
    fn may_be_detached_before_what_is_below_it_is_passed_over() {
        for (at, all) in [("a", "a d e f"), ("b", "a b c d e f"), ("c", "a b c d e f"), ("d", "a b c d f")] {
            let root = tree("r(a(b c) d(e) f)");
            let mut walk = root.descendants();
            let mut came = Vec::new();
            while let Some(node) = walk.next() {
                if node.name == at {
                    node.detach();
                    walk.skip_descendants();
                }
                came.push(node);
            }
            assert_eq!(names(came), all, "{at} is detached");
            let root = tree("r(a(b c) d(e) f)");
            let mut walk = root.traverse();
            let mut came = Vec::new();
            while let Some(step) = walk.next() {
                let WalkEvent::Enter(node) = step else { continue };
                if node.name == at {
                    node.detach();
                    walk.skip_descendants();
                }
                came.push(node);
            }
            assert_eq!(names(came), format!("r {all}"), "{at} is detached");
        }
    }

    #[test]
    fn is_not_left_once_it_left_its_place_also_if_what_is_below_it_was_passed_over() {
        let steps = |edit: &dyn Fn(&Strong<Node>, &Strong<Node>)| {
            let root = tree("r(p(x(y) z))");
            let p = root.first_child().unwrap();
            let mut walk = root.traverse();
            let entered = walk.find(|step| matches!(step, WalkEvent::Enter(node) if node.name == "x")).unwrap();
            walk.skip_descendants();
            edit(&p, entered.node());
            walk.map(|step| match step {
                WalkEvent::Enter(node) => format!("+{}", node.name),
                WalkEvent::Leave(node) => format!("-{}", node.name),
            })
            .collect::<Vec<_>>()
            .join(" ")
        };
        assert_eq!(steps(&|_, _| {}), "-x +z -z -p -r");
        let moves_behind = |p: &Strong<Node>, x: &Strong<Node>| {
            x.detach().unwrap();
            p.insert_before(x).unwrap();
            p.detach().unwrap();
        };
        assert_eq!(steps(&moves_behind), "-r", "`x` is behind the walk");
        let comes_back = |p: &Strong<Node>, x: &Strong<Node>| {
            x.detach().unwrap();
            p.prepend(x).unwrap();
        };
        assert_eq!(steps(&comes_back), "+x +y -y -x +z -z -p -r");
        let another = |p: &Strong<Node>, x: &Strong<Node>| {
            x.detach().unwrap();
            p.insert_before(node("new")).unwrap();
            p.detach().unwrap();
        };
        assert_eq!(steps(&another), "-r", "nobody leaves what was not entered");
        let replaced = |_: &Strong<Node>, x: &Strong<Node>| drop(x.replace_with(tree("new(n)")).unwrap());
        assert_eq!(steps(&replaced), "+z -z -p -r");
    }

    #[test]
    fn in_a_session_is_not_left_either_once_it_left_its_place() {
        let root = tree("r(p(x(y) z))");
        let (p, x) = (root.first_child().unwrap(), find(&[root.clone()], "x"));
        let session = weakgraph::read();
        let mut walk = session.node(&root).traverse();
        assert!(walk.any(|step| step == weakgraph::WalkEvent::Enter(session.node(&x))));
        walk.skip_descendants();
        x.detach().unwrap();
        p.insert_before(&x).unwrap();
        p.detach().unwrap();
        assert!(walk.eq([weakgraph::WalkEvent::Leave(session.node(&root))]));
    }

    #[test]
    fn may_be_replaced() {
        for (open, all) in ALONG {
            assert_eq!(walk("r(a b c d e f)", open, |it, _| drop(it.replace_with(node("new")).unwrap())), all);
        }
        let came = walk("r(a(b c) d(e) f)", DOWN[0].0, |it, _| {
            if it.name == "a" {
                it.replace_with(tree("new(x y)")).unwrap();
            }
        });
        assert_eq!(came, "a d e f", "what stands in its place is not ahead of the walk");
    }

    #[test]
    fn may_be_replaced_by_its_neighbour_which_comes_if_it_has_not_yet() {
        for (open, all) in ALONG {
            let came = walk("r(a b c d e f)", open, |it, root| {
                if it.name == "c" {
                    it.replace_with(it.next_sibling().unwrap()).unwrap();
                    assert_eq!(show(root), "r(a b d e f)");
                }
            });
            assert_eq!(came, all, "by the next one");
            let came = walk("r(a b c d e f)", open, |it, root| {
                if it.name == "c" {
                    it.replace_with(it.prev_sibling().unwrap()).unwrap();
                    assert_eq!(show(root), "r(a b d e f)");
                }
            });
            assert_eq!(came, all, "by the one before");
        }
        let root = tree("r(a(b c(d)) e(f))");
        let mut came = Vec::new();
        for it in root.descendants().rev() {
            if it.name == "e" {
                it.replace_with(it.prev_sibling().unwrap()).unwrap();
            }
            came.push(it);
        }
        assert_eq!((names(came), show(&root)), ("f e d c b a".to_owned(), "r(a(b c(d)))".to_owned()));
        let came = walk("r(a(b c(d)) e(f) g)", DOWN[0].0, |it, _| {
            if it.name == "c" {
                it.parent().unwrap().replace_with(it.parent().unwrap().next_sibling().unwrap()).unwrap();
            }
        });
        assert_eq!(came, "a b c e f g", "an ancestor is replaced by what comes next");
    }

    #[test]
    fn may_move_behind_the_walk_or_out_of_it() {
        for (open, all) in &ALONG[..1] {
            let out = tree("out");
            assert_eq!(walk("r(a b c d e f)", *open, |node, _| drop(out.append(node).unwrap())), *all);
            assert_eq!(show(&out), "out(a b c d e f)");
            assert_eq!(walk("r(a b c d e f)", *open, |node, root| drop(root.prepend(node).unwrap())), *all);
        }
    }

    #[test]
    fn that_moves_ahead_is_visited_again() {
        for open in [ALONG[0].0, ALONG[2].0] {
            let mut moves = 0;
            let came = walk("r(a b c d)", open, |node, root| {
                if node.name == "b" && moves < 2 {
                    moves += 1;
                    root.append(node).unwrap();
                }
            });
            assert_eq!(came, "a b c d b", "the second move changes nothing");
        }
        let mut moved = false;
        let came = walk("r(a(b c) d(e) f)", DOWN[0].0, |node, root| {
            if node.name == "a" && !mem::replace(&mut moved, true) {
                find(&[root.clone()], "e").append(node).unwrap();
            }
        });
        assert_eq!(came, "a d e a b c f");
    }

    #[test]
    fn brings_nothing_below_it_twice_when_it_moves_ahead_level_by_level() {
        let root = tree("r(p q0)");
        let q = find(&[root.clone()], "p").append(tree("q(x(y) z)")).unwrap();
        let [x, z] = ["x", "z"].map(|name| find(&[root.clone()], name));
        find(&[root.clone()], "q0").detach().unwrap();
        let mut came = Vec::new();
        for it in root.breadth_first() {
            if it == z {
                root.append(&q).unwrap();
                z.append(&x).unwrap();
            }
            came.push(it);
        }
        assert_eq!(names(came), "p q x z x y", "`x` moved ahead, and takes `y` with it");
    }

    #[test]
    fn may_be_put_back_where_it_was() {
        for (open, all) in ALONG {
            let came = walk("r(a b c d e f)", open, |node, root| {
                // Nothing of this changes anything.
                match (node.next_sibling(), node.prev_sibling()) {
                    (Some(next), Some(prev)) => {
                        next.insert_before(node).unwrap();
                        prev.insert_after(node).unwrap();
                        root.children().insert(node.index_in_parent().unwrap(), node).unwrap();
                    }
                    (None, _) => drop(root.append(node).unwrap()),
                    (_, None) => drop(root.prepend(node).unwrap()),
                }
                node.insert_before(node).unwrap();
                node.replace_with(node).unwrap();
                root.children().sort_by_key(|node| node.name.clone());
            });
            assert_eq!(came, all);
        }
    }

    #[test]
    fn may_be_wrapped_into_a_new_node() {
        for at in [0, 2] {
            let (open, all) = ALONG[at];
            let came = walk("r(a b c d e f)", open, |it, _| {
                let wrap = it.insert_before(node("wrap")).unwrap();
                wrap.append(it).unwrap();
            });
            assert_eq!(came, all, "the wrap is behind the walk");
        }
        for (open, all) in [ALONG[1], ALONG[3]] {
            let came = walk("r(a b c d e f)", open, |it, _| {
                let wrap = it.insert_after(node("wrap")).unwrap();
                wrap.append(it).unwrap();
            });
            assert_eq!(came, all);
        }
    }

    #[test]
    fn may_die_of_the_body() {
        let log = RefCell::new(Vec::new());
        let root = tree("r(a(b c) d(e) f)");
        for node in root.descendants() {
            log.borrow_mut().push(node.name.clone());
            let weak = Strong::downgrade(&node);
            node.detach();
            drop(node);
            assert!(!weak.is_alive());
        }
        assert_eq!(log.take(), ["a", "d", "f"]);
    }
}

mod the_next_one {
    use super::*;

    #[test]
    fn may_be_detached() {
        let detach_next =
            |node: &Strong<Node>, _: &Strong<Node>| drop(node.next_sibling().and_then(|next| next.detach()));
        let detach_prev =
            |node: &Strong<Node>, _: &Strong<Node>| drop(node.prev_sibling().and_then(|prev| prev.detach()));
        for at in [0, 2] {
            assert_eq!(walk("r(a b c d e f)", ALONG[at].0, detach_next), "a c e");
            assert_eq!(walk("r(a b c d e f)", ALONG[at].0, detach_prev), "a b c d e f");
            assert_eq!(walk("r(a b c d e f)", ALONG[at + 1].0, detach_prev), "f d b");
            assert_eq!(walk("r(a b c d e f)", ALONG[at + 1].0, detach_next), "f e d c b a");
        }
        // In a tree: the next in document order, which is a child, a sibling, or an ancestor's sibling.
        for (next, rest) in
            [("b", "a c d e f"), ("c", "a b d e f"), ("d", "a b c f"), ("e", "a b c d f"), ("f", "a b c d e")]
        {
            let root = tree("r(a(b c) d(e) f)");
            let all: Vec<_> = root.descendants().collect();
            let at = all.iter().position(|node| node.name == next).unwrap();
            let mut came = Vec::new();
            for node in root.descendants() {
                if node == all[at - 1] {
                    all[at].detach();
                }
                came.push(node.name.clone());
            }
            assert_eq!(came.join(" "), rest);
        }
    }

    #[test]
    fn may_be_replaced_or_preceded() {
        let came = walk("r(a b c)", ALONG[0].0, |it, root| {
            if it.name == "a" {
                root.children().replace(&it.next_sibling().unwrap(), node("x")).unwrap();
                it.insert_after(node("y")).unwrap();
            }
        });
        assert_eq!(came, "a y x c");
    }
}

mod what_is_above_or_around_the_current_node {
    use super::*;

    #[test]
    fn an_ancestor_may_be_detached() {
        for (at, name) in [("c", "a"), ("b", "a"), ("d", "c"), ("d", "b"), ("d", "a")] {
            let root = tree("r(x a(b(c(d)) y) z)");
            let mut came = Vec::new();
            for node in root.descendants() {
                came.push(node.name.clone());
                if node.name == at {
                    find(&[root.clone()], name).detach();
                }
            }
            let inside = |name: &str| find(&[tree("r(x a(b(c(d)) y) z)")], name);
            let whole: Vec<_> = tree("r(x a(b(c(d)) y) z)").descendants().map(|node| node.name.clone()).collect();
            let stop = whole.iter().position(|name| name == at).unwrap();
            let gone = inside(name);
            let gone = names(gone.inclusive_descendants());
            let expected: Vec<_> = whole
                .iter()
                .enumerate()
                .filter(|(index, name)| *index <= stop || !gone.split(' ').any(|gone| gone == *name))
                .map(|(_, name)| name.clone())
                .collect();
            assert_eq!(came, expected, "{name} detached at {at}");
        }
    }

    #[test]
    fn the_root_may_move_and_lose_its_other_handles() {
        let owner = tree("o(r(a(b) c))");
        let other = tree("x");
        let root = owner.first_child().unwrap();
        let mut owner = Some(owner);
        let mut came = Vec::new();
        for node in root.descendants() {
            came.push(node.name.clone());
            match &*node.name {
                "a" => drop(other.append(&root).unwrap()),
                "b" => drop(owner.take()),
                _ => drop(root.detach()),
            }
        }
        assert_eq!(came, ["a", "b", "c"]);
        assert_eq!(Strong::strong_count(&root), 1);
    }

    #[test]
    fn a_walk_of_siblings_outlives_the_other_handles_of_the_owner() {
        let root = tree("r(a b c d)");
        let first = root.first_child().unwrap();
        let weak = Strong::downgrade(&root);
        let mut root = Some(root);
        let mut came = Vec::new();
        let mut walk = first.next_siblings();
        for node in walk.by_ref() {
            came.push(node.name.clone());
            root = None;
        }
        assert_eq!(came, ["b", "c", "d"]);
        assert!(root.is_none() && weak.is_alive(), "the walk holds the owner");
        drop(walk);
        assert!(!weak.is_alive() && first.is_root());
    }

    #[test]
    fn a_walk_of_siblings_starts_where_the_node_was_when_it_was_made() {
        let trees = forest("r(a b c d) x(y)");
        let at = |name| find(&trees, name);
        let b = at("b");
        let walk = b.next_siblings();
        b.detach();
        assert_eq!(names(walk), "c d");
        let c = at("c");
        let walk = c.prev_siblings();
        at("x").prepend(&c).unwrap();
        assert_eq!(names(walk), "a");
    }

    #[test]
    fn siblings_may_be_detached_while_they_are_walked() {
        let root = tree("r(a b c d e)");
        let c = root.nth_child(2).unwrap();
        let mut came = Vec::new();
        for node in c.next_siblings() {
            came.push(node.name.clone());
            node.detach();
        }
        for node in c.prev_siblings() {
            came.push(node.name.clone());
            c.detach();
        }
        assert_eq!((came.concat(), show(&root)), ("deba".to_owned(), "r(a b)".to_owned()));
    }

    #[test]
    fn everything_may_go_at_once() {
        for (open, _) in DOWN.iter().chain(&ALONG) {
            for at in 1..6 {
                let mut step = 0;
                walk("r(a(b c) d(e) f)", *open, |_, root| {
                    step += 1;
                    assert!(step <= at, "nothing is left");
                    if step == at {
                        root.children().clear();
                    }
                });
            }
            let mut step = 0;
            let came = walk("r(a b c)", *open, |_, root| {
                step += 1;
                if step == 2 {
                    let all: Vec<_> = root.children().drain().collect();
                    all.iter().for_each(|node| drop(root.append(node).unwrap()));
                }
            });
            assert!(came.split(' ').count() >= 3, "all are ahead again: {came}");
        }
    }
}

mod ancestors {
    use super::*;

    #[test]
    fn end_where_the_way_up_is_cut() {
        let root = tree("r(a(b(c(d))))");
        let d = find(&[root.clone()], "d");
        let mut came = Vec::new();
        for node in d.ancestors() {
            came.push(node.name.clone());
            if node.name == "b" {
                node.detach();
            }
        }
        assert_eq!(came, ["c", "b"]);
    }

    #[test]
    fn go_on_from_the_new_place() {
        let trees = forest("r(a(b(c))) x(y)");
        let (c, b, y) = (find(&trees, "c"), find(&trees, "b"), find(&trees, "y"));
        let mut came = Vec::new();
        for node in c.ancestors() {
            came.push(node.name.clone());
            if node == b {
                y.append(&b).unwrap();
            }
        }
        assert_eq!(came, ["b", "y", "x"]);
    }

    #[test]
    fn may_die_on_the_way() {
        let root = tree("r(a(b(c)))");
        let c = find(&[root.clone()], "c");
        drop(root);
        assert_eq!(names(c.ancestors()), "", "nobody held them");
        let root = tree("r(a(b(c)))");
        let c = find(&[root.clone()], "c");
        let mut root = Some(root);
        let mut walk = c.ancestors();
        assert_eq!(walk.next().unwrap().name, "b");
        drop(root.take());
        assert!(walk.next().is_none(), "the one above has died");
        assert!(c.parent().is_some(), "the walk holds the one it stands on");
        drop(walk);
        assert!(c.is_root());
    }
}

mod many_walks {
    use super::*;

    #[test]
    fn in_each_other() {
        let root = tree("r(a(b c) d)");
        let mut pairs = String::new();
        for outer in root.descendants() {
            for inner in root.descendants() {
                for _ in inner.children() {}
                pairs += &format!("{}{} ", outer.name, inner.name);
            }
        }
        let all = ["a", "b", "c", "d"];
        assert_eq!(pairs, all.map(|outer| all.map(|inner| format!("{outer}{inner} ")).concat()).concat());
    }

    #[test]
    fn in_each_other_while_the_inner_ones_edit() {
        let root = tree("r(a b c d e f)");
        let mut came = String::new();
        for outer in root.children() {
            came += &outer.name;
            for inner in root.children() {
                if inner != outer && inner.name != "f" {
                    inner.detach();
                }
            }
        }
        assert_eq!((came, show(&root)), ("af".to_owned(), "r(f)".to_owned()));
    }

    #[test]
    fn more_than_there_are_places_for() {
        let root = tree("r(a b c d e f)");
        for order in [true, false] {
            let mut lists: Vec<_> = (0..100).map(|_| root.children().iter()).collect();
            let mut trees: Vec<_> = (0..100).map(|_| root.descendants()).collect();
            let mut back: Vec<_> = (0..100).map(|_| root.children().iter().rev()).collect();
            lists.iter_mut().for_each(|walk| assert_eq!(walk.next().unwrap().name, "a"));
            trees.iter_mut().for_each(|walk| assert_eq!(walk.next().unwrap().name, "a"));
            back.iter_mut().for_each(|walk| assert_eq!(walk.next().unwrap().name, "f"));
            let (a, f) = (root.first_child().unwrap(), root.last_child().unwrap());
            a.detach();
            f.detach();
            lists.iter_mut().for_each(|walk| assert_eq!(walk.next().unwrap().name, "b"));
            trees.iter_mut().for_each(|walk| assert_eq!(walk.next().unwrap().name, "b"));
            back.iter_mut().for_each(|walk| assert_eq!(walk.next().unwrap().name, "e"));
            // Closed in this order and in the other, some of them early.
            for at in (0..100).step_by(3) {
                lists[at] = root.children().iter();
            }
            if order {
                lists.clear();
                trees.reverse();
            }
            for walk in &mut trees {
                assert_eq!(names(walk), "c d e");
            }
            drop(trees);
            back.into_iter().for_each(|walk| assert_eq!(names(walk), "d c b"));
            root.prepend(a).unwrap();
            root.append(f).unwrap();
        }
    }

    #[test]
    fn more_than_there_are_places_for_of_which_the_last_stay_open() {
        let root = tree("r(a b c d)");
        let mut walks: Vec<_> = (0..100).map(|_| root.children().iter()).collect();
        walks.iter_mut().for_each(|walk| assert_eq!(walk.next().unwrap().name, "a"));
        let mut last = walks.pop().unwrap();
        walks.clear();
        root.first_child().unwrap().detach();
        assert_eq!(names(&mut last), "b c d");
    }

    #[test]
    fn that_are_forgotten() {
        let root = tree("r(a(b c) d(e) f)");
        let a = root.first_child().unwrap();
        for _ in 0..20 {
            macro_rules! forget {
                ($($walk:expr),*) => {$(
                    let mut walk = $walk;
                    assert!(walk.next().is_some() && walk.next().is_some());
                    mem::forget(walk);
                )*};
            }
            forget!(root.children().iter(), root.children().iter().rev(), root.descendants(), root.descendants().rev());
            forget!(root.traverse(), root.leaves(), root.leaves().rev());
            let mut walk = root.descendants();
            walk.next();
            walk.next_back();
            mem::forget(walk);
        }
        // Everything goes on as before, and the dead are not looked at.
        let d = a.next_sibling().unwrap();
        d.append(&a).unwrap();
        assert_eq!(show(&root), "r(d(e a(b c)) f)");
        root.children().reverse();
        assert_eq!(names(root.descendants()), "f d e a b c");
        assert_eq!(names(root.children().iter().rev()), "d f");
        let weak = Strong::downgrade(&root);
        drop(root);
        assert!(!weak.is_alive());
        assert_eq!(show(&d), "d(e a(b c))");
        drop((a, d));
        let root = tree("r(a(b c) d(e) f)");
        assert_eq!(names(root.descendants()), "a b c d e f");
        root.children().clear();
    }

    #[test]
    fn that_hold_handles_and_are_forgotten_keep_only_those() {
        let root = tree("r(a b c)");
        let a = root.first_child().unwrap();
        let mut walk = a.next_siblings();
        walk.next();
        mem::forget(walk);
        assert_eq!(Strong::strong_count(&root), 2, "the owner leaks");
        root.children().clear();
        assert!(a.is_root());
    }
}

mod order {
    use super::*;

    #[test]
    fn a_list_may_be_sorted_while_it_is_walked() {
        let mut asked = 0;
        let came = walk("r(d b a c)", ALONG[0].0, |_, root| {
            asked += 1;
            root.children().sort_by_key(|node| node.name.clone());
        });
        assert_eq!(came, "d", "it is the last one now");
        let came = walk("r(a d b c)", ALONG[0].0, |_, root| root.children().sort_by_key(|node| node.name.clone()));
        assert_eq!(came, "a b c d");
        let mut once = false;
        let came = walk("r(a b c d)", ALONG[0].0, |node, root| {
            if node.name == "c" && !mem::replace(&mut once, true) {
                root.children().reverse();
            }
        });
        assert_eq!(came, "a b c b a", "those were moved ahead");
    }

    #[test]
    fn what_stands_outside_of_a_list_that_is_turned_round_comes_once() {
        for turn in [true, false] {
            let root = tree("r(x p(a b c) z)");
            let p = find(&[root.clone()], "p");
            let mut walk = root.descendants();
            let mut came: Vec<_> = [walk.next(), walk.next(), walk.next()].into_iter().flatten().collect();
            came.extend([walk.next_back(), walk.next_back()].into_iter().flatten());
            assert_eq!(names(came.clone()), "x p a z c");
            if turn {
                p.children().reverse();
            } else {
                p.children().swap(&came[2], &came[4]).unwrap();
            }
            for _ in 0..10 {
                came.extend(walk.next());
                came.extend(walk.next_back());
            }
            for name in ["x", "p", "z"] {
                assert_eq!(came.iter().filter(|node| node.name == name).count(), 1, "{}", names(came.clone()));
            }
        }
    }

    #[test]
    fn a_node_that_replaces_its_neighbour_keeps_both_ends_apart() {
        let root = tree("r(a(b) c d)");
        let (a, c) = (root.first_child().unwrap(), root.nth_child(1).unwrap());
        let mut walk = root.descendants();
        assert_eq!(
            names([walk.next(), walk.next(), walk.next_back(), walk.next_back()].into_iter().flatten()),
            "a b d c"
        );
        c.replace_with(&a).unwrap();
        assert_eq!(names(walk), "");
    }
}

mod of_values_that_are_no_nodes {
    use super::*;

    #[test]
    fn before_birth_a_list_is_walked_as_it_was() {
        let value =
            Node { name: "r".into(), parent: Parent::new(), children: [node("a"), node("b"), node("c")].into() };
        let mut came = Vec::new();
        for it in &value.children {
            came.push(it.name.clone());
            value.children.remove(&it);
            if it.name == "a" {
                let last = value.children.last().unwrap();
                value.children.remove(&last);
            }
        }
        assert_eq!(came, ["a", "b"]);
        assert!(value.children.is_empty());
        assert_eq!(value.descendants().count() + value.breadth_first().count() + value.traverse().count(), 0);
        assert_eq!(value.ancestors().count() + value.next_siblings().count(), 0);
    }
}

/// A node that walks when it dies.
#[derive(Graph)]
#[graph(on_drop = Walker::walk)]
struct Walker {
    name: &'static str,
    #[weak]
    parent: Parent<Walker>,
    #[strong]
    children: Children<Walker>,
}

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

impl Walker {
    fn new<const N: usize>(name: &'static str, children: [Strong<Walker>; N]) -> Strong<Walker> {
        Strong::new(Walker { name, parent: Parent::new(), children: children.into() })
    }

    fn walk(&self) {
        fn names(walk: impl Iterator<Item = Strong<Walker>>) -> String {
            walk.map(|node| node.name).collect()
        }
        let walks = [
            names(self.children().iter()),
            names(self.children().iter().rev()),
            names(self.descendants()),
            names(self.descendants().rev()),
            names(self.inclusive_descendants()),
            names(self.breadth_first()),
            names(self.leaves()),
            names(self.ancestors()),
            names(self.next_siblings()),
        ];
        SEEN.with_borrow_mut(|seen| seen.push(format!("{}: {}", self.name, walks.join(" "))));
        for node in self.descendants() {
            node.detach();
        }
        mem::forget(self.descendants());
    }
}

#[test]
fn a_dying_node_can_walk_what_it_still_owns() {
    let root = Walker::new("r", [Walker::new("a", [Walker::new("b", [])]), Walker::new("c", [])]);
    drop(root);
    SEEN.with_borrow(|seen| {
        assert_eq!(seen[0], "r: ac ca abc cba abc acb bc  ");
        // `a` was detached by the walk in the hook and died of it, before `c`.
        assert_eq!(seen.iter().map(|line| &line[..1]).collect::<String>(), "rabc");
    });
}
