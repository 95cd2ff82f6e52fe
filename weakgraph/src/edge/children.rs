//! [`Children`]: the owning edge to an ordered list of nodes.

use core::cmp::Ordering;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Bound, RangeBounds};
use core::panic::{RefUnwindSafe, UnwindSafe};
use std::collections::HashSet;

use crate::core::error::{LinkError, LinkErrorKind};
use crate::core::into_node::IntoNode;
use crate::core::list::Head;
use crate::core::panics::{drop_all, dropping};
use crate::core::traits::HasParent;
use crate::core::yields::Yield;
use crate::engine::copies::EdgeField;
use crate::engine::edit::exchange;
use crate::engine::list::{List, ListWalk, Place};
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
/// `Debug` prints the types and addresses of the children.
pub struct Children<C, R = ()> {
    list: List<C, R>,
}

impl<C, R> Children<C, R> {
    /// Returns an empty list.
    #[must_use]
    pub const fn new() -> Children<C, R> {
        Children { list: List::new() }
    }

    #[doc(hidden)]
    #[inline(always)]
    pub fn __head(&self) -> &Head {
        self.list.head()
    }

    /// Returns the number of children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns `true` if there are no children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline(always)]
    fn is_bound(&self) -> bool {
        self.list.is_bound()
    }
}

/// Reading.
impl<C: HasParent<R>, R> Children<C, R> {
    pub(crate) fn list(&self) -> &List<C, R> {
        &self.list
    }

    /// Returns the first child. Costs O(1).
    #[doc(alias = "front")]
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn first(&self) -> Option<Strong<C>> {
        self.list.first()
    }

    /// Returns the last child. Costs O(1).
    #[doc(alias = "back")]
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn last(&self) -> Option<Strong<C>> {
        self.list.last()
    }

    /// Returns the child at `index`, or `None` if there are fewer. Costs the way to it from the nearer end.
    #[doc(alias = "nth")]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get(&self, index: usize) -> Option<Strong<C>> {
        self.list.get(index)
    }

    /// Returns the index of `node`, or `None` if it is not in this list. Costs the way to it from the start.
    pub fn index_of(&self, node: &Strong<C>) -> Option<usize> {
        self.list.index_of(node)
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
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn next(&self, child: &Strong<C>) -> Option<Strong<C>> {
        if self.contains(child) { self.list.after(child) } else { None }
    }

    /// Returns the child before `child`, or `None` if it is the first one, or not in this list. Costs O(1) once the
    /// parent is allocated.
    ///
    /// See [`next`](Children::next).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn prev(&self, child: &Strong<C>) -> Option<Strong<C>> {
        if self.contains(child) { self.list.before(child) } else { None }
    }

    /// Returns `true` if `node` is in this list. Costs O(1) once the parent is allocated.
    #[inline]
    pub fn contains(&self, node: &Strong<C>) -> bool {
        self.list.contains(node)
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
    #[doc(alias = "iter_mut")]
    #[inline(always)]
    pub fn iter(&self) -> Iter<'_, C, R> {
        self.walk()
    }

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn walk<H: Yield<C>>(&self) -> Iter<'_, C, R, H> {
        Iter { walk: self.list.walk(), yields: PhantomData }
    }
}

/// Editing.
impl<C: HasParent<R>, R> Children<C, R> {
    /// Appends `node`, moving it if it has a parent, and returns it. Costs O(1) and the check for cycles.
    ///
    /// # Errors
    /// [`Cycle`](LinkErrorKind::Cycle) if `node` is the parent or one of its ancestors,
    /// [`ParentDropped`](LinkErrorKind::ParentDropped) if the parent is being dropped.
    #[doc(alias = "push")]
    #[doc(alias = "push_back")]
    #[doc(alias = "add")]
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn append(&self, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        self.append_in(None, node.into_node())
    }

