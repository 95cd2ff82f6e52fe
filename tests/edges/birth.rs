//! Owning edges that are filled and edited before their owner is born.

use weakgraph::{Children, LinkErrorKind, Parent, Strong, Tree};
use weakgraph_tests::{Forest, Node, node, panic_of, show};

fn unborn(children: Children<Node>) -> Node {
    Node { name: "r".to_owned(), parent: Parent::new(), children }
}

#[test]
fn a_node_that_waits_twice_goes_to_the_owner_born_last() {
    let a = node("a");
    let (first, second) = (unborn([&a].into()), unborn([&a].into()));
    let second = Strong::new(second);
    assert!(a.parent() == Some(second.clone()));
    let first = Strong::new(first);
    assert!(a.parent() == Some(first.clone()));
    assert_eq!((show(&first), show(&second)), ("r(a)".to_owned(), "r".to_owned()));
}

#[test]
fn a_node_waits_once_in_a_list_whatever_became_of_it_elsewhere() {
    // It waits, is taken by an owner that is born, is let go, and is put to wait again.
    let (a, b) = (node("a"), node("b"));
    let value = unborn([&a, &b].into());
    let other = Strong::new(unborn([&a].into()));
    other.remove_child(&a);
    value.children.append(&a).unwrap();
    assert_eq!(value.children.len(), 2, "it only moved to the end");
    let names: Vec<_> = value.children.iter().map(|node| node.name.clone()).collect();
    assert_eq!(names, ["b", "a"]);
    let other = Strong::new(unborn([&a].into()));
    other.remove_child(&a);
    value.children.prepend(&a).unwrap();
    assert_eq!(show(&Strong::new(value)), "r(a b)");
}

#[test]
fn a_member_that_died_of_nothing_else_is_born_with_its_owner() {
    let value = unborn([node("a"), node("b")].into());
    assert!(value.children.first().unwrap().is_root(), "nobody owns it yet");
    assert_eq!(show(&Strong::new(value)), "r(a b)");
}

#[test]
fn a_value_that_is_never_born_lets_its_members_go() {
    let a = node("a");
    let b = node("b");
    let weak = Strong::downgrade(&b);
    let value = unborn([a.clone(), b].into());
    assert_eq!(Strong::strong_count(&a), 2);
    drop(value);
    assert_eq!(Strong::strong_count(&a), 1);
    assert!(!weak.is_alive());
    // And a list that never came into a value.
    let list: Children<Node> = [&a].into();
    drop(list);
    assert_eq!(Strong::strong_count(&a), 1);
    let owner = Strong::new(unborn(Children::new()));
    owner.append(&a).unwrap();
    assert_eq!(show(&owner), "r(a)");
}

#[test]
fn birth_takes_members_from_their_owners() {
    let world = Forest::new("x(a b) y(c)");
    let list: Children<Node> = [world.get("b"), world.get("c")].into();
    assert_eq!(world.show(), "x(a b) y(c)", "they stay where they are till then");
    let r = Strong::new(unborn(list));
    assert_eq!((show(&r), world.show()), ("r(b c)".to_owned(), "x(a) y".to_owned()));
}

#[test]
fn an_unborn_value_is_a_root_without_a_handle() {
    let value = unborn([node("a")].into());
    assert!(value.is_root() && value.parent().is_none() && value.depth() == 0);
    assert!(value.detach().is_none() && value.detach_from_parent().is_none());
    assert!(value.next_sibling().is_none() && value.prev_sibling().is_none());
    assert_eq!(value.index_in_parent(), None);
    assert_eq!(value.insert_after(node("b")).unwrap_err().kind(), LinkErrorKind::NoParent);
    assert!(panic_of(|| drop(value.handle())).unwrap().contains("no handle to this"));
}
