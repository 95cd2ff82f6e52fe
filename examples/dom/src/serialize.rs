//! Back to HTML, and the dump of the html5lib tests.

use std::fmt::Write as _;
use std::io;

use html5ever::serialize::{AttrRef, Serialize, SerializeOpts, Serializer, TraversalScope};
use html5ever::{QualName, ns};
use weakgraph::NodeRef;
use weakgraph::read::Traversal;

use crate::node::{Handle, Kind, Node};

/// The node's children as HTML: `innerHTML`, or the whole page of a document.
pub fn serialize(node: &Handle) -> String {
    to_string(node, TraversalScope::ChildrenOnly(node.as_element().map(|element| element.name())))
}

/// The node itself as HTML: `outerHTML`.
pub fn serialize_node(node: &Handle) -> String {
    to_string(node, TraversalScope::IncludeNode)
}

fn to_string(node: &Handle, scope: TraversalScope) -> String {
    let mut out = Vec::new();
    let options = SerializeOpts { traversal_scope: scope, ..SerializeOpts::default() };
    // A `Vec` takes everything.
    let done = html5ever::serialize(&mut out, &Html(node), options);
    debug_assert!(done.is_ok());
    String::from_utf8_lossy(&out).into_owned()
}

/// A node as html5ever serialises it.
struct Html<'n>(&'n Handle);

impl Serialize for Html<'_> {
    /// In constant stack. The contents of a template come after its children.
    fn serialize<S: Serializer>(&self, to: &mut S, scope: TraversalScope) -> io::Result<()> {
        let session = weakgraph::read();
        let root = session.node(self.0);
        let whole = matches!(scope, TraversalScope::IncludeNode);
        // Where the walk of an outer tree goes on when that of a template's contents is over.
        let mut outer = Vec::new();
        let mut root_of_walk = root;
        let mut walk = root.traverse();
        loop {
            match walk.next() {
                Some(Traversal::Enter(node)) => {
                    if node != root_of_walk || (whole && outer.is_empty()) {
                        enter(node, to)?;
                    }
                }
                Some(Traversal::Leave(node)) => {
                    if let Some(contents) = node.follow(Node::contents_edge) {
                        outer.push((walk, root_of_walk, node));
                        (walk, root_of_walk) = (contents.traverse(), contents);
                    } else if node != root_of_walk || (whole && outer.is_empty()) {
                        leave(node, to)?;
                    }
                }
                None => {
                    let Some((back, root, template)) = outer.pop() else { return Ok(()) };
                    (walk, root_of_walk) = (back, root);
                    if template != root_of_walk || (whole && outer.is_empty()) {
                        leave(template, to)?;
                    }
                }
            }
        }
    }
}

fn enter<S: Serializer>(node: NodeRef<'_, Node>, to: &mut S) -> io::Result<()> {
    match &node.get().kind {
        Kind::Document(_) | Kind::Fragment => Ok(()),
        Kind::Doctype(doctype) => to.write_doctype(&doctype.name),
        Kind::Comment(text) => to.write_comment(&text.get()),
        Kind::Instruction(pi) => to.write_processing_instruction(&pi.target, &pi.data.get()),
        Kind::Text(text) => to.write_text(&text.get()),
        Kind::Element(element) => {
            let attributes = element.attributes();
            let all = attributes.iter().map(|attr| -> AttrRef<'_> { (&attr.name, &attr.value) });
            to.start_elem(element.name(), all)
        }
    }
}

fn leave<S: Serializer>(node: NodeRef<'_, Node>, to: &mut S) -> io::Result<()> {
    match &node.get().kind {
        Kind::Element(element) => to.end_elem(element.name()),
        _ => Ok(()),
    }
}

/// The children of a node in the notation of the html5lib tests: a line for each node, two spaces for each level.
pub fn dump(node: &Handle) -> String {
    let mut out = String::new();
    dump_into(node, &mut out);
    out
}

fn dump_into(root: &Handle, out: &mut String) {
    let session = weakgraph::read();
    let mut outer = Vec::new();
    let mut walk = session.node(root).traverse();
    let mut top = session.node(root);
    let mut level = 0;
    loop {
        match walk.next() {
            Some(Traversal::Enter(node)) => {
                if node != top {
                    show(node, level, out);
                    level += 1;
                }
            }
            Some(Traversal::Leave(node)) => {
                if let Some(contents) = node.follow(Node::contents_edge) {
                    line(out, level, "content");
                    outer.push((walk, top, level, node));
                    (walk, top) = (contents.traverse(), contents);
                    level += 1;
                } else if node != top {
                    level -= 1;
                }
            }
            None => {
                let Some((back, root, at, template)) = outer.pop() else { return };
                (walk, top, level) = (back, root, at);
                if template != top {
                    level -= 1;
                }
            }
        }
    }
}

fn line(out: &mut String, level: usize, text: &str) {
    out.push_str("| ");
    (0..level).for_each(|_| out.push_str("  "));
    out.push_str(text);
    out.push('\n');
}

/// A name as the tests print it: `svg title`, `xlink href`.
fn name_of(name: &QualName) -> String {
    let prefix = match name.ns {
        ns!(svg) => "svg ",
        ns!(mathml) => "math ",
        ns!(xlink) => "xlink ",
        ns!(xml) => "xml ",
        ns!(xmlns) => "xmlns ",
        _ => "",
    };
    format!("{prefix}{}", name.local)
}

fn show(node: NodeRef<'_, Node>, level: usize, out: &mut String) {
    match &node.get().kind {
        Kind::Document(_) => line(out, level, "#document"),
        Kind::Fragment => line(out, level, "#document-fragment"),
        Kind::Doctype(doctype) => {
            let mut text = format!("<!DOCTYPE {}", doctype.name);
            if !doctype.public_id.is_empty() || !doctype.system_id.is_empty() {
                // A `String` takes everything.
                let _ = write!(text, " \"{}\" \"{}\"", doctype.public_id, doctype.system_id);
            }
            line(out, level, &(text + ">"));
        }
        Kind::Comment(text) => line(out, level, &format!("<!-- {} -->", text.get())),
        Kind::Instruction(pi) => line(out, level, &format!("<?{} {}>", pi.target, pi.data.get())),
        Kind::Text(text) => line(out, level, &format!("\"{}\"", text.get())),
        Kind::Element(element) => {
            line(out, level, &format!("<{}>", name_of(&element.name())));
            let mut attributes: Vec<_> =
                element.attributes().iter().map(|attr| (name_of(&attr.name), attr.value.clone())).collect();
            attributes.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            for (name, value) in attributes {
                line(out, level + 1, &format!("{name}=\"{value}\""));
            }
        }
    }
}
