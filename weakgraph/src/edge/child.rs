//! [`Child`]: an owning edge to at most one node.

use core::fmt;

use super::Children;
use crate::core::error::LinkError;
use crate::core::into_node::IntoNode;
use crate::core::list::Head;
use crate::core::traits::HasParent;
use crate::engine::nav::OwningField;
use crate::{Graph, Strong};

/// An owning edge to at most one node.
///
/// This is a `#[strong]` field. The child's type has a back-reference [`Parent<P, R>`](crate::Parent), which is set and
/// cleared together with it. For a field `left`, the derive writes `left()`, `set_left(..)`, `try_set_left(..)` and
/// `take_left()`. Several fields may lead to one type in one relation, as in a binary tree. Takes 16 bytes.
///
/// `Debug` prints the child's type and address.
///
/// # Example
/// ```
/// use weakgraph::{Child, Graph, Parent, Strong};
///
/// #[derive(Graph, Default)]
/// struct Node {
///     key: u32,
///     #[weak] up: Parent<Node>,
///     #[strong] left: Child<Node>,
///     #[strong] right: Child<Node>,
/// }
///
/// let top = Strong::new(Node { key: 2, ..Default::default() });
/// let one = top.set_left(Node { key: 1, ..Default::default() });
/// assert!(one.up() == Some(top.clone()));
/// top.set_right(&one); // moves it
/// assert!(top.left().is_none() && top.right() == Some(one));
/// ```
pub struct Child<C, R = ()> {
    list: Children<C, R>,
}

impl<C, R> Child<C, R> {
    /// Returns an edge without a child.
    #[must_use]
    pub const fn new() -> Child<C, R> {
        Child { list: Children::new() }
    }

    #[doc(hidden)]
    #[inline(always)]
    pub fn __head(&self) -> &Head {
        self.list.__head()
    }

    pub(crate) fn as_list(&self) -> &Children<C, R> {
        &self.list
    }
}

impl<C: HasParent<R>, R> Child<C, R> {
    /// Returns the child. Costs O(1).
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn get(&self) -> Option<Strong<C>> {
        self.list.first()
    }

    /// Returns `true` if there is no child.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Sets the child, moving it if it has a parent, and returns it. The child that was here before is removed.
    ///
    /// Costs what [`Children::append`] costs.
    ///
    /// # Errors
    /// [`Cycle`](crate::LinkErrorKind::Cycle) if `child` is this node or one of its ancestors,
    /// [`ParentDropped`](crate::LinkErrorKind::ParentDropped) if this node is being dropped.
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn set(&self, child: impl IntoNode<C>) -> Result<Strong<C>, LinkError> {
        let child = child.into_node();
        match self.get() {
            None => self.list.append(child),
            Some(old) => {
                self.list.replace(&old, &child)?;
                // Now, not when the result is made: if its drop panics, a finished result is not dropped.
                drop(old);
                Ok(child)
            }
        }
    }

    /// Removes the child, and returns it.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn take(&self) -> Option<Strong<C>> {
        let child = self.get()?;
        self.list.remove(&child);
        Some(child)
    }
}

// SAFETY: only `C`s are put into the list.
unsafe impl<C, R> OwningField for Child<C, R> {
    type To = C;

    #[inline(always)]
    fn list(&self) -> &Head {
        self.list.__head()
    }
}

impl<C, R> Default for Child<C, R> {
    fn default() -> Child<C, R> {
        Child::new()
    }
}

impl<C: HasParent<R>, R> From<Strong<C>> for Child<C, R> {
    /// An edge to this node, for a struct literal: it is linked when the parent is allocated.
    fn from(child: Strong<C>) -> Child<C, R> {
        Child { list: Children::from([child]) }
    }
}

impl<C: HasParent<R>, R> From<Option<Strong<C>>> for Child<C, R> {
    fn from(child: Option<Strong<C>>) -> Child<C, R> {
        Child { list: child.into_iter().collect() }
    }
}

impl<C: Graph + HasParent<R>, R> fmt::Debug for Child<C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(child) => write!(f, "Child({})", child.label()),
            None => f.write_str("Child(none)"),
        }
    }
}
