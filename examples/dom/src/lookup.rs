//! What pages are asked for most, besides selectors: the DOM's `ParentNode`, `NonElementParentNode`, `getElementsBy..`,
//! `innerHTML` and `insertAdjacent..`.

use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Namespace, ParseOpts, QualName, local_name, ns};

use crate::edit::DomError;
use crate::node::{Kind, Node};
use crate::read::{NodeRef, read};
use crate::serialize::{serialize, serialize_node};
use crate::sink::parse_fragment;

/// A place beside or in an element, for `insertAdjacent..`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Adjacent {
    /// `beforebegin`: before the element.
    BeforeBegin,
    /// `afterbegin`: its first child.
    AfterBegin,
    /// `beforeend`: its last child.
    BeforeEnd,
    /// `afterend`: after the element.
    AfterEnd,
}

impl std::str::FromStr for Adjacent {
    type Err = DomError;

    /// From the standard's words, in any case.
    fn from_str(word: &str) -> Result<Adjacent, DomError> {
        match &*word.to_ascii_lowercase() {
            "beforebegin" => Ok(Adjacent::BeforeBegin),
            "afterbegin" => Ok(Adjacent::AfterBegin),
            "beforeend" => Ok(Adjacent::BeforeEnd),
            "afterend" => Ok(Adjacent::AfterEnd),
            _ => Err(DomError::Syntax),
        }
    }
}

/// Elements among relatives.
impl Node {
    /// `children`: those of the children that are elements.
    pub fn child_elements(&self) -> impl DoubleEndedIterator<Item = Node> + '_ {
        self.children().iter().filter(Node::is_element)
    }

    /// `childElementCount`.
    pub fn child_element_count(&self) -> usize {
        self.child_elements().count()
    }

    /// `firstElementChild`.
    pub fn first_child_element(&self) -> Option<Node> {
        self.child_elements().next()
    }

    /// `lastElementChild`.
    pub fn last_child_element(&self) -> Option<Node> {
        self.child_elements().next_back()
    }

    /// `nextElementSibling`.
    pub fn next_element_sibling(&self) -> Option<Node> {
        self.next_siblings().find(Node::is_element)
    }

    /// `previousElementSibling`.
    pub fn prev_element_sibling(&self) -> Option<Node> {
        self.prev_siblings().find(Node::is_element)
    }

    /// `parentElement`.
    pub fn parent_element(&self) -> Option<Node> {
        self.parent().filter(Node::is_element)
    }

    /// All elements below of which something is true.
    fn elements(&self, is: impl Fn(NodeRef<'_>) -> bool) -> Vec<Node> {
        let session = read();
        let meant = session.node(self).descendants().filter(|node| node.as_element().is_some() && is(*node));
        meant.filter_map(NodeRef::to_node).collect()
    }

    /// `getElementById`: the first element below with this identifier.
    pub fn element_by_id(&self, id: &str) -> Option<Node> {
        if id.is_empty() {
            return None;
        }
        let session = read();
        let is_it = |node: &NodeRef<'_>| {
            let of =
                |element: &crate::element::Element| element.read_attribute_ns(&ns!(), "id", |value| **value == *id);
            node.as_element().and_then(of) == Some(true)
        };
        session.node(self).descendants().find(is_it).and_then(NodeRef::to_node)
    }

    /// `getElementsByTagName`: the elements below of this qualified name, which has no case for those of HTML; `*`
    /// means all.
    pub fn elements_by_tag_name(&self, name: &str) -> Vec<Node> {
        let lower = name.to_ascii_lowercase();
        self.elements(|node| match node.as_element() {
            Some(element) => name == "*" || element.is_qualified(if element.is_of_html() { &lower } else { name }),
            None => false,
        })
    }

    /// `getElementsByTagNameNS`: the elements below of this name; `*` means any namespace or name.
    pub fn elements_by_tag_name_ns(&self, namespace: &str, local: &str) -> Vec<Node> {
        let ns = Namespace::from(namespace);
        self.elements(|node| match node.as_element() {
            Some(element) => (namespace == "*" || *element.ns() == ns) && (local == "*" || *element.local == *local),
            None => false,
        })
    }

    /// `getElementsByClassName`: the elements below that have all these classes.
    pub fn elements_by_class_name(&self, names: &str) -> Vec<Node> {
        let names: Vec<&str> = names.split_ascii_whitespace().collect();
        if names.is_empty() {
            return Vec::new();
        }
        let has_no_case = self.root().quirks_mode() == crate::QuirksMode::Quirks;
        let same = |a: &str, b: &str| if has_no_case { a.eq_ignore_ascii_case(b) } else { a == b };
        self.elements(|node| {
            let has_all =
                |value: &str| names.iter().all(|name| value.split_ascii_whitespace().any(|class| same(class, name)));
            node.as_element().and_then(|it| it.read_attribute_ns(&ns!(), "class", |value| has_all(value))) == Some(true)
        })
    }

    /// `isEqualNode`: whether two subtrees are the same in all that they say. In constant stack.
    ///
    /// Contents of templates are compared, too, which the standard leaves out.
    pub fn is_equal_node(&self, other: &Node) -> bool {
        let session = read();
        let mut todo = vec![(session.node(self), session.node(other))];
        while let Some((top, other)) = todo.pop() {
            let (mut a, mut b) = (top, other);
            loop {
                if !is_same_alone(a.kind(), b.kind()) {
                    return false;
                }
                match (a.template_contents(), b.template_contents()) {
                    (Some(a), Some(b)) => todo.push((a, b)),
                    (None, None) => {}
                    _ => return false,
                }
                // Both on to the next one in document order, in step.
                let (mut next, mut of_b) = (a.first_child(), b.first_child());
                if next.is_some() != of_b.is_some() {
                    return false;
                }
                while next.is_none() && a != top {
                    (next, of_b) = (a.next_sibling(), b.next_sibling());
                    if next.is_some() != of_b.is_some() {
                        return false;
                    }
                    if next.is_none() {
                        match (a.parent(), b.parent()) {
                            (Some(above), Some(above_b)) => (a, b) = (above, above_b),
                            _ => return false,
                        }
                    }
                }
                match (next, of_b) {
                    (Some(next), Some(of_b)) => (a, b) = (next, of_b),
                    _ => break,
                }
            }
        }
        true
    }
}

