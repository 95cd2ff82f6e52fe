//! [`WeakMethod`]: a method and the node to call it on, held weakly. [`weak!`](crate::weak!): the same for a closure.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::core::panics::dropping;
use crate::core::traits::HoldsWeakly;
use crate::{Dropped, Strong, Weak};

/// A method with the node to call it on, which it does not keep alive.
///
/// For handlers. Two are equal if they have one node and one method. Equality and hash stay the same after the node was
/// dropped. As with all function pointers, the compiler may give one function two addresses, or two functions with the
/// same code one address.
///
/// | the method | is made by | and called by |
/// |---|---|---|
/// | `fn(&T, A) -> R` | [`new`](WeakMethod::new) | `call(a)` |
/// | `fn(&T) -> R` | [`new_plain`](WeakMethod::new_plain) | `call(())` |
/// | `fn(&T, &A) -> R` | [`new_ref`](WeakMethod::new_ref) | `call(&a)`, with a reference that lives as long as the call |
/// | `fn(&T, A, B) -> R` | [`new2`](WeakMethod::new2) | `call((a, b))` |
/// | `fn(&T, A, B, C) -> R` | [`new3`](WeakMethod::new3) | `call((a, b, c))` |
/// | any other function pointer | [`of`](WeakMethod::of) | [`with`](WeakMethod::with) |
///
/// `F` is the type of the function pointer. In the first row it need not be named: `WeakMethod<T, A, R>`.
///
/// Python's `weakref.WeakMethod`.
///
/// # Example
/// ```
/// use std::cell::Cell;
/// use weakgraph::{Dropped, Graph, Strong, WeakMethod};
///
/// #[derive(Graph, Default)]
/// struct Counter { sum: Cell<i32> }
///
/// impl Counter {
///     fn add(&self, n: i32) -> i32 {
///         self.sum.set(self.sum.get() + n);
///         self.sum.get()
///     }
///     fn add_digits(&self, text: &str) -> i32 {
///         self.add(text.parse().unwrap_or(0))
///     }
/// }
///
/// let counter = Strong::new(Counter::default());
/// let add = WeakMethod::new(&counter, Counter::add);
/// let add_digits = WeakMethod::new_ref(&counter, Counter::add_digits);
/// assert_eq!(add.call(2), Ok(2));
/// assert_eq!(add_digits.call(&String::from("3")), Ok(5));
/// drop(counter);
/// assert_eq!(add.call(1), Err(Dropped));
/// ```
pub struct WeakMethod<T, A: ?Sized = (), R = (), F = fn(&T, A) -> R> {
    target: Weak<T>,
    method: F,
    /// What the function pointer takes and returns. None of it is owned.
    marker: PhantomData<fn(&A) -> R>,
}

/// A function pointer that a [`WeakMethod`] calls, with what its calls take. `T`, `A` and `R` are those of the
/// `WeakMethod`.
///
/// Implemented for the function pointers of the constructors of [`WeakMethod`] alone.
#[diagnostic::on_unimplemented(
    message = "a `WeakMethod` of a `{Self}` has no `call`",
    label = "use `with(|node, method| ..)`"
)]
pub trait MethodPointer<T, A: ?Sized, R>: Copy {
    /// What a call takes.
    type Args<'x>
    where
        A: 'x;

    #[doc(hidden)]
    fn __call<'x>(self, target: &T, args: Self::Args<'x>) -> R
    where
        A: 'x;
}

