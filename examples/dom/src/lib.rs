//! A DOM on weakgraph.
//!
//! `html5ever` parses real pages into nodes declared with `#[derive(Graph)]`, CSS selectors (the crate `selectors`)
//! query them without counting, and the edits are those of the DOM standard. Nothing here is unsafe, and nothing is
//! freed by hand: the tree is dropped with its last handle.
//!
//! ```
//! use weakgraph_dom::{Select, parse, serialize};
//!
//! let page = parse("<!DOCTYPE html><p class=a>one<p>two");
//! for node in page.query_all("p.a")? {
//!     node.set_attribute("id", "first")?;
//!     node.append_child(&page.create_text("!"))?;
//! }
//! let html = serialize(&page);
//! let body = r#"<p class="a" id="first">one!</p><p>two</p>"#;
//! assert_eq!(html, format!("<!DOCTYPE html><html><head></head><body>{body}</body></html>"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The graph's own nodes are private, and so is weakgraph's `Tree` with them. A [`Node`] is a handle, and what it
//! offers keeps to the rules of the DOM: no text in a document, no document in an element, no name that would be
//! markup.
//!
//! ```compile_fail
//! # use weakgraph_dom::Node;
//! weakgraph::Tree::append(&Node::document(), Node::document().create_text("x"));
//! ```

#![forbid(unsafe_code)]

mod attributes;
mod dump;
mod edit;
mod element;
mod encoding;
mod lookup;
mod matching;
mod names;
mod node;
mod pseudo;
mod read;
mod select;
mod serialize;
mod sink;
mod text;

pub use dump::dump;
pub use edit::{DomError, Relation};
pub use element::{Attributes, Element};
pub use encoding::{Decoded, Source, decode, encoding_for_label, parse_bytes};
pub use html5ever::driver::ParseOpts;
pub use html5ever::tree_builder::{QuirksMode, TreeBuilderOpts};
pub use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};
pub use lookup::Adjacent;
pub use node::{ChildList, Doctype, Document, Fragment, Handle, Instruction, Kind, Node, WeakNode, alive};
pub use read::{NodeRef, Session, Step, read};
pub use select::{BadSelector, Css, CssName, CssString, ElementRef, PseudoClass, PseudoElement, Select, Selectors};
pub use serialize::{Serializer, serialize, serialize_node};
pub use sink::{PageError, Parsed, Sink, parse, parse_fragment, parse_with, parse_with_errors};
pub use text::Text;
