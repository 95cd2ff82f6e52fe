//! Every edit of a list: check, unlink, notify the live iterators, link. All or nothing, and no user code on the way
//! (I7).

use core::ptr;

use super::nav::living_parent;
use super::{ancestor_check, notify};
use crate::core::error::LinkErrorKind;
use crate::core::link::{FIRST_BIT, Link};
use crate::core::list::{Head, LinkedNode, head_of, link_of};
use crate::core::ptr::{NodePtr, overflow};
use crate::core::strong::Strong;
use crate::core::traits::HasParent;
use crate::core::unbound::UnboundChildren;

/// Where to put a child.
#[derive(Clone, Copy)]
pub(super) enum InsertAt<'a> {
    First,
    Last,
    Before(LinkedNode<'a>),
    After(LinkedNode<'a>),
}

impl Head {
    /// Puts a node without a parent into its place. The caller takes care of the count.
    ///
    /// # Safety
    /// I1, I2, I4; the list is bound, `containing_node` is its containing node and not being dropped, `new` has no
    /// parent in this relation, and a node named by `place` is another one and in this list.
    #[inline(always)]
    unsafe fn insert<C: HasParent<R>, R>(&self, containing_node: NodePtr, new: LinkedNode<'_>, place: InsertAt<'_>) {
        let Some(len) = self.len.get().checked_add(1) else { overflow() };
        // SAFETY: I6: children of this list.
        let at = |node: Option<NodePtr>| node.map(|node| unsafe { LinkedNode::child::<C, R>(node) });
        let (prev, next) = match place {
            InsertAt::Last => (at(self.last::<C, R>()), None),
            InsertAt::First => (None, at(self.first())),
            // SAFETY: a child of this list.
            InsertAt::Before(next) => (at(unsafe { next.link.before() }), Some(next)),
            InsertAt::After(prev) => (Some(prev), at(prev.link.next())),
        };
        let LinkedNode { node, link } = new;
        let slot = self.slot_bits();
        link.parent.set(containing_node.as_ptr());
        link.set_next(next.map(|next| next.node));
        match (prev, next) {
            (prev, Some(next)) => {
                link.prev.set(next.link.prev.get());
                match prev {
                    Some(prev) => prev.link.set_next(Some(node)),
                    None => self.first.set(node.as_ptr()),
                }
                next.link.set_prev(node, slot);
            }
            (Some(prev), None) => {
                link.set_prev(prev.node, slot);
                prev.link.set_next(Some(node));
                // SAFETY: I6.
                unsafe { self.set_last::<C, R>(node) };
            }
            (None, None) => {
                link.set_prev(node, slot | FIRST_BIT);
                self.first.set(node.as_ptr());
            }
        }
        self.len.set(len);
    }

    /// Makes the first child point to the last.
    ///
    /// # Safety
    /// I1, I2, I4, I6: both are children.
    #[inline(always)]
    unsafe fn set_last<C: HasParent<R>, R>(&self, last: NodePtr) {
        let Some(first) = self.first() else { unreachable!() };
        // SAFETY: forwarded.
        unsafe { link_of::<C, R>(first) }.set_prev(last, self.slot_bits() | FIRST_BIT);
    }

    /// Puts a child before another, or at the end. If it is there already, nothing changes, and no walk is
    /// repositioned.
    ///
    /// # Safety
    /// I1, I2, I4; both are in this list.
    #[inline(always)]
    unsafe fn shift<C: HasParent<R>, R>(&self, child: LinkedNode<'_>, before: Option<LinkedNode<'_>>) {
        let LinkedNode { node, link } = child;
        let next = before.map(|before| before.node);
        if link.next() == next || next == Some(node) {
            return;
        }
        notify::on_unlink::<C, R>(self, node);
        let slot = self.slot_bits();
        // SAFETY: forwarded.
        if !unsafe { self.bridge::<C, R>(link) } {
            return;
        }
        link.set_next(next);
        match before {
            Some(before) => {
                // SAFETY: forwarded.
                match unsafe { before.link.before() } {
                    // SAFETY: I6: a child of this list.
                    Some(prev) => unsafe { link_of::<C, R>(prev) }.set_next(Some(node)),
                    None => self.first.set(node.as_ptr()),
                }
                link.prev.set(before.link.prev.get());
                before.link.set_prev(node, slot);
            }
            None => {
                if let Some(last) = self.last::<C, R>() {
                    // SAFETY: I6: a child of this list.
                    unsafe { link_of::<C, R>(last) }.set_next(Some(node));
                    link.set_prev(last, slot);
                }
                // SAFETY: I6: a child of this list.
                unsafe { self.set_last::<C, R>(node) };
            }
        }
    }

    /// Takes a child out. The caller takes over its count.
    ///
    /// # Safety
    /// I1, I2, I4; it is in this list.
    #[inline]
    unsafe fn remove<C: HasParent<R>, R>(&self, child: LinkedNode<'_>) {
        // SAFETY: forwarded.
        unsafe { self.close_gap::<C, R>(child) };
        child.link.reset(child.node);
    }

    /// Takes a child out, and leaves its link as it is, for the caller to write.
    ///
    /// # Safety
    /// As for [`remove`](Head::remove).
    #[inline(always)]
    unsafe fn close_gap<C: HasParent<R>, R>(&self, child: LinkedNode<'_>) {
        notify::on_unlink::<C, R>(self, child.node);
        // SAFETY: forwarded.
        if !unsafe { self.bridge::<C, R>(child.link) } {
            if let Some(containing_node) = child.link.parent() {
                self.empty(containing_node);
            }
        }
        self.len.set(self.len.get() - 1);
    }

    /// Links the neighbours of a child to each other. Returns `false` if it has none.
    ///
    /// # Safety
    /// I1, I2, I4; it is the link of a child of this list.
    #[inline(always)]
    unsafe fn bridge<C: HasParent<R>, R>(&self, link: &Link) -> bool {
        // SAFETY: forwarded.
        match (unsafe { link.before() }, link.next()) {
            (Some(prev), next) => {
                // SAFETY: I6: a child of this list.
                unsafe { link_of::<C, R>(prev) }.set_next(next);
                match next {
                    // SAFETY: I6: a child of this list.
                    Some(next) => unsafe { link_of::<C, R>(next) }.prev.set(link.prev.get()),
                    // SAFETY: I6: a child of this list.
                    None => unsafe { self.set_last::<C, R>(prev) },
                }
            }
            (None, Some(next)) => {
                self.first.set(next.as_ptr());
                // It is the first now, and points to the last.
                // SAFETY: I6: a child of this list.
                unsafe { link_of::<C, R>(next) }.prev.set(link.prev.get());
            }
            (None, None) => return false,
        }
        true
    }

    /// Puts the children into another order, given as a list of exactly the children.
    ///
    /// # Safety
    /// I1, I2, I4; `order` holds every child once and nothing else, and is not empty.
    pub(super) unsafe fn reorder<C: HasParent<R>, R>(&self, order: impl Iterator<Item = NodePtr>) {
        notify::on_reorder::<C, R>(self);
        let slot = self.slot_bits();
        let mut last: Option<NodePtr> = None;
        for node in order {
            match last {
                None => self.first.set(node.as_ptr()),
                Some(last) => {
                    // SAFETY: forwarded.
                    unsafe { link_of::<C, R>(last) }.set_next(Some(node));
                    // SAFETY: forwarded.
                    unsafe { link_of::<C, R>(node) }.set_prev(last, slot);
                }
            }
            last = Some(node);
        }
        let Some(last) = last else { unreachable!() };
        // SAFETY: forwarded.
        unsafe { link_of::<C, R>(last) }.set_next(None);
        // SAFETY: forwarded.
        unsafe { self.set_last::<C, R>(last) };
    }

    /// Takes over all children of another list, at the end of this one. Counts stay as they are.
    ///
    /// # Safety
    /// I1, I2, I4; both are bound lists of children of type `C` in the relation `R`, not the same one,
    /// `containing_node` is this one's containing node, and no child of `from` owns it.
    pub(super) unsafe fn take_over<C: HasParent<R>, R>(&self, containing_node: NodePtr, from: &Head) {
        let Some(len) = self.len.get().checked_add(from.len.get()) else { overflow() };
        notify::on_unlink_all::<C, R>(from);
        let (old, Some(last), Some(from_node)) =
            (self.last::<C, R>(), from.last::<C, R>(), from.containing_node::<C, R>())
        else {
            return;
        };
        // SAFETY: every link is written right here, and the counts stay.
        let Some(first) = (unsafe { from.take_chain(from_node) }) else {
            return;
        };
        let slot = self.slot_bits();
        match old {
            // SAFETY: I6: a child of this list.
            Some(old) => unsafe { link_of::<C, R>(old) }.set_next(Some(first)),
            None => self.first.set(first.as_ptr()),
        }
        // The first of all is written at the end.
        let (mut prev, mut next) = (old.unwrap_or(first), Some(first));
        while let Some(node) = next {
            // SAFETY: I6: a child of `from` until now.
            let link = unsafe { link_of::<C, R>(node) };
            link.parent.set(containing_node.as_ptr());
            link.set_prev(prev, slot);
            (prev, next) = (node, link.next());
        }
        // SAFETY: I6: children of this list from now on.
        unsafe { self.set_last::<C, R>(last) };
        self.len.set(len);
    }
}

/// Whether `new`, a live `C`, may be put into a list of `containing_node`, whose value is `parent`: the rules of G3 and
/// of parents that are being dropped.
///
/// # Safety
/// I1, I2, I4: as said.
#[inline(always)]
pub(super) unsafe fn check_attach<C: HasParent<R>, R>(
    containing_node: NodePtr,
    parent: &C::Parent,
    new: LinkedNode<'_>,
) -> Result<(), LinkErrorKind> {
    // SAFETY: forwarded.
    if unsafe { containing_node.strong() } == 0 {
        return Err(LinkErrorKind::ParentDropped);
    }
    // A type without owning edges needs no look at its parent.
    if C::EDGES == 0 || new.link.parent() == Some(containing_node) {
        // It moves within one parent: the ancestors are as they were.
        return Ok(());
    }
    // SAFETY: forwarded.
    if unsafe { ancestor_check::would_close::<C, R>(containing_node, parent, new.node) } {
        return Err(LinkErrorKind::Cycle);
    }
    Ok(())
}

/// Puts a node that has no parent and owns nothing at the end of this list, as [`attach`] would: what building a tree
/// consists of. False if it is not such a node, or cannot go there; then nothing has changed.
#[inline(always)]
pub(super) fn attach_leaf<C: HasParent<R>, R>(head: &Head, node: &Strong<C>) -> bool {
    let node = node.raw();
    // SAFETY: I1, I2: the caller's handle keeps it alive. I4: its type.
    let value = unsafe { node.value::<C>() };
    let link = value.__link();
    if link.parent().is_some() || ancestor_check::owns_any(value) {
        return false;
    }
    if !head.is_bound() {
        return false;
    }
    let len = head.len.get();
    // SAFETY: I6: a child, which points to the last.
    let first = head.first().map(|first| unsafe { link_of::<C, R>(first) });
    let containing_node = match first {
        Some(first) => first.parent(),
        // Only an empty list can be the node's own: it owns nothing.
        None => head.named_by_first().filter(|&containing_node| containing_node != node),
    };
    let Some(containing_node) = containing_node else {
        return false;
    };
    // SAFETY: I1: the list stands in its containing node's value, which the caller has a reference to.
    let dying = unsafe { containing_node.strong() } == 0;
    if dying || len == u32::MAX {
        return false;
    }
    // SAFETY: I1: a handle, so it is not being dropped. This is the list's count.
    unsafe { node.inc_strong() };
    let slot = head.slot_bits();
    link.parent.set(containing_node.as_ptr());
    link.next.set(ptr::null_mut());
    match first {
        Some(first) => {
            // SAFETY: I6: a child.
            let last = unsafe { first.named_in_list() };
            link.set_prev(last, slot);
            // SAFETY: I6: a child.
            unsafe { link_of::<C, R>(last) }.next.set(node.as_ptr());
            first.set_prev(node, slot | FIRST_BIT);
        }
        None => {
            link.set_prev(node, slot | FIRST_BIT);
            head.first.set(node.as_ptr());
        }
    }
    head.len.set(len + 1);
    true
}

/// Puts `node` right before or after the node of `value`, as [`attach`] would. [`NoParent`](LinkErrorKind::NoParent) if
/// that has no parent, or one that is being dropped.
#[inline]
pub(crate) fn attach_beside<C: HasParent<R>, R>(value: &C, node: &Strong<C>, after: bool) -> Result<(), LinkErrorKind> {
    let link = value.__link();
    let Some(containing_node) = living_parent(link) else {
        return Err(LinkErrorKind::NoParent);
    };
    // SAFETY: I6: the parent's value is alive while it has children. I4.
    let head = unsafe { head_of::<C, R>(containing_node, link.slot()) };
    // SAFETY: I6: a child of the same list.
    let next = || link.next().map(|next| unsafe { LinkedNode::child::<C, R>(next) });
    let new = LinkedNode::of::<C, R>(node);
    // The neighbours of `value` name its node.
    let this = if after {
        next().map_or_else(|| head.last::<C, R>(), |next| next.link.named_by_prev())
    } else {
        // SAFETY: I6: it has a parent, so it is a child.
        let prev = unsafe { link.before() };
        // SAFETY: I6: a child of the same list.
        prev.map_or_else(|| head.first(), |prev| unsafe { link_of::<C, R>(prev) }.next())
    };
    let Some(this) = this.map(|node| LinkedNode { node, link }) else { unreachable!() };
    if head.has::<C, R>(new) {
        // SAFETY: children of this list.
        unsafe { head.shift::<C, R>(new, if after { next() } else { Some(this) }) };
        return Ok(());
    }
    // SAFETY: I6: the parent's value is alive while it has children. I4.
    let parent = unsafe { containing_node.value::<C::Parent>() };
    // SAFETY: the list's containing node, and a child of it.
    unsafe {
        attach_to::<C, R>(
            head,
            containing_node,
            parent,
            node,
            if after { InsertAt::After(this) } else { InsertAt::Before(this) },
            true,
        )
    }
}

/// Puts `node` into its place in this list; takes it out of the one it is in. All or nothing.
#[inline]
pub(super) fn attach<C: HasParent<R>, R>(
    head: &Head,
    node: &Strong<C>,
    place: InsertAt<'_>,
) -> Result<(), LinkErrorKind> {
    put::<C, R>(head, None, node, place)
}

/// [`attach`] at the end.
///
/// `parent` is the value that the list stands in, if the caller has it: else it is read from a child, which may
/// be far away. Another value is ignored.
#[inline]
pub(super) fn attach_last<C: HasParent<R>, R>(
    head: &Head,
    parent: Option<&C::Parent>,
    node: &Strong<C>,
) -> Result<(), LinkErrorKind> {
    put::<C, R>(head, parent, node, InsertAt::Last)
}

/// [`attach`]; for `parent` see [`attach_last`].
#[inline(always)]
fn put<C: HasParent<R>, R>(
    head: &Head,
    parent: Option<&C::Parent>,
    node: &Strong<C>,
    place: InsertAt<'_>,
) -> Result<(), LinkErrorKind> {
    let new = LinkedNode::of::<C, R>(node);
    let is_valid = match place {
        InsertAt::First | InsertAt::Last => true,
        InsertAt::Before(child) | InsertAt::After(child) => head.has::<C, R>(child),
    };
    if head.has::<C, R>(new) {
        // Within its list it moves without any check.
        // SAFETY: I6.
        if new.link.parent().is_some_and(|containing_node| unsafe { containing_node.strong() } == 0) {
            return Err(LinkErrorKind::ParentDropped);
        }
        if !is_valid {
            return Err(LinkErrorKind::NotAChild);
        }
        // SAFETY: I6: a child of this list.
        let at = |node: NodePtr| unsafe { LinkedNode::child::<C, R>(node) };
        let before = match place {
            InsertAt::First => head.first().map(at),
            InsertAt::Last => None,
            InsertAt::Before(child) => Some(child),
            InsertAt::After(child) => child.link.next().map(at),
        };
        // SAFETY: children of this list.
        unsafe { head.shift::<C, R>(new, before) };
        return Ok(());
    }
    let containing_node = match place {
        // It names the containing node; the first one, which the list would read, may be far away.
        InsertAt::Before(child) | InsertAt::After(child) if is_valid => child.link.parent(),
        _ => head.containing_node::<C, R>(),
    };
    let Some(containing_node) = containing_node else {
        return attach_pending(head, node, place);
    };
    // SAFETY: I1, I2, I4: the list stands in its containing node's value, which the caller has a reference to.
    let value = unsafe { containing_node.value::<C::Parent>() };
    // The same value, but known without a look at a child. Generated code gives the right one; other code could give
    // any.
    let parent = parent.filter(|parent| ptr::eq(*parent, value)).unwrap_or(value);
    // SAFETY: the list's containing node; the node is not in it.
    unsafe { attach_to::<C, R>(head, containing_node, parent, node, place, is_valid) }
}

/// [`attach`] to the list of this containing node, which the node is not in; `is_valid` says whether a node named by
/// `place` is.
///
/// # Safety
/// I1, I2, I4: as said; `parent` is the value of `containing_node`.
#[inline(always)]
unsafe fn attach_to<C: HasParent<R>, R>(
    head: &Head,
    containing_node: NodePtr,
    parent: &C::Parent,
    node: &Strong<C>,
    place: InsertAt<'_>,
    is_valid: bool,
) -> Result<(), LinkErrorKind> {
    let new = LinkedNode::of::<C, R>(node);
    // SAFETY: forwarded.
    unsafe { check_attach::<C, R>(containing_node, parent, new) }?;
    if !is_valid {
        return Err(LinkErrorKind::NotAChild);
    }
    match new.link.parent() {
        // SAFETY: I1: `node` is a handle, so it is not being dropped. This is the list's count.
        None => unsafe { new.node.inc_strong() },
        Some(parent) => {
            // SAFETY: I6: the parent's value is alive while it has children. I4.
            let old = unsafe { head_of::<C, R>(parent, new.link.slot()) };
            // SAFETY: I6: that is the list it is in. Its count becomes this one's; `insert` writes its link.
            unsafe { old.close_gap::<C, R>(new) };
        }
    }
    // SAFETY: alive by its handle and in no list now; the place was checked, and `node` is not it.
    unsafe { head.insert::<C, R>(containing_node, new, place) }
    Ok(())
}

#[cold]
fn attach_pending<C>(head: &Head, node: &Strong<C>, place: InsertAt<'_>) -> Result<(), LinkErrorKind> {
    head.pending(|waiting: &mut UnboundChildren<C>| {
        let at = match place {
            InsertAt::First => Some(0),
            InsertAt::Last => Some(waiting.nodes().len()),
            InsertAt::Before(child) => waiting.position(child.node),
            InsertAt::After(child) => waiting.position(child.node).map(|at| at + 1),
        };
        waiting.put(at.ok_or(LinkErrorKind::NotAChild)?, node);
        Ok(())
    })
}

/// Takes a node out of this list, with its count; `None` if it is not in it.
#[inline]
#[cfg_attr(feature = "leak-handles", track_caller)]
pub(super) fn take_out<C: HasParent<R>, R>(head: &Head, node: &Strong<C>) -> Option<Strong<C>> {
    let child = LinkedNode::of::<C, R>(node);
    if !head.has::<C, R>(child) {
        return None;
    }
    // SAFETY: I6: it is in this list.
    unsafe { head.remove::<C, R>(child) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(child.node) })
}

