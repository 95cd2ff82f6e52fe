//! The walks of a [`Tree`]: the iterators. How one goes on from a node is in [`engine::walk`](crate::engine::walk).
//!
//! Those that go down or sideways stand on the node that they yielded last, in a [cursor](crate::core::live_iters) that
//! edits move along; see [`Tree::descendants`] for what that means to a user.
//!
//! Each is a generic walk over what it starts from: [`Root`], which borrows the node, or a handle, for those of
//! [`into_walks`](super::into_walks).

use core::fmt;
use core::marker::PhantomData;
use core::mem;

use super::{In, Position, Tree, TreeIn};
use crate::core::live_iters::Stance;
use crate::core::strong::Strong;
use crate::core::yields::Yield;
use crate::engine::nav::{Listed, OwnKind, TreeNav, first_child, parent_of};
use crate::engine::walk::{DownWalk, Root, Start, TreeCursor};

/// What is below a node, from either end.
pub(super) struct Below<K, S, H> {
    walk: DownWalk<K, S>,
    /// Whether the root itself comes first.
    inclusive: bool,
    /// Whether the root came last: nothing is before it.
    over: bool,
    yields: PhantomData<fn() -> H>,
}

impl<K: OwnKind, S: Start<K>, H: Yield<K::Node>> Below<K, S, H> {
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn new(root: S, inclusive: bool) -> Below<K, S, H> {
        Below { walk: DownWalk::new(root), inclusive, over: false, yields: PhantomData }
    }

    pub(super) fn skip_descendants(&self) {
        self.walk.skip_descendants();
    }

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next(&mut self) -> Option<H> {
        self.walk.next(&mut self.inclusive)
    }

    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next_back(&mut self) -> Option<H> {
        if self.over {
            return None;
        }
        match self.walk.next_back() {
            Ok(next) => Some(next?.yielded()),
            Err(()) => {
                self.over = self.inclusive;
                mem::take(&mut self.inclusive).then(|| self.walk.root()).flatten()?.yielded()
            }
        }
    }

    /// The next one without children.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next_leaf(&mut self) -> Option<H> {
        loop {
            let node = self.next()?;
            if first_child::<K>(&node).is_none() {
                return Some(node);
            }
        }
    }

    /// The same from the end.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next_leaf_back(&mut self) -> Option<H> {
        loop {
            let node = self.next_back()?;
            if first_child::<K>(&node).is_none() {
                return Some(node);
            }
        }
    }
}

/// An iterator over descendants in document order, from either end; see [`Tree::descendants`].
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
pub struct Descendants<'n, T, H = Strong<T>, R = <T as Tree>::Relation> {
    walk: Below<In<T, R>, Root<'n, In<T, R>>, H>,
}

