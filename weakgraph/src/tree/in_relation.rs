//! The methods of [`InRelation`]: what [`Tree`](super::Tree) does, in any relation.
//!
//! Each has the bound that the type is a tree in the relation, so that a call on one that is none says that, and not
//! that there is no such method.

use super::walk::{self, Ancestors, Descendants, Leaves, Siblings, Traverse};
use super::{In, Position, TreeIn, insert, place_of};
use crate::Strong;
use crate::core::error::{LinkError, LinkErrorKind};
use crate::core::into_node::IntoNode;
use crate::core::traits::EditChildren;
use crate::core::traits::InRelation;
use crate::core::yields::Yield;
use crate::edge::{ChildrenIter, ChildrenView};
use crate::engine::nav::{self, Listed, TreeNav};
use crate::engine::reading::NodeRef;
use crate::engine::{edit, identity};
use crate::tree::breadth_first::BreadthFirst;

/// Looking around.
impl<'a, T, R, H: Yield<T>> InRelation<'a, T, R, H> {
    /// As [`Tree::parent`](crate::Tree::parent).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn parent(self) -> Option<H>
    where
        T: TreeIn<R>,
    {
        Some(H::__of(nav::alive_parent::<T, R>(self.node)?))
    }

    /// As [`Tree::children`](crate::Tree::children): an iterator, from either end.
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn children(self) -> ChildrenIter<'a, T, R, H>
    where
        T: TreeIn<R>,
    {
        self.list().walk()
    }

    /// As [`Tree::first_child`](crate::Tree::first_child).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn first_child(self) -> Option<H>
    where
        T: TreeIn<R>,
    {
        nav::first_child::<In<T, R>>(self.node).map(Listed::yielded)
    }

    /// As [`Tree::last_child`](crate::Tree::last_child).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn last_child(self) -> Option<H>
    where
        T: TreeIn<R>,
    {
        nav::last_child::<In<T, R>>(self.node).map(Listed::yielded)
    }

    /// As [`Tree::next_sibling`](crate::Tree::next_sibling).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn next_sibling(self) -> Option<H>
    where
        T: TreeIn<R>,
    {
        nav::next_sibling::<In<T, R>>(self.node).map(Listed::yielded)
    }

    /// As [`Tree::prev_sibling`](crate::Tree::prev_sibling).
    #[inline]
    #[doc(alias = "previous_sibling")]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn prev_sibling(self) -> Option<H>
    where
        T: TreeIn<R>,
    {
        nav::prev_sibling::<In<T, R>>(self.node).map(Listed::yielded)
    }

    /// As [`Tree::depth`](crate::Tree::depth).
    pub fn depth(self) -> usize
    where
        T: TreeIn<R>,
    {
        self.ancestors().count()
    }

    /// As [`Tree::is_root`](crate::Tree::is_root).
    pub fn is_root(self) -> bool
    where
        T: TreeIn<R>,
    {
        nav::alive_parent::<T, R>(self.node).is_none()
    }

    /// As [`Tree::is_leaf`](crate::Tree::is_leaf).
    #[inline]
    pub fn is_leaf(self) -> bool
    where
        T: TreeIn<R>,
    {
        self.list().is_empty()
    }

    /// As [`Tree::child_count`](crate::Tree::child_count).
    #[inline]
    pub fn child_count(self) -> usize
    where
        T: TreeIn<R>,
    {
        self.list().len()
    }

    /// As [`Tree::nth_child`](crate::Tree::nth_child).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn nth_child(self, index: usize) -> Option<H>
    where
        T: TreeIn<R>,
    {
        let last = self.child_count().checked_sub(1)?;
        if index <= last / 2 { self.children().nth(index) } else { self.children().nth_back(last.checked_sub(index)?) }
    }

    /// As [`Tree::index_in_parent`](crate::Tree::index_in_parent).
    pub fn index_in_parent(self) -> Option<usize>
    where
        T: TreeIn<R>,
    {
        self.parent()?;
        Some(core::iter::successors(self.prev_sibling(), |node| InRelation::<T, R, H>::of(node).prev_sibling()).count())
    }

