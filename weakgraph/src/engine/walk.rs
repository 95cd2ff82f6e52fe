//! The positions of the walks of a tree, and their steps: a position is in a [cursor](crate::core::live_iters), which
//! edits move along.
//!
//! The anchor of a state that is opened here is null or in the list, or below the root, that it was opened for (C1);
//! what is written to it are [`Listed`] nodes. So it can be read back as one.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr;

use super::nav::{Listed, OwnKind, TreeNav, parent_of};
use crate::core::live_iters::{Cursor, Ends, FrontCursor, IterState, Leaving, PATH, Stance};
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::yields::Yield;

/// The anchor of a walk of a tree.
#[inline(always)]
fn anchor<K: OwnKind>(state: &IterState) -> Option<Listed<K>> {
    // SAFETY: T2: C1.
    state.anchor().map(|node| unsafe { Listed::new(node) })
}

/// The node on the way up from the state's anchor that leaves.
fn leaving_node<K: OwnKind>(state: &IterState, leaving: &Leaving<'_>) -> Option<Listed<K>> {
    let mut node = anchor::<K>(state)?;
    loop {
        let link = node.link();
        if ptr::eq(link, leaving.link) {
            return Some(node);
        }
        if !leaving.owns {
            return None;
        }
        let parent = link.parent().filter(|parent| parent.as_ptr() != state.root.get())?;
        // SAFETY: T2: C1: the anchor is below the root, so its ancestors up to there are in lists.
        node = unsafe { Listed::new(parent) };
    }
}

/// For walks from the start: back to where the next step leads to what follows the child's subtree.
///
/// # Safety
/// C1: the state is that of a walk of `K`s.
unsafe fn reposition_forward<K: OwnKind>(state: &IterState, leaving: &Leaving<'_>) {
    step_back::<K>(state, leaving, |node| node.prev());
}

/// The same in a mirror, for walks from the end that enter and leave: to where the next step from the end leads to what
/// precedes the child's subtree.
///
/// # Safety
/// C1: the state is that of a walk of `K`s.
unsafe fn reposition_mirrored<K: OwnKind>(state: &IterState, leaving: &Leaving<'_>) {
    step_back::<K>(state, leaving, |node| node.next());
}

/// Steps back from a child that leaves: to its neighbour on the side that the walk comes from, or to its parent.
#[inline(always)]
fn step_back<K: OwnKind>(state: &IterState, leaving: &Leaving<'_>, beside: fn(Listed<K>) -> Option<Listed<K>>) {
    let Some(node) = leaving_node::<K>(state, leaving) else {
        return;
    };
    if let Some(to) = leaving.by.or_else(|| beside(node).map(|to| to.ptr())) {
        state.anchor.set(to.as_ptr());
        state.stance.set(Stance::Left);
    } else {
        let parent = leaving.link.parent().filter(|parent| parent.as_ptr() != state.root.get());
        state.anchor.set(parent.map_or(ptr::null_mut(), NodePtr::as_ptr));
        state.stance.set(Stance::Pushed);
    }
}

/// For walks from the end: on to what follows the child's subtree.
///
/// # Safety
/// C1: the state is that of a walk of `K`s.
unsafe fn reposition_backward<K: OwnKind>(state: &IterState, leaving: &Leaving<'_>) {
    let anchor = state.anchor();
    let Some(node) = leaving_node::<K>(state, leaving) else {
        return;
    };
    // SAFETY: a state with an anchor has a root.
    let root = unsafe { NodePtr::new_unchecked(state.root.get()) };
    // SAFETY: T1: C1: the anchor is below the root.
    let root = unsafe { TreeNav::new(root) };
    // What takes the place of the anchor itself is passed, like that.
    let by = leaving.by.filter(|_| anchor == Some(node.ptr()));
    let to = by.or_else(|| node.following(root).map(|next| next.ptr()));
    state.anchor.set(to.map_or(ptr::null_mut(), NodePtr::as_ptr));
}

fn is_through<K: OwnKind>(one: &IterState, other: &IterState) -> bool {
    let (Some(at), Some(behind)) = (anchor::<K>(one), anchor::<K>(other)) else { return false };
    *at == *behind && (one.stance.get() == Stance::Left || other.stance.get() == Stance::Left)
}

