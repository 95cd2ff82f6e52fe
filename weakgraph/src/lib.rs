//! Object graphs on plain structs: you mark which fields are edges, and `#[derive(Graph)]` writes typed accessors that
//! keep both ends of every edge in step.
//!
//! By hand, a tree node with a parent is an `Rc<RefCell<Node>>` with a `Weak` parent. Then every edit has to update two
//! ends, a forgotten `Weak` leaks, a `borrow_mut` during iteration panics, and dropping a long chain overflows the
//! stack. Here it is:
//!
//! ```
//! use weakgraph::{Children, Graph, Parent, Strong, Tree};
//!
//! #[derive(Graph)]
//! #[graph(new, on_drop = Node::goodbye)] // optional: a constructor, and a hook
//! struct Node {
//!     name: String,
//!     #[weak]
//!     parent: Parent<Node>, // back-reference: never keeps the parent alive
//!     #[strong]
//!     children: Children<Node>, // owned, in order
//! }
//!
//! impl Node {
//!     fn goodbye(&self) {
//!         println!("dropping {}", self.name)
//!     }
//!     fn depth(&self) -> usize {
//!         self.ancestors().count() // accessors work on `&self`
//!     }
//! }
//!
//! let root: Strong<Node> = Node::new("root".into());
//! let leaf = root.add_child(Node::new("leaf".into()));
//! assert!(leaf.parent() == Some(root.clone())); // handles compare by identity
//! assert_eq!(leaf.depth(), 1);
//! assert!(leaf.try_add_child(&root).is_err()); // a cycle is refused
//! drop(root); // prints "dropping root"
//! assert!(leaf.parent().is_none()); // nothing dangles
//! ```
//!
//! # Where to start
//!
//! | for | see |
//! |---|---|
//! | what the derive writes, and its options | [the derive `Graph`](derive@Graph) |
//! | handles | [`Strong`], [`Weak`] |
//! | owning edges, which both ends know | [`Children`], [`Child`], [`Parent`] |
//! | links that own nothing | [`WeakCell`], [`WeakList`] |
//! | walks and edits of a tree | [`Tree`] |
//! | code that runs when a node is dropped | [`Strong::watch`], [`Finalizer`], [`DropQueue`], [the order of a drop](#dropping) |
//! | using a node without keeping it alive | [`Proxy`], [`WeakMethod`], [`weak!`] |
//! | weak maps and sets | `collections` (feature `collections`) |
//! | reading without counting | [`read()`], [`NodeRef`] |
//! | copying, comparing, storing | [`deep_clone`], [`tree_eq`], [`tree_hash`], `serde` (feature `serde`) |
//! | which nodes are alive, and what keeps them | [`Snapshot`], `leak` (feature `leak`) |
//! | pictures, and edges as data | [`show`], [`Snapshot`], [`Graph::edges`] |
//!
//! [`prelude`] is for a glob import: `use weakgraph::*` would hide the crate `serde` and common names.
//! The repository has a guide with recipes, in its folder `docs`.
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | node | a value of a type that derives [`Graph`](derive@Graph), allocated by [`Strong::new`] |
//! | handle | [`Strong<T>`] keeps a node alive and derefs to it; [`Weak<T>`] does not keep it alive |
//! | owning edge | a `#[strong]` field [`Children<C, R>`](Children) (many, in order) or [`Child<C, R>`](Child) (at most one) |
//! | back-reference | a `#[weak]` field [`Parent<P, R>`](Parent) in the child, set and cleared by the owning edge |
//! | relation | the type `R`, `()` by default, that pairs an owning edge with its back-reference; a name, never a value |
//! | shared edge | a `#[strong]` field that holds `Strong<T>`, alone or in a container: many nodes may own one target |
//! | weak link | a `#[weak]` field [`WeakCell<T>`](WeakCell), [`WeakList<T>`](WeakList), or a plain [`Weak<T>`] |
//! | root | a node that is held from outside the graph: by a variable, a static, a collection |
//! | to drop a node | to drop its last strong handle: see [below](#dropping) |
//!
//! # Guarantees
//!
//! - **G1 Both ends agree.** `c` is in `p.children()` exactly when `c.parent()` is `p`. Every edit is all or nothing.
//! - **G2 No leaks.** When the last outside handle to some nodes is dropped, everything that only it kept alive is
//!   dropped at once, on the same thread.
//! - **G3 No cycles.** An edit that would make a node its own ancestor, over any mix of relations, is refused with a
//!   [`LinkError`] and changes nothing. A cycle of shared edges does not compile.
//! - **G4 Nothing dangles.** The back-reference of a node whose parent was dropped is `None`, and so is what a [`Weak`]
//!   to a dropped node upgrades to.
//! - **G5 Constant stack.** Building, walking, copying, comparing, printing and dropping work on a chain of 10,000,000
//!   nodes with a stack of 64 KiB.
//! - **G6 No borrow panics.** No call panics because of re-entrancy or iteration.
//! - **G7 No user code in the middle.** Hooks, callbacks, `Drop` and closures run only while the graph is consistent.
//!   If one panics, the others still run and everything is dropped. Then the first panic resumes.
//! - **G8 Pay for what you use.** A node that nothing observes has no bytes for observers.
//! - **G9 Leaking is safe.** `mem::forget` of a handle, a guard or an iterator leaks memory at worst.
//!
//! # Dropping
//!
//! A node is dropped in six steps, which are the same on every path:
//!
//! 1. The strong count reaches 0. From here on, [`Weak::upgrade`] and the `parent()` of its children return `None`,
//!    weak links to it are empty, `handle()` panics, and children can no longer be added. Nothing brings the node back.
//! 2. The hook of `#[graph(on_drop = ..)]` runs with `&self`. Fields, children and weak links can still be read.
//!    Children can be moved to another parent, which keeps them alive.
//! 3. Observers are notified, in reverse order of registration: hooks of weak links to the node
//!    (`#[weak(on_drop = ..)]` on a [`WeakCell`] or [`WeakList`]) run on the nodes that hold the links,
//!    [watches](Strong::watch) and [`Finalizer`]s run, and [`DropQueue`]s get their keys.
//! 4. Each child is unlinked, in order: its back-reference becomes `None`, then its `#[weak(on_drop = ..)]` hook runs.
//! 5. The fields are dropped. A `Drop` impl of the type runs here. It sees empty edges.
//! 6. The memory is freed when the last [`Weak`] is dropped. `Box` a big payload if a `Weak` may stay for long.
//!
//! A child that nothing else holds is dropped from step 4 on. Its own steps follow after step 5 of this node, in
//! document order (parent, first child and its descendants, second child ...). That is the order of a recursive drop,
//! without recursion.
//!
//! A handle that is dropped in one of these steps (a value of a weak map, what a callback captured, a key of a queue,
//! a plain field, a child that a `Drop` takes out of its list) starts the steps of its own node at once, inside those
//! in progress. So does a list that is cleared in one of them, with the nodes that only it kept alive. The ninth level
//! waits until the innermost one has ended, so that a chain of those takes constant stack, too. Only types that are
//! [`Readable`] can wait. A chain of nodes that borrow takes stack for each level, as with `Rc`.
//!
//! # Limits
//!
//! - Handles stay on their thread.
//! - A node gives out `&T`, never `&mut T`; its last handle gives the value back. Data that changes goes into a
//!   `Cell` or a `RefCell` of yours.
//! - A strong handle that is hidden from the derive can close a cycle, which leaks, as with `Rc`: one that a closure
//!   captured, one inside a type of another crate, one in a field marked `#[graph(opaque)]`. Capture a [`Weak`]
//!   instead.
//!
//! # Sources of the semantics
//!
//! Moving nodes, walking while editing, and positions are those of the DOM (`insertBefore`, `NodeIterator`,
//! `compareDocumentPosition`). Weak handles are those of Python's `weakref`. An owning edge with its back-reference is
//! a containment reference of the Eclipse Modeling Framework. `handle()` is C++'s `shared_from_this`.

