//! The ancestor check: whether a new owning edge would make a node its own ancestor.
//!
//! Two walks take turns: up from the new owner, and down from the new member. Whichever ends first decides, so the
//! check costs the smaller of the two; a member that owns nothing or an owner that nobody owns decides at once.

use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::ptr::{Raw, SEEN_ABOVE, SEEN_BELOW};
use crate::core::steps;
use crate::core::traits::{Graph, Member, MemberOf, Sealed, Visit};
use crate::core::vtable::ChildCursor;

/// Whether `owner`, whose value is given, too, is `member` or is owned by it, over whatever edges.
///
/// The way up starts at the value: the caller may know that long before it knows the node.
///
/// # Safety
/// I1, I2, I4: both values are alive, of the types `C::Owner` and `C`; `value` is that of `owner`.
#[inline]
pub(crate) unsafe fn would_close<C: Member<R>, R>(owner: Raw, value: &C::Owner, member: Raw) -> bool {
    if C::EDGES == 0 {
        return false;
    }
    if owner == member {
        return true;
    }
    // SAFETY: forwarded.
    if !owns_any(unsafe { member.value::<C>() }) {
        return false;
    }
    let Some(above) = owned_by(value) else {
        return false;
    };
    // SAFETY: forwarded.
    if unsafe { member.value::<C>() }.__sole().is_some() {
        // SAFETY: forwarded. A type with a sole pair of edges is its own owner, in its one relation.
        return unsafe { sole::<C>(owner, above, member) };
    }
    // SAFETY: forwarded.
    unsafe { general(owner, member) }
}

/// The walks in a tree of one type with no other edges. `above` owns `owner`.
///
/// # Safety
/// I1, I2, I4: all are live nodes of type `T`, and `T::__sole` gives its edges.
#[inline]
unsafe fn sole<T: Graph>(owner: Raw, mut above: Raw, member: Raw) -> bool {
    let edges = |node: Raw| -> (&Link, &Head) {
        steps::count();
        // SAFETY: I6: owners and members of live nodes are alive.
        unsafe { node.value::<T>() }.__sole().unwrap_or_else(|| unreachable!())
    };
    let mut below = member;
    loop {
        if above == member {
            return true;
        }
        below = match edges(below).1.first() {
            Some(first) => first,
            None => loop {
                if below == member {
                    return false;
                }
                let link = edges(below).0;
                match (link.next(), link.owner()) {
                    (Some(next), _) => break next,
                    (None, Some(owner)) => below = owner,
                    (None, None) => return false,
                }
            },
        };
        if below == owner {
            return true;
        }
        match edges(above).0.owner() {
            None => return false,
            Some(owner) => above = owner,
        }
    }
}

/// The walks over whatever types there are. A node may have several owners: marks keep each from being walked twice.
///
/// # Safety
/// I1, I2: both values are alive.
#[cold]
#[inline(never)]
unsafe fn general(owner: Raw, member: Raw) -> bool {
    let mut seen_above = Marks::new(SEEN_ABOVE);
    let mut seen_below = Marks::new(SEEN_BELOW);
    let mut above = vec![owner];
    let mut below = vec![before(member)];
    let mut owners = Vec::new();
    loop {
        let Some(node) = above.pop() else {
            return false;
        };
        steps::count();
        // SAFETY: I6: owners of live nodes are alive.
        unsafe { add_owners(node, &mut owners) };
        for node in owners.drain(..) {
            if node == member {
                return true;
            }
            // SAFETY: I6: alive.
            if unsafe { seen_above.add(node) } {
                above.push(node);
            }
        }
        let Some(place) = below.last_mut() else {
            return false;
        };
        steps::count();
        // SAFETY: I6: members of live nodes are alive.
        match unsafe { advance(place) } {
            None => {
                below.pop();
            }
            Some(node) if node == owner => return true,
            Some(node) => {
                // SAFETY: I6: alive.
                if unsafe { seen_below.add(node) } {
                    below.push(before(node));
                }
            }
        }
    }
}

/// The inclusive ancestors of a node, marked; for checking many new members at once.
pub(crate) struct Ancestors {
    marks: Marks,
}

impl Ancestors {
    /// Costs as many steps as there are ancestors.
    ///
    /// # Safety
    /// I1, I2: the value is alive.
    pub(crate) unsafe fn of(node: Raw) -> Ancestors {
        let mut marks = Marks::new(SEEN_ABOVE);
        let mut above = vec![node];
        // SAFETY: forwarded.
        unsafe { marks.add(node) };
        let mut owners = Vec::new();
        while let Some(node) = above.pop() {
            steps::count();
            // SAFETY: I6: owners of live nodes are alive.
            unsafe { add_owners(node, &mut owners) };
            // SAFETY: I6: alive.
            above.extend(owners.drain(..).filter(|&node| unsafe { marks.add(node) }));
        }
        Ancestors { marks }
    }

