//! [`Children`]: the owning edge to an ordered list of nodes.

use core::cmp::Ordering;
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Bound, RangeBounds};
use core::panic::{RefUnwindSafe, UnwindSafe};
use std::collections::{HashMap, HashSet};

use crate::core::Invariant;
use crate::core::alive::Alive;
use crate::core::error::{LinkError, LinkErrorKind};
use crate::core::into_node::IntoNode;
use crate::core::list::{Head, LinkedNode, link_of};
use crate::core::live_iters::{Cursor, Ends, FrontCursor, IterState};
use crate::core::panics::{drop_all, dropping};
use crate::core::ptr::NodePtr;
use crate::core::traits::HasParent;
use crate::core::unbound::UnboundChildren;
use crate::core::yields::Yield;
use crate::engine::ancestor_check::AncestorMarks;
use crate::engine::copies::EdgeField;
use crate::engine::edit::{InsertAt, attach, attach_last, attach_leaf, check_attach, exchange, pop_first, take_out};
use crate::engine::notify;
use crate::engine::teardown;
use crate::{Graph, Strong};

/// An owning edge to an ordered list of nodes.
///
/// This is a `#[strong]` field. The child's type has a back-reference [`Parent<P, R>`](crate::Parent) in the same
/// relation, which is set and cleared together with the list (G1). A node is in at most one list of a relation. Adding
/// it to another one moves it, as in the DOM.
///
/// All edits work on `&self`, and may be done at any time, also while the list is being iterated over: see
/// [`iter`](Children::iter). They are all or nothing. Those that can be refused return a [`LinkError`]:
///
/// - [`Cycle`](LinkErrorKind::Cycle): a node cannot be put below itself or below one of its descendants, over any
///   edges. The check takes one step if the new child has no children, or if the parent has no parent. Otherwise it
///   goes up from the parent and down through the child's descendants in turns, and ends when one of the two is done.
/// - [`ParentDropped`](LinkErrorKind::ParentDropped): children can no longer be added to a node that is being dropped.
///
/// A node that was passed by value to a refused edit is dropped, unless something else holds it. Pass a reference to
/// keep it.
///
/// Takes 16 bytes; the links are in the children. These cost O(1): the length, the first and last child, the neighbours
/// of a child, whether a node is in the list, removing it, inserting beside it. An index costs the way to it from the
/// nearer end.
///
/// A list can be filled and edited before its parent is allocated by [`Strong::new`], too. The back-references are set
/// at that moment. So a whole tree can be one expression:
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong};
///
/// #[derive(Graph)]
/// #[graph(new)]
/// struct Node {
///     name: &'static str,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
/// fn node<const N: usize>(name: &'static str, children: [Strong<Node>; N]) -> Strong<Node> {
///     Strong::new(Node { name, parent: Parent::new(), children: Children::from(children) })
/// }
///
/// let root = node("root", [node("a", []), node("b", [node("c", [])])]);
/// let b = root.children().last().unwrap();
/// assert_eq!(b.name, "b");
/// assert!(b.children().first().unwrap().parent() == Some(b));
/// ```
///
/// `Debug` prints the children' types and addresses.
pub struct Children<C, R = ()> {
    head: Head,
    /// Invariant in `C`: children are written through `&self`. Owns them.
    marker: PhantomData<(C, Invariant<C>, Invariant<R>)>,
}

impl<C, R> Children<C, R> {
    /// Returns an empty list.
    #[must_use]
    pub const fn new() -> Children<C, R> {
        Children { head: Head::new(), marker: PhantomData }
    }

    #[doc(hidden)]
    #[inline(always)]
    pub fn __head(&self) -> &Head {
        &self.head
    }

    /// Returns the number of children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.head.len()
    }

    /// Returns `true` if there are no children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline(always)]
    fn is_bound(&self) -> bool {
        self.head.is_bound()
    }
}

/// Reading.
impl<C: HasParent<R>, R> Children<C, R> {
    /// Gives the children in order. `each` runs no user code and does not count.
    pub(crate) fn each_raw(&self, mut each: impl FnMut(NodePtr)) {
        if !self.is_bound() {
            // Most lists are empty before the birth: then nothing is boxed anew.
            if !self.is_empty() {
                self.head
                    .pending(|waiting: &mut UnboundChildren<C>| waiting.nodes().iter().for_each(|it| each(it.raw())));
            }
            return;
        }
        let mut at = self.head.first();
        while let Some(node) = at {
            each(node);
            // SAFETY: I6: a child.
            at = unsafe { link_of::<C, R>(node) }.next();
        }
    }

    /// Returns the first child. Costs O(1).
    #[inline]
    pub fn first(&self) -> Option<Strong<C>> {
        if !self.is_bound() {
            return self.get(0);
        }
        // SAFETY: I6.
        self.head.first().map(|node| unsafe { Strong::of_live(node) })
    }

