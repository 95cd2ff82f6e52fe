//! The walks of a [`Tree`]: the iterators. How one goes on from a node is in [`engine::walk`](crate::engine::walk).
//!
//! Those that go down or sideways stand on the node that they yielded last, in a [cursor](crate::core::live_iters) that
//! edits move along; see [`Tree::descendants`] for what that means to a user.

use core::fmt;
use core::marker::PhantomData;

use super::{Position, Tree};
use crate::core::live_iters::Stance;
use crate::core::strong::Strong;
use crate::core::yields::Yield;
use crate::engine::nav::{TreeNav, first_child, last_child, parent_of};
use crate::engine::walk::{DownWalk, Root, TreeCursor};

/// An iterator over descendants in document order, from either end; see [`Tree::descendants`].
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
pub struct Descendants<'n, T: Tree, H = Strong<T>> {
    walk: DownWalk<'n, T>,
    /// Whether the root itself comes first.
    inclusive: bool,
    /// Whether the root came last: nothing is before it.
    over: bool,
    yields: PhantomData<fn() -> H>,
}

impl<'n, T: Tree, H: Yield<T>> Descendants<'n, T, H> {
    #[inline(always)]
    pub(crate) fn new(root: &'n T, inclusive: bool) -> Descendants<'n, T, H> {
        Descendants { walk: DownWalk::new(root), inclusive, over: false, yields: PhantomData }
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

    #[inline(always)]
    fn root_once(&mut self) -> Option<H> {
        core::mem::take(&mut self.inclusive).then(|| self.walk.root()).flatten()?.yielded()
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Descendants<'_, T, H> {
    type Item = H;

    #[inline(always)]
    fn next(&mut self) -> Option<H> {
        self.walk.next(&mut self.inclusive)
    }
}

impl<T: Tree, H: Yield<T>> DoubleEndedIterator for Descendants<'_, T, H> {
    fn next_back(&mut self) -> Option<H> {
        if self.over {
            return None;
        }
        match self.walk.next_back() {
            Ok(next) => Some(next?.yielded()),
            Err(()) => {
                self.over = self.inclusive;
                self.root_once()
            }
        }
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
    root: Root<'n, T>,
    entered: bool,
    left: bool,
    /// Whether the cursor's stance may be `Skipped`.
    skips: bool,
    at: Option<TreeCursor<T>>,
    yields: PhantomData<fn() -> H>,
}

impl<'n, T: Tree, H: Yield<T>> Traverse<'n, T, H> {
    pub(crate) fn new(root: &'n T) -> Traverse<'n, T, H> {
        Traverse { root: Root::of(root), entered: false, left: false, skips: false, at: None, yields: PhantomData }
    }

    /// Skips the descendants of the node that was entered last. The next step leaves that node. Costs O(1).
    ///
    /// After any other step than an `Enter`, and right after the root was entered, nothing is skipped.
    pub fn skip_descendants(&mut self) {
        let Some(cursor) = &self.at else { return };
        if cursor.stance() == Stance::Entered && cursor.anchor().is_some() {
            // In the cursor, which the node's leaving its place changes: no other node is taken for this one later.
            cursor.set_stance(Stance::Skipped);
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
        let root = self.root.get()?;
        let cursor = self.at.get_or_insert_with(|| TreeCursor::below(root));
        if !core::mem::replace(&mut self.entered, true) {
            if let Some(root) = root.yielded() {
                return Some(WalkEvent::Enter(root));
            }
        }
        let at = cursor.anchor();
        if core::mem::take(&mut self.skips)
            // Unless it left its place.
            && cursor.stance() == Stance::Skipped
        {
            cursor.set_stance(Stance::Left);
            return at.map(|at| WalkEvent::Leave(at.yielded()));
        }
        let enter = match at {
            None => root.first(),
            Some(at) if cursor.stance() == Stance::Left => at.next(),
            Some(at) => at.first(),
        };
        if let Some(next) = enter {
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
            self.left = true;
            return root.yielded().map(WalkEvent::Leave);
        };
        cursor.move_to(node);
        cursor.set_stance(Stance::Left);
        Some(WalkEvent::Leave(node.yielded()))
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
            if let Some(node) = TreeNav::of(self.node).and_then(TreeNav::yielded) {
                return Some(node);
            }
        }
        let next: H = parent_of(self.at.as_deref().unwrap_or(self.node))?.yielded()?;
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
    walk: Option<(TreeCursor<T>, H)>,
}

impl<'n, T: Tree, H: Yield<T>> Siblings<'n, T, H> {
    pub(crate) fn new(node: &'n T, backward: bool) -> Siblings<'n, T, H> {
        let walk = TreeCursor::siblings(node, backward);
        Siblings { node: PhantomData, backward, walk }
    }
}

impl<T: Tree, H: Yield<T>> Iterator for Siblings<'_, T, H> {
    type Item = H;

    fn next(&mut self) -> Option<H> {
        let (cursor, parent) = self.walk.as_ref()?;
        let next = match (cursor.anchor(), self.backward) {
            (None, false) => first_child(&**parent),
            (None, true) => last_child(&**parent),
            (Some(at), false) => at.next(),
            (Some(at), true) => at.prev(),
        }?;
        cursor.move_to(next);
        Some(next.yielded())
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
pub(crate) fn position<T: Tree>(this: TreeNav<T>, other: TreeNav<T>) -> Position {
    if this == other {
        return Position::Same;
    }
    let up = |node: TreeNav<T>| core::iter::successors(Some(node), |node| node.parent());
    // The ancestor of a node that is so many steps above it.
    let above = |node: TreeNav<T>, steps: usize| up(node).nth(steps).unwrap_or(node);
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
