//! The end of a node whose value lives on.

use core::mem;

use super::notify;
use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::observer;
use crate::core::panics::Panics;
use crate::core::ptr::NodePtr;
use crate::core::session;
use crate::core::strong::Strong;
use crate::core::traits::{ChildOf, Graph, HasParent, LateHook, Sealed, Visit, WeakEdge};
use crate::core::unbound::UnboundChildren;

/// Ends the node of the last handle and returns its value, with its edges as they are in a new value; or the handle, if
/// there are others or if a session may be reading the node without a count (S1).
///
/// The steps are those of a teardown without the user code of the value: the observers are disarmed, the edges unbound
/// with their children, the value moves out, and only then are the observers notified.
#[inline]
#[cfg_attr(feature = "leak-handles", track_caller)]
pub(crate) fn take_value<T: Graph>(this: Strong<T>) -> Result<T, Strong<T>> {
    let node = this.raw();
    // SAFETY: I1: `this` owns a count.
    if unsafe { node.strong() } != 1 || (T::READABLE && session::is_open()) {
        return Err(this);
    }
    this.raw_handle().leave();
    mem::forget(this);
    // SAFETY: I1: the count of the handle, which was forgotten. It was the last one, so the node is in no list.
    unsafe { node.dec_strong() };
    // SAFETY: I1; its count has just reached 0.
    unsafe { observer::disarm(node) };
    // SAFETY: I1, after `disarm`.
    let mut due = unsafe { observer::take(node) };
    // SAFETY: I1, I2: the value is alive. I4.
    let value = unsafe { node.value::<T>() };
    value.__visit(&mut Release { node });
    // SAFETY: I2: no handle, no child, no observer, no cursor and no session leads to the value, and its edges are
    // unbound, so nothing reaches it from here on: it moves out in place of being dropped. I4.
    let value = unsafe { node.move_value::<T>() };
    let mut panics = Panics::default();
    while !due.is_null() {
        panics.catch(|| {
            // SAFETY: the chain that `take` gave, less what was taken from it here. I1.
            while let Some(observer) = unsafe { observer::pop(&mut due, node) } {
                observer.notify();
            }
        });
    }
    // SAFETY: I1: the count that the strong counts had together. I4.
    unsafe { node.dec_weak::<T>() };
    Ok(panics.resume_or(value))
}

/// Unbinds every edge of a value from its node. The children stay in its lists.
struct Release {
    node: NodePtr,
}

impl Sealed for Release {}

impl<T> Visit<T> for Release {
    fn parent<R>(&mut self, link: &Link)
    where
        T: HasParent<R>,
    {
        link.unbind();
    }

    fn list<C, R>(&mut self, head: &Head, _: u8)
    where
        C: ChildOf<T, R>,
    {
        // SAFETY: I1, I2, I4: the list of a node that ends, before its value moves.
        unsafe { release::<C, R>(head, self.node) };
    }

    fn weak<W: WeakEdge>(&mut self, edge: &W, _: Option<LateHook<T, W::Target>>) {
        edge.__unbind();
    }
}

/// Makes all children of a list wait in it, as in a new value, each with the list's count.
///
/// # Safety
/// I1, I2, I4; `containing_node` is the list's.
unsafe fn release<C: HasParent<R>, R>(head: &Head, containing_node: NodePtr) {
    let mut children: Vec<Strong<C>> = Vec::with_capacity(head.len());
    if head.first().is_some() {
        notify::on_unlink_all::<C, R>(head);
        // SAFETY: every link is reset right here, and every count becomes a handle's, before other code runs.
        let mut next = unsafe { head.take_chain(containing_node) };
        while let Some(child) = next {
            // SAFETY: I6: a child until now.
            let link = unsafe { link_of::<C, R>(child) };
            next = link.next();
            link.reset(child);
            // SAFETY: I1, I4: hands over the list's count.
            children.push(unsafe { Strong::from_raw(child) });
        }
    }
    head.unbind();
    if !children.is_empty() {
        head.pending(|waiting: &mut UnboundChildren<C>| *waiting = UnboundChildren::of(children));
    }
}
