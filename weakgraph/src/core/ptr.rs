//! The allocation that a node lives in: its header, its counts and the table of its type.
//!
//! Everything unsafe in this crate stands on these invariants; `SAFETY` comments name them.
//!
//! - **I1** A [`NodePtr`] points to a live [`Header`] as long as a count of the node is held: every
//!   [`Strong`](crate::Strong) and every place in a list owns one *strong* count, every
//!   [`Weak`](crate::Weak) one *weak* count, and all strong counts together own one weak count until step 5
//!   of the node's drop is over. The memory is freed when the weak count reaches 0.
//! - **I2** The value is initialised from allocation until step 5 of the node's drop (`drop_in_place`), and
//!   nothing reaches it afterwards: the node is in no list, has no child, no observer and no cursor, and its edges
//!   are unbound, so that one which its destructor moves out does not point to it.
//! - **I3** A `NodePtr` is made from the pointer that the allocator gave, so it may be used for the whole
//!   allocation. No reference ever covers header and value together; a header is never found from a `&T`.
//! - **I4** The value may be used as the type that the handle, reference or edge names. That is the type that the node
//!   was made as, or a supertype of it: handles and references are covariant, so that a
//!   `Strong<Kid<for<'a> fn(&'a ())>>` may be used as a `Strong<Kid<fn(&'static ())>>`, and a longer lifetime as a
//!   shorter one. A supertype has the same layout and the same fields, but to traits it is another type. So nothing
//!   that identifies a node or an edge may depend on which of the two types is asked:
//!   - the edges are invariant in what they name, so a list and what walks it agree on one type, with the same
//!     lifetimes;
//!   - the number in a link stands for one edge of the parent, whatever the child's type:
//!     [`ParentOf::__head`](crate::ParentOf) answers the same for all types that can be subtypes of each other;
//!   - the constants and the edges of a type come from its declaration, so they are equal for its supertypes;
//!   - a node is copied only as the type that it was made as, as far as lifetimes go ([`birth`](crate::engine::birth)):
//!     as another supertype, the copy would not be what the edges that lead to it name. And an edge leads to a copy
//!     only if what it names can be copied: then both were made by one implementation, whatever the lifetimes;
//!   - what a node does when it is dropped is in its table, which was made for the type that it was made as. Code that
//!     asks the type of an edge instead does so for what the two have in common: layout, fields, edges.
//! - **I5** All of it stays on one thread: no type that holds a `NodePtr` is `Send` or `Sync`.
//! - **I6** An attached child's `parent` is the node whose list it is in, and that node is not past step 4
//!   of its drop; `prev` and `next` are children of the same list. A detached one has no parent.
//! - **I7** No user code runs between the writes of one edit.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::{self, NonNull};

#[cfg(feature = "leak")]
use super::live_nodes::{self, LiveEntry};
use super::observer::Observer;
use super::vtable::VTable;
use crate::alloc::pool;

/// What stands before every node's value.
///
/// `repr(C)`, 16 bytes: the counts and the table are at the same place whatever the value's type. Aligned to its size:
/// the lists keep four bits in the pointers to it.
#[repr(C, align(16))]
#[derive(Debug)]
pub(crate) struct Header {
    strong: Cell<u32>,
    weak: Cell<u32>,
    /// The table of the type; with the lowest bit set, the newest [`Observer`] of the node, which knows the table.
    table: Cell<*const VTable>,
    #[cfg(feature = "leak")]
    live: LiveEntry,
}

const _: () = assert!(align_of::<Header>() == pool::UNIT);

/// A node: what [`Strong::new`](crate::Strong::new) allocates.
#[repr(C)]
pub(crate) struct NodeBox<T> {
    header: Header,
    value: T,
}

/// Set in a header's weak count while the ancestor check has seen the node on its way up, or down.
pub(crate) const SEEN_ABOVE: u32 = 1 << 31;
/// See [`SEEN_ABOVE`].
pub(crate) const SEEN_BELOW: u32 = 1 << 30;
pub(crate) const WEAK_MAX: u32 = SEEN_BELOW - 1;

const SIDE_BIT: usize = 1;

/// A pointer to a whole allocation, without a count and without the type. See I1 to I4.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct NodePtr(NonNull<Header>);

