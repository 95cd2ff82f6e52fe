//! Notifies the live iterators of an edit, before it is done: see [`live_iters`].

use super::ancestor_check;
use crate::core::list::{Head, link_of};
use crate::core::live_iters::{self, IterState, Leaving};
use crate::core::ptr::NodePtr;
use crate::core::traits::HasParent;

/// # Safety
/// I6: `node` is a child of a list of `C` in the relation `R`.
unsafe fn leaving<'l, C: HasParent<R>, R>(node: NodePtr, by: Option<NodePtr>) -> Leaving<'l> {
    // SAFETY: forwarded.
    let owns = C::EDGES > 0 && ancestor_check::owns_any(unsafe { node.value::<C>() });
    // SAFETY: forwarded.
    Leaving { link: unsafe { link_of::<C, R>(node) }, owns, by }
}

/// A child of this list is about to leave its place. To be called while it is still in it.
#[inline(always)]
pub(super) fn on_unlink<C: HasParent<R>, R>(head: &Head, node: NodePtr) {
    if !live_iters::idle() {
        reposition_one::<C, R>(head, node, None);
    }
}

/// A child of this list is about to leave its place to another, which came right before it just now.
#[inline(always)]
pub(super) fn on_replace<C: HasParent<R>, R>(head: &Head, node: NodePtr, by: NodePtr) {
    if !live_iters::idle() {
        reposition_one::<C, R>(head, node, Some(by));
    }
}

#[cold]
#[inline(never)]
fn reposition_one<C: HasParent<R>, R>(head: &Head, node: NodePtr, by: Option<NodePtr>) {
    // SAFETY: I6: the caller says that it is a child.
    let leaving = unsafe { leaving::<C, R>(node, by) };
    live_iters::moved(|state| state.on_leaving(head, node, &leaving));
}

/// All children of this list are about to leave.
#[inline(always)]
pub(super) fn on_unlink_all<C: HasParent<R>, R>(head: &Head) {
    if !live_iters::idle() {
        reposition_all::<C, R>(head, |_| true);
    }
}

/// The children of this list are about to get another order.
///
/// Walks keep their anchors. Only a walk from both ends could then pass itself: its back end goes to the
/// end of the list.
#[inline(always)]
pub(super) fn on_reorder<C: HasParent<R>, R>(head: &Head) {
    if !live_iters::idle() {
        reposition_all::<C, R>(head, |state| state.is_paired.get());
    }
}

#[cold]
#[inline(never)]
fn reposition_all<C: HasParent<R>, R>(head: &Head, concerns: impl Fn(&IterState) -> bool) {
    live_iters::moved(|state| {
        if !concerns(state) {
            return;
        }
        // From the far end, so that no anchor is moved to a child that was notified already.
        let backward = state.backward.get();
        let mut next = if backward { head.first() } else { head.last::<C, R>() };
        while let Some(node) = next {
            // SAFETY: I6.
            let leaving = unsafe { leaving::<C, R>(node, None) };
            state.on_leaving(head, node, &leaving);
            next = if backward { leaving.link.next() } else { leaving.link.prev() };
        }
    });
}
