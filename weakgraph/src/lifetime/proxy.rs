//! [`Proxy`]: a node that is used without being held.

use core::fmt;
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::core::panics::dropping;
use crate::core::traits::{HoldsWeakly, Wrapped};
use crate::{Dropped, Strong, Weak};

/// Uses a node without keeping it alive: each call keeps it for its own time, or returns [`Dropped`].
///
/// Between calls, a proxy holds one weak handle. It does not deref to the node, because it could not say then that the
/// node was dropped. It has no `Hash` and no comparison: [`downgrade`](Proxy::downgrade) returns a [`Weak`], which
/// compares and hashes by identity.
///
/// Python's `weakref.proxy`, with an error value in place of its exception.
///
/// # Accessors
///
/// With `#[graph(proxy)]` on the type, the accessors of a node exist on its proxies too. Each returns a
/// `Result<_, Dropped>`: `parent()`, `add_child(..)`, `set_friend(..)`. A list is returned as a `Vec` of handles,
/// because nothing may borrow from a node that nothing holds. A plain field with `#[graph(proxy)]` gets a getter, which
/// returns a clone. If the field is a [`Cell`](std::cell::Cell), the getter returns its content, and there is a setter.
/// All of them are as visible as their fields. They are methods of a type `NodeProxy`, to which proxies of a `Node`
/// deref. This is an option because it doubles the code that is compiled for the accessors.
///
/// ```
/// use std::cell::Cell;
/// use weakgraph::{Children, Dropped, Graph, Parent, Proxy, Strong};
///
/// #[derive(Graph)]
/// #[graph(new, proxy)]
/// struct Man {
///     #[graph(proxy)] name: &'static str,
///     #[graph(proxy)] age: Cell<u32>,
///     #[weak] parent: Parent<Man>,
///     #[strong] children: Children<Man>,
/// }
///
/// let jack = Man::new("Jack", Cell::new(30));
/// let proxy = Proxy::new(&jack);
/// proxy.add_child(Man::new("Jill", Cell::new(3)))?;
/// proxy.set_age(proxy.age()? + 1)?;
/// assert_eq!((proxy.name(), proxy.age()), (Ok("Jack"), Ok(31)));
/// assert_eq!(proxy.children()?[0].name, "Jill");
/// assert_eq!(Strong::strong_count(&jack), 1);
/// drop(jack);
/// assert_eq!(proxy.name(), Err(Dropped));
/// assert_eq!(proxy.children(), Err(Dropped));
/// # Ok::<(), Dropped>(())
/// ```
///
/// # Example
/// ```
/// use std::cell::Cell;
/// use weakgraph::{Dropped, Graph, Proxy, Strong};
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
/// assert_eq!(proxy.with(|man| man.name), Err(Dropped));
/// # Ok::<(), Dropped>(())
/// ```
pub struct Proxy<T> {
    target: Weak<T>,
}

impl<T> Proxy<T> {
    /// Returns a proxy for `target`. Costs one increment.
    #[must_use]
    pub fn new(target: &Strong<T>) -> Proxy<T> {
        Proxy { target: Strong::downgrade(target) }
    }

    /// Calls `code` with the node, which is kept alive during the call, and returns its result.
    ///
    /// # Errors
    /// [`Dropped`] if the node was dropped.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn with<R>(&self, code: impl FnOnce(&T) -> R) -> Result<R, Dropped> {
        let target = self.get()?;
        let given = code(&target);
        Ok(dropping(target, given))
    }

    /// Returns a handle to the node.
    ///
    /// # Errors
    /// [`Dropped`] if the node was dropped.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get(&self) -> Result<Strong<T>, Dropped> {
        self.target.try_upgrade()
    }

    /// Returns `true` if the node is alive.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.target.is_alive()
    }

    /// Returns a weak handle to the node.
    #[must_use]
    pub fn downgrade(&self) -> Weak<T> {
        self.target.clone()
    }
}

/// A type whose proxies have its accessors: one with `#[graph(proxy)]`.
///
/// # Safety
/// Only the derive implements this: the `Accessors` are `repr(transparent)` over a `Proxy<Self>`.
pub unsafe trait Proxied: Sized {
    /// The type to which a [`Proxy`] derefs, with the accessors.
    type Accessors;
}

impl<T: Proxied> Deref for Proxy<T> {
    type Target = T::Accessors;

    #[inline]
    fn deref(&self) -> &T::Accessors {
        self.wrapper()
    }
}

// SAFETY: as `Proxied` says.
unsafe impl<T: Proxied> Wrapped for Proxy<T> {
    type Wrapper = T::Accessors;
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

// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T> HoldsWeakly for Proxy<T> {}

/// [`Proxy::with`] for a method with an argument, which is dropped if the node was: what the accessors call. A closure
/// in place of it costs the compiler more.
#[inline]
pub fn with_argument<T, A, O>(proxy: &Proxy<T>, method: impl FnOnce(&T, A) -> O, argument: A) -> Result<O, Dropped> {
    proxy.with(|target| method(target, argument))
}
