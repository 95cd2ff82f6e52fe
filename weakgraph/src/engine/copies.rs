//! Copies of kept nodes, and the edges to put them into: each has the type of what it is a copy of.

use core::marker::PhantomData;
use core::ops::Range;
use core::ptr::NonNull;

use super::birth::is_made_as;
use super::kept::Kept;
use crate::core::Invariant;
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::traits::Graph;

/// A type whose nodes can be copied one by one.
///
/// # Safety
/// A copy of a node is of each type that the node may be used as and that implements this: all of these have one
/// implementation (I4).
pub(crate) unsafe trait CopyNode: Graph {
    /// A value with the same fields and empty edges: user code.
    fn copy(&self) -> Self;
}

/// Returns `true` if the node was made as a `T`, not as a subtype of it; see I4.
pub(crate) fn was_made_as<T: Graph>(node: &Strong<T>) -> bool {
    // SAFETY: I1: `node` is a handle.
    unsafe { is_made_as::<T>(node.raw()) }
}

/// The copies of nodes, by the numbers in which they are made.
pub(crate) struct Copies<'k> {
    kept: Kept<'k>,
    /// Each original with its copy. Both are kept.
    copies: Vec<(NodePtr, NodePtr)>,
}

impl<'k> Copies<'k> {
    pub(crate) fn new(kept: Kept<'k>) -> Copies<'k> {
        Copies { kept, copies: Vec::new() }
    }

    /// Reserves room for this many entries.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.copies.reserve(count);
    }

    /// Makes a copy of this node. Runs user code.
    pub(crate) fn make<T: CopyNode + 'k>(&mut self, original: &'k Strong<T>) -> &'k Strong<T> {
        let copy = self.kept.keep(Strong::new(original.copy()));
        self.copies.push((original.raw(), copy.raw()));
        copy
    }

    /// Returns the copy with this number; `None` if it is none of this node, or was made as another type.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn of<T: CopyNode>(&self, number: usize, original: &'k Strong<T>) -> Option<Strong<T>> {
        let &(of, copy) = self.copies.get(number)?;
        // SAFETY: I1: kept.
        let is_one = of == original.raw() && unsafe { is_made_as::<T>(copy) };
        // SAFETY: I1: kept. I4: the original may be used as a `T`, and so may the copy, which `CopyNode` made of it as
        // a `T`, but for lifetimes.
        is_one.then(|| unsafe { Strong::of_live(copy) })
    }
}

/// The field of an edge, which says what it leads to.
///
/// # Safety
/// Two fields that are at one address at one time lead to the same type, with the same lifetimes.
pub(crate) unsafe trait EdgeField {
    type To;
}

/// What edges led to when they were read.
pub(crate) struct EdgeTargets<'k> {
    /// Of each edge where it is, and where its targets end.
    edges: Vec<(*const (), usize)>,
    /// Handles of the types that the edges name.
    targets: Vec<NonNull<NodePtr>>,
    marker: PhantomData<Invariant<&'k ()>>,
}

impl<'k> EdgeTargets<'k> {
    pub(crate) const fn new() -> EdgeTargets<'k> {
        EdgeTargets { edges: Vec::new(), targets: Vec::new(), marker: PhantomData }
    }

    /// The number of edges.
    pub(crate) fn len(&self) -> usize {
        self.edges.len()
    }

    /// Adds an edge.
    pub(crate) fn add<E: EdgeField>(&mut self, edge: &'k E, targets: impl Iterator<Item = &'k Strong<E::To>>) {
        self.targets.extend(targets.map(|target| NonNull::from(target).cast()));
        self.edges.push((address(edge), self.targets.len()));
    }

    /// Returns what the edge with this number led to.
    ///
    /// # Panics
    /// If that is another edge.
    pub(crate) fn of<E: EdgeField>(&self, number: usize, edge: &'k E) -> impl Iterator<Item = &'k Strong<E::To>> {
        let (of, end) = self.edges[number];
        assert!(of == address(edge), "another edge");
        let start = number.checked_sub(1).map_or(0, |before| self.edges[before].1);
        let range: Range<usize> = start..end;
        // SAFETY: borrowed for `'k`, as is the edge. So there is one at this address all the time, and by `EdgeField`
        // its targets are handles to what this one leads to. All `Strong`s have one layout.
        self.targets[range].iter().map(|handle| unsafe { handle.cast::<Strong<E::To>>().as_ref() })
    }
}

fn address<E>(edge: &E) -> *const () {
    core::ptr::from_ref(edge).cast()
}
