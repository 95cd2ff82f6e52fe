//! Observers: what is notified when a node is dropped.
//!
//! An [`Observer`] is in a chain of its target, the last one registered first. That one takes the place of the target's
//! vtable in its header, and each observer knows the vtable. So a node without observers pays nothing (G8).
//!
//! - **O1** An observer has its place in memory, by itself or at the start of something larger. Every pointer to it is
//!   made from the pointer to the whole. While it is in a chain, the chain may free it. While a link (a `WeakCell`, a
//!   `WeakList`) holds it, it stays. The last one to release it frees it.
//! - **O2** Nothing here reads a holder's value: a target can be dropped while the holder's destructor runs, which has
//!   a `&mut` to the value. What has to change is in boxes.
//! - **O3** A hook made by [`Hook::owning`] or [`Hook::calling`] owns what its `code` points to. What takes the hook
//!   out of its observer runs it or drops it, once. Both may run user code, so it is done last.
//! - **O4** The kind of an observer is there as long as the observer: it is static, or in what the observer's memory is
//!   a part of.

use core::cell::Cell;
use core::mem;
use core::ptr::{self, NonNull};

use super::ptr::NodePtr;
use super::steps;
use super::vtable::VTable;

/// Notified when its target is dropped. The start of a [`HookedObserver`], or of what else its kind says.
#[repr(C)]
pub(crate) struct Observer {
    kind: NonNull<ObserverKind>,
    /// The target's.
    table: &'static VTable,
    prev: Cell<*const Observer>,
    next: Cell<*const Observer>,
    /// The node that it observes. `None` once that node is being dropped, or after it was detached.
    target: Cell<Option<NodePtr>>,
    /// Whether a chain holds it: the target's, or the chain of those still to be notified.
    chained: Cell<bool>,
    /// Whether a link holds it.
    held: Cell<bool>,
    /// For the `on_drop` of an observer without a hook.
    pub(crate) place: Cell<u32>,
}

/// What an observer is the start of.
pub(crate) struct ObserverKind {
    /// Frees it, by O1.
    pub(crate) free: unsafe fn(NonNull<Observer>),
    /// Called when the drop of the target begins. Runs no user code. Without a hook, and if it does not wait, it takes
    /// over the chain's share of the observer.
    pub(crate) on_drop: unsafe fn(NonNull<Observer>),
    /// Whether it stays in the chain until step 3 of the target's drop; if it is [`HookedObserver`], its hook
    /// says so.
    pub(crate) waits: bool,
    hooked: bool,
}

impl ObserverKind {
    /// Of an observer without a hook.
    #[cfg(feature = "collections")]
    pub(crate) const fn plain(
        free: unsafe fn(NonNull<Observer>),
        on_drop: unsafe fn(NonNull<Observer>),
        waits: bool,
    ) -> ObserverKind {
        ObserverKind { free, on_drop, waits, hooked: false }
    }
}

/// The observer of a link or a watch, which may have a hook.
#[repr(C)]
struct HookedObserver {
    observer: Observer,
    on_drop: unsafe fn(NonNull<Observer>),
    hook: Cell<Option<Hook>>,
    /// For `on_drop`.
    index: Cell<usize>,
    /// For `on_drop`.
    context: *const (),
}

impl HookedObserver {
    const KIND: ObserverKind = ObserverKind {
        free: |this| {
            // SAFETY: O1: boxed in `attach`.
            drop(unsafe { Box::from_raw(this.cast::<HookedObserver>().as_ptr()) });
        },
        on_drop: |this| {
            // SAFETY: O1: of this kind.
            let on_drop = unsafe { this.cast::<HookedObserver>().as_ref() }.on_drop;
            // SAFETY: it was given with this function.
            unsafe { on_drop(this) }
        },
        waits: false,
        hooked: true,
    };
}

/// What an observer does when it is notified: of a weak link with a drop hook, what to call on which node; of a
/// [`Watch`](crate::Watch), the closure, and the node that it watches.
#[derive(Clone, Copy)]
pub(crate) struct Hook {
    pub(super) holder: NodePtr,
    pub(super) code: *const (),
    pub(super) table: &'static HookTable,
}

