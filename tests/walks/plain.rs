//! The walks of a tree, and what else it tells of itself.

use weakgraph::{Position, Strong, Tree, WalkEvent};
use weakgraph_tests::{Node, all_shapes, find, node, show, tree};

fn names(nodes: impl IntoIterator<Item = Strong<Node>>) -> String {
    nodes.into_iter().map(|node| node.name.clone()).collect::<Vec<_>>().join(" ")
}

fn steps(of: &Node) -> String {
    let step = |step: WalkEvent<Strong<Node>>| match step {
        WalkEvent::Enter(node) => format!("<{}>", node.name),
        WalkEvent::Leave(node) => format!("</{}>", node.name),
    };
    of.traverse().map(step).collect()
}

#[test]
fn every_walk_of_one_tree() {
    let root = tree("r(a(b c(d)) e f(g))");
    let at = |name| find(&[root.clone()], name);
    assert_eq!(names(root.children()), "a e f");
    assert_eq!(names(root.children().iter().rev()), "f e a");
    assert_eq!(names(root.descendants()), "a b c d e f g");
    assert_eq!(names(root.descendants().rev()), "g f e d c b a");
    assert_eq!(names(root.inclusive_descendants()), "r a b c d e f g");
    assert_eq!(names(root.inclusive_descendants().rev()), "g f e d c b a r");
    assert_eq!(names(root.breadth_first()), "a e f b c g d");
    assert_eq!(names(root.leaves()), "b d e g");
    assert_eq!(names(root.leaves().rev()), "g e d b");
    assert_eq!(steps(&root), "<r><a><b></b><c><d></d></c></a><e></e><f><g></g></f></r>");
    assert_eq!(names(at("d").ancestors()), "c a r");
    assert_eq!(names(at("d").inclusive_ancestors()), "d c a r");
    assert_eq!(names(at("a").next_siblings()), "e f");
    assert_eq!(names(at("f").prev_siblings()), "e a");
    assert_eq!(names(at("a").prev_siblings()) + &names(at("f").next_siblings()), "");
    // From a node in the middle nothing above it or beside it is seen.
    let a = at("a");
    assert_eq!(names(a.descendants()), "b c d");
    assert_eq!(names(a.descendants().rev()), "d c b");
    assert_eq!(names(a.breadth_first()), "b c d");
    assert_eq!(names(a.leaves()), "b d");
    assert_eq!(steps(&a), "<a><b></b><c><d></d></c></a>");
    let leaf = at("b");
    assert_eq!(names(leaf.descendants().chain(leaf.breadth_first()).chain(leaf.leaves())), "");
    assert_eq!(names(leaf.inclusive_descendants()) + &steps(&leaf), "b<b></b>");
    assert_eq!(names(root.ancestors().chain(root.next_siblings()).chain(root.prev_siblings())), "");
}

/// Everything that can be asked of a tree, against the shape it was made of.
#[test]
fn every_small_tree_tells_the_truth() {
    for shape in (1..=6).flat_map(all_shapes) {
        let root = tree(&shape);
        // In document order, as the names are.
        let all: Vec<_> = root.inclusive_descendants().collect();
        let depth = |at: usize| all[at].ancestors().count();
        for (at, node) in all.iter().enumerate() {
            assert_eq!(node.name, at.to_string());
            assert_eq!(node.depth(), depth(at));
            assert!(node.root() == root);
            let members: Vec<_> = node.children().iter().collect();
            assert_eq!((node.child_count(), node.is_leaf()), (members.len(), members.is_empty()));
            assert!(node.first_child().as_ref() == members.first() && node.last_child().as_ref() == members.last());
            assert_eq!(node.is_root(), at == 0);
            for (index, member) in members.iter().enumerate() {
                assert!(node.nth_child(index).as_ref() == Some(member) && member.index_in_parent() == Some(index));
                assert!(member.prev_sibling() == index.checked_sub(1).map(|before| members[before].clone()));
                assert!(member.next_sibling().as_ref() == members.get(index + 1));
            }
            assert!(node.nth_child(members.len()).is_none());
            let end = (at + 1..all.len()).find(|&other| depth(other) <= depth(at)).unwrap_or(all.len());
            for (other_at, other) in all.iter().enumerate() {
                let above = node.ancestors().any(|ancestor| ancestor == *other);
                let below = (at + 1..end).contains(&other_at);
                assert_eq!((node.is_descendant_of(other), node.is_ancestor_of(other)), (above, below));
                let position = match () {
                    () if at == other_at => Position::Same,
                    () if above => Position::Ancestor,
                    () if below => Position::Descendant,
                    () if other_at < at => Position::Preceding,
                    () => Position::Following,
                };
                assert_eq!(node.compare_position(other), position, "{at} and {other_at} in {shape}");
            }
            assert_eq!(node.compare_position(&tree(&shape)), Position::Disconnected);
        }
    }
}

