//! The one description of a node's edges: the derive tells every edge to a [`See`], and everything that shows, copies,
//! compares or writes a graph stands on what was told.
//!
//! Nothing is counted meanwhile and no user code runs: the code that tells is the derive's, the containers are those of the
//! standard library, and a `RefCell` that somebody has borrowed is left alone. So the pointers that were seen are good until
//! the caller does either.

use core::cell::{Cell, OnceCell, RefCell};
use core::fmt;
use core::hash::{BuildHasherDefault, Hasher};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;

use crate::core::ptr::Raw;
use crate::core::traits::Member;
use crate::edge::{Child, Children, Parent, WeakCell, WeakList};
use crate::{Graph, Strong, Weak};

/// Which node it is: the address of its header. Two nodes that exist at the same time have different ones; a handle of either
/// kind keeps it from being used again.
///
/// ```
/// use weakgraph::{Graph, NodeId, Strong};
///
/// #[derive(Graph)]
/// struct Style;
///
/// let (a, b) = (Strong::new(Style), Strong::new(Style));
/// assert!(NodeId::of(&a) == NodeId::of(&a.clone()) && NodeId::of(&a) != NodeId::of(&b));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(usize);

impl NodeId {
    /// The node of this handle.
    #[must_use]
    pub fn of<T>(node: &Strong<T>) -> NodeId {
        NodeId::of_raw(node.raw())
    }

    pub(crate) fn of_raw(node: Raw) -> NodeId {
        NodeId(node.as_ptr().addr())
    }
}

/// Numbers of nodes, or what else is known of them.
pub(crate) type Numbers<V> = HashMap<NodeId, V, BuildHasherDefault<Spread>>;

/// Spreads addresses over a table: nobody chooses them, so no more is needed.
#[derive(Default)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_usize(usize::from(byte)));
    }

    fn write_usize(&mut self, number: usize) {
        // The table takes its place from the low bits, and addresses are multiples of 8.
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId({:#x})", self.0)
    }
}

/// What an edge is to the node that has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum EdgeKind {
    /// An owning edge, [`Children`] or [`Child`]: the target has one owner in this relation.
    Owning,
    /// A shared edge: a [`Strong`], alone or in a container.
    Shared,
    /// A back-reference, [`Parent`].
    Back,
    /// A weak link: [`WeakCell`], [`WeakList`], or a [`Weak`], alone or in a container.
    Weak,
}

impl EdgeKind {
    /// Whether the edge keeps its target alive.
    #[must_use]
    pub fn is_strong(self) -> bool {
        matches!(self, EdgeKind::Owning | EdgeKind::Shared)
    }
}

/// Where an [`Edge`] leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Target {
    /// A living node.
    Alive {
        /// Which one.
        id: NodeId,
        /// The name of its type.
        type_name: &'static str,
    },
    /// A node that died: of a [`WeakCell`], or of a [`Weak`].
    Dead {
        /// The name of its type.
        type_name: &'static str,
    },
    /// Not known: the edges are in a [`RefCell`] that is mutably borrowed just now.
    Borrowed,
    /// Not known: the edges are in a container that is none of the standard library.
    Opaque,
}

/// An edge as it was when [`Graph::edges`] was called.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub struct Edge {
    /// The field, or what `#[weak(name = ..)]` or `#[strong(name = ..)]` calls it; of a container in a tuple, its number.
    pub field: &'static str,
    /// What the edge is to the node.
    pub kind: EdgeKind,
    /// Its place among the edges of this field, from 0.
    pub index: usize,
    /// Where it leads.
    pub target: Target,
}

/// [`Edge`] before anybody has counted.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) field: &'static str,
    pub(crate) kind: EdgeKind,
    pub(crate) index: u32,
    pub(crate) to: To,
}

/// Where a [`Seen`] edge leads.
#[derive(Clone, Copy)]
pub(crate) enum To {
    /// A living node, until user code runs or a count changes.
    Node(Raw),
    Dead(&'static str),
    Borrowed,
    Opaque,
}

/// Told the edges of a node by [`Graph::__edges`], in the order of the fields.
#[doc(hidden)]
pub struct See<'s> {
    field: &'static str,
    index: u32,
    into: &'s mut Vec<Seen>,
}

