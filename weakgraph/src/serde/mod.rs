//! Reading and writing graphs with serde (feature `serde`).
//!
//! # The nested form
//!
//! A tree as it looks: `#[derive(Serialize, Deserialize, Graph)]` on a struct is enough. [`Children`](crate::Children)
//! is a sequence, [`Child`](crate::Child) an optional value, a [`Strong`](crate::Strong) its node. Back-references and
//! weak links are written as nothing, and ignored when read; `#[serde(skip)]` leaves them out of the file.
//!
//! A shared node is written, and then read, once for each edge to it. The form recurses. `serde_json` gives up at
//! 128 brackets in each other, which are 63 levels of children: "recursion limit exceeded". Other formats have other
//! limits. Without one, a tree of 100,000 levels overflows the stack. The flat form has no limit.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use weakgraph::{Children, Graph, Parent, Strong};
//!
//! #[derive(Graph, Serialize, Deserialize)]
//! struct Node {
//!     name: String,
//!     #[weak] #[serde(skip)] parent: Parent<Node>,
//!     #[strong] children: Children<Node>,
//! }
//!
//! let text = r#"{"name":"root","children":[{"name":"leaf","children":[]}]}"#;
//! let root: Strong<Node> = serde_json::from_str(text).unwrap();
//! assert!(root.children().first().unwrap().parent() == Some(root.clone()));
//! assert_eq!(serde_json::to_string(&root).unwrap(), text);
//! ```
//!
//! # The flat form
//!
//! A [`Document`] holds a whole graph without nesting. It has no limit of depth, and keeps shared edges and weak links.
//! A [`Forest`] is the same for several roots.

mod document;
mod read;
mod record;
mod simple;
mod write;

pub use document::{Document, Forest};
#[doc(hidden)]
pub use record::{Built, Discover, Expect, Number, Numbered, Numbers, Unless};
pub use record::{Record, SharedEdge};