#[inline(never)]
fn is_met_by<K: OwnKind>(back: &IterState, front: &IterState, node: Listed<K>, enters: bool) -> bool {
    back.is_paired.set(true);
    let is_there = anchor::<K>(back).is_some_and(|at| *at == *node) && (back.stance.get() == Stance::Left) == enters;
    is_there || is_through::<K>(front, back)
}

/// The place of a walk in one direction.
pub(crate) struct TreeCursor<K> {
    cursor: Cursor,
    marker: PhantomData<fn(K) -> K>,
}

impl<K: OwnKind> TreeCursor<K> {
    /// For a walk that enters and leaves what is below this node, from the start.
    pub(crate) fn below(root: TreeNav<K>) -> TreeCursor<K> {
        let cursor = Cursor::of_tree(root.ptr(), false, reposition_forward::<K>);
        TreeCursor { cursor, marker: PhantomData }
    }

    /// The same from the end.
    pub(crate) fn below_from_end(root: TreeNav<K>) -> TreeCursor<K> {
        let cursor = Cursor::of_tree(root.ptr(), true, reposition_mirrored::<K>);
        TreeCursor { cursor, marker: PhantomData }
    }

    /// The walk goes on from the start, too; this is its place at the end.
    #[inline]
    pub(crate) fn pair(&self) {
        self.cursor.state().is_paired.set(true);
    }

    /// Whether the two ends of a walk are on one node, and one of them is through with it.
    pub(crate) fn is_through(&self, other: &TreeCursor<K>) -> bool {
        is_through::<K>(self.cursor.state(), other.cursor.state())
    }

    /// Whether this end of a walk stands on the next event of the other end, or that is through.
    #[inline(always)]
    pub(crate) fn is_met_by(&self, other: &TreeCursor<K>, node: Listed<K>, enters: bool) -> bool {
        // By the states, so that the walk itself can be kept in registers.
        is_met_by::<K>(self.cursor.state(), other.cursor.state(), node, enters)
    }

    /// For a walk of the children of this node, from the start.
    pub(crate) fn children(parent: TreeNav<K>) -> TreeCursor<K> {
        TreeCursor { cursor: Self::of_children(parent, false), marker: PhantomData }
    }

    /// Of one list, or in a tree of several edges, of what is below the node: the walk stays among its children.
    #[inline(always)]
    fn of_children(parent: TreeNav<K>, backward: bool) -> Cursor {
        if K::COUNT == 1 {
            return Cursor::of_list(K::own_list(parent.value(), 0), backward);
        }
        let reposition = if backward { reposition_backward::<K> } else { reposition_forward::<K> };
        Cursor::of_tree(parent.ptr(), backward, reposition)
    }

    /// For a walk of the children of the node that this handle keeps, from either end.
    pub(crate) fn list(parent: &Strong<K::Node>, backward: bool) -> TreeCursor<K> {
        TreeCursor { cursor: Self::of_children(TreeNav::held(parent), backward), marker: PhantomData }
    }

    /// Whether the other end of the walk, which is about to go on to `next`, has come to this one.
    pub(crate) fn has_met(&self, other: &TreeCursor<K>, next: Listed<K>) -> bool {
        self.cursor.state().has_met(other.cursor.state(), next.ptr())
    }

    /// For a walk of the siblings of a node, from that node on; with the parent, which is alive as long as the result
    /// is kept. `None` if there is none, or one that is being dropped.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn siblings<H: Yield<K::Node>>(value: &K::Node, backward: bool) -> Option<(TreeCursor<K>, H)> {
        let (nav, node) = parent_of::<K>(value).zip(TreeNav::<K>::of(value))?;
        let parent: H = nav.yielded()?;
        let cursor = Self::of_children(nav, backward);
        cursor.state().anchor.set(node.ptr().as_ptr());
        Some((TreeCursor { cursor, marker: PhantomData }, parent))
    }

    #[inline(always)]
    pub(crate) fn anchor(&self) -> Option<Listed<K>> {
        anchor(self.cursor.state())
    }

    #[inline(always)]
    pub(crate) fn move_to(&self, node: Listed<K>) {
        self.cursor.state().anchor.set(node.ptr().as_ptr());
    }

    #[inline(always)]
    pub(crate) fn stance(&self) -> Stance {
        self.cursor.state().stance.get()
    }

    #[inline(always)]
    pub(crate) fn set_stance(&self, stance: Stance) {
        self.cursor.state().stance.set(stance);
    }
}

