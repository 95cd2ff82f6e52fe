//! [`ChildrenView`] and [`WeakListView`]: lists that may be read by more code than may edit them.

use core::cmp::Ordering;
use core::fmt;
use core::ops::RangeBounds;

use super::{Children, Drain, Iter, WeakIter, WeakList};
use crate::core::error::LinkError;
use crate::core::into_node::IntoNode;
use crate::core::list::Head;
use crate::core::traits::{EditChildren, HasParent};
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
    list: &'a Children<C, R>,
}

impl<'a, C, R> ChildrenView<'a, C, R> {
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub fn __of(list: &'a Children<C, R>) -> ChildrenView<'a, C, R> {
        ChildrenView { list }
    }

    /// Returns the number of children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn len(self) -> usize {
        self.list.len()
    }

    /// Returns `true` if there are no children. Costs O(1).
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.list.is_empty()
    }

    #[inline(always)]
    pub(crate) fn list(self) -> &'a Children<C, R> {
        self.list
    }

    #[inline(always)]
    pub(crate) fn head(self) -> &'a Head {
        self.list.__head()
    }
}

/// Reading, which everybody may do.
impl<'a, C: HasParent<R>, R> ChildrenView<'a, C, R> {
    /// Returns the first child. Costs O(1).
    #[inline]
    pub fn first(self) -> Option<Strong<C>> {
        self.list.first()
    }

    /// Returns the last child. Costs O(1).
    #[inline]
    pub fn last(self) -> Option<Strong<C>> {
        self.list.last()
    }

    /// Returns the child at `index`, or `None` if there are fewer. Costs the way to it from the nearer end.
    pub fn get(self, index: usize) -> Option<Strong<C>> {
        self.list.get(index)
    }

    /// Returns the index of `node`, or `None` if it is not in this list. Costs the way to it from the start.
    pub fn index_of(self, node: &Strong<C>) -> Option<usize> {
        self.list.index_of(node)
    }

    /// Returns the child after `child`, or `None` if it is the last one, or not in this list. Costs O(1) once the
    /// parent is allocated.
    pub fn next(self, child: &Strong<C>) -> Option<Strong<C>> {
        self.list.next(child)
    }

    /// Returns the child before `child`, or `None` if it is the first one, or not in this list. Costs O(1) once the
    /// parent is allocated.
    pub fn prev(self, child: &Strong<C>) -> Option<Strong<C>> {
        self.list.prev(child)
    }

    /// Returns `true` if `node` is in this list. Costs O(1) once the parent is allocated.
    #[inline]
    pub fn contains(self, node: &Strong<C>) -> bool {
        self.list.contains(node)
    }

    /// Returns an iterator over the children, from either end. The list may be edited meanwhile: see
    /// [`Children::iter`].
    #[inline(always)]
    pub fn iter(self) -> Iter<'a, C, R> {
        self.list.iter()
    }
}

macro_rules! edits {
    ($($(#[$attr:meta])* $name:ident$(<$($param:ident: $bound:path),*>)?($($arg:ident: $ty:ty),*) $(-> $gives:ty)?;)*) => {
        /// Editing, for code that sees the field.
        impl<C: HasParent<R>, R> ChildrenView<'_, C, R> {$(
            #[doc = concat!("As [`Children::", stringify!($name), "`].")]
            $(#[$attr])*
            #[cfg_attr(feature = "leak", track_caller)]
            pub fn $name<K $($(, $param: $bound)*)?>(self $(, $arg: $ty)*) $(-> $gives)?
            where
                C::Parent: EditChildren<C, R, K>,
            {
                self.list.$name($($arg),*)
            }
        )*}
    };
}

edits! {
    ///
    /// # Errors
    /// As that method.
    append(node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>;
    ///
    /// # Errors
    /// As that method.
    prepend(node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>;
    ///
    /// # Errors
    /// As that method.
    insert(index: usize, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>;
    ///
    /// # Errors
    /// As that method.
    insert_before(child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>;
    ///
    /// # Errors
    /// As that method.
    insert_after(child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>;
    ///
    /// # Errors
    /// As that method.
    replace(child: &Strong<C>, node: impl IntoNode<C>) -> Result<Strong<C>, LinkError>;
    ///
    /// # Errors
    /// As that method.
    splice<M: IntoNode<C>>(range: impl RangeBounds<usize>, nodes: impl IntoIterator<Item = M>) -> Result<Vec<Strong<C>>, LinkError>;
    ///
    /// # Errors
    /// As that method.
    swap(a: &Strong<C>, b: &Strong<C>) -> Result<(), LinkError>;
    remove(node: &Strong<C>) -> bool;
    retain(keep: impl FnMut(&Strong<C>) -> bool);
    clear();
    drain() -> Drain<C>;
    sort_by(compare: impl FnMut(&C, &C) -> Ordering);
    sort_by_key<X: Ord>(key: impl FnMut(&C) -> X);
    reverse();
}

impl<C: HasParent<R>, R> ChildrenView<'_, C, R> {
    /// As [`Children::append_all`].
    ///
    /// # Errors
    /// As that method.
    pub fn append_all<'f, K>(self, from: impl Into<ChildrenView<'f, C, R>>) -> Result<(), LinkError>
    where
        C: 'f,
        R: 'f,
        C::Parent: EditChildren<C, R, K>,
    {
        self.list.append_all(from.into().list)
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
        ChildrenView { list }
    }
}

impl<'a, C: HasParent<R>, R> IntoIterator for ChildrenView<'a, C, R> {
    type Item = Strong<C>;
    type IntoIter = Iter<'a, C, R>;

    #[inline(always)]
    fn into_iter(self) -> Iter<'a, C, R> {
        self.iter()
    }
}

impl<C: Graph + HasParent<R>, R> fmt::Debug for ChildrenView<'_, C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.fmt(f)
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
