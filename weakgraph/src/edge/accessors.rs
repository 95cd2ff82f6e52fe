//! The functions behind the accessors that the derive writes, and behind its other methods.

use core::cell::{Cell, OnceCell, RefCell};
use core::fmt;
use core::marker::PhantomData;

use crate::core::panics::dropping;
use crate::core::strong::Strong;
use crate::core::traits::{DetachedBy, Graph, LateHook, Phantom};
use crate::core::weak::Weak;
use crate::engine::edit;

/// Whether these names of types are all different, so that no type is a subtype of another: asked where a node has more
/// owning edges than a link can number.
#[must_use]
pub const fn distinct(names: &[&str]) -> bool {
    let mut i = 0;
    while i < names.len() {
        let mut j = i + 1;
        while j < names.len() {
            if same(names[i].as_bytes(), names[j].as_bytes()) {
                return false;
            }
            j += 1;
        }
        i += 1;
    }
    true
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// What is in a field that is a `Cell`, for a proxy's getter. With `Cell::get`, a `T` that is no `Copy` would be an
/// error about the standard library.
pub fn copied<T: Copy>(cell: &Cell<T>) -> T {
    cell.get()
}

/// A clone of what is in a `RefCell`, for a proxy's getter.
pub fn cloned<T: Clone>(cell: &RefCell<T>) -> T {
    cell.borrow().clone()
}

/// A clone of what is in a `OnceCell`, for a proxy's getter.
pub fn cloned_once<T: Clone>(cell: &OnceCell<T>) -> Option<T> {
    cell.get().cloned()
}

/// The setter of a `RefCell`, for a proxy. What was there is dropped when the cell is free again.
pub fn replace<T>(cell: &RefCell<T>, value: T) {
    drop(cell.replace(value));
}

/// The handles of a list, for a proxy's accessor: nothing may borrow from a node that nobody holds.
pub fn listed<L: IntoIterator>(list: L) -> Vec<L::Item> {
    list.into_iter().collect()
}

/// The accessor of an edge with `#[weak(unowned)]`.
#[inline]
#[track_caller]
pub fn unowned<T: Graph, X>(target: Option<Strong<X>>, field: &str) -> Strong<X> {
    match target {
        Some(target) => target,
        None => no_target(T::NAME, field),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn no_target(name: &str, field: &str) -> ! {
    panic!("the target of `{field}` in this `{name}` has gone, or was never set: the field is `unowned`")
}

/// What a label is made of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no label: it does not implement `Display`",
    label = "a label is shown by its `Display`",
    note = "write a function that returns a text, `fn title(&self) -> String`, and name it on the type: \
            `#[graph(label = Self::title)]`"
)]
pub trait Label {
    fn text(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl<D: fmt::Display + ?Sized> Label for D {
    fn text(&self) -> String {
        self.to_string()
    }
}

/// What `#[graph(label)]` makes of a field, or of what the function gave.
pub fn label<D: Label + ?Sized>(label: &D) -> Option<String> {
    Some(label.text())
}

/// The same, of a field in a `Cell`.
pub fn label_in_cell<D: Label + Copy>(cell: &Cell<D>) -> Option<String> {
    label(&cell.get())
}

/// The same, of a field in a `RefCell`. While that is borrowed mutably, the label says so.
pub fn label_in_ref_cell<D: Label + ?Sized>(cell: &RefCell<D>) -> Option<String> {
    match cell.try_borrow() {
        Ok(value) => label(&*value),
        Err(_) => Some("<borrowed>".into()),
    }
}

/// The same, of a field in a `OnceCell`: none until it is set.
pub fn label_in_once_cell<D: Label>(cell: &OnceCell<D>) -> Option<String> {
    label(cell.get()?)
}

/// The same, of what a function gave.
pub fn label_of<D: Label>(label: D) -> Option<String> {
    let text = label.text();
    dropping(label, Some(text))
}

/// What a drop hook returns.
#[diagnostic::on_unimplemented(
    message = "a drop hook returns nothing, and this one returns `{Self}`",
    label = "write this function without `-> {Self}`, or name one that calls it"
)]
pub trait Nothing {}

/// `()`, and of a function that does not return, `!`, which cannot be named otherwise.
pub trait Returned {
    type Output;
}

impl<T> Returned for fn() -> T {
    type Output = T;
}

impl Nothing for () {}
impl Nothing for <fn() -> ! as Returned>::Output {}

/// Runs the call of a drop hook. In a closure, as the hook need not return.
#[inline(always)]
#[cfg_attr(feature = "leak-handles", track_caller)]
pub fn hooked<N: Nothing>(call: impl FnOnce() -> N) {
    let _ = call();
}

/// A function of the node's type that an attribute names, `Self::gone`: called if it takes `N`, a reference to the
/// node, by a method of its own, and refused by one of [`OtherNodeHook`].
#[doc(hidden)]
pub struct NodeHook<N, F> {
    hook: F,
    marker: PhantomData<fn(N)>,
}

impl<N, F> fmt::Debug for NodeHook<N, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NodeHook").finish_non_exhaustive()
    }
}