/// Lets the nodes of two values change places, whose lists may differ. All or nothing; an error names the one to blame.
pub(crate) fn exchange<'v, C: HasParent<R>, R>(a: &'v C, b: &'v C) -> Result<(), (LinkErrorKind, &'v C)> {
    if ptr::eq(a.__link(), b.__link()) {
        return Ok(());
    }
    let place_of = |value: &'v C| {
        let link = value.__link();
        let parent = link.parent().ok_or((LinkErrorKind::NoParent, value))?;
        // SAFETY: I1, I4: the link of a `C`, which the caller has a reference to.
        let Some(node) = (unsafe { link.containing_node::<C, R>() }) else { unreachable!() };
        // SAFETY: I6: the parent's value is alive while it has children. I4.
        let head = unsafe { head_of::<C, R>(parent, link.slot()) };
        Ok((LinkedNode { node, link }, parent, head))
    };
    let ((a_node, a_parent, a_head), (b_node, b_parent, b_head)) = (place_of(a)?, place_of(b)?);
    for (value, node, parent) in [(a, a_node, b_parent), (b, b_node, a_parent)] {
        // SAFETY: I6: the parent's value is alive while it has children. I4.
        let parent_value = unsafe { parent.value::<C::Parent>() };
        // Each alone decides for both: a cycle over the two new edges holds a way that closes one with the old edges.
        // SAFETY: the same; `node` is a child.
        unsafe { check_attach::<C, R>(parent, parent_value, node) }.map_err(|kind| (kind, value))?;
    }
    // SAFETY: I6: a child of the same list.
    let next = |of: LinkedNode<'_>| of.link.next().map(|next| unsafe { LinkedNode::child::<C, R>(next) });
    let (a_next, b_next) = (next(a_node), next(b_node));
    if !ptr::eq(a_head, b_head) {
        let place = |next: Option<LinkedNode<'v>>| next.map_or(InsertAt::Last, InsertAt::Before);
        // SAFETY: I6: that is the list it is in.
        unsafe { a_head.remove::<C, R>(a_node) };
        // SAFETY: the same.
        unsafe { b_head.remove::<C, R>(b_node) };
        // SAFETY: both are without a parent now, each with a list's count. What stood behind is in the list still, and
        // the parents were checked.
        unsafe { b_head.insert::<C, R>(b_parent, a_node, place(b_next)) };
        // SAFETY: the same.
        unsafe { a_head.insert::<C, R>(a_parent, b_node, place(a_next)) };
        return Ok(());
    }
    let (first, second, behind) = if b_next.is_some_and(|next| next.node == a_node.node) {
        (b_node, a_node, b_next)
    } else {
        (a_node, b_node, a_next)
    };
    if behind.is_some_and(|next| next.node == second.node) {
        // SAFETY: children of this list.
        unsafe { a_head.shift::<C, R>(second, Some(first)) };
    } else {
        // SAFETY: children of this list.
        unsafe { a_head.shift::<C, R>(first, Some(second)) };
        // SAFETY: the same.
        unsafe { a_head.shift::<C, R>(second, behind) };
    }
    Ok(())
}

/// Takes the node of this value out of the list that it is in, and gives the list's handle.
#[inline]
#[cfg_attr(feature = "leak-handles", track_caller)]
pub(crate) fn detach<C: HasParent<R>, R>(value: &C) -> Option<Strong<C>> {
    let link = value.__link();
    let parent = link.parent()?;
    // SAFETY: I1, I4: the link of a `C`, which the caller has a reference to.
    let node = unsafe { link.containing_node::<C, R>() }?;
    // SAFETY: I6: the parent's value is alive while it has children. I4.
    let head = unsafe { head_of::<C, R>(parent, link.slot()) };
    // SAFETY: I6: that is the list it is in.
    unsafe { head.remove::<C, R>(LinkedNode { node, link }) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(node) })
}

/// Takes out the first child, with its count.
#[cfg_attr(feature = "leak-handles", track_caller)]
pub(super) fn pop_first<C: HasParent<R>, R>(head: &Head) -> Option<Strong<C>> {
    let first = head.first()?;
    // SAFETY: I6.
    let child = unsafe { LinkedNode::child::<C, R>(first) };
    // SAFETY: I6.
    unsafe { head.remove::<C, R>(child) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(first) })
}
