//! Cycle-safe object graphs on plain structs: declare the edges, and the derive writes typed accessors for them.
//!
//! Trees, DOMs, scene graphs, widget trees, syntax trees and object models have parents and references back to them. By
//! hand that is `Rc<RefCell<Node>>` with a `Weak` parent: two ends that drift apart, leaks where a `Weak` was forgotten,
//! `BorrowMutError` at run time, a stack overflow when a long chain is dropped. Here you say which fields are edges:
//!
//! ```
//! use weakgraph::{Children, Graph, Parent, Strong, Tree};
//!
//! #[derive(Graph)]
//! #[graph(on_drop = Node::farewell)] // optional: runs once, when the node dies
//! struct Node {
//!     name: String,
//!     #[weak]
//!     parent: Parent<Node>, // back-reference: never keeps the parent alive
//!     #[strong]
//!     children: Children<Node>, // owned, ordered
//! }
//!
//! impl Node {
//!     fn new(name: &str) -> Strong<Node> {
//!         Strong::new(Node { name: name.to_owned(), parent: Parent::new(), children: Children::new() })
//!     }
//!     fn farewell(&self) {
//!         println!("{} is gone", self.name)
//!     }
//!     fn depth(&self) -> usize {
//!         self.ancestors().count() // accessors work on `&self`
//!     }
//! }
//!
//! let root = Node::new("root");
//! let leaf = root.add_child(Node::new("leaf"));
//! assert!(leaf.parent() == Some(root.clone())); // handles compare by identity
//! assert_eq!(leaf.depth(), 1);
//! drop(root); // prints "root is gone"; nothing leaks
//! assert!(leaf.parent().is_none());
//! ```
//!
//! Both ends of every edge stay in step. Everything is freed the moment the last outside handle goes, on the thread that
//! drops it. An edit that would make a node its own ancestor is refused.
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | node | a value of a type that derives [`Graph`](derive@Graph), in an allocation of its own made by [`Strong::new`] |
//! | handle | [`Strong<T>`] keeps a node alive and derefs to it; [`Weak<T>`] does not and upgrades |
//! | owning edge | a `#[strong]` field [`Children<C, R>`](Children) (many, in order) or [`Child<C, R>`](Child) (at most one) |
//! | back-reference | a `#[weak]` field [`Parent<P, R>`](Parent) in the owned type, set and cleared by the owning edge |
//! | relation | the type `R`, default `()`, that pairs an owning edge with its back-reference: a mark, never a value |
//! | shared edge | a `#[strong]` field that holds `Strong<T>`, alone or in an `Option`, a `Vec`, a `RefCell`: many may own one target |
//! | weak link | a `#[weak]` field [`WeakCell<T>`](WeakCell) (one), [`WeakList<T>`](WeakList) (many), or a plain [`Weak<T>`] set once |
//! | root | a node that is held from outside: by a local, a static, a collection |
//! | watch | a callback for the death of a node, made by [`Strong::watch`] |
//!
//! # Weak references
//!
//! What Python's `weakref` gives to its users, for nodes: [`Weak`] as a key; callbacks ([`Strong::watch`], [`Finalizer`],
//! [`ExitGuard`]) and deaths to be asked for ([`DropQueue`]); [`Proxy`], [`WeakMethod`] and [`weak!`], which use a node without
//! keeping it; and, with the feature `collections`, maps and sets whose entries leave at the moment of death
//! (`weakgraph::collections`).
//!
//! # Guarantees
//!
//! - **G1 Both ends agree.** `c` is in `p.children()` exactly when `c.parent()` is `p`. Every edit is all or nothing.
//! - **G2 No leaks.** When the last outside handle to a part of the graph goes, that part is destroyed at once.
//! - **G3 No cycles.** An edit that would make a node its own ancestor, over whatever relations, is refused with a
//!   [`LinkError`] and changes nothing. A cycle of shared edges does not compile.
//! - **G4 Nothing dangles.** The back-reference of a node whose parent died reads `None`; a dead [`Weak`] upgrades to `None`.
//! - **G5 Constant stack.** Building, walking, printing and dropping work on a chain of 10,000,000 nodes in a thread with a
//!   64 KiB stack.
//! - **G6 No borrow panics.** No call panics because of re-entrancy, iteration, or who else is looking.
//! - **G7 No user code in the middle.** Hooks, `Drop` and closures run only when the structure is whole. If one panics,
//!   everything is destroyed all the same, then the first panic resumes.
//! - **G8 Pay for what you use.** A node that nobody observes carries no bytes for observers.
//! - **G9 Leaking is safe.** `mem::forget` of a handle, an iterator or a drain leaks memory at worst.
//!
//! # Death
//!
//! One order on every path:
//!
//! 1. The strong count reaches 0. From here [`Weak::upgrade`], the children' `parent()` and `handle()` give nothing; weak links
//!    to the node are empty; its lists take nobody any more. There is no resurrection.
//! 2. The hook of `#[graph(on_drop = ..)]` runs with `&self`: fields, children and weak links can still be read, and children
//!    can be moved to another parent, which saves them.
//! 3. The hooks of weak links to the node (`#[weak(on_drop = ..)]` on a [`WeakCell`] or [`WeakList`]) run on the nodes that
//!    hold them, [watches](Strong::watch) and [`Finalizer`]s run, [`DropQueue`]s get their keys: all in one order, newest first.
//! 4. Each child, in list order, is unlinked: its back-reference becomes `None`, then its `#[weak(on_drop = ..)]` runs. A
//!    child that nobody else holds is dead from then on; its own steps begin after this node's step 5, in document order
//!    (parent, first child and its subtree, second child and so on), as recursive dropping would do, without recursion.
//! 5. The fields are dropped. A `Drop` of the type runs here and sees its edges as they were before birth: empty, and
//!    without a node.
//! 6. The memory goes when the last [`Weak`] does. A node's big payload should not stay for a `Weak`'s sake: `Box` it.
//!
//! A handle that is dropped on the way (a value of a weak map, what a callback captured, a key of a queue) begins the steps of its node
//! at once, inside those in progress. The ninth inside each other waits until the innermost one in progress has ended, so that
//! a chain of those takes constant stack, too. Only nodes that are [`Readable`] can wait. A chain of nodes that borrow, or of handles in
//! plain fields (`#[graph(opaque)]`), takes stack for each, as with `Rc`.
//!
//! # Seeing, copying and storing a graph
//!
//! [`Graph::edges`] tells every edge of a node, [`Snapshot`] those of all nodes below a root. [`show`] makes pictures of them,
//! [`deep_clone`], [`tree_eq`] and [`tree_hash`] take a node with what it owns as a value, and the feature `serde` reads and
//! writes graphs. All of it works in constant stack.
//!
//! # What cannot be checked
//!
//! A strong handle that is hidden from the derive can close a cycle that nobody sees, and such a cycle leaks, as with `Rc`:
//! one captured by a boxed closure, one inside a type of another crate, one in a field marked `#[graph(opaque)]`. A captured
//! [`Weak`] does not.
//!
//! Handles stay on their thread. A node is reached through `&`, never `&mut`: data that changes sits in a `Cell`, a
//! `RefCell` or an atomic of yours. There is no way to take a value out of its node.
//!
//! # Sources of the semantics
//!
//! Moving, walking while editing and positions are the DOM's (`insertBefore`, `NodeIterator`, `compareDocumentPosition`);
//! weak handles are Python's `weakref`; containment with an opposite reference is EMF's; `handle()` is C++'s
//! `shared_from_this`.

