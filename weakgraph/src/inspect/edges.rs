//! The one description of a node's edges: the derive tells every edge to a [`EdgeCollector`], and everything that
//! shows, copies, compares or writes a graph stands on what was told.
//!
//! Nothing is counted meanwhile and no user code runs: the code that tells is the derive's, the containers are those of
//! the standard library, and a `RefCell` that somebody has borrowed is left alone. So the pointers that were seen are
//! good until the caller does either.

use core::cell::{Cell, OnceCell, RefCell};
use core::hash::{BuildHasherDefault, Hasher};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;

use crate::core::edges::{EdgeCollector, NodeId};
use crate::core::raw_edge::{EdgeKind, RawTarget};
use crate::{Strong, Weak};

/// Nodes and what is known of each, such as a number.
pub(crate) type NodeMap<V> = HashMap<NodeId, V, BuildHasherDefault<Spread>>;

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

impl EdgeCollector<'_> {
    /// A container that cannot be looked into.
    pub fn opaque(&mut self, kind: EdgeKind) {
        self.add(kind, RawTarget::Opaque);
    }
}

/// Looks into a container: a method of its own for those that are known, and one of [`Unknown`] for all others.
///
/// `see` and `each` are never user code: the derive writes them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Inspect<'a, X: ?Sized>(pub &'a X);

/// What [`Inspect`] does with a type that is only called like a known one.
#[doc(hidden)]
pub trait Unknown: Sized {
    fn __strong(self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        see.opaque(kind);
    }
    fn __weak(self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        see.opaque(kind);
    }
    fn __each<I: ?Sized>(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, _: impl FnMut(&mut EdgeCollector<'_>, &I)) {
        see.opaque(kind);
    }
    fn __each_key<I: ?Sized>(
        self,
        see: &mut EdgeCollector<'_>,
        kind: EdgeKind,
        _: impl FnMut(&mut EdgeCollector<'_>, &I),
    ) {
        see.opaque(kind);
    }
    fn __each_value<I: ?Sized>(
        self,
        see: &mut EdgeCollector<'_>,
        kind: EdgeKind,
        _: impl FnMut(&mut EdgeCollector<'_>, &I),
    ) {
        see.opaque(kind);
    }
}

impl<X: ?Sized> Unknown for Inspect<'_, X> {}

impl<T> Inspect<'_, Strong<T>> {
    pub fn __strong(self, see: &mut EdgeCollector<'_>, _: EdgeKind) {
        see.add(EdgeKind::Shared, RawTarget::Node(self.0.raw()));
    }
}

impl<T> Inspect<'_, Weak<T>> {
    pub fn __weak(self, see: &mut EdgeCollector<'_>, _: EdgeKind) {
        see.weak(self.0);
    }
}

impl<X: ?Sized> Inspect<'_, Box<X>> {
    pub fn __each(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        each(see, self.0);
    }
}

impl<X: ?Sized> Inspect<'_, Rc<X>> {
    pub fn __each(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        each(see, self.0);
    }
}

impl<X> Inspect<'_, OnceCell<X>> {
    pub fn __each(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        if let Some(inner) = self.0.get() {
            each(see, inner);
        }
    }
}

impl<X: ?Sized> Inspect<'_, RefCell<X>> {
    pub fn __each(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        match self.0.try_borrow() {
            Ok(inner) => each(see, &inner),
            Err(_) => see.add(kind, RawTarget::Borrowed),
        }
    }
}

/// A `Cell` lends nothing out: what is in it is taken out, looked at and put back.
impl<X: FromNothing> Inspect<'_, Cell<X>> {
    pub fn __each(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
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
        impl<X, $($param)*> Inspect<'_, $ty> {
            pub fn __each(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
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

impl<X, S> Inspect<'_, HashSet<X, S>> {
    pub fn __each_key(
        self,
        see: &mut EdgeCollector<'_>,
        _: EdgeKind,
        mut each: impl FnMut(&mut EdgeCollector<'_>, &X),
    ) {
        self.0.iter().for_each(|item| each(see, item));
    }
}

macro_rules! maps {
    ($([$($param:tt)*] $ty:ty;)*) => {$(
        impl<K, V, $($param)*> Inspect<'_, $ty> {
            pub fn __each_key(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &K)) {
                self.0.keys().for_each(|key| each(see, key));
            }
            pub fn __each_value(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &V)) {
                self.0.values().for_each(|value| each(see, value));
            }
        }
    )*};
}

maps! {
    [] BTreeMap<K, V>;
    [S] HashMap<K, V, S>;
}