impl fmt::Debug for See<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("See").finish_non_exhaustive()
    }
}

/// Adds the edges of a value. Counts nothing and runs no user code.
pub(crate) fn see<T: Graph>(value: &T, into: &mut Vec<Seen>) {
    value.__edges(&mut See { field: "", index: 0, into });
}

/// `Table::edges`.
///
/// # Safety
/// I1, I2, I4: the value is alive.
pub(crate) unsafe fn see_raw<T: Graph>(node: Raw, into: &mut Vec<Seen>) {
    // SAFETY: forwarded.
    see(unsafe { node.value::<T>() }, into);
}

/// `Table::label`: runs user code.
///
/// # Safety
/// I1, I2, I4: the value is alive, and stays so.
pub(crate) unsafe fn label_raw<T: Graph>(node: Raw) -> Option<String> {
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__label()
}

/// What [`Graph::edges`] gives.
pub(crate) fn edges<T: Graph>(value: &T) -> Vec<Edge> {
    let mut seen = Vec::new();
    see(value, &mut seen);
    let edge = |seen: Seen| Edge {
        field: seen.field,
        kind: seen.kind,
        index: seen.index as usize,
        target: match seen.to {
            To::Node(node) => {
                // SAFETY: I1: seen just now: alive, and no user code has run since.
                Target::Alive { id: NodeId::of_raw(node), type_name: unsafe { node.table() }.name }
            }
            To::Dead(type_name) => Target::Dead { type_name },
            To::Borrowed => Target::Borrowed,
            To::Opaque => Target::Opaque,
        },
    };
    seen.into_iter().map(edge).collect()
}

impl See<'_> {
    /// A field follows.
    pub fn field(&mut self, field: &'static str) -> &mut Self {
        (self.field, self.index) = (field, 0);
        self
    }

    fn add(&mut self, kind: EdgeKind, to: To) {
        self.into.push(Seen { field: self.field, kind, index: self.index, to });
        self.index += 1;
    }

    fn weak<T>(&mut self, target: &Weak<T>) {
        if let Some(node) = target.node() {
            let to = match target.is_alive() {
                true => To::Node(node),
                // SAFETY: I1: the handle owns a weak count.
                false => To::Dead(unsafe { node.table() }.name),
            };
            self.add(EdgeKind::Weak, to);
        }
    }

    pub fn parent<P, R>(&mut self, edge: &Parent<P, R>) {
        if let Some(owner) = edge.__link().owner() {
            // SAFETY: I6: the owner is not past step 4 of its death.
            if unsafe { owner.strong() } > 0 {
                self.add(EdgeKind::Back, To::Node(owner));
            }
        }
    }

    pub fn children<C: Member<R>, R>(&mut self, edge: &Children<C, R>) {
        edge.each_raw(|member| self.add(EdgeKind::Owning, To::Node(member)));
    }

    pub fn child<C: Member<R>, R>(&mut self, edge: &Child<C, R>) {
        self.children(edge.as_list());
    }

    pub fn weak_cell<T>(&mut self, edge: &WeakCell<T>) {
        edge.peek(|target| self.weak(target));
    }

    pub fn weak_list<T>(&mut self, edge: &WeakList<T>) {
        edge.each_raw(|target| self.add(EdgeKind::Weak, To::Node(target)));
    }

    /// A container that cannot be looked into.
    pub fn opaque(&mut self, kind: EdgeKind) {
        self.add(kind, To::Opaque);
    }
}

/// Looks into a container: a method of its own for those that are known, and one of [`Unknown`] for all others.
///
/// `see` and `each` are never user code: the derive writes them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Within<'a, X: ?Sized>(pub &'a X);

