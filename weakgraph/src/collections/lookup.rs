//! [`Lookup`]: what the entry of a node is found by.

use core::borrow::Borrow;
use core::hash::{BuildHasher, Hash};

use crate::core::yields::Yield;

/// What a [`WeakKeyMap`](super::WeakKeyMap) or a [`WeakSet`](super::WeakSet) of nodes of type `K` finds a node by:
///
/// - a `K`, or any `Q` for which the node's type implements [`Borrow<Q>`](Borrow), as in the maps of `std`;
/// - a handle to a `K`: a [`Strong`](crate::Strong) or a [`NodeRef`](crate::NodeRef).
///
/// `By` says which of the two. The compiler finds it.
///
/// # Example
/// An interner:
/// ```
/// use std::borrow::Borrow;
/// use weakgraph::collections::WeakSet;
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph, PartialEq, Eq, Hash)]
/// struct Symbol(Box<str>);
///
/// impl Borrow<str> for Symbol {
///     fn borrow(&self) -> &str {
///         &self.0
///     }
/// }
///
/// #[derive(Default)]
/// struct Interner(WeakSet<Symbol>);
///
/// impl Interner {
///     fn intern(&self, text: &str) -> Strong<Symbol> {
///         self.0.get_or_insert_with(text, || Strong::new(Symbol(text.into())))
///     }
/// }
///
/// let symbols = Interner::default();
/// let foo = symbols.intern("foo");
/// assert!(symbols.intern("foo") == foo);
/// assert!(symbols.0.contains("foo") && symbols.0.contains(&foo) && !symbols.0.contains("bar"));
/// drop(foo);
/// assert!(symbols.0.is_empty());
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{K}` cannot be found by a `{Self}`",
    label = "neither a `{K}`, nor a handle to one, nor what it borrows as",
    note = "implement `Borrow<{Self}>` for `{K}`, with the same `Hash` and `Eq` as the whole, as for the maps of `std`"
)]
pub trait Lookup<K, By> {
    #[doc(hidden)]
    fn __hash(&self, hasher: &impl BuildHasher) -> u64;
    #[doc(hidden)]
    fn __finds(&self, node: &K) -> bool;
}

/// See [`Lookup`].
#[derive(Debug)]
pub enum ByBorrow {}

/// See [`Lookup`].
#[derive(Debug)]
pub enum ByHandle {}

impl<K: Borrow<Q>, Q: Hash + Eq + ?Sized> Lookup<K, ByBorrow> for Q {
    #[inline]
    fn __hash(&self, hasher: &impl BuildHasher) -> u64 {
        hasher.hash_one(self)
    }

    #[inline]
    fn __finds(&self, node: &K) -> bool {
        node.borrow() == self
    }
}

impl<K: Hash + Eq, H: Yield<K>> Lookup<K, ByHandle> for H {
    #[inline]
    fn __hash(&self, hasher: &impl BuildHasher) -> u64 {
        hasher.hash_one(&**self)
    }

    #[inline]
    fn __finds(&self, node: &K) -> bool {
        *node == **self
    }
}
