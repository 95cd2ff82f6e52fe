//! The edits of the DOM standard (<https://dom.spec.whatwg.org/#mutation-algorithms>), and their errors.
//!
//! Every edit is checked first and done then, with however many nodes: what is refused has changed nothing. The checks
//! are the standard's, in its order. They cost what the graph's own check does: nothing for a node without children,
//! else the smaller of the way up and of what is below the node.

use std::collections::HashSet;
use std::fmt;

use weakgraph::{NodeRef, Position, Tree};

use crate::element::Element;
use crate::node::{Inner, Instruction, Kind, Node};
use crate::text::Text;
use html5ever::tendril::StrTendril;

/// Why an edit was refused. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DomError {
    /// The tree would not be one, or not one of its kind: `HierarchyRequestError`.
    HierarchyRequest,
    /// The node to go by is not a child of the node that is edited: `NotFoundError`.
    NotFound,
    /// A name is not valid: `InvalidCharacterError`.
    InvalidCharacter,
    /// A prefix and a namespace do not fit each other: `NamespaceError`.
    Namespace,
    /// An offset is past the end of the text, or within a character: `IndexSizeError`.
    IndexSize,
    /// The node is in no place where it could be replaced: `NoModificationAllowedError`.
    NoModificationAllowed,
    /// A word is none of those that it may be: `SyntaxError`.
    Syntax,
    /// The node is not of the kind that has this: `InvalidNodeTypeError`. In the standard, it has no such method.
    InvalidNodeType,
}

impl DomError {
    /// Returns the name of the standard's exception.
    pub fn name(self) -> &'static str {
        match self {
            HierarchyRequest => "HierarchyRequestError",
            NotFound => "NotFoundError",
            DomError::InvalidCharacter => "InvalidCharacterError",
            DomError::Namespace => "NamespaceError",
            DomError::IndexSize => "IndexSizeError",
            DomError::NoModificationAllowed => "NoModificationAllowedError",
            DomError::Syntax => "SyntaxError",
            DomError::InvalidNodeType => "InvalidNodeTypeError",
        }
    }
}

impl fmt::Display for DomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HierarchyRequest => "the node cannot be inserted there",
            NotFound => "the node is not a child of this node",
            DomError::InvalidCharacter => "the name contains a character that it cannot have",
            DomError::Namespace => "the prefix and the namespace do not fit each other",
            DomError::IndexSize => "the offset is not in the text",
            DomError::NoModificationAllowed => "the node has no parent in which it could be replaced",
            DomError::Syntax => "the word has no meaning here",
            DomError::InvalidNodeType => "a node of this kind has none",
        })
    }
}

impl std::error::Error for DomError {}

use DomError::{HierarchyRequest, NotFound};

/// What [`Node::compare_document_position`] returns: the bits of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Relation(pub u16);

impl Relation {
    /// In another tree.
    pub const DISCONNECTED: u16 = 0x01;
    /// The other is before this one.
    pub const PRECEDING: u16 = 0x02;
    /// The other is after this one.
    pub const FOLLOWING: u16 = 0x04;
    /// The other is above this one.
    pub const CONTAINS: u16 = 0x08;
    /// The other is below this one.
    pub const CONTAINED_BY: u16 = 0x10;
    /// The order of the two is not the document's.
    pub const IMPLEMENTATION_SPECIFIC: u16 = 0x20;
}

/// Whether `node` is `parent` or above it, where a template is above its contents: the standard's "host-including
/// inclusive ancestor".
///
/// Two walks take turns, up from the parent and down from the node; the one that ends first decides.
#[inline(always)]
pub(crate) fn is_above(node: &Node, parent: &Node) -> bool {
    node == parent || (has_any_below(node) && is_above_by_walks(node, parent))
}

#[inline(always)]
pub(crate) fn has_any_below(node: &Node) -> bool {
    !node.is_leaf() || node.0.contents_link().is_some()
}

fn is_above_by_walks(node: &Node, parent: &Node) -> bool {
    let has_contents = node.0.contents_link().is_some_and(|contents| *contents == parent.0 || !contents.is_leaf());
    if node.is_leaf() && !has_contents {
        return false;
    }
    let session = weakgraph::read();
    let (node, parent) = (session.node(&node.0), session.node(&parent.0));
    let host = |of: NodeRef<'_, Inner>| of.get().host_link().and_then(|host| session.upgrade(host));
    let contents = |of: NodeRef<'_, Inner>| of.get().contents_link().map(|contents| session.node(contents));
    let (mut above, mut below) = (parent, node);
    loop {
        above = match above.parent().or_else(|| host(above)) {
            Some(above) => above,
            None => return false,
        };
        if above == node {
            return true;
        }
        // Contents come before children.
        let mut next = contents(below).or_else(|| below.first_child());
        while next.is_none() {
            if below == node {
                return false;
            }
            next = below.next_sibling();
            if next.is_none() {
                below = match below.parent() {
                    Some(above) => above,
                    // The end of some contents: on to their host's children, which the walk has not seen.
                    None => match host(below) {
                        Some(host) => {
                            next = host.first_child();
                            host
                        }
                        None => return false,
                    },
                };
            }
        }
        below = next.expect("the loop ends with one");
        if below == parent {
            return true;
        }
    }
}

