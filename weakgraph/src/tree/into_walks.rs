//! The walks of a [`Tree`] that own the node that they start from.

use core::fmt;
use core::mem;

use super::breadth_first::Levels;
use super::walk::{Below, Beside, Events, WalkEvent};
use super::{In, Tree};
use crate::core::panics::dropping;
use crate::core::strong::Strong;
use crate::engine::nav::{Listed, first_child, last_child, parent_of};
use crate::engine::walk::TreeCursor;

/// Walks that own their start, so that they can be returned, and stored in a struct.
///
/// Each is as the method of [`Tree`] of the same name without `into_`, which borrows the node. As these methods take
/// the handle itself, none of them hides a method of the node. Clone the handle to keep it.
///
/// # Example
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong};
///
/// #[derive(Graph)]
/// #[graph(new)]
/// struct Dir {
///     name: &'static str,
///     #[weak] parent: Parent<Dir>,
///     #[strong] children: Children<Dir>,
/// }
///
/// fn hidden(root: Strong<Dir>) -> impl Iterator<Item = Strong<Dir>> {
///     root.into_descendants().filter(|dir| dir.name.starts_with('.'))
/// }
///
/// let root = Dir::new("");
/// root.add_child(Dir::new(".git")).add_child(Dir::new("objects"));
/// root.add_child(Dir::new("src"));
/// assert!(hidden(root).map(|dir| dir.name).eq([".git"]));
/// ```
impl<T: Tree> Strong<T> {
    /// Returns an iterator over the children, from either end, which owns the parent. Edits are handled as in
    /// [`Children::iter`](crate::Children::iter).
    pub fn into_children(self) -> IntoChildren<T> {
        IntoChildren { front: None, back: None, parent: self }
    }

    /// As [`Tree::descendants`], with a walk that owns this handle.
    pub fn into_descendants(self) -> IntoDescendants<T> {
        IntoDescendants { walk: Below::new(self, false) }
    }

    /// As [`Tree::inclusive_descendants`], with a walk that owns this handle.
    pub fn into_inclusive_descendants(self) -> IntoDescendants<T> {
        IntoDescendants { walk: Below::new(self, true) }
    }

    /// As [`Tree::traverse`], with a walk that owns this handle.
    pub fn into_traverse(self) -> IntoTraverse<T> {
        IntoTraverse { walk: Events::new(self) }
    }

    /// As [`Tree::breadth_first`], with a walk that owns this handle.
    pub fn into_breadth_first(self) -> IntoBreadthFirst<T> {
        IntoBreadthFirst { walk: Levels::new(self) }
    }

    /// As [`Tree::leaves`], with a walk that owns this handle.
    pub fn into_leaves(self) -> IntoLeaves<T> {
        IntoLeaves { walk: Below::new(self, false) }
    }

    /// As [`Tree::ancestors`], with a walk that owns this handle until the first step, and then one to the ancestor
    /// that it yielded last.
    pub fn into_ancestors(self) -> IntoAncestors<T> {
        IntoAncestors { inclusive: false, at: self }
    }

    /// As [`Tree::inclusive_ancestors`], with a walk that owns what [`into_ancestors`](Strong::into_ancestors) owns.
    pub fn into_inclusive_ancestors(self) -> IntoAncestors<T> {
        IntoAncestors { inclusive: true, at: self }
    }

    /// As [`Tree::next_siblings`], with a walk that owns the parent. This handle is dropped.
    pub fn into_next_siblings(self) -> IntoSiblings<T> {
        let walk = IntoSiblings { walk: Beside::new(&*self, false) };
        dropping(self, walk)
    }

    /// As [`Tree::prev_siblings`], with a walk that owns the parent. This handle is dropped.
    pub fn into_prev_siblings(self) -> IntoSiblings<T> {
        let walk = IntoSiblings { walk: Beside::new(&*self, true) };
        dropping(self, walk)
    }
}

/// An iterator over the children of a node that it owns; see [`Strong::into_children`].
pub struct IntoChildren<T: Tree> {
    front: Option<TreeCursor<In<T, T::Relation>>>,
    back: Option<TreeCursor<In<T, T::Relation>>>,
    /// Dropped last: user code may run then.
    parent: Strong<T>,
}

impl<T: Tree> IntoChildren<T> {
    /// The next one, unless the other end has come to it.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn step(
        cursor: &TreeCursor<In<T, T::Relation>>,
        other: Option<&TreeCursor<In<T, T::Relation>>>,
        next: Option<Listed<In<T, T::Relation>>>,
    ) -> Option<Strong<T>> {
        let next = next?;
        if other.is_some_and(|other| other.has_met(cursor, next)) {
            return None;
        }
        cursor.move_to(next);
        Some(next.yielded())
    }
}