pub(super) struct HookTable {
    /// Runs it. Consumes what `count` and the making of the hook gave.
    pub(super) call: unsafe fn(NodePtr, *const (), NodePtr),
    /// From here on it waits to be notified.
    pub(super) count: unsafe fn(NodePtr),
    /// Drops one that waits.
    pub(super) release: unsafe fn(NodePtr, *const ()),
    /// Drops one that does not.
    pub(super) discard: unsafe fn(*const ()),
}

impl Hook {
    /// Drops it.
    ///
    /// # Safety
    /// O3: it was taken out of an observer that does not wait to be notified.
    pub(crate) unsafe fn discard(self) {
        // SAFETY: made together.
        unsafe { (self.table.discard)(self.code) }
    }
}

impl Observer {
    /// Attaches a new observer to `node`, before the others. The caller's link holds it.
    ///
    /// # Safety
    /// I1: the node is alive.
    pub(super) unsafe fn attach_at(
        node: NodePtr,
        hook: Option<Hook>,
        on_drop: unsafe fn(NonNull<Observer>),
        context: *const (),
    ) -> NonNull<Observer> {
        // SAFETY: forwarded.
        let observer = unsafe { Observer::at(node, NonNull::from(const { &HookedObserver::KIND })) };
        observer.held.set(true);
        let hooked = HookedObserver { observer, on_drop, hook: Cell::new(hook), index: Cell::new(0), context };
        let observer = NonNull::from(Box::leak(Box::new(hooked))).cast();
        // SAFETY: O1: just boxed.
        unsafe { Observer::join(observer) };
        observer
    }

    /// An observer of `node` that nothing holds, to be boxed and to [`join`](Observer::join) the others.
    ///
    /// # Safety
    /// I1: the node is alive.
    #[inline(always)]
    pub(super) unsafe fn at(node: NodePtr, kind: NonNull<ObserverKind>) -> Observer {
        Observer {
            kind,
            // SAFETY: forwarded.
            table: unsafe { node.table() },
            prev: Cell::new(ptr::null()),
            next: Cell::new(ptr::null()),
            target: Cell::new(Some(node)),
            chained: Cell::new(false),
            held: Cell::new(false),
            place: Cell::new(0),
        }
    }

    /// Attaches a new observer to its target, before the others.
    ///
    /// # Safety
    /// O1; made by [`of`](Observer::of), and not in a chain yet. The target is alive.
    #[inline(always)]
    pub(crate) unsafe fn join(this: NonNull<Observer>) {
        // SAFETY: forwarded.
        let observer = unsafe { this.as_ref() };
        let Some(node) = observer.target.get() else { return };
        // SAFETY: I1: forwarded.
        if let Some(first) = unsafe { node.side() } {
            observer.next.set(first.as_ptr());
            // SAFETY: O1: in the chain, so it is there.
            unsafe { first.as_ref() }.prev.set(this.as_ptr());
        }
        observer.chained.set(true);
        // SAFETY: I1; O1: in the chain, so it is there until it is detached.
        unsafe { node.set_side(Ok(this)) };
    }

