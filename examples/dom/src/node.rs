//! The node: its edges, its kinds, and what can be read of it.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::ops::Deref;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::QuirksMode;
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};
use servo_arc::ThinArc;
use weakgraph::{Child, Children, Graph, Parent, Strong, Tree, Weak};

/// A handle to a node. It keeps the node alive, and all that is below it.
pub type Handle = Strong<Node>;

/// Marks the edge from a `<template>` to its contents.
#[derive(Debug)]
pub struct Template;

/// A node of a document.
///
/// There are two relations: a node's children, and the contents of a `<template>`, which are a fragment that is not among its
/// children. A walk over children does not see the contents; the check for cycles, and death, see both.
#[derive(Graph, Debug)]
#[graph(on_drop = Node::gone)]
pub struct Node {
    pub(crate) kind: Kind,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    pub(crate) children: Children<Node>,
    /// Of a fragment: the `<template>` whose contents it is.
    #[weak]
    host: Parent<Node, Template>,
    /// Of a `<template>`.
    #[strong]
    contents: Child<Node, Template>,
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// The document.
    Document(Cell<QuirksMode>),
    /// `<!DOCTYPE html>`
    Doctype(Box<Doctype>),
    /// A document fragment.
    Fragment,
    /// An element.
    Element(Element),
    /// Text.
    Text(Text),
    /// A comment.
    Comment(Text),
    /// A processing instruction.
    Instruction(Box<Instruction>),
}

/// `<!DOCTYPE name PUBLIC "public" "system">`
#[derive(Debug, Clone)]
pub struct Doctype {
    /// `html`, as a rule.
    pub name: StrTendril,
    /// The public identifier.
    pub public_id: StrTendril,
    /// The system identifier.
    pub system_id: StrTendril,
}

/// A processing instruction.
#[derive(Debug)]
pub struct Instruction {
    /// What it is for.
    pub target: StrTendril,
    /// What it says.
    pub data: Text,
}

/// Text that changes.
#[derive(Default)]
pub struct Text(Cell<StrTendril>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.get(), f)
    }
}

impl Text {
    /// A text.
    pub fn new(text: StrTendril) -> Text {
        Text(Cell::new(text))
    }

    /// The text, shared.
    pub fn get(&self) -> StrTendril {
        self.read(StrTendril::clone)
    }

    /// Replaces it.
    pub fn set(&self, text: StrTendril) {
        self.0.set(text);
    }

    /// Adds to it.
    pub fn push(&self, more: &StrTendril) {
        let mut text = self.0.take();
        text.push_tendril(more);
        self.0.set(text);
    }

    /// Reads it in place. `read` is code of this crate, so nobody sees the cell empty.
    pub(crate) fn read<O>(&self, read: impl FnOnce(&StrTendril) -> O) -> O {
        let text = self.0.take();
        let out = read(&text);
        self.0.set(text);
        out
    }
}

/// What an element has besides its edges. Small: with it, a node is two cache lines.
pub struct Element {
    /// Its name within its language.
    pub local: LocalName,
    /// Read as a whole and replaced as a whole, so that a reader keeps what it has read.
    attributes: Cell<Attributes>,
    /// What few elements have.
    rare: OnceCell<Box<Rare>>,
    language: Language,
}

/// The namespaces that HTML's parser makes elements of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Html,
    Svg,
    MathMl,
    /// It is with what is [`Rare`].
    Other,
}

static HTML: Namespace = ns!(html);
static SVG: Namespace = ns!(svg);
static MATHML: Namespace = ns!(mathml);

impl Language {
    fn of(ns: &Namespace) -> Language {
        match *ns {
            ns!(html) => Language::Html,
            ns!(svg) => Language::Svg,
            ns!(mathml) => Language::MathMl,
            _ => Language::Other,
        }
    }
}

/// The attributes that an element had when it was asked. Copies of the element share them.
#[derive(Debug, Clone, Default)]
pub struct Attributes(Option<ThinArc<(), Attribute>>);

impl Deref for Attributes {
    type Target = [Attribute];

    fn deref(&self) -> &[Attribute] {
        self.0.as_ref().map_or(&[], |all| all.slice())
    }
}

