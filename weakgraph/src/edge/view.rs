//! [`ChildrenView`] and [`WeakListView`]: lists that may be read by more code than may edit them.

use core::cmp::Ordering;
use core::fmt;
use core::ops::RangeBounds;

use super::{Child, Children, Drain, Iter, WeakIter, WeakList};
use crate::core::error::{LinkError, LinkErrorKind};
use crate::core::into_node::IntoNode;
use crate::core::traits::{EditChildren, HasParent};
use crate::core::yields::Yield;
use crate::{Graph, Strong};

/// A list of children that everybody may read, and that only the code that sees its field may edit.
///
/// It is what the accessor of a field `#[strong(pub)]` returns, and [`Tree::children`](crate::Tree::children). It is
/// `Copy`, and borrows the node.
///
/// The edits have a type parameter `K`, which the compiler finds: a type that the derive writes, as visible as the
/// field. Where the field is private, the compiler says `type .. is private`. See [`EditChildren`].
///
/// # Example
/// ```
/// mod scene {
///     use weakgraph::{Children, Graph, Parent, Strong};
///
///     #[derive(Graph)]
///     #[graph(new)]
///     pub struct Shape {
///         pub name: &'static str,
///         #[weak(pub)] parent: Parent<Shape>,
///         #[strong(pub)] children: Children<Shape>,
///     }
///
///     impl Shape {
///         pub fn group(shapes: [&'static str; 2]) -> Strong<Shape> {
///             let group = Shape::new("group");
///             shapes.map(|name| group.add_child(Shape::new(name)));
///             group.children().reverse(); // this module may edit
///             group
///         }
///     }
/// }
///
/// let group = scene::Shape::group(["circle", "square"]);
/// let names: Vec<_> = group.children().iter().map(|shape| shape.name).collect(); // everybody may read
/// assert_eq!(names, ["square", "circle"]);
/// assert!(group.children().last().unwrap().parent() == Some(group));
/// ```
///
/// ```compile_fail
/// # mod scene {
/// #     use weakgraph::{Children, Graph, Parent};
/// #     #[derive(Graph)]
/// #     #[graph(new)]
/// #     pub struct Shape {
/// #         #[weak(pub)] parent: Parent<Shape>,
/// #         #[strong(pub)] children: Children<Shape>,
/// #     }
/// # }
/// # let group = scene::Shape::new();
/// group.children().reverse(); // error: a type is private
/// ```
pub struct ChildrenView<'a, C, R = ()> {
    lists: Lists<'a, C, R>,
}

