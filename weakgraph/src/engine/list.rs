//! [`List`]: a list of children that says what they are, so that all that is done with it is safe to call.
//!
//! - **M1** What is put into a `List<C, R>` are nodes of type `C`, in the relation `R`: by the methods here, by what
//!   takes the type of the list's field from it ([`OwningField`](super::nav::OwningField)), or by the derive, which
//!   repeats the type of the field.

use core::cmp::Ordering;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use std::collections::HashMap;

use super::ancestor_check::AncestorMarks;
use super::edit::{InsertAt, attach, attach_last, attach_leaf, check_attach, pop_first, take_out};
use super::{notify, teardown};
use crate::core::Invariant;
use crate::core::alive::Alive;
use crate::core::edges::EdgeCollector;
use crate::core::error::LinkErrorKind;
use crate::core::list::{Head, LinkedNode, link_of};
use crate::core::live_iters::{Cursor, Ends, FrontCursor, IterState};
use crate::core::ptr::NodePtr;
use crate::core::raw_edge::{EdgeKind, RawTarget};
use crate::core::strong::Strong;
use crate::core::traits::HasParent;
use crate::core::unbound::UnboundChildren;
use crate::core::yields::Yield;

/// The children of a node in one owning edge. See [`Children`](crate::Children), which is one.
pub(crate) struct List<C, R> {
    head: Head,
    /// Invariant in `C`: children are written through `&self`. Owns them.
    marker: PhantomData<(C, Invariant<C>, Invariant<R>)>,
}

/// Where to put a child.
pub(crate) enum Place<'a, C> {
    First,
    Last,
    Before(&'a Strong<C>),
    After(&'a Strong<C>),
}

impl<C, R> List<C, R> {
    pub(crate) const fn new() -> List<C, R> {
        List { head: Head::new(), marker: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.head.len()
    }

    /// Whether its parent is allocated, and not past step 4 of its drop.
    #[inline(always)]
    pub(crate) fn is_bound(&self) -> bool {
        self.head.is_bound()
    }
}

impl<C, R> Drop for List<C, R> {
    #[inline]
    fn drop(&mut self) {
        self.head.drop_pending::<C>();
    }
}

/// Reading.
impl<C: HasParent<R>, R> List<C, R> {
    /// The value that the list stands in, once that is allocated.
    #[inline]
    pub(crate) fn parent(&self) -> Option<&C::Parent> {
        // SAFETY: I1, I2, I4: the caller has a reference to the list, and so to that value.
        self.head.containing_node::<C, R>().map(|parent| unsafe { parent.value() })
    }

    /// Whether its parent is being dropped.
    pub(crate) fn is_parent_dropped(&self) -> bool {
        // SAFETY: I1: the list stands in its value.
        self.head.containing_node::<C, R>().is_some_and(|parent| unsafe { parent.strong() } == 0)
    }

    /// Visits the children.
    pub(crate) fn tell(&self, see: &mut EdgeCollector<'_>) {
        if !self.is_bound() {
            // Most lists are empty before their parent is allocated: then nothing is boxed anew.
            if self.len() > 0 {
                self.head.pending(|waiting: &mut UnboundChildren<C>| {
                    waiting.nodes().iter().for_each(|it| see.strong(EdgeKind::Owning, it));
                });
            }
            return;
        }
        let mut at = self.head.first();
        while let Some(node) = at {
            see.add(EdgeKind::Owning, RawTarget::Node(node));
            // SAFETY: I6: a child.
            at = unsafe { link_of::<C, R>(node) }.next();
        }
    }

    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn first(&self) -> Option<Strong<C>> {
        if !self.is_bound() {
            return self.get(0);
        }
        // SAFETY: I6, M1.
        Some(unsafe { Strong::of_live(self.head.first()?) })
    }

    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn last(&self) -> Option<Strong<C>> {
        if !self.is_bound() {
            return self.get(self.len().checked_sub(1)?);
        }
        // SAFETY: I6, M1.
        Some(unsafe { Strong::of_live(self.head.last::<C, R>()?) })
    }

    /// The child at this index, from the nearer end.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn get(&self, index: usize) -> Option<Strong<C>> {
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
        // SAFETY: I6, M1.
        Some(unsafe { Strong::of_live(node) })
    }

    pub(crate) fn index_of(&self, node: &Strong<C>) -> Option<usize> {
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

    #[inline]
    pub(crate) fn contains(&self, node: &Strong<C>) -> bool {
        if !self.is_bound() {
            return self.head.pending(|waiting| waiting.contains(node));
        }
        self.head.contains::<C, R>(node)
    }

    /// The node after this one, in the list that it is in: this one, if its parent is not allocated.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn after(&self, node: &Strong<C>) -> Option<Strong<C>> {
        if !self.is_bound() {
            let at = self.index_of(node)?;
            return self.get(at + 1);
        }
        // SAFETY: I1, I2, I4: alive by its handle.
        let next = unsafe { link_of::<C, R>(node.raw()) }.next()?;
        // SAFETY: I6, M1.
        Some(unsafe { Strong::of_live(next) })
    }

    /// The node before this one, in the list that it is in: this one, if its parent is not allocated.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn before(&self, node: &Strong<C>) -> Option<Strong<C>> {
        if !self.is_bound() {
            let at = self.index_of(node)?;
            return self.get(at.checked_sub(1)?);
        }
        // SAFETY: I1, I2, I4: alive by its handle.
        let prev = unsafe { link_of::<C, R>(node.raw()) }.prev()?;
        // SAFETY: I6, M1.
        Some(unsafe { Strong::of_live(prev) })
    }

    /// Handles to all children.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn children(&self) -> Vec<Strong<C>> {
        if !self.is_bound() {
            return self.head.pending(|waiting: &mut UnboundChildren<C>| waiting.nodes().to_vec());
        }
        let mut children = Vec::with_capacity(self.len());
        let mut next = self.first();
        while let Some(child) = next {
            next = self.after(&child);
            children.push(child);
        }
        children
    }
}

