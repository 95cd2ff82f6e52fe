//! `#[graph(proxy)]` on every sort of type, without the prelude and beside other names.
#![no_implicit_prelude]
#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]

use ::std::assert;
use ::std::cell::Cell;
use ::std::string::String;
use ::weakgraph::{Children, Graph, Parent, Proxy, Strong, WeakList};

/// Names that generated code must not take for its own.
#[allow(dead_code, reason = "only its name matters")]
struct Dead;
#[allow(dead_code, reason = "only its name matters")]
struct Vec;
#[allow(dead_code, reason = "only its name matters")]
enum Result {
    Ok,
}
#[allow(dead_code, reason = "only its name matters")]
struct Clone;

/// A private node, whose accessors nobody uses.
#[derive(Graph)]
#[graph(proxy, new)]
struct Unused {
    #[weak]
    parent: Parent<Unused>,
    #[strong]
    children: Children<Unused>,
}

/// A node.
#[derive(Graph)]
#[graph(proxy, new)]
pub struct Node<'a, T: ?::std::marker::Sized = str, const N: usize = 2>
where
    Self: ::std::marker::Sized,
{
    /// What it is about.
    #[graph(proxy)]
    pub about: &'a T,
    #[graph(proxy)]
    r#type: Cell<[u8; N]>,
    /// Where it is.
    #[weak]
    pub parent: Parent<Self>,
    #[strong(name = r#in, item = node)]
    pub(crate) nodes: Children<Self>,
    #[weak]
    links: WeakList<Node<'a, T, N>>,
}

/// Empty.
#[derive(Graph)]
#[graph(proxy)]
pub struct Unit;

mod old {
    #![allow(deprecated)]

    /// A node that is not to be used any more.
    #[deprecated]
    #[derive(::weakgraph::Graph)]
    #[graph(proxy, new)]
    pub struct Old {
        #[deprecated]
        #[graph(proxy)]
        pub name: ::std::string::String,
        #[deprecated]
        #[weak]
        parent: ::weakgraph::Parent<Old>,
        #[strong]
        children: ::weakgraph::Children<Old>,
    }
}

pub fn main() {
    let text: String = ::std::convert::From::from("text");
    let node: Strong<Node<'_, str, 2>> = Node::new(&*text, Cell::new([1, 2]));
    let proxy = Proxy::new(&node);
    assert!(proxy.about().is_ok_and(|about| about == "text"));
    assert!(proxy.set_type([3, 4]).is_ok() && proxy.r#type().is_ok_and(|it| it == [3, 4]));
    let other = proxy.add_node(Node::new("other", Cell::new([0, 0])));
    assert!(proxy.r#in().is_ok_and(|nodes| nodes.len() == 1) && other.is_ok());
    assert!(proxy.add_link(&node).is_ok() && proxy.links().is_ok_and(|links| links.len() == 1));
    #[allow(deprecated)]
    let old = old::Old::new(String::new());
    #[allow(deprecated)]
    let name = Proxy::new(&old).name();
    assert!(Unused::new().parent().is_none() && name.is_ok());
    let unit = Proxy::new(&Strong::new(Unit));
    assert!(!unit.is_alive());
}
