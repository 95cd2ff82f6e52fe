//! The node: its edges, its kinds, and the ways from it to others.

use std::cell::{Cell, OnceCell};
use std::fmt;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::QuirksMode;
use html5ever::{Attribute, LocalName, QualName, ns};
use weakgraph::{Children, Graph, Parent, Strong, Tree, Weak};

use crate::edit::DomError;
use crate::element::Element;
use crate::names;
use crate::text::Text;

/// A handle to a node. It keeps the node alive, and all that is below it.
///
/// Handles compare and hash by identity. The type of the graph's own nodes is private to this crate, and with it
/// weakgraph's `Tree`: every edit goes through the rules of the DOM.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Node(pub(crate) Strong<Inner>);

/// Another name for [`Node`], where it is one handle of several.
pub type Handle = Node;

/// A handle that does not keep its node alive.
#[derive(Clone, Default)]
pub struct WeakNode(Weak<Inner>);

impl WeakNode {
    /// Returns the node, if it is alive.
    pub fn upgrade(&self) -> Option<Node> {
        self.0.upgrade().map(Node)
    }

    /// Returns whether the node is alive.
    pub fn is_alive(&self) -> bool {
        self.0.is_alive()
    }
}

impl fmt::Debug for WeakNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.upgrade() {
            Some(node) => write!(f, "WeakNode({node:?})"),
            None => f.write_str("WeakNode(dropped)"),
        }
    }
}

/// What the graph is made of.
///
/// One relation: a node's children. The contents of a `<template>` are no children: its element keeps them (see
/// [`Element`]), and the fragment that they are has a weak link back. An edge of the graph to them would cost every
/// node of a page 40 of its 128 bytes, and pages are almost without templates. So the graph does not see a cycle
/// through contents: [`crate::edit`] looks for it before every edit.
#[derive(Graph)]
pub(crate) struct Inner {
    pub(crate) kind: Kind,
    pub(crate) _counted: Counted,
    #[weak]
    pub(crate) parent: Parent<Inner>,
    #[strong]
    pub(crate) children: Children<Inner>,
}

/// What a node is.
pub enum Kind {
    /// The document.
    Document(Document),
    /// `<!DOCTYPE html>`
    Doctype(Box<Doctype>),
    /// A document fragment.
    Fragment(Fragment),
    /// An element.
    Element(Element),
    /// Text.
    Text(Text),
    /// A comment.
    Comment(Text),
    /// A processing instruction.
    Instruction(Box<Instruction>),
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Document(_) => f.write_str("#document"),
            Kind::Doctype(doctype) => write!(f, "<!DOCTYPE {}>", doctype.name),
            Kind::Fragment(_) => f.write_str("#document-fragment"),
            Kind::Element(element) => element.fmt(f),
            Kind::Text(text) => write!(f, "{text:?}"),
            Kind::Comment(text) => write!(f, "<!--{}-->", text.get()),
            Kind::Instruction(pi) => write!(f, "<?{} {}>", pi.target, pi.data.get()),
        }
    }
}

/// What a document says of itself.
#[derive(Debug)]
pub struct Document {
    quirks: Cell<QuirksMode>,
    scripting: Cell<bool>,
}

impl Document {
    /// Returns how the document was to be shown: in quirks mode, or by the standard.
    pub fn quirks(&self) -> QuirksMode {
        self.quirks.get()
    }

    /// Returns whether scripting is enabled.
    pub fn scripting(&self) -> bool {
        self.scripting.get()
    }
}

impl Fragment {
    /// Returns whether scripting is enabled.
    pub fn scripting(&self) -> bool {
        self.scripting.get()
    }
}

/// What a fragment says of itself.
#[derive(Debug, Default)]
pub struct Fragment {
    /// Of the contents of a `<template>`: their host.
    pub(crate) host: OnceCell<Weak<Inner>>,
    scripting: Cell<bool>,
}

/// `<!DOCTYPE name PUBLIC "public" "system">`
#[derive(Debug, Clone)]
pub struct Doctype {
    pub(crate) name: StrTendril,
    pub(crate) public_id: StrTendril,
    pub(crate) system_id: StrTendril,
}

