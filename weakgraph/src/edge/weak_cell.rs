//! [`WeakCell`]: a weak link to at most one node.

use core::cell::Cell;
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::core::alive::Alive;
use crate::core::observer::{HeldObserver, Hook, Observer};
use crate::core::ptr::NodePtr;
use crate::core::traits::{LateHook, Sealed, Visit, WeakEdge};
use crate::core::yields::Yield as _;
use crate::engine::copies::EdgeField;
use crate::{Strong, Weak};

/// A weak link to at most one node, which can be set and cleared through `&self`.
///
/// This is a `#[weak]` field. It does not keep its target alive, and is empty from the moment the target's drop begins.
/// With `#[weak(on_drop = path)]`, a hook runs on the node that holds the link, in [step 3](crate#dropping) of the
/// target's drop. Setting or clearing the link before cancels that.
///
/// Takes 24 bytes. Reading costs O(1). `Debug` prints the target's type and address.
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, WeakCell};
///
/// #[derive(Graph, Default)]
/// struct Person { #[weak] friend: WeakCell<Person> }
///
/// let (ada, bob) = (Strong::new(Person::default()), Strong::new(Person::default()));
/// ada.set_friend(&bob);
/// bob.set_friend(&ada); // no cycle of parents: nothing leaks
/// assert!(ada.friend() == Some(bob.clone()));
/// drop(bob);
/// assert!(ada.friend().is_none());
/// ```
pub struct WeakCell<T> {
    containing_node: Cell<Option<NodePtr>>,
    target: Cell<Weak<T>>,
    hooked: Cell<Option<Box<LinkHook>>>,
}

/// What a link with a hook has besides: boxed at the holder's birth.
struct LinkHook {
    hook: Hook,
    observer: Cell<Option<HeldObserver>>,
}

impl<T> WeakCell<T> {
    /// Returns an empty link.
    #[must_use]
    pub const fn new() -> WeakCell<T> {
        WeakCell { containing_node: Cell::new(None), target: Cell::new(Weak::new()), hooked: Cell::new(None) }
    }

    /// Returns the target, or `None` if there is none or it was dropped.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get(&self) -> Option<Strong<T>> {
        Some(Strong::__of(self.target()?))
    }

    /// The target, without a count.
    #[inline]
    pub(crate) fn target(&self) -> Option<Alive<T>> {
        self.peek(Weak::target)
    }

    /// Sets the target.
    pub fn set(&self, target: &Strong<T>) {
        self.forget_observer();
        self.target.set(Strong::downgrade(target));
        self.observe();
    }

    /// Clears the link.
    pub fn clear(&self) {
        self.forget_observer();
        self.target.set(Weak::new());
    }

    /// Reads the handle. `read` runs no user code, so nobody sees the cell empty.
    #[inline]
    pub(crate) fn peek<O>(&self, read: impl FnOnce(&Weak<T>) -> O) -> O {
        let target = self.target.take();
        let out = read(&target);
        self.target.set(target);
        out
    }

    fn observe(&self) {
        let Some(hooked) = self.hooked.take() else { return };
        if let Some(target) = self.get() {
            hooked.observer.set(Some(Observer::hooked(&target, hooked.hook)));
        }
        self.hooked.set(Some(hooked));
    }

    fn forget_observer(&self) {
        let Some(hooked) = self.hooked.take() else { return };
        let observer = hooked.observer.take();
        self.hooked.set(Some(hooked));
        drop(observer);
    }
}

impl<T> Sealed for WeakCell<T> {}

impl<T> WeakEdge for WeakCell<T> {
    type Target = T;

    fn __bind<H>(&self, containing_node: NodePtr, hook: Option<LateHook<H, T>>) {
        self.containing_node.set(Some(containing_node));
        if let Some(hook) = hook {
            let hooked = LinkHook { hook: Hook::new(containing_node, hook), observer: Cell::new(None) };
            self.hooked.set(Some(Box::new(hooked)));
            self.observe();
        }
    }

    fn __unbind(&self) {
        self.containing_node.set(None);
        drop(self.hooked.take());
    }

    fn __containing_node(&self) -> Option<NodePtr> {
        self.containing_node.get()
    }
}

impl<T> WeakCell<T> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn __visit<H, V: Visit<H>>(&self, visit: &mut V, hook: Option<LateHook<H, T>>) {
        visit.weak(self, hook);
    }
}

// SAFETY: it is invariant in `T`, and in no other edge, nor another in it.
unsafe impl<T> EdgeField for WeakCell<T> {
    type To = T;
}

impl<T> Drop for WeakCell<T> {
    fn drop(&mut self) {
        self.__unbind();
    }
}

impl<T> Default for WeakCell<T> {
    fn default() -> WeakCell<T> {
        WeakCell::new()
    }
}

impl<T> From<&Strong<T>> for WeakCell<T> {
    /// Returns a link to this node, for a struct literal.
    fn from(target: &Strong<T>) -> WeakCell<T> {
        let link = WeakCell::new();
        link.set(target);
        link
    }
}

impl<T> fmt::Debug for WeakCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(target) => write!(f, "WeakCell({})", target.label()),
            None => f.write_str("WeakCell(none)"),
        }
    }
}

impl<T> UnwindSafe for WeakCell<T> {}
impl<T> RefUnwindSafe for WeakCell<T> {}
