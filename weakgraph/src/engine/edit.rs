//! Every edit of a list: check, unlink, notify the live iterators, link. All or nothing, and no user code on the way (I7).

use core::ptr;

use super::nav::living_parent;
use super::{ancestor_check, notify};
use crate::core::error::LinkErrorKind;
use crate::core::link::{FIRST_BIT, Link};
use crate::core::list::{At, Head, head_of, link_of};
use crate::core::ptr::{Raw, overflow};
use crate::core::strong::Strong;
use crate::core::traits::Member;
use crate::core::unbound::Waiting;

/// Where to put a member.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    First,
    Last,
    Before(At<'a>),
    After(At<'a>),
}

impl Head {
    /// Puts a node without an owner into its place. The count is the caller's to see to.
    ///
    /// # Safety
    /// I1, I2, I4; the list is born, `home` is its home and not dying, `new` has no owner in this relation, and a node
    /// named by `place` is another one and in this list.
    #[inline(always)]
    unsafe fn insert<C: Member<R>, R>(&self, home: Raw, new: At<'_>, place: Place<'_>) {
        let Some(len) = self.len.get().checked_add(1) else { overflow() };
        // SAFETY: I6: members of this list.
        let at = |node: Option<Raw>| node.map(|node| unsafe { At::member::<C, R>(node) });
        let (prev, next) = match place {
            Place::Last => (at(self.last::<C, R>()), None),
            Place::First => (None, at(self.first())),
            // SAFETY: a member of this list.
            Place::Before(next) => (at(unsafe { next.link.before() }), Some(next)),
            Place::After(prev) => (Some(prev), at(prev.link.next())),
        };
        let At { node, link } = new;
        let slot = self.slot_bits();
        link.owner.set(home.as_ptr());
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

    /// Lets the first member know the last.
    ///
    /// # Safety
    /// I1, I2, I4, I6: both are members.
    #[inline(always)]
    unsafe fn set_last<C: Member<R>, R>(&self, last: Raw) {
        let Some(first) = self.first() else { unreachable!() };
        // SAFETY: forwarded.
        unsafe { link_of::<C, R>(first) }.set_prev(last, self.slot_bits() | FIRST_BIT);
    }

    /// Puts a member before another, or at the end. Not even a walk that stands on it notices if it is there already.
    ///
    /// # Safety
    /// I1, I2, I4; both are in this list.
    #[inline(always)]
    unsafe fn shift<C: Member<R>, R>(&self, member: At<'_>, before: Option<At<'_>>) {
        let At { node, link } = member;
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
                    // SAFETY: I6: a member of this list.
                    Some(prev) => unsafe { link_of::<C, R>(prev) }.set_next(Some(node)),
                    None => self.first.set(node.as_ptr()),
                }
                link.prev.set(before.link.prev.get());
                before.link.set_prev(node, slot);
            }
            None => {
                if let Some(last) = self.last::<C, R>() {
                    // SAFETY: I6: a member of this list.
                    unsafe { link_of::<C, R>(last) }.set_next(Some(node));
                    link.set_prev(last, slot);
                }
                // SAFETY: I6: a member of this list.
                unsafe { self.set_last::<C, R>(node) };
            }
        }
    }

    /// Takes a member out. Its count is the caller's from here on.
    ///
    /// # Safety
    /// I1, I2, I4; it is in this list.
    #[inline]
    unsafe fn remove<C: Member<R>, R>(&self, member: At<'_>) {
        // SAFETY: forwarded.
        unsafe { self.close_gap::<C, R>(member) };
        member.link.reset(member.node);
    }

    /// Takes a member out, and leaves its link as it is, for the caller to write.
    ///
    /// # Safety
    /// As for [`remove`](Head::remove).
    #[inline(always)]
    unsafe fn close_gap<C: Member<R>, R>(&self, member: At<'_>) {
        notify::on_unlink::<C, R>(self, member.node);
        // SAFETY: forwarded.
        if !unsafe { self.bridge::<C, R>(member.link) } {
            if let Some(home) = member.link.owner() {
                self.empty(home);
            }
        }
        self.len.set(self.len.get() - 1);
    }

    /// Lets the neighbours of a member's link know each other; false if it has none.
    ///
    /// # Safety
    /// I1, I2, I4; it is the link of a member of this list.
    #[inline(always)]
    unsafe fn bridge<C: Member<R>, R>(&self, link: &Link) -> bool {
        // SAFETY: forwarded.
        match (unsafe { link.before() }, link.next()) {
            (Some(prev), next) => {
                // SAFETY: I6: a member of this list.
                unsafe { link_of::<C, R>(prev) }.set_next(next);
                match next {
                    // SAFETY: I6: a member of this list.
                    Some(next) => unsafe { link_of::<C, R>(next) }.prev.set(link.prev.get()),
                    // SAFETY: I6: a member of this list.
                    None => unsafe { self.set_last::<C, R>(prev) },
                }
            }
            (None, Some(next)) => {
                self.first.set(next.as_ptr());
                // It is the first now, and knows the last.
                // SAFETY: I6: a member of this list.
                unsafe { link_of::<C, R>(next) }.prev.set(link.prev.get());
            }
            (None, None) => return false,
        }
        true
    }

    /// Puts the members into another order, given as a list of exactly the members.
    ///
    /// # Safety
    /// I1, I2, I4; `order` holds every member once and nothing else, and is not empty.
    pub(crate) unsafe fn reorder<C: Member<R>, R>(&self, order: impl Iterator<Item = Raw>) {
        notify::on_reorder::<C, R>(self);
        let slot = self.slot_bits();
        let mut last: Option<Raw> = None;
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

    /// Takes over all members of another list, at the end of this one. Counts stay as they are.
    ///
    /// # Safety
    /// I1, I2, I4; both are born lists of members of type `C` in the relation `R`, not the same one, `home` is this one's
    /// home, and no member of `from` owns it.
    pub(crate) unsafe fn take_over<C: Member<R>, R>(&self, home: Raw, from: &Head) {
        let Some(len) = self.len.get().checked_add(from.len.get()) else { overflow() };
        notify::on_unlink_all::<C, R>(from);
        let (old, Some(last), Some(from_home)) = (self.last::<C, R>(), from.last::<C, R>(), from.home::<C, R>()) else {
            return;
        };
        // SAFETY: every link is seen to right here, and the counts stay.
        let Some(first) = (unsafe { from.take_chain(from_home) }) else {
            return;
        };
        let slot = self.slot_bits();
        match old {
            // SAFETY: I6: a member of this list.
            Some(old) => unsafe { link_of::<C, R>(old) }.set_next(Some(first)),
            None => self.first.set(first.as_ptr()),
        }
        // The first of all is seen to at the end.
        let (mut prev, mut next) = (old.unwrap_or(first), Some(first));
        while let Some(node) = next {
            // SAFETY: I6: a member of `from` until now.
            let link = unsafe { link_of::<C, R>(node) };
            link.owner.set(home.as_ptr());
            link.set_prev(prev, slot);
            (prev, next) = (node, link.next());
        }
        // SAFETY: I6: members of this list from now on.
        unsafe { self.set_last::<C, R>(last) };
        self.len.set(len);
    }
}

