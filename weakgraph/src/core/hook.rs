//! What an observer calls: the hooks of weak links, and the closures of watches.

use core::ptr::{self, NonNull};

#[cfg(feature = "collections")]
use super::observer::ObserverKind;
use super::observer::{HeldObserver, Hook, HookTable, Observer};
use super::ptr::NodePtr;
use super::strong::Strong;
use super::traits::LateHook;
use super::weak::Weak;

struct HookTableOf<T, W>(T, W);

impl<T, W> HookTableOf<T, W> {
    const TABLE: HookTable = HookTable {
        call: |holder, code, dropped| {
            // SAFETY: made from such a function in `Hook::new`.
            let code = unsafe { core::mem::transmute::<*const (), fn(&T, &Weak<W>)>(code) };
            // SAFETY: I1: hands over the weak count that `disarm` made. I4.
            let holder = unsafe { Weak::<T>::from_raw(holder) };
            if let Some(holder) = holder.upgrade() {
                // SAFETY: I1: in step 3 of its teardown. I4: the link was set with a `Strong<W>`.
                let dropped = unsafe { Weak::<W>::of_dropped(dropped) };
                code(&holder, &dropped);
            }
        },
        // SAFETY: forwarded.
        count: |holder| unsafe { holder.inc_weak() },
        // SAFETY: forwarded.
        release: |holder, _| unsafe { holder.dec_weak::<T>() },
        discard: |_| {},
    };
}

struct CallTableOf<T, F>(T, F);

impl<T, F: FnOnce(&Weak<T>) + 'static> CallTableOf<T, F> {
    const TABLE: HookTable = HookTable {
        call: |target, code, _| {
            // SAFETY: O3: boxed in `Hook::calling`.
            let call = unsafe { Box::from_raw(code.cast::<F>().cast_mut()) };
            // SAFETY: I1: in step 3 of its teardown. I4: the node that it was hung at.
            let dead = unsafe { Weak::<T>::of_dropped(target) };
            call(&dead);
        },
        count: |_| {},
        release: |_, code| {
            // SAFETY: O3: boxed in `Hook::calling`.
            drop(unsafe { Box::from_raw(code.cast::<F>().cast_mut()) });
        },
        discard: |code| {
            // SAFETY: O3: boxed in `Hook::calling`.
            drop(unsafe { Box::from_raw(code.cast::<F>().cast_mut()) });
        },
    };
}

impl Hook {
    /// The `'static` that [`late_hook`](crate::__private::late_hook) demands of the holder is what makes it sound to
    /// call this when the holder's handles were forgotten.
    pub(crate) fn new<T, W>(holder: NodePtr, hook: LateHook<T, W>) -> Hook {
        Hook { holder, code: hook.0 as *const (), table: const { &HookTableOf::<T, W>::TABLE } }
    }

    /// Calls `call` once, with a handle to `target`, which is dropped. `target` may live as long as it likes, so `call`
    /// must not borrow. `T` may: a handle is covariant, so the node may outlive what this `T` borrows, but all that
    /// `call` gets is a handle that leads to no value any more.
    pub(crate) fn calling<T, F: FnOnce(&Weak<T>) + 'static>(target: NodePtr, call: F) -> Hook {
        let code = Box::into_raw(Box::new(call)).cast_const().cast();
        Hook { holder: target, code, table: const { &CallTableOf::<T, F>::TABLE } }
    }
}

impl Observer {
    /// Attaches a new observer to `target`, before the others. The caller's link holds it.
    pub(crate) fn attach<T>(
        target: &Strong<T>,
        hook: Option<Hook>,
        on_drop: unsafe fn(NonNull<Observer>),
        context: *const (),
    ) -> NonNull<Observer> {
        // SAFETY: I1: `target` is a handle.
        unsafe { Observer::attach_at(target.raw(), hook, on_drop, context) }
    }

    /// An observer that runs `hook` when `target` is dropped, and does nothing else.
    pub(crate) fn hooked<T>(target: &Strong<T>, hook: Hook) -> HeldObserver {
        let observer = Observer::attach(target, Some(hook), |_| {}, ptr::null());
        // SAFETY: O1: just attached, and nothing else holds it.
        unsafe { HeldObserver::new(observer) }
    }

    /// An observer of `target` that nothing holds, to be put in its place and to [`join`](Observer::join) the others.
    /// O4 is for the caller to see to.
    #[cfg(feature = "collections")]
    #[inline(always)]
    pub(crate) fn of<T>(target: &Strong<T>, kind: NonNull<ObserverKind>) -> Observer {
        // SAFETY: I1: `target` is a handle.
        unsafe { Observer::at(target.raw(), kind) }
    }
}
