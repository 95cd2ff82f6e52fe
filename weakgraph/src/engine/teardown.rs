//! The steps of a drop, in one order on every path, without recursion.
//!
//! A node whose strong count reaches 0 goes through the steps of [the crate's page](crate#dropping). Children that
//! nothing else holds are dropped next. They wait in a queue that is chained through their own links, which are unused
//! now. The children of a node go before what waited already, so that the order is that of the document.
//!
//! User code that runs meanwhile (hooks, `Drop`) may do anything, also start other drops: each has a [`Teardown`] of
//! its own. If it panics, the teardown goes on after what panicked, and the first panic resumes when everything is
//! dropped.
//!
//! While a [session](crate::core::session) is open, dropped nodes may be read without a count. So before a node's steps
//! begin, and before any user code runs, those that can be read are taken out of the queue and wait ([`defer`],
//! [`DropChain::sift`]). The others, which may borrow, are dropped at once.

use core::cell::Cell;
use core::mem;
use core::ptr;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::ancestor_check::owns_any;
use super::edit::pop_first;
use super::notify;
use crate::core::drop_state::{DropChain, Step, Teardown};
use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::observer;
use crate::core::panics::Panics;
use crate::core::ptr::{Header, NodePtr};
use crate::core::session;
use crate::core::strong::Strong;
use crate::core::traits::{ChildOf, Dropping, Graph, HasParent, LateHook, Sealed, Visit, WeakEdge};
use crate::core::vtable::VTable;
use crate::core::weak::Weak;

/// `VTable::tear_down_observed`.
///
/// # Safety
/// As for [`NodePtr::tear_down`].
#[cold]
#[inline(never)]
pub(crate) unsafe fn tear_down_observed(node: NodePtr) {
    // SAFETY: forwarded.
    if unsafe { node.table() }.readable && session::is_open() {
        // SAFETY: forwarded.
        return unsafe { defer_alone(node) };
    }
    // SAFETY: forwarded.
    unsafe { observer::disarm(node) };
    // SAFETY: forwarded.
    match unsafe { node.plain_table() } {
        // No observer waits to be notified.
        // SAFETY: forwarded. I4: the table is the one of the node's type.
        Some(table) => unsafe { (table.tear_down)(node) },
        // SAFETY: forwarded; disarmed. A queue of one: a node that was in no list.
        None => unsafe { tear_down_all(node.as_ptr()) },
    }
}

/// Drops a node that nothing observes, and all that is dropped with it. `VTable::tear_down`.
///
/// # Safety
/// As for [`NodePtr::tear_down`]. I4.
pub(crate) unsafe fn tear_down<T: Graph>(node: NodePtr) {
    if T::READABLE && session::is_open() {
        // SAFETY: forwarded.
        return unsafe { defer_alone(node) };
    }
    // SAFETY: I2: before step 5. I4.
    let this: &T = unsafe { node.value() };
    if T::HOOKED || owns_any(this) || (T::NESTS && nesting::is_almost_full()) {
        // SAFETY: forwarded.
        return unsafe { tear_down_in_queue(node) };
    }
    // Nothing is notified or dropped with it: after a panic, only its memory is left to free.
    this.__visit(&mut Unbind);
    let mut panics = Panics::default();
    if T::NESTS {
        nesting::enter();
    }
    // SAFETY: I2: no handle, no child, no observer and no cursor is left; `this` is not used again. I4.
    panics.catch(|| unsafe { node.drop_value::<T>() });
    if T::NESTS {
        nesting::leave();
    }
    // SAFETY: I1: the count that the strong counts had together. I4.
    unsafe { node.dec_weak::<T>() };
    panics.resume();
}

/// # Safety
/// As for [`NodePtr::tear_down`]; a session is open, and the node can be read in it.
#[cold]
#[inline(never)]
unsafe fn defer_alone(node: NodePtr) {
    // SAFETY: forwarded.
    unsafe { observer::disarm(node) };
    // S2: it was in no list, as a list has a count, so its links are those of a node on its own.
    session::defer(node);
}

