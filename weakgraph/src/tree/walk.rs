//! The walks of a [`Tree`]: where one goes from a node, and the iterators.
//!
//! Those that go down or sideways stand on the node that they yielded last, in a [cursor](crate::core::live_iters) that edits
//! move along; see [`Tree::descendants`] for what that means to a user.

use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr;

use super::{Position, Tree};
use crate::core::link::Link;
use crate::core::list::{Head, link_of};
use crate::core::live_iters::{Cursor, Ends, Leaving, PATH, Slot, Stance, Stand};
use crate::core::ptr::Raw;
use crate::core::strong::Strong;
use crate::core::yields::{Yield, unless_dying};
use crate::engine::identity::home_of;

/// The ways from one node of a tree to the next.
///
/// Every function here: I1, I2, I4: `node` is a live node of type `T`, and so is what comes back (I6).
pub(crate) struct Go<T>(PhantomData<T>);

impl<T: Tree> Go<T> {
    #[inline(always)]
    unsafe fn link<'a>(node: Raw) -> &'a Link {
        // SAFETY: see above.
        unsafe { link_of::<T, T::Relation>(node) }
    }

    #[inline(always)]
    pub(crate) unsafe fn head<'a>(node: Raw) -> &'a Head {
        // SAFETY: see above.
        let head: *const Head = unsafe { node.value::<T>() }.__children().__head();
        // SAFETY: in that value, which is alive for `'a`.
        unsafe { &*head }
    }

    #[inline(always)]
    pub(crate) unsafe fn owner(node: Raw) -> Option<Raw> {
        // SAFETY: see above.
        unsafe { Self::link(node) }.owner()
    }

    #[inline(always)]
    pub(crate) unsafe fn first(node: Raw) -> Option<Raw> {
        // SAFETY: see above.
        unsafe { Self::head(node) }.first()
    }

    #[inline(always)]
    pub(crate) unsafe fn last(node: Raw) -> Option<Raw> {
        // SAFETY: see above.
        unsafe { Self::head(node) }.last::<T, T::Relation>()
    }

    #[inline(always)]
    pub(crate) unsafe fn next(node: Raw) -> Option<Raw> {
        // SAFETY: see above.
        unsafe { Self::link(node) }.next()
    }

    #[inline(always)]
    pub(crate) unsafe fn prev(node: Raw) -> Option<Raw> {
        // SAFETY: see above.
        unsafe { Self::link(node) }.prev()
    }

    /// The owner, if it is not the root of the walk.
    #[inline(always)]
    unsafe fn owner_below(node: Raw, root: Raw) -> Option<Raw> {
        // SAFETY: see above.
        unsafe { Self::owner(node) }.filter(|&owner| owner != root)
    }

    /// The next one in document order that is not below `node`.
    #[inline(always)]
    unsafe fn following(mut node: Raw, root: Raw) -> Option<Raw> {
        loop {
            // SAFETY: see above.
            if let Some(next) = unsafe { Self::next(node) } {
                return Some(next);
            }
            // SAFETY: see above.
            node = unsafe { Self::owner_below(node, root) }?;
        }
    }

    /// The last one in document order in the subtree of `node`.
    unsafe fn deepest_last(mut node: Raw) -> Raw {
        // SAFETY: see above.
        while let Some(last) = unsafe { Self::last(node) } {
            node = last;
        }
        node
    }

    /// Whether `node` is `other` or below it.
    pub(crate) unsafe fn is_within(mut node: Raw, other: Raw) -> bool {
        while node != other {
            // SAFETY: see above.
            let Some(owner) = (unsafe { Self::owner(node) }) else { return false };
            node = owner;
        }
        true
    }

    /// The node on the way up from the slot's anchor that leaves.
    unsafe fn leaving(slot: &Slot, leaving: &Leaving<'_>) -> Option<Raw> {
        let mut node = slot.anchor()?;
        loop {
            // SAFETY: C1, and I6 for the owners.
            let at = unsafe { Self::link(node) };
            if ptr::eq(at, leaving.link) {
                return Some(node);
            }
            if !leaving.owns {
                return None;
            }
            node = at.owner().filter(|owner| owner.as_ptr() != slot.root.get())?;
        }
    }

