//! The edits of the DOM standard (<https://dom.spec.whatwg.org/#mutation-algorithms>), and their errors.
//!
//! The checks are the standard's, in its order. What is left to the graph is that nothing becomes its own ancestor: that would be
//! refused in any case, and is checked here first, because the standard wants another error where several things are wrong.

use std::fmt;

use html5ever::tendril::StrTendril;
use weakgraph::{Position, Tree};

use crate::node::{Element, Handle, Kind, Node, Text};

/// Why an edit was refused. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DomError {
    /// The tree would not be one, or not one of its kind: `HierarchyRequestError`.
    HierarchyRequest,
    /// The node to go by is not a child of the node that is edited: `NotFoundError`.
    NotFound,
}

impl fmt::Display for DomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HierarchyRequest => "the node cannot be inserted there",
            NotFound => "the node is not a child of this node",
        })
    }
}

impl std::error::Error for DomError {}

use DomError::{HierarchyRequest, NotFound};

/// What [`Node::compare_document_position`] tells: the bits of the standard.
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

/// Whether `node` is `other` or above it, where a template is above its contents.
fn is_host_including_inclusive_ancestor(node: &Handle, other: &Node) -> bool {
    let session = weakgraph::read();
    let node = session.node(node);
    let mut at = Some(session.node(&other.handle()));
    while let Some(top) = at {
        if top.inclusive_ancestors().any(|above| above == node) {
            return true;
        }
        at = top.root().follow(Node::host_edge);
    }
    false
}

fn is_doctype(node: &Node) -> bool {
    matches!(node.kind, Kind::Doctype(_))
}

/// Whether one of the siblings is such a node.
fn any(mut nodes: impl Iterator<Item = Handle>, what: impl Fn(&Node) -> bool) -> bool {
    nodes.any(|node| what(&node))
}

/// The rules for `node` to be put into `parent` before `child`, or in its place.
fn check(parent: &Node, node: &Handle, child: Option<&Handle>, replaces: bool) -> Result<(), DomError> {
    if !matches!(parent.kind, Kind::Document(_) | Kind::Fragment | Kind::Element(_)) {
        return Err(HierarchyRequest);
    }
    if is_host_including_inclusive_ancestor(node, parent) {
        return Err(HierarchyRequest);
    }
    if child.is_some_and(|child| !parent.children().contains(child)) {
        return Err(NotFound);
    }
    let to_document = matches!(parent.kind, Kind::Document(_));
    match node.kind {
        Kind::Document(_) => return Err(HierarchyRequest),
        Kind::Text(_) if to_document => return Err(HierarchyRequest),
        Kind::Doctype(_) if !to_document => return Err(HierarchyRequest),
        _ => {}
    }
    if !to_document {
        return Ok(());
    }
    // What stays in the document, seen from the place where the node goes.
    let stays = |other: &Node| !(replaces && child.is_some_and(|child| std::ptr::eq(&raw const **child, other)));
    let has = |what: fn(&Node) -> bool| any(parent.children().iter(), |it| what(it) && stays(it));
    let follows = |what: fn(&Node) -> bool| child.is_some_and(|child| any(child.next_siblings(), what));
    let precedes = |what: fn(&Node) -> bool| child.is_some_and(|child| any(child.prev_siblings(), what));
    let takes_element = || {
        !has(Node::is_element) && (replaces || !child.is_some_and(|child| is_doctype(child))) && !follows(is_doctype)
    };
    let fits = match node.kind {
        Kind::Fragment => match node.children().iter().filter(|it| it.is_element()).count() {
            _ if any(node.children().iter(), Node::is_text) => false,
            0 => true,
            1 => takes_element(),
            _ => false,
        },
        Kind::Element(_) => takes_element(),
        Kind::Doctype(_) => {
            !has(is_doctype)
                && match child {
                    Some(_) => !precedes(Node::is_element),
                    None => !has(Node::is_element),
                }
        }
        _ => true,
    };
    if fits { Ok(()) } else { Err(HierarchyRequest) }
}