impl Doctype {
    /// Returns the name: `html`, as a rule.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the public identifier.
    pub fn public_id(&self) -> &str {
        &self.public_id
    }

    /// Returns the system identifier.
    pub fn system_id(&self) -> &str {
        &self.system_id
    }
}

/// A processing instruction.
#[derive(Debug)]
pub struct Instruction {
    pub(crate) target: StrTendril,
    pub(crate) data: Text,
}

impl Instruction {
    /// Returns the target: what it is for.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns the data.
    pub fn data(&self) -> &Text {
        &self.data
    }
}

thread_local! {
    static ALIVE: Cell<usize> = const { Cell::new(0) };
}

/// Returns the number of live nodes on this thread. A node leaves it when its fields are dropped.
pub fn alive() -> usize {
    ALIVE.get()
}

/// One of those that are [`alive`]. Not a drop hook: nodes without hooks are dropped faster.
pub(crate) struct Counted;

impl Counted {
    fn new() -> Counted {
        ALIVE.set(ALIVE.get() + 1);
        Counted
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

impl Inner {
    pub(crate) fn is_element(&self) -> bool {
        matches!(self.kind, Kind::Element(_))
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text(_))
    }

    pub(crate) fn is_doctype(&self) -> bool {
        matches!(self.kind, Kind::Doctype(_))
    }

    pub(crate) fn as_element(&self) -> Option<&Element> {
        match &self.kind {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The host of the contents of a `<template>`.
    pub(crate) fn host_link(&self) -> Option<&Weak<Inner>> {
        match &self.kind {
            Kind::Fragment(fragment) => fragment.host.get(),
            _ => None,
        }
    }

    /// The contents of a `<template>`.
    pub(crate) fn contents_link(&self) -> Option<&Strong<Inner>> {
        self.as_element()?.contents()
    }
}

/// Making nodes. Those made by a document remember what they have to of it; a node belongs to no document otherwise.
impl Node {
    #[inline(always)]
    pub(crate) fn of(kind: Kind) -> Node {
        Node(Strong::new(Inner { kind, _counted: Counted::new(), parent: Parent::new(), children: Children::new() }))
    }

    /// Makes an empty document, without scripting.
    pub fn document() -> Node {
        Node::of(Kind::Document(Document { quirks: Cell::new(QuirksMode::NoQuirks), scripting: Cell::new(false) }))
    }

    /// Makes an empty document fragment.
    pub fn fragment() -> Node {
        Node::of(Kind::Fragment(Fragment::default()))
    }

    /// Makes an element of any language. A `<template>` gets its contents.
    ///
    /// The name and those of the attributes are not checked: it is for what a parser found.
    #[inline]
    pub fn element(name: QualName, attributes: Vec<Attribute>) -> Node {
        Node::of_element(Element::new(name, attributes))
    }

    #[inline(always)]
    pub(crate) fn of_element(element: Element) -> Node {
        let is_template = element.is_html(&html5ever::local_name!("template"));
        let node = Node::of(Kind::Element(element));
        if is_template {
            node.make_contents();
        }
        node
    }

    #[cold]
    fn make_contents(&self) {
        if let Some(element) = self.as_element() {
            let host = OnceCell::from(Strong::downgrade(&self.0));
            element.set_contents(Node::of(Kind::Fragment(Fragment { host, ..Fragment::default() })).0);
        }
    }

    pub(crate) fn text(text: StrTendril) -> Node {
        Node::of(Kind::Text(Text::new(text)))
    }

    /// `createElement`: makes an HTML element. The name is converted to lower case.
    ///
    /// # Errors
    /// [`InvalidCharacter`](DomError::InvalidCharacter) if the name is no valid element local name.
    pub fn create_element(&self, name: &str) -> Result<Node, DomError> {
        names::check_element(name)?;
        let name = QualName::new(None, ns!(html), LocalName::from(name.to_ascii_lowercase()));
        let node = Node::element(name, Vec::new());
        self.tell_scripting(&node);
        Ok(node)
    }

    /// `createElementNS`: makes an element of a namespace, whose qualified name may have a prefix.
    ///
    /// # Errors
    /// [`InvalidCharacter`](DomError::InvalidCharacter) or [`Namespace`](DomError::Namespace) if the two do not fit.
    pub fn create_element_ns(&self, namespace: &str, name: &str) -> Result<Node, DomError> {
        let node = Node::element(names::extract(namespace, name, names::check_element)?, Vec::new());
        self.tell_scripting(&node);
        Ok(node)
    }

    /// A `<noscript>` remembers the document that made it.
    fn tell_scripting(&self, node: &Node) {
        match node.as_element() {
            Some(element) if node.is_html("noscript") && self.scripting() => element.set_scripting(),
            _ => {}
        }
    }

    /// `createTextNode`: makes a text node.
    pub fn create_text(&self, text: &str) -> Node {
        Node::text(StrTendril::from(text))
    }

    /// `createComment`: makes a comment.
    pub fn create_comment(&self, text: &str) -> Node {
        Node::of(Kind::Comment(Text::new(StrTendril::from(text))))
    }

    /// `createProcessingInstruction`: makes a processing instruction.
    ///
    /// # Errors
    /// [`InvalidCharacter`](DomError::InvalidCharacter) if the target is no name of XML, or the data contains `?>`.
    pub fn create_instruction(&self, target: &str, data: &str) -> Result<Node, DomError> {
        names::check_instruction(target, data)?;
        let data = Text::new(StrTendril::from(data));
        Ok(Node::of(Kind::Instruction(Box::new(Instruction { target: StrTendril::from(target), data }))))
    }

    /// `createDocumentType`: makes a doctype.
    ///
    /// # Errors
    /// [`InvalidCharacter`](DomError::InvalidCharacter) if the name is no valid doctype name.
    pub fn create_doctype(&self, name: &str, public_id: &str, system_id: &str) -> Result<Node, DomError> {
        names::check_doctype(name)?;
        let [name, public_id, system_id] = [name, public_id, system_id].map(StrTendril::from);
        Ok(Node::of(Kind::Doctype(Box::new(Doctype { name, public_id, system_id }))))
    }

    /// `createDocumentFragment`: makes a document fragment.
    pub fn create_fragment(&self) -> Node {
        Node::fragment()
    }

    /// Returns a handle that does not keep the node alive.
    pub fn downgrade(&self) -> WeakNode {
        WeakNode(Strong::downgrade(&self.0))
    }

    /// Returns how many handles keep the node alive; its parent is one.
    pub fn strong_count(&self) -> usize {
        Strong::strong_count(&self.0)
    }
}

/// What the node is.
impl Node {
    /// Returns what the node is.
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// `nodeType`.
    pub fn node_type(&self) -> u16 {
        match self.kind() {
            Kind::Element(_) => 1,
            Kind::Text(_) => 3,
            Kind::Instruction(_) => 7,
            Kind::Comment(_) => 8,
            Kind::Document(_) => 9,
            Kind::Doctype(_) => 10,
            Kind::Fragment(_) => 11,
        }
    }

    /// Returns the element, if it is one.
    pub fn as_element(&self) -> Option<&Element> {
        self.0.as_element()
    }

    /// Returns the text of a text node, of a comment and of a processing instruction.
    pub fn data(&self) -> Option<&Text> {
        match self.kind() {
            Kind::Text(text) | Kind::Comment(text) => Some(text),
            Kind::Instruction(instruction) => Some(&instruction.data),
            _ => None,
        }
    }

    /// Returns whether it is text.
    pub fn is_text(&self) -> bool {
        self.0.is_text()
    }

    /// Returns whether it is an element.
    pub fn is_element(&self) -> bool {
        self.0.is_element()
    }

    /// Returns whether it is the HTML element of this name, which is in lower case.
    pub fn is_html(&self, name: &str) -> bool {
        self.as_element().is_some_and(|element| element.is_of_html() && *element.local == *name)
    }

    /// `nodeName`, but in the case that the name has.
    pub fn name(&self) -> String {
        match self.kind() {
            Kind::Document(_) => "#document".into(),
            Kind::Fragment(_) => "#document-fragment".into(),
            Kind::Text(_) => "#text".into(),
            Kind::Comment(_) => "#comment".into(),
            Kind::Doctype(doctype) => doctype.name.to_string(),
            Kind::Instruction(instruction) => instruction.target.to_string(),
            Kind::Element(element) => element.qualified_name(),
        }
    }

    /// `nodeName`: as [`name`](Node::name), with elements of HTML in upper case.
    pub fn node_name(&self) -> String {
        match self.as_element() {
            Some(element) if element.is_of_html() => element.qualified_name().to_ascii_uppercase(),
            _ => self.name(),
        }
    }

    /// Returns how the document was to be shown: in quirks mode, or by the standard.
    pub fn quirks_mode(&self) -> QuirksMode {
        match self.kind() {
            Kind::Document(document) => document.quirks.get(),
            _ => QuirksMode::NoQuirks,
        }
    }

    pub(crate) fn set_quirks_mode(&self, mode: QuirksMode) {
        if let Kind::Document(document) = self.kind() {
            document.quirks.set(mode);
        }
    }

    /// Returns whether scripting is enabled for the node: whether the page was parsed so.
    ///
    /// The root says it, over the hosts of contents of templates. A `<noscript>` outside of every document says it
    /// itself. Costs the depth of the node.
    pub fn scripting(&self) -> bool {
        let session = weakgraph::read();
        let mut at = session.node(&self.0);
        loop {
            let root = at.root();
            match root.get().host_link().and_then(|host| session.upgrade(host)) {
                Some(host) => at = host,
                None => {
                    break match &root.get().kind {
                        Kind::Document(document) => document.scripting.get(),
                        Kind::Fragment(fragment) => fragment.scripting.get(),
                        _ => self.as_element().is_some_and(Element::scripting),
                    };
                }
            }
        }
    }

    /// Says of a document or a fragment whether scripting is enabled for it: it decides how `<noscript>` is serialised.
    pub fn set_scripting(&self, enabled: bool) {
        match self.kind() {
            Kind::Document(document) => document.scripting.set(enabled),
            Kind::Fragment(fragment) => fragment.scripting.set(enabled),
            _ => {}
        }
    }

    /// The contents of a `<template>`.
    pub fn template_contents(&self) -> Option<Node> {
        self.0.contents_link().cloned().map(Node)
    }

    /// The `<template>` whose contents this fragment is.
    pub fn template_host(&self) -> Option<Node> {
        self.0.host_link()?.upgrade().map(Node)
    }
}

/// The children of a node, in order.
#[derive(Clone, Copy)]
pub struct ChildList<'n>(&'n Node);

impl<'n> ChildList<'n> {
    /// Returns a walk over the children, from either end, during which they may be edited.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Node> + use<'n> {
        self.0.0.children.iter().map(Node)
    }

    /// Returns the number of children.
    pub fn len(self) -> usize {
        self.0.0.children.len()
    }

    /// Returns whether there are no children.
    pub fn is_empty(self) -> bool {
        self.0.0.children.is_empty()
    }

    /// Returns whether a node is one of the children.
    pub fn contains(self, node: &Node) -> bool {
        self.0.0.children.contains(&node.0)
    }

    /// Returns the child at this index. Costs the way to it from the nearer end.
    pub fn get(self, index: usize) -> Option<Node> {
        self.0.0.children.get(index).map(Node)
    }
}

impl fmt::Debug for ChildList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The ways to other nodes. Walks yield handles and go on while the tree is edited, by the rules of the DOM's
/// `NodeIterator`.
impl Node {
    /// `childNodes`.
    pub fn children(&self) -> ChildList<'_> {
        ChildList(self)
    }