impl From<Vec<Attribute>> for Attributes {
    fn from(all: Vec<Attribute>) -> Attributes {
        Attributes((!all.is_empty()).then(|| ThinArc::from_header_and_iter((), all.into_iter())))
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.local)?;
        self.attributes().iter().try_for_each(|attr| write!(f, " {}={:?}", attr.name.local, &*attr.value))?;
        f.write_str(">")
    }
}

/// What few elements have.
#[derive(Default)]
struct Rare {
    prefix: Option<html5ever::Prefix>,
    ns: Namespace,
    /// The form that a control belongs to. A weak link: the form may be removed.
    form: Cell<Weak<Node>>,
    is_mathml_integration_point: Cell<bool>,
}

impl Element {
    fn new(name: QualName, attributes: Vec<Attribute>) -> Element {
        let language = Language::of(&name.ns);
        let rare = OnceCell::new();
        if name.prefix.is_some() || language == Language::Other {
            rare.get_or_init(|| Box::new(Rare { prefix: name.prefix, ns: name.ns, ..Rare::default() }));
        }
        Element { local: name.local, attributes: Cell::new(attributes.into()), rare, language }
    }

    /// Another element like it. It belongs to no form: that is the parser's to say.
    pub(crate) fn copy(&self) -> Handle {
        let rare = OnceCell::new();
        if let Some(old) = self.rare.get() {
            rare.get_or_init(|| {
                Box::new(Rare {
                    prefix: old.prefix.clone(),
                    ns: old.ns.clone(),
                    is_mathml_integration_point: old.is_mathml_integration_point.clone(),
                    ..Rare::default()
                })
            });
        }
        let (local, attributes) = (self.local.clone(), Cell::new(self.attributes()));
        Node::of_element(Element { local, attributes, rare, language: self.language })
    }

    /// Of which language it is.
    pub fn ns(&self) -> &Namespace {
        match self.language {
            Language::Html => &HTML,
            Language::Svg => &SVG,
            Language::MathMl => &MATHML,
            Language::Other => self.rare.get().map_or(&HTML, |rare| &rare.ns),
        }
    }

    /// Whether it is an element of HTML.
    pub fn is_of_html(&self) -> bool {
        self.language == Language::Html
    }

    /// Its whole name.
    pub fn name(&self) -> QualName {
        let prefix = self.rare.get().and_then(|rare| rare.prefix.clone());
        QualName { prefix, ns: self.ns().clone(), local: self.local.clone() }
    }

    /// Whether it is the HTML element of this name.
    pub fn is_html(&self, name: &LocalName) -> bool {
        self.is_of_html() && self.local == *name
    }

    /// The attributes as they are now. Later edits leave what is given here alone.
    pub fn attributes(&self) -> Attributes {
        let attributes = self.attributes.take();
        self.attributes.set(attributes.clone());
        attributes
    }

    /// Reads the attributes in place. `read` is code of this crate.
    pub(crate) fn read_attributes<O>(&self, read: impl FnOnce(&[Attribute]) -> O) -> O {
        let attributes = self.attributes.take();
        let out = read(&attributes);
        self.attributes.set(attributes);
        out
    }

    fn edit_attributes<O>(&self, edit: impl FnOnce(&mut Vec<Attribute>) -> O) -> O {
        let mut attributes = self.attributes.take().to_vec();
        let out = edit(&mut attributes);
        self.attributes.set(attributes.into());
        out
    }

    /// The value of an attribute without a namespace.
    pub fn attribute(&self, name: &str) -> Option<StrTendril> {
        self.read_attributes(|all| {
            all.iter().find(|attr| attr.name.ns == ns!() && *attr.name.local == *name).map(|attr| attr.value.clone())
        })
    }

    /// Adds the attributes whose names it has not yet.
    pub(crate) fn add_missing(&self, more: Vec<Attribute>) {
        self.edit_attributes(|all| {
            for attr in more {
                if all.iter().all(|old| old.name.expanded() != attr.name.expanded()) {
                    all.push(attr);
                }
            }
        });
    }

    fn rare(&self) -> &Rare {
        self.rare.get_or_init(Box::default)
    }

