//! What tells an entry that its node dies: an observer at the node that owns a count of the entry.
//!
//! - **N1** While a notice is set, its observer's context is the entry that the notice is in, and the observer's hook owns a
//!   count of that entry.

use core::cell::Cell;
use core::ptr::NonNull;
use std::rc::Rc;

use crate::Strong;
use crate::node::Raw;
use crate::observer::{Hook, Observer};

/// What has a [`Notice`].
pub(super) trait Told: Sized + 'static {
    /// Whether dropping it runs no user code.
    const PLAIN: bool;
    fn notice(&self) -> &Notice;
    /// Its node has begun to die. No user code runs in here.
    fn gone(&self, index: usize);
}

/// A field of an entry; unset before the entry is in a table, and after it left.
pub(super) struct Notice {
    observer: Cell<Option<NonNull<Observer>>>,
}

impl Notice {
    pub(super) const fn unset() -> Notice {
        Notice { observer: Cell::new(None) }
    }

    /// Tells `entry` of the death of `target`. Its notice is unset.
    pub(super) fn set<E: Told, T>(entry: &Rc<E>, target: &Strong<T>, index: usize) {
        debug_assert!(!entry.notice().is_set());
        let hook = Hook::owning(target.raw(), entry.clone());
        let observer = Observer::hang(target, Some(hook), tell::<E>, Rc::as_ptr(entry).cast());
        entry.notice().observer.set(Some(observer));
        entry.notice().move_to(index);
    }

    /// Tells it no more. The caller holds the entry, so that this does not drop it.
    pub(super) fn unset_of<E: Told>(entry: &Rc<E>) {
        if let Some(observer) = entry.notice().observer.take() {
            // SAFETY: O1: held by this notice until here.
            unsafe { Observer::let_go(observer) }
        }
    }

    pub(super) fn is_set(&self) -> bool {
        self.observer.get().is_some()
    }

    /// The place of the entry, as it was told.
    pub(super) fn index(&self) -> Option<usize> {
        // SAFETY: O1: held by this notice.
        Some(unsafe { self.observer.get()?.as_ref() }.index.get())
    }

    pub(super) fn move_to(&self, index: usize) {
        if let Some(observer) = self.observer.get() {
            // SAFETY: O1: held by this notice.
            unsafe { observer.as_ref() }.index.set(index);
        }
    }
}

/// A node that a notice tells of: where the table has it at hand.
#[derive(Clone, Copy)]
pub(super) struct Target(Raw);

impl Target {
    pub(super) fn of<T>(node: &Strong<T>) -> Target {
        Target(node.raw())
    }

    /// A handle to the node.
    ///
    /// # Safety
    /// I1: it has not begun to die: a notice of it is set, or is about to be. I4: it was made of a `Strong<T>`.
    #[inline]
    pub(super) unsafe fn upgrade<T>(self) -> Strong<T> {
        // SAFETY: forwarded.
        unsafe { self.0.inc_strong() };
        // SAFETY: hands over the count just made. I4: forwarded.
        unsafe { Strong::from_raw(self.0) }
    }
}

/// A node begins to die.
///
/// # Safety
/// N1: the observer of a set notice of an `E`.
unsafe fn tell<E: Told>(observer: &Observer) {
    let entry = observer.context.get().cast::<E>();
    // SAFETY: N1: the hook keeps the entry.
    let entry = unsafe { &*entry };
    entry.notice().observer.set(None);
    observer.release();
    entry.gone(observer.index.get());
    if E::PLAIN
        && let Some(hook) = observer.take_hook()
    {
        // Nothing to drop in step 3, so nothing waits for it.
        // SAFETY: O3: just taken out; `entry` is not used again.
        unsafe { hook.discard() }
    }
}
