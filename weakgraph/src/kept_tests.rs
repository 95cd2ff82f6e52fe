//! Tests: what is kept lives to the end whatever happens, and nothing takes one node's copy or target for another's.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::engine::copies::{Copies, CopyNode, EdgeTargets};
use crate::engine::kept::{NodeGuard, keeping};
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
