//! What the search has found, each as small as it gets.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use weakgraph::{Child, Children, Graph, Parent, Strong, Tree};

#[derive(Graph, Default)]
#[graph(on_drop = Node::gone)]
struct Node {
    boom: Cell<bool>,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    fn gone(&self) {
        if self.boom.get() {
            resume_unwind(Box::new("gone"));
        }
    }
}

fn node() -> Strong<Node> {
    Strong::new(Node::default())
}

/// An owner that the walk had kept died in a step and panicked: the walk went on in the list of the dead.
#[test]
fn a_breadth_first_walk_goes_on_after_a_panic_in_a_step() {
    let root = node();
    let a = root.add_child(node());
    let b = a.add_child(node());
    let c = root.add_child(node());
    let d = c.add_child(node());
    let e = c.add_child(node());
    let mut walk = root.breadth_first();
    assert!(walk.next() == Some(a.clone()) && walk.next() == Some(c) && walk.next() == Some(b));
    a.boom.set(true);
    a.detach();
    drop(a);
    assert!(catch_unwind(AssertUnwindSafe(|| walk.next())).is_err());
    assert!(walk.next() == Some(d.clone()));
    d.detach();
    drop(d);
    assert!(walk.next() == Some(e));
}

/// A mark on the node, which said that it may wait somewhere, went when it was put into another list and out again.
#[test]
fn a_node_waits_once_in_the_list_of_an_unborn_owner() {
    let list = Children::<Node>::new();
    let waiting = node();
    assert!(list.append(&waiting).is_ok());
    let owner = node();
    owner.add_child(&waiting);
    owner.remove_child(&waiting);
    assert!(list.append(&waiting).is_ok());
    assert_eq!((list.len(), list.iter().count()), (1, 1));
}

/// The first member had been taken out of the one list when the other refused it.
#[test]
fn appending_all_to_a_list_of_a_dying_node_is_all_or_nothing() {
    thread_local! {
        static OTHER: RefCell<Option<Strong<Mean>>> = const { RefCell::new(None) };
    }
    #[derive(Graph, Default)]
    struct Mean {
        mean: bool,
        #[weak]
        parent: Parent<Mean>,
        #[strong]
        children: Children<Mean>,
    }
    impl Drop for Mean {
        fn drop(&mut self) {
            if let Some(other) = self.mean.then(|| OTHER.with_borrow(Clone::clone)).flatten() {
                match self.children.append_all(other.children()) {
                    Ok(()) => assert_eq!((self.children.len(), other.children().len()), (2, 0)),
                    Err(_) => assert_eq!((self.children.len(), other.children().len()), (0, 2)),
                }
            }
        }
    }
    let other = Strong::new(Mean::default());
    other.add_child(Mean::default());
    other.add_child(Mean::default());
    OTHER.set(Some(other));
    let mut mean = Mean::default();
    mean.mean = true;
    drop(Strong::new(mean));
    OTHER.take();
}

/// The member that made way died and panicked when the result was made already: nobody dropped that.
#[test]
fn setting_an_edge_leaks_nothing_when_the_old_member_panics() {
    #[derive(Graph, Default)]
    #[graph(on_drop = Pair::gone)]
    struct Pair {
        boom: Cell<bool>,
        #[weak]
        up: Parent<Pair>,
        #[strong]
        left: Child<Pair>,
    }
    impl Pair {
        fn gone(&self) {
            if self.boom.get() {
                resume_unwind(Box::new("gone"));
            }
        }
    }
    let top = Strong::new(Pair::default());
    top.set_left(Pair { boom: Cell::new(true), ..Pair::default() });
    assert!(catch_unwind(AssertUnwindSafe(|| drop(top.set_left(Pair::default())))).is_err());
    let new = top.left().expect("it was set");
    assert_eq!(Strong::strong_count(&new), 2, "the handle here, and the edge");
}
