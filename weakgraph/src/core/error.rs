//! [`LinkError`]: why an edit was refused. [`Dead`]: why a weak handle could not be used.

use core::fmt;
use core::num::NonZero;

use crate::Graph;

/// Why an edit was refused. The graph is as it was before.
///
/// It names the rule ([`kind`](LinkError::kind)) and the types of the two nodes; `Debug` tells their addresses, too, as it
/// does for handles. Where the place is wrong ([`NotAMember`](LinkErrorKind::NotAMember), [`NoParent`](LinkErrorKind::NoParent)), the node
/// that was given as the place is named, not the one to be put there. A handle that was passed by value is
/// dropped, as by `Vec::insert`'s panic: pass a clone to keep the node.
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
    owner: Name,
    member: Name,
}

/// A node's type and address; no address for one that is not known, or not born.
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
    /// The member is its new owner, or owns it over some way: G3, the DOM's `HierarchyRequestError`.
    Cycle,
    /// The owner's death has begun, so its lists take nobody any more.
    OwnerDying,
    /// The node given as a reference point is not a member of this list: the DOM's `NotFoundError`.
    NotAMember,
    /// The node beside which another was to be put has no parent, so there is no list to put it into.
    NoParent,
    /// An index or a range lies outside the list.
    OutOfRange,
}

impl LinkError {
    #[cold]
    pub(crate) fn new<P: Graph, C: Graph>(kind: LinkErrorKind, owner: Option<&P>, member: Option<&C>) -> LinkError {
        LinkError { kind, owner: Name::of(owner), member: Name::of(member) }
    }

    /// Which rule.
    #[must_use]
    pub fn kind(&self) -> LinkErrorKind {
        self.kind
    }

    /// The type that would have owned.
    #[must_use]
    pub fn owner_type(&self) -> &'static str {
        self.owner.of_type
    }

    /// The type that would have been owned.
    #[must_use]
    pub fn member_type(&self) -> &'static str {
        self.member.of_type
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (owner, member) = (self.owner.of_type, self.member.of_type);
        match self.kind {
            LinkErrorKind::Cycle => write!(
                f,
                "cannot put this `{member}` under this `{owner}`: it is that node or one of its ancestors, so the edge \
                 would close a cycle"
            ),
            LinkErrorKind::OwnerDying => {
                write!(f, "the `{owner}` is being dropped and takes no `{member}` any more")
            }
            LinkErrorKind::NotAMember => {
                write!(f, "the `{member}` given as the place is not a member of this list of the `{owner}`")
            }
            LinkErrorKind::NoParent => {
                write!(f, "the `{member}` has no parent, so nothing can be put beside it")
            }
            LinkErrorKind::OutOfRange => {
                write!(f, "the position lies outside the list of `{member}` of the `{owner}`")
            }
        }
    }
}

impl fmt::Debug for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkError({:?}: {:?} under {:?})", self.kind, self.member, self.owner)
    }
}

impl std::error::Error for LinkError {}

/// The node behind a weak handle is dead.
///
/// What Python calls `ReferenceError`, with its text.
///
/// # Example
/// ```
/// use weakgraph::Dead;
///
/// assert_eq!(Dead.to_string(), "weakly-referenced object no longer exists");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dead;

impl fmt::Display for Dead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("weakly-referenced object no longer exists")
    }
}

impl std::error::Error for Dead {}