/// # Safety
/// As for [`NodePtr::tear_down`].
#[inline(never)]
unsafe fn tear_down_in_queue(node: NodePtr) {
    // SAFETY: forwarded.
    unsafe { observer::disarm(node) };
    // SAFETY: forwarded; disarmed. A queue of one: a node that was in no list.
    unsafe { tear_down_all(node.as_ptr()) }
}

/// Takes all children out of a list; those that nothing else holds are dropped, in order, when all are out.
pub(super) fn clear<C: HasParent<R>, R>(head: &Head, containing_node: NodePtr) {
    let queue = Cell::new(ptr::null_mut());
    // SAFETY: the start of the chain; `containing_node` is the list's.
    let end = unsafe { release_all::<C, R>(head, containing_node, &raw const queue) };
    // SAFETY: `queue`, or in the value of a dropped child, which lasts until its own step 5.
    unsafe { (*end).set(ptr::null_mut()) };
    if !queue.get().is_null() {
        // SAFETY: dropped and disarmed children, out of their list.
        unsafe { tear_down_all(queue.get()) }
    }
}

/// The last session was closed: drops what waited for that, in the order in which it waited. What a session that opens
/// meanwhile may read waits again.
///
/// # Safety
/// What [`session::close`] gave.
#[cold]
#[inline(never)]
pub(crate) unsafe fn tear_down_waiting(nodes: Vec<NodePtr>) {
    let mut panics = Panics::default();
    for node in nodes {
        // SAFETY: S2: a queue of one, disarmed.
        panics.catch(|| unsafe { tear_down_all(node.as_ptr()) });
    }
    panics.resume();
}

/// Drops a chain of nodes: at once, or when the drops in progress have ended if these are too many.
///
/// # Safety
/// A chain of nodes that [`NodePtr::tear_down`] could be called on, all of them disarmed.
#[inline(never)]
unsafe fn tear_down_all(mut queue: *mut Header) {
    if nesting::is_full() {
        // SAFETY: forwarded.
        queue = unsafe { defer_readable(queue) };
        if queue.is_null() {
            return;
        }
    }
    let mut panics = Panics::default();
    let depth = nesting::enter();
    run_queue(queue, &mut panics);
    if depth == nesting::MOST {
        run_waiting(&mut panics);
    }
    nesting::leave();
    panics.resume();
}

/// Defers those nodes of a chain that can be read, as they borrow nothing. Gives the chain of the others.
///
/// # Safety
/// As for [`tear_down_all`].
#[cold]
#[inline(never)]
unsafe fn defer_readable(queue: *mut Header) -> *mut Header {
    let mut chain = DropChain { first: queue, last: ptr::null() };
    // SAFETY: forwarded.
    unsafe { chain.sift(nesting::defer) };
    // SAFETY: null, or in the value of a node that is not dropped yet.
    if let Some(last) = unsafe { chain.last.as_ref() } {
        last.set(ptr::null_mut());
    }
    chain.first
}

fn run_queue(queue: *mut Header, panics: &mut Panics) {
    let mut teardown =
        Teardown { queue, node: ptr::null_mut(), step: Step::Hook, observers: ptr::null(), dropped: DropChain::EMPTY };
    while let Err(panic) = catch_unwind(AssertUnwindSafe(|| teardown.run())) {
        panics.keep(panic);
    }
}

/// What waits because too many drops are in progress.
#[cold]
#[inline(never)]
fn run_waiting(panics: &mut Panics) {
    loop {
        let waiting = nesting::take();
        if waiting.is_empty() {
            return;
        }
        for node in waiting {
            run_queue(node.as_ptr(), panics);
        }
    }
}