impl<'n, T: TreeIn<R>, H: Yield<T>, R> Descendants<'n, T, H, R> {
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn new(root: &'n T, inclusive: bool) -> Descendants<'n, T, H, R> {
        Descendants { walk: Below::new(Root::of(root), inclusive) }
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
        self.walk.skip_descendants();
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> Iterator for Descendants<'_, T, H, R> {
    type Item = H;

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<H> {
        self.walk.next()
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> DoubleEndedIterator for Descendants<'_, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<H> {
        self.walk.next_back()
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
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn node(&self) -> &H {
        match self {
            WalkEvent::Enter(node) | WalkEvent::Leave(node) => node,
        }
    }

    /// Returns the node, entered or left.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn into_node(self) -> H {
        match self {
            WalkEvent::Enter(node) | WalkEvent::Leave(node) => node,
        }
    }
}

/// A node and what is below it, each entered and left, from either end.
///
/// Each end stands on the event that it yielded last: entering its anchor, or leaving it, or where it had to step back
/// from what left, one that came before. So the two have met where the next event of one is the last of the other.
pub(super) struct Events<K, S, H> {
    /// Where the walk from the start is, once that has entered the root.
    front: Option<TreeCursor<K>>,
    /// Where the walk from the end is, once that has left the root.
    back: Option<TreeCursor<K>>,
    /// Whether the root was entered, from either end.
    entered: bool,
    /// Whether the root was left, from either end.
    left: bool,
    /// Whether the stance of `front` may be `Skipped`.
    skips: bool,
    root: S,
    yields: PhantomData<fn() -> H>,
}

impl<K: OwnKind, S: Start<K>, H: Yield<K::Node>> Events<K, S, H> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn new(root: S) -> Events<K, S, H> {
        Events { front: None, back: None, entered: false, left: false, skips: false, root, yields: PhantomData }
    }

    pub(super) fn skip_descendants(&mut self) {
        let Some(cursor) = &self.front else { return };
        if cursor.stance() == Stance::Entered && cursor.anchor().is_some() {
            // In the cursor, which the node's leaving its place changes: no other node is taken for this one later.
            cursor.set_stance(Stance::Skipped);
            self.skips = true;
        }
    }

    /// Whether the end of the walk stands on this event, or the start is through.
    #[inline(always)]
    fn meets_back(back: &Option<TreeCursor<K>>, front: &TreeCursor<K>, node: Listed<K>, enters: bool) -> bool {
        back.as_ref().is_some_and(|back| back.is_met_by(front, node, enters))
    }

    /// Whether the start of the walk stands on this event, or has skipped it, or the end is through.
    fn meets_front(&self, back: &TreeCursor<K>, node: Listed<K>, leaves: bool) -> bool {
        let Some(front) = &self.front else { return false };
        back.pair();
        let Some(at) = front.anchor() else { return false };
        let is_there = *at == *node && (front.stance() == Stance::Left) == leaves;
        let is_skipped = front.stance() == Stance::Skipped && node.is_within(*at) && !(*at == *node && leaves);
        is_there || is_skipped || front.is_through(back)
    }

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next(&mut self) -> Option<WalkEvent<H>> {
        let root = self.root.get()?;
        if self.left && self.back.is_none() {
            return None;
        }
        // Without a place here, the other end has come to the start.
        if self.entered && self.front.is_none() {
            return None;
        }
        let cursor = self.front.get_or_insert_with(|| TreeCursor::below(root));
        if !mem::replace(&mut self.entered, true) {
            if let Some(root) = root.yielded() {
                return Some(WalkEvent::Enter(root));
            }
        }
        let at = cursor.anchor();
        if mem::take(&mut self.skips)
            // Unless it left its place.
            && cursor.stance() == Stance::Skipped
        {
            let at = at?;
            if let Some(back) = &self.back {
                back.pair();
                if back.anchor().is_some_and(|back| back.is_within(*at)) {
                    self.skips = true;
                    return None;
                }
            }
            cursor.set_stance(Stance::Left);
            return Some(WalkEvent::Leave(at.yielded()));
        }
        let enter = match at {
            None => root.first_in_front(),
            Some(at) if cursor.stance() == Stance::Left => at.next(),
            Some(at) => at.first_in_front(),
        };
        let enter = match at {
            _ if K::COUNT == 1 || enter.is_some() => enter,
            None => root.first_in_others(),
            Some(_) if cursor.stance() == Stance::Left => None,
            Some(at) => at.first_in_others(),
        };
        if let Some(next) = enter {
            if Self::meets_back(&self.back, cursor, next, true) {
                return None;
            }
            cursor.move_to(next);
            cursor.set_stance(Stance::Entered);
            return Some(WalkEvent::Enter(next.yielded()));
        }
        let leave = match at {
            None => None,
            Some(at) if cursor.stance() == Stance::Left => at.parent_below(root),
            Some(at) => Some(at),
        };
        let Some(node) = leave else {
            let was_left = mem::replace(&mut self.left, true);
            return if was_left { None } else { root.yielded().map(WalkEvent::Leave) };
        };
        if Self::meets_back(&self.back, cursor, node, false) {
            return None;
        }
        cursor.move_to(node);
        cursor.set_stance(Stance::Left);
        Some(WalkEvent::Leave(node.yielded()))
    }

    /// [`next`](Events::next) in a mirror.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next_back(&mut self) -> Option<WalkEvent<H>> {
        let root = self.root.get()?;
        if !mem::replace(&mut self.left, true) {
            self.back = Some(TreeCursor::below_from_end(root));
            if let Some(root) = root.yielded() {
                return Some(WalkEvent::Leave(root));
            }
        }
        let cursor = self.back.as_ref()?;
        if self.entered && self.front.is_none() {
            return None;
        }
        let at = cursor.anchor();
        let leave = match at {
            None => root.last(),
            Some(at) if cursor.stance() == Stance::Left => at.prev(),
            Some(at) => at.last(),
        };
        if let Some(next) = leave {
            if self.meets_front(cursor, next, true) {
                return None;
            }
            cursor.move_to(next);
            cursor.set_stance(Stance::Entered);
            return Some(WalkEvent::Leave(next.yielded()));
        }
        let enter = match at {
            None => None,
            Some(at) if cursor.stance() == Stance::Left => at.parent_below(root),
            Some(at) => Some(at),
        };
        let Some(node) = enter else {
            let was_entered = mem::replace(&mut self.entered, true);
            return if was_entered { None } else { root.yielded().map(WalkEvent::Enter) };
        };
        if self.meets_front(cursor, node, false) {
            return None;
        }
        cursor.move_to(node);
        cursor.set_stance(Stance::Left);
        Some(WalkEvent::Enter(node.yielded()))
    }
}

