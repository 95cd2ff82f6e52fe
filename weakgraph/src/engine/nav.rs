//! From a node to its neighbours, as handles.

use crate::core::link::Link;
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::traits::HasParent;

/// The parent that a back-reference names, if it is not being dropped.
#[inline]
pub(crate) fn living_parent(link: &Link) -> Option<NodePtr> {
    // SAFETY: I6: the parent is not past step 4 of its teardown.
    link.parent().filter(|parent| unsafe { parent.strong() } > 0)
}

/// A handle to the parent of this node; `None` if it has none, or one that is being dropped.
#[inline]
pub(crate) fn parent<C: HasParent<R>, R>(child: &C) -> Option<Strong<C::Parent>> {
    // SAFETY: I1: not being dropped. I4: the link of a `C` leads to a `C::Parent`.
    living_parent(child.__link()).map(|parent| unsafe { Strong::of_live(parent) })
}