/// How many drops are in progress inside each other. A handle that is dropped during a drop begins another
/// inside it: a value of a weak map, what a callback captured, a key of a queue, what a `Drop` takes out of a list. A
/// chain of those would take stack for each; so from some depth on the next one waits until the innermost of those in
/// progress has ended.
mod nesting {
    use core::cell::Cell;
    use core::mem::ManuallyDrop;

    use crate::core::ptr::NodePtr;

    /// How many may be inside each other.
    pub(super) const MOST: u32 = 8;

    std::thread_local! {
        static DEPTH: Cell<u32> = const { Cell::new(0) };
        /// Without a destructor, to be there until the very end of the thread. Empty unless `DEPTH` is `MOST` or more.
        static WAITING: Cell<ManuallyDrop<Vec<NodePtr>>> = const { Cell::new(ManuallyDrop::new(Vec::new())) };
    }

    #[inline(always)]
    pub(super) fn is_full() -> bool {
        DEPTH.get() >= MOST
    }

    /// Whether the next one is the innermost, which runs what waits.
    #[inline(always)]
    pub(super) fn is_almost_full() -> bool {
        DEPTH.get() >= MOST - 1
    }

    /// Adds one, and returns how many there are.
    #[inline(always)]
    pub(super) fn enter() -> u32 {
        let depth = DEPTH.get() + 1;
        DEPTH.set(depth);
        depth
    }

    #[inline(always)]
    pub(super) fn leave() {
        DEPTH.set(DEPTH.get() - 1);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn defer(node: NodePtr) {
        let mut waiting = WAITING.replace(ManuallyDrop::new(Vec::new()));
        waiting.push(node);
        WAITING.set(waiting);
    }

    pub(super) fn take() -> Vec<NodePtr> {
        ManuallyDrop::into_inner(WAITING.replace(ManuallyDrop::new(Vec::new())))
    }
}

impl Teardown {
    /// Goes on until nothing is left to drop.
    fn run(&mut self) {
        loop {
            // SAFETY: null, or a node whose drop is in progress, or one that waits: their memory is there until step 6.
            let (node, step) = match unsafe { NodePtr::new(self.node) } {
                Some(node) => (node, self.step),
                // SAFETY: as above.
                None => match unsafe { NodePtr::new(self.queue) } {
                    Some(node) => (node, Step::Hook),
                    None => return,
                },
            };
            // SAFETY: I1: see above.
            let run_steps = unsafe { node.table() }.run_steps;
            // SAFETY: I4: the table is the one of the node's type.
            unsafe { run_steps(node, step, self) };
        }
    }

    /// User code of this node is about to run: if it panics, go on with this step.
    #[inline(always)]
    fn resume_at(&mut self, node: NodePtr, step: Step) {
        self.node = node.as_ptr();
        self.step = step;
    }
}

impl DropChain {
    const EMPTY: DropChain = DropChain { first: ptr::null_mut(), last: ptr::null() };

    /// Gives up the count of a child's parent. With the last one, the child is dropped, after those before it.
    ///
    /// # Safety
    /// I1, I4; the caller owns the count, and has taken the child out of the parent's list.
    unsafe fn enqueue<C: Graph>(&mut self, child: NodePtr) {
        // SAFETY: forwarded.
        if unsafe { child.dec_strong() } > 0 {
            return;
        }
        // SAFETY: I1; its count has just reached 0.
        unsafe { observer::disarm(child) };
        // SAFETY: I2: dropped, with a value until its own step 5. I4.
        let link = queue_link(unsafe { child.value::<C>() });
        // SAFETY: a child has a back-reference; all of them are unused in a node without parents.
        let last = unsafe { (*link).queue() };
        // SAFETY: a chain of one dropped node.
        unsafe { self.append(DropChain { first: child.as_ptr(), last }) };
    }

