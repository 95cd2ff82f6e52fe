//! [`Document`]: the flat form.

use core::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::read::read;
use super::record::Record;
use super::write::write;
use crate::Strong;

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