/// All ways to take the steps of a walk from both ends.
#[test]
fn both_ends_meet() {
    for shape in (1..=5).flat_map(all_shapes) {
        let root = tree(&shape);
        for ends in 0..64_u32 {
            let both = |walk: &mut dyn DoubleEndedIterator<Item = Strong<Node>>| {
                let (mut front, mut back) = (Vec::new(), Vec::new());
                for step in 0..8 {
                    let is_back = ends >> step & 1 == 1;
                    let next = if is_back { walk.next_back() } else { walk.next() };
                    if is_back { back.extend(next) } else { front.extend(next) }
                }
                assert!(walk.next().is_none() && walk.next_back().is_none());
                front.extend(back.into_iter().rev());
                names(front)
            };
            assert_eq!(both(&mut root.children().iter()), names(root.children()));
            assert_eq!(both(&mut root.descendants()), names(root.descendants()), "{shape}");
            assert_eq!(both(&mut root.inclusive_descendants()), names(root.inclusive_descendants()), "{shape}");
            assert_eq!(both(&mut root.leaves()), names(root.leaves()), "{shape}");
        }
    }
}

#[test]
fn what_is_below_a_node_can_be_passed_over() {
    for shape in (1..=5).flat_map(all_shapes) {
        let root = tree(&shape);
        let all: Vec<_> = root.inclusive_descendants().collect();
        for skipped in &all {
            let below = |node: &Strong<Node>| node.is_descendant_of(skipped);
            let expected =
                |inclusive: usize| names(all.iter().skip(1 - inclusive).filter(|node| !below(node)).cloned());
            let mut walk = root.descendants();
            let mut came = Vec::new();
            while let Some(node) = walk.next() {
                if node == *skipped {
                    walk.skip_descendants();
                }
                came.push(node);
            }
            if *skipped != root {
                assert_eq!(names(came), expected(0), "{} in {shape}", skipped.name);
            }
            let mut walk = root.traverse();
            let (mut entered, mut left) = (Vec::new(), 0);
            while let Some(step) = walk.next() {
                match &step {
                    WalkEvent::Enter(node) if node == skipped => walk.skip_descendants(),
                    WalkEvent::Enter(_) => {}
                    WalkEvent::Leave(_) => left += 1,
                }
                if let WalkEvent::Enter(_) = step {
                    entered.push(step.into_node());
                }
            }
            let (entered, expected) = (names(entered), expected(1));
            if *skipped != root {
                assert_eq!((entered.as_str(), left), (expected.as_str(), expected.split(' ').count()), "{shape}");
            }
        }
    }
}

#[test]
fn a_traversal_from_both_ends_gives_each_event_once_wherever_they_meet() {
    for shape in (1..=5).flat_map(all_shapes) {
        let root = tree(&shape);
        let all: Vec<_> = root.traverse().collect();
        assert!(root.traverse().rev().eq(all.iter().rev().cloned()), "{shape}");
        for turns in 0..1_u32 << all.len().min(10) {
            let (mut walk, mut front, mut back) = (root.traverse(), Vec::new(), Vec::new());
            for step in 0..=all.len() {
                let (from_end, to) = match turns >> (step % 10) & 1 {
                    0 => (false, &mut front),
                    _ => (true, &mut back),
                };
                to.extend(if from_end { walk.next_back() } else { walk.next() });
            }
            assert!(walk.next().is_none() && walk.next_back().is_none());
            front.extend(back.into_iter().rev());
            assert_eq!(front, all, "{shape}, {turns:b}");
        }
    }
}

#[test]
fn what_a_traversal_skips_does_not_come_from_the_other_end() {
    let root = tree("r(a(b(c) d) e)");
    for steps in 0..12 {
        let mut walk = root.traverse();
        let mut came: Vec<_> = walk.by_ref().take(2).collect();
        let mut back: Vec<_> = (0..steps).map_while(|_| walk.next_back()).collect();
        walk.skip_descendants(); // of `a`
        if steps % 2 == 0 {
            back.extend(walk.by_ref().rev());
        }
        came.extend(walk.by_ref());
        assert!(walk.next_back().is_none());
        let at = |events: &[WalkEvent<Strong<Node>>], name: &str| {
            events.iter().filter(|event| event.node().name == name).count()
        };
        assert_eq!((at(&came, "a") + at(&back, "a"), at(&came, "b"), at(&came, "d")), (2, 0, 0), "{steps}");
        // Only what had come before the start skipped it.
        let before = root.traverse().rev().take(steps).filter(|event| "bcd".contains(&*event.node().name)).count();
        assert_eq!(at(&back, "b") + at(&back, "c") + at(&back, "d"), before.min(6), "{steps}");
    }
}