    /// Appends another chain.
    ///
    /// # Safety
    /// Both are chains of dropped nodes; the other is not empty.
    unsafe fn append(&mut self, other: DropChain) {
        if self.last.is_null() {
            self.first = other.first;
        } else {
            // SAFETY: in the value of a dropped child, which lasts until its own step 5.
            unsafe { (*self.last).set(other.first) };
        }
        self.last = other.last;
    }

    /// Takes out the nodes that can be read, and defers each on its own: before user code runs while a session is open,
    /// as a session may be reading them, and where too many drops are in progress.
    ///
    /// # Safety
    /// A chain of dropped and disarmed nodes.
    #[cold]
    #[inline(never)]
    unsafe fn sift(&mut self, defer: fn(NodePtr)) {
        let all = mem::replace(self, DropChain::EMPTY);
        // SAFETY: null, or in the value of a dropped child, which lasts until its own step 5.
        if let Some(last) = unsafe { all.last.as_ref() } {
            last.set(ptr::null_mut());
        }
        // SAFETY: null or a node of the chain.
        let mut next = unsafe { NodePtr::new(all.first) };
        while let Some(node) = next {
            // SAFETY: I1: before step 6.
            let table = unsafe { node.table() };
            // SAFETY: I2: before step 5. I4: its own table.
            let link = unsafe { (table.queue_link)(node) };
            // SAFETY: in its value; or null, if it is no child of anything, and then the only one of the chain.
            let link = unsafe { link.as_ref() };
            // SAFETY: null or a node of the chain.
            next = link.and_then(|link| unsafe { NodePtr::new(link.queue().get()) });
            if table.readable {
                // S2. Its other links, if it has any, are reset since it left their lists.
                if let Some(link) = link {
                    link.reset(node);
                }
                defer(node);
            } else {
                let last = link.map_or(ptr::null(), |link| ptr::from_ref(link.queue()));
                // SAFETY: a chain of one dropped node.
                unsafe { self.append(DropChain { first: node.as_ptr(), last }) };
            }
        }
    }
}

/// Defers the node, the first in the queue, until no session is open.
///
/// # Safety
/// As for [`run_steps`], at step `Hook`.
#[cold]
#[inline(never)]
unsafe fn defer<T: Graph>(node: NodePtr, teardown: &mut Teardown) {
    // SAFETY: I2: before step 5. I4.
    let link = queue_link(unsafe { node.value::<T>() });
    // SAFETY: null or in the node's own value.
    teardown.queue = match unsafe { link.as_ref() } {
        None => ptr::null_mut(),
        Some(link) => {
            let next = link.queue().get();
            // S2. Its other links, if it has any, are reset since it left their lists.
            link.reset(node);
            next
        }
    };
    session::defer(node);
}

/// The link that chains a node in the queue. `VTable::queue_link`.
///
/// # Safety
/// I2, I4.
pub(crate) unsafe fn queue_link_of<T: Graph>(node: NodePtr) -> *const Link {
    // SAFETY: forwarded.
    queue_link(unsafe { node.value::<T>() })
}

/// The steps of a node, from `step` on; then of those after it in the queue, as long as they are of the same type.
/// `VTable::run_steps`.
///
/// # Safety
/// I4. At step `Hook` the node is the first in the queue, else it is `teardown.node`.
pub(crate) unsafe fn run_steps<T: Graph>(mut node: NodePtr, mut step: Step, teardown: &mut Teardown) {
    let is_open = session::is_open();
    if T::READABLE && is_open && step == Step::Hook {
        // SAFETY: forwarded.
        return unsafe { defer::<T>(node, teardown) };
    }
    // SAFETY: I1.
    let table = unsafe { node.table() };
    // SAFETY: I1.
    let plain = unsafe { node.has_table(table) };
    // SAFETY: I2: the value is before step 5 at step `Hook`. I4.
    if step == Step::Hook && plain && !is_open && is_quiet::<T>(unsafe { node.value() }) {
        // SAFETY: forwarded.
        return unsafe { run_steps_quietly::<T>(node, table, teardown) };
    }
    loop {
        // SAFETY: forwarded.
        unsafe { run_one::<T>(node, step, teardown) };
        // SAFETY: null or a node that waits.
        match unsafe { NodePtr::new(teardown.queue) } {
            // SAFETY: I1. I4: a node with the table of this one may be used as what this one is used as.
            Some(next) if unsafe { next.has_table(table) } && !session::is_open() => (node, step) = (next, Step::Hook),
            _ => return,
        }
    }
}

/// Whether no hook runs when a `T` that nothing observes is dropped. Known when compiled.
#[inline(always)]
fn is_quiet<T: Graph>(value: &T) -> bool {
    struct AnyHook(bool);
    impl Sealed for AnyHook {}
    impl<T> Visit<T> for AnyHook {
        #[inline(always)]
        fn list<C, R>(&mut self, _: &Head, _: u8)
        where
            C: ChildOf<T, R>,
        {
            self.0 |= C::PARENT_HOOKED;
        }
    }
    let mut hooked = AnyHook(T::HOOKED);
    value.__visit(&mut hooked);
    !hooked.0
}

/// What [`run_steps`] does for nodes without hooks and observers: the only user code is that of step 5, so that the
/// state is in registers.
///
/// # Safety
/// As for [`run_steps`], at step `Hook`; `T` is quiet, `table` is that of `node`, and nothing observes it.
unsafe fn run_steps_quietly<T: Graph>(mut node: NodePtr, table: &'static VTable, teardown: &mut Teardown) {
    loop {
        // SAFETY: I2: before step 5. I4.
        let this: &T = unsafe { node.value() };
        // SAFETY: null or in the node's own value.
        let waiting = unsafe { queue_link(this).as_ref() }.map_or(ptr::null_mut(), |link| link.queue().get());
        let queue = Cell::new(ptr::null_mut());
        let mut children = ReleaseQuietly { node, end: &raw const queue };
        this.__visit(&mut children);
        // SAFETY: `queue`, or in the value of a dropped child, which lasts until its own step 5.
        unsafe { (*children.end).set(waiting) };
        this.__visit(&mut Unbind);
        let queue = queue.get();
        let rest = QuietPanicGuard { teardown, node, queue };
        // SAFETY: I2: no handle, no child, no observer and no cursor is left; `this` is not used again. I4.
        unsafe { node.drop_value::<T>() };
        mem::forget(rest);
        // SAFETY: I1: the count that the strong counts had together. I4.
        unsafe { node.dec_weak::<T>() };
        // SAFETY: null or a node that waits.
        match unsafe { NodePtr::new(queue) } {
            // SAFETY: I1. I4: a node with the table of this one may be used as what this one is used as.
            Some(next) if unsafe { next.has_table(table) } && !session::is_open() => node = next,
            _ => return (teardown.node, teardown.queue) = (ptr::null_mut(), queue),
        }
    }
}

/// What is stored if a destructor panics, and only then.
struct QuietPanicGuard<'d> {
    teardown: &'d mut Teardown,
    node: NodePtr,
    queue: *mut Header,
}

