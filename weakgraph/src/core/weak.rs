//! [`Weak`]: the handle that does not keep its node alive.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr;

use crate::core::alive::Alive;
use crate::core::ptr::NodePtr;
use crate::core::traits::HoldsWeakly;
use crate::{Dropped, Strong};

/// A handle that does not keep its node alive.
///
/// [`upgrade`](Weak::upgrade) returns a [`Strong`] while the node is alive. It returns `None` from the moment the
/// node's drop begins, so also inside its hook and its destructor. The value is dropped then. Its memory is freed when
/// the last `Weak` is dropped.
///
/// Weak handles compare and hash by identity, also after the node was dropped: while a `Weak` exists, no other node can
/// have the same identity. So they can be keys of a map. Python's `weakref.ref`, for living objects.
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, Weak};
///
/// #[derive(Graph)]
/// struct Doc;
///
/// let doc = Strong::new(Doc);
/// let weak = Strong::downgrade(&doc);
/// assert!(weak.upgrade() == Some(doc.clone()));
/// drop(doc);
/// assert!(weak.upgrade().is_none());
/// assert!(format!("{weak:?}").ends_with(", dropped)")); // `Weak(Doc at 0x…, dropped)`
/// ```
pub struct Weak<T> {
    /// The node, or an address that no node has: see [`Weak::new`].
    raw: NodePtr,
    /// Used as a `&T` would be; owns none.
    marker: PhantomData<*const T>,
}

/// The address in a `Weak` without a node, as in `std`: no allocation is there, as a header is 8-aligned.
const NOWHERE: usize = usize::MAX;

impl<T> Weak<T> {
    /// Returns a weak handle to no node. It never upgrades, and equals every other one that was made so.
    #[must_use]
    pub const fn new() -> Weak<T> {
        Weak {
            // SAFETY: not null, and `node` does not follow it.
            raw: unsafe { NodePtr::nowhere(ptr::without_provenance_mut(NOWHERE)) },
            marker: PhantomData,
        }
    }

    #[inline(always)]
    pub(crate) fn from_strong(node: &Strong<T>) -> Weak<T> {
        let raw = node.raw();
        // SAFETY: I1: `node` owns a count.
        unsafe { raw.inc_weak() }
        Weak { raw, marker: PhantomData }
    }

