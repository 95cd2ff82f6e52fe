//! What generated code calls. Not part of the public API: it changes together with the derive.

use core::cell::Cell;

pub use core;
pub use core::result::Result::{Err, Ok};
pub use std::string::String;
pub use std::vec::Vec;
#[cfg(feature = "serde")]
pub use {
    crate::serde::{Built, Discover, Expect, Number, Numbered, Numbers, Record, SharedEdge},
    erased_serde, serde,
    std::boxed::Box,
};

pub use crate::core::link::{Head, Link};
pub use crate::core::steps::taken as steps_taken;
pub use crate::core::traits::{
    Dropping, LateHook, Member, MemberOf, NoStrongCycle, OtherThanItself, OwnedBy, OwnerOf, Readable, Visit,
};
pub use crate::engine::teardown::dropping;
pub use crate::inspect::edges::{EdgeKind, FromNothing, See, Unknown, Within};
pub use crate::inspect::value::{CloneParts, DeepClone, EqParts, HashParts, TreeEq, TreeHash};
pub use crate::{
    Child, Children, Dead, Graph, LinkError, Parent, Proxied, Proxy, Strong, Tree, Weak, WeakCell, WeakList,
};

use crate::core::ptr::Raw;
use crate::core::traits::Sealed;

/// The birth of a node: tells every edge where it stands, and links the members that waited.
pub(crate) struct Bind {
    node: Raw,
}

impl Bind {
    pub(crate) fn new(node: Raw) -> Bind {
        Bind { node }
    }

    #[inline(always)]
    fn members<C: Member<R>, R>(&self, edge: &Children<C, R>, slot: u8) {
        if let Some(waiting) = edge.__head().bind::<C>(self.node, slot) {
            link_waiting(edge, waiting);
        }
    }
}

#[cold]
#[inline(never)]
fn link_waiting<C: Member<R>, R>(edge: &Children<C, R>, waiting: Vec<Strong<C>>) {
    for member in waiting {
        // Nobody can own a node that is being born, so this is not refused.
        let linked = edge.append(member);
        debug_assert!(linked.is_ok(), "a birth was refused");
    }
}

impl Sealed for Bind {}
impl<T> Visit<T> for Bind {
    #[inline(always)]
    fn __see_parent<P, R>(&mut self, edge: &Parent<P, R>)
    where
        T: Member<R, Owner = P>,
    {
        edge.__link().reset(self.node);
    }

    #[inline(always)]
    fn __see_children<C, R>(&mut self, edge: &Children<C, R>, slot: u8)
    where
        C: MemberOf<T, R>,
    {
        self.members(edge, slot);
    }

    #[inline(always)]
    fn __see_child<C, R>(&mut self, edge: &Child<C, R>, slot: u8)
    where
        C: MemberOf<T, R>,
    {
        self.members(edge.as_list(), slot);
    }

    #[inline(always)]
    fn __see_weak_cell<X>(&mut self, edge: &WeakCell<X>, hook: Option<LateHook<T>>) {
        edge.bind(self.node, hook);
    }

    #[inline(always)]
    fn __see_weak_list<X>(&mut self, edge: &WeakList<X>, hook: Option<LateHook<T>>) {
        edge.bind(self.node, hook);
    }
}

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

/// Holds nodes weakly: an `Rc` of it keeps none alive.
///
/// # Safety
/// It is so. (Nothing but the check for cycles stands on it.)
pub unsafe trait HoldsWeakly {}

// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T> HoldsWeakly for Weak<T> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T: ?Sized> HoldsWeakly for std::rc::Weak<T> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T: ?Sized> HoldsWeakly for std::sync::Weak<T> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T> HoldsWeakly for Proxy<T> {}
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T, A, R> HoldsWeakly for crate::WeakMethod<T, A, R> {}
#[cfg(feature = "collections")]
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<K, V> HoldsWeakly for crate::collections::WeakIdMap<K, V> {}
#[cfg(feature = "collections")]
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<K, V, S> HoldsWeakly for crate::collections::WeakKeyMap<K, V, S> {}
#[cfg(feature = "collections")]
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<K, V, S> HoldsWeakly for crate::collections::WeakValueMap<K, V, S> {}
#[cfg(feature = "collections")]
// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl<T, S> HoldsWeakly for crate::collections::WeakSet<T, S> {}

/// What is in a field that is a `Cell`, for a proxy's getter. With `Cell::get`, a `T` that is no `Copy` would be an error about
/// the standard library.
pub fn copied<T: Copy>(cell: &Cell<T>) -> T {
    cell.get()
}

