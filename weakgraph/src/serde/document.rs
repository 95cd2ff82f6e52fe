//! [`Document`] and [`Forest`]: the flat form.

use core::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::read::{read_all_roots, read_one};
use super::record::Record;
use super::write::{write_all, write_one};
use crate::Strong;

/// A whole graph in a flat form: a sequence of its nodes, in which edges are numbers.
///
/// Number 0 is the root. The others are the nodes that it keeps alive, in breadth-first order. Each node is written
/// with its plain fields, as `#[derive(Serialize)]` writes them. Owning edges, shared edges and weak links are the
/// numbers of their targets: a sequence for `Children` and `WeakList`, one or none for `Child`, `Strong` and
/// `WeakCell`. Back-references are left out. A tuple with edges is written with names: those of its edges, and
/// `field_0` and so on.
///
/// The type needs `#[graph(serde)]`, and so does each type that its owning and shared edges lead to. Such types have no
/// parameters. Shared edges may be in an `Option`, `Box`, `Vec`, `VecDeque`, `HashSet`, `RefCell`, `OnceCell`,
/// and a `Cell` of an `Option` or a `Vec`. To write several roots that have links to each other, use [`Forest`].
///
/// # Options of serde
/// `#[serde(..)]` on the type, its variants and its plain fields means what it means for serde. On an edge, `rename`
/// and `alias` name it, `skip` leaves it out, with all that only it leads to, and so does `skip_serializing_if` where
/// its function says so. An edge that is missing in the text is empty. The derive refuses, by name, what a document
/// cannot follow: `with` on an edge, say, or `remote` on the type. `from`, `try_from` and `into` are for types without
/// edges.
///
/// # Links that lead out of the document
/// A weak link can lead to a node that the root does not keep alive. To write it is an error, since it could not be
/// read. `#[graph(serde(outside = null))]` on the type with the link leaves such links out instead.
///
/// Costs O(nodes and edges) time and memory, and constant stack besides that of the fields.
///
/// # Errors
/// Writing fails if a weak link leads out of the document, if an edge is in a `RefCell` that is mutably borrowed, or if
/// the `serialize` of a field edits the graph. The error names the node and the field.
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
        write_one(&self.0, serializer)
    }
}

impl<'de, T: Record> Deserialize<'de> for Document<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_one(deserializer).map(Document)
    }
}

/// Several roots of one type, with all that they keep alive, in a flat form: the numbers of the roots, and the nodes as
/// in a [`Document`].
///
/// Links from one root's nodes to another's are kept. A root may be a child of a node, and may be there twice.
///
/// # Errors
/// As those of [`Document`].
///
/// # Example
/// ```
/// use weakgraph::serde::Forest;
/// use weakgraph::{Graph, Strong, WeakCell};
///
/// #[derive(Graph, Default)]
/// #[graph(serde)]
/// struct Person {
///     name: String,
///     #[weak] friend: WeakCell<Person>,
/// }
///
/// let person = |name: &str| Strong::new(Person { name: name.into(), ..Person::default() });
/// let (ada, bob) = (person("Ada"), person("Bob"));
/// ada.set_friend(&bob);
/// let text = serde_json::to_string(&Forest(vec![ada, bob])).unwrap();
/// assert_eq!(text, r#"[[0,1],[{"name":"Ada","friend":1},{"name":"Bob","friend":null}]]"#);
///
/// let Forest(read) = serde_json::from_str::<Forest<Person>>(&text).unwrap();
/// assert!(read[0].friend() == Some(read[1].clone()));
/// ```
pub struct Forest<T>(pub Vec<Strong<T>>);

impl<T> fmt::Debug for Forest<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Forest").field(&self.0).finish()
    }
}

impl<T: Record> Serialize for Forest<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_all(&self.0, serializer)
    }
}

impl<'de, T: Record> Deserialize<'de> for Forest<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_all_roots(deserializer).map(Forest)
    }
}