    /// `parentNode`.
    pub fn parent(&self) -> Option<Node> {
        self.0.parent.get().map(Node)
    }

    /// `firstChild`.
    pub fn first_child(&self) -> Option<Node> {
        self.0.first_child().map(Node)
    }

    /// `lastChild`.
    pub fn last_child(&self) -> Option<Node> {
        self.0.last_child().map(Node)
    }

    /// `nextSibling`.
    pub fn next_sibling(&self) -> Option<Node> {
        self.0.next_sibling().map(Node)
    }

    /// `previousSibling`.
    pub fn prev_sibling(&self) -> Option<Node> {
        self.0.prev_sibling().map(Node)
    }

    /// Returns the child at this index. Costs the way to it from the nearer end.
    pub fn nth_child(&self, index: usize) -> Option<Node> {
        self.0.nth_child(index).map(Node)
    }

    /// Returns how many children there are.
    pub fn child_count(&self) -> usize {
        self.0.child_count()
    }

    /// Returns whether there are no children: not `hasChildNodes`.
    pub fn is_leaf(&self) -> bool {
        self.0.is_leaf()
    }

    /// Returns whether there is no parent.
    pub fn is_root(&self) -> bool {
        self.0.is_root()
    }

    /// `isConnected`: whether it is in a document. Costs the depth.
    pub fn is_connected(&self) -> bool {
        matches!(self.root().kind(), Kind::Document(_))
    }

