//! Edges that a destructor takes out of its dying node, by `mem::take`, and keeps.
//!
//! A destructor has a `&mut self`, so in safe code it can move its edges elsewhere: they must not know the dead node.

use std::cell::{Cell, RefCell};
use std::mem;

use weakgraph::{Children, Graph, Parent, Strong, Tree, WeakCell, WeakList};

#[derive(Graph, Default)]
struct Thief {
    #[weak(on_drop = Thief::told)]
    friend: WeakCell<Thief>,
    #[weak(on_drop = Thief::told)]
    friends: WeakList<Thief>,
    #[weak]
    parent: Parent<Thief>,
    #[strong]
    children: Children<Thief>,
    steals: Cell<bool>,
}

#[derive(Graph, Default)]
struct Leaf {
    #[weak]
    parent: Parent<Owner>,
    steals: Cell<bool>,
}

#[derive(Graph, Default)]
struct Owner {
    #[strong]
    children: Children<Leaf>,
}

thread_local! {
    static LOOT: RefCell<Vec<Thief>> = const { RefCell::new(Vec::new()) };
    static LINKS: RefCell<Vec<Parent<Owner>>> = const { RefCell::new(Vec::new()) };
    static TOLD: RefCell<u32> = const { RefCell::new(0) };
}

impl Thief {
    fn told(&self) {
        TOLD.with_borrow_mut(|told| *told += 1);
    }
}

impl Drop for Thief {
    fn drop(&mut self) {
        if self.steals.take() {
            let mut all = Thief::default();
            mem::swap(&mut all, self);
            LOOT.with_borrow_mut(|loot| loot.push(all));
        }
    }
}

impl Drop for Leaf {
    fn drop(&mut self) {
        if self.steals.get() {
            LINKS.with_borrow_mut(|links| links.push(mem::take(&mut self.parent)));
        }
    }
}

fn thief() -> Strong<Thief> {
    let thief = Strong::new(Thief::default());
    thief.steals.set(true);
    thief
}

fn loot() -> Thief {
    LOOT.with_borrow_mut(Vec::pop).unwrap()
}

#[test]
fn a_stolen_list_is_a_list_without_an_owner() {
    drop(thief());
    let loot = loot();
    let member = Strong::new(Thief::default());
    let _ = loot.children.append(&member);
    let _ = loot.children.prepend(Thief::default());
    assert!(loot.children.iter().count() <= 2);
    assert!(member.parent().is_none());
    loot.children.reverse();
    loot.children.clear();
    drop(loot);
    assert_eq!(Strong::strong_count(&member), 1);
}

#[test]
fn what_was_stolen_can_be_born_again() {
    let member = Strong::new(Thief::default());
    drop(thief());
    let again = Strong::new(loot());
    again.add_child(&member);
    assert!(member.parent() == Some(again.handle()));
    assert_eq!(again.descendants().count(), 1);
    drop(again);
    assert!(member.parent().is_none());
}

#[test]
fn a_stolen_value_has_no_handle() {
    drop(thief());
    let loot = loot();
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(loot.handle()))).is_err());
    assert_eq!(loot.inclusive_descendants().count(), 0);
    assert!(loot.parent().is_none());
    assert!(loot.detach().is_none());
}

#[test]
fn a_stolen_back_reference_has_no_owner_and_no_home() {
    let owner = Strong::new(Owner::default());
    owner.add_child(Leaf::default()).steals.set(true);
    drop(owner);
    let mut value = Leaf::default();
    value.parent = LINKS.with_borrow_mut(Vec::pop).unwrap();
    assert!(value.parent().is_none());
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(value.handle()))).is_err());
    let value = Strong::new(value);
    let owner = Strong::new(Owner::default());
    owner.add_child(&value);
    assert!(value.parent() == Some(owner));
}

#[test]
fn a_stolen_link_does_not_tell_the_dead() {
    let target = Strong::new(Thief::default());
    let holder = thief();
    holder.set_friend(&target);
    holder.add_friend(&target);
    drop(holder);
    let loot = loot();
    drop(target);
    assert!(loot.friend().is_none());
    assert!(loot.friends().is_empty());
    assert_eq!(TOLD.take(), 0);
}

#[test]
fn a_stolen_link_that_is_born_again_tells_its_new_node() {
    let target = Strong::new(Thief::default());
    let holder = thief();
    holder.set_friend(&target);
    holder.add_friend(&target);
    drop(holder);
    let again = Strong::new(loot());
    let other = Strong::new(Thief::default());
    again.add_friend(&other);
    drop(target);
    assert!(again.friend().is_none());
    let told = TOLD.take();
    assert!(told <= 2, "{told}");
    again.set_friend(&other);
    drop(other);
    assert_eq!(TOLD.take(), 2);
}

#[test]
fn a_stolen_list_gives_no_more_walks_of_the_dead() {
    let holder = thief();
    holder.add_child(Thief::default());
    drop(holder);
    let loot = loot();
    assert_eq!(loot.children.iter().count(), 0);
    assert!(loot.first_child().is_none() && loot.last_child().is_none());
    let holder = thief();
    holder.add_child(Thief::default());
    // Between lists of the dead and of the living.
    let _ = holder.children.append_all(&loot.children);
    let _ = loot.children.append_all(&holder.children);
    let _ = loot.children.splice(.., holder.children.iter());
}