    /// Takes over a weak count.
    ///
    /// # Safety
    /// I1, I4: `raw` is a node of type `T`, and the caller gives up one of its weak counts.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(raw: NodePtr) -> Weak<T> {
        Weak { raw, marker: PhantomData }
    }

    /// A handle to a node that is being dropped.
    ///
    /// # Safety
    /// I1, I4: `raw` is a node of type `T`, whose memory is there.
    #[inline]
    pub(crate) unsafe fn of_dropped(raw: NodePtr) -> Weak<T> {
        // SAFETY: forwarded.
        unsafe { raw.inc_weak() };
        // SAFETY: forwarded; hands over the count just made.
        unsafe { Weak::from_raw(raw) }
    }

    #[inline(always)]
    pub(crate) fn node(&self) -> Option<NodePtr> {
        (self.raw.as_ptr().addr() != NOWHERE).then_some(self.raw)
    }

    /// The node, if it is alive, without a count.
    #[inline]
    pub(crate) fn target(&self) -> Option<Alive<T>> {
        // SAFETY: I1: this handle owns a weak count. I4: made from a `Strong<T>`.
        self.node().and_then(|raw| unsafe { Alive::check(raw) })
    }

    /// Returns a strong handle, or `None` if the node was dropped. Costs one check and one increment.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn upgrade(&self) -> Option<Strong<T>> {
        let raw = self.node()?;
        // SAFETY: I1: this handle owns a weak count.
        if unsafe { raw.strong() } == 0 {
            return None;
        }
        // SAFETY: I1, and it is not being dropped, as was just read. I4: made from a `Strong<T>`.
        Some(unsafe { Strong::of_live(raw) })
    }

    /// Returns a strong handle, or an error if the node was dropped. As [`upgrade`](Weak::upgrade), for use with `?`.
    ///
    /// # Errors
    /// [`Dropped`] if the node was dropped, or there is none.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Dropped, Graph, Strong, Weak};
    ///
    /// #[derive(Graph)]
    /// struct Man { name: &'static str }
    ///
    /// fn name_of(man: &Weak<Man>) -> Result<&'static str, Dropped> {
    ///     Ok(man.try_upgrade()?.name)
    /// }
    ///
    /// let jim = Strong::new(Man { name: "Jim" });
    /// let weak = Strong::downgrade(&jim);
    /// assert_eq!(name_of(&weak), Ok("Jim"));
    /// drop(jim);
    /// assert_eq!(name_of(&weak).unwrap_err().to_string(), "weakly-referenced object no longer exists");
    /// ```
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn try_upgrade(&self) -> Result<Strong<T>, Dropped> {
        self.upgrade().ok_or(Dropped)
    }

    /// Returns `true` if [`upgrade`](Weak::upgrade) would succeed.
    #[inline]
    pub fn is_alive(&self) -> bool {
        self.strong_count() > 0
    }

    /// Returns the number of strong references to the node; 0 if it was dropped or there is none.
    #[inline]
    pub fn strong_count(&self) -> usize {
        // SAFETY: I1: this handle owns a weak count.
        self.node().map_or(0, |raw| unsafe { raw.strong() as usize })
    }

    /// Returns the number of `Weak` handles to the node, as [`Strong::weak_count`]; 0 if it was dropped or there is
    /// none.
    #[inline]
    pub fn weak_count(&self) -> usize {
        if !self.is_alive() {
            return 0;
        }
        // SAFETY: I1: this handle owns a weak count. One more is held by the strong counts together.
        self.node().map_or(0, |raw| unsafe { raw.weak() as usize } - 1)
    }

    /// Returns `true` if both are handles to one node, alive or dropped. The same as `==`.
    #[inline]
    pub fn ptr_eq(&self, other: &Weak<T>) -> bool {
        self.raw == other.raw
    }
}

impl<T> Default for Weak<T> {
    fn default() -> Weak<T> {
        Weak::new()
    }
}

impl<T> Clone for Weak<T> {
    #[inline]
    fn clone(&self) -> Weak<T> {
        if let Some(raw) = self.node() {
            // SAFETY: I1: this handle owns a weak count.
            unsafe { raw.inc_weak() }
        }
        Weak { raw: self.raw, marker: PhantomData }
    }
}

impl<T> Drop for Weak<T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(raw) = self.node() {
            // SAFETY: I1: this handle owns the weak count; it is not used again. I4.
            unsafe { raw.dec_weak::<T>() }
        }
    }
}

impl<T> PartialEq for Weak<T> {
    #[inline]
    fn eq(&self, other: &Weak<T>) -> bool {
        self.raw == other.raw
    }
}

impl<T> Eq for Weak<T> {}

impl<T> Hash for Weak<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.as_ptr().hash(state);
    }
}

impl<T> From<&Strong<T>> for Weak<T> {
    fn from(node: &Strong<T>) -> Weak<T> {
        Strong::downgrade(node)
    }
}

impl<T> fmt::Debug for Weak<T> {
    /// `Weak(Node at 0x…)`, `Weak(Node at 0x…, dropped)` or `Weak(none)`. The address stays that of the same node, and
    /// no other node has it while the handle exists. With a label, as [`Strong`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(raw) = self.node() else {
            return f.write_str("Weak(none)");
        };
        match self.upgrade() {
            Some(node) => write!(f, "Weak({})", node.label()),
            None => {
                // SAFETY: I1: this handle owns a weak count.
                let name = unsafe { raw.table() }.name;
                // SAFETY: the same. I4.
                let place = unsafe { raw.value_ptr::<T>() };
                write!(f, "Weak({name} at {place:p}, dropped)")
            }
        }
    }
}

impl<T: RefUnwindSafe> UnwindSafe for Weak<T> {}
impl<T: RefUnwindSafe> RefUnwindSafe for Weak<T> {}

// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T> HoldsWeakly for Weak<T> {}
