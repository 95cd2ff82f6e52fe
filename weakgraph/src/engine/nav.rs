//! From a node to its neighbours, as handles.

use crate::core::link::Link;
use crate::core::ptr::Raw;
use crate::core::strong::Strong;
use crate::core::traits::Member;

/// The parent that a back-reference names, if it is not being dropped.
#[inline]
pub(crate) fn living_parent(link: &Link) -> Option<Raw> {
    // SAFETY: I6: the parent is not past step 4 of its teardown.
    link.owner().filter(|owner| unsafe { owner.strong() } > 0)
}

/// A handle to the parent of this node; `None` if it has none, or one that is being dropped.
#[inline]
pub(crate) fn parent<C: Member<R>, R>(child: &C) -> Option<Strong<C::Owner>> {
    let parent = living_parent(child.__link())?;
    // SAFETY: I1: not being dropped.
    unsafe { parent.inc_strong() };
    // SAFETY: hands over the count just made. I4: the link of a `C` leads to a `C::Owner`.
    Some(unsafe { Strong::from_raw(parent) })
}