/// What [`Within`] does with a type that is only called like a known one.
#[doc(hidden)]
pub trait Unknown: Sized {
    fn __strong(self, see: &mut See<'_>, kind: EdgeKind) {
        see.opaque(kind);
    }
    fn __weak(self, see: &mut See<'_>, kind: EdgeKind) {
        see.opaque(kind);
    }
    fn __each<I: ?Sized>(self, see: &mut See<'_>, kind: EdgeKind, _: impl FnMut(&mut See<'_>, &I)) {
        see.opaque(kind);
    }
    fn __each_key<I: ?Sized>(self, see: &mut See<'_>, kind: EdgeKind, _: impl FnMut(&mut See<'_>, &I)) {
        see.opaque(kind);
    }
    fn __each_value<I: ?Sized>(self, see: &mut See<'_>, kind: EdgeKind, _: impl FnMut(&mut See<'_>, &I)) {
        see.opaque(kind);
    }
}

impl<X: ?Sized> Unknown for Within<'_, X> {}

impl<T> Within<'_, Strong<T>> {
    pub fn __strong(self, see: &mut See<'_>, _: EdgeKind) {
        see.add(EdgeKind::Shared, To::Node(self.0.raw()));
    }
}

impl<T> Within<'_, Weak<T>> {
    pub fn __weak(self, see: &mut See<'_>, _: EdgeKind) {
        see.weak(self.0);
    }
}

impl<X: ?Sized> Within<'_, Box<X>> {
    pub fn __each(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &X)) {
        each(see, self.0);
    }
}

impl<X: ?Sized> Within<'_, Rc<X>> {
    pub fn __each(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &X)) {
        each(see, self.0);
    }
}

impl<X> Within<'_, OnceCell<X>> {
    pub fn __each(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &X)) {
        if let Some(inner) = self.0.get() {
            each(see, inner);
        }
    }
}

impl<X: ?Sized> Within<'_, RefCell<X>> {
    pub fn __each(self, see: &mut See<'_>, kind: EdgeKind, mut each: impl FnMut(&mut See<'_>, &X)) {
        match self.0.try_borrow() {
            Ok(inner) => each(see, &inner),
            Err(_) => see.add(kind, To::Borrowed),
        }
    }
}

/// A `Cell` lends nothing out: what is in it is taken out, looked at and put back.
impl<X: FromNothing> Within<'_, Cell<X>> {
    pub fn __each(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &X)) {
        let inner = self.0.replace(X::nothing());
        each(see, &inner);
        self.0.set(inner);
    }
}

/// What may stand in a `Cell` while its content is looked at.
///
/// # Safety
/// Making and dropping it runs no user code: whoever looks has pointers that nothing counts.
#[doc(hidden)]
pub unsafe trait FromNothing {
    fn nothing() -> Self;
}

// SAFETY: `None` holds no `X`.
unsafe impl<X> FromNothing for Option<X> {
    fn nothing() -> Self {
        None
    }
}

// SAFETY: An empty one holds no `X` and no memory.
unsafe impl<X> FromNothing for Vec<X> {
    fn nothing() -> Self {
        Vec::new()
    }
}

// SAFETY: It leads to no node.
unsafe impl<T> FromNothing for Weak<T> {
    fn nothing() -> Self {
        Weak::new()
    }
}

macro_rules! lists {
    ($([$($param:tt)*] $ty:ty;)*) => {$(
        impl<X, $($param)*> Within<'_, $ty> {
            pub fn __each(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &X)) {
                self.0.iter().for_each(|item| each(see, item));
            }
        }
    )*};
}

lists! {
    [] Option<X>;
    [] Vec<X>;
    [] VecDeque<X>;
    [] LinkedList<X>;
    [] BinaryHeap<X>;
    [] BTreeSet<X>;
    [] HashSet<X>;
    [] [X];
    [const N: usize] [X; N];
}

impl<X, S> Within<'_, HashSet<X, S>> {
    pub fn __each_key(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &X)) {
        self.0.iter().for_each(|item| each(see, item));
    }
}

macro_rules! maps {
    ($([$($param:tt)*] $ty:ty;)*) => {$(
        impl<K, V, $($param)*> Within<'_, $ty> {
            pub fn __each_key(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &K)) {
                self.0.keys().for_each(|key| each(see, key));
            }
            pub fn __each_value(self, see: &mut See<'_>, _: EdgeKind, mut each: impl FnMut(&mut See<'_>, &V)) {
                self.0.values().for_each(|value| each(see, value));
            }
        }
    )*};
}

maps! {
    [] BTreeMap<K, V>;
    [S] HashMap<K, V, S>;
}