/// Puts a node that was checked, or the children of a fragment, before `child`. All or nothing: what was checked is not
/// refused.
fn insert(parent: &Node, node: &Handle, child: Option<&Handle>) -> Result<(), DomError> {
    let put = |node: &Handle| {
        let put = match child {
            Some(child) => parent.children().insert_before(child, node),
            None => parent.children().append(node),
        };
        put.map(drop).map_err(|_| HierarchyRequest)
    };
    match node.kind {
        Kind::Fragment if child.is_none() => {
            parent.children().append_all(node.children()).map_err(|_| HierarchyRequest)
        }
        Kind::Fragment => node.children().iter().try_for_each(|node| put(&node)),
        _ => put(node),
    }
}

impl Node {
    /// `insertBefore`: puts a node, or the children of a fragment, before a child, or at the end. A node that stands somewhere
    /// else moves.
    pub fn insert_child_before(&self, node: &Handle, child: Option<&Handle>) -> Result<(), DomError> {
        check(self, node, child, false)?;
        // Before itself: before what follows it.
        let after = child.filter(|child| *child == node).and_then(|child| child.next_sibling());
        insert(self, node, if child == Some(node) { after.as_ref() } else { child })
    }

    /// `appendChild`.
    pub fn append_child(&self, node: &Handle) -> Result<(), DomError> {
        self.insert_child_before(node, None)
    }

    /// `replaceChild`: puts a node, or the children of a fragment, in the place of a child.
    pub fn replace_child_by(&self, node: &Handle, child: &Handle) -> Result<(), DomError> {
        check(self, node, Some(child), true)?;
        if node == child {
            return Ok(());
        }
        let mut next = child.next_sibling();
        if next.as_ref() == Some(node) {
            next = node.next_sibling();
        }
        self.children().remove(child);
        insert(self, node, next.as_ref())
    }

    /// `removeChild`.
    pub fn remove_child_node(&self, child: &Handle) -> Result<(), DomError> {
        if self.children().remove(child) { Ok(()) } else { Err(NotFound) }
    }

    /// `moveBefore`: moves a node within its tree.
    pub fn move_before(&self, node: &Handle, child: Option<&Handle>) -> Result<(), DomError> {
        if self.root() != node.root() || is_host_including_inclusive_ancestor(node, self) {
            return Err(HierarchyRequest);
        }
        if child.is_some_and(|child| !self.children().contains(child)) {
            return Err(NotFound);
        }
        if !matches!(node.kind, Kind::Element(_) | Kind::Text(_) | Kind::Comment(_) | Kind::Instruction(_)) {
            return Err(HierarchyRequest);
        }
        self.insert_child_before(node, child)
    }

    /// `replaceChildren`: puts nodes in the place of all children.
    pub fn replace_children(&self, nodes: &[Handle]) -> Result<(), DomError> {
        let node = self.in_one(nodes)?;
        if let Some(node) = &node {
            check(self, node, None, false)?;
        }
        self.children().clear();
        node.map_or(Ok(()), |node| insert(self, &node, None))
    }

    /// The standard's "convert nodes into a node": one as it is, several in a fragment.
    fn in_one(&self, nodes: &[Handle]) -> Result<Option<Handle>, DomError> {
        match nodes {
            [] => Ok(None),
            [node] => Ok(Some(node.clone())),
            _ => {
                let fragment = Node::fragment();
                nodes.iter().try_for_each(|node| fragment.append_child(node))?;
                Ok(Some(fragment))
            }
        }
    }

    /// `before`: puts nodes before this one; does nothing without a parent.
    pub fn before(&self, nodes: &[Handle]) -> Result<(), DomError> {
        let Some(parent) = self.parent() else { return Ok(()) };
        // What is before it and stays there.
        let viable = self.prev_siblings().find(|sibling| !nodes.contains(sibling));
        let Some(node) = self.in_one(nodes)? else { return Ok(()) };
        let next = match viable {
            None => parent.first_child(),
            Some(sibling) => sibling.next_sibling(),
        };
        parent.insert_child_before(&node, next.as_ref())
    }

    /// `after`: puts nodes after this one; does nothing without a parent.
    pub fn after(&self, nodes: &[Handle]) -> Result<(), DomError> {
        let Some(parent) = self.parent() else { return Ok(()) };
        let viable = self.next_siblings().find(|sibling| !nodes.contains(sibling));
        let Some(node) = self.in_one(nodes)? else { return Ok(()) };
        parent.insert_child_before(&node, viable.as_ref())
    }