/// What a view shows.
enum Lists<'a, C, R> {
    One(&'a Children<C, R>),
    /// All edges of a node to its own type, in the order of the fields.
    All(&'a dyn Edges<C, R>),
}

impl<C, R> Clone for Lists<'_, C, R> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C, R> Copy for Lists<'_, C, R> {}

/// The edges of a node to its own type in one relation, of which there is at least one.
pub(crate) trait Edges<C, R> {
    fn count(&self) -> usize;
    /// The edge of this index, and whether it is a list, and not a [`Child`](crate::Child).
    fn edge(&self, index: usize) -> (&Children<C, R>, bool);
}

impl<'a, C, R> ChildrenView<'a, C, R> {
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub fn __of(list: &'a Children<C, R>) -> ChildrenView<'a, C, R> {
        ChildrenView { lists: Lists::One(list) }
    }

    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub fn __of_child(child: &'a Child<C, R>) -> ChildrenView<'a, C, R> {
        ChildrenView { lists: Lists::One(child.as_list()) }
    }

    pub(crate) fn of_all(edges: &'a dyn Edges<C, R>) -> ChildrenView<'a, C, R> {
        ChildrenView { lists: Lists::All(edges) }
    }

    #[inline(always)]
    fn fold<O>(self, init: O, mut each: impl FnMut(O, &'a Children<C, R>) -> O) -> O {
        match self.lists {
            Lists::One(list) => each(init, list),
            Lists::All(edges) => (0..edges.count()).fold(init, |so_far, index| each(so_far, edges.edge(index).0)),
        }
    }

    /// Returns the number of children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn len(self) -> usize {
        self.fold(0, |len, list| len + list.len())
    }

    /// Returns `true` if there are no children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The list, or the first of all.
    #[inline(always)]
    pub(crate) fn list(self) -> &'a Children<C, R> {
        match self.lists {
            Lists::One(list) => list,
            Lists::All(edges) => edges.edge(0).0,
        }
    }
}

/// Reading, which everybody may do.
impl<'a, C: HasParent<R>, R> ChildrenView<'a, C, R> {
    /// Returns the first child. Costs O(1).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn first(self) -> Option<Strong<C>> {
        Strong::made_here(self.fold(None, |found, list| found.or_else(|| list.first())))
    }

    /// Returns the last child. Costs O(1).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn last(self) -> Option<Strong<C>> {
        Strong::made_here(self.fold(None, |found, list| list.last().or(found)))
    }

    /// Returns the child at `index`, or `None` if there are fewer. Costs the way to it from the nearer end.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get(self, index: usize) -> Option<Strong<C>> {
        let found = self.fold(Err(index), |at, list| match at {
            Err(index) if index < list.len() => Ok(list.get(index)),
            Err(index) => Err(index - list.len()),
            found => found,
        });
        Strong::made_here(found.ok().flatten())
    }

    /// Returns the index of `node`, or `None` if it is not in this list. Costs the way to it from the start.
    pub fn index_of(self, node: &Strong<C>) -> Option<usize> {
        let found = self.fold(Err(0), |at, list| match at {
            Err(before) => list.index_of(node).map(|index| before + index).ok_or(before + list.len()),
            found => found,
        });
        found.ok()
    }

    /// Returns the child after `child`, or `None` if it is the last one, or not in this list. Costs O(1) once the
    /// parent is allocated.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn next(self, child: &Strong<C>) -> Option<Strong<C>> {
        let edges = match self.lists {
            Lists::One(list) => return list.next(child),
            Lists::All(edges) => edges,
        };
        let at = self.edge_of(child)?;
        let others = || (at + 1..edges.count()).find_map(|index| edges.edge(index).0.first());
        Strong::made_here(edges.edge(at).0.next(child).or_else(others))
    }

    /// Returns the child before `child`, or `None` if it is the first one, or not in this list. Costs O(1) once the
    /// parent is allocated.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn prev(self, child: &Strong<C>) -> Option<Strong<C>> {
        let edges = match self.lists {
            Lists::One(list) => return list.prev(child),
            Lists::All(edges) => edges,
        };
        let at = self.edge_of(child)?;
        let others = || (0..at).rev().find_map(|index| edges.edge(index).0.last());
        Strong::made_here(edges.edge(at).0.prev(child).or_else(others))
    }

    /// The index of the edge that this child is in.
    fn edge_of(self, child: &Strong<C>) -> Option<usize> {
        match self.lists {
            Lists::One(list) => list.contains(child).then_some(0),
            Lists::All(edges) => (0..edges.count()).find(|&index| edges.edge(index).0.contains(child)),
        }
    }

    /// Returns `true` if `node` is in this list. Costs O(1) once the parent is allocated.
    #[inline]
    pub fn contains(self, node: &Strong<C>) -> bool {
        self.fold(false, |found, list| found || list.contains(node))
    }

    /// Returns an iterator over the children, from either end. The list may be edited meanwhile: see
    /// [`Children::iter`].
    #[inline(always)]
    pub fn iter(self) -> ChildrenIter<'a, C, R> {
        self.walk()
    }

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn walk<H: Yield<C>>(self) -> ChildrenIter<'a, C, R, H> {
        match self.lists {
            Lists::One(list) => ChildrenIter { now: list.walk(), rest: None },
            Lists::All(edges) => ChildrenIter::of_all(edges),
        }
    }

    /// [`Children::append`], for a caller who knows the value that the list stands in.
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn append_in(self, parent: &C::Parent, node: Strong<C>) -> Result<Strong<C>, LinkError> {
        self.list().append_new_in(Some(parent), node)
    }

    /// The list that an edit means which names no child.
    fn meant(self, node: Option<&C>) -> Result<&'a Children<C, R>, LinkError> {
        let edges = match self.lists {
            Lists::One(list) => return Ok(list),
            Lists::All(edges) => edges,
        };
        let mut lists = (0..edges.count()).map(|index| edges.edge(index)).filter(|(_, is_list)| *is_list);
        match (lists.next(), lists.next()) {
            (Some((list, _)), None) => Ok(list),
            _ => Err(no_single_list::<C, R>(node)),
        }
    }

    /// The edge that this child is in, which has to be a list if it `takes_more`.
    fn around(self, child: &Strong<C>, takes_more: bool) -> Result<&'a Children<C, R>, LinkError> {
        let Lists::All(edges) = self.lists else { return Ok(self.list()) };
        // If it is in none, any of them says so.
        let (list, is_list) = edges.edge(self.edge_of(child).unwrap_or_default());
        if takes_more && !is_list && list.contains(child) {
            return Err(no_single_list::<C, R>(Some(&**child)));
        }
        Ok(list)
    }
}

