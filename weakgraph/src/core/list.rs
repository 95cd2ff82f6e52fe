//! The list that owning edges and back-references are made of: an intrusive list, whose links are in the children.
//!
//! ```text
//!   parent ── Head { first, len, slot }
//!                     │
//!                     ▼
//!                    Link ⇄ Link ⇄ Link ─► (none)        every link: parent ──► the parent
//!                    prev            ▲
//!                     └── FIRST_BIT ─┘
//! ```
//!
//! The first child points to the last. So the head needs no pointer to it, and a usual node is one cache line.
//!
//! The node that a head stands in is known from its children, which name their parent; while the list is empty, `first`
//! names it. The node that a link stands in is known from its neighbours; if it is the only child, or has no parent,
//! `prev` names it. So both ends find their own node without a pointer for that, and without stepping
//! from a reference to a header (I3).
//!
//! The lowest three bits of `prev` are the slot: the number of the edge among the owning edges of the parent; see
//! [`ParentOf`]. The next one is [`FIRST_BIT`]. Headers are aligned to 16 for that.
//!
//! The head of a parent that is not allocated yet is no list: what is put into it waits in a box that `first` points
//! to.

use core::cell::Cell;
use core::ptr;

use super::link::{Link, SLOT_BITS};
use super::panics::drop_all;
use super::ptr::{Header, NodePtr, overflow};
use super::steps;
use super::strong::Strong;
use super::traits::{HasParent, ParentOf};
use super::unbound::UnboundChildren;

/// In a head's `first`: it names no child.
const EMPTY_BIT: usize = 1;

/// A head's `first` before its parent is allocated, if nothing waits.
const NOTHING: *mut Header = ptr::without_provenance_mut(EMPTY_BIT);

/// In the slot of a head: its node is not allocated yet, or past step 4 of its drop.
const UNBOUND: u32 = u32::MAX;

/// An owning edge in its parent; what a [`Children`](crate::Children) and a [`Child`](crate::Child) are.
#[doc(hidden)]
#[derive(Debug)]
pub struct Head {
    /// The first child. With the lowest bit set: of an empty list, its containing node; before the parent is allocated,
    /// a `Box<UnboundChildren<C>>` or [`NOTHING`].
    pub(crate) first: Cell<*mut Header>,
    pub(crate) len: Cell<u32>,
    pub(crate) slot: Cell<u32>,
}

impl Link {
    /// The node that this is a link of; `None` before it is allocated.
    ///
    /// # Safety
    /// I1, I4: this is the link of a live `C` in the relation `R`.
    pub(crate) unsafe fn containing_node<C: HasParent<R>, R>(&self) -> Option<NodePtr> {
        if let Some(next) = self.next() {
            // SAFETY: I6: a child of the same list.
            return unsafe { link_of::<C, R>(next) }.named_by_prev();
        }
        match self.prev() {
            // SAFETY: I6: a child of the same list.
            Some(prev) => unsafe { link_of::<C, R>(prev) }.next(),
            // The only child, or one without a parent.
            None => self.named_by_prev(),
        }
    }
}

/// A node, with its link: a value leads to its link at once, and to its node only by way of its neighbours.
#[derive(Clone, Copy)]
pub(crate) struct LinkedNode<'a> {
    pub(crate) node: NodePtr,
    pub(crate) link: &'a Link,
}

impl<'a> LinkedNode<'a> {
    #[inline(always)]
    pub(crate) fn of<C: HasParent<R>, R>(node: &'a Strong<C>) -> LinkedNode<'a> {
        // SAFETY: I1, I2: `node` keeps it alive. I4: its type.
        LinkedNode { node: node.raw(), link: unsafe { link_of::<C, R>(node.raw()) } }
    }

    /// # Safety
    /// I6: `node` is a child of a list of `C` in the relation `R`, for `'a`.
    #[inline(always)]
    pub(crate) unsafe fn child<C: HasParent<R>, R>(node: NodePtr) -> LinkedNode<'a> {
        // SAFETY: forwarded.
        LinkedNode { node, link: unsafe { link_of::<C, R>(node) } }
    }
}

/// The link of a child.
///
/// # Safety
/// I1, I2, I4: `node` is a `C` whose value is alive while the result is used.
#[inline(always)]
pub(crate) unsafe fn link_of<'a, C: HasParent<R>, R>(node: NodePtr) -> &'a Link {
    steps::count();
    // SAFETY: forwarded.
    let link: *const Link = unsafe { node.value::<C>() }.__link();
    // SAFETY: in that value, which is alive for `'a`.
    unsafe { &*link }
}

/// The list that a child with this parent and slot is in.
///
/// # Safety
/// I1, I2, I4: `parent` is a `C::Parent` whose value is alive while the result is used.
#[inline(always)]
pub(crate) unsafe fn head_of<'a, C: HasParent<R>, R>(parent: NodePtr, slot: u8) -> &'a Head {
    // SAFETY: forwarded.
    let parent = unsafe { parent.value::<C::Parent>() };
    let head: *const Head = <C::Parent as ParentOf<C, R>>::__head(parent, slot);
    // SAFETY: in that value, which is alive for `'a`.
    unsafe { &*head }
}

impl Head {
    pub(crate) const fn new() -> Head {
        Head { first: Cell::new(NOTHING), len: Cell::new(0), slot: Cell::new(UNBOUND) }
    }

    /// Whether it is a list: its node is allocated, and not past step 4 of its drop.
    #[inline(always)]
    pub(crate) fn is_bound(&self) -> bool {
        self.slot.get() <= SLOT_BITS as u32
    }