fn is_same_alone(a: &Kind, b: &Kind) -> bool {
    match (a, b) {
        (Kind::Document(_), Kind::Document(_)) | (Kind::Fragment(_), Kind::Fragment(_)) => true,
        (Kind::Doctype(a), Kind::Doctype(b)) => {
            (&a.name, &a.public_id, &a.system_id) == (&b.name, &b.public_id, &b.system_id)
        }
        (Kind::Text(a), Kind::Text(b)) | (Kind::Comment(a), Kind::Comment(b)) => a.get() == b.get(),
        (Kind::Instruction(a), Kind::Instruction(b)) => a.target == b.target && a.data.get() == b.data.get(),
        (Kind::Element(a), Kind::Element(b)) => {
            // The order of attributes says nothing, nor do their prefixes.
            a.name() == b.name() && a.attribute_count() == b.attribute_count() && {
                let has = |ns: &Namespace, local: &str, value: &str| {
                    b.read_attribute_ns(ns, local, |other| **other == *value) == Some(true)
                };
                a.attributes().iter().all(|attr| has(&attr.name.ns, &attr.name.local, &attr.value))
            }
        }
        _ => false,
    }
}

/// HTML, in and out.
impl Node {
    /// `innerHTML`: the children as HTML.
    pub fn inner_html(&self) -> String {
        serialize(self)
    }

    /// `outerHTML`: the node as HTML.
    pub fn outer_html(&self) -> String {
        serialize_node(self)
    }