/// Whether `new`, a live `C`, may be put into a list of `home`, whose value is `owner`: the rules of G3 and of death.
///
/// # Safety
/// I1, I2, I4: as said.
#[inline(always)]
pub(crate) unsafe fn check_attach<C: Member<R>, R>(
    home: Raw,
    owner: &C::Owner,
    new: At<'_>,
) -> Result<(), LinkErrorKind> {
    // SAFETY: forwarded.
    if unsafe { home.strong() } == 0 {
        return Err(LinkErrorKind::OwnerDying);
    }
    // A type that owns nothing, ever, needs no look at its owner.
    if C::EDGES == 0 || new.link.owner() == Some(home) {
        // It moves within one owner: the ancestors are as they were.
        return Ok(());
    }
    // SAFETY: forwarded.
    if unsafe { ancestor_check::would_close::<C, R>(home, owner, new.node) } {
        return Err(LinkErrorKind::Cycle);
    }
    Ok(())
}

/// Puts a node that has no owner and owns nothing at the end of this list, as [`attach`] would: what building a tree
/// consists of. False if it is not such a node, or cannot go there; then nothing has changed.
#[inline(always)]
pub(crate) fn attach_leaf<C: Member<R>, R>(head: &Head, node: &Strong<C>) -> bool {
    let node = node.raw();
    // SAFETY: I1, I2: the caller's handle keeps it alive. I4: its type.
    let value = unsafe { node.value::<C>() };
    let link = value.__link();
    if link.owner().is_some() || ancestor_check::owns_any(value) {
        return false;
    }
    if !head.is_born() {
        return false;
    }
    let len = head.len.get();
    // SAFETY: I6: a member, which knows the last.
    let first = head.first().map(|first| unsafe { link_of::<C, R>(first) });
    let home = match first {
        Some(first) => first.owner(),
        // Only an empty list can be the node's own: it owns nothing.
        None => head.named_by_first().filter(|&home| home != node),
    };
    let Some(home) = home else {
        return false;
    };
    // SAFETY: I1: the list stands in its home's value, which the caller has a reference to.
    let dying = unsafe { home.strong() } == 0;
    if dying || len == u32::MAX {
        return false;
    }
    // SAFETY: I1: a handle, so it is not dying. This is the list's count.
    unsafe { node.inc_strong() };
    let slot = head.slot_bits();
    link.owner.set(home.as_ptr());
    link.next.set(ptr::null_mut());
    match first {
        Some(first) => {
            // SAFETY: I6: a member.
            let last = unsafe { first.named_in_list() };
            link.set_prev(last, slot);
            // SAFETY: I6: a member.
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
/// that has no owner, or a dying one.
#[inline]
pub(crate) fn attach_beside<C: Member<R>, R>(value: &C, node: &Strong<C>, after: bool) -> Result<(), LinkErrorKind> {
    let link = value.__link();
    let Some(home) = living_parent(link) else {
        return Err(LinkErrorKind::NoParent);
    };
    // SAFETY: I6: the owner's value is alive while it has members. I4.
    let head = unsafe { head_of::<C, R>(home, link.slot()) };
    // SAFETY: I6: a member of the same list.
    let next = || link.next().map(|next| unsafe { At::member::<C, R>(next) });
    let new = At::of::<C, R>(node);
    // The node of `value` is known to its neighbours.
    let this = if after {
        next().map_or_else(|| head.last::<C, R>(), |next| next.link.named_by_prev())
    } else {
        // SAFETY: I6: it has an owner, so it is a member.
        let prev = unsafe { link.before() };
        // SAFETY: I6: a member of the same list.
        prev.map_or_else(|| head.first(), |prev| unsafe { link_of::<C, R>(prev) }.next())
    };
    let Some(this) = this.map(|node| At { node, link }) else { unreachable!() };
    if head.has::<C, R>(new) {
        // SAFETY: members of this list.
        unsafe { head.shift::<C, R>(new, if after { next() } else { Some(this) }) };
        return Ok(());
    }
    // SAFETY: I6: the owner's value is alive while it has members. I4.
    let owner = unsafe { home.value::<C::Owner>() };
    // SAFETY: the list's home, and a member of it.
    unsafe {
        attach_to::<C, R>(head, home, owner, node, if after { Place::After(this) } else { Place::Before(this) }, true)
    }
}

/// Puts `node` into its place in this list; takes it out of the one it is in. All or nothing.
#[inline]
pub(crate) fn attach<C: Member<R>, R>(head: &Head, node: &Strong<C>, place: Place<'_>) -> Result<(), LinkErrorKind> {
    put::<C, R>(head, None, node, place)
}

/// [`attach`] at the end.
///
/// `owner` is the value that the list stands in, if the caller has it: else a member has to be asked for it, which may be far
/// away. Another value is ignored.
#[inline]
pub(crate) fn attach_last<C: Member<R>, R>(
    head: &Head,
    owner: Option<&C::Owner>,
    node: &Strong<C>,
) -> Result<(), LinkErrorKind> {
    put::<C, R>(head, owner, node, Place::Last)
}

/// [`attach`]; for `owner` see [`attach_last`].
#[inline(always)]
fn put<C: Member<R>, R>(
    head: &Head,
    owner: Option<&C::Owner>,
    node: &Strong<C>,
    place: Place<'_>,
) -> Result<(), LinkErrorKind> {
    let new = At::of::<C, R>(node);
    let is_valid = match place {
        Place::First | Place::Last => true,
        Place::Before(member) | Place::After(member) => head.has::<C, R>(member),
    };
    if head.has::<C, R>(new) {
        // Within its list it can move without a look at anything else.
        // SAFETY: I6.
        if new.link.owner().is_some_and(|home| unsafe { home.strong() } == 0) {
            return Err(LinkErrorKind::OwnerDying);
        }
        if !is_valid {
            return Err(LinkErrorKind::NotAMember);
        }
        // SAFETY: I6: a member of this list.
        let at = |node: Raw| unsafe { At::member::<C, R>(node) };
        let before = match place {
            Place::First => head.first().map(at),
            Place::Last => None,
            Place::Before(member) => Some(member),
            Place::After(member) => member.link.next().map(at),
        };
        // SAFETY: members of this list.
        unsafe { head.shift::<C, R>(new, before) };
        return Ok(());
    }
    let home = match place {
        // It knows the home; the first one, which the list would ask, may be far away.
        Place::Before(member) | Place::After(member) if is_valid => member.link.owner(),
        _ => head.home::<C, R>(),
    };
    let Some(home) = home else {
        return attach_pending(head, node, place);
    };
    // SAFETY: I1, I2, I4: the list stands in its home's value, which the caller has a reference to.
    let value = unsafe { home.value::<C::Owner>() };
    // The same value, but known without a look at a member. Generated code gives the right one; other code could give any.
    let owner = owner.filter(|owner| ptr::eq(*owner, value)).unwrap_or(value);
    // SAFETY: the list's home; the node is not in it.
    unsafe { attach_to::<C, R>(head, home, owner, node, place, is_valid) }
}

/// [`attach`] to the list of this home, which the node is not in; `is_valid` says whether a node named by `place` is.
///
/// # Safety
/// I1, I2, I4: as said; `owner` is the value of `home`.
#[inline(always)]
unsafe fn attach_to<C: Member<R>, R>(
    head: &Head,
    home: Raw,
    owner: &C::Owner,
    node: &Strong<C>,
    place: Place<'_>,
    is_valid: bool,
) -> Result<(), LinkErrorKind> {
    let new = At::of::<C, R>(node);
    // SAFETY: forwarded.
    unsafe { check_attach::<C, R>(home, owner, new) }?;
    if !is_valid {
        return Err(LinkErrorKind::NotAMember);
    }
    match new.link.owner() {
        // SAFETY: I1: `node` is a handle, so it is not dying. This is the list's count.
        None => unsafe { new.node.inc_strong() },
        Some(owner) => {
            // SAFETY: I6: the owner's value is alive while it has members. I4.
            let old = unsafe { head_of::<C, R>(owner, new.link.slot()) };
            // SAFETY: I6: that is the list it is in. Its count becomes this one's; `insert` writes its link.
            unsafe { old.close_gap::<C, R>(new) };
        }
    }
    // SAFETY: alive by its handle and in no list now; the place was checked, and `node` is not it.
    unsafe { head.insert::<C, R>(home, new, place) }
    Ok(())
}

#[cold]
fn attach_pending<C>(head: &Head, node: &Strong<C>, place: Place<'_>) -> Result<(), LinkErrorKind> {
    head.pending(|waiting: &mut Waiting<C>| {
        let at = match place {
            Place::First => Some(0),
            Place::Last => Some(waiting.nodes().len()),
            Place::Before(member) => waiting.position(member.node),
            Place::After(member) => waiting.position(member.node).map(|at| at + 1),
        };
        waiting.put(at.ok_or(LinkErrorKind::NotAMember)?, node);
        Ok(())
    })
}

/// Takes a node out of this list, with its count; `None` if it is not in it.
#[inline]
pub(crate) fn take_out<C: Member<R>, R>(head: &Head, node: &Strong<C>) -> Option<Strong<C>> {
    let member = At::of::<C, R>(node);
    if !head.has::<C, R>(member) {
        return None;
    }
    // SAFETY: I6: it is in this list.
    unsafe { head.remove::<C, R>(member) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(member.node) })
}

/// Takes the node of this value out of the list that it is in, and gives the list's handle.
#[inline]
pub(crate) fn detach<C: Member<R>, R>(value: &C) -> Option<Strong<C>> {
    let link = value.__link();
    let owner = link.owner()?;
    // SAFETY: I1, I4: the link of a `C`, which the caller has a reference to.
    let node = unsafe { link.home::<C, R>() }?;
    // SAFETY: I6: the owner's value is alive while it has members. I4.
    let head = unsafe { head_of::<C, R>(owner, link.slot()) };
    // SAFETY: I6: that is the list it is in.
    unsafe { head.remove::<C, R>(At { node, link }) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(node) })
}

/// Takes out the first member, with its count.
pub(crate) fn pop_first<C: Member<R>, R>(head: &Head) -> Option<Strong<C>> {
    let first = head.first()?;
    // SAFETY: I6.
    let member = unsafe { At::member::<C, R>(first) };
    // SAFETY: I6.
    unsafe { head.remove::<C, R>(member) };
    // SAFETY: the list's count is handed over. I4.
    Some(unsafe { Strong::from_raw(first) })
}
