//! The one description of a node's edges: the derive tells every edge to a [`EdgeCollector`], and everything that
//! shows, copies, compares or writes a graph stands on what was told.
//!
//! Nothing is counted meanwhile and no user code runs: the code that tells is the derive's, the containers are those of
//! the standard library, and a `RefCell` that somebody has borrowed is left alone. So the pointers that were seen are
//! good until the caller does either.

use core::any::Any;
use core::cell::{Cell, OnceCell, RefCell};
use core::hash::BuildHasherDefault;
use core::mem;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use crate::core::edges::{EdgeCollector, NodeId};
use crate::core::raw_edge::{EdgeKind, RawTarget};
use crate::core::spread::Spread;
use crate::{Strong, Weak};

/// Nodes and what is known of each, such as a number.
pub(crate) type NodeMap<V> = HashMap<NodeId, V, BuildHasherDefault<Spread>>;

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

/// What [`Inspect`] does with a type that is not known, or only called like a known one.
///
/// Where the derive's code calls one of these methods, traits of the user's are in scope, and one that is implemented
/// for all types may have a method of the same name. So each is either an inherent method of [`Inspect`] or one of this
/// trait, always by value: then such a call never runs a method of the user's (H1), as it is ambiguous at worst. A
/// method that was found only through a reference, after all those by value, could be hidden by one of the user's.
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
    /// A cell that is not one of those that can be emptied.
    fn __cell<I: ?Sized>(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, _: impl FnMut(&mut EdgeCollector<'_>, &I)) {
        see.opaque(kind);
    }
    fn __owned(self) -> Owned;
    /// What is below the containers of a field that is no edge.
    fn __leaf(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, owned: Owned) {
        if owned.drops {
            see.opaque(kind);
        }
    }
    /// A field whose type shows nothing.
    fn __alias(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, owned: Owned) {
        if owned.drops && owned.hides {
            see.opaque(kind);
        }
    }
}

impl<X: ?Sized> Unknown for Inspect<'_, X> {
    fn __owned(self) -> Owned {
        Owned { drops: mem::needs_drop::<X>(), hides: false }
    }
}

/// What a value that is not [`Known`] may own.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Owned {
    /// What has no destructor holds no handle.
    drops: bool,
    /// It is a pointer to a `dyn Trait`, which hides what it owns.
    hides: bool,
}

/// Of a pointer, what it points to decides.
macro_rules! pointers {
    ($($ty:ty)*) => {$(
        impl<X: ?Sized> Inspect<'_, $ty> {
            pub fn __owned(self) -> Owned {
                Owned { drops: mem::needs_drop::<X>(), hides: size_of::<&X>() > size_of::<&u8>() }
            }
        }
    )*};
}

pointers! { Box<X> Rc<X> Arc<X> }

impl<T> Inspect<'_, Strong<T>> {
    pub fn __strong(self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        see.strong(kind, self.0);
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

#[cfg(not(feature = "leak"))]
impl<X: ?Sized> Inspect<'_, Rc<X>> {
    pub fn __each(self, see: &mut EdgeCollector<'_>, _: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        each(see, self.0);
    }
}

#[cfg(feature = "leak")]
impl<X: ?Sized> Inspect<'_, Rc<X>> {
    pub fn __each(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, mut each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        see.shared(Rc::as_ptr(self.0).addr(), Rc::strong_count(self.0), kind, |see| each(see, self.0));
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

impl<X: Emptied + FromNothing> Inspect<'_, Cell<X>> {
    /// As `__each`, of a cell that can be emptied.
    pub fn __cell(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        #[cfg(feature = "leak")]
        if let Some(trash) = see.trash() {
            self.0.replace(X::nothing()).__empty(trash);
            return;
        }
        self.__each(see, kind, each);
    }
}

impl<X: Emptied> Inspect<'_, RefCell<X>> {
    /// As `__each`, of a cell that can be emptied.
    pub fn __cell(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, each: impl FnMut(&mut EdgeCollector<'_>, &X)) {
        #[cfg(feature = "leak")]
        if let Some(trash) = see.trash() {
            if let Ok(mut inner) = self.0.try_borrow_mut() {
                inner.__empty(trash);
            }
            return;
        }
        self.__each(see, kind, each);
    }
}

/// What a cell may hold that [`leak`](crate::leak) empties.
///
/// # Safety
/// It runs no user code.
#[doc(hidden)]
pub unsafe trait Emptied {
    /// Moves everything out.
    fn __empty(&mut self, trash: &mut Vec<Box<dyn Any>>);
}

macro_rules! emptied {
    ($([$($param:ident),*] $ty:ty: $this:ident => $out:expr;)*) => {$(
        // SAFETY: what is in it is moved as it is: none of it is compared, hashed or dropped.
        unsafe impl<$($param: 'static),*> Emptied for $ty {
            fn __empty(&mut self, trash: &mut Vec<Box<dyn Any>>) {
                let $this = self;
                trash.push(Box::new($out));
            }
        }
    )*};
}