    /// Returns the last child. Costs O(1).
    #[inline]
    pub fn last(&self) -> Option<Strong<C>> {
        if !self.is_bound() {
            return self.get(self.len().checked_sub(1)?);
        }
        // SAFETY: I6.
        self.head.last::<C, R>().map(|node| unsafe { Strong::of_live(node) })
    }

    /// Returns the child at `index`, or `None` if there are fewer. Costs the way to it from the nearer end.
    pub fn get(&self, index: usize) -> Option<Strong<C>> {
        if !self.is_bound() {
            return self.head.pending(|waiting| waiting.nodes().get(index).cloned());
        }
        let len = self.len();
        if index >= len {
            return None;
        }
        let mut node;
        if index <= len / 2 {
            node = self.head.first()?;
            for _ in 0..index {
                // SAFETY: I6.
                node = unsafe { link_of::<C, R>(node) }.next()?;
            }
        } else {
            node = self.head.last::<C, R>()?;
            for _ in index + 1..len {
                // SAFETY: I6.
                node = unsafe { link_of::<C, R>(node) }.prev()?;
            }
        }
        // SAFETY: I6.
        Some(unsafe { Strong::of_live(node) })
    }

    /// Returns the index of `node`, or `None` if it is not in this list. Costs the way to it from the start.
    pub fn index_of(&self, node: &Strong<C>) -> Option<usize> {
        if !self.is_bound() {
            return self.head.pending(|waiting: &mut UnboundChildren<C>| waiting.position(node.raw()));
        }
        if !self.contains(node) {
            return None;
        }
        let mut index = 0;
        let mut at = node.raw();
        // SAFETY: I6: `at` is a child.
        while let Some(prev) = unsafe { link_of::<C, R>(at) }.prev() {
            at = prev;
            index += 1;
        }
        Some(index)
    }

    /// Returns the child after `child`, or `None` if it is the last one, or not in this list. Costs O(1) once the
    /// parent is allocated.
    ///
    /// For children that are no [`Tree`](crate::Tree), which has
    /// [`next_sibling`](crate::Tree::next_sibling).
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent};
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Playlist { #[strong] songs: Children<Song> }
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Song { title: &'static str, #[weak] playlist: Parent<Playlist> }
    ///
    /// let list = Playlist::new();
    /// let first = list.add_song(Song::new("Intro"));
    /// let second = list.add_song(Song::new("Outro"));
    /// assert!(list.songs().next(&first) == Some(second.clone()));
    /// assert!(list.songs().prev(&second) == Some(first) && list.songs().next(&second).is_none());
    /// ```
    pub fn next(&self, child: &Strong<C>) -> Option<Strong<C>> {
        if self.contains(child) { self.after(child) } else { None }
    }

    /// Returns the child before `child`, or `None` if it is the first one, or not in this list. Costs O(1) once the
    /// parent is allocated.
    ///
    /// See [`next`](Children::next).
    pub fn prev(&self, child: &Strong<C>) -> Option<Strong<C>> {
        if self.contains(child) { self.before(child) } else { None }
    }

    /// Returns `true` if `node` is in this list. Costs O(1) once the parent is allocated.
    #[inline]
    pub fn contains(&self, node: &Strong<C>) -> bool {
        if !self.is_bound() {
            return self.head.pending(|waiting| waiting.contains(node));
        }
        self.head.contains::<C, R>(node)
    }

    /// Returns an iterator over the children, from either end.
    ///
    /// The list may be edited meanwhile. The iterator stands on the child that it yielded last, and goes on from there.
    /// If that child leaves its place, the iterator first steps back to the child before it. So:
    ///
    /// - What is removed is not visited. What is inserted or moved ahead is visited.
    /// - What stays in its place is visited once, whatever else is removed, even the child just yielded and the next
    ///   one.
    /// - Nothing is visited twice, unless it was moved ahead again.
    ///
    /// These are the rules of the DOM's `NodeIterator`. A step costs O(1). Nothing is copied, and nothing is locked. An
    /// iterator that is leaked with `mem::forget` leaks at most 64 bytes.
    #[inline(always)]
    pub fn iter(&self) -> Iter<'_, C, R> {
        self.walk()
    }

    #[inline(always)]
    pub(crate) fn walk<H: Yield<C>>(&self) -> Iter<'_, C, R, H> {
        let waiting = if self.is_bound() { None } else { self.waiting() };
        Iter { list: self, yields: PhantomData, ends: IterEnds { front: None, back: None, waiting } }
    }

    #[cold]
    #[inline(never)]
    fn waiting(&self) -> Waited<C> {
        Some(ManuallyDrop::new(Box::new(self.children().into_iter())))
    }
}

/// Editing.
impl<C: HasParent<R>, R> Children<C, R> {
    /// Appends `node`, moving it if it has a parent, and returns it. Costs O(1) and the check for cycles.
    ///
    /// # Errors
    /// [`Cycle`](LinkErrorKind::Cycle) if `node` is the parent or one of its ancestors,
    /// [`ParentDropped`](LinkErrorKind::ParentDropped) if the parent is being dropped.
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn append(&self, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        self.append_in(None, node.into_node())
    }

