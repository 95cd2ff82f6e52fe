//! Which nodes of this thread are alive, where they were made, and what keeps them (feature `leak`).
//!
//! A [`Snapshot`](crate::Snapshot) says what a root keeps alive. This module needs no root: with the feature, every
//! node is in a list of its thread, with the place in the source at which it was made.
//!
//! | | |
//! |---|---|
//! | [`scope`] and [`assert_none!`] | in a test: nothing that was made since is still alive |
//! | [`why`] | what keeps one node alive, in words |
//! | [`stats`] | how many nodes of each type there are, and their bytes |
//! | [`live`] | handles to all nodes of a type |
//! | [`find`] | what nothing outside can reach: cycles, and the fields that close them; [`Garbage::reclaim`] drops it |
//! | [`set_debug`] | a report at the end of each scope and of the thread |
//! | [`heap_snapshot`] | a file that Chrome's DevTools open: retainers, retained sizes, comparison |
//!
//! Visible edges form no cycle, as that is [refused](crate#guarantees). So what keeps a node alive for too long is
//! either a handle that no edge explains: one in a variable, a static or a collection, one that a closure captured, or
//! one that was forgotten. A report counts such handles, names the path from the nodes that they hold to the node in
//! question, and says where these were made.
//!
//! Or it is a handle in a field that is no edge. With the feature, the derive looks into these:
//!
//! | the field | what a report sees |
//! |---|---|
//! | is marked `#[graph(opaque)]` | the handles in the containers of the standard library, also inside each other; of anything else, that there is something |
//! | is of a type by another name: `type Link = Option<Strong<Node>>` | the same, of an alias of a handle in such containers |
//! | is a [`Callback`](crate::Callback) | the handles that it captured |
//! | shows a `dyn Trait`, a [`Watch`](crate::Watch), a [`Finalizer`](crate::Finalizer), a weak map | that there is something, by the name of the field |
//!
//! Such edges are [`EdgeKind::Hidden`](crate::EdgeKind::Hidden). They are part of reports only: no check for cycles, no
//! walk, copy or picture knows them.
//!
//! # Where handles were made
//!
//! With the feature `leak-handles`, each live handle knows the line that made it: the call of
//! [`Strong::new`](crate::Strong::new), `clone`, [`upgrade`](crate::Weak::upgrade), or of an accessor. A report names
//! these lines for the handles that no edge explains, so that a handle in a static or in a closure is found at once:
//!
//! ```text
//! 1 node is alive:
//! Widget "button", made at src/main.rs:19:36: 1 strong reference, 0 weak handles
//!     held by 1 handle that no edge explains: in a variable, a static, a closure or an opaque field
//!     a handle was made at src/main.rs:20:21
//! ```
//!
//! A handle takes 16 bytes then, and 24 bytes in a table of its thread. To clone and drop one takes 111 instructions in
//! place of 11: for the hunt, not for the program that ships.
//!
//! # What it costs
//!
//! With the feature, a node takes 32 bytes more, and is put into the list when it is made and taken out of it when its
//! memory is freed. To make a child, and to drop it with its parent, takes 156 instructions in place of 129, with
//! `leak-handles` 279. Without the feature there is nothing of it in the program. [`find`] takes about 0.5 µs a node at
//! 100,000 nodes and 0.8 µs at 1,000,000, up to twice that if all of them are found. (Measured with callgrind, and as
//! time of the CPU, in an optimised build.) A report costs O(nodes and edges of the thread), and constant stack.
//!
//! # What is not seen
//!
//! The nodes of other threads. The values of nodes whose types may borrow (those that are not
//! [`Readable`]): such a node is counted, and its place is known, but it has no label and no edges in a
//! report. A node that `deep_clone` or serde has made has a place in this crate.
//!
//! # Example
//! ```
//! use std::cell::RefCell;
//! use weakgraph::{Children, Graph, Parent, Strong, leak};
//!
//! #[derive(Graph, Default)]
//! struct Widget {
//!     #[graph(label)] name: &'static str,
//!     #[weak] parent: Parent<Widget>,
//!     #[strong] children: Children<Widget>,
//!     /// The derive cannot see what a closure captured.
//!     on_click: RefCell<Option<Box<dyn Fn()>>>,
//! }
//!
//! let scope = leak::scope();
//! {
//!     let window = Strong::new(Widget { name: "window", ..Widget::default() });
//!     let button = window.add_child(Widget { name: "button", ..Widget::default() });
//!     let me = button.clone(); // should be a `Weak`
//!     *button.on_click.borrow_mut() = Some(Box::new(move || println!("{}", me.name)));
//! }
//! let report = scope.report();
//! assert_eq!(report.len(), 1, "the window was dropped, its button was not");
//! let button = &report.nodes()[0];
//! assert_eq!((button.label(), button.outside_handles()), ("button", 1));
//! assert!(report.to_string().starts_with("1 node is alive:\nWidget \"button\", made at "));
//! ```

mod debug;
mod garbage;
mod heap;
mod heap_snapshot;
mod report;

use core::fmt;
use core::marker::PhantomData;
use std::collections::BTreeMap;

pub use self::debug::{DebugFlags, LEAK, SAVE, debug, garbage, set_debug};
pub use self::garbage::{Cycle, Garbage, find};
pub use self::heap_snapshot::heap_snapshot;
pub use self::report::{LiveNode, Report, Why};
use crate::core::edges::NodeId;
use crate::core::traits::Readable;
use crate::engine::live;
use crate::{Graph, Strong, Weak};

