//! [`LinkError`]: why an edit was refused.

use core::fmt;
use core::num::NonZero;

use crate::Graph;

/// Says why an edit was refused. The graph has not changed.
///
/// It has the rule ([`kind`](LinkError::kind)) and the types of the two nodes. `Debug` prints their addresses too. If
/// the place was wrong ([`NotAChild`](LinkErrorKind::NotAChild), [`NoParent`](LinkErrorKind::NoParent)), it names the
/// node that was given as the place, not the one that was to be inserted. A handle that was passed by value is dropped:
/// pass a clone or a reference to keep the node.
///
/// # Example
/// ```
/// # use weakgraph::{Children, Graph, LinkErrorKind, Parent, Strong};
/// # #[derive(Graph)]
/// # struct Dir { #[weak] parent: Parent<Dir>, #[strong] children: Children<Dir> }
/// # fn dir() -> Strong<Dir> { Strong::new(Dir { parent: Parent::new(), children: Children::new() }) }
/// let top = dir();
/// let sub = top.add_child(dir());
/// let error = sub.try_add_child(&top).unwrap_err();
/// assert_eq!(error.kind(), LinkErrorKind::Cycle);
/// assert!(error.to_string().starts_with("cannot put this `Dir` under this `Dir`"));
/// assert!(top.parent().is_none() && sub.parent() == Some(top));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkError {
    kind: LinkErrorKind,
    parent: Name,
    child: Name,
}

/// A node's type and address; no address if it is not known, or if the node is not allocated yet.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Name {
    of_type: &'static str,
    address: Option<NonZero<usize>>,
}

impl Name {
    fn of<T: Graph>(node: Option<&T>) -> Name {
        Name { of_type: T::NAME, address: node.and_then(|node| NonZero::new((&raw const *node).addr())) }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.of_type)?;
        match self.address {
            Some(address) => write!(f, " at {address:#x}"),
            None => Ok(()),
        }
    }
}

/// The rule that a refused edit would have broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LinkErrorKind {
    /// The child is its new parent or one of its ancestors: G3, the DOM's `HierarchyRequestError`.
    Cycle,
    /// The parent is being dropped, so children can no longer be added.
    ParentDropped,
    /// The node given as a reference point is not a child in this list: the DOM's `NotFoundError`.
    NotAChild,
    /// The node beside which another was to be put has no parent, so there is no list to put it into. In the DOM,
    /// inserting beside such a node does nothing, or is a `NotFoundError`.
    ///
    /// What to do instead depends on what is meant: give both nodes a parent, and insert then; or, if the node is the
    /// root of a tree and the other is to be above it, append the node to the other.
    ///
    /// ```
    /// # use weakgraph::{Children, Graph, LinkErrorKind, Parent, Strong, Tree};
    /// # #[derive(Graph)]
    /// # #[graph(new)]
    /// # struct Node { name: &'static str, #[weak] parent: Parent<Node>, #[strong] children: Children<Node> }
    /// let (title, subtitle) = (Node::new("title"), Node::new("subtitle"));
    /// assert_eq!(title.insert_after(&subtitle).unwrap_err().kind(), LinkErrorKind::NoParent);
    ///
    /// let page = Node::new("page");
    /// page.append(&title)?;
    /// title.insert_after(&subtitle)?;
    /// assert!(title.next_sibling() == Some(subtitle));
    /// # Ok::<(), weakgraph::LinkError>(())
    /// ```
    NoParent,
    /// The parent has several edges to its own type in the relation, or none of them is a list, so nothing says which
    /// of them is meant: the accessor of the field does.
    NoSingleList,
    /// An index or a range lies outside the list.
    OutOfRange,
}

impl LinkError {
    #[cold]
    pub(crate) fn new<P: Graph, C: Graph>(kind: LinkErrorKind, parent: Option<&P>, child: Option<&C>) -> LinkError {
        LinkError { kind, parent: Name::of(parent), child: Name::of(child) }
    }

    /// Returns the rule.
    #[must_use]
    pub fn kind(&self) -> LinkErrorKind {
        self.kind
    }

    /// Returns the type of the parent.
    #[must_use]
    pub fn parent_type(&self) -> &'static str {
        self.parent.of_type
    }

    /// Returns the type of the child.
    #[must_use]
    pub fn child_type(&self) -> &'static str {
        self.child.of_type
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parent, child) = (self.parent.of_type, self.child.of_type);
        match self.kind {
            LinkErrorKind::Cycle => write!(
                f,
                "cannot put this `{child}` under this `{parent}`: it is that node or one of its ancestors, so the edge \
                 would close a cycle"
            ),
            LinkErrorKind::ParentDropped => {
                write!(f, "cannot add `{child}`: `{parent}` is being dropped; add it to a node that is still alive")
            }
            LinkErrorKind::NotAChild => {
                write!(
                    f,
                    "the `{child}` given as the place is not a child in this list of the `{parent}`; pass one that is"
                )
            }
            LinkErrorKind::NoParent => {
                write!(f, "the `{child}` has no parent, so nothing can be put beside it; add it to a parent first")
            }
            LinkErrorKind::NoSingleList => {
                write!(
                    f,
                    "the `{parent}` has no single list of `{child}` in this relation, so nothing says where to put it; use \
                     the accessor of the field that is meant"
                )
            }
            LinkErrorKind::OutOfRange => {
                write!(f, "the position lies outside the list of `{child}` of the `{parent}`")
            }
        }
    }
}

impl fmt::Debug for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkError({:?}: {:?} under {:?})", self.kind, self.child, self.parent)
    }
}

impl std::error::Error for LinkError {}