/// The constructors: the docs, the name, the types of the method's arguments, what the `WeakMethod` and its calls name
/// in place of them.
macro_rules! methods {
    ($($(#[$doc:meta])* $new:ident<$($param:ident $(: ?$sized:ident)?),*>($($ty:ty),*), $args:ty, $x:lifetime $given:ty: $pattern:pat => ($($arg:expr),*);)*) => {$(
        impl<T, $($param $(: ?$sized)?,)* R> WeakMethod<T, $args, R, fn(&T $(, $ty)*) -> R> {
            $(#[$doc])*
            ///
            /// Costs one increment.
            #[must_use]
            pub fn $new(target: &Strong<T>, method: fn(&T $(, $ty)*) -> R) -> Self {
                WeakMethod { target: Strong::downgrade(target), method, marker: PhantomData }
            }
        }

        impl<T, $($param $(: ?$sized)?,)* R> MethodPointer<T, $args, R> for fn(&T $(, $ty)*) -> R {
            type Args<$x> = $given where $args: $x;

            #[inline]
            fn __call<$x>(self, target: &T, $pattern: $given) -> R
            where
                $args: $x,
            {
                self(target $(, $arg)*)
            }
        }
    )*};
}

methods! {
    /// Returns a handle to a method of `target` with one argument.
    new<A>(A), A, 'x A: arg => (arg);
    /// Returns a handle to a method of `target` without arguments. It is called with `()`.
    new_plain<>(), (), 'x (): () => ();
    /// Returns a handle to a method of `target` that takes a reference, which need only live as long as a call.
    new_ref<A: ?Sized>(&A), A, 'x &'x A: arg => (arg);
    /// Returns a handle to a method of `target` with two arguments. It is called with a pair.
    new2<A, B>(A, B), (A, B), 'x (A, B): (a, b) => (a, b);
    /// Returns a handle to a method of `target` with three arguments. It is called with a tuple.
    new3<A, B, C>(A, B, C), (A, B, C), 'x (A, B, C): (a, b, c) => (a, b, c);
}

impl<T, A: ?Sized, R, F: MethodPointer<T, A, R>> WeakMethod<T, A, R, F> {
    /// Calls the method if the node is alive. The node is kept alive during the call.
    ///
    /// Takes the argument of the method, and if there is none, or if there are several, a tuple.
    ///
    /// # Errors
    /// [`Dropped`] if the node was dropped. The argument is dropped then.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn call<'x>(&self, arg: F::Args<'x>) -> Result<R, Dropped>
    where
        A: 'x,
    {
        let target = self.target.try_upgrade()?;
        let given = self.method.__call(&target, arg);
        Ok(dropping(target, given))
    }
}

impl<T, A, R> WeakMethod<T, A, R> {
    /// Returns the method bound to its node, which is kept alive by it, or `None` if the node was dropped.
    pub fn upgrade(&self) -> Option<impl Fn(A) -> R + use<T, A, R>> {
        let (target, method) = (self.target.upgrade()?, self.method);
        Some(move |arg| method(&target, arg))
    }
}

impl<T, F: Copy> WeakMethod<T, (), (), F> {
    /// Returns a handle to a method of `target`, a function pointer of any type. Costs one increment.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Dropped, Graph, Strong, WeakMethod};
    ///
    /// #[derive(Graph)]
    /// struct Page { text: String }
    ///
    /// impl Page {
    ///     fn find(&self, word: &str, from: usize) -> Option<usize> { Some(self.text.get(from..)?.find(word)? + from) }
    /// }
    ///
    /// let page = Strong::new(Page { text: "a b a".into() });
    /// let find = WeakMethod::of(&page, Page::find as fn(&Page, &str, usize) -> Option<usize>);
    /// assert_eq!(find.with(|page, find| find(page, "a", 1)), Ok(Some(4)));
    /// drop(page);
    /// assert_eq!(find.with(|page, find| find(page, "a", 1)), Err(Dropped));
    /// ```
    #[must_use]
    pub fn of(target: &Strong<T>, method: F) -> WeakMethod<T, (), (), F> {
        WeakMethod { target: Strong::downgrade(target), method, marker: PhantomData }
    }
}

impl<T, A: ?Sized, R, F> WeakMethod<T, A, R, F> {
    /// Calls `code` with the node and the method if the node is alive, which is kept alive during the call.
    ///
    /// # Errors
    /// [`Dropped`] if the node was dropped.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn with<O>(&self, code: impl FnOnce(&T, F) -> O) -> Result<O, Dropped>
    where
        F: Copy,
    {
        let target = self.target.try_upgrade()?;
        let given = code(&target, self.method);
        Ok(dropping(target, given))
    }

    /// Returns the node.
    #[must_use]
    pub fn target(&self) -> &Weak<T> {
        &self.target
    }
}

impl<T, A: ?Sized, R, F: Clone> Clone for WeakMethod<T, A, R, F> {
    fn clone(&self) -> Self {
        WeakMethod { target: self.target.clone(), method: self.method.clone(), marker: PhantomData }
    }
}

impl<T, A: ?Sized, R, F: PartialEq> PartialEq for WeakMethod<T, A, R, F> {
    fn eq(&self, other: &Self) -> bool {
        self.target == other.target && self.method == other.method
    }
}

impl<T, A: ?Sized, R, F: Eq> Eq for WeakMethod<T, A, R, F> {}

impl<T, A: ?Sized, R, F: Hash> Hash for WeakMethod<T, A, R, F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.target.hash(state);
        self.method.hash(state);
    }
}