    /// [`append`](Children::append), for a caller who may know the value that the list stands in.
    #[inline(always)]
    pub(crate) fn append_in(&self, parent: Option<&C::Parent>, node: Strong<C>) -> Result<Strong<C>, LinkError> {
        if attach_leaf::<C, R>(&self.head, &node) {
            return Ok(node);
        }
        self.outcome(attach_last::<C, R>(&self.head, parent, &node), node)
    }

    /// Inserts `node` at the start, moving it if it has a parent, and returns it. Costs O(1) and the check for cycles.
    ///
    /// # Errors
    /// As [`append`](Children::append).
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn prepend(&self, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        self.put(node.into_node(), InsertAt::First)
    }

    /// Inserts `node` before the child that is at `index` now, or at the end if `index` is the length. Returns `node`.
    ///
    /// Costs the way to the index from the nearer end, and the check for cycles.
    ///
    /// # Errors
    /// As [`append`](Children::append), and [`OutOfRange`](LinkErrorKind::OutOfRange) if `index` is greater than the
    /// length.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert(&self, index: usize, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        let node = node.into_node();
        match self.get(index) {
            Some(at) => self.put(node, InsertAt::Before(LinkedNode::of::<C, R>(&at))),
            None if index == self.len() => self.put(node, InsertAt::Last),
            None => Err(self.refused(LinkErrorKind::OutOfRange, Some(&node))),
        }
    }

    /// Inserts `node` right before `child`, and returns it. Inserting a node before itself changes nothing. Costs O(1)
    /// and the check for cycles.
    ///
    /// # Errors
    /// As [`append`](Children::append), and [`NotAChild`](LinkErrorKind::NotAChild) if `child` is not in this list.
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_before(&self, child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        self.put_beside(node.into_node(), InsertAt::Before(LinkedNode::of::<C, R>(child)), child)
    }

    /// Inserts `node` right after `child`, and returns it. Inserting a node after itself changes nothing. Costs O(1)
    /// and the check for cycles.
    ///
    /// # Errors
    /// As [`insert_before`](Children::insert_before).
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_after(&self, child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        self.put_beside(node.into_node(), InsertAt::After(LinkedNode::of::<C, R>(child)), child)
    }

    #[inline(always)]
    fn put_beside(&self, node: Strong<C>, place: InsertAt<'_>, beside: &Strong<C>) -> Result<Strong<C>, LinkError> {
        match attach::<C, R>(&self.head, &node, place) {
            Ok(()) => Ok(node),
            Err(kind) => Err(self.refused_beside(kind, &node, beside)),
        }
    }

    /// Where the place is to blame, it is named.
    #[cold]
    fn refused_beside(&self, kind: LinkErrorKind, node: &Strong<C>, beside: &Strong<C>) -> LinkError {
        self.refused(kind, Some(if kind == LinkErrorKind::NotAChild { beside } else { node }))
    }

    #[inline(always)]
    fn put(&self, node: Strong<C>, place: InsertAt<'_>) -> Result<Strong<C>, LinkError> {
        self.outcome(attach::<C, R>(&self.head, &node, place), node)
    }

    #[inline(always)]
    fn outcome(&self, done: Result<(), LinkErrorKind>, node: Strong<C>) -> Result<Strong<C>, LinkError> {
        match done {
            Ok(()) => Ok(node),
            Err(kind) => Err(self.refused(kind, Some(&node))),
        }
    }

    #[cold]
    fn refused(&self, kind: LinkErrorKind, node: Option<&Strong<C>>) -> LinkError {
        // SAFETY: I1, I2, I4: the list stands in its containing node's value, which the caller has a reference to.
        let parent =
            self.head.containing_node::<C, R>().map(|containing_node| unsafe { containing_node.value::<C::Parent>() });
        LinkError::new(kind, parent, node.map(|node| &**node))
    }

    fn link(&self, node: &Strong<C>, place: InsertAt<'_>) -> Result<(), LinkError> {
        attach::<C, R>(&self.head, node, place).map_err(|kind| self.refused(kind, Some(node)))
    }

    /// Removes `node`, and returns whether it was in this list. Costs O(1).
    ///
    /// The caller has a handle to it, so it stays alive.
    #[inline]
    pub fn remove(&self, node: &Strong<C>) -> bool {
        self.take_out(node).is_some()
    }

    /// Takes a child out and gives the list's own handle.
    #[inline]
    fn take_out(&self, node: &Strong<C>) -> Option<Strong<C>> {
        if !self.is_bound() {
            return self.head.pending(|waiting| {
                let at = waiting.position(node.raw())?;
                Some(waiting.take(at))
            });
        }
        take_out::<C, R>(&self.head, node)
    }

    /// Replaces `child` by `node`, and returns `child`. Replacing a node by itself changes nothing. Costs O(1) and the
    /// check for cycles.
    ///
    /// An iterator that stands on `child` goes on from `node`, which counts as visited. If `node` is already the child
    /// right before or after `child`, it does not move, and `child` is only removed. An iterator that has not reached
    /// `node` yet still visits it then.
    ///
    /// # Errors
    /// As [`insert_before`](Children::insert_before).
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn replace(&self, child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        let node = node.into_node();
        if self.stand_side_by_side(child, &node) {
            // A dying parent refuses it, as any edit that puts a node somewhere.
            // SAFETY: I6: the parent is not past step 4 of its death.
            if self.head.containing_node::<C, R>().is_some_and(|parent| unsafe { parent.strong() } == 0) {
                return Err(self.refused(LinkErrorKind::ParentDropped, Some(&node)));
            }
            self.take_out(child);
            return Ok(child.clone());
        }
        let linked = attach::<C, R>(&self.head, &node, InsertAt::Before(LinkedNode::of::<C, R>(child)));
        linked.map_err(|kind| self.refused_beside(kind, &node, child))?;
        if node != *child {
            if self.is_bound() {
                notify::on_replace::<C, R>(&self.head, child.raw(), node.raw());
            }
            self.take_out(child);
        }
        Ok(child.clone())
    }

    /// Removes all children. Those that nothing else holds are dropped, in order, after all were removed.
    ///
    /// # Panics
    /// If a hook or a destructor panics. All children were removed by then.
    pub fn clear(&self) {
        match self.head.containing_node::<C, R>() {
            Some(containing_node) => teardown::clear::<C, R>(&self.head, containing_node),
            None => drop_all(self.drain()),
        }
    }

    /// Removes all children at once, and returns an iterator over them, in order. Costs O(1) for each.
    ///
    /// Those that are not taken from the iterator are dropped with it.
    pub fn drain(&self) -> Drain<C> {
        Drain { children: self.take_all().into_iter() }
    }

    fn take_all(&self) -> Vec<Strong<C>> {
        if !self.is_bound() {
            return self.head.pending(core::mem::take::<UnboundChildren<C>>).into_nodes();
        }
        let mut children = Vec::with_capacity(self.len());
        while let Some(child) = pop_first::<C, R>(&self.head) {
            children.push(child);
        }
        children
    }

    /// Handles to all children.
    fn children(&self) -> Vec<Strong<C>> {
        if !self.is_bound() {
            return self.head.pending(|waiting: &mut UnboundChildren<C>| waiting.nodes().to_vec());
        }
        let mut children = Vec::with_capacity(self.len());
        children.extend(self);
        children
    }

    /// Retains only the children for which `keep` returns `true`. The others are removed one by one, in order.
    ///
    /// `keep` may edit anything; [`iter`](Children::iter) says what is visited then.
    ///
    /// # Panics
    /// If `keep` or a destructor panics. Children that were not visited yet are retained.
    pub fn retain(&self, mut keep: impl FnMut(&Strong<C>) -> bool) {
        for child in self {
            if !keep(&child) {
                self.remove(&child);
            }
        }
    }

    /// Moves all children of another list to the end of this one, in their order.
    ///
    /// All or nothing. Costs one step for each child that is moved, and one for each ancestor of this list's parent if
    /// it has any.
    ///
    /// # Errors
    /// As [`append`](Children::append), for any of the children.
    pub fn append_all(&self, from: &Children<C, R>) -> Result<(), LinkError> {
        if core::ptr::eq(self, from) || from.is_empty() {
            return Ok(());
        }
        let (Some(containing_node), Some(from_node)) =
            (self.head.containing_node::<C, R>(), from.head.containing_node::<C, R>())
        else {
            // One of them is not born yet: there is no chain to hand over.
            let children = from.children();
            self.check_all(&children)?;
            for child in &children {
                from.take_out(child);
                self.put(child.clone(), InsertAt::Last)?;
            }
            return Ok(());
        };
        // SAFETY: I1: the list stands in its containing node's value, which the caller has a reference to.
        if unsafe { containing_node.strong() } == 0 {
            return Err(self.refused(LinkErrorKind::ParentDropped, None));
        }
        if C::EDGES > 0 && from_node != containing_node {
            // SAFETY: I1, I2: alive as above; no other code runs before the marks go.
            let above = unsafe { AncestorMarks::of(containing_node) };
            let mut next = from.head.first();
            while let Some(node) = next {
                // SAFETY: I6: a child.
                if unsafe { above.contain(node) } {
                    drop(above);
                    // SAFETY: I6: a child.
                    let node = unsafe { Strong::of_live(node) };
                    return Err(self.refused(LinkErrorKind::Cycle, Some(&node)));
                }
                // SAFETY: I6: a child.
                next = unsafe { link_of::<C, R>(node) }.next();
            }
        }
        // SAFETY: both are born, two lists, and no child of `from` owns `containing_node`.
        unsafe { self.head.take_over::<C, R>(containing_node, &from.head) };
        Ok(())
    }

    /// Whether all of these may be put into this list.
    fn check_all(&self, nodes: &[Strong<C>]) -> Result<(), LinkError> {
        let Some(containing_node) = self.head.containing_node::<C, R>() else {
            return Ok(());
        };
        // SAFETY: I1, I2, I4: the list stands in its containing node's value, which the caller has a reference to.
        let parent = unsafe { containing_node.value::<C::Parent>() };
        // SAFETY: the same.
        let check = |node| unsafe { check_attach::<C, R>(containing_node, parent, LinkedNode::of::<C, R>(node)) };
        nodes.iter().try_for_each(|node| check(node).map_err(|kind| self.refused(kind, Some(node))))
    }

    /// Replaces a range of children by `nodes`, and returns the children that were replaced.
    ///
    /// All or nothing. A node that is already in this list, in the range or not, moves to its new place. Costs the way
    /// to the range, and O(1) and the check for cycles for each node.
    ///
    /// # Errors
    /// As [`append`](Children::append) for each of the nodes, and [`OutOfRange`](LinkErrorKind::OutOfRange) if the
    /// range is not within the list, or ends before it starts.
    pub fn splice<I>(&self, range: impl RangeBounds<usize>, nodes: I) -> Result<Vec<Strong<C>>, LinkError>
    where
        I: IntoIterator,
        I::Item: IntoNode<C>,
    {
        let nodes: Vec<Strong<C>> = nodes.into_iter().map(IntoNode::into_node).collect();
        let out_of_range = || self.refused(LinkErrorKind::OutOfRange, None);
        let start = match range.start_bound() {
            Bound::Included(&at) => at,
            Bound::Excluded(&at) => at.checked_add(1).ok_or_else(out_of_range)?,
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&at) => at.checked_add(1).ok_or_else(out_of_range)?,
            Bound::Excluded(&at) => at,
            Bound::Unbounded => self.len(),
        };
        if start > end || end > self.len() {
            return Err(out_of_range());
        }
        self.check_all(&nodes)?;
        let mut removed = Vec::with_capacity(end - start);
        let mut next = self.get(start);
        for _ in start..end {
            let Some(child) = next else { break };
            next = self.after(&child);
            removed.push(child);
        }
        let placed: HashSet<_> = nodes.iter().map(|node| node.raw().as_ptr()).collect();
        let is_placed = |child: &Strong<C>| placed.contains(&child.raw().as_ptr());
        // What stands behind the range and stays there.
        while let Some(behind) = next.as_ref().filter(|behind| is_placed(behind)) {
            next = self.after(behind);
        }
        for child in &removed {
            self.take_out(child);
        }
        for node in &nodes {
            let place = next.as_ref().map_or(InsertAt::Last, |next| InsertAt::Before(LinkedNode::of::<C, R>(next)));
            self.link(node, place)?;
        }
        removed.retain(|child| !is_placed(child));
        Ok(removed)
    }

    /// Whether both are children of this list, whose parent is born, one right before the other.
    fn stand_side_by_side(&self, a: &Strong<C>, b: &Strong<C>) -> bool {
        self.is_bound() && self.contains(a) && (self.after(a).as_ref() == Some(b) || self.before(a).as_ref() == Some(b))
    }

    /// The child after this one.
    #[inline]
    pub(crate) fn after(&self, child: &Strong<C>) -> Option<Strong<C>> {
        if !self.is_bound() {
            let at = self.index_of(child)?;
            return self.get(at + 1);
        }
        // SAFETY: I1, I2, I4: alive by its handle.
        let next = unsafe { link_of::<C, R>(child.raw()) }.next()?;
        // SAFETY: I6.
        Some(unsafe { Strong::of_live(next) })
    }

    /// The child before this one.
    fn before(&self, child: &Strong<C>) -> Option<Strong<C>> {
        if !self.is_bound() {
            let at = self.index_of(child)?;
            return self.get(at.checked_sub(1)?);
        }
        // SAFETY: I1, I2, I4: alive by its handle.
        let prev = unsafe { link_of::<C, R>(child.raw()) }.prev()?;
        // SAFETY: I6.
        Some(unsafe { Strong::of_live(prev) })
    }

    /// Swaps two children. Costs O(1).
    ///
    /// # Errors
    /// [`NotAChild`](LinkErrorKind::NotAChild) if one of them is not in this list.
    pub fn swap(&self, a: &Strong<C>, b: &Strong<C>) -> Result<(), LinkError> {
        if !self.contains(a) || !self.contains(b) {
            return Err(self.refused(LinkErrorKind::NotAChild, Some(if self.contains(a) { b } else { a })));
        }
        if a == b {
            return Ok(());
        }
        let before_a = self.before(a);
        self.link(a, InsertAt::Before(LinkedNode::of::<C, R>(b)))?;
        if before_a.as_ref() != Some(b) {
            let place =
                before_a.as_ref().map_or(InsertAt::First, |before| InsertAt::After(LinkedNode::of::<C, R>(before)));
            self.link(b, place)?;
        }
        Ok(())
    }

    /// Swaps a child of this list with a child of another one. Costs O(1) and the check for cycles of both.
    ///
    /// As [`swap`](Children::swap) if both lists are the same one. The lists may be those of different parents, or two
    /// fields of one. All or nothing. [`Tree::swap_with`](crate::Tree::swap_with) needs no lists.
    ///
    /// # Errors
    /// [`NotAChild`](LinkErrorKind::NotAChild) if one of the nodes is not in the list given with it, and for each of
    /// them as [`append`](Children::append).
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent};
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Team { #[strong] players: Children<Player> }
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Player { name: &'static str, #[weak] team: Parent<Team> }
    ///
    /// let (red, blue) = (Team::new(), Team::new());
    /// let ada = red.add_player(Player::new("Ada"));
    /// let bob = blue.add_player(Player::new("Bob"));
    /// red.players().swap_with(&ada, blue.players(), &bob)?;
    /// assert!(ada.team() == Some(blue) && bob.team() == Some(red));
    /// # Ok::<(), weakgraph::LinkError>(())
    /// ```
    pub fn swap_with(
        &self,
        child: &Strong<C>,
        other: &Children<C, R>,
        other_child: &Strong<C>,
    ) -> Result<(), LinkError> {
        if core::ptr::eq(self, other) {
            return self.swap(child, other_child);
        }
        if !self.contains(child) {
            return Err(self.refused(LinkErrorKind::NotAChild, Some(child)));
        }
        if !other.contains(other_child) {
            return Err(other.refused(LinkErrorKind::NotAChild, Some(other_child)));
        }
        if child == other_child {
            // It waits in one of the lists, whose parent is not allocated, and is in the other.
            return Ok(());
        }
        if self.is_bound() && other.is_bound() {
            return exchange::<C, R>(child, other_child).map_err(|(kind, node)| {
                let list = if core::ptr::eq(node, &raw const **child) { other } else { self };
                list.refused(kind, Some(if core::ptr::eq(node, &raw const **child) { child } else { other_child }))
            });
        }
        self.check_all(core::slice::from_ref(other_child))?;
        other.check_all(core::slice::from_ref(child))?;
        let (Some(at), Some(other_at)) = (self.index_of(child), other.index_of(other_child)) else { unreachable!() };
        self.take_out(child);
        other.take_out(other_child);
        self.insert(at, other_child)?;
        other.insert(other_at, child)?;
        Ok(())
    }

    /// Inserts `node` into a sorted list, after the children that are not greater, and returns it.
    ///
    /// `compare` is given a child and `node`. It is asked from the last child to the first, until a child is not
    /// greater than `node`: building a list in order costs one comparison each, and any other place costs the way to it
    /// from the end. If `node` is in the list already, it moves.
    ///
    /// `compare` may edit the list: see [`iter`](Children::iter) for what is visited then.
    ///
    /// # Errors
    /// As [`append`](Children::append).
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent};
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Agenda { #[strong] items: Children<Item> }
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Item { hour: u32, #[weak] agenda: Parent<Agenda> }
    ///
    /// let agenda = Agenda::new();
    /// for hour in [12, 9, 17] {
    ///     agenda.items().insert_sorted_by(Item::new(hour), |a, b| a.hour.cmp(&b.hour))?;
    /// }
    /// assert!(agenda.items().iter().map(|item| item.hour).eq([9, 12, 17]));
    /// # Ok::<(), weakgraph::LinkError>(())
    /// ```
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_sorted_by(
        &self,
        node: impl IntoNode<C>,
        mut compare: impl FnMut(&C, &C) -> Ordering,
    ) -> Result<Strong<C>, LinkError> {
        let node = node.into_node();
        let mut greatest = None;
        for child in self.iter().rev() {
            // What was removed during its own comparison is no place.
            if child != node && compare(&child, &node).is_le() && self.contains(&child) {
                greatest = Some(child);
                break;
            }
        }
        let inserted = match &greatest {
            Some(child) => self.insert_after(child, node),
            None => self.prepend(node),
        };
        dropping((greatest, compare), inserted)
    }

    /// Inserts `node` into a list that is sorted by a key, after the children whose key is not greater, and returns it.
    /// As [`insert_sorted_by`](Children::insert_sorted_by).
    ///
    /// # Errors
    /// As [`append`](Children::append).
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_sorted_by_key<K: Ord>(
        &self,
        node: impl IntoNode<C>,
        mut key: impl FnMut(&C) -> K,
    ) -> Result<Strong<C>, LinkError> {
        let node = node.into_node();
        let place = key(&node);
        let inserted = self.insert_sorted_by(node, |child, _| key(child).cmp(&place));
        dropping((place, key), inserted)
    }

    /// Sorts the children with a comparison function. The sort is stable. It makes O(n log n) comparisons, and needs
    /// memory for n handles.
    ///
    /// `compare` may edit the list: what is removed meanwhile stays removed, and what is added comes last. If it
    /// panics, the order has not changed.
    pub fn sort_by(&self, mut compare: impl FnMut(&C, &C) -> Ordering) {
        let mut children = self.children();
        children.sort_by(|a, b| compare(a, b));
        self.reorder(&children);
    }

    /// Sorts the children by a key, as [`sort_by`](Children::sort_by).
    pub fn sort_by_key<K: Ord>(&self, mut key: impl FnMut(&C) -> K) {
        let mut children = self.children();
        children.sort_by_key(|child| key(child));
        self.reorder(&children);
    }

    /// Reverses the order of the children. Costs O(n).
    pub fn reverse(&self) {
        let mut children = self.children();
        children.reverse();
        self.reorder(&children);
    }

    /// Puts the children into this order. Those that are not in the list are passed over, those that are not named come
    /// last.
    fn reorder(&self, order: &[Strong<C>]) {
        if !self.is_bound() {
            return self.head.pending(|waiting: &mut UnboundChildren<C>| {
                let places: HashMap<_, _> = order.iter().map(|child| child.raw().as_ptr()).zip(0..).collect();
                waiting.order().sort_by_key(|child| places.get(&child.raw().as_ptr()).copied().unwrap_or(usize::MAX));
            });
        }
        let order: Vec<&Strong<C>> = order.iter().filter(|child| self.contains(child)).collect();
        if order.is_empty() {
            return;
        }
        if order.len() == self.len() {
            let mut next = self.head.first();
            let same = order.iter().all(|child| {
                let here = next == Some(child.raw());
                // SAFETY: I6: a child.
                next = unsafe { link_of::<C, R>(child.raw()) }.next();
                here
            });
            if same {
                return;
            }
            // SAFETY: it names every child once: all that were in the list, none of them gone.
            unsafe { self.head.reorder::<C, R>(order.into_iter().map(Strong::raw)) };
            return;
        }
        for child in order.into_iter().rev() {
            // It is a child, so it only changes its place. A dying parent is left as it is.
            if self.link(child, InsertAt::First).is_err() {
                return;
            }
        }
    }
}

// SAFETY: it is invariant in `C`, and in no other edge, nor another in it.
unsafe impl<C, R> EdgeField for Children<C, R> {
    type To = C;
}

impl<C, R> Drop for Children<C, R> {
    #[inline]
    fn drop(&mut self) {
        self.head.drop_pending::<C>();
    }
}

impl<C, R> Default for Children<C, R> {
    fn default() -> Children<C, R> {
        Children::new()
    }
}

impl<C: HasParent<R>, R, M: IntoNode<C>> FromIterator<M> for Children<C, R> {
    /// A list for a struct literal: its children are linked when the parent is born.
    fn from_iter<I: IntoIterator<Item = M>>(children: I) -> Children<C, R> {
        let mut list = Children::new();
        list.extend(children);
        list
    }
}

impl<C: HasParent<R>, R, M: IntoNode<C>, const N: usize> From<[M; N]> for Children<C, R> {
    /// A list for a struct literal: its children are linked when the parent is born.
    fn from(children: [M; N]) -> Children<C, R> {
        children.into_iter().collect()
    }
}

impl<C: HasParent<R>, R, M: IntoNode<C>> Extend<M> for Children<C, R> {
    /// Appends each, to a list whose parent is not born yet: nobody has a `&mut` to another.
    fn extend<I: IntoIterator<Item = M>>(&mut self, children: I) {
        for child in children {
            // Appending to a list that is not born cannot be refused.
            let _ = self.append(child);
        }
    }
}

impl<'l, C: HasParent<R>, R> IntoIterator for &'l Children<C, R> {
    type Item = Strong<C>;
    type IntoIter = Iter<'l, C, R>;

    fn into_iter(self) -> Iter<'l, C, R> {
        self.iter()
    }
}

impl<C: Graph + HasParent<R>, R> fmt::Debug for Children<C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Labels<'l, C, R>(&'l Children<C, R>);
        impl<C: HasParent<R>, R> fmt::Debug for Labels<'_, C, R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut list = f.debug_list();
                for child in self.0 {
                    list.entry(&format_args!("{}", child.label()));
                }
                list.finish()
            }
        }
        f.write_str("Children")?;
        Labels(self).fmt(f)
    }
}

