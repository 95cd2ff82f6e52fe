//! [`Callback`]: a closure that shows which nodes it captured.

use core::fmt;
use std::rc::Rc;

use crate::core::edges::EdgeCollector;
use crate::core::raw_edge::EdgeKind;
use crate::inspect::edges::Known;
use crate::{Strong, Weak};

/// A closure that shows which nodes it captured. [`callback!`](crate::callback!) writes one.
///
/// For a handler in a node. What a `Box<dyn Fn()>` captured cannot be seen: if that is a strong handle to the node that
/// the closure is in, the node is never dropped, and nothing says why. The handles that a `Callback` captured are
/// edges in the reports of `leak` (feature `leak`): such a cycle is found, with the field that closes it.
///
/// A clone is a handle to the same closure: clone it out of its cell before it is called, so that it can replace
/// itself.
///
/// | | |
/// |---|---|
/// | `A` | what it takes: `()`, a value, or a tuple for several |
/// | `R` | what it returns |
///
/// # Example
/// ```
/// use std::cell::{Cell, RefCell};
/// use weakgraph::{Callback, Graph, Strong, callback};
///
/// #[derive(Graph, Default)]
/// struct Button {
///     clicks: Cell<u32>,
///     on_click: RefCell<Option<Callback<u32>>>,
/// }
///
/// let button = Strong::new(Button::default());
/// // `button` is captured weakly: the node does not hold itself.
/// let count = callback!([button] |times: u32| button.clicks.set(button.clicks.get() + times));
/// button.on_click.replace(Some(count));
/// let on_click = button.on_click.borrow().clone();
/// on_click.unwrap().call(2);
/// assert_eq!(button.clicks.get(), 2);
/// ```
pub struct Callback<A = (), R = ()> {
    closure: Rc<dyn Closure<A, R>>,
}

trait Closure<A, R> {
    fn call(&self, args: A) -> R;
    /// Adds an edge for each handle.
    #[cfg(feature = "leak")]
    fn captures(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind);
}

struct Made<C, F> {
    captures: C,
    code: F,
}

impl<A, R, C: Captures, F: Fn(&C, A) -> R> Closure<A, R> for Made<C, F> {
    fn call(&self, args: A) -> R {
        (self.code)(&self.captures, args)
    }

    #[cfg(feature = "leak")]
    fn captures(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        self.captures.__captures(see, kind);
        if core::mem::needs_drop::<F>() {
            see.opaque(kind);
        }
    }
}

impl<A, R> Callback<A, R> {
    /// Makes one of some handles and a closure that is called with them.
    ///
    /// The handles are a tuple of [`Strong`] and [`Weak`] handles, and of lists and `Option`s of them. What the closure
    /// itself captured is not seen, as in a `Box<dyn Fn()>`. [`callback!`](crate::callback!) is shorter.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Callback, Graph, Strong};
    ///
    /// #[derive(Graph)]
    /// struct Price(u32);
    ///
    /// let price = Strong::new(Price(3));
    /// let total = Callback::new((price,), |(price,), pieces: u32| price.0 * pieces);
    /// assert_eq!(total.call(4), 12);
    /// ```
    #[must_use]
    pub fn new<C: Captures>(captures: C, code: impl Fn(&C, A) -> R + 'static) -> Callback<A, R>
    where
        A: 'static,
        R: 'static,
    {
        Callback { closure: Rc::new(Made { captures, code }) }
    }

    /// Calls the closure.
    pub fn call(&self, args: A) -> R {
        self.closure.call(args)
    }
}

impl<A, R> Clone for Callback<A, R> {
    fn clone(&self) -> Callback<A, R> {
        Callback { closure: self.closure.clone() }
    }
}

impl<A, R> fmt::Debug for Callback<A, R> {
    /// `Callback(..)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback(..)")
    }
}