impl<T, A: ?Sized, R, F> fmt::Debug for WeakMethod<T, A, R, F> {
    /// `WeakMethod(Weak(Node at 0x…))`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WeakMethod({:?})", self.target)
    }
}

impl<T: RefUnwindSafe, A: ?Sized, R, F: UnwindSafe> UnwindSafe for WeakMethod<T, A, R, F> {}
impl<T: RefUnwindSafe, A: ?Sized, R, F: RefUnwindSafe> RefUnwindSafe for WeakMethod<T, A, R, F> {}

/// A closure that holds nodes weakly, and does nothing if one of them was dropped.
///
/// `weak!([a, b] |x| body)` is `move |x| body`, where `a` and `b` are captured as [`Weak`] handles and are [`Strong`]
/// handles in the body. They may be [`Strong`] or [`Weak`] handles, or references to one, outside. The closure is
/// written as any other: with types, `-> T { .. }`, and `move`, which changes nothing. With `strong` before it, a name
/// is captured as a handle that keeps its node alive; [`callback!`](crate::callback!) shows such captures.
///
/// If one of the nodes was dropped when the closure is called, the body does not run, and the closure returns the
/// `Default` of its type, which is `()` mostly. `weak!([a] |x| body, else value)` says what else it returns; `value`
/// may diverge, as `panic!(..)` does. `[a = expression]` captures what is no local variable.
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
/// let clicks = weak!([view] || -> Option<u32> { Some(view.clicks.get()) }, else None);
/// click(2);
/// assert_eq!(clicks(), Some(2));
/// drop(view); // the closures do not keep it
/// click(1);
/// assert_eq!(clicks(), None);
/// ```
#[macro_export]
macro_rules! weak {
    ([$($captures:tt)*] $($closure:tt)+) => { $crate::__weak!(@closure weak [$($captures)*] $($closure)+) };
    ($($other:tt)*) => {
        ::core::compile_error!("write what is captured in brackets: `weak!([node] |argument| body)`")
    };
}