    /// For walks from the start: back to where the next step leads to what follows the member's subtree.
    unsafe fn evict_forward(slot: &Slot, leaving: &Leaving<'_>) {
        // SAFETY: forwarded.
        let Some(node) = (unsafe { Self::leaving(slot, leaving) }) else {
            return;
        };
        // SAFETY: I6.
        if let Some(prev) = leaving.by.or_else(|| unsafe { Self::prev(node) }) {
            slot.anchor.set(prev.as_ptr());
            slot.stance.set(Stance::Left);
        } else {
            let owner = leaving.link.owner().filter(|owner| owner.as_ptr() != slot.root.get());
            slot.anchor.set(owner.map_or(ptr::null_mut(), Raw::as_ptr));
            slot.stance.set(Stance::Pushed);
        }
    }

    /// For walks from the end: on to what follows the member's subtree.
    unsafe fn evict_backward(slot: &Slot, leaving: &Leaving<'_>) {
        let anchor = slot.anchor();
        // SAFETY: forwarded.
        let Some(node) = (unsafe { Self::leaving(slot, leaving) }) else {
            return;
        };
        // SAFETY: a slot with an anchor has a root.
        let root = unsafe { Raw::new_unchecked(slot.root.get()) };
        // What takes the place of the anchor itself is passed, like that.
        let by = leaving.by.filter(|_| anchor == Some(node));
        // SAFETY: I6.
        let to = by.or_else(|| unsafe { Self::following(node, root) });
        slot.anchor.set(to.map_or(ptr::null_mut(), Raw::as_ptr));
    }
}

/// The way down to where a walk stands, as far as it is remembered: on the way up, the next node is then known before the one
/// below has come from memory.
///
/// What is remembered are owners of each other, the last one that of the walk's anchor, while its stance is `Entered`: when one of
/// them or the anchor leaves its place, the slot is [evicted](Go::evict_forward) and gets another stance, and the next step forgets
/// the way.
///
/// The nodes themselves are in the walk's slot: an array in the walk would keep it from the registers.
struct Path {
    /// Those from `start` to `end` are remembered.
    start: usize,
    end: usize,
}

impl Path {
    const NONE: Path = Path { start: 0, end: 0 };

    /// The walk goes down from this node.
    #[inline(always)]
    fn push(&mut self, slot: &Slot, node: Raw) {
        slot.path[self.end % PATH].set(node.as_ptr());
        self.end = self.end.wrapping_add(1);
        self.start = if self.end.wrapping_sub(self.start) > PATH { self.start.wrapping_add(1) } else { self.start };
    }

    /// The owner of what the walk stands on, if it is remembered; the walk goes up to it.
    #[inline(always)]
    fn pop(&mut self, slot: &Slot) -> Option<Raw> {
        if self.end == self.start {
            return None;
        }
        self.end = self.end.wrapping_sub(1);
        // SAFETY: written by `push`.
        Some(unsafe { Raw::new_unchecked(slot.path[self.end % PATH].get()) })
    }

    /// The walk goes elsewhere.
    #[inline(always)]
    fn forget(&mut self) {
        self.start = self.end;
    }
}

/// The root that a walk borrows, and what it yields.
type From<'n, T, H> = PhantomData<(&'n T, fn() -> H)>;