/// Returns a handle to each live node of this thread whose type is `T`, in the order in which they were made.
///
/// A node whose drop has begun is not among them. Costs O(live nodes of the thread).
///
/// Python's `gc.get_objects`, for one type.
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, leak};
///
/// #[derive(Graph)]
/// struct Icon(u32);
///
/// let icons: Vec<_> = (0..3).map(|size| Strong::new(Icon(size))).collect();
/// assert_eq!(leak::live::<Icon>(), icons);
/// drop(icons);
/// assert!(leak::live::<Icon>().is_empty());
/// ```
#[must_use]
pub fn live<T: Graph + Readable>() -> Vec<Strong<T>> {
    live::handles(None)
}

/// Returns the number of live nodes of each type, and their bytes: the type with most bytes first.
///
/// Runs no user code. Costs O(live nodes of the thread).
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, leak};
///
/// #[derive(Graph)]
/// struct Icon([u8; 1000]);
///
/// let icons: Vec<_> = (0..3).map(|_| Strong::new(Icon([0; 1000]))).collect();
/// let stats = leak::stats();
/// assert_eq!((stats[0].type_name, stats[0].nodes), ("Icon", 3));
/// assert!(stats[0].bytes > 3000);
/// # drop(icons);
/// ```
#[must_use]
pub fn stats() -> Vec<TypeStats> {
    let mut types: BTreeMap<&'static str, TypeStats> = BTreeMap::new();
    for node in live::live_since(0) {
        let empty = TypeStats { type_name: node.type_name, nodes: 0, bytes: 0 };
        let stats = types.entry(node.type_name).or_insert(empty);
        stats.nodes += 1;
        stats.bytes += node.size;
    }
    let mut types: Vec<TypeStats> = types.into_values().collect();
    types.sort_by_key(|stats| core::cmp::Reverse(stats.bytes));
    types
}

/// The live nodes of one type; see [`stats`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct TypeStats {
    /// The name of the type.
    pub type_name: &'static str,
    /// The number of its live nodes.
    pub nodes: usize,
    /// The sizes of their allocations.
    pub bytes: usize,
}

impl fmt::Display for TypeStats {
    /// `Node: 3 nodes, 240 bytes`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TypeStats { type_name, nodes, bytes } = self;
        write!(f, "{type_name}: {}, {bytes} bytes", report::counted(*nodes, "node"))
    }
}

/// Returns a scope, which knows the nodes that are made on this thread from now on. Costs O(1).
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, leak};
///
/// #[derive(Graph)]
/// struct Icon;
///
/// let before = Strong::new(Icon);
/// let scope = leak::scope();
/// drop(Strong::new(Icon));
/// leak::assert_none!(scope); // `before` is older
/// # drop(before);
/// ```
#[must_use]
pub fn scope() -> Scope {
    // Reads the environment, if this is the first call on the thread.
    debug();
    Scope { start: live::made(), marker: PhantomData }
}

/// The nodes that were made on this thread since a call of [`scope`].
pub struct Scope {
    start: u64,
    /// Of this thread.
    marker: PhantomData<*const ()>,
}

impl Scope {
    /// Returns the number of nodes that were made since, and are alive. Runs no user code.
    #[must_use]
    pub fn live(&self) -> usize {
        live::live_since(self.start).len()
    }

    /// Returns a report on the nodes that were made since, and are alive.
    ///
    /// Computes the labels of these nodes, and of those that keep them: runs the user code of `#[graph(label)]`. Costs
    /// O(live nodes and edges of the thread).
    ///
    /// # Panics
    /// If the user code of a label does.
    #[must_use]
    pub fn report(&self) -> Report {
        report::report(self.start)
    }
}

impl Drop for Scope {
    /// Prints a report, if [`set_debug`] says so.
    fn drop(&mut self) {
        debug::scope_ends(self.start);
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scope({} alive)", self.live())
    }
}

/// Panics with a [report](Scope::report) if a node that was made since the [`scope`] began is still alive.
///
/// For tests: a scope at the beginning, this at the end.
///
/// # Panics
/// If such a node is alive.
///
/// # Example
/// ```should_panic
/// use weakgraph::{Graph, Strong, leak};
///
/// #[derive(Graph)]
/// struct Icon;
///
/// let scope = leak::scope();
/// std::mem::forget(Strong::new(Icon));
/// leak::assert_none!(scope); // panics: "1 node is alive: Icon, made at ..."
/// ```
#[doc(inline)]
pub use crate::__leak_assert_none as assert_none;

#[doc(hidden)]
#[macro_export]
macro_rules! __leak_assert_none {
    ($scope:expr $(,)?) => {
        $crate::leak::__assert_none(&$scope)
    };
}

#[doc(hidden)]
#[track_caller]
pub fn __assert_none(scope: &Scope) {
    if scope.live() > 0 {
        let report = scope.report();
        assert!(report.is_empty(), "{report}");
    }
}

/// Returns what keeps a node alive. `Display` prints it in words.
///
/// # Panics
/// If the user code of a label does.
///
/// # Example
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong, leak};
///
/// #[derive(Graph, Default)]
/// struct Node {
///     #[graph(label)] name: &'static str,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
///
/// let root = Strong::new(Node { name: "root", ..Node::default() });
/// let leaf = root.add_child(Node { name: "leaf", ..Node::default() });
/// let weak = Strong::downgrade(&leaf);
/// drop(leaf);
/// let why = leak::why(&weak).to_string();
/// assert!(why.contains("    in children[0] of Node \"root\"\n"), "{why}");
/// drop(root);
/// assert_eq!(leak::why(&weak).to_string(), "this `Node` was dropped\n");
/// ```
#[must_use]
pub fn why<T: Graph>(node: &Weak<T>) -> Why {
    // The handle is not kept: it would count among those that hold the node.
    let id = node.upgrade().map(|node| NodeId::of(&node));
    report::why(id, T::NAME)
}