/// Who is above a parent, for checks of many nodes.
enum Above<'p> {
    One(&'p Node),
    All(HashSet<Node>),
}

impl<'p> Above<'p> {
    fn of(parent: &'p Node, nodes: &[Node]) -> Above<'p> {
        let is_leaf = |node: &Node| node.is_leaf() && node.template_contents().is_none();
        if nodes.iter().filter(|node| !is_leaf(node)).count() < 2 {
            return Above::One(parent);
        }
        let mut all = HashSet::new();
        let mut at = Some(parent.clone());
        while let Some(node) = at {
            at = node.parent().or_else(|| node.template_host());
            all.insert(node);
        }
        Above::All(all)
    }

    fn contains(&self, node: &Node) -> bool {
        match self {
            Above::One(parent) => is_above(node, parent),
            Above::All(all) => all.contains(node),
        }
    }
}

fn takes_children(parent: &Node) -> Result<(), DomError> {
    match parent.kind() {
        Kind::Document(_) | Kind::Fragment(_) | Kind::Element(_) => Ok(()),
        _ => Err(HierarchyRequest),
    }
}

/// Whether one of the nodes is such a node.
fn any(mut nodes: impl Iterator<Item = Node>, what: impl Fn(&Inner) -> bool) -> bool {
    nodes.any(|node| what(&node.0))
}

/// The rules for `node` to be put into `parent` before `child`, or in its place: "ensure pre-insert validity", and that
/// of "replace a child".
fn check(parent: &Node, node: &Node, child: Option<&Node>, replaces: bool) -> Result<(), DomError> {
    takes_children(parent)?;
    if is_above(node, parent) {
        return Err(HierarchyRequest);
    }
    check_child(parent, child)?;
    let to_document = matches!(parent.kind(), Kind::Document(_));
    match node.kind() {
        Kind::Document(_) => return Err(HierarchyRequest),
        Kind::Text(_) if to_document => return Err(HierarchyRequest),
        Kind::Doctype(_) if !to_document => return Err(HierarchyRequest),
        _ => {}
    }
    if !to_document {
        return Ok(());
    }
    let none = HashSet::new();
    let fits = match node.kind() {
        Kind::Fragment(_) => check_in_document(parent, node.children().iter(), child, replaces, &none),
        Kind::Element(_) => takes_element(parent, child, replaces, &none),
        Kind::Doctype(_) => {
            let replaced = child.filter(|_| replaces);
            let has = |what: fn(&Inner) -> bool| any(parent.children().iter().filter(|it| Some(it) != replaced), what);
            let has_doctype = has(Inner::is_doctype);
            !has_doctype
                && match child {
                    Some(child) => !any(child.prev_siblings(), Inner::is_element),
                    None => !has(Inner::is_element),
                }
        }
        _ => true,
    };
    if fits { Ok(()) } else { Err(HierarchyRequest) }
}

fn check_child(parent: &Node, child: Option<&Node>) -> Result<(), DomError> {
    match child {
        Some(child) if child.parent().as_ref() != Some(parent) => Err(NotFound),
        _ => Ok(()),
    }
}

/// Whether what is in a fragment may go into a document. `leave` are nodes that leave it before that.
fn check_in_document(
    parent: &Node,
    nodes: impl Iterator<Item = Node>,
    child: Option<&Node>,
    replaces: bool,
    leave: &HashSet<Node>,
) -> bool {
    let mut elements = 0;
    for node in nodes {
        elements += usize::from(node.is_element());
        if node.is_text() || elements > 1 {
            return false;
        }
    }
    elements == 0 || takes_element(parent, child, replaces, leave)
}

/// Whether a document takes an element before `child`, or in its place, when some nodes have left.
fn takes_element(parent: &Node, child: Option<&Node>, replaces: bool, leave: &HashSet<Node>) -> bool {
    let stays = |it: &Node| !(leave.contains(it) || (replaces && child == Some(it)));
    !any(parent.children().iter().filter(&stays), Inner::is_element)
        && child.is_none_or(|child| {
            (replaces || !child.0.is_doctype()) && !any(child.next_siblings().filter(stays), Inner::is_doctype)
        })
}

/// The standard's "convert nodes into a node", without doing it: what would be in the fragment, in its order. A
/// fragment among the nodes gives its children.
fn flatten(nodes: &[Node]) -> Result<Vec<Node>, DomError> {
    let mut all: Vec<Option<Node>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let mut put = |node: Node| {
        let place = all.len();
        if let Some(before) = places.insert(node.clone(), place) {
            let before: &mut Option<Node> = &mut all[before];
            *before = None;
        }
        all.push(Some(node));
    };
    let mut emptied = HashSet::new();
    let mut given = HashSet::new();
    for node in nodes {
        match node.kind() {
            Kind::Document(_) | Kind::Doctype(_) => return Err(HierarchyRequest),
            Kind::Fragment(_) => {
                if emptied.insert(node.clone()) {
                    // Those that were given before have left it.
                    node.children().iter().filter(|child| !given.contains(child)).for_each(&mut put);
                }
            }
            _ => {
                given.insert(node.clone());
                put(node.clone());
            }
        }
    }
    Ok(all.into_iter().flatten().collect())
}

/// Checks what is to go into `parent` in the place of, or before, `child`.
fn check_all(
    parent: &Node,
    nodes: &[Node],
    child: Option<&Node>,
    replaces: bool,
    leave: &HashSet<Node>,
) -> Result<(), DomError> {
    takes_children(parent)?;
    let above = Above::of(parent, nodes);
    if nodes.iter().any(|node| above.contains(node)) {
        return Err(HierarchyRequest);
    }
    let to_document = matches!(parent.kind(), Kind::Document(_));
    if to_document && !check_in_document(parent, nodes.iter().cloned(), child, replaces, leave) {
        return Err(HierarchyRequest);
    }
    Ok(())
}

/// Puts a node that was checked, or the children of a fragment, before `child`.
fn insert(parent: &Node, node: &Node, child: Option<&Node>) -> Result<(), DomError> {
    let put = |node: &Node| {
        let put = match child {
            Some(child) => child.0.insert_before(&node.0),
            None => parent.0.append(&node.0),
        };
        put.map(drop).map_err(|_| HierarchyRequest)
    };
    match node.kind() {
        Kind::Fragment(_) if child.is_none() => {
            parent.0.children.append_all(&node.0.children).map_err(|_| HierarchyRequest)
        }
        Kind::Fragment(_) => node.children().iter().try_for_each(|node| put(&node)),
        _ => put(node),
    }
}

/// The first of these that is not among the nodes.
fn viable(mut siblings: impl Iterator<Item = Node>, nodes: &[Node]) -> Option<Node> {
    if nodes.len() < 8 {
        return siblings.find(|sibling| !nodes.contains(sibling));
    }
    let nodes: HashSet<&Node> = nodes.iter().collect();
    siblings.find(|sibling| !nodes.contains(sibling))
}

/// A fragment is not put beside its own child. By the standard, it depends on what stands before that child.
fn is_not_among(parent: &Node, nodes: &[Node]) -> Result<(), DomError> {
    if nodes.contains(parent) { Err(HierarchyRequest) } else { Ok(()) }
}

/// A document keeps its rules when several nodes are given: those among them that are its own children have left by
/// then.
fn leaving(parent: &Node, nodes: &[Node]) -> HashSet<Node> {
    match parent.kind() {
        Kind::Document(_) => nodes.iter().cloned().collect(),
        _ => HashSet::new(),
    }
}

impl Node {
    /// `insertBefore`: puts a node, or the children of a fragment, before a child, or at the end. A node that stands
    /// somewhere else moves.
    ///
    /// # Errors
    /// [`HierarchyRequest`](DomError::HierarchyRequest) or [`NotFound`](DomError::NotFound); so all edits of this kind.
    pub fn insert_child_before(&self, node: &Node, child: Option<&Node>) -> Result<(), DomError> {
        check(self, node, child, false)?;
        if child == Some(node) {
            // Before itself: before what follows it, which is where it is.
            return Ok(());
        }
        insert(self, node, child)
    }

