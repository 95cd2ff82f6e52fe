//! What html5ever asks of a tree while it parses.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::QuirksMode;
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, local_name, ns};
use weakgraph::{Strong, Tree};

use crate::edit::is_above;
use crate::element::Element;
use crate::node::{Doctype, Handle, Inner, Instruction, Kind, Node};
use crate::read::{NodeRef, Step, read};
use crate::text::Text;

/// Something that is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    /// The line that the parser had come to, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub message: Cow<'static, str>,
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// What a page was parsed to, and what is wrong with it.
#[derive(Debug)]
pub struct Parsed {
    /// The document.
    pub document: Node,
    /// What is wrong with the page, in its order.
    pub errors: Vec<PageError>,
}

/// Builds a tree as html5ever says. The result is the document.
#[derive(Debug)]
pub struct Sink {
    document: Node,
    /// What is wrong with the page, if anybody wants to know.
    errors: Option<Rc<RefCell<Vec<PageError>>>>,
    line: Cell<u64>,
    /// Whether there is a `<selectedcontent>` to be filled.
    has_selectedcontent: Cell<bool>,
}

impl Default for Sink {
    fn default() -> Sink {
        let (line, has_selectedcontent) = (Cell::new(1), Cell::new(false));
        Sink { document: Node::document(), errors: None, line, has_selectedcontent }
    }
}

impl Sink {
    /// Makes a sink for a parser that is given the same options: the document says whether it has scripting.
    pub fn new(options: &ParseOpts) -> Sink {
        let sink = Sink::default();
        sink.document.set_scripting(options.tree_builder.scripting_enabled);
        sink
    }

    /// Keeps what is wrong with the page, in a list that is returned, too.
    #[must_use]
    pub fn with_errors(mut self) -> (Sink, Rc<RefCell<Vec<PageError>>>) {
        let errors = self.errors.get_or_insert_default().clone();
        (self, errors)
    }

    /// Returns the document that is being built.
    pub fn document(&self) -> Node {
        self.document.clone()
    }
}

/// Parses a page.
pub fn parse(html: &str) -> Node {
    parse_with(html, ParseOpts::default())
}

/// Parses a page with options.
pub fn parse_with(html: &str, options: ParseOpts) -> Node {
    html5ever::parse_document(Sink::new(&options), options).one(StrTendril::from(html))
}

/// Parses a page, and reports its errors.
///
/// ```
/// let page = weakgraph_dom::parse_with_errors("<!DOCTYPE html>\n<p></b>", Default::default());
/// assert_eq!((page.errors.len(), page.errors[0].line), (1, 2));
/// ```
pub fn parse_with_errors(html: &str, options: ParseOpts) -> Parsed {
    let (sink, errors) = Sink::new(&options).with_errors();
    let document = html5ever::parse_document(sink, options).one(StrTendril::from(html));
    let errors = errors.take();
    Parsed { document, errors }
}

/// Parses a piece of a page as if it stood in an element of this name; its nodes are the children of the result.
pub fn parse_fragment(html: &str, context: QualName, options: ParseOpts) -> Node {
    let scripting = options.tree_builder.scripting_enabled;
    let sink = Sink::new(&options);
    let document = html5ever::parse_fragment(sink, options, context, Vec::new(), true).one(StrTendril::from(html));
    let fragment = Node::fragment();
    fragment.set_scripting(scripting);
    // The parser puts the nodes into the document's one element.
    if let Some(root) = document.document_element() {
        let moved = root.move_children(&fragment);
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
        NodeOrText::AppendNode(node) => insert(parent, &node, |node| parent.0.append(node)),
        NodeOrText::AppendText(text) => match parent.0.last_child().as_deref().map(|last| &last.kind) {
            Some(Kind::Text(last)) => last.push(&text),
            _ => insert(parent, &Node::text(text), |node| parent.0.append(node)),
        },
    }
}

