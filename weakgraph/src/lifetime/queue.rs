//! [`DropQueue`]: keys of dropped nodes, to be asked for.

use core::cell::{Cell, RefCell};
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};
use std::collections::VecDeque;
use std::rc::{self, Rc};

use crate::{Strong, Watch};

/// Collects the keys of nodes that were dropped, to be taken out later.
///
/// A callback runs in the middle of whatever dropped the last handle. That may be too early, because something is
/// borrowed or half done. With a queue, the node's key is put into the queue in [step 3](crate#dropping) of its drop,
/// and nothing else happens.
///
/// Registering costs what a [`watch`](Strong::watch) costs. It also makes room for the key in the queue, so that the
/// drop itself allocates nothing. When the queue was dropped, keys of later drops are dropped too.
///
/// Java's `ReferenceQueue`. Python has none.
///
/// # Example
/// ```
/// use weakgraph::{DropQueue, Graph, Strong};
///
/// #[derive(Graph)]
/// struct Session;
///
/// let queue = DropQueue::new();
/// let (a, b) = (Strong::new(Session), Strong::new(Session));
/// queue.watch(&a, "a").keep();
/// queue.watch(&b, "b").keep();
/// drop(b);
/// drop(a);
/// assert_eq!(queue.poll(), Some("b"));
/// assert_eq!(queue.poll(), Some("a"));
/// assert_eq!(queue.poll(), None);
/// ```
pub struct DropQueue<K> {
    inner: Rc<Inner<K>>,
}

struct Inner<K> {
    /// No user code runs while it is borrowed.
    dead: RefCell<VecDeque<K>>,
    /// How many are registered and have not died.
    waiting: Cell<usize>,
}

/// Waits at a node.
struct Ticket<K> {
    inner: rc::Weak<Inner<K>>,
    key: K,
}

/// One less waits.
struct Registration<K>(rc::Weak<Inner<K>>);

impl<K> Drop for Registration<K> {
    fn drop(&mut self) {
        if let Some(inner) = self.0.upgrade() {
            inner.waiting.set(inner.waiting.get() - 1);
        }
    }
}

impl<K> DropQueue<K> {
    /// Returns an empty queue.
    #[must_use]
    pub fn new() -> DropQueue<K> {
        DropQueue { inner: Rc::new(Inner { dead: RefCell::default(), waiting: Cell::new(0) }) }
    }

    /// Puts `key` into the queue when `target` is dropped. Dropping the returned [`Watch`] cancels this and drops the
    /// key; [`keep`](Watch::keep) lets it stay.
    ///
    /// A node may be registered several times, with one queue or with several. As with all observers, the last
    /// registration comes first.
    pub fn watch<T>(&self, target: &Strong<T>, key: K) -> Watch
    where
        K: 'static,
    {
        let waiting = self.inner.waiting.get() + 1;
        self.inner.waiting.set(waiting);
        self.inner.dead.borrow_mut().reserve(waiting);
        let inner = Rc::downgrade(&self.inner);
        let (ticket, waiting) = (Ticket { inner: inner.clone(), key }, Registration(inner));
        Strong::watch(target, move |_| {
            let Ticket { inner, key } = ticket;
            drop(waiting);
            if let Some(inner) = inner.upgrade() {
                inner.dead.borrow_mut().push_back(key);
            }
        })
    }

    /// Removes and returns the oldest key.
    pub fn poll(&self) -> Option<K> {
        self.inner.dead.borrow_mut().pop_front()
    }

    /// Returns an iterator that removes one key after the other, the oldest first, including those that arrive
    /// meanwhile.
    pub fn drain(&self) -> impl Iterator<Item = K> {
        core::iter::from_fn(|| self.poll())
    }

    /// Returns the number of keys in the queue.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.dead.borrow().len()
    }

    /// Returns `true` if there are no keys in the queue.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of registrations whose nodes are alive.
    #[must_use]
    pub fn watched(&self) -> usize {
        self.inner.waiting.get()
    }
}

impl<K> Default for DropQueue<K> {
    fn default() -> DropQueue<K> {
        DropQueue::new()
    }
}

impl<K> fmt::Debug for DropQueue<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DropQueue({} dead, {} watched)", self.len(), self.watched())
    }
}

impl<K> UnwindSafe for DropQueue<K> {}
impl<K> RefUnwindSafe for DropQueue<K> {}