/// What [`weak!`](crate::weak!) and [`callback!`](crate::callback!) are made of.
#[doc(hidden)]
#[macro_export]
macro_rules! __weak {
    (@closure $what:ident $captures:tt move $($rest:tt)*) => { $crate::__weak!(@closure $what $captures $($rest)*) };
    (@closure weak $captures:tt || $($rest:tt)*) => { $crate::__weak!(@args weak $captures [] | $($rest)*) };
    (@closure callback $captures:tt || $($rest:tt)*) => { $crate::__weak!(@args callback $captures [(): ()] | $($rest)*) };
    (@closure $what:ident $captures:tt | $($rest:tt)*) => { $crate::__weak!(@args $what $captures [] $($rest)*) };
    (@closure $what:ident $captures:tt $($other:tt)*) => {
        ::core::compile_error!("expected a closure after what is captured: `weak!([node] |argument| body)`")
    };

    // The arguments, up to the bar.
    (@args $what:ident $captures:tt $args:tt | -> $given:ty $body:block $(, else $gone:expr)? $(,)?) => {
        $crate::__weak!(@captures $what $captures [] $args {$given} {$body} {$($gone)?})
    };
    (@args $what:ident $captures:tt $args:tt | $body:expr $(, else $gone:expr)? $(,)?) => {
        $crate::__weak!(@captures $what $captures [] $args {_} {$body} {$($gone)?})
    };
    (@args $what:ident $captures:tt [$($args:tt)*] $next:tt $($rest:tt)*) => {
        $crate::__weak!(@args $what $captures [$($args)* $next] $($rest)*)
    };
    (@args $what:ident $captures:tt $args:tt) => {
        ::core::compile_error!("the arguments end with a second `|`: `weak!([node] |argument| body)`")
    };

    // The captures, one by one, each as `(weak name, expression)`.
    (@captures $what:ident [strong $name:ident = $value:expr $(, $($rest:tt)*)?] [$($done:tt)*] $($closure:tt)*) => {
        $crate::__weak!(@captures $what [$($($rest)*)?] [$($done)* (strong $name, $value)] $($closure)*)
    };
    (@captures $what:ident [strong $name:ident $(, $($rest:tt)*)?] [$($done:tt)*] $($closure:tt)*) => {
        $crate::__weak!(@captures $what [$($($rest)*)?] [$($done)* (strong $name, $name)] $($closure)*)
    };
    (@captures $what:ident [$name:ident = $value:expr $(, $($rest:tt)*)?] [$($done:tt)*] $($closure:tt)*) => {
        $crate::__weak!(@captures $what [$($($rest)*)?] [$($done)* (weak $name, $value)] $($closure)*)
    };
    (@captures $what:ident [$name:ident $(, $($rest:tt)*)?] [$($done:tt)*] $($closure:tt)*) => {
        $crate::__weak!(@captures $what [$($($rest)*)?] [$($done)* (weak $name, $name)] $($closure)*)
    };
    (@captures $what:ident [] $captures:tt $args:tt $given:tt $body:tt {}) => {
        $crate::__weak!(@$what $captures $args $given $body {|given| $crate::__private::Given::or_default(given)})
    };
    (@captures $what:ident [] $captures:tt $args:tt $given:tt $body:tt {$gone:expr}) => {
        $crate::__weak!(@$what $captures $args $given $body {|given| $crate::__private::Given::by(given, || $gone)})
    };
    (@captures $what:ident [$($other:tt)+] $($rest:tt)*) => {
        ::core::compile_error!("captures are names, or `name = expression`, with commas between them: `weak!([a, b = other.clone()] || body)`")
    };

    (@weak [$(($how:ident $name:ident, $value:expr))*] [$($args:tt)*] $given:tt $body:tt $gone:tt) => {{
        $(let $name = $crate::__weak!(@capture $how $value);)*
        move |$($args)*| $crate::__weak!(@body [$(($how $name))*] $given $body $gone)
    }};
    (@callback [$(($how:ident $name:ident, $value:expr))*] [$($args:tt)*] $given:tt $body:tt $gone:tt) => {
        $crate::Callback::new(
            ($($crate::__weak!(@capture $how $value),)*),
            move |captures, $($args)*| {
                let ($($name,)*) = captures;
                $crate::__weak!(@body [$(($how $name))*] $given $body $gone)
            },
        )
    };

    (@capture weak $value:expr) => { $crate::__private::WeakCapture::__capture(&$value) };
    (@capture strong $value:expr) => { $crate::__private::StrongCapture::__capture(&$value) };
    (@open weak $name:ident) => { $crate::Weak::upgrade(&$name) };
    (@open strong $name:ident) => { ::core::option::Option::Some($crate::__private::StrongCapture::__capture(&$name)) };

    // A closure in the closure, so that what the body gives, also by `return`, is in a variable when the handles are
    // dropped: if a destructor panics then, it is dropped, too.
    (@body [$(($how:ident $name:ident))*] {$given:ty} {$body:expr} {$gone:expr}) => {{
        let given = $crate::__private::Given::<$given>::new();
        if false {
            // Says of which type it is.
            return $crate::__private::Given::never(given);
        }
        let given = {
            let result;
            #[allow(unreachable_patterns)]
            match ($($crate::__weak!(@open $how $name),)*) {
                ($(::core::option::Option::Some($name),)*) => result = $crate::__private::Given::by(given, || $body),
                _ => result = $crate::__private::Given::other(given, $gone),
            }
            result
        };
        given
    }};
}