#[test]
fn walks_that_own_their_start_do_what_those_that_borrow_it_do() {
    fn equal<I: Iterator<Item = Strong<Node>>>(shape: &str, owned: I, borrowed: impl Iterator<Item = Strong<Node>>) {
        let (owned, borrowed): (Vec<_>, Vec<_>) = (owned.collect(), borrowed.collect());
        assert!(owned == borrowed, "{shape}: {} and {}", names(owned), names(borrowed));
    }
    for shape in (1..=5).flat_map(all_shapes) {
        let root = tree(&shape);
        for node in root.inclusive_descendants() {
            let start = || node.clone();
            equal(&shape, start().into_children(), node.children().iter());
            equal(&shape, start().into_children().rev(), node.children().iter().rev());
            equal(&shape, start().into_descendants(), node.descendants());
            equal(&shape, start().into_descendants().rev(), node.descendants().rev());
            equal(&shape, start().into_inclusive_descendants(), node.inclusive_descendants());
            equal(&shape, start().into_inclusive_descendants().rev(), node.inclusive_descendants().rev());
            equal(&shape, start().into_breadth_first(), node.breadth_first());
            equal(&shape, start().into_leaves(), node.leaves());
            equal(&shape, start().into_leaves().rev(), node.leaves().rev());
            equal(&shape, start().into_ancestors(), node.ancestors());
            equal(&shape, start().into_inclusive_ancestors(), node.inclusive_ancestors());
            equal(&shape, start().into_next_siblings(), node.next_siblings());
            equal(&shape, start().into_prev_siblings(), node.prev_siblings());
            assert!(
                start().into_traverse().eq(node.traverse()) && start().into_traverse().rev().eq(node.traverse().rev())
            );
        }
    }
}

#[test]
fn a_walk_that_owns_its_start_keeps_it_and_is_stored() {
    struct Search {
        walk: weakgraph::IntoDescendants<Node>,
        seen: usize,
    }
    let mut search = Search { walk: tree("r(a(b c) d)").into_descendants(), seen: 0 };
    let first = search.walk.next().unwrap();
    assert_eq!(first.name, "a");
    search.walk.skip_descendants();
    search.seen += search.walk.by_ref().count();
    assert_eq!(search.seen, 1);
    let root = Strong::downgrade(&first.parent().unwrap());
    drop(search);
    assert!(root.upgrade().is_none() && first.parent().is_none(), "the walk was the last to hold it");
    // The tree may be edited meanwhile, as for the others, and the two ends of a list meet.
    let root = tree("r(a b c d)");
    let mut walk = root.clone().into_children();
    assert_eq!((walk.next().unwrap().name.as_str(), walk.next_back().unwrap().name.as_str()), ("a", "d"));
    root.children().reverse();
    root.append(node("e")).unwrap();
    let rest: Vec<_> = walk.map(|node| node.name.clone()).collect();
    assert_eq!(rest, ["e"], "as `Children::iter`: {}", show(&root));
}

#[test]
fn the_common_ancestor_of_any_two_nodes_is_the_lowest_that_has_both_in_its_subtree() {
    for shape in (1..=5).flat_map(all_shapes) {
        let root = tree(&shape);
        let other = tree("x(y)");
        let all: Vec<_> = root.inclusive_descendants().collect();
        let session = weakgraph::read();
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let has = |node: &Strong<Node>, below: &Node| {
                node.is_ancestor_of(below) || std::ptr::eq(Strong::as_ptr(node), below)
            };
            // In document order, the last one is the lowest.
            let lowest = all.iter().rfind(|node| has(node, a) && has(node, b));
            assert!(a.common_ancestor(b).as_ref() == lowest);
            let read = session.node(a).common_ancestor(session.node(b));
            assert!(read.zip(lowest).is_some_and(|(read, lowest)| read == *lowest));
            assert!(a.common_ancestor(&other).is_none() && other.common_ancestor(a).is_none());
        }
    }
}

#[test]
fn the_path_of_a_node_leads_back_to_it() {
    for shape in (1..=5).flat_map(all_shapes) {
        let root = tree(&shape);
        let session = weakgraph::read();
        for node in root.inclusive_descendants() {
            let path = node.path();
            assert_eq!((path.len(), path.last().copied()), (node.depth(), node.index_in_parent()));
            assert!(root.at_path(&path) == Some(node.clone()));
            let (read, top) = (session.node(&node), session.node(&root));
            assert!(read.path() == path && top.at_path(&path) == Some(read));
            let past = [&path[..], &[node.child_count()]].concat();
            assert!(root.at_path(&past).is_none() && top.at_path(&past).is_none());
        }
        assert!(root.path().is_empty() && root.at_path(&[9, 0]).is_none());
    }
}