    /// `getRootNode`: the node at the top. Costs the depth.
    pub fn root(&self) -> Node {
        Node(self.0.root())
    }

    /// Returns the parent, its parent, and so on.
    pub fn ancestors(&self) -> impl Iterator<Item = Node> + '_ {
        self.0.ancestors().map(Node)
    }

    /// Returns this node and its [`ancestors`](Node::ancestors).
    pub fn inclusive_ancestors(&self) -> impl Iterator<Item = Node> + '_ {
        self.0.inclusive_ancestors().map(Node)
    }

    /// Returns all nodes below this one in document order, from either end. Contents of templates are not below them.
    pub fn descendants(&self) -> impl DoubleEndedIterator<Item = Node> + '_ {
        self.0.descendants().map(Node)
    }

    /// Returns this node and its [`descendants`](Node::descendants).
    pub fn inclusive_descendants(&self) -> impl DoubleEndedIterator<Item = Node> + '_ {
        self.0.inclusive_descendants().map(Node)
    }

    /// Returns the nodes after this one with the same parent, from the nearest on.
    pub fn next_siblings(&self) -> impl Iterator<Item = Node> + '_ {
        self.0.next_siblings().map(Node)
    }

    /// Returns the nodes before this one with the same parent, from the nearest on.
    pub fn prev_siblings(&self) -> impl Iterator<Item = Node> + '_ {
        self.0.prev_siblings().map(Node)
    }

    /// Returns whether this node is above `other`, not over contents of templates. Costs the depth of `other`.
    pub fn is_ancestor_of(&self, other: &Node) -> bool {
        self.0.is_ancestor_of(&other.0)
    }

    /// `contains`: whether a node is this one or below it.
    pub fn contains(&self, other: &Node) -> bool {
        self == other || self.is_ancestor_of(other)
    }

    /// `documentElement`: the `<html>` of a document.
    pub fn document_element(&self) -> Option<Node> {
        match self.kind() {
            Kind::Document(_) => self.first_child_element(),
            _ => None,
        }
    }

    /// `textContent`: the text of all that is below, or of the node itself if it is text.
    pub fn text_content(&self) -> String {
        let mut out = String::new();
        match (self.data(), self.kind()) {
            (Some(data), _) => data.read(|text| out.push_str(text)),
            (None, Kind::Document(_) | Kind::Doctype(_)) => {}
            (None, _) => {
                let session = weakgraph::read();
                for node in session.node(&self.0).descendants() {
                    if let Kind::Text(text) = &node.get().kind {
                        text.read(|text| out.push_str(text));
                    }
                }
            }
        }
        out
    }

    /// Returns how many nodes there are in the subtree, contents of templates included, and how deep it is. Costs a
    /// walk.
    pub fn census(&self) -> (usize, usize) {
        let session = weakgraph::read();
        let (mut nodes, mut deepest) = (0, 0);
        let mut todo = vec![(session.node(&self.0), 0)];
        while let Some((root, base)) = todo.pop() {
            let mut depth = base;
            for step in root.traverse() {
                match step {
                    weakgraph::WalkEvent::Enter(node) => {
                        nodes += 1;
                        deepest = deepest.max(depth);
                        depth += 1;
                        todo.extend(node.get().contents_link().map(|contents| (session.node(contents), depth)));
                    }
                    weakgraph::WalkEvent::Leave(_) => depth -= 1,
                }
            }
        }
        (nodes, deepest)
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Inner;

    #[test]
    fn a_node_has_few_bytes() {
        assert!(size_of::<Inner>() <= 80, "{} and 16 for the counts and the type", size_of::<Inner>());
    }
}