/// An iterator over a node and its descendants, each entered and left, from either end; see [`Tree::traverse`].
///
/// `H` is as for [`Descendants`].
pub struct Traverse<'n, T, H = Strong<T>, R = <T as Tree>::Relation> {
    walk: Events<In<T, R>, Root<'n, In<T, R>>, H>,
}

impl<'n, T: TreeIn<R>, H: Yield<T>, R> Traverse<'n, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn new(root: &'n T) -> Traverse<'n, T, H, R> {
        Traverse { walk: Events::new(Root::of(root)) }
    }

    /// Skips the descendants of the node that [`next`](Iterator::next) entered last. Its next step leaves that node.
    /// Costs O(1).
    ///
    /// After any other step than an `Enter`, and right after the root was entered, nothing is skipped.
    pub fn skip_descendants(&mut self) {
        self.walk.skip_descendants();
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> Iterator for Traverse<'_, T, H, R> {
    type Item = WalkEvent<H>;

    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<WalkEvent<H>> {
        self.walk.next()
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> DoubleEndedIterator for Traverse<'_, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<WalkEvent<H>> {
        self.walk.next_back()
    }
}

/// An iterator over descendants without children; see [`Tree::leaves`].
///
/// `H` is as for [`Descendants`].
pub struct Leaves<'n, T, H = Strong<T>, R = <T as Tree>::Relation> {
    walk: Below<In<T, R>, Root<'n, In<T, R>>, H>,
}

impl<'n, T: TreeIn<R>, H: Yield<T>, R> Leaves<'n, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn new(root: &'n T) -> Leaves<'n, T, H, R> {
        Leaves { walk: Below::new(Root::of(root), false) }
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> Iterator for Leaves<'_, T, H, R> {
    type Item = H;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<H> {
        self.walk.next_leaf()
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> DoubleEndedIterator for Leaves<'_, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<H> {
        self.walk.next_leaf_back()
    }
}

/// An iterator over ancestors, the nearest first; see [`Tree::ancestors`].
///
/// `H` is as for [`Descendants`].
pub struct Ancestors<'n, T, H = Strong<T>, R = <T as Tree>::Relation> {
    node: &'n T,
    inclusive: bool,
    /// The one yielded last.
    at: Option<H>,
    relation: PhantomData<fn() -> R>,
}