impl<N, F> NodeHook<N, F> {
    #[inline(always)]
    pub const fn new(hook: F) -> NodeHook<N, F> {
        NodeHook { hook, marker: PhantomData }
    }
}

impl<N, O, F: FnOnce(N) -> O> NodeHook<N, F> {
    #[inline(always)]
    pub fn __call(self, node: N) -> O {
        (self.hook)(node)
    }

    #[inline(always)]
    pub fn __label(self, node: N) -> O {
        (self.hook)(node)
    }
}

/// See [`NodeHook`].
#[doc(hidden)]
pub trait OtherNodeHook<N> {
    type Hook;

    fn __call(self, node: N)
    where
        Self::Hook: TakesTheNode<N>;

    fn __label(self, node: N) -> String
    where
        Self::Hook: TakesTheNode<N>;
}

impl<N, F> OtherNodeHook<N> for NodeHook<N, F> {
    type Hook = F;

    fn __call(self, _: N)
    where
        F: TakesTheNode<N>,
    {
    }

    fn __label(self, _: N) -> String
    where
        F: TakesTheNode<N>,
    {
        String::new()
    }
}

/// Implemented by nothing: what takes the node does not come here.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a hook or a label takes `{N}`, and `{Self}` does not",
    label = "write it as `fn ..(&self)`",
    note = "the hook of an edge may have a second parameter, `dropped: &Weak<T>`, where `T` is what the edge leads to"
)]
pub trait TakesTheNode<N> {}

/// What `new(..)` takes for a field in a cell: the cell, or what is to be in it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this field takes a `{F}`, or what is in one, not a `{Self}`",
    label = "neither a `{F}` nor its content"
)]
pub trait IntoField<F> {
    #[doc(hidden)]
    fn __into(self) -> F;
}

impl<F> IntoField<F> for F {
    #[inline(always)]
    fn __into(self) -> F {
        self
    }
}

impl<T> IntoField<Cell<T>> for T {
    #[inline(always)]
    fn __into(self) -> Cell<T> {
        Cell::new(self)
    }
}

impl<T> IntoField<RefCell<T>> for T {
    #[inline(always)]
    fn __into(self) -> RefCell<T> {
        RefCell::new(self)
    }
}

impl<T> IntoField<OnceCell<T>> for T {
    #[inline(always)]
    fn __into(self) -> OnceCell<T> {
        OnceCell::from(self)
    }
}

/// `detach_from_parent()`.
#[inline]
#[cfg_attr(feature = "leak-handles", track_caller)]
pub fn detach<T: DetachedBy<R, K>, R, K>(value: &T) -> Option<Strong<T>> {
    edit::detach::<T, R>(value)
}

/// A hook on a weak link. A forgotten handle can keep the holder's memory and the link for ever, so the hook could run
/// after everything that the holder borrows has gone: it must not borrow.
pub fn late_hook<T: 'static, W>(hook: fn(&T, &Weak<W>)) -> LateHook<T, W> {
    LateHook(hook)
}

/// The function that `#[weak(on_drop = ..)]` names, of a node of type `T` with an edge to a `W`. It takes the node, and
/// a handle to the dropped target if it has a second parameter for it: a method of its own for such a function, and one
/// of [`OtherHook`] for all others, which gives them back, so that rustc says what is wrong with them.
#[doc(hidden)]
pub struct EdgeHook<T, W, F> {
    hook: F,
    marker: PhantomData<fn(&T, &W)>,
}

impl<T, W, F> fmt::Debug for EdgeHook<T, W, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeHook").finish_non_exhaustive()
    }
}

impl<T, W, F> EdgeHook<T, W, F> {
    #[inline(always)]
    pub const fn new(hook: F) -> EdgeHook<T, W, F> {
        EdgeHook { hook, marker: PhantomData }
    }
}

impl<T, W, O, F: Fn(&T, &Weak<W>) -> O> EdgeHook<T, W, F> {
    #[inline(always)]
    pub fn __with(self, dropped: &Weak<W>) -> impl Fn(&T) -> O {
        move |node: &T| (self.hook)(node, dropped)
    }
}

/// See [`EdgeHook`].
#[doc(hidden)]
pub trait OtherHook<W> {
    type Hook;

    fn __with(self, dropped: &Weak<W>) -> Self::Hook;
}

impl<T, W, F> OtherHook<W> for EdgeHook<T, W, F> {
    type Hook = F;

    #[inline(always)]
    fn __with(self, _: &Weak<W>) -> F {
        self.hook
    }
}

/// Compiles for the standard library's `PhantomData`.
pub const fn phantom<T: Phantom>() {}
