//! Death, step by step, in one order on every path, without recursion.
//!
//! A node whose strong count reaches 0 goes through the steps of [the crate's page](crate#death). Its members that
//! nobody else holds die next; they wait in a queue that is chained through their own (now unused) links, each
//! node's members before what waited already, so that the order is that of the document.
//!
//! User code that runs on the way (hooks, `Drop`) may do anything, also begin other deaths: each has a [`Death`] of
//! its own. If it panics, the death goes on after what panicked, and the first panic is resumed when everything is
//! destroyed.

use core::any::Any;
use core::cell::Cell;
use core::mem;
use core::ptr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::edge::{Child, Children, Head, Link, Parent, WeakCell, WeakList, link_of, pop_first};
use crate::graph::{LateHook, Member, MemberOf, Visit};
use crate::node::{Header, Raw};
use crate::observer::Observer;
use crate::{Graph, Strong, cursor, observer};

/// A death in progress: of one node and of all that dies with it.
pub(crate) struct Death {
    /// The next to die, chained by [`Link::queue`].
    queue: *mut Header,
    /// The node that is dying; null between two nodes.
    node: *mut Header,
    /// What of it comes next.
    step: Step,
    /// Who is still to be told of its death, newest first.
    observers: *const Observer,
    /// Its members that die with it, in order; they go before the queue.
    first: *mut Header,
    /// Where the chain of these ends: the last one's [`Link::queue`].
    last: *const Cell<*mut Header>,
    panics: Panics,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Hook,
    Observers,
    Members,
    Fields,
    Memory,
}

/// A node's strong count has reached 0.
///
/// # Safety
/// I1: it has, just now, and nothing has been done about it.
#[cold]
#[inline(never)]
pub(crate) unsafe fn begin(node: Raw) {
    // SAFETY: forwarded.
    unsafe { observer::silence(node) };
    let mut death = Death {
        queue: node.as_ptr(),
        node: ptr::null_mut(),
        step: Step::Hook,
        observers: ptr::null(),
        first: ptr::null_mut(),
        last: ptr::null(),
        panics: Panics::default(),
    };
    while let Err(panic) = catch_unwind(AssertUnwindSafe(|| death.run())) {
        death.panics.keep(panic);
    }
    death.panics.resume();
}

impl Death {
    /// Goes on until nothing is left to die.
    fn run(&mut self) {
        loop {
            // SAFETY: null or a node in the midst of its death, whose memory is there until step 6.
            let node = match unsafe { Raw::new(self.node) } {
                Some(node) => node,
                // SAFETY: null or a node that waits, whose memory is there until step 6.
                None => match unsafe { Raw::new(self.queue) } {
                    None => return,
                    Some(node) => {
                        self.node = node.as_ptr();
                        self.step = Step::Hook;
                        node
                    }
                },
            };
            // SAFETY: I1: see above.
            let die = unsafe { node.table() }.die;
            // SAFETY: I4: the table is the one of the node's type.
            unsafe { die(node, self) };
        }
    }

    /// A count of a member's owner is given up; with the last one it dies after this node.
    ///
    /// # Safety
    /// I1, I4; the caller owns the count.
    #[inline(always)]
    unsafe fn bury<C: Graph>(&mut self, member: Raw) {
        // SAFETY: forwarded.
        if unsafe { member.dec_strong() } > 0 {
            return;
        }
        // SAFETY: I1; its count has just reached 0.
        unsafe { observer::silence(member) };
        // SAFETY: I2: dead, and alive as a value until its own step 5. I4.
        let link = queue_link(unsafe { member.value::<C>() });
        // SAFETY: a member has a back-reference; all of them are unused in a node without owners.
        let queue = unsafe { (*link).queue() };
        queue.set(ptr::null_mut());
        if self.last.is_null() {
            self.first = member.as_ptr();
        } else {
            // SAFETY: in the value of a dead member, which lasts until its own step 5.
            unsafe { (*self.last).set(member.as_ptr()) };
        }
        self.last = queue;
    }
}

/// The steps of one node, from where they stand: `Table::die`.
///
/// # Safety
/// I4; `node` is `death.node`.
pub(crate) unsafe fn die<T: Graph>(node: Raw, death: &mut Death) {
    // SAFETY: I2: before step 5. I4.
    let this: &T = unsafe { node.value() };
    if death.step == Step::Hook {
        let link = queue_link(this);
        death.queue = if link.is_null() {
            // It is no member of anything, so it was the only one in the queue.
            ptr::null_mut()
        } else {
            // SAFETY: in the node's own value.
            unsafe { (*link).queue() }.replace(ptr::null_mut())
        };
        // SAFETY: I1; it was silenced when its count reached 0.
        death.observers = unsafe { observer::take(node) };
        death.step = Step::Observers;
        if T::HOOKED {
            this.__on_drop();
        }
    }
    if death.step == Step::Observers {
        // SAFETY: the chain that `take` gave, less what was taken from it here.
        while let Some(observer) = unsafe { observer::pop(&mut death.observers) } {
            observer.tell();
        }
        death.step = Step::Members;
    }
    if death.step == Step::Members {
        this.__visit(&mut Release { node, death });
        death.step = Step::Fields;
    }
    if death.step == Step::Fields {
        if !death.last.is_null() {
            // SAFETY: in the value of a dead member, which lasts until its own step 5.
            unsafe { (*death.last).set(death.queue) };
            death.queue = death.first;
            death.first = ptr::null_mut();
            death.last = ptr::null();
        }
        this.__visit(&mut Unbind);
        death.step = Step::Memory;
        // SAFETY: I2: no handle, no member, no observer and no cursor is left; `this` is not used again. I4.
        unsafe { node.drop_value::<T>() };
    }
    death.node = ptr::null_mut();
    // SAFETY: I1: the count that the strong counts had together. I4.
    unsafe { node.dec_weak::<T>() };
}