impl<'n, T: TreeIn<R>, H: Yield<T>, R> Ancestors<'n, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn new(node: &'n T, inclusive: bool) -> Ancestors<'n, T, H, R> {
        Ancestors { node, inclusive, at: None, relation: PhantomData }
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> Iterator for Ancestors<'_, T, H, R> {
    type Item = H;

    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<H> {
        if mem::take(&mut self.inclusive) {
            if let Some(node) = TreeNav::<In<T, R>>::of(self.node).and_then(TreeNav::yielded) {
                return Some(node);
            }
        }
        let next: H = parent_of::<In<T, R>>(self.at.as_deref().unwrap_or(self.node))?.yielded()?;
        self.at = Some(next.clone());
        Some(next)
    }
}

/// The siblings of a node on one side.
pub(super) struct Beside<K, H> {
    backward: bool,
    /// The walk, and the parent, which is alive as long; `None` for a node without one.
    walk: Option<(TreeCursor<K>, H)>,
}

impl<K: OwnKind, H: Yield<K::Node>> Beside<K, H> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn new(node: &K::Node, backward: bool) -> Beside<K, H> {
        Beside { backward, walk: TreeCursor::siblings(node, backward) }
    }

    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next(&mut self) -> Option<H> {
        let (cursor, parent) = self.walk.as_ref()?;
        let next = match cursor.anchor() {
            Some(at) if self.backward => at.prev(),
            Some(at) => at.next(),
            None => Self::outermost(parent, self.backward),
        }?;
        cursor.move_to(next);
        Some(next.yielded())
    }

    /// The first step after all nodes that the walk had passed left their places.
    #[cold]
    #[inline(never)]
    fn outermost(parent: &H, backward: bool) -> Option<Listed<K>> {
        let parent = TreeNav::<K>::held(parent);
        if backward { parent.last() } else { parent.first() }
    }
}

/// An iterator over the siblings of a node on one side, the nearest first; see [`Tree::next_siblings`].
///
/// `H` is as for [`Descendants`].
pub struct Siblings<'n, T, H = Strong<T>, R = <T as Tree>::Relation> {
    node: PhantomData<&'n T>,
    walk: Beside<In<T, R>, H>,
}

impl<'n, T: TreeIn<R>, H: Yield<T>, R> Siblings<'n, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn new(node: &'n T, backward: bool) -> Siblings<'n, T, H, R> {
        Siblings { node: PhantomData, walk: Beside::new(node, backward) }
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> Iterator for Siblings<'_, T, H, R> {
    type Item = H;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<H> {
        self.walk.next()
    }
}

macro_rules! debug {
    ($($walk:ident)*) => {$(
        impl<T, H, R> fmt::Debug for $walk<'_, T, H, R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($walk)).finish_non_exhaustive()
            }
        }
    )*};
}

debug!(Descendants Traverse Leaves Ancestors Siblings);

/// Where `other` is, seen from `this`.
pub(crate) fn position<K: OwnKind>(this: TreeNav<K>, other: TreeNav<K>) -> Position {
    if this == other {
        return Position::Same;
    }
    let up = |node: TreeNav<K>| core::iter::successors(Some(node), |node| node.parent());
    // The ancestor of a node that is so many steps above it.
    let above = |node: TreeNav<K>, steps: usize| up(node).nth(steps).unwrap_or(node);
    let (depth_this, depth_other) = (up(this).count(), up(other).count());
    let mut a = above(this, depth_this.saturating_sub(depth_other));
    let mut b = above(other, depth_other.saturating_sub(depth_this));
    if a == b {
        return if depth_this < depth_other { Position::Descendant } else { Position::Ancestor };
    }
    loop {
        match (a.parent(), b.parent()) {
            (Some(parent_a), Some(parent_b)) if parent_a != parent_b => (a, b) = (parent_a, parent_b),
            (Some(_), Some(_)) => break,
            _ => return Position::Disconnected,
        }
    }
    // Two siblings: look for `b` on both sides of `a` in turns.
    let (mut before, mut after) = (Some(a), Some(a));
    loop {
        after = after.and_then(TreeNav::next).map(|next| *next);
        if after == Some(b) {
            return Position::Following;
        }
        before = before.and_then(TreeNav::prev).map(|prev| *prev);
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
