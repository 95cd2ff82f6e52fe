//! Nodes that are kept alive while user code may do anything: by handles that their owner knows no type of.
//!
//! - **K1** What a [`NodeGuard<'g>`](NodeGuard) or a [`Kept<'k>`](Kept) counts has a type that outlives the lifetime in
//!   its name, and the count is given back before that ends.

use core::cell::{Cell, RefCell};
use core::marker::PhantomData;
use core::mem;
use core::ptr;
#[cfg(feature = "leak")]
use std::collections::HashSet;

use crate::core::edges::NodeId;
use crate::core::panics::{Panics, drop_all, dropping};
use crate::core::ptr::NodePtr;
use crate::core::raw_edge::{RawEdge, RawTarget};
#[cfg(feature = "leak")]
use crate::core::raw_edge::{Trash, Visit};
use crate::core::strong::{RawHandle, Strong};
use crate::core::vtable::VTable;

/// A strong count of a node whose type is forgotten, but for what its vtable knows.
pub(crate) struct NodeGuard<'g> {
    node: NodePtr,
    marker: PhantomData<&'g ()>,
}

impl<'g> NodeGuard<'g> {
    /// Takes over the count of a handle.
    pub(crate) fn of<T: 'g>(node: Strong<T>) -> NodeGuard<'g> {
        let node = mem::ManuallyDrop::new(node);
        node.raw_handle().leave();
        NodeGuard { node: node.raw(), marker: PhantomData }
    }

    /// Counts a node once more.
    ///
    /// # Safety
    /// I1: the node's strong count is not 0. K1: its type is `'g`.
    #[cfg(feature = "leak")]
    pub(crate) unsafe fn share(node: NodePtr) -> NodeGuard<'g> {
        // SAFETY: forwarded.
        unsafe { node.inc_strong() };
        NodeGuard { node, marker: PhantomData }
    }

    pub(crate) fn id(&self) -> NodeId {
        NodeId::of_raw(self.node)
    }

    pub(crate) fn table(&self) -> &'static VTable {
        // SAFETY: I1: this owns a count.
        unsafe { self.node.table() }
    }

    /// The strong count, with that of this guard.
    pub(crate) fn strong(&self) -> u32 {
        // SAFETY: I1: this owns a count.
        unsafe { self.node.strong() }
    }

    /// What the type says of the node: user code.
    pub(crate) fn label(&self) -> Option<String> {
        // SAFETY: I2: this owns a count, and what the value borrows is alive (K1). I4: the table is the node's.
        unsafe { (self.table().label)(self.node) }
    }

    /// Moves what the cells of a hidden field hold into `trash`, also those in the `Rc`s at these addresses, which are
    /// taken from the set. Runs no user code.
    #[cfg(feature = "leak")]
    pub(crate) fn empty(&self, field: &'static str, rcs: &mut HashSet<usize>, trash: &mut Trash) {
        // SAFETY: I2: this owns a count, and what the value borrows is alive (K1). I4: the table is the node's.
        unsafe { (self.table().visit)(self.node, &mut Vec::new(), Visit::Empty { field, rcs, trash }) }
    }

    /// Returns the edges, with a count of each target. `room` is for them. Runs no user code.
    pub(crate) fn edges<'r>(&self, room: &'r mut Vec<RawEdge>) -> GuardedEdges<'r, 'g> {
        room.clear();
        // SAFETY: I2: this owns a count. I4: the table is the node's.
        unsafe { (self.table().edges)(self.node, room) };
        for edge in &*room {
            if let RawTarget::Node(node) = edge.to {
                // SAFETY: I1: found alive, and no user code has run since.
                unsafe { node.inc_strong() };
            }
        }
        GuardedEdges { rest: room.iter(), marker: PhantomData }
    }
}

/// What [`NodeGuard::edges`] returns.
pub(crate) struct GuardedEdges<'r, 'g> {
    /// Each of them owns a count of its target.
    rest: core::slice::Iter<'r, RawEdge>,
    marker: PhantomData<&'g ()>,
}

impl<'r, 'g> Iterator for GuardedEdges<'r, 'g> {
    /// An edge, and its target if that is a node.
    type Item = (&'r RawEdge, Option<NodeGuard<'g>>);

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Self::Item> {
        let edge = self.rest.next()?;
        let target = match edge.to {
            // K1: the type of a node names those of its targets, so that what these borrow is alive for `'g`, too.
            RawTarget::Node(node) => Some(NodeGuard { node, marker: PhantomData }),
            _ => None,
        };
        Some((edge, target))
    }
}

impl Drop for GuardedEdges<'_, '_> {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.rest.as_slice().is_empty() {
            release_rest(self);
        }
    }
}

#[cold]
#[inline(never)]
fn release_rest(edges: &mut GuardedEdges<'_, '_>) {
    drop_all(edges);
}