    /// The table of the node that it was attached to.
    pub(crate) fn table(&self) -> &'static VTable {
        self.table
    }

    fn kind(&self) -> &ObserverKind {
        // SAFETY: O4.
        unsafe { self.kind.as_ref() }
    }

    /// Where its kind is.
    #[cfg(feature = "collections")]
    #[inline(always)]
    pub(crate) fn kind_ptr(&self) -> NonNull<ObserverKind> {
        self.kind
    }

    /// What it was attached with, and an index, for its `on_drop`.
    ///
    /// # Safety
    /// O1: `this` was attached by [`attach`](Observer::attach), and is there as long as the result.
    pub(crate) unsafe fn context<'o>(this: NonNull<Observer>) -> (*const (), &'o Cell<usize>) {
        // SAFETY: forwarded: of that kind.
        let hooked = unsafe { this.cast::<HookedObserver>().as_ref() };
        (hooked.context, &hooked.index)
    }

    /// Its hook, if it can have one.
    ///
    /// # Safety
    /// O1.
    unsafe fn hook<'o>(this: NonNull<Observer>) -> Option<&'o Cell<Option<Hook>>> {
        // SAFETY: forwarded.
        let hooked = unsafe { this.as_ref() }.kind().hooked;
        // SAFETY: O1: of that kind, and made from the pointer to the whole.
        hooked.then(|| &unsafe { this.cast::<HookedObserver>().as_ref() }.hook)
    }

    /// Whether it has something to do that it has not begun to do.
    ///
    /// # Safety
    /// O1: `this` is held by the caller.
    pub(crate) unsafe fn is_armed(this: NonNull<Observer>) -> bool {
        // SAFETY: forwarded.
        unsafe { Observer::hook(this) }.is_some_and(|hook| hook.get().is_some())
    }

    /// Sets or removes the hook of a link. The observer does not wait to be notified.
    ///
    /// # Safety
    /// O1: `this` is held by the caller.
    pub(crate) unsafe fn set_hook(this: NonNull<Observer>, new: Option<Hook>) {
        // SAFETY: forwarded.
        if let Some(hook) = unsafe { Observer::hook(this) } {
            hook.set(new);
        }
    }

    /// The node that it observes, if that is not being dropped.
    pub(crate) fn target(&self) -> Option<NodePtr> {
        self.target.get()
    }

    /// Releases the observer from its link: it is detached from its target, and is not notified.
    ///
    /// # Safety
    /// O1: `this` is held by the caller's link, which forgets it.
    pub(crate) unsafe fn detach(this: NonNull<Observer>) {
        // SAFETY: O1.
        let observer = unsafe { this.as_ref() };
        observer.held.set(false);
        if let Some(target) = observer.target.take() {
            observer.take_off(target);
        }
        if observer.chained.get() {
            // It waits to be notified by a drop that is in progress, which frees it.
            // SAFETY: O1: chained.
            unsafe { Observer::cancel(this) };
        } else {
            // SAFETY: O1: not freed yet.
            let hook = unsafe { Observer::hook(this) }.and_then(Cell::take);
            // SAFETY: O1: neither held nor chained.
            unsafe { free(this) }
            if let Some(hook) = hook {
                // SAFETY: O3: just taken out of it.
                unsafe { hook.discard() }
            }
        }
    }

    /// Detaches an observer that nothing holds from its target. The caller takes over the chain's share of it.
    ///
    /// # Safety
    /// O1.
    #[cfg(feature = "collections")]
    #[inline(always)]
    pub(crate) unsafe fn take_down(this: NonNull<Observer>) {
        // SAFETY: O1.
        let observer = unsafe { this.as_ref() };
        if let Some(target) = observer.target.take() {
            observer.take_off(target);
        }
    }

    /// Its memory was copied to here: what leads to it leads here from now on.
    ///
    /// # Safety
    /// O1: in the chain of its target, and nothing but the chain leads to where it was.
    #[cfg(feature = "collections")]
    pub(crate) unsafe fn moved(this: NonNull<Observer>) {
        // SAFETY: forwarded.
        let observer = unsafe { this.as_ref() };
        // SAFETY: O1: in the chain.
        if let Some(next) = unsafe { observer.next.get().as_ref() } {
            next.prev.set(this.as_ptr());
        }
        // SAFETY: O1: in the chain.
        if let Some(prev) = unsafe { observer.prev.get().as_ref() } {
            prev.next.set(this.as_ptr());
        } else if let Some(node) = observer.target.get() {
            // SAFETY: I1: what is observed is not dropped; this one is in the chain.
            unsafe { node.set_side(Ok(this)) };
        }
    }

    /// Releases the observer from its watch, and leaves it to the drop of its target.
    ///
    /// # Safety
    /// As for [`detach`](Observer::detach).
    pub(crate) unsafe fn keep(this: NonNull<Observer>) {
        // SAFETY: O1.
        let observer = unsafe { this.as_ref() };
        if observer.chained.get() {
            observer.release();
        } else {
            // SAFETY: forwarded.
            unsafe { Observer::detach(this) }
        }
    }

    /// Cancels the notification of an observer that waits for it.
    ///
    /// # Safety
    /// O1: it is chained.
    unsafe fn cancel(this: NonNull<Observer>) {
        // SAFETY: forwarded.
        if let Some(hook) = unsafe { Observer::hook(this) }.and_then(Cell::take) {
            // SAFETY: I1: `disarm` counted the holder for every hook that waits. O3: just taken out.
            unsafe { (hook.table.release)(hook.holder, hook.code) };
        }
    }

    /// Out of its target's chain.
    fn take_off(&self, target: NodePtr) {
        steps::count();
        let (prev, next) = (self.prev.get(), self.next.get());
        self.chained.set(false);
        // SAFETY: O1: in the chain.
        if let Some(next) = unsafe { next.as_ref() } {
            next.prev.set(prev);
        }
        // SAFETY: O1: in the chain.
        if let Some(prev) = unsafe { prev.as_ref() } {
            prev.next.set(next);
            return;
        }
        // SAFETY: I1: what is observed is not dropped, as its drop would have emptied `self.target`. The next one is in
        // the chain.
        unsafe { start_with(target, next, self.table) }
    }

    /// The link or the watch does not hold the observer any more. For `on_drop`, or for a hook
    /// that runs whether or not anything holds it.
    pub(crate) fn release(&self) {
        self.held.set(false);
    }
}