impl<C, R> UnwindSafe for Children<C, R> {}
impl<C, R> RefUnwindSafe for Children<C, R> {}
// Moving a list, before its parent is born, moves no child.
impl<C, R> Unpin for Children<C, R> {}

/// An iterator over the children of a list; see [`Children::iter`].
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
pub struct Iter<'l, C: HasParent<R>, R = (), H = Strong<C>> {
    list: &'l Children<C, R>,
    yields: PhantomData<fn() -> H>,
    ends: IterEnds<C>,
}

type Waited<C> = Option<ManuallyDrop<Box<std::vec::IntoIter<Strong<C>>>>>;

/// What has to be closed. All of it in one place and by value, as [`Ends`] has it.
struct IterEnds<C> {
    front: Option<FrontCursor>,
    back: Option<ManuallyDrop<Cursor>>,
    /// Of a list whose parent is not born: what waited in it.
    waiting: Waited<C>,
}

impl<C> Drop for IterEnds<C> {
    #[inline(always)]
    fn drop(&mut self) {
        let ends = Ends { front: self.front.take(), back: self.back.take() };
        close(ends, self.waiting.take().map(ManuallyDrop::into_inner));
    }
}

#[inline(never)]
fn close<C>(ends: Ends, waiting: Option<Box<std::vec::IntoIter<Strong<C>>>>) {
    drop((ends, waiting));
}