    /// Parses HTML as it would be in this element: `createContextualFragment`, without running anything.
    fn parse_in(&self, html: &str) -> Result<Node, DomError> {
        let context = match self.kind() {
            Kind::Element(element) => element.name(),
            Kind::Fragment(_) => QualName::new(None, ns!(html), local_name!("body")),
            _ => return Err(DomError::InvalidNodeType),
        };
        let scripting_enabled = self.scripting();
        let tree_builder = TreeBuilderOpts { scripting_enabled, ..TreeBuilderOpts::default() };
        Ok(parse_fragment(html, context, ParseOpts { tree_builder, ..ParseOpts::default() }))
    }

    /// Sets `innerHTML`: what is parsed takes the place of all children, or of those of a template's contents.
    ///
    /// # Errors
    /// [`InvalidNodeType`](DomError::InvalidNodeType) if this is no element and no fragment.
    pub fn set_inner_html(&self, html: &str) -> Result<(), DomError> {
        let fragment = self.parse_in(html)?;
        match self.template_contents() {
            Some(contents) => contents.replace_children(&[fragment]),
            None => self.replace_children(&[fragment]),
        }
    }

    /// Sets `outerHTML`: what is parsed takes the place of this node; nothing happens if it has no parent.
    ///
    /// # Errors
    /// [`NoModificationAllowed`](DomError::NoModificationAllowed) if the parent is a document.
    pub fn set_outer_html(&self, html: &str) -> Result<(), DomError> {
        if !self.is_element() {
            return Err(DomError::InvalidNodeType);
        }
        let Some(parent) = self.parent() else { return Ok(()) };
        if matches!(parent.kind(), Kind::Document(_)) {
            return Err(DomError::NoModificationAllowed);
        }
        let fragment = parent.parse_in(html)?;
        parent.replace_child_by(&fragment, self)
    }

    /// `insertAdjacentElement`, for any node: puts it in or beside this element. Returns whether there was such a
    /// place: beside an element without a parent, there is none.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn insert_adjacent(&self, place: Adjacent, node: &Node) -> Result<bool, DomError> {
        if !self.is_element() {
            return Err(DomError::InvalidNodeType);
        }
        let (parent, before) = match place {
            Adjacent::BeforeBegin => (self.parent(), Some(self.clone())),
            Adjacent::AfterBegin => (Some(self.clone()), self.first_child()),
            Adjacent::BeforeEnd => (Some(self.clone()), None),
            Adjacent::AfterEnd => (self.parent(), self.next_sibling()),
        };
        let Some(parent) = parent else { return Ok(false) };
        parent.insert_child_before(node, before.as_ref())?;
        Ok(true)
    }

    /// `insertAdjacentText`.
    ///
    /// # Errors
    /// As [`insert_adjacent`](Node::insert_adjacent).
    pub fn insert_adjacent_text(&self, place: Adjacent, text: &str) -> Result<(), DomError> {
        self.insert_adjacent(place, &self.create_text(text)).map(drop)
    }

    /// `insertAdjacentHTML`: puts what is parsed in or beside this element.
    ///
    /// # Errors
    /// [`NoModificationAllowed`](DomError::NoModificationAllowed) beside an element that has no parent, or a document.
    pub fn insert_adjacent_html(&self, place: Adjacent, html: &str) -> Result<(), DomError> {
        if !self.is_element() {
            return Err(DomError::InvalidNodeType);
        }
        let context = match place {
            Adjacent::BeforeBegin | Adjacent::AfterEnd => match self.parent() {
                Some(parent) if !matches!(parent.kind(), Kind::Document(_)) => parent,
                _ => return Err(DomError::NoModificationAllowed),
            },
            Adjacent::AfterBegin | Adjacent::BeforeEnd => self.clone(),
        };
        // In an `<html>`, as in a `<body>`.
        let context = if context.is_html("html") { self.create_element("body")? } else { context };
        let fragment = context.parse_in(html)?;
        self.insert_adjacent(place, &fragment).map(drop)
    }
}
