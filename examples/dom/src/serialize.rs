//! Back to HTML: <https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments>, of 2025.

use std::io::{self, Write};

use html5ever::tendril::StrTendril;
use html5ever::{QualName, local_name, ns};

use crate::element::{Element, qualified};
use crate::node::{Inner, Kind, Node};
use crate::read::{NodeRef, read};

/// How a tree becomes HTML.
///
/// ```
/// use weakgraph_dom::{Serializer, parse};
///
/// let page = parse("<!DOCTYPE html><p title='<'>1 &lt; 2");
/// let mut out = Vec::new();
/// Serializer::new().write(&page, &mut out)?;
/// assert!(out.ends_with(b"<p title=\"&lt;\">1 &lt; 2</p></body></html>"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Serializer {
    whole: bool,
    scripting: Option<bool>,
    checked: bool,
}

impl Serializer {
    /// Returns the options of [`serialize`]: the children of a node, `noscript` as its document says.
    pub fn new() -> Serializer {
        Serializer::default()
    }

    /// Says whether the node itself is written, too: `outerHTML` in place of `innerHTML`.
    #[must_use]
    pub fn include_node(mut self, yes: bool) -> Serializer {
        self.whole = yes;
        self
    }

    /// Says whether the HTML is for a parser with scripting enabled, in place of the document.
    ///
    /// Such a parser reads a `<noscript>` as text, which is written as it is then. For any other, text there is
    /// escaped.
    #[must_use]
    pub fn scripting(mut self, enabled: bool) -> Serializer {
        self.scripting = Some(enabled);
        self
    }

    /// Says whether to refuse what would be parsed to something else: a comment that ends too early, text in a
    /// `<script>` that ends it, and the like, which only edits can make. The standard writes those as they are, which
    /// lets them become markup.
    #[must_use]
    pub fn checked(mut self, yes: bool) -> Serializer {
        self.checked = yes;
        self
    }

    /// Writes a node. In constant stack.
    ///
    /// # Errors
    /// Those of the writer; [`InvalidData`](io::ErrorKind::InvalidData) if something is refused by
    /// [`checked`](Serializer::checked).
    pub fn write(&self, node: &Node, to: impl Write) -> io::Result<()> {
        let scripting = self.scripting.unwrap_or_else(|| node.scripting());
        let mut out = Out { to, scripting, checked: self.checked };
        let session = read();
        let top = session.node(node);
        // A template's contents stand for its children.
        fn inside(of: NodeRef<'_>) -> Option<NodeRef<'_>> {
            of.template_contents().unwrap_or(of).first_child()
        }
        if self.whole {
            out.enter(top.inner(), None)?;
            if out.is_void(top.inner()) {
                return Ok(());
            }
        }
        let mut at = top;
        let mut next = inside(at);
        // The elements that are open.
        let mut open = Vec::new();
        loop {
            match next {
                Some(node) => {
                    out.enter(node.inner(), Some(at.inner()))?;
                    match inside(node) {
                        Some(first) if !out.is_void(node.inner()) => {
                            open.push(at);
                            at = node;
                            next = Some(first);
                        }
                        _ => {
                            out.leave(node.inner())?;
                            next = node.next_sibling();
                        }
                    }
                }
                None => {
                    let Some(above) = open.pop() else { break };
                    out.leave(at.inner())?;
                    next = at.next_sibling();
                    at = above;
                }
            }
        }
        if self.whole { out.leave(top.inner()) } else { Ok(()) }
    }

    /// Writes a node to a string.
    ///
    /// # Errors
    /// If something is refused by [`checked`](Serializer::checked).
    pub fn to_string(&self, node: &Node) -> io::Result<String> {
        let mut out = Vec::new();
        self.write(node, &mut out)?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }
}

fn to_string(node: &Node, options: Serializer) -> String {
    // A `Vec` takes everything, and nothing is checked.
    options.to_string(node).unwrap_or_default()
}

/// Returns the node's children as HTML: `innerHTML`, or the whole page of a document.
pub fn serialize(node: &Node) -> String {
    to_string(node, Serializer::new())
}

/// Returns the node itself as HTML: `outerHTML`.
pub fn serialize_node(node: &Node) -> String {
    to_string(node, Serializer::new().include_node(true))
}

struct Out<W> {
    to: W,
    scripting: bool,
    checked: bool,
}

impl<W: Write> Out<W> {
    fn refuse(&self, is_wrong: impl FnOnce() -> bool, what: &str) -> io::Result<()> {
        if self.checked && is_wrong() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(())
    }

    fn enter(&mut self, node: &Inner, parent: Option<&Inner>) -> io::Result<()> {
        match &node.kind {
            Kind::Document(_) | Kind::Fragment(_) => Ok(()),
            Kind::Doctype(doctype) => write!(self.to, "<!DOCTYPE {}>", doctype.name),
            Kind::Comment(text) => {
                let text = text.get();
                self.refuse(|| ends_comment(&text), "a comment that ends before its end")?;
                write!(self.to, "<!--{text}-->")
            }
            Kind::Instruction(pi) => {
                let data = pi.data.get();
                self.refuse(|| true, "a processing instruction, which HTML reads as a comment")?;
                write!(self.to, "<?{} {data}>", pi.target)
            }
            Kind::Text(text) => self.text(&text.get(), parent),
            Kind::Element(element) => self.start(element),
        }
    }