/// Editing. No user code runs, but in [`clear`](List::clear) and in sorting, before the edit.
impl<C: HasParent<R>, R> List<C, R> {
    #[inline(always)]
    fn insert_at<'a>(place: Place<'a, C>) -> InsertAt<'a> {
        match place {
            Place::First => InsertAt::First,
            Place::Last => InsertAt::Last,
            Place::Before(child) => InsertAt::Before(LinkedNode::of::<C, R>(child)),
            Place::After(child) => InsertAt::After(LinkedNode::of::<C, R>(child)),
        }
    }

    /// Puts a node into its place; takes it out of the list that it is in. All or nothing.
    #[inline]
    pub(crate) fn attach(&self, node: &Strong<C>, place: Place<'_, C>) -> Result<(), LinkErrorKind> {
        attach::<C, R>(&self.head, node, Self::insert_at(place))
    }

    /// [`attach`](List::attach) at the end. The value that the list stands in may be given, if the caller knows it.
    #[inline(always)]
    pub(crate) fn append(&self, parent: Option<&C::Parent>, node: &Strong<C>) -> Result<(), LinkErrorKind> {
        if self.append_leaf(node) {
            return Ok(());
        }
        attach_last::<C, R>(&self.head, parent, node)
    }

    /// Puts a node that has no parent and no children at the end. False if it is not such a node, or cannot go there.
    #[inline(always)]
    pub(crate) fn append_leaf(&self, node: &Strong<C>) -> bool {
        attach_leaf::<C, R>(&self.head, node)
    }

    /// Whether a node may be put into this list.
    pub(crate) fn check(&self, node: &Strong<C>) -> Result<(), LinkErrorKind> {
        let Some((containing_node, parent)) = self.head.containing_node::<C, R>().zip(self.parent()) else {
            return Ok(());
        };
        // SAFETY: I1, I2, I4: the list stands in this value, which the caller has a reference to.
        unsafe { check_attach::<C, R>(containing_node, parent, LinkedNode::of::<C, R>(node)) }
    }

    /// Takes a child out, with the list's own handle; `None` if it is not in the list.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn take_out(&self, node: &Strong<C>) -> Option<Strong<C>> {
        if !self.is_bound() {
            return self.head.pending(|waiting| {
                let at = waiting.position(node.raw())?;
                Some(waiting.take(at))
            });
        }
        take_out::<C, R>(&self.head, node)
    }

    /// Takes all children out.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn take_all(&self) -> Vec<Strong<C>> {
        if !self.is_bound() {
            return self.head.pending(core::mem::take::<UnboundChildren<C>>).into_nodes();
        }
        let mut children = Vec::with_capacity(self.len());
        while let Some(child) = pop_first::<C, R>(&self.head) {
            children.push(child);
        }
        children
    }

    /// Puts a node into the place of a child. Iterators that stand on the child go on from the node.
    pub(crate) fn replace(&self, child: &Strong<C>, node: &Strong<C>) -> Result<(), LinkErrorKind> {
        if self.stand_side_by_side(child, node) {
            // A parent that is being dropped refuses it, as any edit that puts a node somewhere.
            if self.is_parent_dropped() {
                return Err(LinkErrorKind::ParentDropped);
            }
            self.take_out(child);
            return Ok(());
        }
        self.attach(node, Place::Before(child))?;
        if node != child {
            if self.is_bound() {
                // Both are children, the node right before the child.
                notify::on_replace::<C, R>(&self.head, child.raw(), node.raw());
            }
            self.take_out(child);
        }
        Ok(())
    }

    /// Whether both are children of this list, whose parent is allocated, one right before the other.
    fn stand_side_by_side(&self, a: &Strong<C>, b: &Strong<C>) -> bool {
        self.is_bound() && self.contains(a) && (self.after(a).as_ref() == Some(b) || self.before(a).as_ref() == Some(b))
    }

    /// Drops all children, in order, after all were taken out; `false` if the parent is not allocated.
    pub(crate) fn clear(&self) -> bool {
        let containing_node = self.head.containing_node::<C, R>();
        if let Some(containing_node) = containing_node {
            teardown::clear::<C, R>(&self.head, containing_node);
        }
        containing_node.is_some()
    }

    /// Moves all children of another list to the end of this one, or says why not, and which of them is to blame.
    /// `None` if one of the two parents is not allocated: then there is no chain to hand over.
    pub(crate) fn take_over(&self, from: &List<C, R>) -> Option<Result<(), Refusal<C>>> {
        let containing_node = self.head.containing_node::<C, R>()?;
        let from_node = from.head.containing_node::<C, R>()?;
        if core::ptr::eq(self, from) {
            return Some(Ok(()));
        }
        // SAFETY: I1: the list stands in its containing node's value, which the caller has a reference to.
        if unsafe { containing_node.strong() } == 0 {
            return Some(Err((LinkErrorKind::ParentDropped, None)));
        }
        if C::EDGES > 0 && from_node != containing_node {
            // SAFETY: I1, I2: alive as above; no other code runs before the marks go.
            let above = unsafe { AncestorMarks::of(containing_node) };
            let mut next = from.head.first();
            while let Some(node) = next {
                // SAFETY: I6: a child.
                if unsafe { above.contain(node) } {
                    drop(above);
                    // SAFETY: I6, M1: a child.
                    let node = unsafe { Strong::of_live(node) };
                    return Some(Err((LinkErrorKind::Cycle, Some(node))));
                }
                // SAFETY: I6: a child.
                next = unsafe { link_of::<C, R>(node) }.next();
            }
        }
        // SAFETY: both are bound, two lists, and no child of `from` owns `containing_node`.
        unsafe { self.head.take_over::<C, R>(containing_node, &from.head) };
        Some(Ok(()))
    }

    pub(crate) fn sort_by(&self, mut compare: impl FnMut(&C, &C) -> Ordering) {
        let mut children = self.children();
        children.sort_by(|a, b| compare(a, b));
        self.reorder(&children);
    }

    pub(crate) fn sort_by_key<K: Ord>(&self, mut key: impl FnMut(&C) -> K) {
        let mut children = self.children();
        children.sort_by_key(|child| key(child));
        self.reorder(&children);
    }

    pub(crate) fn reverse(&self) {
        let mut children = self.children();
        children.reverse();
        self.reorder(&children);
    }

    /// Puts the children into this order, which names each node once. Those that are not in the list are passed over,
    /// those that are not named come last.
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
            // It is a child, so it only changes its place. A parent that is being dropped is left as it is.
            if self.attach(child, Place::First).is_err() {
                return;
            }
        }
    }
}

