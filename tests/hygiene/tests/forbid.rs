//! A crate that forbids the lints: there, generated code that allows one of them would be an error. It also lists the
//! edges in a crate with a prelude, with the other crate's name alone.

#![forbid(
    unsafe_code,
    deprecated,
    missing_docs,
    missing_copy_implementations,
    missing_debug_implementations,
    explicit_outlives_requirements,
    nonstandard_style,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unreachable_pub,
    unused,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    rust_2018_idioms
)]
#![forbid(clippy::all, clippy::pedantic, clippy::nursery)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use wg::{Child, ChildOf, Children, Graph, NoStrongCycle, Parent, Strong, Tree, Weak, WeakCell, WeakList};

/// A node with an edge of each kind, all of which are lent to the outside.
#[derive(Graph, Debug)]
#[graph(crate = wg, new, on_drop = Self::gone)]
pub struct Node<'a, T: ?Sized, const N: usize> {
    name: &'a T,
    slots: [u8; N],
    #[weak(on_drop = Self::gone)]
    parent: Parent<Self>,
    #[strong]
    children: Children<Self>,
    #[strong]
    left: Child<Leaf<Self>, Side>,
    #[weak]
    friend: WeakCell<Self>,
    #[weak]
    friends: WeakList<Self>,
    #[weak]
    source: Weak<Self>,
    #[strong]
    style: Strong<Style>,
    #[strong]
    styles: RefCell<BTreeMap<u8, Strong<Style>>>,
    #[graph(opaque)]
    reserve: Option<Strong<Style>>,
}

impl<T: ?Sized, const N: usize> Node<'_, T, N> {
    fn gone(&self) {
        assert!(self.parent().is_none(), "an owner that dies is gone, and so is that of a node that dies alone");
    }

    fn count(&self) -> usize {
        self.slots.len() + self.styles.borrow().len() + usize::from(self.reserve.is_some())
    }
}

/// A relation.
#[derive(Debug, Clone, Copy)]
pub struct Side;

/// A member of another type.
#[derive(Graph, Debug)]
#[graph(crate = wg)]
pub struct Leaf<P> {
    #[weak]
    node: Parent<P, Side>,
}

/// Shared.
#[derive(Graph, Debug, Default)]
#[graph(crate = wg)]
pub struct Style {
    name: String,
}

/// Bounds that the derive would add.
#[derive(Graph, Debug)]
#[graph(crate = wg)]
pub struct Bounded<C, S: NoStrongCycle<()>>
where
    C: ChildOf<Self, ()>,
{
    #[strong]
    children: Children<C>,
    #[strong]
    shared: Strong<S>,
}

/// Nobody names it.
#[derive(Graph, Debug, Default)]
#[graph(crate = wg, new)]
#[deprecated]
pub struct Old {
    #[weak]
    parent: Parent<Self>,
    #[deprecated]
    #[strong]
    children: Children<Self>,
    #[weak]
    friend: WeakCell<Self>,
}

/// An enum with a variant that nobody names.
#[derive(Graph, Debug)]
#[graph(crate = wg)]
pub enum Entry {
    /// Not this one.
    #[deprecated]
    Old(#[weak(name = friend)] WeakCell<Style>),
    /// This one.
    New {
        /// Somebody.
        #[weak]
        friend: WeakCell<Style>,
    },
}

/// A member of [`Bounded`].
#[derive(Graph, Debug)]
#[graph(crate = wg)]
pub struct Page {
    #[weak]
    owner: Parent<Bounded<Self, Style>>,
}

#[test]
fn forbidden_lints_do_not_get_in_the_way() {
    let style = Strong::new(Style { name: "plain".to_owned() });
    let node = |name: &'static str| {
        Node::new(name, [0; 2], Weak::new(), style.clone(), RefCell::default(), Some(style.clone()))
    };
    let top = node("top");
    let sub = top.add_child(node("sub"));
    assert!(sub.parent() == Some(top.clone()) && top.children().len() == 1 && sub.depth() == 1);
    let leaf = sub.set_left(Leaf { node: Parent::new() });
    assert!(leaf.node() == Some(sub.clone()) && sub.left().is_some() && sub.try_set_left(&leaf).is_ok());
    assert!(leaf.detach_from_node().is_some() && sub.take_left().is_none());
    sub.set_friend(&top);
    sub.add_friend(&top);
    assert!(sub.friend() == Some(top.clone()) && sub.friends().len() == 1 && sub.remove_friend(&top));
    sub.clear_friend();
    assert!(sub.source().is_none() && sub.style().name == "plain" && sub.count() == 3 && sub.name == "sub");
    assert!(top.try_add_child(&sub).is_ok() && top.remove_child(&sub) && sub.detach_from_parent().is_none());
    assert!(top.handle() == top);

    let bounded = Strong::new(Bounded { children: Children::from([Page { owner: Parent::new() }]), shared: style });
    assert!(bounded.children().first().is_some_and(|page| page.owner() == Some(bounded.clone())));
    assert!(bounded.shared().name == "plain");

    let entry = Strong::new(Entry::New { friend: WeakCell::new() });
    entry.set_friend(bounded.shared());
    assert!(entry.friend().is_some());
}

#[test]
fn a_node_as_a_value_without_a_prelude() {
    weakgraph_hygiene::value::check();
}

/// Names that are keywords in the edition of the derive.
#[test]
fn nodes_stand_in_crates_of_older_editions() {
    weakgraph_edition_2015::works();
    weakgraph_edition_2018::works();
    weakgraph_edition_2021::works();
}
