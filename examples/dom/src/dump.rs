//! The tree as text, in the notation of the html5lib tests.

use std::fmt::Write as _;

use html5ever::{QualName, ns};

use crate::node::{Kind, Node};
use crate::read::{NodeRef, Step, read};

/// Up to this level, a line is indented. Below it, the level is named: a page of 100,000 levels would take gigabytes.
const DEEPEST: usize = 200;

/// Returns the children of a node in the notation of the html5lib tests: a line for each node, two spaces for each
/// level.
///
/// From the 200th level on, the lines are indented no further and begin with the level in brackets.
pub fn dump(node: &Node) -> String {
    let mut out = String::new();
    dump_into(node, &mut out);
    out
}

fn dump_into(root: &Node, out: &mut String) {
    let session = read();
    let mut outer = Vec::new();
    let mut walk = session.node(root).traverse();
    let mut top = session.node(root);
    let mut level = 0;
    loop {
        match walk.next() {
            Some(Step::Enter(node)) => {
                if node != top {
                    show(node, level, out);
                    level += 1;
                }
            }
            Some(Step::Leave(node)) => {
                if let Some(contents) = node.template_contents() {
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
    (0..level.min(DEEPEST)).for_each(|_| out.push_str("  "));
    if level > DEEPEST {
        // A `String` takes everything.
        let _ = write!(out, "[{level}] ");
    }
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

fn show(node: NodeRef<'_>, level: usize, out: &mut String) {
    match node.kind() {
        Kind::Document(_) => line(out, level, "#document"),
        Kind::Fragment(_) => line(out, level, "#document-fragment"),
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