/// Inserts as the parser says. It never makes a node its own ancestor; any other caller is refused.
fn insert<T>(parent: &Node, node: &Node, put: impl FnOnce(&Strong<Inner>) -> Result<T, weakgraph::LinkError>) {
    let done = !is_above(node, parent) && put(&node.0).is_ok();
    debug_assert!(done, "the parser keeps to trees");
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Handle;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Handle {
        if self.has_selectedcontent.get() {
            fill_selectedcontent(&self.document);
        }
        self.document
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        if let Some(errors) = &self.errors {
            errors.borrow_mut().push(PageError { line: self.line.get(), message });
        }
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
        if name.ns == ns!(html) && &*name.local == "selectedcontent" {
            self.has_selectedcontent.set(true);
        }
        let is_noscript = name.ns == ns!(html) && name.local == local_name!("noscript");
        let node = Node::element(name, attributes);
        if is_noscript && self.document.scripting() {
            element(&node).set_scripting();
        }
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
        append(&self.document, NodeOrText::AppendNode(doctype));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.template_contents().expect("the parser asks it of templates")
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        let Some(parent) = sibling.parent() else { return };
        match new_node {
            // From wherever it stands: a move, also within one parent.
            NodeOrText::AppendNode(node) => insert(&parent, &node, |node| sibling.0.insert_before(node)),
            NodeOrText::AppendText(text) => match sibling.0.prev_sibling().as_deref().map(|before| &before.kind) {
                Some(Kind::Text(before)) => before.push(&text),
                _ => insert(&parent, &Node::text(text), |node| sibling.0.insert_before(node)),
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
        target.remove();
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let done = !is_above(node, new_parent) && node.0.reparent_children(&new_parent.0).is_ok();
        debug_assert!(done, "the parser keeps to trees");
    }

    fn is_mathml_annotation_xml_integration_point(&self, node: &Handle) -> bool {
        element(node).is_mathml_integration_point()
    }
}

/// Fills every `<selectedcontent>`: the HTML standard's "update a select's selectedcontent", once at the end, so that a
/// page with many options costs what it costs without.
fn fill_selectedcontent(document: &Node) {
    /// A `<select>` that the walk is in.
    #[derive(Default)]
    struct Select {
        multiple: bool,
        is_list: bool,
        content: Option<Node>,
        last_selected: Option<Node>,
        first: Option<Node>,
        /// How many options and contents the walk is in.
        within: usize,
    }
    let mut todo = vec![document.clone()];
    let mut found = Vec::new();
    let session = read();
    while let Some(top) = todo.pop() {
        let mut selects: Vec<Select> = Vec::new();
        for step in session.node(&top).traverse() {
            let (node, enters) = match step {
                Step::Enter(node) => (node, true),
                Step::Leave(node) => (node, false),
            };
            let Some(element) = node.as_element().filter(|element| element.is_of_html()) else { continue };
            let has = |name: &str| element.read_attribute_ns(&ns!(), name, |_| ()).is_some();
            match (&*element.local, enters) {
                ("select", true) => {
                    let size = element.read_attribute_ns(&ns!(), "size", |size| size.trim_ascii().parse::<u32>());
                    let is_list = matches!(size, Some(Ok(2..)));
                    selects.push(Select { multiple: has("multiple"), is_list, ..Select::default() });
                }
                // One of several choices is not the selected content.
                ("select", false) => found.extend(selects.pop().filter(|select| !select.multiple)),
                ("option" | "selectedcontent", enters) => {
                    let Some(select) = selects.last_mut() else { continue };
                    if !enters {
                        select.within -= 1;
                        continue;
                    }
                    if &*element.local == "selectedcontent" {
                        if select.within == 0 && select.content.is_none() {
                            select.content = node.to_node();
                        }
                    } else if has("selected") {
                        select.last_selected = node.to_node();
                    } else if select.first.is_none() && !select.is_list {
                        let group = node.parent().filter(|it| it.is_html("optgroup")).and_then(NodeRef::as_element);
                        let is_disabled = has("disabled")
                            || group.is_some_and(|it| it.read_attribute_ns(&ns!(), "disabled", |_| ()).is_some());
                        if !is_disabled {
                            select.first = node.to_node();
                        }
                    }
                    select.within += 1;
                }
                ("template", false) => todo.extend(node.template_contents().and_then(NodeRef::to_node)),
                _ => {}
            }
        }
    }
    drop(session);
    for select in found {
        // The last option that says so, or else the first that can be chosen.
        let Some((content, option)) = select.content.zip(select.last_selected.or(select.first)) else { continue };
        if !content.is_ancestor_of(&option) {
            let copy = option.clone_node(true);
            content.set_text_content("");
            let moved = copy.move_children(&content);
            debug_assert!(moved.is_ok(), "copies go anywhere");
        }
    }
}
