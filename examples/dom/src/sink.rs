//! What html5ever asks of a tree while it parses.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::QuirksMode;
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, local_name, ns};
use weakgraph::read::ReadSession;
use weakgraph::{LinkError, Strong, Tree};

use crate::edit::{has_any_below, is_above};
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
///
/// The parser is given [`Node`]s. Only this crate makes another kind of sink, for its own parses.
#[derive(Debug)]
pub struct Sink<H = Counted> {
    handles: H,
    document: Node,
    /// What is wrong with the page, if anybody wants to know.
    errors: Option<Rc<RefCell<Vec<PageError>>>>,
    line: Cell<u64>,
    /// The name, made once.
    selectedcontent: LocalName,
    /// Whether there is one of these to be filled.
    has_selectedcontent: Cell<bool>,
}

impl Default for Sink {
    fn default() -> Sink {
        Sink {
            handles: Counted,
            document: Node::document(),
            errors: None,
            line: Cell::new(1),
            selectedcontent: LocalName::from("selectedcontent"),
            has_selectedcontent: Cell::new(false),
        }
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

    /// The same for a parse that is over before the session is.
    fn in_session(self, session: &ReadSession) -> Sink<Uncounted<'_>> {
        let Sink { handles: Counted, document, errors, line, selectedcontent, has_selectedcontent } = self;
        let handles = Uncounted { session, newest: Cell::default(), loose: RefCell::default() };
        Sink { handles, document, errors, line, selectedcontent, has_selectedcontent }
    }
}

/// What the parser has of a node.
pub trait Handles {
    /// Its type.
    type Handle: Clone;
}

/// What the sink does with it.
trait Keep: Handles {
    fn of(&self, node: &Strong<Inner>) -> Self::Handle;
    /// A handle to a node that has no parent.
    fn made(&self, node: Node) -> Self::Handle;
    /// The node, which is about to get a parent. `None` if it was dropped.
    fn take(&self, handle: Self::Handle) -> Option<Node>;
    fn inner(handle: &Self::Handle) -> &Inner;
}

/// Handles that keep their nodes alive.
#[derive(Debug)]
pub struct Counted;

impl Handles for Counted {
    type Handle = Handle;
}

impl Keep for Counted {
    fn of(&self, node: &Strong<Inner>) -> Node {
        Node(node.clone())
    }
    fn made(&self, node: Node) -> Node {
        node
    }
    fn take(&self, handle: Node) -> Option<Node> {
        Some(handle)
    }
    fn inner(handle: &Node) -> &Inner {
        &handle.0
    }
}

/// References of a read session. The parser copies its handles all the time: so that it costs nothing, nodes are
/// counted only where they are linked. Those without a parent are kept here.
struct Uncounted<'s> {
    session: &'s ReadSession,
    /// The node made last, as long as it has no parent. Most get one at once.
    newest: Cell<Option<Node>>,
    /// Others that had none when the next one was made.
    loose: RefCell<Vec<Node>>,
}

impl<'s> Handles for Uncounted<'s> {
    type Handle = NodeRef<'s>;
}

impl<'s> Keep for Uncounted<'s> {
    #[inline]
    fn of(&self, node: &Strong<Inner>) -> NodeRef<'s> {
        NodeRef(self.session.node(node))
    }
    #[inline(always)]
    fn made(&self, node: Node) -> NodeRef<'s> {
        let handle = self.of(&node.0);
        if let Some(before) = self.newest.replace(Some(node)) {
            self.loose.borrow_mut().push(before);
        }
        handle
    }
    #[inline]
    fn take(&self, handle: NodeRef<'s>) -> Option<Node> {
        match self.newest.take() {
            Some(node) if handle.0 == node.0 => Some(node),
            other => {
                self.newest.set(other);
                handle.to_node()
            }
        }
    }
    #[inline]
    fn inner<'a>(handle: &'a NodeRef<'s>) -> &'a Inner {
        handle.inner()
    }
}

/// Parses a page.
pub fn parse(html: &str) -> Node {
    parse_with(html, ParseOpts::default())
}

/// Parses a page with options.
pub fn parse_with(html: &str, options: ParseOpts) -> Node {
    parse_to(Sink::new(&options), html, options)
}

fn parse_to(sink: Sink, html: &str, options: ParseOpts) -> Node {
    let session = weakgraph::read();
    html5ever::parse_document(sink.in_session(&session), options).one(StrTendril::from(html))
}

/// Parses a page, and reports its errors.
///
/// ```
/// let page = weakgraph_dom::parse_with_errors("<!DOCTYPE html>\n<p></b>", Default::default());
/// assert_eq!((page.errors.len(), page.errors[0].line), (1, 2));
/// ```
pub fn parse_with_errors(html: &str, options: ParseOpts) -> Parsed {
    let (sink, errors) = Sink::new(&options).with_errors();
    let document = parse_to(sink, html, options);
    let errors = errors.take();
    Parsed { document, errors }
}

/// Parses a piece of a page as if it stood in an element of this name; its nodes are the children of the result.
pub fn parse_fragment(html: &str, context: QualName, options: ParseOpts) -> Node {
    let scripting = options.tree_builder.scripting_enabled;
    let session = weakgraph::read();
    let sink = Sink::new(&options).in_session(&session);
    let document = html5ever::parse_fragment(sink, options, context, Vec::new(), true).one(StrTendril::from(html));
    drop(session);
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

fn element(node: &Inner) -> &Element {
    // The parser asks it of nodes that `create_element` has made.
    node.as_element().expect("an element")
}

/// The text that it is, if it is one.
fn as_text(node: &Strong<Inner>) -> Option<&Text> {
    match &node.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    }
}