    /// `replaceWith`: puts nodes in the place of this one; does nothing without a parent.
    pub fn replace_with_nodes(&self, nodes: &[Handle]) -> Result<(), DomError> {
        let Some(parent) = self.parent() else { return Ok(()) };
        let viable = self.next_siblings().find(|sibling| !nodes.contains(sibling));
        let this = self.handle();
        let node = self.in_one(nodes)?;
        match node {
            Some(node) if this.parent().as_ref() == Some(&parent) => parent.replace_child_by(&node, &this),
            Some(node) => parent.insert_child_before(&node, viable.as_ref()),
            None => parent.remove_child_node(&this),
        }
    }

    /// `remove`: out of its parent, if it has one.
    pub fn remove(&self) {
        self.detach();
    }

    /// `contains`: whether a node is this one or below it.
    pub fn contains(&self, other: &Node) -> bool {
        std::ptr::eq(self, other) || self.is_ancestor_of(other)
    }

    /// `compareDocumentPosition`: where `other` is, seen from this node.
    pub fn compare_document_position(&self, other: &Node) -> Relation {
        Relation(match self.compare_position(other) {
            Position::Same => 0,
            Position::Ancestor => Relation::CONTAINS | Relation::PRECEDING,
            Position::Descendant => Relation::CONTAINED_BY | Relation::FOLLOWING,
            Position::Preceding => Relation::PRECEDING,
            Position::Following => Relation::FOLLOWING,
            Position::Disconnected => {
                // In some order that stays the same.
                let order = if std::ptr::from_ref(self).addr() < std::ptr::from_ref(other).addr() {
                    Relation::FOLLOWING
                } else {
                    Relation::PRECEDING
                };
                Relation::DISCONNECTED | Relation::IMPLEMENTATION_SPECIFIC | order
            }
        })
    }

    /// Sets `textContent`: one text node in the place of all children, or the data of a node that has some.
    pub fn set_text_content(&self, text: &str) {
        match (self.data(), &self.kind) {
            (Some(data), _) => data.set(StrTendril::from(text)),
            (None, Kind::Element(_) | Kind::Fragment) => {
                self.children().clear();
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
            let Kind::Text(text) = &node.kind else { continue };
            if text.read(|text| text.is_empty()) {
                node.detach();
                continue;
            }
            while let Some(next) = node.next_sibling() {
                let Kind::Text(more) = &next.kind else { break };
                more.read(|more| text.push(more));
                next.detach();
            }
        }
    }

    /// `cloneNode`: a copy without a parent; if `deep`, of all that is below, contents of templates included. Constant stack.
    pub fn clone_node(&self, deep: bool) -> Handle {
        let copy = self.clone_alone();
        if !deep {
            return copy;
        }
        let session = weakgraph::read();
        let mut todo = vec![(session.node(&self.handle()), copy.clone())];
        while let Some((from, to)) = todo.pop() {
            // The copies of the ancestors of the node at hand are above `at`.
            let mut at = to;
            let mut walk = from;
            'tree: loop {
                if let Some(contents) = walk.follow(Node::contents_edge)
                    && let Some(copy) = at.template_contents()
                {
                    todo.push((contents, copy));
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
                let copy = walk.get().clone_alone();
                let put = Tree::append(&*at, copy);
                let Ok(copy) = put else { break };
                at = copy;
            }
        }
        copy
    }

    /// A copy of this node alone.
    fn clone_alone(&self) -> Handle {
        match &self.kind {
            Kind::Document(mode) => {
                let copy = Node::document();
                if let Kind::Document(copied) = &copy.kind {
                    copied.set(mode.get());
                }
                copy
            }
            Kind::Doctype(doctype) => Node::of(Kind::Doctype(doctype.clone())),
            Kind::Fragment => Node::fragment(),
            Kind::Element(element) => Element::copy(element),
            Kind::Text(text) => Node::text(text.get()),
            Kind::Comment(text) => Node::of(Kind::Comment(Text::new(text.get()))),
            Kind::Instruction(pi) => {
                let data = Text::new(pi.data.get());
                Node::of(Kind::Instruction(Box::new(crate::node::Instruction { target: pi.target.clone(), data })))
            }
        }
    }
}