/// The link that chains a dead node in the queue: its first back-reference; null if it has none.
#[inline(always)]
fn queue_link<T: Graph>(value: &T) -> *const Link {
    struct First(*const Link);
    impl<T> Visit<T> for First {
        #[inline(always)]
        fn __see_parent<P, R>(&mut self, edge: &Parent<P, R>)
        where
            T: Member<R, Owner = P>,
        {
            if self.0.is_null() {
                self.0 = edge.__link();
            }
        }
    }
    let mut first = First(ptr::null());
    if T::PARENTS > 0 {
        value.__visit(&mut first);
    }
    first.0
}

/// Step 4: lets all members go.
struct Release<'d> {
    node: Raw,
    death: &'d mut Death,
}

impl<T> Visit<T> for Release<'_> {
    #[inline(always)]
    fn __see_children<C, R>(&mut self, edge: &Children<C, R>, _: u8)
    where
        C: MemberOf<T, R>,
    {
        release::<C, R>(edge.__head(), self.node, self.death);
    }

    #[inline(always)]
    fn __see_child<C, R>(&mut self, edge: &Child<C, R>, _: u8)
    where
        C: MemberOf<T, R>,
    {
        release::<C, R>(edge.__head(), self.node, self.death);
    }
}

#[inline(always)]
fn release<C: Member<R>, R>(head: &Head, home: Raw, death: &mut Death) {
    if C::OWNER_HOOKED {
        // One by one: a hook may take the next members away.
        while let Some(member) = pop_first::<C, R>(head) {
            let grave = Bury::<C> { death, member: mem::ManuallyDrop::new(member) };
            grave.member.__on_owner_drop();
        }
        return;
    }
    if head.first().is_none() {
        return;
    }
    cursor::on_unlink_all::<C, R>(head);
    // SAFETY: every link is reset and every count seen to before other code runs.
    let mut next = unsafe { head.take_chain(home) };
    while let Some(member) = next {
        // SAFETY: I6.
        let link = unsafe { link_of::<C, R>(member) };
        next = link.next();
        link.reset(member);
        // SAFETY: I1: the count of the list. I4.
        unsafe { death.bury::<C>(member) };
    }
}

/// Before step 5: a user's `Drop` gets a `&mut` to the fields and may move an edge out, which then must not point to a
/// node that is gone.
struct Unbind;

impl<T> Visit<T> for Unbind {
    #[inline(always)]
    fn __see_parent<P, R>(&mut self, edge: &Parent<P, R>)
    where
        T: Member<R, Owner = P>,
    {
        edge.__link().unbind();
    }
    #[inline(always)]
    fn __see_children<C, R>(&mut self, edge: &Children<C, R>, _: u8)
    where
        C: MemberOf<T, R>,
    {
        edge.__head().unbind();
    }
    #[inline(always)]
    fn __see_child<C, R>(&mut self, edge: &Child<C, R>, _: u8)
    where
        C: MemberOf<T, R>,
    {
        edge.__head().unbind();
    }
    #[inline(always)]
    fn __see_weak_cell<X>(&mut self, edge: &WeakCell<X>, _: Option<LateHook<T>>) {
        edge.unbind();
    }
    #[inline(always)]
    fn __see_weak_list<X>(&mut self, edge: &WeakList<X>, _: Option<LateHook<T>>) {
        edge.unbind();
    }
}

/// Gives up the list's count of a member, also if its hook panics.
struct Bury<'d, C: Graph> {
    death: &'d mut Death,
    member: mem::ManuallyDrop<Strong<C>>,
}

impl<C: Graph> Drop for Bury<'_, C> {
    fn drop(&mut self) {
        let member = self.member.raw();
        // SAFETY: I1: the count of the handle, which is not dropped. I4.
        unsafe { self.death.bury::<C>(member) }
    }
}

/// The panics of several pieces of user code, of which the first is to come out.
#[derive(Default)]
pub(crate) struct Panics {
    first: Option<Box<dyn Any + Send>>,
}

impl Panics {
    pub(crate) fn keep(&mut self, panic: Box<dyn Any + Send>) {
        if self.first.is_none() {
            self.first = Some(panic);
        } else {
            discard(panic);
        }
    }

    /// Runs `code` and keeps its panic.
    pub(crate) fn catch(&mut self, code: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(code)) {
            self.keep(panic);
        }
    }

    pub(crate) fn resume(self) {
        match self.first {
            None => {}
            // The thread unwinds already: that panic was the first.
            Some(panic) if std::thread::panicking() => discard(panic),
            Some(panic) => resume_unwind(panic),
        }
    }
}

/// Drops a panic's payload, whose destructor may panic in its turn.
fn discard(panic: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        mem::forget(again);
    }
}

/// Drops handles one after the other; a panic in one death does not stop the rest.
pub(crate) fn drop_all<T>(handles: impl IntoIterator<Item = T>) {
    let mut panics = Panics::default();
    for handle in handles {
        panics.catch(|| drop(handle));
    }
    panics.resume();
}
