//! The live iterators are told of an edit, before it is done: see [`live_iters`].

use super::ancestor_check;
use crate::core::list::{Head, link_of};
use crate::core::live_iters::{self, Leaving, Slot};
use crate::core::ptr::Raw;
use crate::core::traits::Member;

/// # Safety
/// I6: `node` is a member of a list of `C` in the relation `R`.
unsafe fn leaving<'l, C: Member<R>, R>(node: Raw, by: Option<Raw>) -> Leaving<'l> {
    // SAFETY: forwarded.
    let owns = C::EDGES > 0 && ancestor_check::owns_any(unsafe { node.value::<C>() });
    // SAFETY: forwarded.
    Leaving { link: unsafe { link_of::<C, R>(node) }, owns, by }
}

/// A member of this list is about to leave its place. To be called while it is still in it.
#[inline(always)]
pub(crate) fn on_unlink<C: Member<R>, R>(head: &Head, node: Raw) {
    if !live_iters::idle() {
        make_way::<C, R>(head, node, None);
    }
}

/// A member of this list is about to leave its place to another, which came right before it just now.
#[inline(always)]
pub(crate) fn on_replace<C: Member<R>, R>(head: &Head, node: Raw, by: Raw) {
    if !live_iters::idle() {
        make_way::<C, R>(head, node, Some(by));
    }
}

#[cold]
#[inline(never)]
fn make_way<C: Member<R>, R>(head: &Head, node: Raw, by: Option<Raw>) {
    // SAFETY: I6: the caller says that it is a member.
    let leaving = unsafe { leaving::<C, R>(node, by) };
    live_iters::moved(|slot| slot.make_way(head, node, &leaving));
}

/// All members of this list are about to leave.
#[inline(always)]
pub(crate) fn on_unlink_all<C: Member<R>, R>(head: &Head) {
    if !live_iters::idle() {
        make_way_for_all::<C, R>(head, |_| true);
    }
}

/// The members of this list are about to get another order.
///
/// Walks stay on the member that they stand on. Only one from both ends could then pass itself: its back end goes to the
/// end of the list.
#[inline(always)]
pub(crate) fn on_reorder<C: Member<R>, R>(head: &Head) {
    if !live_iters::idle() {
        make_way_for_all::<C, R>(head, |slot| slot.is_paired.get());
    }
}

#[cold]
#[inline(never)]
fn make_way_for_all<C: Member<R>, R>(head: &Head, concerns: impl Fn(&Slot) -> bool) {
    live_iters::moved(|slot| {
        if !concerns(slot) {
            return;
        }
        // From the far end, so that no anchor comes to rest on a member whose turn is over.
        let backward = slot.backward.get();
        let mut next = if backward { head.first() } else { head.last::<C, R>() };
        while let Some(node) = next {
            // SAFETY: I6.
            let leaving = unsafe { leaving::<C, R>(node, None) };
            slot.make_way(head, node, &leaving);
            next = if backward { leaving.link.next() } else { leaving.link.prev() };
        }
    });
}