emptied! {
    [X] Option<X>: it => it.take();
    [X] Vec<X>: it => mem::take(it);
    [X] VecDeque<X>: it => mem::take(it);
    [X] LinkedList<X>: it => mem::take(it);
    [X] BinaryHeap<X>: it => it.drain().collect::<Vec<_>>();
    [X] BTreeSet<X>: it => mem::take(it);
    [K, V] BTreeMap<K, V>: it => mem::take(it);
    [X, S] HashSet<X, S>: it => it.drain().collect::<Vec<_>>();
    [K, V, S] HashMap<K, V, S>: it => it.drain().collect::<Vec<_>>();
}

/// A type that is looked into without its name: an alias of a handle, or of a container of handles.
///
/// # Safety
/// It runs no user code.
#[doc(hidden)]
pub unsafe trait Known {
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind);
    /// Moves everything out of what [`leak`](crate::leak) empties in a cell; `false` for anything else.
    fn __take(&mut self, _: &mut Vec<Box<dyn Any>>) -> bool {
        false
    }
}

impl<X: Known> Inspect<'_, X> {
    pub fn __leaf(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, _: Owned) {
        self.0.__look(see, kind);
    }
    pub fn __alias(self, see: &mut EdgeCollector<'_>, kind: EdgeKind, _: Owned) {
        self.0.__look(see, kind);
    }
}

// SAFETY: it adds an edge.
unsafe impl<T> Known for Strong<T> {
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        Inspect(self).__strong(see, kind);
    }
}

macro_rules! known {
    ($($ty:ty)*) => {$(
        // SAFETY: it looks into a container of the standard library.
        unsafe impl<X: Known> Known for $ty {
            fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
                Inspect(self).__each(see, kind, |see, it: &X| it.__look(see, kind));
            }
        }
    )*};
}

known! { OnceCell<X> Box<X> Rc<X> }

macro_rules! known_lists {
    ($($ty:ty)*) => {$(
        // SAFETY: it looks into a container of the standard library, or moves what is in it.
        unsafe impl<X: Known + 'static> Known for $ty {
            fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
                Inspect(self).__each(see, kind, |see, it: &X| it.__look(see, kind));
            }
            fn __take(&mut self, trash: &mut Vec<Box<dyn Any>>) -> bool {
                self.__empty(trash);
                true
            }
        }
    )*};
}

known_lists! { Option<X> Vec<X> VecDeque<X> LinkedList<X> BinaryHeap<X> BTreeSet<X> }

// SAFETY: as above.
unsafe impl<X: Known + 'static, S: 'static> Known for HashSet<X, S> {
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        Inspect(self).__each_key(see, kind, |see, it: &X| it.__look(see, kind));
    }
    fn __take(&mut self, trash: &mut Vec<Box<dyn Any>>) -> bool {
        self.__empty(trash);
        true
    }
}

// SAFETY: it looks into an array.
unsafe impl<X: Known, const N: usize> Known for [X; N] {
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        Inspect(self).__each(see, kind, |see, it: &X| it.__look(see, kind));
    }
}

// SAFETY: it looks into a container of the standard library, or moves what is in it.
unsafe impl<X: Known> Known for RefCell<X> {
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        #[cfg(feature = "leak")]
        if let Some(trash) = see.trash() {
            // One that is borrowed is left alone.
            let Ok(mut inner) = self.try_borrow_mut() else { return };
            if inner.__take(trash) {
                return;
            }
        }
        Inspect(self).__each(see, kind, |see, it: &X| it.__look(see, kind));
    }
}

macro_rules! known_maps {
    ($([$($param:tt)*] $ty:ty;)*) => {$(
        // SAFETY: it looks into a container of the standard library.
        unsafe impl<K: 'static, X: Known + 'static, $($param)*> Known for $ty {
            fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
                self.values().for_each(|it| it.__look(see, kind));
            }
            fn __take(&mut self, trash: &mut Vec<Box<dyn Any>>) -> bool {
                self.__empty(trash);
                true
            }
        }
    )*};
}

known_maps! {
    [] BTreeMap<K, X>;
    [S: 'static] HashMap<K, X, S>;
}

// SAFETY: as above.
unsafe impl<X: Known + 'static> Known for Cell<Option<X>> {
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        Inspect(self).__cell(see, kind, |see, it: &Option<X>| it.__look(see, kind));
    }
}

// SAFETY: as above.
unsafe impl<X: Known + 'static> Known for Cell<Vec<X>> {
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        Inspect(self).__cell(see, kind, |see, it: &Vec<X>| it.__look(see, kind));
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