/// The handles of a list, for a proxy's accessor: nothing may borrow from a node that nobody holds.
pub fn listed<L: IntoIterator>(list: L) -> Vec<L::Item> {
    list.into_iter().collect()
}

/// The allocation that a value is in, as its edges know it; `None` before birth.
#[inline(always)]
pub(crate) fn home_of<T: Graph>(value: &T) -> Option<Raw> {
    let mut home = Home { home: None, ask: false };
    value.__visit(&mut home);
    if home.home.is_none() {
        // None has it in itself; a member or a sibling knows.
        home.ask = true;
        value.__visit(&mut home);
    }
    home.home
}

struct Home {
    home: Option<Raw>,
    /// Whether to look at other nodes for it.
    ask: bool,
}

impl Home {
    #[inline(always)]
    fn list<C: Member<R>, R>(&mut self, head: &Head) {
        let here = head.home_if_empty();
        self.home = self.home.or(here).or_else(|| if self.ask { head.home::<C, R>() } else { None });
    }
}

impl Sealed for Home {}
impl<T: Graph> Visit<T> for Home {
    #[inline(always)]
    fn __see_parent<P, R>(&mut self, edge: &Parent<P, R>)
    where
        T: Member<R, Owner = P>,
    {
        let link = edge.__link();
        if self.home.is_none() && (self.ask || link.owner().is_none()) {
            // SAFETY: I1, I4: the link of a `T`, which the caller has a reference to.
            self.home = unsafe { link.home::<T, R>() };
        }
    }
    #[inline(always)]
    fn __see_children<C, R>(&mut self, edge: &Children<C, R>, _: u8)
    where
        C: MemberOf<T, R>,
    {
        self.list::<C, R>(edge.__head());
    }
    #[inline(always)]
    fn __see_child<C, R>(&mut self, edge: &Child<C, R>, _: u8)
    where
        C: MemberOf<T, R>,
    {
        self.list::<C, R>(edge.__head());
    }
    #[inline(always)]
    fn __see_weak_cell<X>(&mut self, edge: &WeakCell<X>, _: Option<LateHook<T>>) {
        self.home = edge.home();
    }
    #[inline(always)]
    fn __see_weak_list<X>(&mut self, edge: &WeakList<X>, _: Option<LateHook<T>>) {
        self.home = edge.home();
    }
}

/// A handle to the node of this value, unless it is not born yet or dying.
#[inline]
pub(crate) fn try_handle<T: Graph>(value: &T) -> Option<Strong<T>> {
    let node = home_of(value)?;
    // SAFETY: I1: the value is alive, as the caller has a reference to it.
    if unsafe { node.strong() } == 0 {
        return None;
    }
    // SAFETY: I1: not dying.
    unsafe { node.inc_strong() };
    // SAFETY: hands over the count just made. I4.
    Some(unsafe { Strong::from_raw(node) })
}

/// `handle()`.
#[inline]
#[track_caller]
pub fn handle<T: Graph>(value: &T) -> Strong<T> {
    match try_handle(value) {
        Some(handle) => handle,
        None => no_handle(T::NAME),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn no_handle(name: &str) -> ! {
    panic!(
        "`handle()` in a `{name}` that is no living node: it is dying, and no handle can bring it back, or it is not born \
         yet (`Strong::new` makes a node of it)"
    )
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

/// The type of what a closure of [`weak!`](crate::weak!) gives.
#[derive(Clone, Copy, Debug)]
pub struct Given<R>(core::marker::PhantomData<fn() -> R>);

impl<R> Given<R> {
    #[allow(clippy::new_without_default, reason = "for a macro")]
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Given<R> {
        Given(core::marker::PhantomData)
    }

    /// # Panics
    /// Always.
    pub fn never(self) -> R {
        unreachable!()
    }

    #[inline(always)]
    pub fn by(self, code: impl FnOnce() -> R) -> R {
        code()
    }
}

/// What `#[graph(label)]` makes of a field, or of what the function gave.
pub fn label<D: core::fmt::Display + ?Sized>(label: &D) -> Option<String> {
    Some(label.to_string())
}

/// The same, of what a function gave.
pub fn label_of<D: core::fmt::Display>(label: D) -> Option<String> {
    let text = label.to_string();
    dropping(label, Some(text))
}

/// `detach_from_parent()`.
#[inline]
pub fn detach<T: Member<R>, R>(value: &T) -> Option<Strong<T>> {
    crate::core::link::detach::<T, R>(value)
}

/// A hook on a weak link. A forgotten handle can keep the holder's memory and the link for ever, so the hook could run
/// after everything that the holder borrows has gone: it must not borrow.
pub fn late_hook<T: 'static>(hook: fn(&T)) -> LateHook<T> {
    LateHook(hook)
}