// docs.rs shows which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

// The floors, from the lowest: each imports from those above it in this list, and from none below.
#[allow(unsafe_code, reason = "memory for nodes")]
mod alloc;
#[allow(unsafe_code, reason = "counts, links and observers, by pointers")]
mod core;
#[allow(unsafe_code, reason = "edits and teardown through links")]
mod engine;

#[allow(unsafe_code, reason = "lists through the links of their nodes")]
mod edge;

#[allow(unsafe_code, reason = "walks through links; a trait that only the derive may implement")]
mod tree;

#[allow(unsafe_code, reason = "nodes whose type is forgotten; traits that only the derive may implement")]
mod inspect;

#[cfg(feature = "collections")]
#[allow(unsafe_code, reason = "entries that observe their nodes")]
pub mod collections;
#[allow(unsafe_code, reason = "holds observers; derefs to the accessors that the derive writes")]
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

#[doc(hidden)]
#[allow(unsafe_code, missing_docs, reason = "births and handles; what generated code calls is not for people")]
pub mod __private;

pub use crate::core::edges::{Edge, EdgeKind, NodeId, Target};
pub use crate::core::error::{Dropped, LinkError, LinkErrorKind};
pub use crate::core::strong::Strong;
pub use crate::core::traits::{ChildOf, Graph, HasParent, NoStrongCycle, ParentOf, Readable};
/// The names that these traits had before: programs have them in bounds.
#[doc(hidden)]
pub use crate::core::traits::{ChildOf as MemberOf, ParentOf as OwnerOf};
pub use crate::core::weak::Weak;
pub use edge::{Child, Children, Drain, Iter, Parent, WeakCell, WeakIter, WeakList};
pub use inspect::snapshot::{NodeEdge, NodeInfo, Snapshot};
pub use inspect::value::{DeepClone, TreeEq, TreeHash, deep_clone, tree_eq, tree_hash};
pub use lifetime::finalizer::{ExitGuard, ExitRegistrar, Finalizer};
pub use lifetime::method::WeakMethod;
pub use lifetime::proxy::{Proxied, Proxy};
pub use lifetime::queue::DropQueue;
pub use lifetime::watch::Watch;
pub use read::{NodeRef, ReadSession, read};
pub use tree::breadth_first::BreadthFirst;
pub use tree::walk::{Ancestors, Descendants, Leaves, Siblings, Traverse, WalkEvent};
pub use tree::{Position, Tree};
pub use weakgraph_derive::Graph;

// The derive's output names the crate as its users do.
#[cfg(test)]
extern crate self as weakgraph;
#[cfg(test)]
#[allow(unsafe_code, reason = "sets counts to their ends")]
mod overflow;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