/// Descendants in document order, from either end; see [`Tree::descendants`].
///
/// `H` is what it yields: handles, or in a [session](crate::read()) [`NodeRef`](crate::NodeRef)s.
pub struct Descendants<'n, T: Tree, H = Strong<T>> {
    root: From<'n, T, H>,
    /// Where the root is; `None` before its birth.
    home: Option<Raw>,
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
            home: home_of(root),
            inclusive,
            over: false,
            ends: Ends::NEITHER,
            path: Path::NONE,
        }
    }

    /// Passes over what is below the node that [`next`](Iterator::next) yielded last. Costs O(1).
    ///
    /// Before the first step, and right after the root itself, nothing is passed over.
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
            front.pass_over();
        }
    }

    #[inline(always)]
    fn root_once(&mut self) -> Option<H> {
        let root = core::mem::take(&mut self.inclusive).then_some(self.home).flatten()?;
        // SAFETY: the root is borrowed.
        unsafe { unless_dying(root) }
    }

    /// Where a walk begins. Out of line, and without the walk itself, so that that can be kept in registers.
    #[cold]
    #[inline(never)]
    fn begin(root: Raw) -> Stand {
        Stand::new(Cursor::of_tree(root, false, Go::<T>::evict_forward), root)
    }

    /// [`Go::following`], by the path where it is known.
    ///
    /// # Safety
    /// C1: the walk stands on `node`, which has no members. The root is borrowed.
    #[inline(always)]
    unsafe fn following(path: &mut Path, slot: &Slot, mut node: Raw, root: Raw) -> Option<Raw> {
        // SAFETY: forwarded.
        if let Some(next) = unsafe { Go::<T>::next(node) } {
            return Some(next);
        }
        loop {
            node = match path.pop(slot) {
                Some(owner) => owner,
                // SAFETY: forwarded.
                None => unsafe { Go::<T>::owner_below(node, root) }?,
            };
            // SAFETY: I6: an owner.
            if let Some(next) = unsafe { Go::<T>::next(node) } {
                return Some(next);
            }
        }
    }

    /// The next step from a place that is not simply the node yielded last.
    ///
    /// # Safety
    /// C1 for the slot; its root is borrowed.
    #[cold]
    #[inline(never)]
    unsafe fn resume(slot: &Slot, root: Raw) -> Option<Raw> {
        match (slot.anchor(), slot.stance.get()) {
            // SAFETY: the root is borrowed.
            (None, _) => unsafe { Go::<T>::first(root) },
            // SAFETY: C1.
            (Some(at), Stance::Left) => unsafe { Go::<T>::following(at, root) },
            (Some(at), _) => {
                // SAFETY: C1.
                let first = unsafe { Go::<T>::first(at) };
                // SAFETY: C1.
                first.or_else(|| unsafe { Go::<T>::following(at, root) })
            }
        }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Descendants<'_, T, H> {
    type Item = H;

    #[inline(always)]
    fn next(&mut self) -> Option<H> {
        let root = self.home?;
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
            Some(at) => match unsafe { Go::<T>::first(at) } {
                Some(first) => {
                    self.path.push(front.slot(), at);
                    first
                }
                // SAFETY: C1.
                None => unsafe { Self::following(&mut self.path, front.slot(), at, root) }?,
            },
            None => {
                self.path.forget();
                // SAFETY: C1; the root is borrowed.
                unsafe { Self::resume(front.slot(), root) }?
            }
        };
        if self.ends.back.as_ref().is_some_and(|back| back.slot().is_met_by(front.slot(), next)) {
            // It stays where it is.
            self.path.forget();
            return None;
        }
        front.step_to(next);
        // SAFETY: I6: a member.
        Some(unsafe { H::__of(next) })
    }
}

impl<T: Tree, H: Yield<T>> DoubleEndedIterator for Descendants<'_, T, H> {
    fn next_back(&mut self) -> Option<H> {
        if self.over {
            return None;
        }
        let Some(root) = self.home else {
            return self.root_once();
        };
        let slot = self
            .ends
            .back
            .get_or_insert_with(|| ManuallyDrop::new(Cursor::of_tree(root, true, Go::<T>::evict_backward)))
            .slot();
        let next = match slot.anchor() {
            // SAFETY: the root is borrowed.
            None => Some(unsafe { Go::<T>::deepest_last(root) }).filter(|&last| last != root),
            // SAFETY: C1.
            Some(at) => match unsafe { Go::<T>::prev(at) } {
                // SAFETY: I6.
                Some(prev) => Some(unsafe { Go::<T>::deepest_last(prev) }),
                // SAFETY: C1.
                None => unsafe { Go::<T>::owner_below(at, root) },
            },
        };
        let Some(next) = next else {
            self.over = self.inclusive;
            return self.root_once();
        };
        if let Some(front) = self.ends.front.as_ref().map(Stand::slot) {
            slot.is_paired.set(true);
            if front.has_met(slot, next) {
                return None;
            }
            if let (Some(at), Stance::Left) = (front.anchor(), front.stance.get()) {
                // SAFETY: C1, I6.
                if unsafe { Go::<T>::is_within(next, at) } {
                    return None;
                }
            }
        }
        slot.anchor.set(next.as_ptr());
        // SAFETY: I6: a member.
        Some(unsafe { H::__of(next) })
    }
}

