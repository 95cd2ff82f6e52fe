//! Tests: what the engine offers is safe to call with any arguments. What is kept lives to the end whatever happens,
//! and nothing takes one node's copy, target or list for another's.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::engine::copies::{Copies, CopyNode, EdgeTargets};
use crate::engine::kept::{NodeGuard, keeping};
use crate::engine::list::{List, Place};
#[cfg(feature = "collections")]
use crate::engine::table::Table;
use crate::engine::weak_links::WeakLinks;
use crate::{Children, Graph, Parent, Strong, WeakCell};

#[derive(Graph)]
struct Node<'l> {
    name: usize,
    /// Where the names of dropped nodes go.
    log: &'l RefCell<Vec<usize>>,
    panics: bool,
    #[weak]
    parent: Parent<Self>,
    #[strong]
    children: Children<Self>,
    #[weak]
    friend: WeakCell<Self>,
}

impl Drop for Node<'_> {
    fn drop(&mut self) {
        self.log.borrow_mut().push(self.name);
        assert!(!self.panics, "{}", self.name);
    }
}

// SAFETY: one implementation for all lifetimes.
unsafe impl CopyNode for Node<'_> {
    fn copy(&self) -> Self {
        value(self.log, self.name + 100)
    }
}

fn value(log: &RefCell<Vec<usize>>, name: usize) -> Node<'_> {
    let (parent, children, friend) = (Parent::new(), Children::new(), WeakCell::new());
    Node { name, log, panics: false, parent, children, friend }
}

fn node(log: &RefCell<Vec<usize>>, name: usize) -> Strong<Node<'_>> {
    Strong::new(value(log, name))
}

/// More than a block of them, singles and pairs, so that blocks have gaps at their ends.
#[test]
fn what_is_kept_lives_to_the_end_and_is_dropped_in_order() {
    let log = RefCell::default();
    let root = node(&log, 0);
    keeping(&root, |kept, root| {
        let mut all = vec![root];
        while all.len() < 100 {
            all.push(kept.keep(node(&log, all.len())));
            all.extend(kept.keep_all([0, 1].map(|i| node(&log, all.len() + i))));
        }
        assert!(log.borrow().is_empty());
        assert!(
            all.iter().enumerate().all(|(i, it)| it.name == i && Strong::strong_count(it) == 1 + usize::from(i == 0))
        );
    });
    let dropped = log.take();
    assert!(dropped.len() >= 99 && dropped.iter().copied().eq(1..=dropped.len()));
    drop(root);
    assert_eq!(log.take(), [0]);
}

#[test]
fn all_that_is_kept_is_dropped_when_code_and_destructors_panic() {
    let log = RefCell::default();
    let root = node(&log, 0);
    let panicking = |name| {
        let mut value = value(&log, name);
        value.panics = true;
        Strong::new(value)
    };
    let caught = catch_unwind(AssertUnwindSafe(|| {
        keeping(&root, |kept, _| {
            (1..5).for_each(|name| _ = kept.keep(panicking(name)));
        });
    }));
    assert_eq!(caught.unwrap_err().downcast_ref::<String>().unwrap(), "1", "the first comes out");
    assert_eq!(log.take(), [1, 2, 3, 4]);
    let caught = catch_unwind(AssertUnwindSafe(|| {
        keeping(&root, |kept, _| {
            (1..5).for_each(|name| _ = kept.keep(node(&log, name)));
            panic!("code");
        })
    }));
    assert_eq!(*caught.unwrap_err().downcast_ref::<&str>().unwrap(), "code");
    assert_eq!(log.take(), [1, 2, 3, 4]);
    assert_eq!(Strong::strong_count(&root), 1);
}

#[test]
fn a_copy_is_given_for_its_own_original_alone() {
    let log = RefCell::default();
    let root = node(&log, 0);
    keeping(&root, |kept, root| {
        let other = kept.keep(node(&log, 1));
        let mut copies = Copies::new(kept);
        assert!(copies.of(0, root).is_none());
        copies.make(root);
        assert_eq!(copies.of(0, root).unwrap().name, 100);
        assert!(copies.of(0, other).is_none() && copies.of(1, root).is_none());
    });
    assert_eq!(log.take(), [1, 100]);
}

