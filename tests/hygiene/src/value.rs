//! A node as a value: labelled, copied, compared, hashed, and put into a document.

use ::core::cell::RefCell;
use ::core::clone::Clone;
use ::core::default::Default;
use ::core::fmt::Debug;
use ::core::marker::Copy;
use ::core::option::Option;
use ::std::string::String;
use ::std::vec::Vec;
use ::wg::{Child, Children, Graph, Parent, Strong, WeakCell, WeakList};

/// What is shared.
#[derive(Graph, Debug)]
#[graph(crate = ::wg, clone, eq, hash, serde)]
pub struct Style {
    /// Its name.
    #[graph(label)]
    pub r#type: String,
}

/// Every kind of edge.
#[derive(Graph, Debug, Default)]
#[graph(crate = ::wg, clone, eq, serde)]
#[graph(label = Self::title)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Plain.
    pub r#fn: u8,
    #[weak]
    parent: Parent<Self>,
    #[strong]
    children: Children<Self>,
    #[strong]
    r#match: Child<Self, Match>,
    #[weak]
    match_of: Parent<Self, Match>,
    #[weak]
    friend: WeakCell<Self>,
    #[weak]
    friends: WeakList<Self>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
    #[strong]
    one: Option<Strong<Style>>,
}

/// A relation.
#[derive(Debug, Clone, Copy)]
pub enum Match {}

impl Node {
    const fn title(&self) -> u8 {
        self.r#fn
    }
}

/// Tuples, and variants without a label.
#[derive(Graph, Debug)]
#[graph(crate = ::wg, clone, eq, hash, serde)]
pub enum Entry {
    /// With a label.
    File {
        /// Plain.
        #[graph(label)]
        size: u64,
        /// Back.
        #[weak]
        folder: Parent<Self>,
        /// Owned.
        #[strong(item = entry)]
        entries: Children<Self>,
    },
    /// Without.
    Link(
        #[strong(name = entries, item = entry)] Children<Self>,
        #[weak(name = folder)] Parent<Self>,
        #[strong] Vec<Strong<Style>>,
    ),
}

/// With parameters.
#[derive(Graph, Debug)]
#[graph(crate = ::wg, clone, eq, hash)]
pub struct Shelf<'a, T, const N: usize>
where
    T: ?::core::marker::Sized + Debug,
{
    /// Plain.
    #[graph(label)]
    pub label: &'a str,
    /// Plain.
    pub of: &'a T,
    /// Plain.
    pub slots: [u8; N],
    /// Shared.
    #[strong]
    pub style: Strong<Style>,
}

/// Runs it.
///
/// # Panics
///
/// If generated code does not do what it says.
pub fn check() {
    let style = Strong::new(Style { r#type: String::new() });
    let node = Strong::new(Node { one: Option::Some(Clone::clone(&style)), ..Default::default() });
    let copy = ::wg::deep_clone(&node);
    ::core::assert!(::wg::tree_eq(&node, &copy) && copy.one == Option::Some(style));
    ::core::assert!(::wg::Snapshot::of(&node).node(0).label() == "0");
}