    pub(crate) fn set_mathml_integration_point(&self) {
        self.rare().is_mathml_integration_point.set(true);
    }

    pub(crate) fn is_mathml_integration_point(&self) -> bool {
        self.rare.get().is_some_and(|rare| rare.is_mathml_integration_point.get())
    }

    /// The form that this control belongs to, as the parser found it.
    pub fn form_owner(&self) -> Option<Handle> {
        let rare = self.rare.get()?;
        let form = rare.form.take();
        let owner = form.upgrade();
        rare.form.set(form);
        owner
    }

    pub(crate) fn set_form_owner(&self, form: &Handle) {
        self.rare().form.set(Strong::downgrade(form));
    }
}

thread_local! {
    static ALIVE: Cell<usize> = const { Cell::new(0) };
}

/// How many nodes there are on this thread, whoever holds them. A node leaves this number by its drop hook.
pub fn alive() -> usize {
    ALIVE.get()
}

impl Node {
    pub(crate) fn of(kind: Kind) -> Handle {
        ALIVE.set(ALIVE.get() + 1);
        Strong::new(Node {
            kind,
            parent: Parent::new(),
            children: Children::new(),
            host: Parent::new(),
            contents: Child::new(),
        })
    }

    /// The drop hook.
    fn gone(&self) {
        ALIVE.set(ALIVE.get() - 1);
    }

    /// An empty document.
    pub fn document() -> Handle {
        Node::of(Kind::Document(Cell::new(QuirksMode::NoQuirks)))
    }

    /// An empty document fragment.
    pub fn fragment() -> Handle {
        Node::of(Kind::Fragment)
    }

    /// An element of any language. A `<template>` gets its contents.
    pub fn element(name: QualName, attributes: Vec<Attribute>) -> Handle {
        Node::of_element(Element::new(name, attributes))
    }

    fn of_element(element: Element) -> Handle {
        let is_template = element.is_html(&local_name!("template"));
        let node = Node::of(Kind::Element(element));
        if is_template {
            node.set_contents(Node::fragment());
        }
        node
    }

    /// An HTML element.
    pub fn create_element(&self, name: &str) -> Handle {
        Node::element(QualName::new(None, ns!(html), LocalName::from(name.to_ascii_lowercase())), Vec::new())
    }

    /// A text node.
    pub fn create_text(&self, text: &str) -> Handle {
        Node::text(StrTendril::from(text))
    }

    /// A comment.
    pub fn create_comment(&self, text: &str) -> Handle {
        Node::of(Kind::Comment(Text::new(StrTendril::from(text))))
    }

    /// A processing instruction.
    pub fn create_instruction(&self, target: &str, data: &str) -> Handle {
        let data = Text::new(StrTendril::from(data));
        Node::of(Kind::Instruction(Box::new(Instruction { target: StrTendril::from(target), data })))
    }

    /// A doctype.
    pub fn create_doctype(&self, name: &str) -> Handle {
        let (public_id, system_id) = (StrTendril::new(), StrTendril::new());
        Node::of(Kind::Doctype(Box::new(Doctype { name: StrTendril::from(name), public_id, system_id })))
    }

    /// A document fragment.
    pub fn create_fragment(&self) -> Handle {
        Node::fragment()
    }

    pub(crate) fn text(text: StrTendril) -> Handle {
        Node::of(Kind::Text(Text::new(text)))
    }

