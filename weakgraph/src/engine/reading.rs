//! [`ReadSession`] and [`NodeRef`]: references without a count, and why they are valid.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

use super::teardown;
use crate::core::alive::Alive;
use crate::core::ptr::NodePtr;
use crate::core::session;
use crate::core::strong::Strong;
use crate::core::traits::Readable;
use crate::core::weak::Weak;
use crate::core::yields::Yield;

/// An open read session; see [`read`](crate::read()).
///
/// When the last session of a thread is dropped, what waited for it is dropped.
///
/// # Panics
/// Dropping it panics if a hook or a destructor of what waited does. Everything is dropped first. Then the first panic
/// resumes.
#[must_use = "the session is closed when this is dropped"]
pub struct ReadSession {
    /// Of this thread.
    here: PhantomData<*mut ()>,
}

impl ReadSession {
    #[inline]
    pub(crate) fn open() -> ReadSession {
        session::open();
        ReadSession { here: PhantomData }
    }

    /// Returns a reference to this node that is not counted. Costs nothing.
    #[inline]
    pub fn node<T: Readable>(&self, node: &Strong<T>) -> NodeRef<'_, T> {
        // SAFETY: alive by its handle. I4. The session is open while it is borrowed.
        unsafe { NodeRef::new(node.alive()) }
    }

    /// Returns a reference to the target of a weak handle, or `None` if it was dropped. Costs one check.
    #[inline]
    pub fn upgrade<T: Readable>(&self, node: &Weak<T>) -> Option<NodeRef<'_, T>> {
        // SAFETY: alive as was just found. I4. The session is open while it is borrowed.
        node.target().map(|node| unsafe { NodeRef::new(node) })
    }
}

impl Drop for ReadSession {
    #[inline]
    fn drop(&mut self) {
        let waited = session::close();
        if !waited.is_empty() {
            // SAFETY: what waited.
            unsafe { teardown::tear_down_waiting(waited) }
        }
    }
}

impl fmt::Debug for ReadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadSession").finish_non_exhaustive()
    }
}

/// A reference to a node that is not counted, valid while a [read session](crate::read()) is open.
///
/// It is `Copy`, takes 8 bytes, also in an `Option`, and derefs to the node. It compares and hashes by identity, as
/// handles do. `Debug` prints type and address.
///
/// It stays readable when its node is dropped: see [the module](mod@crate::read). [`to_strong`](NodeRef::to_strong)
/// returns `None` then.
///
/// Its navigation has the names of [`Tree`](crate::Tree), and hides accessors of those names: `node.parent()` is a
/// `NodeRef`, and `node.get().parent()` a handle. To follow other edges, use [`follow`](NodeRef::follow),
/// [`children_in`](NodeRef::children_in) and [`links`](NodeRef::links).
// N1: it is made from a node of type `T` whose strong count was above 0 at that moment, when a session was open that is
// open during `'r`. So its value is there during `'r` (S1), and I1 and I2 hold for it.
pub struct NodeRef<'r, T> {
    raw: NodePtr,
    marker: PhantomData<&'r T>,
}

impl<'r, T> NodeRef<'r, T> {
    /// # Safety
    /// N1.
    #[inline(always)]
    unsafe fn new(node: Alive<T>) -> NodeRef<'r, T> {
        NodeRef { raw: node.ptr(), marker: PhantomData }
    }

    /// A node that was found alive just now, in the session of this one.
    #[inline(always)]
    pub(crate) fn found<X: Readable>(self, node: Alive<X>) -> NodeRef<'r, X> {
        // SAFETY: N1: A1, and the session of `self` is open for `'r`.
        unsafe { NodeRef::new(node) }
    }

    /// Returns the node. This borrow lasts as long as the session, longer than that of `Deref`.
    #[inline(always)]
    pub fn get(self) -> &'r T {
        // SAFETY: N1, I4.
        unsafe { self.raw.value() }
    }

    /// Returns a handle, or `None` if the node was dropped meanwhile. Costs one check and one increment.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn to_strong(self) -> Option<Strong<T>> {
        // SAFETY: N1, I4.
        Some(Strong::__of(unsafe { Alive::check(self.raw) }?))
    }

    /// Returns the address of the node's value, the same as [`Strong::as_ptr`].
    #[inline]
    pub fn as_ptr(self) -> *const T {
        self.get()
    }
}

impl<T> Clone for NodeRef<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NodeRef<'_, T> {}

impl<T> Deref for NodeRef<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.get()
    }
}

impl<T> PartialEq for NodeRef<'_, T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<T> Eq for NodeRef<'_, T> {}

impl<T> Hash for NodeRef<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.as_ptr().hash(state);
    }
}

impl<T> PartialEq<Strong<T>> for NodeRef<'_, T> {
    /// Returns `true` if both lead to one node.
    #[inline]
    fn eq(&self, other: &Strong<T>) -> bool {
        self.raw == other.raw()
    }
}

impl<T> fmt::Debug for NodeRef<'_, T> {
    /// Type and address, never the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: N1.
        let name = unsafe { self.raw.table() }.name;
        write!(f, "NodeRef({name} at {:p})", self.as_ptr())
    }
}

// As for `Strong`.
impl<T: RefUnwindSafe> UnwindSafe for NodeRef<'_, T> {}
impl<T: RefUnwindSafe> RefUnwindSafe for NodeRef<'_, T> {}

impl<'r, T> Yield<T> for NodeRef<'r, T> {
    #[inline(always)]
    fn __of(node: Alive<T>) -> NodeRef<'r, T> {
        // SAFETY: N1: a walk yields these only in a session, which is open for `'r`.
        unsafe { NodeRef::new(node) }
    }
    #[inline(always)]
    fn __raw(&self) -> NodePtr {
        self.raw
    }
}