#[cold]
fn no_single_list<C: HasParent<R>, R>(node: Option<&C>) -> LinkError {
    LinkError::new(LinkErrorKind::NoSingleList, None::<&C::Parent>, node)
}

/// Editing, for code that sees the field.
///
/// A view of several edges, which [`Tree::children`](crate::Tree::children) of such a type returns, refuses what does
/// not say which edge it means: [`NoSingleList`](LinkErrorKind::NoSingleList). It sorts and reverses each edge by
/// itself.
impl<C: HasParent<R>, R> ChildrenView<'_, C, R> {
    /// As [`Children::append`].
    ///
    /// # Errors
    /// As that method.
    #[doc(alias = "push")]
    #[doc(alias = "push_back")]
    #[doc(alias = "add")]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn append<K>(self, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.meant(Some(&node))?.append(node)
    }

    /// As [`Children::prepend`].
    ///
    /// # Errors
    /// As that method.
    #[doc(alias = "push_front")]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn prepend<K>(self, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.meant(Some(&node))?.prepend(node)
    }

    /// As [`Children::insert`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert<K>(self, index: usize, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.meant(Some(&node))?.insert(index, node)
    }

    /// As [`Children::insert_before`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_before<K>(self, child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.around(child, true)?.insert_before(child, node)
    }

    /// As [`Children::insert_after`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_after<K>(self, child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.around(child, true)?.insert_after(child, node)
    }

    /// As [`Children::replace`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn replace<K>(self, child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.around(child, false)?.replace(child, node)
    }

    /// As [`Children::insert_sorted_by`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_sorted_by<K>(
        self,
        node: impl IntoNode<C>,
        compare: impl FnMut(&C, &C) -> Ordering,
    ) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.meant(Some(&node))?.insert_sorted_by(node, compare)
    }

    /// As [`Children::insert_sorted_by_key`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn insert_sorted_by_key<K, X: Ord>(
        self,
        node: impl IntoNode<C>,
        key: impl FnMut(&C) -> X,
    ) -> Result<Strong<C>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        let node = node.into_node();
        self.meant(Some(&node))?.insert_sorted_by_key(node, key)
    }

    /// As [`Children::swap`].
    ///
    /// # Errors
    /// As that method.
    pub fn swap<K>(self, a: &Strong<C>, b: &Strong<C>) -> Result<(), LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        self.around(a, false)?.swap_with(a, self.around(b, false)?, b)
    }

    /// As [`Children::swap_with`].
    ///
    /// # Errors
    /// As that method.
    pub fn swap_with<'o, K>(
        self,
        child: &Strong<C>,
        other: impl Into<ChildrenView<'o, C, R>>,
        other_child: &Strong<C>,
    ) -> Result<(), LinkError>
    where
        C: 'o,
        R: 'o,
        C::Parent: EditChildren<C, R, K>,
    {
        let other = other.into().around(other_child, false)?;
        self.around(child, false)?.swap_with(child, other, other_child)
    }

    /// As [`Children::splice`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn splice<K, M: IntoNode<C>>(
        self,
        range: impl RangeBounds<usize>,
        nodes: impl IntoIterator<Item = M>,
    ) -> Result<Vec<Strong<C>>, LinkError>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        self.meant(None)?.splice(range, nodes)
    }

    /// As [`Children::append_all`].
    ///
    /// # Errors
    /// As that method.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn append_all<'f, K>(self, from: impl Into<ChildrenView<'f, C, R>>) -> Result<(), LinkError>
    where
        C: 'f,
        R: 'f,
        C::Parent: EditChildren<C, R, K>,
    {
        let from = from.into();
        match (self.lists, from.lists) {
            (Lists::One(list), Lists::One(from)) => list.append_all(from),
            _ => Err(no_single_list::<C, R>(None)),
        }
    }

    /// As [`Children::remove`].
    #[doc(alias = "delete")]
    #[doc(alias = "remove_child")]
    pub fn remove<K>(self, node: &Strong<C>) -> bool
    where
        C::Parent: EditChildren<C, R, K>,
    {
        self.fold(false, |removed, list| removed || list.remove(node))
    }

    /// As [`Children::retain`].
    pub fn retain<K>(self, mut keep: impl FnMut(&Strong<C>) -> bool)
    where
        C::Parent: EditChildren<C, R, K>,
    {
        self.fold((), |(), list| list.retain(&mut keep));
    }

    /// As [`Children::clear`].
    pub fn clear<K>(self)
    where
        C::Parent: EditChildren<C, R, K>,
    {
        match self.lists {
            Lists::One(list) => list.clear(),
            Lists::All(_) => drop(self.drain()),
        }
    }

    /// As [`Children::drain`].
    pub fn drain<K>(self) -> Drain<C>
    where
        C::Parent: EditChildren<C, R, K>,
    {
        Drain::of(self.fold(Vec::new(), |mut children, list| {
            children.append(&mut list.take_all());
            children
        }))
    }

    /// As [`Children::sort_by`].
    pub fn sort_by<K>(self, mut compare: impl FnMut(&C, &C) -> Ordering)
    where
        C::Parent: EditChildren<C, R, K>,
    {
        self.fold((), |(), list| list.sort_by(&mut compare));
    }

    /// As [`Children::sort_by_key`].
    pub fn sort_by_key<K, X: Ord>(self, mut key: impl FnMut(&C) -> X)
    where
        C::Parent: EditChildren<C, R, K>,
    {
        self.fold((), |(), list| list.sort_by_key(&mut key));
    }

    /// As [`Children::reverse`].
    pub fn reverse<K>(self)
    where
        C::Parent: EditChildren<C, R, K>,
    {
        self.fold((), |(), list| list.reverse());
    }
}