impl Drop for QuietPanicGuard<'_> {
    #[cold]
    fn drop(&mut self) {
        self.teardown.queue = self.queue;
        self.teardown.resume_at(self.node, Step::Memory);
    }
}

/// Step 4 without hooks.
struct ReleaseQuietly {
    node: NodePtr,
    /// The end of the chain of the children that are dropped with their parent.
    end: *const Cell<*mut Header>,
}

impl Sealed for ReleaseQuietly {}
impl<T> Visit<T> for ReleaseQuietly {
    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, _: u8)
    where
        C: ChildOf<T, R>,
    {
        // SAFETY: the end of the chain; `node` is being dropped and the list's containing node.
        self.end = unsafe { release_all::<C, R>(head, self.node, self.end) };
    }
}

#[inline(always)]
unsafe fn run_one<T: Graph>(node: NodePtr, mut step: Step, teardown: &mut Teardown) {
    // SAFETY: I2: before step 5. I4.
    let this: &T = unsafe { node.value() };
    if step == Step::Hook {
        // SAFETY: null or in the node's own value.
        teardown.queue = match unsafe { queue_link(this).as_ref() } {
            // It is no child of anything, so it was the only one in the queue.
            None => ptr::null_mut(),
            Some(link) => {
                let next = link.queue().get();
                if T::HOOKED {
                    link.reset(node);
                }
                next
            }
        };
        // SAFETY: I1; it was disarmed when its count reached 0.
        teardown.observers = unsafe { observer::take(node) };
        step = Step::Observers;
        if T::HOOKED {
            teardown.resume_at(node, step);
            this.__on_drop(Dropping::new());
        }
    }
    if step == Step::Observers {
        step = Step::Children;
        if !teardown.observers.is_null() {
            teardown.resume_at(node, Step::Observers);
            // SAFETY: the chain that `take` gave, less what was taken from it here. I1: freed after the last step.
            while let Some(observer) = unsafe { observer::pop(&mut teardown.observers, node) } {
                observer.notify();
            }
        }
    }
    if step == Step::Children {
        this.__visit(&mut Release { node, teardown });
        if !teardown.dropped.last.is_null() {
            // SAFETY: in the value of a dropped child, which lasts until its own step 5.
            unsafe { (*teardown.dropped.last).set(teardown.queue) };
            teardown.queue = teardown.dropped.first;
            teardown.dropped = DropChain::EMPTY;
        }
        this.__visit(&mut Unbind);
        let rest = PanicGuard { teardown, node };
        // SAFETY: I2: no handle, no child, no observer and no cursor is left; `this` is not used again. I4.
        unsafe { node.drop_value::<T>() };
        mem::forget(rest);
    }
    teardown.node = ptr::null_mut();
    // SAFETY: I1: the count that the strong counts had together. I4.
    unsafe { node.dec_weak::<T>() };
}

