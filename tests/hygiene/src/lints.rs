//! Types with every option, where every group of clippy's lints is denied, `restriction` too: generated code is quiet.
//! The step `clippy` of `.ci/run` is the test.

#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
#![allow(
    clippy::blanket_clippy_restriction_lints,
    clippy::std_instead_of_alloc,
    missing_debug_implementations,
    reason = "all of them are meant; what is imported here is this file's own"
)]

/// What the attributes name. These lints are about this code, not about the generated one.
mod hooks {
    #![allow(clippy::implicit_return, clippy::missing_const_for_fn, clippy::single_call_fn, reason = "written by hand")]

    use super::{Node, Weak};

    impl Node {
        /// The node is dropped.
        pub(super) fn gone(&self) {
            self.age.set(0);
        }

        /// The parent was dropped.
        pub(super) fn orphaned(&self, dropped: &Weak<Self>) {
            if !dropped.is_alive() {
                self.age.set(1);
            }
        }

        /// The label.
        pub(super) fn title(&self) -> &str {
            &self.name
        }

        /// The target of the link was dropped.
        pub(super) fn unlinked(&self) {
            self.age.set(0);
        }
    }
}

use ::core::cell::{Cell, OnceCell, RefCell};
use ::core::clone::Clone;
use ::core::cmp::{Eq, PartialEq};
use ::core::default::Default;
use ::core::fmt::Debug;
use ::core::hash::Hash;
use ::core::marker::Copy;
use ::core::ops::Fn;
use ::core::option::Option;
use ::std::boxed::Box;
use ::std::string::String;
use ::wg::{Child, Children, Graph, Parent, Strong, Weak, WeakCell, WeakList};

/// A relation.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Layout;

/// A node with an edge of every kind.
#[derive(Graph, Default)]
#[graph(crate = ::wg, new, clone, eq, serde, proxy, on_drop = Self::gone, label = Self::title)]
#[non_exhaustive]
pub struct Node {
    /// In a cell.
    #[graph(proxy)]
    pub age: Cell<u32>,
    /// The children.
    #[strong]
    pub children: Children<Self>,
    /// An accessor with the name of a method of `Graph`.
    #[strong]
    pub edges: Child<Part, Layout>,
    /// Links.
    #[weak(item = friend)]
    pub friends: WeakList<Self>,
    /// A link.
    #[weak(on_drop = Self::unlinked)]
    pub link: WeakCell<Self>,
    /// Its name.
    #[graph(proxy)]
    pub name: String,
    /// Left out of `new`.
    #[graph(default)]
    pub note: String,
    /// The parent.
    #[weak(on_drop = Self::orphaned)]
    pub parent: Parent<Self>,
    /// Shared.
    #[strong]
    pub style: Option<Strong<Style>>,
}

/// A child of another type.
#[derive(Graph)]
#[graph(crate = ::wg, new, clone, eq, serde)]
#[non_exhaustive]
pub struct Part {
    /// The parent.
    #[weak(unowned)]
    pub owner: Parent<Node, Layout>,
}

/// Shared by nodes.
#[derive(Graph, PartialEq, Eq, Hash, Clone)]
#[graph(crate = ::wg, new, hash, serde, handle = none)]
#[non_exhaustive]
pub struct Style {
    /// Its name.
    #[graph(label)]
    pub name: String,
}

/// Fields in cells, and what is left alone.
#[derive(Graph)]
#[graph(crate = ::wg, new, proxy, handle = node)]
#[non_exhaustive]
pub struct Cells {
    /// Not looked at.
    #[graph(opaque)]
    pub hidden: Option<Box<dyn Fn(Strong<Style>)>>,
    /// Itself.
    #[weak]
    pub me: WeakCell<Self>,
    /// The label.
    #[graph(label, proxy)]
    pub name: RefCell<String>,
    /// Set once.
    #[graph(proxy)]
    pub once: OnceCell<u32>,
    /// A plain weak handle.
    #[weak]
    pub weak: Weak<Style>,
}

/// An enum.
#[derive(Graph)]
#[graph(crate = ::wg, clone, eq, hash)]
#[non_exhaustive]
pub enum Entry {
    /// A folder.
    Dir {
        /// What is in it.
        #[strong(item = entry)]
        entries: Children<Self>,
        /// The folder above.
        #[weak]
        folder: Parent<Self>,
    },
    /// A file.
    File {
        /// What is in it.
        #[strong(item = entry)]
        entries: Children<Self>,
        /// The folder that it is in.
        #[weak]
        folder: Parent<Self>,
        /// Its name.
        #[graph(label)]
        name: String,
    },
}

/// A generic one.
#[derive(Graph)]
#[graph(crate = ::wg, new, clone, eq)]
#[non_exhaustive]
pub struct Generic<T: 'static> {
    /// The children.
    #[strong]
    pub children: Children<Self>,
    /// The parent.
    #[weak]
    pub parent: Parent<Self>,
    /// What it holds.
    pub value: T,
}
