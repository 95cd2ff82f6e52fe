//! What iterators yield: counted handles, or references without a count.

use core::ops::Deref;

use super::ptr::NodePtr;
use super::strong::Strong;

/// What a walk yields: [`Strong`] handles, or in a [session](crate::read()) [`NodeRef`](crate::NodeRef)s, which are not
/// counted.
pub trait Yield<T>: Clone + Deref<Target = T> {
    /// # Safety
    /// I1, I4: `node` is a `T` that is not dying; for a `NodeRef`, a session is open for as long as its lifetime.
    #[doc(hidden)]
    unsafe fn __of(node: NodePtr) -> Self;
    #[doc(hidden)]
    fn __raw(&self) -> NodePtr;
}

impl<T> Yield<T> for Strong<T> {
    #[inline(always)]
    unsafe fn __of(node: NodePtr) -> Strong<T> {
        // SAFETY: forwarded.
        unsafe { Strong::of_live(node) }
    }
    #[inline(always)]
    fn __raw(&self) -> NodePtr {
        self.raw()
    }
}

/// A node that may be dying; it is not yielded then.
///
/// # Safety
/// As for [`Yield::__of`], but for that.
pub(crate) unsafe fn unless_dying<T, H: Yield<T>>(node: NodePtr) -> Option<H> {
    // SAFETY: forwarded.
    if unsafe { node.strong() } == 0 {
        return None;
    }
    // SAFETY: forwarded; it is not dying, as was just read.
    Some(unsafe { H::__of(node) })
}