/// What [`weak!`](crate::weak!) captures: a handle of a `T`, or a reference to one. `T` is no associated type: the
/// compiler would report each missing one twice.
#[diagnostic::on_unimplemented(
    message = "`weak!` cannot capture `{Self}`",
    label = "neither a `Strong` nor a `Weak` handle",
    note = "capture a handle in the brackets; anything else is moved into the closure when the body names it"
)]
pub trait WeakCapture<T> {
    #[doc(hidden)]
    fn __capture(&self) -> Weak<T>;
}

impl<T> WeakCapture<T> for Strong<T> {
    #[inline]
    fn __capture(&self) -> Weak<T> {
        Strong::downgrade(self)
    }
}

impl<T> WeakCapture<T> for Weak<T> {
    #[inline]
    fn __capture(&self) -> Weak<T> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<T, C: WeakCapture<T>> WeakCapture<T> for &C {
    #[inline]
    fn __capture(&self) -> Weak<T> {
        C::__capture(self)
    }
}

/// What [`weak!`](crate::weak!) and [`callback!`](crate::callback!) capture with `strong`: a handle of a `T`, or a
/// reference to one.
#[diagnostic::on_unimplemented(
    message = "`strong` cannot capture `{Self}`",
    label = "not a `Strong` handle",
    note = "capture a handle in the brackets; anything else is moved into the closure when the body names it"
)]
pub trait StrongCapture<T> {
    #[doc(hidden)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __capture(&self) -> Strong<T>;
}

impl<T> StrongCapture<T> for Strong<T> {
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __capture(&self) -> Strong<T> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<T, C: StrongCapture<T>> StrongCapture<T> for &C {
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn __capture(&self) -> Strong<T> {
        C::__capture(self)
    }
}

/// What a closure of [`weak!`](crate::weak!) returns when a node was dropped and nothing else is said: any `Default`.
#[diagnostic::on_unimplemented(
    message = "this closure returns `{Self}`, which has no default value for when a captured node was dropped",
    note = "say what it returns then: `weak!([node] || body, else value)`"
)]
pub trait OrDefault: Sized {
    #[doc(hidden)]
    fn __default() -> Self;
}

#[diagnostic::do_not_recommend]
impl<R: Default> OrDefault for R {
    fn __default() -> R {
        R::default()
    }
}

/// The type of what a closure of [`weak!`](crate::weak!) returns.
#[derive(Debug)]
pub struct Given<R>(PhantomData<fn() -> R>);

impl<R> Clone for Given<R> {
    fn clone(&self) -> Given<R> {
        *self
    }
}

impl<R> Copy for Given<R> {}

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

    #[inline(always)]
    #[doc(hidden)]
    pub fn other(self, code: impl FnOnce(Given<R>) -> R) -> R {
        code(self)
    }

    #[inline(always)]
    #[doc(hidden)]
    pub fn or_default(self) -> R
    where
        R: OrDefault,
    {
        R::__default()
    }
}

// SAFETY: it owns none of the nodes that it holds weakly: the method is a function pointer, or what else is `Copy`.
unsafe impl<T, A: ?Sized, R, F> HoldsWeakly for WeakMethod<T, A, R, F> {}