    /// As [`Tree::ancestors`](crate::Tree::ancestors).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn ancestors(self) -> Ancestors<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Ancestors::new(self.node, false)
    }

    /// As [`Tree::inclusive_ancestors`](crate::Tree::inclusive_ancestors).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn inclusive_ancestors(self) -> Ancestors<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Ancestors::new(self.node, true)
    }

    /// As [`Tree::descendants`](crate::Tree::descendants).
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn descendants(self) -> Descendants<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Descendants::new(self.node, false)
    }

    /// As [`Tree::inclusive_descendants`](crate::Tree::inclusive_descendants).
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn inclusive_descendants(self) -> Descendants<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Descendants::new(self.node, true)
    }

    /// As [`Tree::traverse`](crate::Tree::traverse).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn traverse(self) -> Traverse<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Traverse::new(self.node)
    }

    /// As [`Tree::breadth_first`](crate::Tree::breadth_first).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn breadth_first(self) -> BreadthFirst<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        BreadthFirst::new(self.node)
    }

    /// As [`Tree::leaves`](crate::Tree::leaves).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn leaves(self) -> Leaves<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Leaves::new(self.node)
    }

    /// As [`Tree::next_siblings`](crate::Tree::next_siblings).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn next_siblings(self) -> Siblings<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Siblings::new(self.node, false)
    }

    /// As [`Tree::prev_siblings`](crate::Tree::prev_siblings).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn prev_siblings(self) -> Siblings<'a, T, H, R>
    where
        T: TreeIn<R>,
    {
        Siblings::new(self.node, true)
    }

    /// As [`Tree::is_ancestor_of`](crate::Tree::is_ancestor_of).
    pub fn is_ancestor_of(self, other: &T) -> bool
    where
        T: TreeIn<R>,
    {
        let (Some(this), Some(other)) = (TreeNav::<In<T, R>>::of(self.node), TreeNav::of(other)) else {
            return false;
        };
        this != other && other.is_within(this)
    }

    /// As [`Tree::is_descendant_of`](crate::Tree::is_descendant_of).
    pub fn is_descendant_of(self, other: &T) -> bool
    where
        T: TreeIn<R>,
    {
        InRelation::<T, R, H>::of(other).is_ancestor_of(self.node)
    }

    /// As [`Tree::compare_position`](crate::Tree::compare_position).
    pub fn compare_position(self, other: &T) -> Position
    where
        T: TreeIn<R>,
    {
        let (Some(this), Some(there)) = (TreeNav::<In<T, R>>::of(self.node), TreeNav::of(other)) else {
            return if core::ptr::eq(self.node, other) { Position::Same } else { Position::Disconnected };
        };
        walk::position(this, there)
    }

    /// As [`Tree::common_ancestor`](crate::Tree::common_ancestor).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn common_ancestor(self, other: &'a T) -> Option<H>
    where
        T: TreeIn<R>,
    {
        let other = InRelation::<T, R, H>::of(other);
        let (depth, other_depth) = (self.depth(), other.depth());
        let above = self.inclusive_ancestors().skip(depth.saturating_sub(other_depth));
        let other_above = other.inclusive_ancestors().skip(other_depth.saturating_sub(depth));
        above.zip(other_above).find(|(node, other)| node.__raw() == other.__raw()).map(|(node, _)| node)
    }

    /// As [`Tree::path`](crate::Tree::path).
    pub fn path(self) -> Vec<usize>
    where
        T: TreeIn<R>,
    {
        let index = |node: H| InRelation::<T, R, H>::of(&node).index_in_parent();
        let mut path: Vec<usize> = self.inclusive_ancestors().filter_map(index).collect();
        path.reverse();
        path
    }

    /// As [`Tree::at_path`](crate::Tree::at_path); `None` with an empty path if this node was dropped.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn at_path(self, path: &[usize]) -> Option<H>
    where
        T: TreeIn<R>,
    {
        let Some((&first, rest)) = path.split_first() else {
            return TreeNav::<In<T, R>>::of(self.node).and_then(TreeNav::yielded);
        };
        rest.iter().try_fold(self.nth_child(first)?, |node, &index| InRelation::<T, R, H>::of(&node).nth_child(index))
    }

    #[inline(always)]
    pub(crate) fn list(self) -> ChildrenView<'a, T, R>
    where
        T: TreeIn<R>,
    {
        let is_one_list = T::__EDGES.len() == 1 && T::__EDGES[0].1;
        if is_one_list { self.node.__edge(0) } else { ChildrenView::of_all(self.node) }
    }

    /// The list that an edit means which names none.
    #[inline(always)]
    fn only_list(self) -> Option<ChildrenView<'a, T, R>>
    where
        T: TreeIn<R>,
    {
        In::<T, R>::ONLY_LIST.map(|index| self.node.__edge(index))
    }
}