/// Why not, and which node is to blame.
type Refusal<C> = (LinkErrorKind, Option<Strong<C>>);

type Waited<C> = Option<ManuallyDrop<Box<std::vec::IntoIter<Strong<C>>>>>;

/// A walk of a list from either end, which edits move along. See [`Children::iter`](crate::Children::iter).
pub(crate) struct ListWalk<'l, C, R> {
    list: &'l List<C, R>,
    ends: WalkEnds<C>,
}

/// What has to be closed. All of it in one place and by value, as [`Ends`] has it.
struct WalkEnds<C> {
    front: Option<FrontCursor>,
    back: Option<ManuallyDrop<Cursor>>,
    /// Of a list whose parent is not allocated: what waited in it.
    waiting: Waited<C>,
}

impl<C> Drop for WalkEnds<C> {
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

impl<C: HasParent<R>, R> List<C, R> {
    #[inline(always)]
    pub(crate) fn walk(&self) -> ListWalk<'_, C, R> {
        let waiting = if self.is_bound() { None } else { self.waiting() };
        ListWalk { list: self, ends: WalkEnds { front: None, back: None, waiting } }
    }

    #[cold]
    #[inline(never)]
    fn waiting(&self) -> Waited<C> {
        Some(ManuallyDrop::new(Box::new(self.children().into_iter())))
    }
}

impl<C: HasParent<R>, R> ListWalk<'_, C, R> {
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
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_waiting<H: Yield<C>>(
        list: &List<C, R>,
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

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn next<H: Yield<C>>(&mut self) -> Option<H> {
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
        // SAFETY: A1: I6, M1: a child.
        Some(H::__of(unsafe { Alive::new(next) }))
    }

    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn next_back<H: Yield<C>>(&mut self) -> Option<H> {
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
        // SAFETY: A1: I6, M1: a child.
        Some(H::__of(unsafe { Alive::new(next) }))
    }
}
