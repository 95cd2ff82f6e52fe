//! The ancestor check: whether a new owning edge would make a node its own ancestor.
//!
//! Two walks take turns: up from the new parent, and down from the new child. Whichever ends first decides, so the
//! check costs the smaller of the two; a child that owns nothing or a parent without a parent decides at once.

use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::ptr::{NodePtr, SEEN_ABOVE, SEEN_BELOW};
use crate::core::steps;
use crate::core::traits::{ChildOf, Graph, HasParent, Sealed, Visit};
use crate::core::vtable::ChildCursor;

/// Whether `parent`, whose value is given too, is `child` or a descendant of it, over any owning edges.
///
/// The walk up starts at the value, which the caller may know long before it knows the node.
///
/// # Safety
/// I1, I2, I4: both values are alive, of the types `C::Parent` and `C`; `value` is that of `parent`.
#[inline]
pub(crate) unsafe fn would_close<C: HasParent<R>, R>(parent: NodePtr, value: &C::Parent, child: NodePtr) -> bool {
    if C::EDGES == 0 {
        return false;
    }
    if parent == child {
        return true;
    }
    // SAFETY: forwarded.
    if !owns_any(unsafe { child.value::<C>() }) {
        return false;
    }
    let Some(above) = any_parent(value) else {
        return false;
    };
    // SAFETY: forwarded.
    if unsafe { child.value::<C>() }.__sole().is_some() {
        // SAFETY: forwarded. A type with a sole pair of edges is its own parent, in its one relation.
        return unsafe { sole::<C>(parent, above, child) };
    }
    // SAFETY: forwarded.
    unsafe { general(parent, child) }
}

/// The walks in a tree of one type with no other edges. `above` owns `parent`.
///
/// # Safety
/// I1, I2, I4: all are live nodes of type `T`, and `T::__sole` gives its edges.
#[inline]
unsafe fn sole<T: Graph>(parent: NodePtr, mut above: NodePtr, child: NodePtr) -> bool {
    let edges = |node: NodePtr| -> (&Link, &Head) {
        steps::count();
        // SAFETY: I6: parents and children of live nodes are alive.
        unsafe { node.value::<T>() }.__sole().unwrap_or_else(|| unreachable!())
    };
    let mut below = child;
    loop {
        if above == child {
            return true;
        }
        below = match edges(below).1.first() {
            Some(first) => first,
            None => loop {
                if below == child {
                    return false;
                }
                let link = edges(below).0;
                match (link.next(), link.parent()) {
                    (Some(next), _) => break next,
                    (None, Some(parent)) => below = parent,
                    (None, None) => return false,
                }
            },
        };
        if below == parent {
            return true;
        }
        match edges(above).0.parent() {
            None => return false,
            Some(parent) => above = parent,
        }
    }
}

