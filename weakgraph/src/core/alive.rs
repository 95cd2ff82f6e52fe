//! [`Alive`]: a node that was found alive and is not counted or borrowed yet.

use core::fmt;
use core::marker::PhantomData;

use super::ptr::NodePtr;

/// A node of type `T` that is not being dropped.
///
/// - **A1** Its strong count is not 0, and it may be used as a `T` (I1, I4). None is kept while user code runs.
#[doc(hidden)]
#[repr(transparent)]
pub struct Alive<T> {
    node: NodePtr,
    marker: PhantomData<fn(T) -> T>,
}

impl<T> Alive<T> {
    /// # Safety
    /// A1.
    #[inline(always)]
    pub(crate) unsafe fn new(node: NodePtr) -> Alive<T> {
        Alive { node, marker: PhantomData }
    }

    /// The node, unless it is being dropped.
    ///
    /// # Safety
    /// I1, I4: the memory of a `T` is there.
    #[inline(always)]
    pub(crate) unsafe fn check(node: NodePtr) -> Option<Alive<T>> {
        // SAFETY: forwarded.
        let is_dropped = unsafe { node.strong() } == 0;
        // SAFETY: A1, as was just read.
        (!is_dropped).then(|| unsafe { Alive::new(node) })
    }

    #[inline(always)]
    pub(crate) fn ptr(&self) -> NodePtr {
        self.node
    }
}

impl<T> fmt::Debug for Alive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alive").finish_non_exhaustive()
    }
}
