//! The walks of a [`Tree`]: where one goes from a node, and the iterators.
//!
//! Those that go down or sideways stand on the node that they yielded last, in a [cursor](crate::core::live_iters) that
//! edits move along; see [`Tree::descendants`] for what that means to a user.

use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr;

use super::{Position, Tree};
use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::live_iters::{Cursor, Ends, FrontCursor, IterState, Leaving, PATH, Stance};
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::yields::{Yield, unless_dying};
use crate::engine::identity::containing_node;

/// The ways from one node of a tree to the next.
///
/// Every function here: I1, I2, I4: `node` is a live node of type `T`, and so is what comes back (I6).
pub(crate) struct TreeNav<T>(PhantomData<T>);

impl<T: Tree> TreeNav<T> {
    #[inline(always)]
    unsafe fn link<'a>(node: NodePtr) -> &'a Link {
        // SAFETY: see above.
        unsafe { link_of::<T, T::Relation>(node) }
    }

    #[inline(always)]
    pub(crate) unsafe fn head<'a>(node: NodePtr) -> &'a Head {
        // SAFETY: see above.
        let head: *const Head = unsafe { node.value::<T>() }.__children().__head();
        // SAFETY: in that value, which is alive for `'a`.
        unsafe { &*head }
    }

    #[inline(always)]
    pub(crate) unsafe fn parent(node: NodePtr) -> Option<NodePtr> {
        // SAFETY: see above.
        unsafe { Self::link(node) }.parent()
    }

    #[inline(always)]
    pub(crate) unsafe fn first(node: NodePtr) -> Option<NodePtr> {
        // SAFETY: see above.
        unsafe { Self::head(node) }.first()
    }

    #[inline(always)]
    pub(crate) unsafe fn last(node: NodePtr) -> Option<NodePtr> {
        // SAFETY: see above.
        unsafe { Self::head(node) }.last::<T, T::Relation>()
    }

    #[inline(always)]
    pub(crate) unsafe fn next(node: NodePtr) -> Option<NodePtr> {
        // SAFETY: see above.
        unsafe { Self::link(node) }.next()
    }

    #[inline(always)]
    pub(crate) unsafe fn prev(node: NodePtr) -> Option<NodePtr> {
        // SAFETY: see above.
        unsafe { Self::link(node) }.prev()
    }

    /// The parent, if it is not the root of the walk.
    #[inline(always)]
    unsafe fn parent_below(node: NodePtr, root: NodePtr) -> Option<NodePtr> {
        // SAFETY: see above.
        unsafe { Self::parent(node) }.filter(|&parent| parent != root)
    }

    /// The next one in document order that is not below `node`.
    #[inline(always)]
    unsafe fn following(mut node: NodePtr, root: NodePtr) -> Option<NodePtr> {
        loop {
            // SAFETY: see above.
            if let Some(next) = unsafe { Self::next(node) } {
                return Some(next);
            }
            // SAFETY: see above.
            node = unsafe { Self::parent_below(node, root) }?;
        }
    }

    /// The last one in document order in the subtree of `node`.
    unsafe fn deepest_last(mut node: NodePtr) -> NodePtr {
        // SAFETY: see above.
        while let Some(last) = unsafe { Self::last(node) } {
            node = last;
        }
        node
    }

    /// Whether `node` is `other` or below it.
    pub(crate) unsafe fn is_within(mut node: NodePtr, other: NodePtr) -> bool {
        while node != other {
            // SAFETY: see above.
            let Some(parent) = (unsafe { Self::parent(node) }) else { return false };
            node = parent;
        }
        true
    }

    /// The node on the way up from the state's anchor that leaves.
    unsafe fn leaving(state: &IterState, leaving: &Leaving<'_>) -> Option<NodePtr> {
        let mut node = state.anchor()?;
        loop {
            // SAFETY: C1, and I6 for the parents.
            let at = unsafe { Self::link(node) };
            if ptr::eq(at, leaving.link) {
                return Some(node);
            }
            if !leaving.owns {
                return None;
            }
            node = at.parent().filter(|parent| parent.as_ptr() != state.root.get())?;
        }
    }