    /// What the node is.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The element, if it is one.
    pub fn as_element(&self) -> Option<&Element> {
        match &self.kind {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The text of a text node, of a comment and of a processing instruction.
    pub fn data(&self) -> Option<&Text> {
        match &self.kind {
            Kind::Text(text) | Kind::Comment(text) => Some(text),
            Kind::Instruction(instruction) => Some(&instruction.data),
            _ => None,
        }
    }

    /// Whether it is text.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text(_))
    }

    /// Whether it is an element.
    pub fn is_element(&self) -> bool {
        matches!(self.kind, Kind::Element(_))
    }

    /// Whether it is the HTML element of this name.
    pub fn is_html(&self, name: &str) -> bool {
        self.as_element().is_some_and(|element| element.is_of_html() && *element.local == *name)
    }

    /// The DOM's `nodeName`, but in the case that it has.
    pub fn name(&self) -> String {
        match &self.kind {
            Kind::Document(_) => "#document".into(),
            Kind::Fragment => "#document-fragment".into(),
            Kind::Text(_) => "#text".into(),
            Kind::Comment(_) => "#comment".into(),
            Kind::Doctype(doctype) => doctype.name.to_string(),
            Kind::Instruction(instruction) => instruction.target.to_string(),
            Kind::Element(element) => element.local.to_string(),
        }
    }

    /// How the document was to be shown: in quirks mode, or by the standard.
    pub fn quirks_mode(&self) -> QuirksMode {
        match &self.kind {
            Kind::Document(mode) => mode.get(),
            _ => QuirksMode::NoQuirks,
        }
    }

    /// The value of an attribute without a namespace.
    pub fn attribute(&self, name: &str) -> Option<StrTendril> {
        self.as_element()?.attribute(name)
    }

    /// Sets an attribute without a namespace; does nothing to a node that is no element.
    pub fn set_attribute(&self, name: &str, value: &str) {
        let Some(element) = self.as_element() else { return };
        let name = if element.is_of_html() { name.to_ascii_lowercase() } else { name.to_owned() };
        element.edit_attributes(|all| {
            match all.iter_mut().find(|attr| attr.name.ns == ns!() && *attr.name.local == *name) {
                Some(attr) => attr.value = StrTendril::from(value),
                None => {
                    let name = QualName::new(None, ns!(), LocalName::from(name));
                    all.push(Attribute { name, value: StrTendril::from(value) });
                }
            }
        });
    }

    /// Takes an attribute without a namespace away; false if there is none.
    pub fn remove_attribute(&self, name: &str) -> bool {
        self.as_element().is_some_and(|element| {
            element.edit_attributes(|all| {
                let before = all.len();
                all.retain(|attr| attr.name.ns != ns!() || *attr.name.local != *name);
                all.len() < before
            })
        })
    }

    /// The `<html>` of a document.
    pub fn document_element(&self) -> Option<Handle> {
        self.children().iter().find(|child| child.is_element())
    }

    /// The first child that is an element.
    pub fn first_child_element(&self) -> Option<Handle> {
        self.children().iter().find(|child| child.is_element())
    }

    /// The contents of a `<template>`.
    pub fn template_contents(&self) -> Option<Handle> {
        self.contents()
    }

    /// The `<template>` whose contents this fragment is.
    pub fn template_host(&self) -> Option<Handle> {
        self.host()
    }

    pub(crate) fn host_edge(&self) -> &Parent<Node, Template> {
        &self.host
    }

    pub(crate) fn contents_edge(&self) -> &Child<Node, Template> {
        &self.contents
    }

    /// The text of all that is below, or of the node itself if it is text: the DOM's `textContent`.
    pub fn text_content(&self) -> String {
        let mut out = String::new();
        match (self.data(), &self.kind) {
            (Some(data), _) => data.read(|text| out.push_str(text)),
            (None, Kind::Document(_) | Kind::Doctype(_)) => {}
            (None, _) => {
                let session = weakgraph::read();
                let this = session.node(&self.handle());
                for node in this.descendants() {
                    if let Kind::Text(text) = &node.get().kind {
                        text.read(|text| out.push_str(text));
                    }
                }
            }
        }
        out
    }

    /// How many nodes there are in the subtree, contents of templates included, and how deep it is. Costs a walk.
    pub fn census(&self) -> (usize, usize) {
        let (mut nodes, mut deepest) = (0, 0);
        let mut todo = vec![(self.handle(), 0)];
        while let Some((root, base)) = todo.pop() {
            let mut depth = base;
            for step in root.traverse() {
                match step {
                    weakgraph::Traversal::Enter(node) => {
                        nodes += 1;
                        deepest = deepest.max(depth);
                        depth += 1;
                        todo.extend(node.contents().map(|contents| (contents, depth)));
                    }
                    weakgraph::Traversal::Leave(_) => depth -= 1,
                }
            }
        }
        (nodes, deepest)
    }
}