/// Inserts as the parser says. It never makes a node its own ancestor; any other caller is refused.
#[inline(always)]
fn insert(parent: &Inner, node: Node, put: impl FnOnce(Strong<Inner>) -> Result<Strong<Inner>, LinkError>) {
    // The graph does not see the way through contents of templates.
    let may_go = !has_any_below(&node) || !is_above(&node, &Node(parent.handle()));
    let done = may_go && put(node.0).is_ok();
    debug_assert!(done, "the parser keeps to trees");
}

/// Puts a node, or more text, at the end.
#[inline]
fn append<H: Keep>(handles: &H, parent: &Inner, child: NodeOrText<H::Handle>) {
    let node = match child {
        NodeOrText::AppendNode(node) => match handles.take(node) {
            Some(node) => node,
            None => return,
        },
        NodeOrText::AppendText(text) => {
            if let Some(last) = parent.last_child().as_ref().and_then(as_text) {
                return last.push(&text);
            }
            let done = parent.append(Node::text(text).0).is_ok();
            return debug_assert!(done, "the parser gives text to what takes it");
        }
    };
    insert(parent, node, |node| parent.append(node));
}

fn insert_before<H: Keep>(handles: &H, sibling: &Inner, child: NodeOrText<H::Handle>) {
    let Some(parent) = sibling.parent.get() else { return };
    let node = match child {
        // From wherever it stands: a move, also within one parent.
        NodeOrText::AppendNode(node) => match handles.take(node) {
            Some(node) => node,
            None => return,
        },
        NodeOrText::AppendText(text) => {
            if let Some(before) = sibling.prev_sibling().as_ref().and_then(as_text) {
                return before.push(&text);
            }
            Node::text(text)
        }
    };
    insert(&parent, node, |node| sibling.insert_before(node));
}

impl<H: Keep> TreeSink for Sink<H> {
    type Handle = H::Handle;
    type Output = Node;
    type ElemName<'a>
        = Name<'a>
    where
        H: 'a;

    fn finish(self) -> Node {
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

    fn get_document(&self) -> H::Handle {
        self.handles.of(&self.document.0)
    }

    fn elem_name<'a>(&'a self, target: &'a H::Handle) -> Name<'a> {
        Name(element(H::inner(target)))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> H::Handle {
        let is_html = name.ns == ns!(html);
        if is_html && name.local == self.selectedcontent {
            self.has_selectedcontent.set(true);
        }
        let is_noscript = is_html && name.local == local_name!("noscript");
        let node = Node::element(name, attributes);
        if is_noscript && self.document.scripting() {
            element(&node.0).set_scripting();
        }
        if flags.mathml_annotation_xml_integration_point {
            element(&node.0).set_mathml_integration_point();
        }
        self.handles.made(node)
    }

    fn create_comment(&self, text: StrTendril) -> H::Handle {
        self.handles.made(Node::of(Kind::Comment(Text::new(text))))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> H::Handle {
        let data = Text::new(data);
        self.handles.made(Node::of(Kind::Instruction(Box::new(Instruction { target, data }))))
    }

    fn append(&self, parent: &H::Handle, child: NodeOrText<H::Handle>) {
        append(&self.handles, H::inner(parent), child);
    }

    /// Foster parenting: before a table that stands somewhere, else at the end of the element before it on the stack.
    fn append_based_on_parent_node(&self, element: &H::Handle, prev_element: &H::Handle, child: NodeOrText<H::Handle>) {
        let element = H::inner(element);
        if element.is_root() {
            append(&self.handles, H::inner(prev_element), child);
        } else {
            insert_before(&self.handles, element, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        let doctype = Node::of(Kind::Doctype(Box::new(Doctype { name, public_id, system_id })));
        insert(&self.document.0, doctype, |node| self.document.0.append(node));
    }

    fn get_template_contents(&self, target: &H::Handle) -> H::Handle {
        let contents = element(H::inner(target)).contents();
        self.handles.of(contents.expect("the parser asks it of templates"))
    }

    fn same_node(&self, x: &H::Handle, y: &H::Handle) -> bool {
        std::ptr::eq(H::inner(x), H::inner(y))
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &H::Handle, new_node: NodeOrText<H::Handle>) {
        insert_before(&self.handles, H::inner(sibling), new_node);
    }

    fn add_attrs_if_missing(&self, target: &H::Handle, attributes: Vec<Attribute>) {
        element(H::inner(target)).add_missing(attributes);
    }

    fn associate_with_form(&self, target: &H::Handle, form: &H::Handle, _: (&H::Handle, Option<&H::Handle>)) {
        element(H::inner(target)).set_form_owner(&Node(H::inner(form).handle()));
    }

    fn remove_from_parent(&self, target: &H::Handle) {
        if let Some(node) = H::inner(target).detach() {
            self.handles.made(Node(node));
        }
    }

    fn reparent_children(&self, node: &H::Handle, new_parent: &H::Handle) {
        let (node, new_parent) = (H::inner(node), H::inner(new_parent));
        let may_go = || !is_above(&Node(node.handle()), &Node(new_parent.handle()));
        let done = node.children.is_empty() || (may_go() && node.reparent_children(new_parent).is_ok());
        debug_assert!(done, "the parser keeps to trees");
    }

    fn is_mathml_annotation_xml_integration_point(&self, node: &H::Handle) -> bool {
        element(H::inner(node)).is_mathml_integration_point()
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