    /// For walks from the start: back to where the next step leads to what follows the child's subtree.
    unsafe fn reposition_forward(state: &IterState, leaving: &Leaving<'_>) {
        // SAFETY: forwarded.
        let Some(node) = (unsafe { Self::leaving(state, leaving) }) else {
            return;
        };
        // SAFETY: I6.
        if let Some(prev) = leaving.by.or_else(|| unsafe { Self::prev(node) }) {
            state.anchor.set(prev.as_ptr());
            state.stance.set(Stance::Left);
        } else {
            let parent = leaving.link.parent().filter(|parent| parent.as_ptr() != state.root.get());
            state.anchor.set(parent.map_or(ptr::null_mut(), NodePtr::as_ptr));
            state.stance.set(Stance::Pushed);
        }
    }

    /// For walks from the end: on to what follows the child's subtree.
    unsafe fn reposition_backward(state: &IterState, leaving: &Leaving<'_>) {
        let anchor = state.anchor();
        // SAFETY: forwarded.
        let Some(node) = (unsafe { Self::leaving(state, leaving) }) else {
            return;
        };
        // SAFETY: a state with an anchor has a root.
        let root = unsafe { NodePtr::new_unchecked(state.root.get()) };
        // What takes the place of the anchor itself is passed, like that.
        let by = leaving.by.filter(|_| anchor == Some(node));
        // SAFETY: I6.
        let to = by.or_else(|| unsafe { Self::following(node, root) });
        state.anchor.set(to.map_or(ptr::null_mut(), NodePtr::as_ptr));
    }
}

/// The way down to where a walk stands, as far as it is remembered: on the way up, the next node is then known before
/// the one below has come from memory.
///
/// What is remembered are parents of each other, the last one that of the walk's anchor, while its stance is `Entered`:
/// when one of them or the anchor leaves its place, the state is [repositioned](TreeNav::reposition_forward) and gets
/// another stance, and the next step forgets the way.
///
/// The nodes themselves are in the walk's state: an array in the walk would keep it from the registers.
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

    /// The parent of what the walk stands on, if it is remembered; the walk goes up to it.
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

/// The root that a walk borrows, and what it yields.
type From<'n, T, H> = PhantomData<(&'n T, fn() -> H)>;

/// An iterator over descendants in document order, from either end; see [`Tree::descendants`].
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
pub struct Descendants<'n, T: Tree, H = Strong<T>> {
    root: From<'n, T, H>,
    /// Where the root is; `None` before its birth.
    root_node: Option<NodePtr>,
    /// Whether the root itself comes first.
    inclusive: bool,
    /// Whether the root came last: nothing is before it.
    over: bool,
    ends: Ends,
    path: Path,
}