impl<C: HasParent<R>, R, H: Yield<C>> Iter<'_, C, R, H> {
    /// The next step from a place that is not simply the child yielded last.
    ///
    /// # Safety
    /// C1 for the state, which is for this list.
    #[cold]
    #[inline(never)]
    unsafe fn resume(list: &Head, state: &IterState) -> Option<NodePtr> {
        match state.anchor() {
            None => list.first(),
            // SAFETY: C1.
            Some(at) => unsafe { link_of::<C, R>(at) }.next(),
        }
    }

    /// The next one that waited in the list, and still does.
    #[cold]
    #[inline(never)]
    fn next_waiting(
        list: &Children<C, R>,
        waiting: &mut std::vec::IntoIter<Strong<C>>,
        next: fn(&mut std::vec::IntoIter<Strong<C>>) -> Option<Strong<C>>,
    ) -> Option<H> {
        loop {
            let node = next(waiting)?;
            if list.contains(&node) {
                return Some(H::__of(node.alive()));
            }
        }
    }

    /// Where a walk begins. Out of line, and without the walk itself, so that that can be kept in registers.
    #[cold]
    #[inline(never)]
    fn begin(list: &Head) -> Option<FrontCursor> {
        let first = list.first()?;
        Some(FrontCursor::new(Cursor::of_list(list, false), first))
    }
}

