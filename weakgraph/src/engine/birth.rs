//! The birth of a node: its memory, its vtable, and the binding of its edges to it.

use core::ptr;

use super::edit::{attach_last, attach_leaf};
use super::{ancestor_check, teardown};
use crate::core::edges;
use crate::core::link::Link;
use crate::core::list::Head;
use crate::core::ptr::{NodePtr, allocate, node_size};
use crate::core::strong::Strong;
use crate::core::traits::{ChildOf, Graph, HasParent, LateHook, Sealed, Visit, WeakEdge};
use crate::core::type_id::type_id;
use crate::core::vtable::VTable;

impl<T: Graph> Strong<T> {
    /// Allocates a node for `value`, and returns the first handle to it.
    ///
    /// Children that were put into the value's owning edges before are linked now, in their order. One that already has
    /// a parent is moved. This cannot be refused, as nothing can own a node that is being made. Costs one allocation,
    /// and O(1) for each such child.
    #[inline(always)]
    pub fn new(value: T) -> Strong<T> {
        let (raw, place) = allocate::<T>(const { &VTableOf::<T>::TABLE });
        // SAFETY: the place of a `T` in a new node.
        unsafe { ptr::write(place, value) };
        // SAFETY: I1, I4: it has one strong count, which is handed over.
        let node: Strong<T> = unsafe { Strong::from_raw(raw) };
        node.__visit(&mut Bind { node: raw });
        node
    }
}

/// Makes the table of a type: the one place where it is filled.
struct VTableOf<T>(T);

impl<T: Graph> VTableOf<T> {
    const TABLE: VTable = VTable {
        name: T::NAME,
        size: node_size::<T>(),
        readable: T::READABLE,
        tear_down: teardown::tear_down::<T>,
        tear_down_observed: teardown::tear_down_observed,
        run_steps: teardown::run_steps::<T>,
        queue_link: teardown::queue_link_of::<T>,
        parents: ancestor_check::parents::<T>,
        next_child: ancestor_check::next_child::<T>,
        edges: edges::collect_raw::<T>,
        label: edges::label_raw::<T>,
        type_id: type_id::<T>,
    };
}

/// Whether it is a `T` that nothing observes. May return `false` for one.
///
/// # Safety
/// I1.
#[inline(always)]
pub(crate) unsafe fn is_plainly<T: Graph>(node: NodePtr) -> bool {
    // SAFETY: forwarded. Two types have one table only if all that it names is the same code.
    unsafe { node.has_table(const { &VTableOf::<T>::TABLE }) }
}

/// Whether it was made as a `T`, not as a subtype of it; see I4.
///
/// # Safety
/// I1.
pub(crate) unsafe fn is_made_as<T: Graph>(node: NodePtr) -> bool {
    // SAFETY: forwarded.
    if unsafe { is_plainly::<T>(node) } {
        return true;
    }
    // SAFETY: forwarded.
    let table = unsafe { node.table() };
    (table.type_id)() == type_id::<T>()
}

/// Binds every edge of a new node to it, and links the children that waited.
struct Bind {
    node: NodePtr,
}

impl Sealed for Bind {}

impl<T> Visit<T> for Bind {
    #[inline(always)]
    fn parent<R>(&mut self, link: &Link)
    where
        T: HasParent<R>,
    {
        link.reset(self.node);
    }

    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, slot: u8)
    where
        C: ChildOf<T, R>,
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
fn link_waiting<C: HasParent<R>, R>(head: &Head, waiting: Vec<Strong<C>>) {
    for child in waiting {
        // Nothing can own a node that is being made, so this is not refused.
        let linked = attach_leaf::<C, R>(head, &child) || attach_last::<C, R>(head, None, &child).is_ok();
        debug_assert!(linked, "a birth was refused");
    }
}