/// Allocates a node with one strong count, one weak count, and no value yet: that is to be written to the place given,
/// before anything else is done with the node. The value is not passed through here: without optimization each such
/// step is a copy of it on the stack. `table` is that of `T`.
#[inline(always)]
#[cfg_attr(feature = "leak", track_caller)]
pub(crate) fn allocate<T>(table: &'static VTable) -> (NodePtr, *mut T) {
    let layout = Layout::new::<NodeBox<T>>();
    let Some(ptr) = pool::allocate::<NodeBox<T>>() else { out_of_memory(layout.size(), layout.align()) };
    // SAFETY: a place in what was freshly allocated with the layout of this very type.
    let place = unsafe { &raw mut (*ptr.as_ptr()).value };
    let header = ptr.cast::<Header>();
    // SAFETY: as above; `repr(C)`: the header is at the start.
    unsafe {
        header.write(Header {
            strong: Cell::new(1),
            weak: Cell::new(1),
            table: Cell::new(table),
            #[cfg(feature = "leak")]
            live: LiveEntry::new(core::panic::Location::caller()),
        });
    }
    // SAFETY: its header was just written.
    #[cfg(feature = "leak")]
    unsafe {
        live_nodes::add(header.as_ptr().cast(), live_entry);
    }
    (NodePtr(header), place)
}

/// Where the entry of a node is, for [`live_nodes`].
///
/// # Safety
/// I1: `node` is an untyped [`NodePtr`].
#[cfg(feature = "leak")]
#[inline(always)]
unsafe fn live_entry(node: *mut ()) -> *const LiveEntry {
    // SAFETY: forwarded: in bounds of the allocation (I3).
    unsafe { &raw const (*node.cast::<Header>()).live }
}

/// Returns the nodes of this thread that are not dropped, and of which at least `since` were made before, oldest first.
#[cfg(feature = "leak")]
pub(crate) fn live_nodes_since(since: u64) -> Vec<NodePtr> {
    let mut nodes = Vec::new();
    let visit = |node: *mut ()| {
        // SAFETY: L1: a node of the list.
        let node = unsafe { NodePtr::new_unchecked(node.cast()) };
        // SAFETY: I1: its memory is there.
        if unsafe { node.strong() } > 0 {
            nodes.push(node);
        }
    };
    // SAFETY: nothing is freed, and all nodes have their entries there.
    unsafe { live_nodes::each(since, live_entry, visit) };
    nodes.reverse();
    nodes
}

/// What [`allocate`] does when there is no memory. It does not unwind (`extern "C"`): so the value need not be dropped
/// on the way, and the compiler can build it in its place instead of on the stack.
#[cold]
#[inline(never)]
extern "C" fn out_of_memory(size: usize, align: usize) -> ! {
    match Layout::from_size_align(size, align) {
        Ok(layout) => std::alloc::handle_alloc_error(layout),
        Err(_) => std::process::abort(),
    }
}

/// The size of a node with a `T` as its value.
pub(crate) const fn node_size<T>() -> usize {
    size_of::<NodeBox<T>>()
}

impl NodePtr {
    /// A pointer to no node. Only its address may be used.
    ///
    /// # Safety
    /// `ptr` is not null.
    pub(crate) const unsafe fn nowhere(ptr: *mut Header) -> NodePtr {
        // SAFETY: forwarded.
        NodePtr(unsafe { NonNull::new_unchecked(ptr) })
    }

    /// # Safety
    /// `ptr` is null or was given by [`NodePtr::as_ptr`].
    #[inline(always)]
    pub(crate) unsafe fn new(ptr: *mut Header) -> Option<NodePtr> {
        NonNull::new(ptr).map(NodePtr)
    }

    /// # Safety
    /// `ptr` was given by [`NodePtr::as_ptr`].
    #[inline(always)]
    pub(crate) unsafe fn new_unchecked(ptr: *mut Header) -> NodePtr {
        // SAFETY: a `NodePtr` is not null. Said, so that an `Option<NodePtr>` made of it is known to be `Some`.
        unsafe { core::hint::assert_unchecked(!ptr.is_null()) };
        // SAFETY: forwarded; a `NodePtr` is not null.
        NodePtr(unsafe { NonNull::new_unchecked(ptr) })
    }

    #[inline(always)]
    pub(crate) fn as_ptr(self) -> *mut Header {
        self.0.as_ptr()
    }

    /// # Safety
    /// I1: the allocation is live for as long as the result is used.
    #[inline(always)]
    unsafe fn header<'a>(self) -> &'a Header {
        // SAFETY: live as the caller says; the reference covers the header only (I3), all of it cells.
        unsafe { self.0.as_ref() }
    }

    /// # Safety
    /// I1: the allocation is live for as long as the result is used.
    #[cfg(feature = "leak")]
    pub(crate) unsafe fn live<'a>(self) -> &'a LiveEntry {
        // SAFETY: forwarded.
        &unsafe { self.header() }.live
    }