impl Drop for NodeGuard<'_> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: I1: owns the count that it gives up. K1.
        if unsafe { self.node.dec_strong() } == 0 {
            // SAFETY: that was the last strong count.
            unsafe { self.node.tear_down() }
        }
    }
}

/// How many handles a block has room for.
const BLOCK: usize = 32;

/// A place for a handle of which the type is forgotten.
type Place = Cell<Option<RawHandle>>;

/// The handles of a [`Kept`]. Those that are there never move.
struct Handles {
    blocks: RefCell<Vec<Box<[Place]>>>,
    /// The next place in the last block.
    next: Cell<*const Place>,
    /// How many places follow there.
    left: Cell<usize>,
}

impl Handles {
    const fn new() -> Handles {
        Handles { blocks: RefCell::new(Vec::new()), next: Cell::new(ptr::null()), left: Cell::new(0) }
    }

    #[cold]
    #[inline(never)]
    fn add_block(&self) {
        let mut blocks = self.blocks.borrow_mut();
        blocks.push(Box::new([const { Cell::new(None) }; BLOCK]));
        let places = blocks.last().map_or(&[][..], |block| &block[..]);
        self.next.set(places.as_ptr());
        self.left.set(places.len());
    }
}

impl Drop for Handles {
    /// One by one, whatever panics (G7), those first that came first.
    fn drop(&mut self) {
        let mut panics = Panics::default();
        let blocks = self.blocks.take();
        for block in &blocks {
            for node in block.iter() {
                let Some(handle) = node.get() else { continue };
                handle.leave();
                let node = handle.node();
                // SAFETY: I1: owns the count that it gives up. K1.
                if unsafe { node.dec_strong() } == 0 {
                    // SAFETY: that was the last strong count.
                    panics.catch(|| unsafe { node.tear_down() });
                }
            }
        }
        panics.resume();
    }
}

/// Keeps nodes of any types until the end of [`keeping`].
#[derive(Clone, Copy)]
pub(crate) struct Kept<'k> {
    handles: &'k Handles,
    /// Invariant: for a shorter lifetime, it would keep what is gone at its end.
    marker: PhantomData<Cell<&'k ()>>,
}

/// Calls `code` with a place to keep handles in, and with a handle to `root` there. What is kept is released when
/// `code` has returned or panicked.
///
/// As in [`std::thread::scope`], `code` cannot know when `'k` ends. So the types that it knows to outlive it, such as
/// `T`, do so until everything is released (K1).
pub(crate) fn keeping<T, O>(root: &Strong<T>, code: impl for<'k> FnOnce(Kept<'k>, &'k Strong<T>) -> O) -> O {
    let handles = Handles::new();
    let kept = Kept { handles: &handles, marker: PhantomData };
    let out = code(kept, kept.keep(root.clone()));
    dropping(handles, out)
}

/// The same with several handles.
pub(crate) fn keeping_all<T, O>(roots: &[&Strong<T>], code: impl for<'k> FnOnce(Kept<'k>, &[&'k Strong<T>]) -> O) -> O {
    let handles = Handles::new();
    let kept = Kept { handles: &handles, marker: PhantomData };
    let roots: Vec<_> = roots.iter().map(|&root| kept.keep(root.clone())).collect();
    let out = code(kept, &roots);
    dropping(handles, out)
}

impl<'k> Kept<'k> {
    /// Keeps a handle.
    #[inline(always)]
    pub(crate) fn keep<T: 'k>(self, node: Strong<T>) -> &'k Strong<T> {
        let [node] = self.keep_all([node]);
        node
    }

    /// Keeps some handles side by side.
    #[inline(always)]
    pub(crate) fn keep_all<T: 'k, const N: usize>(self, nodes: [Strong<T>; N]) -> &'k [Strong<T>; N] {
        const { assert!(0 < N && N <= BLOCK) };
        if self.handles.left.get() < N {
            self.handles.add_block();
        }
        let start = self.handles.next.get();
        // SAFETY: the block has this many places left.
        self.handles.next.set(unsafe { start.add(N) });
        self.handles.left.set(self.handles.left.get() - N);
        for (number, node) in nodes.iter().enumerate() {
            // SAFETY: one of these places.
            let place = unsafe { start.add(number) };
            // SAFETY: the block is there for `'k`.
            unsafe { (*place).set(Some(node.raw_handle())) }
        }
        // The counts are those of the places now.
        mem::forget(nodes);
        // SAFETY: a `Strong<T>` is a `RawHandle`, and so is an `Option` of one that is there, as that has its size. The
        // places are in a block that is there for `'k`, and are written no more until then. I4: they were written as
        // `Strong<T>`s.
        unsafe { &*start.cast::<[Strong<T>; N]>() }
    }
}