impl<C: HasParent<R>, R, H: Yield<C>> Iterator for Iter<'_, C, R, H> {
    type Item = H;

    #[inline(always)]
    fn next(&mut self) -> Option<H> {
        let front = match &mut self.ends.front {
            Some(front) => front,
            None => {
                if !self.list.is_bound() {
                    return Self::next_waiting(self.list, self.ends.waiting.as_deref_mut()?, Iterator::next);
                }
                self.ends.front.insert(Self::begin(&self.list.head)?)
            }
        };
        let next = match front.at() {
            // SAFETY: C1: a child of this list.
            Some(at) => unsafe { link_of::<C, R>(at) }.next(),
            // SAFETY: C1.
            None => unsafe { Self::resume(&self.list.head, front.state()) },
        }?;
        if self.ends.back.as_ref().is_some_and(|back| back.state().is_met_by(front.state(), next)) {
            return None;
        }
        front.step_to(next);
        // SAFETY: A1: I6: a child.
        Some(H::__of(unsafe { Alive::new(next) }))
    }
}

impl<C: HasParent<R>, R, H: Yield<C>> DoubleEndedIterator for Iter<'_, C, R, H> {
    fn next_back(&mut self) -> Option<H> {
        let head = &self.list.head;
        if !head.is_bound() {
            return Self::next_waiting(self.list, self.ends.waiting.as_deref_mut()?, DoubleEndedIterator::next_back);
        }
        let back = self.ends.back.get_or_insert_with(|| ManuallyDrop::new(Cursor::of_list(head, true))).state();
        let next = match back.anchor() {
            None => head.last::<C, R>(),
            // SAFETY: C1: a child of this list.
            Some(anchor) => unsafe { link_of::<C, R>(anchor) }.prev(),
        }?;
        if let Some(front) = self.ends.front.as_ref().map(FrontCursor::state) {
            back.is_paired.set(true);
            if front.has_met(back, next) {
                return None;
            }
        }
        back.anchor.set(next.as_ptr());
        // SAFETY: A1: I6: a child.
        Some(H::__of(unsafe { Alive::new(next) }))
    }
}

impl<C: HasParent<R>, R, H> fmt::Debug for Iter<'_, C, R, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}

/// An iterator over the children that were removed from a list; see [`Children::drain`].
///
/// Those that are not taken from it are dropped with it.
pub struct Drain<C> {
    children: std::vec::IntoIter<Strong<C>>,
}

impl<C> Iterator for Drain<C> {
    type Item = Strong<C>;

    fn next(&mut self) -> Option<Strong<C>> {
        self.children.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.children.size_hint()
    }
}

impl<C> DoubleEndedIterator for Drain<C> {
    fn next_back(&mut self) -> Option<Strong<C>> {
        self.children.next_back()
    }
}

impl<C> ExactSizeIterator for Drain<C> {}

impl<C> core::iter::FusedIterator for Drain<C> {}

impl<C> Drop for Drain<C> {
    fn drop(&mut self) {
        drop_all(&mut self.children);
    }
}

impl<C> fmt::Debug for Drain<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drain").field("len", &self.children.len()).finish()
    }
}