/// A step of [`Tree::traverse`]: of handles, or in a [session](crate::read()) of [`NodeRef`](crate::NodeRef)s.
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

/// A node and its descendants, each entered and left; see [`Tree::traverse`].
///
/// `H` as for [`Descendants`].
pub struct Traverse<'n, T: Tree, H = Strong<T>> {
    root: From<'n, T, H>,
    /// Where the root is; `None` before its birth.
    home: Option<Raw>,
    entered: bool,
    left: bool,
    /// Whether the slot's stance may be `Skipped`.
    skips: bool,
    at: Option<Cursor>,
}

impl<'n, T: Tree, H: Yield<T>> Traverse<'n, T, H> {
    pub(crate) fn new(root: &'n T) -> Traverse<'n, T, H> {
        Traverse { root: PhantomData, home: home_of(root), entered: false, left: false, skips: false, at: None }
    }

    /// Passes over what is below the node that was entered last; the next step leaves it. Costs O(1).
    ///
    /// After another step than an `Enter`, and right after the root was entered, nothing is passed over.
    pub fn skip_descendants(&mut self) {
        let Some(slot) = self.at.as_ref().map(Cursor::slot) else { return };
        if slot.stance.get() == Stance::Entered && slot.anchor().is_some() {
            // In the slot, which the node's leaving its place changes: no other node is taken for this one later.
            slot.stance.set(Stance::Skipped);
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
        let root = self.home?;
        let slot = self.at.get_or_insert_with(|| Cursor::of_tree(root, false, Go::<T>::evict_forward)).slot();
        if !core::mem::replace(&mut self.entered, true) {
            // SAFETY: the root is borrowed.
            if let Some(root) = unsafe { unless_dying::<T, H>(root) } {
                return Some(WalkEvent::Enter(root));
            }
        }
        let at = slot.anchor();
        if core::mem::take(&mut self.skips)
            // Unless it left its place.
            && slot.stance.get() == Stance::Skipped
        {
            slot.stance.set(Stance::Left);
            // SAFETY: C1: the anchor is a member.
            return at.map(|at| WalkEvent::Leave(unsafe { H::__of(at) }));
        }
        let enter = match at {
            // SAFETY: the root is borrowed.
            None => unsafe { Go::<T>::first(root) },
            // SAFETY: C1.
            Some(at) if slot.stance.get() == Stance::Left => unsafe { Go::<T>::next(at) },
            // SAFETY: C1.
            Some(at) => unsafe { Go::<T>::first(at) },
        };
        if let Some(next) = enter {
            slot.anchor.set(next.as_ptr());
            slot.stance.set(Stance::Entered);
            // SAFETY: I6: a member.
            return Some(WalkEvent::Enter(unsafe { H::__of(next) }));
        }
        let leave = match at {
            None => None,
            // SAFETY: C1.
            Some(at) if slot.stance.get() == Stance::Left => unsafe { Go::<T>::owner_below(at, root) },
            Some(at) => Some(at),
        };
        let Some(node) = leave else {
            self.left = true;
            // SAFETY: the root is borrowed.
            return unsafe { unless_dying::<T, H>(root) }.map(WalkEvent::Leave);
        };
        slot.anchor.set(node.as_ptr());
        slot.stance.set(Stance::Left);
        // SAFETY: I6: a member.
        Some(WalkEvent::Leave(unsafe { H::__of(node) }))
    }
}

/// Descendants that have no children; see [`Tree::leaves`].
///
/// `H` as for [`Descendants`].
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

/// The owners of a node, from the nearest up; see [`Tree::ancestors`].
///
/// `H` as for [`Descendants`].
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
            if let Some(node) = home_of(self.node).and_then(|node| unsafe { unless_dying(node) }) {
                return Some(node);
            }
        }
        let owner = self.at.as_deref().unwrap_or(self.node).__link().owner()?;
        // SAFETY: I6: the owner is not past step 4 of its death.
        let next: H = unsafe { unless_dying(owner) }?;
        self.at = Some(next.clone());
        Some(next)
    }
}

