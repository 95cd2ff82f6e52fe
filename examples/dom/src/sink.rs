//! What html5ever asks of a tree while it parses.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::QuirksMode;
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, local_name};
use weakgraph::Tree;

use crate::node::{Doctype, Element, Handle, Instruction, Kind, Node, Text};

/// Builds a tree as html5ever says. The result is the document.
#[derive(Debug)]
pub struct Sink {
    document: Handle,
    /// What is wrong with the page, if anybody wants to know.
    errors: RefCell<Vec<Cow<'static, str>>>,
    line: Cell<u64>,
}

impl Default for Sink {
    fn default() -> Sink {
        Sink { document: Node::document(), errors: RefCell::default(), line: Cell::new(1) }
    }
}

impl Sink {
    /// The document that is being built.
    pub fn document(&self) -> Handle {
        self.document.clone()
    }

    /// What was wrong with the page so far.
    pub fn errors(&self) -> Vec<Cow<'static, str>> {
        self.errors.borrow().clone()
    }
}

/// Parses a page.
pub fn parse(html: &str) -> Handle {
    parse_with(html, ParseOpts::default())
}

/// Parses a page with options.
pub fn parse_with(html: &str, options: ParseOpts) -> Handle {
    html5ever::parse_document(Sink::default(), options).one(StrTendril::from(html))
}

/// Parses a piece of a page as if it stood in an element of this name; its nodes are the children of the result.
pub fn parse_fragment(html: &str, context: QualName, options: ParseOpts) -> Handle {
    let document =
        html5ever::parse_fragment(Sink::default(), options, context, Vec::new(), true).one(StrTendril::from(html));
    let fragment = Node::fragment();
    // The parser puts the nodes into the document's one element.
    if let Some(root) = document.document_element() {
        let moved = root.reparent_children(&fragment);
        debug_assert!(moved.is_ok(), "a new fragment takes everything");
    }
    fragment
}

/// The name of an element, without a copy.
#[derive(Debug)]
pub struct Name<'a>(&'a Element);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        self.0.ns()
    }
    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

fn element(node: &Handle) -> &Element {
    // The parser asks it of nodes that `create_element` has made.
    node.as_element().expect("an element")
}

/// Puts a node, or more text, at the end.
fn append(parent: &Node, child: NodeOrText<Handle>) {
    match child {
        NodeOrText::AppendNode(node) => insert(Tree::append(parent, node)),
        NodeOrText::AppendText(text) => match parent.children().last().as_deref().map(Node::kind) {
            Some(Kind::Text(last)) => last.push(&text),
            _ => insert(Tree::append(parent, Node::text(text))),
        },
    }
}

/// The parser never makes a node its own ancestor.
fn insert<T>(result: Result<T, weakgraph::LinkError>) {
    debug_assert!(result.is_ok(), "the parser keeps to trees");
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Handle;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Handle {
        self.document
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.errors.borrow_mut().push(message);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line);
    }

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Name<'a> {
        Name(element(target))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let node = Node::element(name, attributes);
        if flags.mathml_annotation_xml_integration_point {
            element(&node).set_mathml_integration_point();
        }
        node
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        Node::of(Kind::Comment(Text::new(text)))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        Node::of(Kind::Instruction(Box::new(Instruction { target, data: Text::new(data) })))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        append(parent, child);
    }

    /// Foster parenting: before a table that stands somewhere, else at the end of the element before it on the stack.
    fn append_based_on_parent_node(&self, element: &Handle, prev_element: &Handle, child: NodeOrText<Handle>) {
        if element.is_root() {
            append(prev_element, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        let doctype = Node::of(Kind::Doctype(Box::new(Doctype { name, public_id, system_id })));
        insert(Tree::append(&*self.document, doctype));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.template_contents().expect("the parser asks it of templates")
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        if let Kind::Document(quirks) = &self.document.kind {
            quirks.set(mode);
        }
    }

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        match new_node {
            // From wherever it stands: a move, also within one parent.
            NodeOrText::AppendNode(node) => insert(sibling.insert_before(node)),
            NodeOrText::AppendText(text) => match sibling.prev_sibling().as_deref().map(Node::kind) {
                Some(Kind::Text(before)) => before.push(&text),
                _ => insert(sibling.insert_before(Node::text(text))),
            },
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        element(target).add_missing(attributes);
    }

    fn associate_with_form(&self, target: &Handle, form: &Handle, _: (&Handle, Option<&Handle>)) {
        element(target).set_form_owner(form);
    }

    fn remove_from_parent(&self, target: &Handle) {
        target.detach();
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        insert(Tree::reparent_children(&**node, new_parent));
    }

    fn is_mathml_annotation_xml_integration_point(&self, node: &Handle) -> bool {
        element(node).is_mathml_integration_point()
    }

    /// The parser says so only at an explicit `</option>`; the others are seen to when they are popped.
    fn maybe_clone_an_option_into_selectedcontent(&self, option: &Handle) {
        clone_into_selectedcontent(option);
    }

    fn pop(&self, node: &Handle) {
        if element(node).is_html(&local_name!("option")) {
            clone_into_selectedcontent(node);
        }
    }
}

/// The HTML standard's "maybe clone an option into selectedcontent".
fn clone_into_selectedcontent(option: &Handle) {
    let is_select = |node: &Handle| node.is_html("select");
    let Some(select) = option.ancestors().find(is_select) else { return };
    // One of several choices is not the selected content; else it is the last option that says so, or else the first.
    if select.attribute("multiple").is_some() {
        return;
    }
    let options =
        || select.descendants().filter(|node| node.as_element().is_some_and(|it| it.is_html(&local_name!("option"))));
    let selected = options().filter(|it| it.attribute("selected").is_some()).last().or_else(|| options().next());
    if selected.as_ref() != Some(option) {
        return;
    }
    let content = select
        .descendants()
        .find(|node| node.as_element().is_some_and(|it| it.is_of_html() && &*it.local == "selectedcontent"));
    if let Some(content) = content.filter(|content| !content.is_ancestor_of(option)) {
        let copy = option.clone_node(true);
        content.children().clear();
        insert(copy.reparent_children(&content));
    }
}
