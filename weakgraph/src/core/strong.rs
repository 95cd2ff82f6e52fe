//! [`Strong`]: the counted handle.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

#[cfg(feature = "leak-handles")]
use super::handle_places::HandlePlace;
use super::ptr::NodePtr;
use super::traits::Graph;
use super::weak::Weak;

/// A handle that keeps its node alive.
///
/// It takes 8 bytes, also in an `Option` (16 with the feature `leak-handles`). It derefs to the node. [`Clone`] returns
/// another handle to the *same* node, and costs one increment. When the last handle is dropped and no parent owns the
/// node, the node is dropped at once, on this thread, with everything that only it owned: see
/// [the order](crate#dropping).
///
/// Handles compare and hash by identity: `a == b` is `true` if both are handles to one node. `Debug` prints the type,
/// the address, and the label if the type has one (`#[graph(label)]`): `Strong(Style "bold" at 0x…)`. It never prints
/// the value, so a derived `Debug` of a node does not recurse.
///
/// As with [`Rc`](std::rc::Rc), the functions of a handle are associated functions (`Strong::downgrade(&node)`), so
/// that none hides a method of the node.
///
/// A handle cannot be sent to another thread. It gives out no `&mut T`, because a node's links are inside it. Keep data
/// that changes in a [`Cell`](std::cell::Cell) or a [`RefCell`](std::cell::RefCell). The last handle gives the value
/// back: [`try_unwrap`](Strong::try_unwrap).
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong};
///
/// #[derive(Graph)]
/// struct Style { bold: bool }
///
/// let a = Strong::new(Style { bold: true });
/// let b = a.clone();
/// assert!(a == b && b.bold);
/// assert!(a != Strong::new(Style { bold: true }), "another node");
/// assert_eq!(Strong::strong_count(&a), 2);
/// ```
#[repr(transparent)]
pub struct Strong<T> {
    raw: RawHandle,
    /// The last handle drops a `T`.
    marker: PhantomData<T>,
}

/// What a handle consists of: a pointer.
#[cfg(not(feature = "leak-handles"))]
pub(crate) type RawHandle = NodePtr;

/// What a handle consists of: a pointer, and its number among the handles of its thread.
#[cfg(feature = "leak-handles")]
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct RawHandle {
    node: NodePtr,
    place: HandlePlace,
}

// A place for one that may be empty has the layout of one.
const _: () = assert!(size_of::<Option<RawHandle>>() == size_of::<RawHandle>());

#[cfg(feature = "leak-handles")]
impl RawHandle {
    #[track_caller]
    pub(crate) fn of(node: NodePtr) -> RawHandle {
        RawHandle { node, place: HandlePlace::new(node.as_ptr().addr(), core::panic::Location::caller()) }
    }

    pub(crate) fn node(self) -> NodePtr {
        self.node
    }

    /// It is a handle no more: it was dropped, or has become the count of something else.
    pub(crate) fn leave(self) {
        self.place.leave();
    }

    /// Its number among the handles of the thread.
    pub(crate) fn number(self) -> u32 {
        self.place.number()
    }
}

/// The same where a handle is a pointer, at no cost.
#[cfg(not(feature = "leak-handles"))]
impl RawHandle {
    #[inline(always)]
    pub(crate) fn of(node: NodePtr) -> RawHandle {
        node
    }

    #[inline(always)]
    pub(crate) fn node(self) -> NodePtr {
        self
    }

    #[inline(always)]
    #[allow(clippy::unused_self, reason = "there is nothing to do")]
    pub(crate) fn leave(self) {}
}