impl<'n, T: Tree, H: Yield<T>> Descendants<'n, T, H> {
    #[inline(always)]
    pub(crate) fn new(root: &'n T, inclusive: bool) -> Descendants<'n, T, H> {
        Descendants {
            root: PhantomData,
            root_node: containing_node(root),
            inclusive,
            over: false,
            ends: Ends::NEITHER,
            path: Path::NONE,
        }
    }

    /// Skips the descendants of the node that [`next`](Iterator::next) yielded last. Costs O(1).
    ///
    /// Before the first step, and right after the root itself, nothing is skipped.
    ///
    /// ```
    /// # use weakgraph::{Children, Graph, Parent, Strong, Tree};
    /// # #[derive(Graph)]
    /// # #[graph(new)]
    /// # struct Dir { name: &'static str, #[weak] parent: Parent<Dir>, #[strong] children: Children<Dir> }
    /// let root = Dir::new("");
    /// root.add_child(Dir::new(".git")).add_child(Dir::new("objects"));
    /// root.add_child(Dir::new("src"));
    /// let mut shown = Vec::new();
    /// let mut walk = root.descendants();
    /// while let Some(dir) = walk.next() {
    ///     if dir.name.starts_with('.') {
    ///         walk.skip_descendants();
    ///     }
    ///     shown.push(dir.name);
    /// }
    /// assert_eq!(shown, [".git", "src"]);
    /// ```
    pub fn skip_descendants(&mut self) {
        if let Some(front) = &self.ends.front {
            front.skip_descendants();
        }
    }

    #[inline(always)]
    fn root_once(&mut self) -> Option<H> {
        let root = core::mem::take(&mut self.inclusive).then_some(self.root_node).flatten()?;
        // SAFETY: the root is borrowed.
        unsafe { unless_dying(root) }
    }

    /// Where a walk begins. Out of line, and without the walk itself, so that that can be kept in registers.
    #[cold]
    #[inline(never)]
    fn begin(root: NodePtr) -> FrontCursor {
        FrontCursor::new(Cursor::of_tree(root, false, TreeNav::<T>::reposition_forward), root)
    }

    /// [`TreeNav::following`], by the path where it is known.
    ///
    /// # Safety
    /// C1: the walk stands on `node`, which has no children. The root is borrowed.
    #[inline(always)]
    unsafe fn following(path: &mut Path, state: &IterState, mut node: NodePtr, root: NodePtr) -> Option<NodePtr> {
        // SAFETY: forwarded.
        if let Some(next) = unsafe { TreeNav::<T>::next(node) } {
            return Some(next);
        }
        loop {
            node = match path.pop(state) {
                Some(parent) => parent,
                // SAFETY: forwarded.
                None => unsafe { TreeNav::<T>::parent_below(node, root) }?,
            };
            // SAFETY: I6: a parent.
            if let Some(next) = unsafe { TreeNav::<T>::next(node) } {
                return Some(next);
            }
        }
    }

    /// The next step from a place that is not simply the node yielded last.
    ///
    /// # Safety
    /// C1 for the state; its root is borrowed.
    #[cold]
    #[inline(never)]
    unsafe fn resume(state: &IterState, root: NodePtr) -> Option<NodePtr> {
        match (state.anchor(), state.stance.get()) {
            // SAFETY: the root is borrowed.
            (None, _) => unsafe { TreeNav::<T>::first(root) },
            // SAFETY: C1.
            (Some(at), Stance::Left) => unsafe { TreeNav::<T>::following(at, root) },
            (Some(at), _) => {
                // SAFETY: C1.
                let first = unsafe { TreeNav::<T>::first(at) };
                // SAFETY: C1.
                first.or_else(|| unsafe { TreeNav::<T>::following(at, root) })
            }
        }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Descendants<'_, T, H> {
    type Item = H;

    #[inline(always)]
    fn next(&mut self) -> Option<H> {
        let root = self.root_node?;
        let front = match &mut self.ends.front {
            Some(front) => front,
            None => {
                if self.inclusive {
                    if let Some(root) = self.root_once() {
                        return Some(root);
                    }
                }
                self.ends.front.insert(Self::begin(root))
            }
        };
        let next = match front.at() {
            // SAFETY: C1.
            Some(at) => match unsafe { TreeNav::<T>::first(at) } {
                Some(first) => {
                    self.path.push(front.state(), at);
                    first
                }
                // SAFETY: C1.
                None => unsafe { Self::following(&mut self.path, front.state(), at, root) }?,
            },
            None => {
                self.path.forget();
                // SAFETY: C1; the root is borrowed.
                unsafe { Self::resume(front.state(), root) }?
            }
        };
        if self.ends.back.as_ref().is_some_and(|back| back.state().is_met_by(front.state(), next)) {
            // It stays where it is.
            self.path.forget();
            return None;
        }
        front.step_to(next);
        // SAFETY: I6: a child.
        Some(unsafe { H::__of(next) })
    }
}

impl<T: Tree, H: Yield<T>> DoubleEndedIterator for Descendants<'_, T, H> {
    fn next_back(&mut self) -> Option<H> {
        if self.over {
            return None;
        }
        let Some(root) = self.root_node else {
            return self.root_once();
        };
        let state = self
            .ends
            .back
            .get_or_insert_with(|| ManuallyDrop::new(Cursor::of_tree(root, true, TreeNav::<T>::reposition_backward)))
            .state();
        let next = match state.anchor() {
            // SAFETY: the root is borrowed.
            None => Some(unsafe { TreeNav::<T>::deepest_last(root) }).filter(|&last| last != root),
            // SAFETY: C1.
            Some(at) => match unsafe { TreeNav::<T>::prev(at) } {
                // SAFETY: I6.
                Some(prev) => Some(unsafe { TreeNav::<T>::deepest_last(prev) }),
                // SAFETY: C1.
                None => unsafe { TreeNav::<T>::parent_below(at, root) },
            },
        };
        let Some(next) = next else {
            self.over = self.inclusive;
            return self.root_once();
        };
        if let Some(front) = self.ends.front.as_ref().map(FrontCursor::state) {
            state.is_paired.set(true);
            if front.has_met(state, next) {
                return None;
            }
            if let (Some(at), Stance::Left) = (front.anchor(), front.stance.get()) {
                // SAFETY: C1, I6.
                if unsafe { TreeNav::<T>::is_within(next, at) } {
                    return None;
                }
            }
        }
        state.anchor.set(next.as_ptr());
        // SAFETY: I6: a child.
        Some(unsafe { H::__of(next) })
    }
}

/// A step of [`Tree::traverse`]. It holds a handle, or a [`NodeRef`](crate::NodeRef) in a [session](crate::read()).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WalkEvent<H> {
    /// Before the node's descendants.
    Enter(H),
    /// After them.
    Leave(H),
}