/// An observer that a link or a watch holds (O1). It is detached from its target when this is dropped.
pub(crate) struct HeldObserver(NonNull<Observer>);

impl HeldObserver {
    /// Leaves the observer to the drop of its target.
    pub(crate) fn keep(self) {
        let this = mem::ManuallyDrop::new(self);
        // SAFETY: O1: held by this, which is not used again.
        unsafe { Observer::keep(this.0) }
    }

    /// Whether it has something to do that it has not begun to do.
    pub(crate) fn is_armed(&self) -> bool {
        // SAFETY: O1: held by this.
        unsafe { Observer::is_armed(self.0) }
    }

    /// Takes over the observer from the caller.
    ///
    /// # Safety
    /// O1: it is held by the caller, which forgets it.
    pub(super) unsafe fn new(observer: NonNull<Observer>) -> HeldObserver {
        HeldObserver(observer)
    }
}

impl Drop for HeldObserver {
    fn drop(&mut self) {
        // SAFETY: O1: held by this until here.
        unsafe { Observer::detach(self.0) }
    }
}

/// Makes the chain of `node` start with this one; null: there is no chain.
///
/// # Safety
/// I1; O1: `first` is chained, or null; `table` is the node's.
unsafe fn start_with(node: NodePtr, first: *const Observer, table: &'static VTable) {
    // SAFETY: forwarded.
    unsafe { node.set_side(NonNull::new(first.cast_mut()).ok_or(table)) };
}

/// # Safety
/// O1: neither held nor chained, and not used again.
#[inline(always)]
unsafe fn free(this: NonNull<Observer>) {
    // SAFETY: forwarded.
    let free = unsafe { this.as_ref() }.kind().free;
    // SAFETY: made together; forwarded.
    unsafe { free(this) }
}

/// A node's strong count has reached 0: disarms its observers. Links are emptied here, without user code;
/// those with a hook wait in the chain for [`take`].
///
/// # Safety
/// I1, and it is so.
#[inline(always)]
pub(crate) unsafe fn disarm(node: NodePtr) {
    // SAFETY: forwarded.
    if let Some(side) = unsafe { node.side() } {
        // SAFETY: forwarded.
        unsafe { empty(node, side) }
    }
}