/// What is stored if a destructor panics, and only then.
struct PanicGuard<'d> {
    teardown: &'d mut Teardown,
    node: NodePtr,
}

impl Drop for PanicGuard<'_> {
    #[cold]
    fn drop(&mut self) {
        self.teardown.resume_at(self.node, Step::Memory);
    }
}

/// The link that chains a dropped node in the queue: its first back-reference; null if it has none.
#[inline(always)]
fn queue_link<T: Graph>(value: &T) -> *const Link {
    struct First(*const Link);
    impl Sealed for First {}
    impl<T> Visit<T> for First {
        #[inline(always)]
        fn parent<R>(&mut self, link: &Link)
        where
            T: HasParent<R>,
        {
            if self.0.is_null() {
                self.0 = link;
            }
        }
    }
    let mut first = First(ptr::null());
    if T::PARENTS > 0 {
        value.__visit(&mut first);
    }
    first.0
}

/// Step 4: takes all children out.
struct Release<'d> {
    node: NodePtr,
    teardown: &'d mut Teardown,
}

impl Sealed for Release<'_> {}
impl<T> Visit<T> for Release<'_> {
    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, _: u8)
    where
        C: ChildOf<T, R>,
    {
        release::<C, R>(head, self.node, self.teardown);
    }
}

#[inline(always)]
fn release<C: HasParent<R>, R>(head: &Head, containing_node: NodePtr, teardown: &mut Teardown) {
    if C::PARENT_HOOKED {
        // SAFETY: I1: in step 4 of its teardown. I4: the parent of a `C`.
        let dropped = unsafe { Weak::<C::Parent>::of_dropped(containing_node) };
        // One by one: a hook may take the next children away.
        while let Some(child) = pop_first::<C, R>(head) {
            teardown.resume_at(containing_node, Step::Children);
            let guard = EnqueueGuard::<C> { teardown, child: mem::ManuallyDrop::new(child) };
            guard.child.__on_parent_drop(Dropping::new(), &dropped);
        }
        return;
    }
    let first = Cell::new(ptr::null_mut());
    // SAFETY: the start of a chain; `containing_node` is being dropped and the list's containing node.
    let last = unsafe { release_all::<C, R>(head, containing_node, &raw const first) };
    if !first.get().is_null() {
        // SAFETY: chains of dropped children.
        unsafe { teardown.dropped.append(DropChain { first: first.get(), last }) };
    }
    if session::is_open() {
        // SAFETY: dropped and disarmed children.
        unsafe { teardown.dropped.sift(session::defer) };
    }
}