    /// # Safety
    /// I1.
    pub(crate) unsafe fn contain(&self, node: Raw) -> bool {
        // SAFETY: forwarded.
        unsafe { node.marked(self.marks.mark) }
    }
}

/// Nodes with a mark in their header. The marks go when this goes; until then no other code runs (I7).
struct Marks {
    mark: u32,
    nodes: Vec<Raw>,
}

impl Marks {
    fn new(mark: u32) -> Marks {
        Marks { mark, nodes: Vec::new() }
    }

    /// False if the node had the mark already.
    ///
    /// # Safety
    /// I1, until the marks go.
    unsafe fn add(&mut self, node: Raw) -> bool {
        // SAFETY: forwarded.
        let new = unsafe { node.mark(self.mark) };
        if new {
            self.nodes.push(node);
        }
        new
    }
}

impl Drop for Marks {
    fn drop(&mut self) {
        for node in &self.nodes {
            // SAFETY: I1, as promised to `add`.
            unsafe { node.unmark(self.mark) }
        }
    }
}

fn before(node: Raw) -> ChildCursor {
    ChildCursor { node, edge: 0, at: None }
}

/// Goes on to the next member.
///
/// # Safety
/// I1, I2: the node's value is alive.
unsafe fn advance(place: &mut ChildCursor) -> Option<Raw> {
    // SAFETY: forwarded.
    let next_member = unsafe { place.node.table() }.next_member;
    // SAFETY: I4: its own table.
    unsafe { next_member(place) }
}

/// Adds the owners of a node of whatever type.
///
/// # Safety
/// I1, I2: the node's value is alive.
unsafe fn add_owners(node: Raw, owners: &mut Vec<Raw>) {
    // SAFETY: forwarded.
    let table = unsafe { node.table() };
    // SAFETY: I4: its own table.
    unsafe { (table.owners)(node, owners) }
}

/// `VTable::owners`.
///
/// # Safety
/// I1, I2, I4.
pub(crate) unsafe fn owners<T: Graph>(node: Raw, owners: &mut Vec<Raw>) {
    struct Owners<'a>(&'a mut Vec<Raw>);
    impl Sealed for Owners<'_> {}
    impl<T> Visit<T> for Owners<'_> {
        #[inline(always)]
        fn parent<R>(&mut self, link: &Link)
        where
            T: Member<R>,
        {
            self.0.extend(link.owner());
        }
    }
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__visit(&mut Owners(owners));
}

/// `VTable::next_member`.
///
/// # Safety
/// I1, I2, I4; the place's member, if it has one, is still a member.
pub(crate) unsafe fn next_member<T: Graph>(place: &mut ChildCursor) -> Option<Raw> {
    struct Next<'a> {
        place: &'a mut ChildCursor,
        edge: usize,
        found: Option<Raw>,
    }
    impl Next<'_> {
        fn enter<C: Member<R>, R>(&mut self, head: &Head) {
            let edge = self.edge;
            self.edge += 1;
            if self.found.is_some() || edge != self.place.edge {
                return;
            }
            self.found = match self.place.at {
                None => head.first(),
                // SAFETY: I6: a member of this list.
                Some(at) => unsafe { link_of::<C, R>(at) }.next(),
            };
            self.place.at = self.found;
            if self.found.is_none() {
                self.place.edge += 1;
            }
        }
    }
    impl Sealed for Next<'_> {}
    impl<T> Visit<T> for Next<'_> {
        fn list<C, R>(&mut self, head: &Head, _: u8)
        where
            C: MemberOf<T, R>,
        {
            self.enter::<C, R>(head);
        }
    }
    let node = place.node;
    let mut next = Next { place, edge: 0, found: None };
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__visit(&mut next);
    next.found
}

/// Whether it has a member.
#[inline(always)]
pub(crate) fn owns_any<T: Graph>(value: &T) -> bool {
    struct Any(bool);
    impl Sealed for Any {}
    impl<T> Visit<T> for Any {
        #[inline(always)]
        fn list<C, R>(&mut self, head: &Head, _: u8)
        where
            C: MemberOf<T, R>,
        {
            self.0 |= head.len() > 0;
        }
    }
    let mut any = Any(false);
    value.__visit(&mut any);
    any.0
}

/// An owner of it.
#[inline(always)]
fn owned_by<T: Graph>(value: &T) -> Option<Raw> {
    struct Any(Option<Raw>);
    impl Sealed for Any {}
    impl<T> Visit<T> for Any {
        #[inline(always)]
        fn parent<R>(&mut self, link: &Link)
        where
            T: Member<R>,
        {
            self.0 = self.0.or(link.owner());
        }
    }
    let mut any = Any(None);
    value.__visit(&mut any);
    any.0
}
