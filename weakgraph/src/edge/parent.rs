//! [`Parent`]: the back-reference.

use core::fmt;
use core::marker::PhantomData;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::Strong;
use crate::core::Invariant;
use crate::core::link::Link;
use crate::core::traits::{HasParent, Visit};
use crate::core::yields::Yield;
use crate::engine::nav::{self, BackReference};

/// A back-reference: the parent of this node in the relation `R`, if it has one.
///
/// This is a `#[weak]` field of the child. The owning edge at the other end ([`Children<C, R>`](crate::Children) or
/// [`Child<C, R>`](crate::Child) in `P`) sets and clears it, so both ends always agree. It does not keep the parent
/// alive, and is not counted.
///
/// Takes 24 bytes, which include the node's place among its siblings. `R` is any type, used as a name, to tell several
/// relations between the same types apart. `Parent<P>` is `Parent<P, ()>`.
///
/// `Debug` prints the parent's type and address.
pub struct Parent<P, R = ()> {
    link: Link,
    /// Invariant in `P`: a parent is written through `&self` of the other end.
    marker: PhantomData<(Invariant<P>, Invariant<R>)>,
}

impl<P, R> Parent<P, R> {
    /// Returns the back-reference of a node without a parent.
    #[must_use]
    pub const fn new() -> Parent<P, R> {
        Parent { link: Link::new(), marker: PhantomData }
    }

    /// Returns the parent, or `None` if there is none or it is being dropped. Costs one check and one increment.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get(&self) -> Option<Strong<P>> {
        Some(Strong::__of(nav::back(self)?))
    }

    #[doc(hidden)]
    #[inline(always)]
    pub fn __visit<C, V: Visit<C>>(&self, visit: &mut V)
    where
        C: HasParent<R, Parent = P>,
    {
        visit.parent::<R>(&self.link);
    }

    #[doc(hidden)]
    #[inline(always)]
    pub fn __link(&self) -> &Link {
        &self.link
    }
}

// SAFETY: only an owning edge of a `P` writes the link, as the relation pairs them.
unsafe impl<P, R> BackReference for Parent<P, R> {
    type To = P;

    #[inline(always)]
    fn link(&self) -> &Link {
        &self.link
    }
}

impl<P, R> Default for Parent<P, R> {
    fn default() -> Parent<P, R> {
        Parent::new()
    }
}

impl<P, R> fmt::Debug for Parent<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(parent) => write!(f, "Parent({})", parent.label()),
            None => f.write_str("Parent(none)"),
        }
    }
}

impl<P, R> UnwindSafe for Parent<P, R> {}
impl<P, R> RefUnwindSafe for Parent<P, R> {}

/// The relation of a back-reference is that of the owning edge: the derive requires it of a type whose edges to itself
/// name different ones.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this back-reference is in the relation `{Self}`, and the owning edge of `{N}` to itself in `{R}`",
    label = "write `Parent<{N}, {R}>`, or name the relation `{Self}` in the owning edge",
    note = "the two ends of an edge name the same relation"
)]
pub trait SameRelation<R, N>: Sized {
    fn __same<P>(parent: &Parent<P, Self>, _: seal::Token) -> &Parent<P, R>;
}

/// Nobody else can name the token, and so implement the trait.
mod seal {
    #[derive(Debug)]
    pub struct Token;
}

impl<R, N> SameRelation<R, N> for R {
    #[inline(always)]
    fn __same<P>(parent: &Parent<P, R>, _: seal::Token) -> &Parent<P, R> {
        parent
    }
}

/// The back-reference as one in the relation of the owning edge, which is the same.
#[doc(hidden)]
#[inline(always)]
pub fn same_relation<A: SameRelation<R, N>, R, N, P>(parent: &Parent<P, A>) -> &Parent<P, R> {
    A::__same(parent, seal::Token)
}
