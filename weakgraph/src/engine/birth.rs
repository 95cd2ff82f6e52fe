//! The birth of a node: its memory, its vtable, and its edges, which are told where they stand.

use core::alloc::Layout;
use core::ptr;

use super::edit::{attach_last, attach_leaf};
use super::{ancestor_check, teardown};
use crate::alloc::pool;
use crate::core::edges;
use crate::core::link::Link;
use crate::core::list::Head;
use crate::core::ptr::{Header, NodeBox, Raw};
use crate::core::strong::Strong;
use crate::core::traits::{Graph, LateHook, Member, MemberOf, Sealed, Visit, WeakEdge};
use crate::core::type_id::type_id;
use crate::core::vtable::Table;

impl<T: Graph> Strong<T> {
    /// Moves `value` into a node of its own and gives the first handle to it.
    ///
    /// One allocation. Members that were put into the value's owning edges before are linked now, in their order;
    /// one that has an owner already is moved. That cannot be refused: nobody can own a node that is being born.
    /// Costs O(1) and O(1) for each such member.
    #[inline(always)]
    pub fn new(value: T) -> Strong<T> {
        let (raw, place) = allocate::<T>();
        // SAFETY: the place of a `T` in a new node.
        unsafe { ptr::write(place, value) };
        // SAFETY: I1, I4: it has one strong count, which is handed over.
        let node: Strong<T> = unsafe { Strong::from_raw(raw) };
        node.__visit(&mut Bind { node: raw });
        node
    }
}

/// Makes the table of a type: the one place where it is filled.
struct TableOf<T>(T);

impl<T: Graph> TableOf<T> {
    const TABLE: Table = Table {
        name: T::NAME,
        readable: T::READABLE,
        end: teardown::end::<T>,
        end_observed: teardown::end_observed,
        die: teardown::die::<T>,
        queue_link: teardown::queue_link_of::<T>,
        owners: ancestor_check::owners::<T>,
        next_member: ancestor_check::next_member::<T>,
        edges: edges::collect_raw::<T>,
        label: edges::label_raw::<T>,
        type_id: type_id::<T>,
    };
}

/// Allocates a node with one strong count, one weak count, and no value yet: that is to be written to the place given, before
/// anything else is done with the node. The value is not passed through here: without optimization each such step is a copy
/// of it on the stack.
#[inline(always)]
fn allocate<T: Graph>() -> (Raw, *mut T) {
    let layout = Layout::new::<NodeBox<T>>();
    let Some(ptr) = pool::allocate::<NodeBox<T>>() else { out_of_memory(layout.size(), layout.align()) };
    // SAFETY: a place in what was freshly allocated with the layout of this very type.
    let place = unsafe { &raw mut (*ptr.as_ptr()).value };
    let header = ptr.cast::<Header>();
    // SAFETY: as above; `repr(C)`: the header is at the start.
    unsafe { header.write(Header::new(const { &TableOf::<T>::TABLE })) };
    (Raw::of_box(header), place)
}

/// The end of [`allocate`] without memory. It does not unwind (`extern "C"`): so the value need not be dropped on the way,
/// and the compiler can build it in its place instead of on the stack.
#[cold]
#[inline(never)]
extern "C" fn out_of_memory(size: usize, align: usize) -> ! {
    match Layout::from_size_align(size, align) {
        Ok(layout) => std::alloc::handle_alloc_error(layout),
        Err(_) => std::process::abort(),
    }
}

/// Whether it is a `T` that nothing observes. It may be one if this says no.
///
/// # Safety
/// I1.
#[inline(always)]
pub(crate) unsafe fn is_plainly<T: Graph>(node: Raw) -> bool {
    // SAFETY: forwarded. Two types have one table only if all that it names is the same code.
    unsafe { node.has_table(const { &TableOf::<T>::TABLE }) }
}

/// Whether it was made as a `T`, not as a subtype of it; see I4.
///
/// # Safety
/// I1.
pub(crate) unsafe fn is_made_as<T: Graph>(node: Raw) -> bool {
    // SAFETY: forwarded.
    if unsafe { is_plainly::<T>(node) } {
        return true;
    }
    // SAFETY: forwarded.
    let table = unsafe { node.table() };
    (table.type_id)() == type_id::<T>()
}

/// Tells every edge of a new node where it stands, and links the children that waited.
struct Bind {
    node: Raw,
}

impl Sealed for Bind {}

impl<T> Visit<T> for Bind {
    #[inline(always)]
    fn parent<R>(&mut self, link: &Link)
    where
        T: Member<R>,
    {
        link.reset(self.node);
    }

    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, slot: u8)
    where
        C: MemberOf<T, R>,
    {
        if let Some(waiting) = head.bind::<C>(self.node, slot) {
            link_waiting::<C, R>(head, waiting);
        }
    }

    #[inline(always)]
    fn weak<W: WeakEdge>(&mut self, edge: &W, hook: Option<LateHook<T>>) {
        edge.__bind(self.node, hook);
    }
}

#[cold]
#[inline(never)]
fn link_waiting<C: Member<R>, R>(head: &Head, waiting: Vec<Strong<C>>) {
    for member in waiting {
        // Nobody can own a node that is being born, so this is not refused.
        let linked = attach_leaf::<C, R>(head, &member) || attach_last::<C, R>(head, None, &member).is_ok();
        debug_assert!(linked, "a birth was refused");
    }
}