/// The path down to the anchor of a walk, as far as it is remembered: on the way up, the next node is then known before
/// the one below has come from memory.
///
/// What is remembered are parents of each other, the last one that of the walk's anchor, while its stance is `Entered`:
/// when one of them or the anchor leaves its place, the state is [repositioned](reposition_forward) and gets another
/// stance, and the next step forgets the way.
///
/// The nodes themselves are in the walk's state: with an array in the walk, the walk could not be kept in registers.
struct Path {
    /// Those from `start` to `end` are remembered.
    start: usize,
    end: usize,
}

impl Path {
    const NONE: Path = Path { start: 0, end: 0 };

    /// The walk goes down from this node.
    #[inline(always)]
    fn push(&mut self, state: &IterState, node: NodePtr) {
        state.path[self.end % PATH].set(node.as_ptr());
        self.end = self.end.wrapping_add(1);
        self.start = if self.end.wrapping_sub(self.start) > PATH { self.start.wrapping_add(1) } else { self.start };
    }

    /// The parent of the anchor, if it is remembered; the walk goes up to it.
    #[inline(always)]
    fn pop(&mut self, state: &IterState) -> Option<NodePtr> {
        if self.end == self.start {
            return None;
        }
        self.end = self.end.wrapping_sub(1);
        // SAFETY: written by `push`.
        Some(unsafe { NodePtr::new_unchecked(state.path[self.end % PATH].get()) })
    }

    /// The walk goes elsewhere.
    #[inline(always)]
    fn forget(&mut self) {
        self.start = self.end;
    }
}

/// The node that a walk starts from, which is alive as long as the walk.
pub(crate) trait Start<K> {
    /// `None` before it is allocated.
    fn get(&self) -> Option<TreeNav<K>>;
}

/// The node that a walk starts from and holds.
impl<K: OwnKind> Start<K> for Strong<K::Node> {
    #[inline(always)]
    fn get(&self) -> Option<TreeNav<K>> {
        Some(TreeNav::held(self))
    }
}

/// The node that a walk starts from and borrows.
pub(crate) struct Root<'n, K> {
    /// `None` before it is allocated.
    node: Option<NodePtr>,
    borrowed: PhantomData<&'n ()>,
    marker: PhantomData<fn(K) -> K>,
}

impl<'n, K: OwnKind> Root<'n, K> {
    #[inline(always)]
    pub(crate) fn of(value: &'n K::Node) -> Root<'n, K> {
        Root { node: TreeNav::<K>::of(value).map(TreeNav::ptr), borrowed: PhantomData, marker: PhantomData }
    }
}

impl<K: OwnKind> Start<K> for Root<'_, K> {
    #[inline(always)]
    fn get(&self) -> Option<TreeNav<K>> {
        // SAFETY: T1: borrowed.
        self.node.map(|node| unsafe { TreeNav::new(node) })
    }
}

/// A walk of what is below a node in document order, from either end.
pub(crate) struct DownWalk<K, S> {
    ends: Ends,
    path: Path,
    /// Dropped last: if this is a handle, user code may run then.
    root: S,
    marker: PhantomData<fn() -> K>,
}