    fn leave(&mut self, node: &Inner) -> io::Result<()> {
        match &node.kind {
            Kind::Element(element) if !is_void(element) => {
                self.to.write_all(b"</")?;
                self.tag_name(element)?;
                self.to.write_all(b">")
            }
            _ => Ok(()),
        }
    }

    fn is_void(&self, node: &Inner) -> bool {
        node.as_element().is_some_and(is_void)
    }

    fn tag_name(&mut self, element: &Element) -> io::Result<()> {
        if matches!(*element.ns(), ns!(html) | ns!(svg) | ns!(mathml)) {
            self.to.write_all(element.local.as_bytes())
        } else {
            self.to.write_all(element.qualified_name().as_bytes())
        }
    }

    fn start(&mut self, element: &Element) -> io::Result<()> {
        self.to.write_all(b"<")?;
        self.tag_name(element)?;
        let done = element.find_attribute(|attr| {
            let done = self.attribute(&attr.name, &attr.value);
            done.is_err().then_some(done)
        });
        done.unwrap_or(Ok(()))?;
        self.to.write_all(b">")
    }

    fn attribute(&mut self, name: &QualName, value: &StrTendril) -> io::Result<()> {
        self.to.write_all(b" ")?;
        match name.ns {
            ns!() => {}
            ns!(xml) => self.to.write_all(b"xml:")?,
            ns!(xmlns) if name.local == local_name!("xmlns") => {}
            ns!(xmlns) => self.to.write_all(b"xmlns:")?,
            ns!(xlink) => self.to.write_all(b"xlink:")?,
            _ => {
                let name = qualified(name);
                let prefix = name.rfind(':').map_or("", |colon| &name[..=colon]);
                self.to.write_all(prefix.as_bytes())?;
            }
        }
        self.to.write_all(name.local.as_bytes())?;
        self.to.write_all(b"=\"")?;
        escape(&mut self.to, value, true)?;
        self.to.write_all(b"\"")
    }

    fn text(&mut self, text: &str, parent: Option<&Inner>) -> io::Result<()> {
        match parent.and_then(Inner::as_element).filter(|element| self.is_raw(element)) {
            Some(element) => {
                self.refuse(|| ends_raw_text(text, &element.local), "text that ends the element that it is in")?;
                self.to.write_all(text.as_bytes())
            }
            None => escape(&mut self.to, text, false),
        }
    }

    /// Whether the parser takes the text in this element as it is.
    fn is_raw(&self, element: &Element) -> bool {
        element.is_of_html()
            && match element.local {
                local_name!("style")
                | local_name!("script")
                | local_name!("xmp")
                | local_name!("iframe")
                | local_name!("noembed")
                | local_name!("noframes")
                | local_name!("plaintext") => true,
                local_name!("noscript") => self.scripting,
                _ => false,
            }
    }
}

/// Whether the element "serializes as void".
fn is_void(element: &Element) -> bool {
    element.is_of_html()
        && matches!(
            element.local,
            local_name!("area")
                | local_name!("base")
                | local_name!("basefont")
                | local_name!("bgsound")
                | local_name!("br")
                | local_name!("col")
                | local_name!("embed")
                | local_name!("frame")
                | local_name!("hr")
                | local_name!("img")
                | local_name!("input")
                | local_name!("keygen")
                | local_name!("link")
                | local_name!("meta")
                | local_name!("param")
                | local_name!("source")
                | local_name!("track")
                | local_name!("wbr")
        )
}

/// Whether the parser would not read this as the whole of a comment.
fn ends_comment(text: &str) -> bool {
    text.starts_with('>')
        || text.starts_with("->")
        || text.contains("-->")
        || text.contains("--!>")
        || text.ends_with("<!-")
        || text.ends_with("--!")
        || text.ends_with('-') && text.len() == 1
}

/// Whether text ends a raw text element of this name, or keeps it from being ended.
fn ends_raw_text(text: &str, name: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let ends = |at: usize| {
        let rest = &lower[at + 2..];
        rest.starts_with(name)
            && rest[name.len()..].chars().next().is_none_or(|it| it.is_ascii_whitespace() || matches!(it, '/' | '>'))
    };
    // In `<!--<script>`, the end tag of a script is that of the inner one; after `<plaintext>`, there is none.
    name == "plaintext"
        || lower.match_indices("</").any(|(at, _)| ends(at))
        || (name == "script" && lower.contains("<!--"))
}

fn escape(to: &mut impl Write, text: &str, in_attribute: bool) -> io::Result<()> {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (replacement, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' if in_attribute => ("&quot;", 1),
            0xC2 if bytes.get(at + 1) == Some(&0xA0) => ("&nbsp;", 2),
            _ => continue,
        };
        to.write_all(&bytes[done..at])?;
        to.write_all(replacement.as_bytes())?;
        done = at + length;
    }
    to.write_all(&bytes[done..])
}
