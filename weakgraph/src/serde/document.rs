//! [`Document`]: the flat form, and what a type says of itself for it.

use core::cell::{Cell, OnceCell, RefCell};
use core::fmt;
use std::collections::{HashSet, VecDeque};

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::read::{Built, Expect, read};
use super::write::{Discover, Numbered, write};
use crate::{Graph, Strong};

/// A whole graph in a flat form: a sequence of its nodes, in which edges are numbers.
///
/// Number 0 is the root. The others are the nodes that it keeps alive, in breadth-first order. Each node is written
/// with its plain fields, as `#[derive(Serialize)]` writes them. Owning edges, shared edges and weak links are the
/// numbers of their targets: a sequence for `Children` and `WeakList`, one or none for `Child`, `Strong` and
/// `WeakCell`. Back-references are left out. So is a weak link to a node that the root does not keep alive.
///
/// The type needs `#[graph(serde)]`, and so does each type that its owning and shared edges lead to. Such types have no
/// parameters. `#[serde(..)]` on the type and on plain fields means what it means for serde. On edges, it is for the
/// nested form only. Shared edges may be in an `Option`, `Box`, `Vec`, `VecDeque`, `HashSet`, `RefCell`, `OnceCell`,
/// and a `Cell` of an `Option` or a `Vec`.
///
/// Costs O(nodes and edges) time and memory, and constant stack besides that of the fields.
///
/// # Errors
/// Writing fails if an edge is in a `RefCell` that is mutably borrowed, or if the `serialize` of a field edits the
/// graph.
///
/// Reading checks everything, and the error names the node: a number without a node, a node that nothing before it owns
/// or shares, a node of the wrong type, a node with two parents in a relation, nodes that own themselves, a shared edge
/// without a target.
///
/// # Example
/// ```
/// use serde::{Deserialize, Serialize};
/// use weakgraph::serde::Document;
/// use weakgraph::{Children, Graph, Parent, Strong, WeakCell};
///
/// #[derive(Graph, Default)]
/// #[graph(serde)]
/// struct Node {
///     name: String,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
///     #[weak] friend: WeakCell<Node>,
/// }
///
/// let root = Strong::new(Node { name: "root".into(), ..Node::default() });
/// root.add_child(Node { name: "leaf".into(), ..Node::default() }).set_friend(&root);
/// let text = serde_json::to_string(&Document(root)).unwrap();
/// assert_eq!(text, r#"[{"name":"root","children":[1],"friend":null},{"name":"leaf","children":[],"friend":0}]"#);
///
/// let Document(root) = serde_json::from_str::<Document<Node>>(&text).unwrap();
/// assert!(root.children().first().unwrap().friend() == Some(root));
///
/// let error = serde_json::from_str::<Document<Node>>(r#"[{"name":"root","children":[7]}]"#).unwrap_err();
/// assert!(error.to_string().starts_with("node 0, field `children`: there is no node 7"));
/// ```
pub struct Document<T>(pub Strong<T>);

impl<T> fmt::Debug for Document<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Document").field(&self.0).finish()
    }
}

impl<T: Record> Serialize for Document<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(&self.0, serializer)
    }
}

impl<'de, T: Record> Deserialize<'de> for Document<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer).map(Document)
    }
}

/// A type whose nodes can be in a [`Document`]. `#[graph(serde)]` implements it.
///
/// # Safety
/// Only the derive implements this: a document relies on each edge being visited once, with its own targets.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a document",
    label = "put `#[graph(serde)]` on `{Self}`",
    note = "a `weakgraph::serde::Document` holds all that the root owns and shares, so each of these types needs `#[graph(serde)]`"
)]
pub unsafe trait Record: Graph + 'static {
    /// What is read of a node.
    #[doc(hidden)]
    type __In: DeserializeOwned + 'static;
    /// Tells the targets of its owning and shared edges.
    #[doc(hidden)]
    fn __discover(&self, see: &mut Discover) -> Result<(), String>;
    /// What is written of it.
    #[doc(hidden)]
    fn __out<'f>(&'f self, to: &Numbered) -> Result<Box<dyn erased_serde::Serialize + 'f>, String>;
    /// Tells the edges of what was read.
    #[doc(hidden)]
    fn __expect(read: &Self::__In, see: &mut Expect<'_>);
    /// Makes the value, with its shared edges.
    #[doc(hidden)]
    fn __build(read: Self::__In, nodes: &Built) -> Result<Self, String>;
}

/// The number of a target, or none.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Number(pub Option<u64>);

/// The numbers of targets.
#[doc(hidden)]
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Numbers(pub Vec<u64>);

/// A field with handles to shared nodes that a [`Document`] can write and read: a [`Strong`], or a container of them.
///
/// Containers of the standard library implement it. Implement it for a container of yours to use it in documents.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a document",
    label = "no container that a `Document` can make from its targets",
    note = "shared edges of a type with `#[graph(serde)]` may be in an `Option`, `Box`, `Vec`, `VecDeque`, `HashSet`, `RefCell`, \
            `OnceCell`, and a `Cell` of an `Option` or a `Vec`; or implement `weakgraph::serde::SharedEdge`"
)]
pub trait SharedEdge: Sized {
    /// The type of the nodes.
    type Target: Record;
    /// The targets in order; `None` if they cannot be seen just now.
    fn targets(&self) -> Option<Vec<Strong<Self::Target>>>;
    /// The container with these targets; `None` if it cannot hold so many, or so few.
    fn from_targets(targets: Vec<Strong<Self::Target>>) -> Option<Self>;
}

impl<T: Record> SharedEdge for Strong<T> {
    type Target = T;
    fn targets(&self) -> Option<Vec<Strong<T>>> {
        Some(vec![self.clone()])
    }
    fn from_targets(targets: Vec<Strong<T>>) -> Option<Self> {
        let [one] = <[Strong<T>; 1]>::try_from(targets).ok()?;
        Some(one)
    }
}

macro_rules! shared_list {
    ($($ty:ty;)*) => {$(
        impl<T: Record> SharedEdge for $ty {
            type Target = T;
            fn targets(&self) -> Option<Vec<Strong<T>>> {
                Some(self.iter().cloned().collect())
            }
            fn from_targets(targets: Vec<Strong<T>>) -> Option<Self> {
                Some(targets.into_iter().collect())
            }
        }
    )*};
}

shared_list! {
    Vec<Strong<T>>;
    VecDeque<Strong<T>>;
    HashSet<Strong<T>>;
    Box<[Strong<T>]>;
}

impl<X: SharedEdge> SharedEdge for Option<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        self.as_ref().map_or_else(|| Some(Vec::new()), X::targets)
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        if targets.is_empty() { Some(None) } else { X::from_targets(targets).map(Some) }
    }
}

impl<X: SharedEdge> SharedEdge for OnceCell<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        self.get().map_or_else(|| Some(Vec::new()), X::targets)
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        let inner: Option<X> = SharedEdge::from_targets(targets)?;
        Some(inner.map_or_else(OnceCell::new, OnceCell::from))
    }
}

impl<X: SharedEdge> SharedEdge for Box<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        (**self).targets()
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        X::from_targets(targets).map(Box::new)
    }
}

impl<X: SharedEdge> SharedEdge for RefCell<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        self.try_borrow().ok()?.targets()
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        X::from_targets(targets).map(RefCell::new)
    }
}

impl<X: SharedEdge + Default> SharedEdge for Cell<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        let inner = self.take();
        let targets = inner.targets();
        self.set(inner);
        targets
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        X::from_targets(targets).map(Cell::new)
    }
}
