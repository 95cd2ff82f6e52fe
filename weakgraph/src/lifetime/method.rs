//! [`WeakMethod`]: a method and the node to call it on, held weakly. [`weak!`](crate::weak!): the same for a closure.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr;

use crate::core::panics::dropping;
use crate::core::traits::HoldsWeakly;
use crate::{Dead, Strong, Weak};

/// A method of a node, to be called on it while it lives.
///
/// For handlers that must not keep their object alive. Two are equal if they are of one node and one method; that, and the
/// hash, stay as they are when the node dies. As with all function pointers the compiler may give one function two
/// addresses, or two functions of the same code one.
///
/// Python's `weakref.WeakMethod`.
///
/// # Example
/// ```
/// use std::cell::Cell;
/// use weakgraph::{Dead, Graph, Strong, WeakMethod};
///
/// #[derive(Graph, Default)]
/// struct Counter { sum: Cell<i32> }
///
/// impl Counter {
///     fn add(&self, n: i32) -> i32 {
///         self.sum.set(self.sum.get() + n);
///         self.sum.get()
///     }
/// }
///
/// let counter = Strong::new(Counter::default());
/// let add = WeakMethod::new(&counter, Counter::add);
/// assert_eq!(add.call(2), Ok(2));
/// assert_eq!(add.call(3), Ok(5));
/// drop(counter);
/// assert_eq!(add.call(1), Err(Dead));
/// ```
pub struct WeakMethod<T, A = (), R = ()> {
    target: Weak<T>,
    method: fn(&T, A) -> R,
}

impl<T, A, R> WeakMethod<T, A, R> {
    /// `method` of `target`. Costs one increment.
    #[must_use]
    pub fn new(target: &Strong<T>, method: fn(&T, A) -> R) -> WeakMethod<T, A, R> {
        WeakMethod { target: Strong::downgrade(target), method }
    }

    /// Calls the method, if the node is alive, and keeps it alive for so long.
    ///
    /// # Errors
    /// [`Dead`] if it is not; `arg` is dropped.
    pub fn call(&self, arg: A) -> Result<R, Dead> {
        let target = self.target.try_upgrade()?;
        let given = (self.method)(&target, arg);
        Ok(dropping(target, given))
    }

    /// The method bound to its node, which it keeps alive; `None` if that is dead.
    pub fn upgrade(&self) -> Option<impl Fn(A) -> R + use<T, A, R>> {
        let (target, method) = (self.target.upgrade()?, self.method);
        Some(move |arg| method(&target, arg))
    }

    /// The node.
    #[must_use]
    pub fn target(&self) -> &Weak<T> {
        &self.target
    }
}

impl<T, A, R> Clone for WeakMethod<T, A, R> {
    fn clone(&self) -> WeakMethod<T, A, R> {
        WeakMethod { target: self.target.clone(), method: self.method }
    }
}

impl<T, A, R> PartialEq for WeakMethod<T, A, R> {
    fn eq(&self, other: &WeakMethod<T, A, R>) -> bool {
        self.target == other.target && ptr::fn_addr_eq(self.method, other.method)
    }
}

impl<T, A, R> Eq for WeakMethod<T, A, R> {}

impl<T, A, R> Hash for WeakMethod<T, A, R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.target.hash(state);
        (self.method as *const ()).hash(state);
    }
}

impl<T, A, R> fmt::Debug for WeakMethod<T, A, R> {
    /// `WeakMethod(Weak(Node at 0x…))`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WeakMethod({:?})", self.target)
    }
}

impl<T: RefUnwindSafe, A, R> UnwindSafe for WeakMethod<T, A, R> {}
impl<T: RefUnwindSafe, A, R> RefUnwindSafe for WeakMethod<T, A, R> {}

