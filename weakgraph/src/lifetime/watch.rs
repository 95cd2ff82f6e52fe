//! [`Watch`]: a callback for the death of a node.

use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr::{self, NonNull};

use crate::core::observer::{Hook, Observer};
use crate::{Dropped, Strong, Weak};

impl<T> Strong<T> {
    /// Calls `call` when this node dies: once, in step 3 of [its death](crate#death).
    ///
    /// Then all weak handles to the node are dead already, and `call` gets one of them. Whatever waits for the death of
    /// one node (watches, [`Finalizer`](crate::Finalizer)s, [`DropQueue`](crate::DropQueue)s, drop hooks of weak links)
    /// is told newest first. The callback may do anything: make and drop nodes, whose own callbacks run inside it, edit
    /// any graph, drop other watches, of this node too. If it panics, the others are told all the same, and everything
    /// is destroyed, before the first panic resumes.
    ///
    /// The callback belongs to the [`Watch`]: dropping that cancels it, [`keep`](Watch::keep) lets it stay.
    ///
    /// Costs two allocations, one if `call` captures nothing. A node without any observers pays nothing.
    ///
    /// `call` must be `'static`, as nothing says how long the node is going to live. It must not capture a [`Strong`]
    /// of this very node, which would keep itself alive. (The obvious way to, `move || node.use_it()`, does not
    /// compile: the node is borrowed by this call. A clone does.) Capture a [`Weak`] of others that may lead back to
    /// it: see [`weak!`](crate::weak!).
    ///
    /// The callback of Python's `weakref.ref(o, callback)`.
    ///
    /// # Example
    /// ```
    /// use std::{cell::Cell, rc::Rc};
    /// use weakgraph::{Graph, Strong};
    ///
    /// #[derive(Graph)]
    /// struct Doc;
    ///
    /// let closed = Rc::new(Cell::new(0));
    /// let doc = Strong::new(Doc);
    /// let count = closed.clone();
    /// let watch = Strong::watch(&doc, move |dead| {
    ///     assert!(dead.upgrade().is_none());
    ///     count.set(count.get() + 1);
    /// });
    /// assert!(watch.is_armed());
    /// drop(doc);
    /// assert_eq!(closed.get(), 1);
    /// assert!(!watch.is_armed());
    /// ```
    pub fn watch(this: &Strong<T>, call: impl FnOnce(&Weak<T>) + 'static) -> Watch {
        let hook = Hook::calling(this.raw(), call);
        Watch { observer: Observer::attach(this, Some(hook), |_| {}, ptr::null()) }
    }
}

impl<T> Weak<T> {
    /// As [`Strong::watch`], for a node that may be dead.
    ///
    /// # Errors
    /// [`Dropped`] if the node is dead, or there is none; `call` is dropped.
    ///
    /// # Example
    /// ```
    /// # use weakgraph::{Dropped, Graph, Strong};
    /// # #[derive(Graph)]
    /// # struct Doc;
    /// let doc = Strong::new(Doc);
    /// let weak = Strong::downgrade(&doc);
    /// weak.watch(|_| println!("closed"))?.keep();
    /// drop(doc); // prints "closed"
    /// assert!(matches!(weak.watch(|_| {}), Err(Dropped)));
    /// # Ok::<(), Dropped>(())
    /// ```
    pub fn watch(&self, call: impl FnOnce(&Weak<T>) + 'static) -> Result<Watch, Dropped> {
        Ok(Strong::watch(&self.try_upgrade()?, call))
    }
}

/// Holds a callback for the death of a node: see [`Strong::watch`].
///
/// Dropping it cancels the callback, also while the node is dying and has not come to it; the closure is dropped then
/// and there. 8 bytes, not bound to the life of the node: it can be kept when the node has gone, and does nothing then.
#[must_use = "dropping a `Watch` cancels its callback; `keep()` lets it stay"]
pub struct Watch {
    /// Held by this (O1).
    observer: NonNull<Observer>,
}

impl Watch {
    /// Lets the callback stay for as long as the node lives.
    ///
    /// # Example
    /// ```
    /// # use std::{cell::Cell, rc::Rc};
    /// # use weakgraph::{Graph, Strong};
    /// # #[derive(Graph)]
    /// # struct Doc;
    /// let (doc, told) = (Strong::new(Doc), Rc::new(Cell::new(false)));
    /// let flag = told.clone();
    /// Strong::watch(&doc, move |_| flag.set(true)).keep();
    /// drop(doc);
    /// assert!(told.get());
    /// ```
    pub fn keep(self) {
        let this = core::mem::ManuallyDrop::new(self);
        // SAFETY: O1: held by this watch, which is not used again.
        unsafe { Observer::keep(this.observer) }
    }

    /// Whether the callback has still to run: the node lives, or is dying and has not come to it.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        // SAFETY: O1: held by this watch.
        unsafe { Observer::is_armed(self.observer) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // SAFETY: O1: held by this watch until here.
        unsafe { Observer::detach(self.observer) }
    }
}

impl fmt::Debug for Watch {
    /// `Watch(armed)` or `Watch(done)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_armed() { "Watch(armed)" } else { "Watch(done)" })
    }
}

// What a panic in a callback leaves behind is not seen through its watch.
impl UnwindSafe for Watch {}
impl RefUnwindSafe for Watch {}