// SAFETY: it adds edges; the captures are handles and containers of the standard library.
unsafe impl<A, R> Known for Callback<A, R> {
    #[cfg(feature = "leak")]
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        let (address, count) = (Rc::as_ptr(&self.closure).addr(), Rc::strong_count(&self.closure));
        see.shared(address, count, kind, |see| self.closure.captures(see, kind));
    }

    #[cfg(not(feature = "leak"))]
    fn __look(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        see.opaque(kind);
    }
}

mod sealed {
    /// What only this file implements.
    pub trait Sealed {}
}

use sealed::Sealed;

/// The handles that a [`Callback`] captured: a [`Strong`] or [`Weak`] handle, an `Option` or a `Vec` of one, or a tuple
/// of up to eight of these.
#[diagnostic::on_unimplemented(
    message = "a `Callback` cannot capture `{Self}` as a handle",
    label = "no tuple of handles",
    note = "the first argument is a tuple of `Strong` and `Weak` handles: `(node,)`; other values are moved into the closure"
)]
pub trait Captures: Sealed + 'static {
    #[doc(hidden)]
    fn __captures(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind);
}

impl<T> Sealed for Strong<T> {}

impl<T: 'static> Captures for Strong<T> {
    fn __captures(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        self.__look(see, kind);
    }
}

impl<T> Sealed for Weak<T> {}

impl<T: 'static> Captures for Weak<T> {
    fn __captures(&self, _: &mut EdgeCollector<'_>, _: EdgeKind) {}
}

impl<C: Captures> Sealed for Option<C> {}

impl<C: Captures> Captures for Option<C> {
    fn __captures(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        self.iter().for_each(|it| it.__captures(see, kind));
    }
}

impl<C: Captures> Sealed for Vec<C> {}

impl<C: Captures> Captures for Vec<C> {
    fn __captures(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
        self.iter().for_each(|it| it.__captures(see, kind));
    }
}

macro_rules! tuples {
    ($(($($name:ident)*);)*) => {$(
        impl<$($name: Captures),*> Sealed for ($($name,)*) {}

        impl<$($name: Captures),*> Captures for ($($name,)*) {
            #[allow(non_snake_case, unused_variables, reason = "the names are those of the types; one tuple is empty")]
            fn __captures(&self, see: &mut EdgeCollector<'_>, kind: EdgeKind) {
                let ($($name,)*) = self;
                $($name.__captures(see, kind);)*
            }
        }
    )*};
}

tuples! {
    ();
    (A);
    (A B);
    (A B C);
    (A B C D);
    (A B C D E);
    (A B C D E F);
    (A B C D E F G);
    (A B C D E F G H);
}

/// A [`Callback`]: a closure that shows the handles that it captured.
///
/// As [`weak!`](crate::weak!), with two differences: it gives a [`Callback`] and not a closure, and takes at most one
/// argument. For several, it takes a tuple: `|(x, y): (u32, u32)| ..`. With `strong` before a name, it captures a
/// handle that keeps the node alive. The body may name other variables, which are moved into the closure and not seen.
///
/// # Example
/// ```
/// use weakgraph::{Callback, Graph, Strong, callback};
///
/// #[derive(Graph)]
/// struct Style { size: u32 }
///
/// let (small, large) = (Strong::new(Style { size: 1 }), Strong::new(Style { size: 2 }));
/// let add: Callback<u32, u32> = callback!([small, strong large] |more: u32| small.size + large.size + more);
/// drop(large); // the callback keeps it
/// assert_eq!(add.call(10), 13);
/// drop(small); // but not this one: the body does not run
/// assert_eq!(add.call(10), 0);
/// ```
#[macro_export]
macro_rules! callback {
    ([$($captures:tt)*] $($closure:tt)+) => { $crate::__weak!(@closure callback [$($captures)*] $($closure)+) };
    ($($other:tt)*) => {
        ::core::compile_error!("write what is captured in brackets: `callback!([node, strong other] |argument| body)`")
    };
}
