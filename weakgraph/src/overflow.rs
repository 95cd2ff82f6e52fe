//! Tests: a count that would wrap ends the process before anything is written, at every place that counts.

use std::process::Command;

use crate::{Children, Graph, Parent, Strong, Tree, Weak, WeakList};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    friends: WeakList<Node>,
}

fn node() -> Strong<Node> {
    Strong::new(Node::default())
}

/// Counts on a node, its weak handle, its child.
type Act = fn(&Strong<Node>, &Weak<Node>, &Strong<Node>);

/// What counts, each with a node whose count is at its end; `STRONG` or `WEAK` says which.
const STRONG: [(&str, Act); 7] = [
    ("clone", |full, _, _| drop(full.clone())),
    ("handle", |full, _, _| drop(full.handle())),
    ("upgrade", |_, weak, _| drop(weak.upgrade())),
    ("parent", |_, _, child| drop(child.parent())),
    ("append", |full, _, other| drop(other.children().append(full))),
    ("ancestors", |_, _, child| assert_eq!(child.ancestors().count(), 0)),
    ("root", |_, _, child| drop(child.root())),
];
const WEAK: [(&str, Act); 2] =
    [("downgrade", |full, _, _| drop(Strong::downgrade(full))), ("weak clone", |_, weak, _| drop(weak.clone()))];

const CASE: &str = "WEAKGRAPH_OVERFLOW_CASE";

/// What the child process does: `case` on a node at the end of its counts. Comes back only if nothing stopped it.
fn run(case: &str) {
    let full = node();
    let child = full.add_child(node());
    let weak = Strong::downgrade(&full);
    if let Some((_, act)) = STRONG.iter().find(|(name, _)| *name == case) {
        // SAFETY: the node is alive. The count is never put back: the process ends here, one way or the other.
        unsafe { full.raw().set_strong(u32::MAX) };
        act(&full, &weak, &child);
    }
    if let Some((_, act)) = WEAK.iter().find(|(name, _)| *name == case) {
        // SAFETY: as above.
        unsafe { full.raw().set_weak(crate::core::ptr::WEAK_MAX) };
        act(&full, &weak, &child);
    }
    std::process::exit(0);
}

#[test]
fn a_count_that_would_wrap_ends_the_process() {
    if let Ok(case) = std::env::var(CASE) {
        run(&case);
    }
    let this = std::env::current_exe().unwrap();
    for (case, _) in STRONG.iter().chain(&WEAK) {
        let child = Command::new(&this)
            .args(["--exact", "overflow::a_count_that_would_wrap_ends_the_process"])
            .env(CASE, case)
            .output()
            .unwrap();
        assert_eq!(child.status.code(), None, "{case}: ended by a signal, not by itself: {child:?}");
    }
}

#[test]
fn counts_below_the_end_are_counted() {
    let node = node();
    node.add_friend(&node);
    let handles: Vec<_> = (0..1000).map(|_| (node.clone(), Strong::downgrade(&node))).collect();
    assert_eq!((Strong::strong_count(&node), Strong::weak_count(&node)), (1001, 1000));
    drop(handles);
    assert_eq!((Strong::strong_count(&node), Strong::weak_count(&node)), (1, 0));
    assert_eq!(node.friends().len(), 1);
}