/// # Safety
/// As for [`disarm`]; the chain of `node` starts with `side`.
#[cold]
#[inline(never)]
unsafe fn empty(node: NodePtr, side: NonNull<Observer>) {
    // SAFETY: O1: in the chain.
    let table = unsafe { side.as_ref() }.table;
    let mut next = side.as_ptr().cast_const();
    let mut first = ptr::null();
    let mut last: Option<NonNull<Observer>> = None;
    while let Some(this) = NonNull::new(next.cast_mut()) {
        // SAFETY: O1: in the chain.
        let observer = unsafe { this.as_ref() };
        steps::count();
        next = observer.next.replace(ptr::null());
        observer.target.set(None);
        let kind = observer.kind();
        let (on_drop, waits) = (kind.on_drop, kind.waits);
        if !waits && !kind.hooked {
            observer.chained.set(false);
            // SAFETY: it was given with this function; `observer` is not used again.
            unsafe { on_drop(this) };
            continue;
        }
        // SAFETY: it was given with this function.
        unsafe { on_drop(this) };
        // SAFETY: O1: in the chain.
        let hook = unsafe { Observer::hook(this) }.and_then(Cell::get);
        if let Some(hook) = hook {
            // SAFETY: I1: the link is still there, and with it its holder.
            unsafe { (hook.table.count)(hook.holder) };
        }
        if hook.is_some() || waits {
            match last {
                None => first = this.as_ptr().cast_const(),
                // SAFETY: O1: chained.
                Some(last) => unsafe { last.as_ref() }.next.set(this.as_ptr()),
            }
            last = Some(this);
        } else {
            observer.chained.set(false);
            if !observer.held.get() {
                // SAFETY: O1; `observer` is not used again.
                unsafe { free(this) }
            }
        }
    }
    // SAFETY: forwarded; chained.
    unsafe { start_with(node, first, table) }
}

/// Takes the chain of the observers that wait to be notified from a disarmed node, newest first.
///
/// # Safety
/// I1, after [`disarm`].
#[inline(always)]
pub(crate) unsafe fn take(node: NodePtr) -> *const Observer {
    // SAFETY: forwarded.
    let Some(side) = (unsafe { node.side() }) else {
        return ptr::null();
    };
    // SAFETY: O1: in the chain.
    let table = unsafe { side.as_ref() }.table;
    // SAFETY: forwarded: no node leads to them any more.
    unsafe { start_with(node, ptr::null(), table) };
    side.as_ptr()
}

/// An observer that was taken from the chain to be notified. Freed when dropped, if nothing holds it.
pub(crate) struct DueObserver {
    observer: NonNull<Observer>,
    /// What it observed. Its memory is there.
    dropped: NodePtr,
}

impl DueObserver {
    /// Runs the hook, if its link is still there and its holder alive.
    pub(crate) fn notify(self) {
        // SAFETY: O1: chained until this is dropped.
        if let Some(hook) = unsafe { Observer::hook(self.observer) }.and_then(Cell::take) {
            // SAFETY: made together; the holder is counted while the observer waits. O3: just taken out. I1: `pop` says
            // so of the dropped node.
            unsafe { (hook.table.call)(hook.holder, hook.code, self.dropped) }
        }
    }
}

impl Drop for DueObserver {
    fn drop(&mut self) {
        // SAFETY: O1: chained until here.
        unsafe { Observer::cancel(self.observer) };
        // SAFETY: as before.
        let observer = unsafe { self.observer.as_ref() };
        observer.chained.set(false);
        if !observer.held.get() {
            // SAFETY: O1; `observer` is not used again.
            unsafe { free(self.observer) }
        }
    }
}

/// Takes the next observer to notify from the chain.
///
/// # Safety
/// The chain was given by [`take`] for the node `dropped`, and I1: that exists as long as the result.
pub(crate) unsafe fn pop(chain: &mut *const Observer, dropped: NodePtr) -> Option<DueObserver> {
    let observer = NonNull::new(chain.cast_mut())?;
    // SAFETY: O1: chained.
    *chain = unsafe { observer.as_ref() }.next.get();
    Some(DueObserver { observer, dropped })
}