    /// The node that the list stands in.
    #[inline(always)]
    pub(crate) fn containing_node<C: HasParent<R>, R>(&self) -> Option<NodePtr> {
        if !self.is_bound() {
            return None;
        }
        match self.first() {
            // SAFETY: I6: a child.
            Some(first) => unsafe { link_of::<C, R>(first) }.parent(),
            None => self.named_by_first(),
        }
    }

    /// What `first` names, the bit taken off: the containing node of an empty list.
    #[inline(always)]
    pub(crate) fn named_by_first(&self) -> Option<NodePtr> {
        let containing_node = self.first.get().map_addr(|a| a & !EMPTY_BIT);
        // SAFETY: the containing node of an empty list, the bit taken off.
        unsafe { NodePtr::new(containing_node) }
    }

    /// The containing node, if this is a list and empty.
    #[inline(always)]
    pub(crate) fn containing_node_if_empty(&self) -> Option<NodePtr> {
        if !self.is_bound() || self.first().is_some() {
            return None;
        }
        self.named_by_first()
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len.get() as usize
    }

    /// The first child, if this is a list.
    #[inline(always)]
    pub(crate) fn first(&self) -> Option<NodePtr> {
        let first = self.first.get();
        if first.addr() & EMPTY_BIT != 0 {
            return None;
        }
        // SAFETY: without the bit it is a child (I6).
        Some(unsafe { NodePtr::new_unchecked(first) })
    }

    /// The last child, if this is a list.
    #[inline(always)]
    pub(crate) fn last<C: HasParent<R>, R>(&self) -> Option<NodePtr> {
        let first = self.first()?;
        // SAFETY: I6: a child.
        let first = unsafe { link_of::<C, R>(first) };
        // SAFETY: I6: the first one, which points to the last.
        Some(unsafe { first.named_in_list() })
    }

    /// What is set in a link of this list besides [`FIRST_BIT`].
    #[inline(always)]
    pub(crate) fn slot_bits(&self) -> usize {
        self.slot.get() as usize
    }

    /// The parent was allocated: binds the list to it, and gives what waited.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn bind<C>(&self, containing_node: NodePtr, slot: u8) -> Option<Vec<Strong<C>>> {
        let waited = self.first.get() != NOTHING;
        let waiting = waited.then(|| self.take_pending().into_nodes());
        self.empty(containing_node);
        self.slot.set(u32::from(slot));
        waiting
    }

    /// The parent's fields are about to be dropped: unbinds the list, which is empty, as it was
    /// before the parent was allocated.
    #[inline(always)]
    pub(crate) fn unbind(&self) {
        self.first.set(NOTHING);
        self.slot.set(UNBOUND);
    }

    /// Edits what waits until the parent is allocated. `edit` runs no user code (I7).
    pub(crate) fn pending<C, O>(&self, edit: impl FnOnce(&mut UnboundChildren<C>) -> O) -> O {
        debug_assert!(!self.is_bound(), "the list is bound");
        let mut waiting = self.take_pending();
        let out = edit(&mut waiting);
        let Ok(len) = u32::try_from(waiting.nodes().len()) else { overflow() };
        self.len.set(len);
        if !waiting.nodes().is_empty() {
            let waiting = Box::into_raw(Box::new(waiting));
            self.first.set(waiting.cast::<Header>().map_addr(|a| a | EMPTY_BIT));
        }
        out
    }

    #[cold]
    pub(crate) fn take_pending<C>(&self) -> UnboundChildren<C> {
        self.len.set(0);
        let waiting = self.first.replace(NOTHING).map_addr(|a| a & !EMPTY_BIT).cast::<UnboundChildren<C>>();
        if waiting.is_null() {
            return UnboundChildren::default();
        }
        // SAFETY: before the parent is allocated it is null or what `pending` boxed, of this very type: the edge is
        // invariant in `C`.
        *unsafe { Box::from_raw(waiting) }
    }

    /// What the edge's `Drop` does: in a value that never became a node, something may wait.
    #[inline(always)]
    pub(crate) fn drop_pending<C>(&self) {
        // As it is before its parent is allocated, and after step 4 of its drop.
        if self.first.get() != NOTHING {
            self.drop_all_pending::<C>();
        }
    }

    #[cold]
    #[inline(never)]
    fn drop_all_pending<C>(&self) {
        if !self.is_bound() {
            drop_all(self.take_pending::<C>().into_nodes());
        }
    }

    /// Whether this node is in this list.
    #[inline(always)]
    pub(crate) fn contains<C: HasParent<R>, R>(&self, node: &Strong<C>) -> bool {
        self.has::<C, R>(LinkedNode::of::<C, R>(node))
    }

    /// [`contains`](Head::contains), for a live `C`.
    #[inline(always)]
    pub(crate) fn has<C: HasParent<R>, R>(&self, at: LinkedNode<'_>) -> bool {
        let Some(parent) = at.link.parent() else {
            return false;
        };
        // SAFETY: I6: the parent's value is alive while it has children. I4.
        ptr::eq(unsafe { head_of::<C, R>(parent, at.link.slot()) }, self)
    }

    /// Takes all children out at once, without their counts: the chain that starts at the result, by `next`.
    ///
    /// # Safety
    /// `containing_node` is the list's. The caller resets every link of the chain and takes over every count before
    /// other code runs (I6, I7).
    #[inline(always)]
    pub(crate) unsafe fn take_chain(&self, containing_node: NodePtr) -> Option<NodePtr> {
        let first = self.first()?;
        self.empty(containing_node);
        self.len.set(0);
        Some(first)
    }

    #[inline(always)]
    pub(crate) fn empty(&self, containing_node: NodePtr) {
        self.first.set(containing_node.as_ptr().map_addr(|a| a | EMPTY_BIT));
    }
}