/// The siblings of a node on one side, from the nearest on; see [`Tree::next_siblings`].
///
/// `H` as for [`Descendants`].
pub struct Siblings<'n, T: Tree, H = Strong<T>> {
    node: PhantomData<&'n T>,
    backward: bool,
    /// The walk, and the owner, which is alive as long; `None` for a node without one.
    walk: Option<(Cursor, H)>,
}

impl<'n, T: Tree, H: Yield<T>> Siblings<'n, T, H> {
    pub(crate) fn new(node: &'n T, backward: bool) -> Siblings<'n, T, H> {
        let place = node.__link().owner().zip(home_of(node));
        let walk = place.and_then(|(owner, node)| {
            // SAFETY: I6: the owner is not past step 4 of its death.
            let owner: H = unsafe { unless_dying(owner) }?;
            let cursor = Cursor::of_list(T::__children(&owner).__head(), backward);
            cursor.slot().anchor.set(node.as_ptr());
            Some((cursor, owner))
        });
        Siblings { node: PhantomData, backward, walk }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Siblings<'_, T, H> {
    type Item = H;

    fn next(&mut self) -> Option<H> {
        let (cursor, owner) = self.walk.as_ref()?;
        let (slot, owner) = (cursor.slot(), owner.__raw());
        let next = match (slot.anchor(), self.backward) {
            // SAFETY: the owner is alive by its handle.
            (None, false) => unsafe { Go::<T>::first(owner) },
            // SAFETY: as above.
            (None, true) => unsafe { Go::<T>::last(owner) },
            // SAFETY: C1.
            (Some(at), false) => unsafe { Go::<T>::next(at) },
            // SAFETY: C1.
            (Some(at), true) => unsafe { Go::<T>::prev(at) },
        }?;
        slot.anchor.set(next.as_ptr());
        // SAFETY: I6: a member.
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
pub(crate) unsafe fn position<T: Tree>(this: Raw, other: Raw) -> Position {
    if this == other {
        return Position::Same;
    }
    let depth = |node: Raw| {
        // SAFETY: I6.
        core::iter::successors(Some(node), |&node| unsafe { Go::<T>::owner(node) }).count()
    };
    // The ancestor of a node that is so many steps above it.
    let above = |node: Raw, steps: usize| {
        // SAFETY: I6.
        core::iter::successors(Some(node), |&node| unsafe { Go::<T>::owner(node) }).nth(steps).unwrap_or(node)
    };
    let (depth_this, depth_other) = (depth(this), depth(other));
    let mut a = above(this, depth_this.saturating_sub(depth_other));
    let mut b = above(other, depth_other.saturating_sub(depth_this));
    if a == b {
        return if depth_this < depth_other { Position::Descendant } else { Position::Ancestor };
    }
    loop {
        // SAFETY: I6.
        let owner_of_a = unsafe { Go::<T>::owner(a) };
        // SAFETY: I6.
        match (owner_of_a, unsafe { Go::<T>::owner(b) }) {
            (Some(owner_a), Some(owner_b)) if owner_a != owner_b => (a, b) = (owner_a, owner_b),
            (Some(_), Some(_)) => break,
            _ => return Position::Disconnected,
        }
    }
    // Two siblings: look for `b` on both sides of `a` in turns.
    let (mut before, mut after) = (Some(a), Some(a));
    loop {
        // SAFETY: I6.
        after = after.and_then(|node| unsafe { Go::<T>::next(node) });
        if after == Some(b) {
            return Position::Following;
        }
        // SAFETY: I6.
        before = before.and_then(|node| unsafe { Go::<T>::prev(node) });
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