/// An iterator over the children in a view, from either end; see [`ChildrenView::iter`].
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
pub struct ChildrenIter<'a, C: HasParent<R>, R = (), H = Strong<C>> {
    now: Iter<'a, C, R, H>,
    /// Of a view of several edges.
    rest: Option<Box<Rest<'a, C, R, H>>>,
}

/// Where a walk over several edges is.
struct Rest<'a, C: HasParent<R>, R, H> {
    edges: &'a dyn Edges<C, R>,
    /// The index of the edge that `now` walks.
    front: usize,
    /// That of the edge that the walk from the end is in.
    back: usize,
    /// The walk of that one, if it is another.
    last: Option<Iter<'a, C, R, H>>,
}

impl<'a, C: HasParent<R>, R, H: Yield<C>> ChildrenIter<'a, C, R, H> {
    #[inline(never)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn of_all(edges: &'a dyn Edges<C, R>) -> ChildrenIter<'a, C, R, H> {
        let rest = Rest { edges, front: 0, back: edges.count() - 1, last: None };
        ChildrenIter { now: edges.edge(0).0.walk(), rest: Some(Box::new(rest)) }
    }

    #[cold]
    #[inline(never)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_edge(now: &mut Iter<'a, C, R, H>, rest: &mut Rest<'a, C, R, H>) -> Option<H> {
        while rest.front < rest.back {
            rest.front += 1;
            let shared = if rest.front == rest.back { rest.last.take() } else { None };
            *now = shared.unwrap_or_else(|| rest.edges.edge(rest.front).0.walk());
            if let Some(next) = now.next() {
                return Some(next);
            }
        }
        None
    }
}

