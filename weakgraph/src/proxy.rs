//! [`Proxy`]: a node that is used without being held.

use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::{Dead, Strong, Weak};

/// Uses a node without keeping it alive: each call upgrades for so long as it takes, or says that the node is [`Dead`].
///
/// Between the calls nothing is counted but one weak handle. There is no `Deref`, which could not say that the node has gone,
/// and no `Hash`, nor a comparison, which a dead node has none of: [`downgrade`](Proxy::downgrade) gives a [`Weak`], which
/// has both, by identity.
///
/// Python's `weakref.proxy`, with an error value in the place of its exception.
///
/// # Example
/// ```
/// use std::cell::Cell;
/// use weakgraph::{Dead, Graph, Proxy, Strong};
///
/// #[derive(Graph)]
/// struct Man { name: &'static str, age: Cell<u32> }
///
/// let jack = Strong::new(Man { name: "Jack", age: Cell::new(30) });
/// let proxy = Proxy::new(&jack);
/// assert_eq!(proxy.with(|man| man.name), Ok("Jack"));
/// proxy.with(|man| man.age.set(31))?;
/// assert_eq!((jack.age.get(), Strong::strong_count(&jack)), (31, 1));
/// drop(jack);
/// assert_eq!(proxy.with(|man| man.name), Err(Dead));
/// # Ok::<(), Dead>(())
/// ```
pub struct Proxy<T> {
    target: Weak<T>,
}

impl<T> Proxy<T> {
    /// A proxy for `target`.
    #[must_use]
    pub fn new(target: &Strong<T>) -> Proxy<T> {
        Proxy { target: Strong::downgrade(target) }
    }

    /// Gives the node to `code`, and keeps it alive for so long.
    ///
    /// # Errors
    /// [`Dead`] if it is dead.
    pub fn with<R>(&self, code: impl FnOnce(&T) -> R) -> Result<R, Dead> {
        Ok(code(&*self.get()?))
    }

    /// A handle to the node.
    ///
    /// # Errors
    /// [`Dead`] if it is dead.
    pub fn get(&self) -> Result<Strong<T>, Dead> {
        self.target.try_upgrade()
    }

    /// Whether the node is alive.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.target.is_alive()
    }

    /// A weak handle to the node.
    #[must_use]
    pub fn downgrade(&self) -> Weak<T> {
        self.target.clone()
    }
}

impl<T> Clone for Proxy<T> {
    fn clone(&self) -> Proxy<T> {
        Proxy { target: self.target.clone() }
    }
}

impl<T> From<&Strong<T>> for Proxy<T> {
    fn from(target: &Strong<T>) -> Proxy<T> {
        Proxy::new(target)
    }
}

impl<T> From<Weak<T>> for Proxy<T> {
    fn from(target: Weak<T>) -> Proxy<T> {
        Proxy { target }
    }
}

impl<T> fmt::Debug for Proxy<T> {
    /// `Proxy(Node at 0x…)` or `Proxy(Node, dead)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:?}", self.target);
        f.write_str("Proxy")?;
        f.write_str(text.strip_prefix("Weak").unwrap_or(&text))
    }
}

impl<T: RefUnwindSafe> UnwindSafe for Proxy<T> {}
impl<T: RefUnwindSafe> RefUnwindSafe for Proxy<T> {}