/// A closure that holds nodes weakly, and does nothing if one of them is dead.
///
/// `weak!([a, b] |x| body)` is `move |x| body`, where `a` and `b` are captured as [`Weak`] handles and are [`Strong`]
/// handles in the body. If one is dead when the closure is called, the body is not run, and the closure gives the
/// `Default` of its type, `()` mostly; `weak!([a] |x| body, else value)` says what else it gives. `[a = expression]` captures
/// what is no local variable.
///
/// The `weak` captures of glib's `clone!` and of Swift's capture lists.
///
/// # Example
/// ```
/// use std::cell::Cell;
/// use weakgraph::{Graph, Strong, weak};
///
/// #[derive(Graph, Default)]
/// struct View { clicks: Cell<u32> }
///
/// let view = Strong::new(View::default());
/// let click = weak!([view] |times: u32| view.clicks.set(view.clicks.get() + times));
/// let clicks = weak!([view] || Some(view.clicks.get()), else None);
/// click(2);
/// assert_eq!(clicks(), Some(2));
/// drop(view); // the closures do not keep it
/// click(1);
/// assert_eq!(clicks(), None);
/// ```
#[macro_export]
macro_rules! weak {
    ([$($captures:tt)*] || $body:expr $(, else $gone:expr)? $(,)?) => {
        $crate::weak!(@captures [$($captures)*] [] [] {$body} {$($gone)?})
    };
    ([$($captures:tt)*] | $($rest:tt)*) => { $crate::weak!(@args [$($captures)*] [] $($rest)*) };

    // The arguments, up to the bar.
    (@args $captures:tt [$($args:tt)*] | $body:expr $(, else $gone:expr)? $(,)?) => {
        $crate::weak!(@captures $captures [] [$($args)*] {$body} {$($gone)?})
    };
    (@args $captures:tt [$($args:tt)*] $next:tt $($rest:tt)*) => {
        $crate::weak!(@args $captures [$($args)* $next] $($rest)*)
    };

    // The captures, one by one, each as `(name, expression)`.
    (@captures [$name:ident = $value:expr $(, $($rest:tt)*)?] [$($done:tt)*] $args:tt $body:tt $gone:tt) => {
        $crate::weak!(@captures [$($($rest)*)?] [$($done)* ($name, $value)] $args $body $gone)
    };
    (@captures [$name:ident $(, $($rest:tt)*)?] [$($done:tt)*] $args:tt $body:tt $gone:tt) => {
        $crate::weak!(@captures [$($($rest)*)?] [$($done)* ($name, $name)] $args $body $gone)
    };
    (@captures [] $captures:tt $args:tt $body:tt {}) => {
        $crate::weak!(@captures [] $captures $args $body {::core::default::Default::default()})
    };
    // A closure in the closure, so that what the body gives, also by `return`, is in a variable when the handles are dropped: if
    // a destructor panics then, it is dropped, too.
    (@captures [] [$(($name:ident, $value:expr))*] [$($args:tt)*] {$body:expr} {$gone:expr}) => {{
        $(let $name = $crate::Strong::downgrade(&$value);)*
        move |$($args)*| {
            let given = $crate::__private::Given::new();
            if false {
                // Says of which type it is.
                return given.never();
            }
            let given = {
                let result;
                #[allow(unreachable_patterns)]
                match ($($crate::Weak::upgrade(&$name),)*) {
                    ($(::core::option::Option::Some($name),)*) => result = given.by(|| $body),
                    _ => result = given.by(|| $gone),
                }
                result
            };
            given
        }
    }};
}

// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T, A, R> HoldsWeakly for WeakMethod<T, A, R> {}

/// The type of what a closure of [`weak!`](crate::weak!) gives.
#[derive(Clone, Copy, Debug)]
pub struct Given<R>(PhantomData<fn() -> R>);

impl<R> Given<R> {
    #[allow(clippy::new_without_default, reason = "for a macro")]
    #[inline(always)]
    #[must_use]
    #[doc(hidden)]
    pub const fn new() -> Given<R> {
        Given(PhantomData)
    }

    /// # Panics
    /// Always.
    pub fn never(self) -> R {
        unreachable!()
    }

    #[inline(always)]
    #[doc(hidden)]
    pub fn by(self, code: impl FnOnce() -> R) -> R {
        code()
    }
}