impl<H> WalkEvent<H> {
    /// Returns the node, entered or left.
    pub fn node(&self) -> &H {
        match self {
            WalkEvent::Enter(node) | WalkEvent::Leave(node) => node,
        }
    }

    /// Returns the node, entered or left.
    pub fn into_node(self) -> H {
        match self {
            WalkEvent::Enter(node) | WalkEvent::Leave(node) => node,
        }
    }
}

/// An iterator over a node and its descendants, each entered and left; see [`Tree::traverse`].
///
/// `H` is as for [`Descendants`].
pub struct Traverse<'n, T: Tree, H = Strong<T>> {
    root: From<'n, T, H>,
    /// Where the root is; `None` before its birth.
    root_node: Option<NodePtr>,
    entered: bool,
    left: bool,
    /// Whether the state's stance may be `Skipped`.
    skips: bool,
    at: Option<Cursor>,
}

impl<'n, T: Tree, H: Yield<T>> Traverse<'n, T, H> {
    pub(crate) fn new(root: &'n T) -> Traverse<'n, T, H> {
        Traverse {
            root: PhantomData,
            root_node: containing_node(root),
            entered: false,
            left: false,
            skips: false,
            at: None,
        }
    }

    /// Skips the descendants of the node that was entered last. The next step leaves that node. Costs O(1).
    ///
    /// After any other step than an `Enter`, and right after the root was entered, nothing is skipped.
    pub fn skip_descendants(&mut self) {
        let Some(state) = self.at.as_ref().map(Cursor::state) else { return };
        if state.stance.get() == Stance::Entered && state.anchor().is_some() {
            // In the state, which the node's leaving its place changes: no other node is taken for this one later.
            state.stance.set(Stance::Skipped);
            self.skips = true;
        }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Traverse<'_, T, H> {
    type Item = WalkEvent<H>;

    fn next(&mut self) -> Option<WalkEvent<H>> {
        if self.left {
            return None;
        }
        let root = self.root_node?;
        let state =
            self.at.get_or_insert_with(|| Cursor::of_tree(root, false, TreeNav::<T>::reposition_forward)).state();
        if !core::mem::replace(&mut self.entered, true) {
            // SAFETY: the root is borrowed.
            if let Some(root) = unsafe { unless_dying::<T, H>(root) } {
                return Some(WalkEvent::Enter(root));
            }
        }
        let at = state.anchor();
        if core::mem::take(&mut self.skips)
            // Unless it left its place.
            && state.stance.get() == Stance::Skipped
        {
            state.stance.set(Stance::Left);
            // SAFETY: C1: the anchor is a child.
            return at.map(|at| WalkEvent::Leave(unsafe { H::__of(at) }));
        }
        let enter = match at {
            // SAFETY: the root is borrowed.
            None => unsafe { TreeNav::<T>::first(root) },
            // SAFETY: C1.
            Some(at) if state.stance.get() == Stance::Left => unsafe { TreeNav::<T>::next(at) },
            // SAFETY: C1.
            Some(at) => unsafe { TreeNav::<T>::first(at) },
        };
        if let Some(next) = enter {
            state.anchor.set(next.as_ptr());
            state.stance.set(Stance::Entered);
            // SAFETY: I6: a child.
            return Some(WalkEvent::Enter(unsafe { H::__of(next) }));
        }
        let leave = match at {
            None => None,
            // SAFETY: C1.
            Some(at) if state.stance.get() == Stance::Left => unsafe { TreeNav::<T>::parent_below(at, root) },
            Some(at) => Some(at),
        };
        let Some(node) = leave else {
            self.left = true;
            // SAFETY: the root is borrowed.
            return unsafe { unless_dying::<T, H>(root) }.map(WalkEvent::Leave);
        };
        state.anchor.set(node.as_ptr());
        state.stance.set(Stance::Left);
        // SAFETY: I6: a child.
        Some(WalkEvent::Leave(unsafe { H::__of(node) }))
    }
}

/// An iterator over descendants without children; see [`Tree::leaves`].
///
/// `H` is as for [`Descendants`].
pub struct Leaves<'n, T: Tree, H = Strong<T>> {
    all: Descendants<'n, T, H>,
}

impl<'n, T: Tree, H: Yield<T>> Leaves<'n, T, H> {
    pub(crate) fn new(root: &'n T) -> Leaves<'n, T, H> {
        Leaves { all: Descendants::new(root, false) }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Leaves<'_, T, H> {
    type Item = H;

    fn next(&mut self) -> Option<H> {
        self.all.find(|node| T::is_leaf(node))
    }
}

impl<T: Tree, H: Yield<T>> DoubleEndedIterator for Leaves<'_, T, H> {
    fn next_back(&mut self) -> Option<H> {
        self.all.rfind(|node| T::is_leaf(node))
    }
}

/// An iterator over ancestors, the nearest first; see [`Tree::ancestors`].
///
/// `H` is as for [`Descendants`].
pub struct Ancestors<'n, T: Tree, H = Strong<T>> {
    node: &'n T,
    inclusive: bool,
    /// The one yielded last.
    at: Option<H>,
}

impl<'n, T: Tree, H: Yield<T>> Ancestors<'n, T, H> {
    pub(crate) fn new(node: &'n T, inclusive: bool) -> Ancestors<'n, T, H> {
        Ancestors { node, inclusive, at: None }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Ancestors<'_, T, H> {
    type Item = H;

    #[inline]
    fn next(&mut self) -> Option<H> {
        if core::mem::take(&mut self.inclusive) {
            // SAFETY: borrowed.
            if let Some(node) = containing_node(self.node).and_then(|node| unsafe { unless_dying(node) }) {
                return Some(node);
            }
        }
        let parent = self.at.as_deref().unwrap_or(self.node).__link().parent()?;
        // SAFETY: I6: the parent is not past step 4 of its death.
        let next: H = unsafe { unless_dying(parent) }?;
        self.at = Some(next.clone());
        Some(next)
    }
}

/// An iterator over the siblings of a node on one side, the nearest first; see [`Tree::next_siblings`].
///
/// `H` is as for [`Descendants`].
pub struct Siblings<'n, T: Tree, H = Strong<T>> {
    node: PhantomData<&'n T>,
    backward: bool,
    /// The walk, and the parent, which is alive as long; `None` for a node without one.
    walk: Option<(Cursor, H)>,
}

impl<'n, T: Tree, H: Yield<T>> Siblings<'n, T, H> {
    pub(crate) fn new(node: &'n T, backward: bool) -> Siblings<'n, T, H> {
        let place = node.__link().parent().zip(containing_node(node));
        let walk = place.and_then(|(parent, node)| {
            // SAFETY: I6: the parent is not past step 4 of its death.
            let parent: H = unsafe { unless_dying(parent) }?;
            let cursor = Cursor::of_list(T::__children(&parent).__head(), backward);
            cursor.state().anchor.set(node.as_ptr());
            Some((cursor, parent))
        });
        Siblings { node: PhantomData, backward, walk }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Siblings<'_, T, H> {
    type Item = H;

    fn next(&mut self) -> Option<H> {
        let (cursor, parent) = self.walk.as_ref()?;
        let (state, parent) = (cursor.state(), parent.__raw());
        let next = match (state.anchor(), self.backward) {
            // SAFETY: the parent is alive by its handle.
            (None, false) => unsafe { TreeNav::<T>::first(parent) },
            // SAFETY: as above.
            (None, true) => unsafe { TreeNav::<T>::last(parent) },
            // SAFETY: C1.
            (Some(at), false) => unsafe { TreeNav::<T>::next(at) },
            // SAFETY: C1.
            (Some(at), true) => unsafe { TreeNav::<T>::prev(at) },
        }?;
        state.anchor.set(next.as_ptr());
        // SAFETY: I6: a child.
        Some(unsafe { H::__of(next) })
    }
}

macro_rules! debug {
    ($($walk:ident)*) => {$(
        impl<T: Tree, H> fmt::Debug for $walk<'_, T, H> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($walk)).finish_non_exhaustive()
            }
        }
    )*};
}

debug!(Descendants Traverse Leaves Ancestors Siblings);

/// Where `other` is, seen from `this`.
///
/// # Safety
/// I1, I2, I4: both are live nodes of type `T`.
pub(crate) unsafe fn position<T: Tree>(this: NodePtr, other: NodePtr) -> Position {
    if this == other {
        return Position::Same;
    }
    let depth = |node: NodePtr| {
        // SAFETY: I6.
        core::iter::successors(Some(node), |&node| unsafe { TreeNav::<T>::parent(node) }).count()
    };
    // The ancestor of a node that is so many steps above it.
    let above = |node: NodePtr, steps: usize| {
        // SAFETY: I6.
        core::iter::successors(Some(node), |&node| unsafe { TreeNav::<T>::parent(node) }).nth(steps).unwrap_or(node)
    };
    let (depth_this, depth_other) = (depth(this), depth(other));
    let mut a = above(this, depth_this.saturating_sub(depth_other));
    let mut b = above(other, depth_other.saturating_sub(depth_this));
    if a == b {
        return if depth_this < depth_other { Position::Descendant } else { Position::Ancestor };
    }
    loop {
        // SAFETY: I6.
        let parent_of_a = unsafe { TreeNav::<T>::parent(a) };
        // SAFETY: I6.
        match (parent_of_a, unsafe { TreeNav::<T>::parent(b) }) {
            (Some(parent_a), Some(parent_b)) if parent_a != parent_b => (a, b) = (parent_a, parent_b),
            (Some(_), Some(_)) => break,
            _ => return Position::Disconnected,
        }
    }
    // Two siblings: look for `b` on both sides of `a` in turns.
    let (mut before, mut after) = (Some(a), Some(a));
    loop {
        // SAFETY: I6.
        after = after.and_then(|node| unsafe { TreeNav::<T>::next(node) });
        if after == Some(b) {
            return Position::Following;
        }
        // SAFETY: I6.
        before = before.and_then(|node| unsafe { TreeNav::<T>::prev(node) });
        if before == Some(b) {
            return Position::Preceding;
        }
        // One side ends: it is on the other.
        match (before, after) {
            (None, _) => return Position::Following,
            (_, None) => return Position::Preceding,
            _ => {}
        }
    }
}