impl<T, R> InRelation<'_, T, R, Strong<T>> {
    /// As [`Tree::root`](crate::Tree::root).
    ///
    /// # Panics
    /// As that method.
    #[track_caller]
    pub fn root(self) -> Strong<T>
    where
        T: TreeIn<R>,
    {
        self.ancestors().last().unwrap_or_else(|| identity::handle(self.node))
    }
}

impl<'r, T, R> InRelation<'r, T, R, NodeRef<'r, T>> {
    /// As [`Tree::root`](crate::Tree::root); `None` if that is this node, which was dropped.
    pub fn root(self) -> Option<NodeRef<'r, T>>
    where
        T: TreeIn<R>,
    {
        self.inclusive_ancestors().last()
    }
}

/// Editing, for code that sees the fields: see [`TreeEdit`](crate::TreeEdit).
impl<T, R, H: Yield<T>> InRelation<'_, T, R, H> {
    /// As [`Tree::append`](crate::Tree::append).
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    #[inline(always)]
    pub fn append<K>(self, node: impl IntoNode<T>) -> Result<Strong<T>, LinkError>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        let node = node.into_node();
        match self.only_list() {
            Some(list) => list.append_in(self.node, node),
            None => Err(no_single_list::<T, R>(Some(self.node), Some(&node))),
        }
    }

    /// As [`Tree::prepend`](crate::Tree::prepend).
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    #[inline]
    pub fn prepend<K>(self, node: impl IntoNode<T>) -> Result<Strong<T>, LinkError>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        match self.only_list() {
            Some(list) => list.prepend(node),
            None => Err(no_single_list::<T, R>(Some(self.node), Some(&node.into_node()))),
        }
    }

    /// As [`Tree::insert_before`](crate::Tree::insert_before).
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_before<K>(self, node: impl IntoNode<T>) -> Result<Strong<T>, LinkError>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        insert::<T, R>(self.node, node.into_node(), false)
    }

    /// As [`Tree::insert_after`](crate::Tree::insert_after).
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_after<K>(self, node: impl IntoNode<T>) -> Result<Strong<T>, LinkError>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        insert::<T, R>(self.node, node.into_node(), true)
    }

    /// As [`Tree::replace_with`](crate::Tree::replace_with).
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn replace_with<K>(self, node: impl IntoNode<T>) -> Result<Strong<T>, LinkError>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        // First: user code, which may let go of everything but this node.
        let node = node.into_node();
        let (parent, this) = place_of::<T, R>(self.node)?;
        let index = nav::edge_index::<In<T, R>>(self.node).unwrap_or_default();
        parent.__edge(index).replace(&this, node)
    }

    /// As [`Tree::swap_with`](crate::Tree::swap_with).
    ///
    /// # Errors
    /// As that method.
    pub fn swap_with<K>(self, other: &T) -> Result<(), LinkError>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        edit::exchange::<T, R>(self.node, other).map_err(|(kind, node)| {
            let beside = if core::ptr::eq(node, self.node) { other } else { self.node };
            LinkError::new(kind, nav::parent::<T, R>(beside).as_deref(), Some(node))
        })
    }

    /// As [`Tree::detach`](crate::Tree::detach).
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn detach<K>(self) -> Option<Strong<T>>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        edit::detach::<T, R>(self.node)
    }

    /// As [`Tree::reparent_children`](crate::Tree::reparent_children).
    ///
    /// # Errors
    /// As that method.
    pub fn reparent_children<K>(self, to: &T) -> Result<(), LinkError>
    where
        T: TreeIn<R> + EditChildren<T, R, K>,
    {
        if T::__EDGES.len() > 1 || In::<T, R>::ONLY_LIST.is_none() {
            return Err(no_single_list::<T, R>(Some(to), None));
        }
        to.__edge(0).append_all(self.node.__edge(0))
    }
}

/// Nothing says which edge is meant.
#[cold]
pub(super) fn no_single_list<T: TreeIn<R>, R>(parent: Option<&T>, node: Option<&T>) -> LinkError {
    LinkError::new(LinkErrorKind::NoSingleList, parent, node)
}