    /// [`append`](Children::append), for a caller who may know the value that the list stands in.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn append_in(&self, parent: Option<&C::Parent>, node: Strong<C>) -> Result<Strong<C>, LinkError> {
        self.outcome(self.list.append(parent, &node), node)
    }

    /// The same, where only the path of a new node is to be inlined: it needs few registers.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn append_new_in(&self, parent: Option<&C::Parent>, node: Strong<C>) -> Result<Strong<C>, LinkError> {
        if self.list.append_leaf(&node) {
            return Ok(node);
        }
        self.append_any_in(parent, node)
    }

    #[inline(never)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn append_any_in(&self, parent: Option<&C::Parent>, node: Strong<C>) -> Result<Strong<C>, LinkError> {
        self.append_in(parent, node)
    }

    /// Inserts `node` at the start, moving it if it has a parent, and returns it. Costs O(1) and the check for cycles.
    ///
    /// # Errors
    /// As [`append`](Children::append).
    #[doc(alias = "push_front")]
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn prepend(&self, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        self.put(node.into_node(), Place::First)
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
            Some(at) => self.put(node, Place::Before(&at)),
            None if index == self.len() => self.put(node, Place::Last),
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
        self.put_beside(node.into_node(), Place::Before(child), child)
    }

    /// Inserts `node` right after `child`, and returns it. Inserting a node after itself changes nothing. Costs O(1)
    /// and the check for cycles.
    ///
    /// # Errors
    /// As [`insert_before`](Children::insert_before).
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_after(&self, child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        self.put_beside(node.into_node(), Place::After(child), child)
    }

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn put_beside(&self, node: Strong<C>, place: Place<'_, C>, beside: &Strong<C>) -> Result<Strong<C>, LinkError> {
        match self.list.attach(&node, place) {
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
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn put(&self, node: Strong<C>, place: Place<'_, C>) -> Result<Strong<C>, LinkError> {
        self.outcome(self.list.attach(&node, place), node)
    }

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn outcome(&self, done: Result<(), LinkErrorKind>, node: Strong<C>) -> Result<Strong<C>, LinkError> {
        match done {
            Ok(()) => Ok(node),
            Err(kind) => Err(self.refused(kind, Some(&node))),
        }
    }

    #[cold]
    fn refused(&self, kind: LinkErrorKind, node: Option<&Strong<C>>) -> LinkError {
        LinkError::new(kind, self.list.parent(), node.map(|node| &**node))
    }

    fn link(&self, node: &Strong<C>, place: Place<'_, C>) -> Result<(), LinkError> {
        self.list.attach(node, place).map_err(|kind| self.refused(kind, Some(node)))
    }

    /// Removes `node`, and returns whether it was in this list. Costs O(1).
    ///
    /// The caller has a handle to it, so it stays alive.
    #[doc(alias = "delete")]
    #[doc(alias = "remove_child")]
    #[inline]
    pub fn remove(&self, node: &Strong<C>) -> bool {
        self.take_out(node).is_some()
    }

    /// Takes a child out and gives the list's own handle.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn take_out(&self, node: &Strong<C>) -> Option<Strong<C>> {
        self.list.take_out(node)
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
        self.list.replace(child, &node).map_err(|kind| self.refused_beside(kind, &node, child))?;
        Ok(child.clone())
    }

    /// Removes all children. Those that nothing else holds are dropped, in order, after all were removed.
    ///
    /// # Panics
    /// If a hook or a destructor panics. All children were removed by then.
    pub fn clear(&self) {
        if !self.list.clear() {
            drop_all(self.drain());
        }
    }

    /// Removes all children at once, and returns an iterator over them, in order. Costs O(1) for each.
    ///
    /// Those that are not taken from the iterator are dropped with it.
    #[doc(alias = "take")]
    pub fn drain(&self) -> Drain<C> {
        Drain::of(self.take_all())
    }

    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn take_all(&self) -> Vec<Strong<C>> {
        self.list.take_all()
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
    #[doc(alias = "extend")]
    pub fn append_all(&self, from: &Children<C, R>) -> Result<(), LinkError> {
        if core::ptr::eq(self, from) || from.is_empty() {
            return Ok(());
        }
        if let Some(done) = self.list.take_over(&from.list) {
            return done.map_err(|(kind, node)| self.refused(kind, node.as_ref()));
        }
        // One of them is not allocated yet: there is no chain to hand over.
        let children = from.list.children();
        self.check_all(&children)?;
        for child in &children {
            from.take_out(child);
            self.put(child.clone(), Place::Last)?;
        }
        Ok(())
    }

    /// Whether all of these may be put into this list.
    fn check_all(&self, nodes: &[Strong<C>]) -> Result<(), LinkError> {
        let check = |node| self.list.check(node).map_err(|kind| self.refused(kind, Some(node)));
        nodes.iter().try_for_each(check)
    }

    /// Replaces a range of children by `nodes`, and returns the children that were replaced.
    ///
    /// All or nothing. A node that is already in this list, in the range or not, moves to its new place. Costs the way
    /// to the range, and O(1) and the check for cycles for each node.
    ///
    /// # Errors
    /// As [`append`](Children::append) for each of the nodes, and [`OutOfRange`](LinkErrorKind::OutOfRange) if the
    /// range is not within the list, or ends before it starts.
    #[cfg_attr(feature = "leak-handles", track_caller)]
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
            next = self.list.after(&child);
            removed.push(child);
        }
        let placed: HashSet<_> = nodes.iter().map(|node| node.raw().as_ptr()).collect();
        let is_placed = |child: &Strong<C>| placed.contains(&child.raw().as_ptr());
        // What stands behind the range and stays there.
        while let Some(behind) = next.as_ref().filter(|behind| is_placed(behind)) {
            next = self.list.after(behind);
        }
        for child in &removed {
            self.take_out(child);
        }
        for node in &nodes {
            let place = next.as_ref().map_or(Place::Last, |next| Place::Before(next));
            self.link(node, place)?;
        }
        removed.retain(|child| !is_placed(child));
        Ok(removed)
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
        let before_a = self.list.before(a);
        self.link(a, Place::Before(b))?;
        if before_a.as_ref() != Some(b) {
            let place = before_a.as_ref().map_or(Place::First, |before| Place::After(before));
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
    pub fn sort_by(&self, compare: impl FnMut(&C, &C) -> Ordering) {
        self.list.sort_by(compare);
    }

    /// Sorts the children by a key, as [`sort_by`](Children::sort_by).
    pub fn sort_by_key<K: Ord>(&self, key: impl FnMut(&C) -> K) {
        self.list.sort_by_key(key);
    }

    /// Reverses the order of the children. Costs O(n).
    pub fn reverse(&self) {
        self.list.reverse();
    }
}

// SAFETY: it is invariant in `C`, and in no other edge, nor another in it.
unsafe impl<C, R> EdgeField for Children<C, R> {
    type To = C;
}

impl<C, R> Default for Children<C, R> {
    fn default() -> Children<C, R> {
        Children::new()
    }
}

impl<C: HasParent<R>, R, M: IntoNode<C>> FromIterator<M> for Children<C, R> {
    /// A list for a struct literal: its children are linked when the parent is allocated.
    fn from_iter<I: IntoIterator<Item = M>>(children: I) -> Children<C, R> {
        let mut list = Children::new();
        list.extend(children);
        list
    }
}

impl<C: HasParent<R>, R, M: IntoNode<C>, const N: usize> From<[M; N]> for Children<C, R> {
    /// A list for a struct literal: its children are linked when the parent is allocated.
    fn from(children: [M; N]) -> Children<C, R> {
        children.into_iter().collect()
    }
}

impl<C: HasParent<R>, R, M: IntoNode<C>> From<Vec<M>> for Children<C, R> {
    /// A list for a struct literal: its children are linked when the parent is allocated.
    fn from(children: Vec<M>) -> Children<C, R> {
        children.into_iter().collect()
    }
}

impl<C: HasParent<R>, R, M: IntoNode<C>> Extend<M> for Children<C, R> {
    /// Appends each, to a list whose parent is not allocated yet: no other list can be borrowed by `&mut`.
    fn extend<I: IntoIterator<Item = M>>(&mut self, children: I) {
        for child in children {
            // Appending to such a list cannot be refused.
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
// Moving a list, before its parent is allocated, moves no child.
impl<C, R> Unpin for Children<C, R> {}

/// An iterator over the children of a list; see [`Children::iter`].
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
pub struct Iter<'l, C: HasParent<R>, R = (), H = Strong<C>> {
    walk: ListWalk<'l, C, R>,
    yields: PhantomData<fn() -> H>,
}

impl<C: HasParent<R>, R, H: Yield<C>> Iterator for Iter<'_, C, R, H> {
    type Item = H;

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<H> {
        self.walk.next()
    }
}

impl<C: HasParent<R>, R, H: Yield<C>> DoubleEndedIterator for Iter<'_, C, R, H> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<H> {
        self.walk.next_back()
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

impl<C> Drain<C> {
    pub(super) fn of(children: Vec<Strong<C>>) -> Drain<C> {
        Drain { children: children.into_iter() }
    }
}

impl<C> Iterator for Drain<C> {
    type Item = Strong<C>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<C>> {
        self.children.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.children.size_hint()
    }
}

impl<C> DoubleEndedIterator for Drain<C> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
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