// docs.rs shows which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

// The floors, from the lowest: each imports from those above it in this list, and from none below.
#[allow(unsafe_code, reason = "memory for nodes")]
mod alloc;
#[allow(unsafe_code, reason = "counts, links and observers, by pointers")]
mod core;
#[allow(unsafe_code, reason = "edits and teardown through links")]
mod engine;

#[allow(unsafe_code, reason = "traits that a field has to be careful with")]
mod edge;

#[allow(unsafe_code, reason = "walks through links; a trait that only the derive may implement")]
mod tree;

#[allow(unsafe_code, reason = "traits that only the derive may implement")]
mod inspect;

#[cfg(feature = "collections")]
#[allow(unsafe_code, reason = "says of the maps that they own no nodes")]
pub mod collections;
#[cfg(feature = "leak")]
pub mod leak;
#[allow(unsafe_code, reason = "a trait that only the derive may implement")]
mod lifetime;
#[allow(unsafe_code, reason = "references without a count")]
pub mod read;
#[cfg(feature = "serde")]
#[allow(
    unsafe_code,
    missing_docs,
    reason = "a trait that only the derive may implement; what generated code calls is not for people"
)]
pub mod serde;
pub mod show;

pub mod prelude;

#[doc(hidden)]
#[allow(unsafe_code, missing_docs, reason = "births and handles; what generated code calls is not for people")]
pub mod __private;