impl<K: OwnKind, S: Start<K>> DownWalk<K, S> {
    #[inline(always)]
    pub(crate) fn new(root: S) -> DownWalk<K, S> {
        DownWalk { ends: Ends::NEITHER, path: Path::NONE, root, marker: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn root(&self) -> Option<TreeNav<K>> {
        self.root.get()
    }

    /// Skips the descendants of the node that [`next`](DownWalk::next) gave last.
    pub(crate) fn skip_descendants(&self) {
        if let Some(front) = &self.ends.front {
            front.skip_descendants();
        }
    }

    /// Begins a walk. Out of line, and without the walk itself, so that the walk can be kept in registers.
    #[cold]
    #[inline(never)]
    fn begin(root: TreeNav<K>) -> FrontCursor {
        FrontCursor::new(Cursor::of_tree(root.ptr(), false, reposition_forward::<K>), root.ptr())
    }

    /// [`Listed::following`], by the path where it is known: of the walk's anchor, which has no
    /// children.
    #[inline(always)]
    fn following(path: &mut Path, state: &IterState, mut node: Listed<K>, root: TreeNav<K>) -> Option<Listed<K>> {
        if let Some(next) = node.next() {
            return Some(next);
        }
        loop {
            node = match path.pop(state) {
                // SAFETY: T2: a node that the walk yielded, so it is below the root, and is still in its place.
                Some(parent) => unsafe { Listed::new(parent) },
                None => node.parent_below(root)?,
            };
            if let Some(next) = node.next() {
                return Some(next);
            }
        }
    }

    /// The next step from a position that is not simply the node yielded last.
    #[cold]
    #[inline(never)]
    fn resume(state: &IterState, root: TreeNav<K>) -> Option<Listed<K>> {
        match (anchor::<K>(state), state.stance.get()) {
            (None, _) => root.first(),
            (Some(at), Stance::Left) => at.following(root),
            (Some(at), _) => at.first().or_else(|| at.following(root)),
        }
    }

    /// The next one; before all others the root itself, once, if it is `inclusive` and not being dropped.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn next<H: Yield<K::Node>>(&mut self, inclusive: &mut bool) -> Option<H> {
        let root = self.root()?;
        let front = match &mut self.ends.front {
            Some(front) => front,
            None => {
                if core::mem::take(inclusive) {
                    if let Some(root) = root.yielded() {
                        return Some(root);
                    }
                }
                self.ends.front.insert(Self::begin(root))
            }
        };
        // SAFETY: T2: C1: it is the anchor.
        let next = match front.at().map(|at| unsafe { Listed::new(at) }) {
            Some(at) => match at.first_in_front() {
                Some(first) => {
                    self.path.push(front.state(), at.ptr());
                    first
                }
                None if K::COUNT > 1 => match at.first_in_others() {
                    Some(first) => {
                        self.path.push(front.state(), at.ptr());
                        first
                    }
                    None => Self::following(&mut self.path, front.state(), at, root)?,
                },
                None => Self::following(&mut self.path, front.state(), at, root)?,
            },
            None => {
                self.path.forget();
                Self::resume(front.state(), root)?
            }
        };
        if self.ends.back.as_ref().is_some_and(|back| back.state().is_met_by(front.state(), next.ptr())) {
            // It stays where it is.
            self.path.forget();
            return None;
        }
        front.step_to(next.ptr());
        Some(next.yielded())
    }

    /// The next one from the end; `Err` if nothing is left below the root, `Ok(None)` if the two ends have met.
    pub(crate) fn next_back(&mut self) -> Result<Option<Listed<K>>, ()> {
        let root = self.root().ok_or(())?;
        let state = self
            .ends
            .back
            .get_or_insert_with(|| ManuallyDrop::new(Cursor::of_tree(root.ptr(), true, reposition_backward::<K>)))
            .state();
        let next = match anchor::<K>(state) {
            None => root.last().map(Listed::deepest_last),
            Some(at) => match at.prev() {
                Some(prev) => Some(prev.deepest_last()),
                None => at.parent_below(root),
            },
        };
        let next = next.ok_or(())?;
        if let Some(front) = self.ends.front.as_ref().map(FrontCursor::state) {
            state.is_paired.set(true);
            if front.has_met(state, next.ptr()) {
                return Ok(None);
            }
            if let (Some(at), Stance::Left) = (anchor::<K>(front), front.stance.get()) {
                if next.is_within(*at) {
                    return Ok(None);
                }
            }
        }
        state.anchor.set(next.ptr().as_ptr());
        Ok(Some(next))
    }
}
