//! What faults put into the core by hand would have got past: a test for each hole that `mutants/run` found.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use weakgraph::{Children, Graph, LinkErrorKind, Parent, Strong};

type Plan = Box<dyn FnOnce(&Node)>;

/// A node that does on its death what it was told.
#[derive(Graph, Default)]
#[graph(on_drop = Node::dies)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    plan: RefCell<Option<Plan>>,
}

impl Node {
    fn dies(&self) {
        if let Some(plan) = self.plan.take() {
            plan(self);
        }
    }
}

/// Whether the plan was carried out.
fn when_it_dies(node: &Node, plan: impl FnOnce(&Node) + 'static) -> Rc<Cell<bool>> {
    let done = Rc::new(Cell::new(false));
    let tell = done.clone();
    *node.plan.borrow_mut() = Some(Box::new(move |node| {
        plan(node);
        tell.set(true);
    }));
    done
}

#[test]
fn a_dying_owner_takes_no_leaf_that_nobody_owns() {
    let (owner, leaf) = (Strong::<Node>::default(), Strong::<Node>::default());
    let spare = leaf.clone();
    let done = when_it_dies(&owner, move |owner| {
        assert_eq!(owner.try_add_child(&spare).unwrap_err().kind(), LinkErrorKind::OwnerDying);
        assert!(owner.children().is_empty());
    });
    drop(owner);
    assert!(done.get() && leaf.parent().is_none() && Strong::strong_count(&leaf) == 1);
}

/// Its owner's memory goes first, and the next node may get it.
#[test]
fn a_node_that_waits_for_its_death_is_no_descendant_of_who_got_its_owners_memory() {
    let root = Strong::<Node>::default();
    let first = root.add_child(Node::default());
    let waits = root.add_child(Node::default());
    let below = waits.add_child(Node::default());
    let under = below.clone();
    let done = when_it_dies(&first, move |_| {
        for _ in 0..8 {
            let new = Strong::<Node>::default();
            new.add_child(Node::default());
            assert!(under.try_add_child(&new).is_ok());
        }
    });
    drop((first, waits));
    drop(root);
    assert!(done.get() && below.parent().is_none() && below.children().len() == 8);
}