#[test]
fn the_targets_of_an_edge_are_given_for_that_edge_alone() {
    let log = RefCell::default();
    let root = node(&log, 0);
    root.children.append(node(&log, 1)).unwrap();
    root.children.append(node(&log, 2)).unwrap();
    keeping(&root, |kept, root| {
        let mut targets = EdgeTargets::new();
        targets.add(&root.children, root.children.iter().map(|child| kept.keep(child)));
        targets.add(&root.friend, std::iter::empty());
        // Whatever is edited afterwards.
        root.children.clear();
        assert!(targets.of(0, &root.children).map(|it| it.name).eq([1, 2]));
        assert_eq!(targets.of(1, &root.friend).count(), 0);
        let other = kept.keep(node(&log, 3));
        let refused = |f: &dyn Fn()| catch_unwind(AssertUnwindSafe(f)).is_err();
        assert!(refused(&|| _ = targets.of(0, &other.children).count()), "of another node");
        assert!(refused(&|| _ = targets.of(0, &root.friend).count()), "another one");
        assert!(refused(&|| _ = targets.of(2, &root.friend).count()), "none");
        assert!(log.borrow().is_empty());
    });
    assert_eq!(log.take(), [1, 2, 3]);
}

#[test]
fn the_edges_of_a_guard_keep_their_targets_each_by_itself() {
    let log = RefCell::default();
    let root = node(&log, 0);
    for name in 1..4 {
        root.children.append(node(&log, name)).unwrap();
    }
    let guard = NodeGuard::of(root.clone());
    let mut room = Vec::new();
    let mut edges = guard.edges(&mut room);
    let kept = Cell::new(edges.next().and_then(|(_, target)| target));
    // The others are given back with the rest of the edges.
    drop(edges);
    root.children().clear();
    assert_eq!(log.take(), [2, 3]);
    drop(kept.take());
    assert_eq!(log.take(), [1]);
    assert_eq!((guard.strong(), guard.id()), (2, crate::NodeId::of(&root)));
    drop((root, guard));
    assert_eq!(log.take(), [0]);
}

fn names<'l>(nodes: impl IntoIterator<Item = Strong<Node<'l>>>) -> Vec<usize> {
    nodes.into_iter().map(|node| node.name).collect()
}

#[test]
fn a_list_takes_any_node_for_any_place() {
    let log = RefCell::default();
    let (ours, theirs) = (node(&log, 0), node(&log, 10));
    for name in 1..4 {
        ours.children.append(node(&log, name)).unwrap();
        theirs.children.append(node(&log, name + 10)).unwrap();
    }
    let list = ours.children.list();
    let (foreign, single) = (theirs.children.first().unwrap(), node(&log, 99));
    // The neighbours of a node are those of the list that it is in.
    assert_eq!(list.after(&foreign).unwrap().name, 12);
    assert!(list.before(&foreign).is_none() && list.after(&single).is_none() && list.before(&ours).is_none());
    assert!(!list.contains(&foreign) && list.index_of(&foreign).is_none() && list.take_out(&foreign).is_none());
    assert!(list.get(3).is_none() && list.get(usize::MAX).is_none());
    for place in [Place::Before(&foreign), Place::After(&single), Place::Before(&ours)] {
        assert!(list.attach(&single, place).is_err());
    }
    assert!(list.replace(&foreign, &single).is_err() && list.replace(&single, &single).is_err());
    assert!(list.check(&ours).is_err() && list.attach(&ours, Place::First).is_err());
    // Another value than the one that the list stands in is ignored.
    assert!(list.append(Some(&theirs), &node(&log, 4)).is_ok());
    assert!(list.take_over(list).unwrap().is_ok());
    assert_eq!((names(list.children()), names(theirs.children.iter())), (vec![1, 2, 3, 4], vec![11, 12, 13]));
    assert!(std::ptr::eq(list.parent().unwrap(), &raw const *ours) && !list.is_parent_dropped());
}

