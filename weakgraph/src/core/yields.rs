//! What iterators yield: counted handles, or references without a count.

use core::ops::Deref;

use super::alive::Alive;
use super::ptr::NodePtr;
use super::strong::Strong;

/// What a walk yields: [`Strong`] handles, or in a [session](crate::read()) [`NodeRef`](crate::NodeRef)s, which are not
/// counted.
pub trait Yield<T>: Clone + Deref<Target = T> {
    /// Makes it of a node. For a `NodeRef`, a session is open for as long as its lifetime.
    #[doc(hidden)]
    fn __of(node: Alive<T>) -> Self;
    #[doc(hidden)]
    fn __raw(&self) -> NodePtr;
}

impl<T> Yield<T> for Strong<T> {
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __of(node: Alive<T>) -> Strong<T> {
        // SAFETY: A1.
        unsafe { Strong::of_live(node.ptr()) }
    }
    #[inline(always)]
    fn __raw(&self) -> NodePtr {
        self.raw()
    }
}

impl<T> Strong<T> {
    /// The node, which this handle keeps alive.
    #[inline(always)]
    pub(crate) fn alive(&self) -> Alive<T> {
        // SAFETY: A1: this handle owns a count.
        unsafe { Alive::new(self.raw()) }
    }
}