    /// # Safety
    /// I1, I2: the value is alive for as long as the result is used. I4: the node's type is `T`.
    #[inline(always)]
    pub(crate) unsafe fn value<'a, T>(self) -> &'a T {
        let node = self.0.cast::<NodeBox<T>>().as_ptr();
        // SAFETY: in bounds of the allocation, made from its own pointer (I3); alive as the caller says.
        unsafe { &(*node).value }
    }

    /// The place of the value, alive or not.
    ///
    /// # Safety
    /// I1. I4.
    pub(crate) unsafe fn value_ptr<T>(self) -> *const T {
        let node = self.0.cast::<NodeBox<T>>().as_ptr();
        // SAFETY: a place inside the allocation, which is there.
        unsafe { &raw const (*node).value }
    }

    /// Step 5 of a drop: drops the fields.
    ///
    /// # Safety
    /// I2: the value is alive, there is no reference to it, and nothing reaches it from here on. I4.
    pub(crate) unsafe fn drop_value<T>(self) {
        let node = self.0.cast::<NodeBox<T>>().as_ptr();
        // SAFETY: a place inside the live allocation.
        let value = unsafe { &raw mut (*node).value };
        // SAFETY: forwarded.
        unsafe { value.drop_in_place() }
    }

    /// Moves the value out, in place of [dropping](NodePtr::drop_value) it.
    ///
    /// # Safety
    /// As for [`drop_value`](NodePtr::drop_value).
    pub(crate) unsafe fn move_value<T>(self) -> T {
        let node = self.0.cast::<NodeBox<T>>().as_ptr();
        // SAFETY: a place inside the live allocation.
        let value = unsafe { &raw const (*node).value };
        // SAFETY: forwarded: initialised, and not used again.
        unsafe { value.read() }
    }

    /// # Safety
    /// I1.
    #[inline(always)]
    pub(crate) unsafe fn strong(self) -> u32 {
        // SAFETY: forwarded.
        unsafe { self.header() }.strong.get()
    }

    /// Increments the strong count.
    ///
    /// # Safety
    /// I1, and the node is not being dropped: its strong count is not 0.
    #[inline(always)]
    pub(crate) unsafe fn inc_strong(self) {
        // SAFETY: forwarded.
        let count = unsafe { &self.header().strong };
        let old = count.get();
        if old == u32::MAX {
            overflow();
        }
        count.set(old + 1);
    }

    /// Decrements the strong count, and returns it. At 0 the caller drops the node.
    ///
    /// # Safety
    /// I1, and the caller owns the strong count that it gives up here.
    #[inline(always)]
    pub(crate) unsafe fn dec_strong(self) -> u32 {
        // SAFETY: forwarded.
        let count = unsafe { &self.header().strong };
        let left = count.get() - 1;
        count.set(left);
        left
    }

    /// # Safety
    /// I1.
    #[inline(always)]
    pub(crate) unsafe fn weak(self) -> u32 {
        // SAFETY: forwarded.
        unsafe { self.header() }.weak.get()
    }

    /// # Safety
    /// I1.
    #[inline(always)]
    pub(crate) unsafe fn inc_weak(self) {
        // SAFETY: forwarded.
        let count = unsafe { &self.header().weak };
        let old = count.get();
        if old >= WEAK_MAX {
            overflow();
        }
        count.set(old + 1);
    }

    /// Decrements the weak count. Frees the memory with the last one.
    ///
    /// # Safety
    /// I1, the caller owns the weak count that it gives up here and does not use `self` afterwards. I4.
    #[inline(always)]
    pub(crate) unsafe fn dec_weak<T>(self) {
        // SAFETY: forwarded.
        let count = unsafe { &self.header().weak };
        let left = count.get() - 1;
        if left == 0 {
            // SAFETY: L1: its memory is freed right here.
            #[cfg(feature = "leak")]
            unsafe {
                live_nodes::remove(self.as_ptr().cast(), live_entry);
            }
            // SAFETY: I1: that was the last count, so the value is dropped and nothing leads to the node. I4.
            unsafe { pool::free(self.0.cast::<NodeBox<T>>()) }
        } else {
            count.set(left);
        }
    }

    /// Sets a mark of the ancestor check; false if it was set before.
    ///
    /// # Safety
    /// I1. Whatever sets marks removes them before any other code runs (I7).
    pub(crate) unsafe fn mark(self, mark: u32) -> bool {
        // SAFETY: forwarded.
        let count = unsafe { &self.header().weak };
        let old = count.replace(count.get() | mark);
        old & mark == 0
    }

