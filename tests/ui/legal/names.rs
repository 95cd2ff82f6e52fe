//! Raw identifiers, names of the standard library that are taken, an accessor that a trait has a method for.
#![deny(warnings)]
use weakgraph::{Children, Graph, Parent, Strong, Tree, WeakCell, WeakList};

#[derive(Graph, Default)]
#[graph(new)]
#[allow(non_camel_case_types)]
struct r#type {
    r#match: u8,
    #[weak]
    r#in: Parent<r#type>,
    #[strong(item = r#fn)]
    r#impl: Children<r#type>,
    #[weak(name = r#where, item = r#where)]
    places: WeakList<r#type>,
}

mod taken {
    #![allow(dead_code, non_camel_case_types, non_snake_case)]
    pub struct Option;
    pub struct Result;
    pub struct Vec;
    pub struct Box;
    pub struct String;
    pub struct Into;
    pub struct Default;
    pub struct Strong;
    pub struct Sized;
    pub struct Visit;
    pub struct bool;
    pub struct usize;
    pub struct str;
    pub struct u8;
    pub fn drop() {}
    pub fn Some() {}
    pub fn None() {}
    pub fn Ok() {}
    pub fn Err() {}
    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod weakgraph {}

    #[derive(::weakgraph::Graph)]
    #[graph(new, on_drop = hook)]
    pub struct Node {
        #[weak(on_drop = hook)]
        pub parent: ::weakgraph::Parent<Node>,
        #[strong]
        pub children: ::weakgraph::Children<Node>,
        #[strong]
        pub left: ::weakgraph::Child<Leaf>,
        #[strong]
        pub right: ::weakgraph::Child<Leaf>,
        #[weak(on_drop = hook)]
        pub friend: ::weakgraph::WeakCell<Node>,
        #[weak]
        pub friends: ::weakgraph::WeakList<Node>,
        #[strong]
        pub leaf: ::weakgraph::Strong<Plain>,
        pub plain: ::std::rc::Rc<Option>,
    }

    #[derive(::weakgraph::Graph)]
    pub struct Leaf {
        #[weak]
        pub node: ::weakgraph::Parent<Node>,
    }

    #[derive(::weakgraph::Graph)]
    pub struct Plain;

    fn hook(_: &Node) {}
}

/// An accessor goes before the method of `Tree` with its name.
#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    root: WeakCell<Node>,
}

pub fn main() {
    let top = r#type::new(1);
    let sub = top.add_fn(r#type::new(2));
    top.add_where(&sub);
    assert!(sub.r#in() == Some(top.clone()) && top.r#impl().len() == 1 && top.r#where().len() == 1 && sub.r#match == 2);
    assert!(top.remove_fn(&sub) && top.try_add_fn(&sub).is_ok() && sub.detach_from_in().is_some());

    let leaf = || Strong::new(taken::Plain);
    let node = taken::Node::new(leaf(), std::rc::Rc::new(taken::Option));
    let below = node.add_child(taken::Node::new(leaf(), std::rc::Rc::new(taken::Option)));
    assert!(below.parent() == Some(node) && below.left().is_none() && below.friend().is_none());

    let node = Strong::new(Node::default());
    let below = node.add_child(Node::default());
    assert!(below.root().is_none() && Tree::root(&*below) == node);
}