impl<T> Strong<T> {
    /// Takes over a strong count.
    ///
    /// # Safety
    /// I1, I4: `raw` is a live node of type `T` and the caller gives up one of its strong counts.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) unsafe fn from_raw(raw: NodePtr) -> Strong<T> {
        Strong { raw: RawHandle::of(raw), marker: PhantomData }
    }

    /// Returns one more handle to a node.
    ///
    /// # Safety
    /// I1, I4: `raw` is a live node of type `T`, and its strong count is not 0.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) unsafe fn of_live(raw: NodePtr) -> Strong<T> {
        // SAFETY: forwarded.
        unsafe { raw.inc_strong() };
        // SAFETY: forwarded; hands over the count just made.
        unsafe { Strong::from_raw(raw) }
    }

    #[inline(always)]
    pub(crate) fn raw(&self) -> NodePtr {
        self.raw.node()
    }

    /// Of a handle that was made for a caller: it was made where this is called. For what is built of closures, which
    /// have places of their own.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn made_here(handle: Option<Strong<T>>) -> Option<Strong<T>> {
        #[cfg(feature = "leak-handles")]
        if let Some(handle) = &handle {
            handle.raw.place.set(core::panic::Location::caller());
        }
        handle
    }

    /// The handle without its type.
    #[inline(always)]
    pub(crate) fn raw_handle(&self) -> RawHandle {
        self.raw
    }

    /// Returns `true` if both are handles to one node. The same as `==`.
    #[inline]
    pub fn ptr_eq(this: &Strong<T>, other: &Strong<T>) -> bool {
        this.raw() == other.raw()
    }

    /// Returns a weak handle to the same node. Costs one increment.
    #[inline]
    pub fn downgrade(this: &Strong<T>) -> Weak<T> {
        Weak::from_strong(this)
    }

    /// For `Debug` of edges: the type, the label if there is one, and the address.
    pub(crate) fn label(&self) -> Label<'_, T> {
        Label(self)
    }

    /// Returns the number of strong references: the handles, and one for each parent.
    #[inline]
    pub fn strong_count(this: &Strong<T>) -> usize {
        // SAFETY: I1: `this` owns a count.
        unsafe { this.raw().strong() as usize }
    }

    /// Returns the number of [`Weak`] handles to this node, including those in a [`WeakCell`](crate::WeakCell).
    ///
    /// Back-references and the links of a [`WeakList`](crate::WeakList) are not counted.
    #[inline]
    pub fn weak_count(this: &Strong<T>) -> usize {
        // SAFETY: I1: `this` owns a count.
        let all = unsafe { this.raw().weak() };
        // One is held by the strong counts together.
        all as usize - 1
    }

    /// Returns the address of the node's value, for printing and comparing. It never changes.
    #[inline]
    pub fn as_ptr(this: &Strong<T>) -> *const T {
        &raw const **this
    }
}

impl<T> Deref for Strong<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: I1, I2: this handle's count keeps the value alive while it is borrowed. I4.
        unsafe { self.raw().value() }
    }
}

impl<T> Clone for Strong<T> {
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn clone(&self) -> Strong<T> {
        // Read once: for all that the compiler knows, the count could stand where the handle does.
        let node = self.raw();
        // SAFETY: I1: `self` owns a count, so the node is not being dropped.
        unsafe { node.inc_strong() }
        Strong { raw: RawHandle::of(node), marker: PhantomData }
    }
}

impl<T> Drop for Strong<T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.raw.leave();
        let node = self.raw();
        // SAFETY: I1: this handle owns the count that it gives up.
        if unsafe { node.dec_strong() } == 0 {
            // SAFETY: that was the last strong count.
            unsafe { node.tear_down() }
        }
    }
}

impl<T> PartialEq for Strong<T> {
    #[inline]
    fn eq(&self, other: &Strong<T>) -> bool {
        self.raw() == other.raw()
    }
}

impl<T> Eq for Strong<T> {}

impl<T> Hash for Strong<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw().as_ptr().hash(state);
    }
}

impl<T> fmt::Debug for Strong<T> {
    /// Type, label and address, never the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Strong({})", self.label())
    }
}

/// Prints a node as `Node at 0x…`, or with a label as `Node "label" at 0x…`. The label is user code.
pub(crate) struct Label<'n, T>(&'n Strong<T>);

impl<T> fmt::Display for Label<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: I1: the handle owns a count.
        let table = unsafe { self.0.raw().table() };
        f.write_str(table.name)?;
        // SAFETY: I1, I2: the handle owns a count. I4: the table of the node.
        if let Some(label) = unsafe { (table.label)(self.0.raw()) } {
            write!(f, " {label:?}")?;
        }
        write!(f, " at {:p}", Strong::as_ptr(self.0))
    }
}

impl<T: fmt::Display> fmt::Display for Strong<T> {
    /// As the node itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T> AsRef<T> for Strong<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: Graph> From<T> for Strong<T> {
    /// Allocates a node, as [`Strong::new`] does. So `add_child(value)` works.
    #[cfg_attr(feature = "leak", track_caller)]
    fn from(value: T) -> Strong<T> {
        Strong::new(value)
    }
}

impl<T> From<&Strong<T>> for Strong<T> {
    /// Returns another handle. So `add_child(&node)` works.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn from(node: &Strong<T>) -> Strong<T> {
        node.clone()
    }
}

impl<T: Graph + Default> Default for Strong<T> {
    #[cfg_attr(feature = "leak", track_caller)]
    fn default() -> Strong<T> {
        Strong::new(T::default())
    }
}

// The crate's own state is whole whenever user code can panic (G7), so only the value decides.
impl<T: RefUnwindSafe> UnwindSafe for Strong<T> {}
impl<T: RefUnwindSafe> RefUnwindSafe for Strong<T> {}
// Moving a handle moves no node.
impl<T> Unpin for Strong<T> {}