#[test]
fn a_list_whose_parent_is_not_allocated_takes_any_node_for_any_place() {
    let log = RefCell::default();
    let (list, other) = (List::<Node<'_>, ()>::new(), node(&log, 0));
    let single = node(&log, 9);
    other.children.append(node(&log, 5)).unwrap();
    assert!(list.parent().is_none() && !list.is_parent_dropped() && !list.clear() && list.first().is_none());
    for name in 1..4 {
        list.attach(&node(&log, name), Place::Last).unwrap();
    }
    assert!(list.attach(&single, Place::After(&other)).is_err());
    assert!(list.take_over(other.children.list()).is_none() && other.children.list().take_over(&list).is_none());
    let mut walk = list.walk();
    assert_eq!(walk.next::<Strong<_>>().unwrap().name, 1);
    drop(list.take_out(&list.get(1).unwrap()));
    list.reverse();
    assert_eq!(walk.next_back::<Strong<_>>().unwrap().name, 3);
    assert!(walk.next::<Strong<_>>().is_none());
    drop(walk);
    assert_eq!((names(list.children()), log.take()), (vec![3, 1], vec![2]));
    drop(list);
    assert_eq!(log.take(), [3, 1]);
}

#[test]
fn a_list_is_sorted_by_a_comparison_that_edits_it() {
    let log = RefCell::default();
    let root = node(&log, 0);
    (1..9).for_each(|name| _ = root.children.append(node(&log, name)).unwrap());
    let list = root.children.list();
    let calls = Cell::new(0);
    list.sort_by(|a, b| {
        calls.set(calls.get() + 1);
        match calls.get() {
            3 => drop(list.take_out(&list.last().unwrap())),
            5 => list.attach(&node(&log, 20), Place::First).unwrap(),
            7 => list.attach(&list.first().unwrap(), Place::Last).unwrap(),
            _ => {}
        }
        b.name.cmp(&a.name)
    });
    assert_eq!(names(list.children()), [7, 6, 5, 4, 3, 2, 1, 20]);
}

#[test]
fn weak_links_are_edited_under_any_number_of_walks() {
    let log = RefCell::default();
    let nodes: Vec<_> = (0..40).map(|name| node(&log, name)).collect();
    let links = WeakLinks::new();
    assert!(links.walk().next().is_none() && !links.remove(&nodes[0]) && links.containing_node().is_none());
    nodes.iter().for_each(|node| links.add(node));
    let mut walks: Vec<_> = (0..3).map(|_| links.walk()).collect();
    assert!(walks.iter_mut().all(|walk| walk.next().is_some()));
    drop(nodes);
    assert_eq!((links.len(), log.take().len()), (0, 40));
    let late = node(&log, 50);
    links.add(&late);
    assert!(walks.iter_mut().all(|walk| walk.next().is_none()) && links.contains(&late));
    // Forgotten ones cost nothing but their slots.
    walks.into_iter().for_each(std::mem::forget);
    links.clear();
    links.unbind();
    assert_eq!((links.len(), Strong::weak_count(&late)), (0, 0));
}

#[cfg(feature = "collections")]
#[test]
fn a_table_takes_no_entry_of_another() {
    let log = RefCell::default();
    let (a, b) = (node(&log, 0), node(&log, 1));
    let (ours, theirs) = (Table::<u8, _>::with_capacity(0), Table::<u8, _>::with_capacity(0));
    let (first, foreign) = (ours.insert(7, 10, &a), theirs.insert(7, 20, &b));
    assert!(ours.node(&foreign).is_none() && !ours.remove(&foreign) && ours.node(&first).unwrap() == a);
    // In the place of one that is not there: at the end.
    ours.replace(&foreign, 30, &b);
    assert_eq!((ours.len(), theirs.len()), (2, 1));
    assert_eq!(ours.walk().map(|(entry, node)| (entry.payload, node.name)).collect::<Vec<_>>(), [(10, 0), (30, 1)]);
    // One that is kept longer than its table.
    drop(theirs);
    assert!(!foreign.is_in() && ours.node(&foreign).is_none() && !ours.remove(&foreign));
    let next = Table::<u8, _>::with_capacity(0);
    next.insert(7, 40, &b);
    assert!(next.node(&foreign).is_none() && !next.remove(&foreign));
    assert_eq!(foreign.into_payload().ok(), Some(20));
    drop(a);
    assert!(!first.is_in() && ours.len() == 1 && ours.node(&first).is_none());
    assert_eq!(log.take(), [0]);
}