    /// # Safety
    /// I1.
    pub(crate) unsafe fn marked(self, mark: u32) -> bool {
        // SAFETY: forwarded.
        unsafe { self.weak() & mark != 0 }
    }

    /// # Safety
    /// I1.
    pub(crate) unsafe fn unmark(self, mark: u32) {
        // SAFETY: forwarded.
        let count = unsafe { &self.header().weak };
        count.set(count.get() & !mark);
    }

    /// # Safety
    /// I1.
    #[inline]
    pub(crate) unsafe fn table(self) -> &'static VTable {
        // SAFETY: forwarded.
        let table = unsafe { self.header() }.table.get();
        if table.addr() & SIDE_BIT == 0 {
            // SAFETY: without the bit it is the promoted constant of its type's table, which is static.
            return unsafe { &*table };
        }
        // SAFETY: forwarded; the bit is set.
        let side = unsafe { self.side() }.unwrap_or_else(|| unreachable!());
        // SAFETY: what is there lives until it is taken away by `set_side`.
        unsafe { side.as_ref() }.table()
    }

    /// The table of a node that nothing observes.
    ///
    /// # Safety
    /// I1.
    #[inline(always)]
    pub(crate) unsafe fn plain_table(self) -> Option<&'static VTable> {
        // SAFETY: forwarded.
        let table = unsafe { self.header() }.table.get();
        // SAFETY: without the bit it is the promoted constant of its type's table, which is static.
        (table.addr() & SIDE_BIT == 0).then(|| unsafe { &*table })
    }

    /// Whether this is its table, and nothing observes it.
    ///
    /// # Safety
    /// I1.
    #[inline(always)]
    pub(crate) unsafe fn has_table(self, table: &'static VTable) -> bool {
        // SAFETY: forwarded.
        ptr::eq(unsafe { self.header() }.table.get(), table)
    }

    /// The strong count has reached 0: begins the drop of its type.
    ///
    /// # Safety
    /// I1: it has, just now, and nothing has been done about it.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn tear_down(self) {
        // SAFETY: forwarded.
        match unsafe { self.plain_table() } {
            // SAFETY: forwarded. I4: the table is the one of the node's type.
            Some(table) => unsafe { (table.tear_down)(self) },
            None => {
                // SAFETY: forwarded.
                let table = unsafe { self.table() };
                // SAFETY: forwarded. I4: as above.
                unsafe { (table.tear_down_observed)(self) }
            }
        }
    }

    /// What observes this node, if anything does: the newest in the chain of observers.
    ///
    /// # Safety
    /// I1.
    #[inline(always)]
    pub(crate) unsafe fn side(self) -> Option<NonNull<Observer>> {
        // SAFETY: forwarded.
        let table = unsafe { self.header() }.table.get();
        if table.addr() & SIDE_BIT == 0 {
            return None;
        }
        NonNull::new(table.map_addr(|a| a & !SIDE_BIT).cast::<Observer>().cast_mut())
    }

    /// Puts an observer in place of the node's table, or puts the table back.
    ///
    /// # Safety
    /// I1; an observer given here is not freed before the next call.
    pub(crate) unsafe fn set_side(self, side: Result<NonNull<Observer>, &'static VTable>) {
        let word = match side {
            Ok(side) => side.as_ptr().cast::<VTable>().map_addr(|a| a | SIDE_BIT).cast_const(),
            Err(table) => table,
        };
        // SAFETY: forwarded.
        unsafe { self.header() }.table.set(word);
    }

    /// Sets the strong count: of a node without a value to 0, then to 1 when it has one; and for the tests of its
    /// overflow.
    ///
    /// # Safety
    /// I1; there are as many owners of a count when it matters.
    pub(crate) unsafe fn set_strong(self, to: u32) {
        // SAFETY: forwarded.
        unsafe { self.header() }.strong.set(to);
    }

    /// Sets the weak count, for the tests of its overflow.
    ///
    /// # Safety
    /// I1; the caller puts it back before it matters.
    #[cfg(test)]
    pub(crate) unsafe fn set_weak(self, to: u32) {
        // SAFETY: forwarded.
        unsafe { self.header() }.weak.set(to);
    }
}

/// A count would wrap. Going on could free a node that is still held, and unwinding could be caught by a
/// program that does it again: as in `std`, the process ends.
#[cold]
#[inline(never)]
pub(crate) fn overflow() -> ! {
    std::process::abort()
}