pub use crate::core::dropped::Dropped;
pub use crate::core::edges::{Edge, NodeId, Target};
pub use crate::core::error::{LinkError, LinkErrorKind};
pub use crate::core::into_node::IntoNode;
pub use crate::core::raw_edge::EdgeKind;
pub use crate::core::strong::Strong;
pub use crate::core::traits::InRelation;
pub use crate::core::traits::{ChildOf, EditChildren, Graph, HasParent, NoStrongCycle, ParentOf, Readable};
/// The names that these traits had before: programs have them in bounds.
#[doc(hidden)]
pub use crate::core::traits::{ChildOf as MemberOf, ParentOf as OwnerOf};
pub use crate::core::weak::Weak;
pub use crate::core::weak_any::WeakAny;
pub use edge::{
    Child, Children, ChildrenIter, ChildrenView, Drain, Iter, Parent, WeakCell, WeakIter, WeakList, WeakListView,
};
pub use inspect::retention::{Diff, Path, TypeDiff};
pub use inspect::snapshot::{NodeEdge, NodeInfo, Retained, Snapshot};
pub use inspect::value::{DeepClone, TreeEq, TreeHash, deep_clone, deep_clone_all, tree_eq, tree_hash};
pub use lifetime::callback::{Callback, Captures};
pub use lifetime::finalizer::{ExitGuard, ExitRegistrar, Finalizer};
pub use lifetime::method::{MethodPointer, WeakMethod};
pub use lifetime::proxy::{Proxied, Proxy};
pub use lifetime::queue::DropQueue;
pub use lifetime::watch::Watch;
pub use read::{NodeRef, ReadSession, read};
pub use tree::breadth_first::BreadthFirst;
pub use tree::into_walks::{
    IntoAncestors, IntoBreadthFirst, IntoChildren, IntoDescendants, IntoLeaves, IntoSiblings, IntoTraverse,
};
pub use tree::walk::{Ancestors, Descendants, Leaves, Siblings, Traverse, WalkEvent};
pub use tree::{Position, Tree, TreeEdit, TreeIn};
pub use weakgraph_derive::Graph;

// The derive's output names the crate as its users do.
#[cfg(test)]
extern crate self as weakgraph;
#[cfg(test)]
#[allow(unsafe_code, reason = "implements a trait that a type has to be careful with")]
mod engine_tests;
#[cfg(test)]
#[allow(unsafe_code, reason = "sets counts to their ends")]
mod overflow;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
