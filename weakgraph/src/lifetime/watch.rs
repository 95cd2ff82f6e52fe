//! [`Watch`]: a callback that runs when a node is dropped.

use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::core::observer::{HeldObserver, Hook, Observer};
use crate::{Dropped, Strong, Weak};

impl<T> Strong<T> {
    /// Registers a callback that runs when this node is dropped: once, in [step 3](crate#dropping).
    ///
    /// All weak handles to the node return `None` by then. `call` gets one of them. Observers of one node (watches,
    /// [`Finalizer`](crate::Finalizer)s, [`DropQueue`](crate::DropQueue)s, hooks of weak links) are notified in reverse
    /// order of registration. The callback may do anything: create and drop nodes, whose own callbacks run inside it,
    /// edit any graph, drop other watches, also of this node. If it panics, the others still run, everything is
    /// dropped, and then the first panic resumes.
    ///
    /// The callback belongs to the returned [`Watch`]: dropping that cancels it, and [`keep`](Watch::keep) lets it
    /// stay.
    ///
    /// Costs two allocations, or one if `call` captures nothing. A node without observers pays nothing.
    ///
    /// `call` is `'static`, because nothing bounds how long the node lives. It must not capture a [`Strong`] of this
    /// node, which would keep the node alive for ever. The obvious mistake, `move || node.use_it()`, does not compile,
    /// because this call borrows the node; a clone does compile. Capture a [`Weak`] instead: see
    /// [`weak!`](crate::weak!).
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
        Watch { observer: Observer::hooked(this, hook) }
    }
}

impl<T> Weak<T> {
    /// Registers a callback as [`Strong::watch`] does, for a node that may have been dropped.
    ///
    /// # Errors
    /// [`Dropped`] if the node was dropped, or there is none. `call` is dropped then.
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
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn watch(&self, call: impl FnOnce(&Weak<T>) + 'static) -> Result<Watch, Dropped> {
        Ok(Strong::watch(&self.try_upgrade()?, call))
    }
}

/// A callback that waits for the drop of a node; see [`Strong::watch`].
///
/// Dropping a `Watch` cancels the callback, also while the node is being dropped and the callback's turn has not come.
/// The closure is dropped at that moment. It takes 8 bytes, and is not bound to the life of the node.
#[must_use = "dropping a `Watch` cancels its callback; `keep()` lets it stay"]
pub struct Watch {
    /// Held by this (O1).
    observer: HeldObserver,
}

impl Watch {
    /// Lets the callback stay until the node is dropped.
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
        self.observer.keep();
    }

    /// Returns `true` if the callback has not run yet.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        self.observer.is_armed()
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