/// Takes all children of a list out at once, where no hook is called. Those that nothing else holds are dropped:
/// they are linked, in order, behind the `end` of a chain; returns its new end.
///
/// # Safety
/// I1, I2, I4; `containing_node` is the list's containing node and being dropped. `end` is where a chain begins, or the
/// [`Link::queue`] of a dropped node.
#[inline(always)]
unsafe fn release_all<C: HasParent<R>, R>(
    head: &Head,
    containing_node: NodePtr,
    mut end: *const Cell<*mut Header>,
) -> *const Cell<*mut Header> {
    if head.first().is_none() {
        return end;
    }
    notify::on_unlink_all::<C, R>(head);
    // SAFETY: every link is written, and every count taken over, before other code runs.
    let mut next = unsafe { head.take_chain(containing_node) };
    while let Some(child) = next {
        // SAFETY: I6.
        let link = unsafe { link_of::<C, R>(child) };
        next = link.next();
        link.clear_parent();
        // SAFETY: I1: the count of the list.
        if unsafe { child.dec_strong() } > 0 {
            link.reset(child);
            continue;
        }
        // SAFETY: I1; its count has just reached 0.
        unsafe { observer::disarm(child) };
        // SAFETY: I2: dropped, with a value until its own step 5. I4.
        let queue = queue_link(unsafe { child.value::<C>() });
        if !ptr::eq(link, queue) {
            link.reset(child);
        }
        // SAFETY: the chain's start, or in the value of a dropped child, which lasts until its own step 5.
        unsafe { (*end).set(child.as_ptr()) };
        // SAFETY: a child has a back-reference; all of them are unused in a node without parents.
        end = unsafe { (*queue).queue() };
    }
    end
}

/// Before step 5: a user's `Drop` gets a `&mut` to the fields and may move an edge out, which then must not point to a
/// node that was freed.
struct Unbind;

impl Sealed for Unbind {}
impl<T> Visit<T> for Unbind {
    #[inline(always)]
    fn parent<R>(&mut self, link: &Link)
    where
        T: HasParent<R>,
    {
        link.unbind();
    }
    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, _: u8)
    where
        C: ChildOf<T, R>,
    {
        head.unbind();
    }
    #[inline(always)]
    fn weak<W: WeakEdge>(&mut self, edge: &W, _: Option<LateHook<T, W::Target>>) {
        edge.__unbind();
    }
}

/// Gives up the list's count of a child, also if its hook panics.
struct EnqueueGuard<'d, C: Graph> {
    teardown: &'d mut Teardown,
    child: mem::ManuallyDrop<Strong<C>>,
}

impl<C: Graph> Drop for EnqueueGuard<'_, C> {
    fn drop(&mut self) {
        self.child.raw_handle().leave();
        let child = self.child.raw();
        // SAFETY: I1: the count of the handle, which is not dropped. I4.
        unsafe { self.teardown.dropped.enqueue::<C>(child) };
        if session::is_open() {
            // SAFETY: dropped and disarmed children.
            unsafe { self.teardown.dropped.sift(session::defer) };
        }
    }
}