impl<C: HasParent<R>, R, H: Yield<C>> Iterator for ChildrenIter<'_, C, R, H> {
    type Item = H;

    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<H> {
        match self.now.next() {
            Some(next) => Some(next),
            None => Self::next_edge(&mut self.now, self.rest.as_deref_mut()?),
        }
    }
}

impl<C: HasParent<R>, R, H: Yield<C>> DoubleEndedIterator for ChildrenIter<'_, C, R, H> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next_back(&mut self) -> Option<H> {
        let Some(rest) = &mut self.rest else { return self.now.next_back() };
        while rest.front < rest.back {
            let edge = rest.edges.edge(rest.back).0;
            if let Some(next) = rest.last.get_or_insert_with(|| edge.walk()).next_back() {
                return Some(next);
            }
            rest.last = None;
            rest.back -= 1;
        }
        self.now.next_back()
    }
}

impl<C: HasParent<R>, R, H> fmt::Debug for ChildrenIter<'_, C, R, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChildrenIter").finish_non_exhaustive()
    }
}

impl<C, R> Clone for ChildrenView<'_, C, R> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<C, R> Copy for ChildrenView<'_, C, R> {}

impl<'a, C, R> From<&'a Children<C, R>> for ChildrenView<'a, C, R> {
    #[inline(always)]
    fn from(list: &'a Children<C, R>) -> ChildrenView<'a, C, R> {
        ChildrenView::__of(list)
    }
}

impl<'a, C: HasParent<R>, R> IntoIterator for ChildrenView<'a, C, R> {
    type Item = Strong<C>;
    type IntoIter = ChildrenIter<'a, C, R>;

    #[inline(always)]
    fn into_iter(self) -> ChildrenIter<'a, C, R> {
        self.iter()
    }
}

impl<C: Graph + HasParent<R>, R> fmt::Debug for ChildrenView<'_, C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lists {
            Lists::One(list) => list.fmt(f),
            Lists::All(_) => {
                f.write_str("Children")?;
                let mut list = f.debug_list();
                for child in *self {
                    list.entry(&format_args!("{}", child.label()));
                }
                list.finish()
            }
        }
    }
}

/// A list of weak links that everybody may read. It has no edits.
///
/// It is what the accessor of a field `#[weak(pub)] friends: WeakList<T>` returns. It is `Copy`, and borrows the node.
///
/// # Example
/// ```
/// mod person {
///     use weakgraph::{Graph, WeakList};
///
///     #[derive(Graph, Default)]
///     pub struct Person {
///         #[weak(pub)] friends: WeakList<Person>,
///     }
/// }
///
/// let ada = weakgraph::Strong::new(person::Person::default());
/// assert!(ada.friends().is_empty());
/// ```
pub struct WeakListView<'a, T> {
    list: &'a WeakList<T>,
}

impl<'a, T> WeakListView<'a, T> {
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub fn __of(list: &'a WeakList<T>) -> WeakListView<'a, T> {
        WeakListView { list }
    }

    /// Returns the number of entries, all of them alive. Costs O(1).
    #[must_use]
    pub fn len(self) -> usize {
        self.list.len()
    }

    /// Returns `true` if there are no entries.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.list.is_empty()
    }

    /// Returns `true` if there is a link to `target`. Costs O(n).
    pub fn contains(self, target: &Strong<T>) -> bool {
        self.list.contains(target)
    }

    /// Returns an iterator over the targets, in order. The list may be edited meanwhile: see [`WeakList::iter`].
    pub fn iter(self) -> WeakIter<'a, T> {
        self.list.iter()
    }
}

impl<T> Clone for WeakListView<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for WeakListView<'_, T> {}

impl<'a, T> From<&'a WeakList<T>> for WeakListView<'a, T> {
    #[inline]
    fn from(list: &'a WeakList<T>) -> WeakListView<'a, T> {
        WeakListView { list }
    }
}

impl<'a, T> IntoIterator for WeakListView<'a, T> {
    type Item = Strong<T>;
    type IntoIter = WeakIter<'a, T>;

    fn into_iter(self) -> WeakIter<'a, T> {
        self.iter()
    }
}

impl<T> fmt::Debug for WeakListView<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.fmt(f)
    }
}