impl<T: Tree> Iterator for IntoChildren<T> {
    type Item = Strong<T>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<T>> {
        let cursor = self.front.get_or_insert_with(|| TreeCursor::list(&self.parent, false));
        self.back.iter().for_each(TreeCursor::pair);
        let next = cursor.anchor().map_or_else(|| first_child(&*self.parent), |at| at.next());
        IntoChildren::step(cursor, self.back.as_ref(), next)
    }
}

impl<T: Tree> DoubleEndedIterator for IntoChildren<T> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<Strong<T>> {
        let cursor = self.back.get_or_insert_with(|| TreeCursor::list(&self.parent, true));
        if self.front.is_some() {
            cursor.pair();
        }
        let next = cursor.anchor().map_or_else(|| last_child(&*self.parent), |at| at.prev());
        IntoChildren::step(cursor, self.front.as_ref(), next)
    }
}

/// An iterator over the descendants of a node that it owns; see [`Strong::into_descendants`].
pub struct IntoDescendants<T: Tree> {
    walk: Below<In<T, T::Relation>, Strong<T>, Strong<T>>,
}

impl<T: Tree> IntoDescendants<T> {
    /// As [`Descendants::skip_descendants`](crate::Descendants::skip_descendants).
    pub fn skip_descendants(&mut self) {
        self.walk.skip_descendants();
    }
}

impl<T: Tree> Iterator for IntoDescendants<T> {
    type Item = Strong<T>;

    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<T>> {
        self.walk.next()
    }
}

impl<T: Tree> DoubleEndedIterator for IntoDescendants<T> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<Strong<T>> {
        self.walk.next_back()
    }
}

/// An iterator over a node that it owns and its descendants, each entered and left; see [`Strong::into_traverse`].
pub struct IntoTraverse<T: Tree> {
    walk: Events<In<T, T::Relation>, Strong<T>, Strong<T>>,
}

impl<T: Tree> IntoTraverse<T> {
    /// As [`Traverse::skip_descendants`](crate::Traverse::skip_descendants).
    pub fn skip_descendants(&mut self) {
        self.walk.skip_descendants();
    }
}

impl<T: Tree> Iterator for IntoTraverse<T> {
    type Item = WalkEvent<Strong<T>>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<WalkEvent<Strong<T>>> {
        self.walk.next()
    }
}

impl<T: Tree> DoubleEndedIterator for IntoTraverse<T> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<WalkEvent<Strong<T>>> {
        self.walk.next_back()
    }
}

/// An iterator over the descendants of a node that it owns, level by level; see [`Strong::into_breadth_first`].
pub struct IntoBreadthFirst<T: Tree> {
    walk: Levels<In<T, T::Relation>, Strong<T>, Strong<T>>,
}

impl<T: Tree> Iterator for IntoBreadthFirst<T> {
    type Item = Strong<T>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<T>> {
        self.walk.next()
    }
}

/// An iterator over the descendants without children of a node that it owns; see [`Strong::into_leaves`].
pub struct IntoLeaves<T: Tree> {
    walk: Below<In<T, T::Relation>, Strong<T>, Strong<T>>,
}

impl<T: Tree> Iterator for IntoLeaves<T> {
    type Item = Strong<T>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<T>> {
        self.walk.next_leaf()
    }
}

impl<T: Tree> DoubleEndedIterator for IntoLeaves<T> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<Strong<T>> {
        self.walk.next_leaf_back()
    }
}

/// An iterator over ancestors, the nearest first; see [`Strong::into_ancestors`].
pub struct IntoAncestors<T: Tree> {
    inclusive: bool,
    /// The one yielded last, or the start.
    at: Strong<T>,
}

impl<T: Tree> Iterator for IntoAncestors<T> {
    type Item = Strong<T>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<T>> {
        if mem::take(&mut self.inclusive) {
            return Some(self.at.clone());
        }
        let next: Strong<T> = parent_of::<In<T, T::Relation>>(&self.at)?.yielded()?;
        self.at = next.clone();
        Some(next)
    }
}

/// An iterator over the siblings of a node on one side, the nearest first; see [`Strong::into_next_siblings`].
pub struct IntoSiblings<T: Tree> {
    walk: Beside<In<T, T::Relation>, Strong<T>>,
}

impl<T: Tree> Iterator for IntoSiblings<T> {
    type Item = Strong<T>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<T>> {
        self.walk.next()
    }
}

macro_rules! debug {
    ($($walk:ident)*) => {$(
        impl<T: Tree> fmt::Debug for $walk<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($walk)).finish_non_exhaustive()
            }
        }
    )*};
}

debug!(IntoChildren IntoDescendants IntoTraverse IntoBreadthFirst IntoLeaves IntoAncestors IntoSiblings);