/// The walks over nodes of any type. A node may have several parents: marks keep each from being walked twice.
///
/// # Safety
/// I1, I2: both values are alive.
#[cold]
#[inline(never)]
unsafe fn general(parent: NodePtr, child: NodePtr) -> bool {
    let mut seen_above = Marks::new(SEEN_ABOVE);
    let mut seen_below = Marks::new(SEEN_BELOW);
    let mut above = vec![parent];
    let mut below = vec![before(child)];
    let mut parents = Vec::new();
    loop {
        let Some(node) = above.pop() else {
            return false;
        };
        steps::count();
        // SAFETY: I6: parents of live nodes are alive.
        unsafe { add_parents(node, &mut parents) };
        for node in parents.drain(..) {
            if node == child {
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
        // SAFETY: I6: children of live nodes are alive.
        match unsafe { advance(place) } {
            None => {
                below.pop();
            }
            Some(node) if node == parent => return true,
            Some(node) => {
                // SAFETY: I6: alive.
                if unsafe { seen_below.add(node) } {
                    below.push(before(node));
                }
            }
        }
    }
}

/// The inclusive ancestors of a node, marked; for checking many new children at once.
pub(crate) struct AncestorMarks {
    marks: Marks,
}

impl AncestorMarks {
    /// Costs as many steps as there are ancestors.
    ///
    /// # Safety
    /// I1, I2: the value is alive.
    pub(crate) unsafe fn of(node: NodePtr) -> AncestorMarks {
        let mut marks = Marks::new(SEEN_ABOVE);
        let mut above = vec![node];
        // SAFETY: forwarded.
        unsafe { marks.add(node) };
        let mut parents = Vec::new();
        while let Some(node) = above.pop() {
            steps::count();
            // SAFETY: I6: parents of live nodes are alive.
            unsafe { add_parents(node, &mut parents) };
            // SAFETY: I6: alive.
            above.extend(parents.drain(..).filter(|&node| unsafe { marks.add(node) }));
        }
        AncestorMarks { marks }
    }

    /// # Safety
    /// I1.
    pub(crate) unsafe fn contain(&self, node: NodePtr) -> bool {
        // SAFETY: forwarded.
        unsafe { node.marked(self.marks.mark) }
    }
}

/// Nodes with a mark in their header. The marks are removed when this is dropped; until then no other code runs (I7).
struct Marks {
    mark: u32,
    nodes: Vec<NodePtr>,
}

impl Marks {
    fn new(mark: u32) -> Marks {
        Marks { mark, nodes: Vec::new() }
    }

    /// False if the node had the mark already.
    ///
    /// # Safety
    /// I1, until the marks are removed.
    unsafe fn add(&mut self, node: NodePtr) -> bool {
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

fn before(node: NodePtr) -> ChildCursor {
    ChildCursor { node, edge: 0, at: None }
}

/// Goes on to the next child.
///
/// # Safety
/// I1, I2: the node's value is alive.
unsafe fn advance(place: &mut ChildCursor) -> Option<NodePtr> {
    // SAFETY: forwarded.
    let next_child = unsafe { place.node.table() }.next_child;
    // SAFETY: I4: its own table.
    unsafe { next_child(place) }
}

/// Adds the parents of a node of any type.
///
/// # Safety
/// I1, I2: the node's value is alive.
unsafe fn add_parents(node: NodePtr, parents: &mut Vec<NodePtr>) {
    // SAFETY: forwarded.
    let table = unsafe { node.table() };
    // SAFETY: I4: its own table.
    unsafe { (table.parents)(node, parents) }
}

/// `VTable::parents`.
///
/// # Safety
/// I1, I2, I4.
pub(crate) unsafe fn parents<T: Graph>(node: NodePtr, parents: &mut Vec<NodePtr>) {
    struct Parents<'a>(&'a mut Vec<NodePtr>);
    impl Sealed for Parents<'_> {}
    impl<T> Visit<T> for Parents<'_> {
        #[inline(always)]
        fn parent<R>(&mut self, link: &Link)
        where
            T: HasParent<R>,
        {
            self.0.extend(link.parent());
        }
    }
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__visit(&mut Parents(parents));
}

/// `VTable::next_child`.
///
/// # Safety
/// I1, I2, I4; the place's child, if it has one, is still a child.
pub(crate) unsafe fn next_child<T: Graph>(place: &mut ChildCursor) -> Option<NodePtr> {
    struct Next<'a> {
        place: &'a mut ChildCursor,
        edge: usize,
        found: Option<NodePtr>,
    }
    impl Next<'_> {
        fn enter<C: HasParent<R>, R>(&mut self, head: &Head) {
            let edge = self.edge;
            self.edge += 1;
            if self.found.is_some() || edge != self.place.edge {
                return;
            }
            self.found = match self.place.at {
                None => head.first(),
                // SAFETY: I6: a child of this list.
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
            C: ChildOf<T, R>,
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

/// Whether it has a child.
#[inline(always)]
pub(crate) fn owns_any<T: Graph>(value: &T) -> bool {
    struct Any(bool);
    impl Sealed for Any {}
    impl<T> Visit<T> for Any {
        #[inline(always)]
        fn list<C, R>(&mut self, head: &Head, _: u8)
        where
            C: ChildOf<T, R>,
        {
            self.0 |= head.len() > 0;
        }
    }
    let mut any = Any(false);
    value.__visit(&mut any);
    any.0
}

/// A parent of it.
#[inline(always)]
fn any_parent<T: Graph>(value: &T) -> Option<NodePtr> {
    struct Any(Option<NodePtr>);
    impl Sealed for Any {}
    impl<T> Visit<T> for Any {
        #[inline(always)]
        fn parent<R>(&mut self, link: &Link)
        where
            T: HasParent<R>,
        {
            self.0 = self.0.or(link.parent());
        }
    }
    let mut any = Any(None);
    value.__visit(&mut any);
    any.0
}
