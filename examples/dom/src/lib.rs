//! A DOM on weakgraph.
//!
//! `html5ever` parses real pages into nodes declared with `#[derive(Graph)]`, CSS selectors (the crate `selectors`) query
//! them without counting, and the edits are those of the DOM standard. Nothing here is unsafe, and nothing is freed by hand:
//! the tree dies with its last handle.
//!
//! ```
//! use weakgraph_dom::{Select, parse, serialize};
//!
//! let page = parse("<!DOCTYPE html><p class=a>one<p>two");
//! for node in page.query_all("p.a")? {
//!     node.set_attribute("id", "first");
//!     node.append_child(&page.create_text("!"))?;
//! }
//! let html = serialize(&page);
//! assert_eq!(html, r#"<!DOCTYPE html><html><head></head><body><p class="a" id="first">one!</p><p>two</p></body></html>"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | file | for |
//! |---|---|
//! | `node.rs` | the node: its edges, its kinds, and what can be read of it |
//! | `edit.rs` | the edits of the DOM standard, and their errors |
//! | `sink.rs` | what html5ever asks of a tree while it parses |
//! | `select.rs` | what `selectors` asks of an element |
//! | `serialize.rs` | back to HTML, and the dump of the html5lib tests |

#![forbid(unsafe_code)]

mod edit;
mod node;
mod select;
mod serialize;
mod sink;

pub use edit::{DomError, Relation};
pub use html5ever::tree_builder::QuirksMode;
pub use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};
pub use node::{Doctype, Element, Handle, Instruction, Kind, Node, alive};
pub use select::{BadSelector, ElementRef, Select, Selectors};
pub use serialize::{dump, serialize, serialize_node};
pub use sink::{Sink, parse, parse_fragment, parse_with};