    /// `appendChild`.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn append_child(&self, node: &Node) -> Result<(), DomError> {
        self.insert_child_before(node, None)
    }

    /// `replaceChild`: puts a node, or the children of a fragment, in the place of a child.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn replace_child_by(&self, node: &Node, child: &Node) -> Result<(), DomError> {
        check(self, node, Some(child), true)?;
        if node == child {
            return Ok(());
        }
        insert(self, node, Some(child))?;
        self.remove_child_node(child)
    }

    /// `removeChild`.
    ///
    /// # Errors
    /// [`NotFound`](DomError::NotFound) if it is not a child of this node.
    pub fn remove_child_node(&self, child: &Node) -> Result<(), DomError> {
        if self.0.children.remove(&child.0) { Ok(()) } else { Err(NotFound) }
    }

    /// `moveBefore`: moves a node within its tree.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before); also if the two are in different trees.
    pub fn move_before(&self, node: &Node, child: Option<&Node>) -> Result<(), DomError> {
        takes_children(self)?;
        let is_own = node.parent().as_ref() == Some(self);
        if !is_own && (self.root() != node.root() || is_above(node, self)) {
            return Err(HierarchyRequest);
        }
        check_child(self, child)?;
        if !matches!(node.kind(), Kind::Element(_) | Kind::Text(_) | Kind::Comment(_) | Kind::Instruction(_)) {
            return Err(HierarchyRequest);
        }
        self.insert_child_before(node, child)
    }

    /// `append`: puts nodes at the end.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn append(&self, nodes: &[Node]) -> Result<(), DomError> {
        self.put(nodes, None)
    }

    /// `prepend`: puts nodes at the start.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn prepend(&self, nodes: &[Node]) -> Result<(), DomError> {
        // A single node before itself stays where it is.
        let first = match nodes {
            [_] => self.first_child(),
            _ => viable(self.children().iter(), &flatten(nodes)?),
        };
        self.put(nodes, first.as_ref())
    }

    /// Puts nodes before a child that is not among them.
    fn put(&self, nodes: &[Node], child: Option<&Node>) -> Result<(), DomError> {
        match nodes {
            [] => takes_children(self),
            [node] => self.insert_child_before(node, child),
            _ => {
                let all = flatten(nodes)?;
                check_all(self, &all, child, false, &leaving(self, &all))?;
                all.iter().try_for_each(|node| insert(self, node, child))
            }
        }
    }

    /// `replaceChildren`: puts nodes in the place of all children.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn replace_children(&self, nodes: &[Node]) -> Result<(), DomError> {
        let all = match nodes {
            [node] => {
                check(self, node, None, false)?;
                vec![node.clone()]
            }
            _ => {
                let all = flatten(nodes)?;
                check_all(self, &all, None, false, &leaving(self, &all))?;
                all
            }
        };
        self.0.children.clear();
        all.iter().try_for_each(|node| insert(self, node, None))
    }

    /// `before`: puts nodes before this one; does nothing without a parent.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn before(&self, nodes: &[Node]) -> Result<(), DomError> {
        let Some(parent) = self.parent() else { return Ok(()) };
        is_not_among(&parent, nodes)?;
        // What is before it and stays there.
        let next = match viable(self.prev_siblings(), nodes) {
            None => viable(parent.children().iter(), nodes),
            Some(before) => viable(before.next_siblings(), nodes),
        };
        parent.put(nodes, next.as_ref())
    }

    /// `after`: puts nodes after this one; does nothing without a parent.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn after(&self, nodes: &[Node]) -> Result<(), DomError> {
        let Some(parent) = self.parent() else { return Ok(()) };
        is_not_among(&parent, nodes)?;
        parent.put(nodes, viable(self.next_siblings(), nodes).as_ref())
    }

    /// `replaceWith`: puts nodes in the place of this one; does nothing without a parent.
    ///
    /// # Errors
    /// As [`insert_child_before`](Node::insert_child_before).
    pub fn replace_with_nodes(&self, nodes: &[Node]) -> Result<(), DomError> {
        let Some(parent) = self.parent() else { return Ok(()) };
        is_not_among(&parent, nodes)?;
        if let [node] = nodes {
            return parent.replace_child_by(node, self);
        }
        let all = flatten(nodes)?;
        let leave = leaving(&parent, &all);
        if all.contains(self) {
            // It has left by then: before what follows it and stays.
            let next = viable(self.next_siblings(), &all);
            check_all(&parent, &all, next.as_ref(), false, &leave)?;
            return all.iter().try_for_each(|node| insert(&parent, node, next.as_ref()));
        }
        check_all(&parent, &all, Some(self), true, &leave)?;
        all.iter().try_for_each(|node| insert(&parent, node, Some(self)))?;
        parent.remove_child_node(self)
    }

    /// `remove`: takes this node out of its parent, if it has one.
    pub fn remove(&self) {
        self.0.detach();
    }

    /// Moves all children to the end of another node's.
    ///
    /// # Errors
    /// [`HierarchyRequest`](DomError::HierarchyRequest) if the other node cannot have them.
    pub fn move_children(&self, to: &Node) -> Result<(), DomError> {
        if self == to {
            return Ok(());
        }
        let all: Vec<Node> = self.children().iter().collect();
        let leave = leaving(to, &all);
        check_all(to, &all, None, false, &leave)?;
        to.0.children.append_all(&self.0.children).map_err(|_| HierarchyRequest)
    }

    /// `compareDocumentPosition`: where `other` is, seen from this node.
    pub fn compare_document_position(&self, other: &Node) -> Relation {
        Relation(match self.0.compare_position(&other.0) {
            Position::Same => 0,
            Position::Ancestor => Relation::CONTAINS | Relation::PRECEDING,
            Position::Descendant => Relation::CONTAINED_BY | Relation::FOLLOWING,
            Position::Preceding => Relation::PRECEDING,
            Position::Following => Relation::FOLLOWING,
            Position::Disconnected => {
                // In some order that stays the same.
                let address = |node: &Node| std::ptr::from_ref::<Inner>(&node.0).addr();
                let order = if address(self) < address(other) { Relation::FOLLOWING } else { Relation::PRECEDING };
                Relation::DISCONNECTED | Relation::IMPLEMENTATION_SPECIFIC | order
            }
        })
    }

    /// Sets `textContent`: one text node in the place of all children, or the data of a node that has some.
    pub fn set_text_content(&self, text: &str) {
        match (self.data(), self.kind()) {
            (Some(data), _) => data.set(StrTendril::from(text)),
            (None, Kind::Element(_) | Kind::Fragment(_)) => {
                self.0.children.clear();
                if !text.is_empty() {
                    // An element and a fragment take text.
                    let _ = self.append_child(&Node::text(StrTendril::from(text)));
                }
            }
            _ => {}
        }
    }

    /// `normalize`: no text node below this one is empty, and no two stand next to each other.
    pub fn normalize(&self) {
        for node in self.descendants() {
            let Kind::Text(text) = node.kind() else { continue };
            if text.read(|text| text.is_empty()) {
                node.remove();
                continue;
            }
            while let Some(next) = node.next_sibling() {
                let Kind::Text(more) = next.kind() else { break };
                more.read(|more| text.push(more));
                next.remove();
            }
        }
    }

    /// `cloneNode`: a copy without a parent; if `deep`, of all that is below, contents of templates included. Constant
    /// stack.
    pub fn clone_node(&self, deep: bool) -> Node {
        let copy = clone_alone(&self.0.kind);
        if !deep {
            return copy;
        }
        let session = weakgraph::read();
        let mut todo = vec![(session.node(&self.0), copy.clone())];
        while let Some((from, to)) = todo.pop() {
            // The copies of the ancestors of the node at hand are above `at`.
            let mut at = to;
            let mut walk = from;
            'tree: loop {
                if let (Some(contents), Some(copy)) = (walk.get().contents_link(), at.template_contents()) {
                    todo.push((session.node(contents), copy));
                }
                let mut next = walk.first_child();
                if next.is_none() {
                    loop {
                        if walk == from {
                            break 'tree;
                        }
                        let Some(above) = at.parent() else { break 'tree };
                        at = above;
                        if let Some(sibling) = walk.next_sibling() {
                            next = Some(sibling);
                            break;
                        }
                        let Some(above) = walk.parent() else { break 'tree };
                        walk = above;
                    }
                }
                let Some(next) = next else { break };
                walk = next;
                let put = at.0.append(clone_alone(&walk.get().kind).0);
                let Ok(copy) = put else { break };
                at = Node(copy);
            }
        }
        copy
    }
}

/// A copy of a node alone.
fn clone_alone(kind: &Kind) -> Node {
    match kind {
        Kind::Document(document) => {
            let copy = Node::document();
            copy.set_quirks_mode(document.quirks());
            copy.set_scripting(document.scripting());
            copy
        }
        Kind::Doctype(doctype) => Node::of(Kind::Doctype(doctype.clone())),
        Kind::Fragment(fragment) => {
            let copy = Node::fragment();
            copy.set_scripting(fragment.scripting());
            copy
        }
        Kind::Element(element) => Element::copy(element),
        Kind::Text(text) => Node::text(text.get()),
        Kind::Comment(text) => Node::of(Kind::Comment(Text::new(text.get()))),
        Kind::Instruction(pi) => {
            let data = Text::new(pi.data.get());
            Node::of(Kind::Instruction(Box::new(Instruction { target: pi.target.clone(), data })))
        }
    }
}
