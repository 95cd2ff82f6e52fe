//! What most files that use the crate need, for a glob import.
//!
//! `use weakgraph::*` brings in names that hide others: with the feature `serde`, the module `weakgraph::serde` hides
//! the crate `serde`, and `read` and `show` are common names. None of them is in here.
//!
//! ```
//! use weakgraph::prelude::*;
//!
//! #[derive(Graph)]
//! #[graph(new)]
//! struct Node {
//!     #[weak] parent: Parent<Node>,
//!     #[strong] children: Children<Node>,
//! }
//!
//! let root: Strong<Node> = Node::new();
//! assert!(root.add_child(Node::new()).ancestors().eq([root]));
//! ```

pub use crate::{Child, Children, Graph, LinkError, Parent, Strong, Tree, WalkEvent, Weak, WeakCell, WeakList};
