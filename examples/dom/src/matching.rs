//! Matching: whether an element is meant by a selector.
//!
//! `selectors` parses; this walks. Its own matching climbs from every element anew, calls itself once a level for
//! `:has()`, and so takes quadratic time, or the stack, on pages that are made for it: `body span` in 100,000
//! nested elements, `p ~ p` among 1,000,000 siblings. Here, what took more than a few steps is kept for as long as a
//! query runs:
//!
//! - of a walk up or along the siblings, the answer for every sixteenth node on its way, which all others come past;
//! - of a walk down (`:has()`), the answer for every node below which it took long;
//! - of any selector at any element, the answer if it took long;
//! - the indices for `:nth-child()` and the like, of all the children of a parent at once.
//!
//! So a query costs the nodes times the length of its selectors. Where nothing takes long, nothing is kept and nothing
//! is looked up.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use html5ever::tree_builder::QuirksMode;
use html5ever::{LocalName, Namespace, ns};
use selectors::attr::{
    AttrSelectorOperation, CaseSensitivity, NamespaceConstraint, ParsedAttrSelectorOperation, ParsedCaseSensitivity,
};
use selectors::parser::{Combinator, Component, NthSelectorData, RelativeSelector, Selector};
use weakgraph::read::ReadSession;

use crate::element::Element;
use crate::node::Kind;
use crate::pseudo::Page;
use crate::read::NodeRef;
use crate::select::{Css, CssName, CssString};

/// The end of a selector: its compounds from some element on to the left, the nearest first.
type Complex<'q> = &'q [Component<Css>];

/// More steps than this, and the answer is kept.
const LONG: usize = 32;

/// Of a walk's nodes, one in so many has its answer kept.
const MARK: usize = 16;

/// For keys that are addresses.
#[derive(Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_usize(usize::from(*byte)));
    }
    fn write_u8(&mut self, value: u8) {
        self.write_usize(usize::from(value));
    }
    fn write_usize(&mut self, value: usize) {
        self.0 = (self.0.rotate_left(23) ^ value as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

pub(crate) type AddressMap<K, V> = HashMap<K, V, BuildHasherDefault<AddressHasher>>;

/// What is asked of a node, and kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Ask {
    /// Whether it is meant.
    Complex,
    /// Whether it or an element above it is.
    Above,
    /// Whether it or an element before it is.
    Before,
    /// Whether the rest of a relative selector holds from it on.
    Forward,
    /// Whether it does below it.
    Below,
    /// Whether it does after it.
    After,
    /// Whether it has such relatives.
    Has,
    /// Whether its text is of right-to-left script.
    Rtl,
}

/// One query.
pub(crate) struct Matcher<'r> {
    pub(crate) session: &'r ReadSession,
    /// What `:scope` means; else the root.
    scope: Option<NodeRef<'r>>,
    case: CaseSensitivity,
    /// How many nodes, attributes and the like were looked at.
    pub(crate) steps: Cell<usize>,
    kept: AddressMap<(Ask, usize, usize), bool>,
    nth: AddressMap<(u8, usize, usize), i32>,
    pub(crate) page: Page<'r>,
}

pub(crate) fn address(node: NodeRef<'_>) -> usize {
    node.0.as_ptr().addr()
}

pub(crate) fn parent_element(node: NodeRef<'_>) -> Option<NodeRef<'_>> {
    node.parent().filter(|parent| parent.inner().is_element())
}

fn is_combinator(component: &Component<Css>) -> bool {
    component.is_combinator()
}

pub(crate) fn components(selector: &Selector<Css>) -> Complex<'_> {
    selector.iter_raw_match_order().as_slice()
}

impl<'r> Matcher<'r> {
    pub(crate) fn new(session: &'r ReadSession, scope: Option<NodeRef<'r>>, mode: QuirksMode) -> Matcher<'r> {
        let case = match mode {
            QuirksMode::Quirks => CaseSensitivity::AsciiCaseInsensitive,
            _ => CaseSensitivity::CaseSensitive,
        };
        let (kept, nth) = (AddressMap::default(), AddressMap::default());
        Matcher { session, scope, case, steps: Cell::new(0), kept, nth, page: Page::default() }
    }

    pub(crate) fn step(&self, count: usize) {
        self.steps.set(self.steps.get() + count);
    }

    pub(crate) fn look_up(&self, ask: Ask, what: usize, node: NodeRef<'r>) -> Option<bool> {
        if self.kept.is_empty() { None } else { self.kept.get(&(ask, what, address(node))).copied() }
    }

    /// Keeps an answer that took long: more than a few steps since `start`.
    pub(crate) fn keep(&mut self, ask: Ask, what: usize, node: NodeRef<'r>, start: usize, answer: bool) {
        if self.steps.get() - start > LONG {
            self.kept.insert((ask, what, address(node)), answer);
        }
    }

    pub(crate) fn prev_element(&self, node: NodeRef<'r>) -> Option<NodeRef<'r>> {
        let mut at = node.prev_sibling();
        while let Some(node) = at {
            self.step(1);
            if node.inner().is_element() {
                break;
            }
            at = node.prev_sibling();
        }
        at
    }

    fn this_or_next_element(&self, mut at: Option<NodeRef<'r>>) -> Option<NodeRef<'r>> {
        while let Some(node) = at {
            self.step(1);
            if node.inner().is_element() {
                break;
            }
            at = node.next_sibling();
        }
        at
    }

    pub(crate) fn next_element(&self, node: NodeRef<'r>) -> Option<NodeRef<'r>> {
        self.this_or_next_element(node.next_sibling())
    }

    fn first_element_child(&self, node: NodeRef<'r>) -> Option<NodeRef<'r>> {
        self.this_or_next_element(node.first_child())
    }

    /// Whether one of these is meant to match the element.
    pub(crate) fn any(&mut self, selectors: &[Selector<Css>], node: NodeRef<'r>) -> bool {
        selectors.iter().any(|selector| self.complex(components(selector), node))
    }

    fn complex(&mut self, all: Complex<'_>, node: NodeRef<'r>) -> bool {
        let what = all.as_ptr().addr();
        if let Some(answer) = self.look_up(Ask::Complex, what, node) {
            return answer;
        }
        let start = self.steps.get();
        let end = all.iter().position(is_combinator).unwrap_or(all.len());
        let answer = self.compound(&all[..end], node)
            && match all.get(end) {
                None => true,
                Some(Component::Combinator(combinator)) => self.combined(*combinator, &all[end + 1..], node),
                Some(_) => false,
            };
        self.keep(Ask::Complex, what, node, start, answer);
        answer
    }

    fn compound(&mut self, all: &[Component<Css>], node: NodeRef<'r>) -> bool {
        all.iter().all(|component| self.simple(component, node))
    }

    /// Whether there is an element on the other side of a combinator.
    fn combined(&mut self, combinator: Combinator, rest: Complex<'_>, node: NodeRef<'r>) -> bool {
        match combinator {
            Combinator::Child => parent_element(node).is_some_and(|parent| self.complex(rest, parent)),
            Combinator::NextSibling => self.prev_element(node).is_some_and(|before| self.complex(rest, before)),
            Combinator::Descendant => self.walk(Ask::Above, rest, node, |_, node| parent_element(node)),
            Combinator::LaterSibling => self.walk(Ask::Before, rest, node, Self::prev_element),
            // There are no pseudo-elements here, nor shadow trees.
            Combinator::PseudoElement | Combinator::SlotAssignment | Combinator::Part => false,
        }
    }

    /// Whether one of the elements on a way is meant.
    fn walk(
        &mut self,
        ask: Ask,
        rest: Complex<'_>,
        node: NodeRef<'r>,
        next: impl Fn(&Self, NodeRef<'r>) -> Option<NodeRef<'r>>,
    ) -> bool {
        let what = rest.as_ptr().addr();
        let mut marks = Vec::new();
        let mut at = node;
        let mut count = 0;
        let answer = loop {
            at = match next(self, at) {
                Some(at) => at,
                None => break false,
            };
            self.step(1);
            if let Some(answer) = self.look_up(ask, what, at) {
                break answer;
            }
            if self.complex(rest, at) {
                break true;
            }
            count += 1;
            if count % MARK == 0 {
                marks.push(at);
            }
        };
        for mark in marks {
            self.kept.insert((ask, what, address(mark)), answer);
        }
        answer
    }

    /// `:has()`: whether there are elements as the relative selector says, seen from this one.
    ///
    /// It goes from left to right, so that no answer depends on where it began.
    fn has(&mut self, relative: &RelativeSelector<Css>, node: NodeRef<'r>) -> bool {
        // The last component stands for the element itself, the one before it is the first combinator.
        let Some((Component::RelativeSelectorAnchor, way)) = components(&relative.selector).split_last() else {
            return false;
        };
        let what = way.as_ptr().addr();
        if let Some(answer) = self.look_up(Ask::Has, what, node) {
            return answer;
        }
        let start = self.steps.get();
        let answer = self.forward(way, node);
        self.keep(Ask::Has, what, node, start, answer);
        answer
    }

    /// Whether what is left of a relative selector, which ends with a combinator, holds from a node on.
    fn forward(&mut self, way: Complex<'_>, node: NodeRef<'r>) -> bool {
        let Some((Component::Combinator(combinator), way)) = way.split_last() else { return false };
        match combinator {
            Combinator::Child => {
                let mut at = self.first_element_child(node);
                while let Some(child) = at {
                    if self.is_on_way(way, child) {
                        return true;
                    }
                    at = self.next_element(child);
                }
                false
            }
            Combinator::NextSibling => self.next_element(node).is_some_and(|next| self.is_on_way(way, next)),
            Combinator::Descendant => self.below(way, node),
            Combinator::LaterSibling => self.after(way, node),
            Combinator::PseudoElement | Combinator::SlotAssignment | Combinator::Part => false,
        }
    }

    /// Whether this element is the next one on the way, and the rest holds from it on.
    fn is_on_way(&mut self, way: Complex<'_>, node: NodeRef<'r>) -> bool {
        let what = way.as_ptr_range().end.addr();
        if let Some(answer) = self.look_up(Ask::Forward, what, node) {
            return answer;
        }
        let start = self.steps.get();
        let begin = way.iter().rposition(is_combinator).map_or(0, |at| at + 1);
        let answer = self.compound(&way[begin..], node) && (begin == 0 || self.forward(&way[..begin], node));
        self.keep(Ask::Forward, what, node, start, answer);
        answer
    }

    /// In document order, in constant stack.
    fn below(&mut self, way: Complex<'_>, top: NodeRef<'r>) -> bool {
        let what = way.as_ptr_range().end.addr();
        if let Some(answer) = self.look_up(Ask::Below, what, top) {
            return answer;
        }
        let mut path = vec![(top, self.steps.get())];
        let mut next = self.first_element_child(top);
        loop {
            match next {
                Some(node) => {
                    let below = self.look_up(Ask::Below, what, node);
                    if below == Some(true) || self.is_on_way(way, node) {
                        break;
                    }
                    let first = if below.is_none() { self.first_element_child(node) } else { None };
                    if first.is_some() {
                        path.push((node, self.steps.get()));
                        next = first;
                    } else {
                        next = self.next_element(node);
                    }
                }
                None => {
                    let Some((done, start)) = path.pop() else { return false };
                    self.keep(Ask::Below, what, done, start, false);
                    if path.is_empty() {
                        return false;
                    }
                    next = self.next_element(done);
                }
            }
        }
        for (node, start) in path {
            self.keep(Ask::Below, what, node, start, true);
        }
        true
    }

    fn after(&mut self, way: Complex<'_>, node: NodeRef<'r>) -> bool {
        let what = way.as_ptr_range().end.addr();
        let mut marks = Vec::new();
        let mut at = node;
        let mut count = 0;
        let answer = loop {
            if let Some(answer) = self.look_up(Ask::After, what, at) {
                break answer;
            }
            if count % MARK == MARK - 1 {
                marks.push(at);
            }
            at = match self.next_element(at) {
                Some(at) => at,
                None => break false,
            };
            count += 1;
            if self.is_on_way(way, at) {
                break true;
            }
        };
        for mark in marks {
            self.kept.insert((Ask::After, what, address(mark)), answer);
        }
        answer
    }

    fn simple(&mut self, component: &Component<Css>, node: NodeRef<'r>) -> bool {
        let Kind::Element(element) = node.kind() else { return false };
        match component {
            Component::LocalName(name) => {
                let name = if element.is_of_html() { &name.lower_name } else { &name.name };
                element.local == name.0
            }
            Component::ID(id) => self.read(element, "id", |value| self.case.eq(id.0.as_bytes(), value.as_bytes())),
            Component::Class(class) => self.read(element, "class", |value| {
                let is_name = |it: &str| self.case.eq(it.as_bytes(), class.0.as_bytes());
                value.split(['\t', '\n', '\x0C', '\r', ' ']).any(is_name)
            }),
            Component::AttributeInNoNamespaceExists { local_name, local_name_lower } => {
                let name = if element.is_of_html() { local_name_lower } else { local_name };
                let in_none = NamespaceConstraint::Specific(&ns!());
                self.attribute(element, &in_none, name, &AttrSelectorOperation::Exists)
            }
            Component::AttributeInNoNamespace { local_name, operator, value, case_sensitivity } => {
                let case_sensitivity = case_of(*case_sensitivity, element);
                let operation = AttrSelectorOperation::WithValue { operator: *operator, case_sensitivity, value };
                self.attribute(element, &NamespaceConstraint::Specific(&ns!()), local_name, &operation)
            }
            Component::AttributeOther(other) => {
                let name = if element.is_of_html() { &other.local_name_lower } else { &other.local_name };
                let none = ns!();
                let ns = other.namespace().unwrap_or(NamespaceConstraint::Specific(&none));
                let operation = match &other.operation {
                    ParsedAttrSelectorOperation::Exists => AttrSelectorOperation::Exists,
                    ParsedAttrSelectorOperation::WithValue { operator, case_sensitivity, value } => {
                        let case_sensitivity = case_of(*case_sensitivity, element);
                        AttrSelectorOperation::WithValue { operator: *operator, case_sensitivity, value }
                    }
                };
                self.attribute(element, &ns, name, &operation)
            }
            Component::ExplicitUniversalType | Component::ExplicitAnyNamespace => true,
            Component::ExplicitNoNamespace => *element.ns() == ns!(),
            Component::DefaultNamespace(ns) | Component::Namespace(_, ns) => element.ns() == ns,
            Component::Negation(list) => !self.any(list.slice(), node),
            Component::Is(list) | Component::Where(list) => self.any(list.slice(), node),
            Component::Has(relatives) => relatives.iter().any(|relative| self.has(relative, node)),
            Component::Root => is_root(node),
            Component::Scope | Component::ImplicitScope | Component::ParentSelector => match self.scope {
                Some(scope) => scope == node,
                None => is_root(node),
            },
            Component::Empty => is_empty(node, |count| self.step(count)),
            Component::Nth(nth) => self.is_nth(nth, &[], node),
            Component::NthOf(nth) => {
                self.any(nth.selectors(), node) && self.is_nth(nth.nth_data(), nth.selectors(), node)
            }
            Component::NonTSPseudoClass(class) => self.pseudo_class(class, node),
            // None of these is here.
            Component::PseudoElement(_)
            | Component::Slotted(_)
            | Component::Part(_)
            | Component::Host(_)
            | Component::Invalid(_)
            | Component::RelativeSelectorAnchor
            | Component::Combinator(_) => false,
        }
    }

    /// Reads an attribute without a namespace.
    fn read(&self, element: &Element, name: &str, read: impl FnOnce(&str) -> bool) -> bool {
        self.step(1);
        element.read_attribute_ns(&ns!(), name, |value| {
            self.step(value.len() / 16);
            read(value)
        }) == Some(true)
    }

    fn attribute(
        &self,
        element: &Element,
        ns: &NamespaceConstraint<&Namespace>,
        name: &CssName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        attribute_matches(element, ns, &name.0, operation, |count| self.step(count))
    }

    fn is_nth(&mut self, nth: &NthSelectorData, of: &[Selector<Css>], node: NodeRef<'r>) -> bool {
        if nth.ty.is_only() {
            let of_type = nth.ty.is_of_type();
            return self.is_nth(&NthSelectorData::first(of_type), of, node)
                && self.is_nth(&NthSelectorData::last(of_type), of, node);
        }
        if nth.is_simple_edge() && of.is_empty() {
            let beside = if nth.ty.is_from_end() { self.next_element(node) } else { self.prev_element(node) };
            return beside.is_none();
        }
        nth.an_plus_b.matches_index(self.index(nth, of, node))
    }

    /// The index of an element that counts, from 1.
    fn index(&mut self, nth: &NthSelectorData, of: &[Selector<Css>], node: NodeRef<'r>) -> i32 {
        let (of_type, from_end) = (nth.ty.is_of_type(), nth.ty.is_from_end());
        let key = |node| (u8::from(of_type) | (u8::from(from_end) << 1), of.as_ptr().addr(), address(node));
        let known = if self.nth.is_empty() { None } else { self.nth.get(&key(node)) };
        if let Some(index) = known {
            return *index;
        }
        let step = |this: &Self, node| if from_end { this.next_element(node) } else { this.prev_element(node) };
        let start = self.steps.get();
        let mut index = 1;
        let mut at = node;
        while let Some(other) = step(self, at) {
            at = other;
            if self.steps.get() - start > LONG {
                break;
            }
            index += i32::from(if of_type { is_same_type(node, at) } else { of.is_empty() || self.any(of, at) });
        }
        if self.steps.get() - start <= LONG {
            return index;
        }
        // All of them at once.
        let Some(parent) = node.parent() else { return 1 };
        let mut counts: HashMap<(Namespace, LocalName), i32> = HashMap::new();
        let mut count = 0;
        let mut at = if from_end { parent.last_child() } else { parent.first_child() };
        while let Some(child) = at {
            self.step(1);
            at = if from_end { child.prev_sibling() } else { child.next_sibling() };
            let Some(element) = child.as_element() else { continue };
            let index = if of_type {
                counts.entry((element.ns().clone(), element.local.clone())).or_default()
            } else if of.is_empty() || self.any(of, child) {
                &mut count
            } else {
                continue;
            };
            *index += 1;
            self.nth.insert(key(child), *index);
        }
        self.nth.get(&key(node)).copied().unwrap_or(1)
    }
}

pub(crate) fn is_same_type(a: NodeRef<'_>, b: NodeRef<'_>) -> bool {
    match (a.as_element(), b.as_element()) {
        (Some(a), Some(b)) => a.local == b.local && a.ns() == b.ns(),
        _ => false,
    }
}

fn case_of(parsed: ParsedCaseSensitivity, element: &Element) -> CaseSensitivity {
    match parsed {
        ParsedCaseSensitivity::CaseSensitive | ParsedCaseSensitivity::ExplicitCaseSensitive => {
            CaseSensitivity::CaseSensitive
        }
        ParsedCaseSensitivity::AsciiCaseInsensitive => CaseSensitivity::AsciiCaseInsensitive,
        ParsedCaseSensitivity::AsciiCaseInsensitiveIfInHtmlElementInHtmlDocument => {
            if element.is_of_html() {
                CaseSensitivity::AsciiCaseInsensitive
            } else {
                CaseSensitivity::CaseSensitive
            }
        }
    }
}

/// Whether an attribute selector holds. `step` gets the length that was read.
pub(crate) fn attribute_matches(
    element: &Element,
    ns: &NamespaceConstraint<&Namespace>,
    name: &LocalName,
    operation: &AttrSelectorOperation<&CssString>,
    step: impl Fn(usize),
) -> bool {
    let eval = |value: &str| {
        step(1 + value.len() / 16);
        operation.eval_str(value)
    };
    match ns {
        NamespaceConstraint::Specific(ns) => element.read_attribute_ns(ns, name, |value| eval(value)) == Some(true),
        NamespaceConstraint::Any => {
            let found = element.find_attribute(|attr| {
                step(1);
                (attr.name.local == *name && eval(&attr.value)).then_some(())
            });
            found.is_some()
        }
    }
}

pub(crate) fn is_root(node: NodeRef<'_>) -> bool {
    node.parent().is_some_and(|parent| matches!(parent.kind(), Kind::Document(_)))
}

/// No child is an element, or text that is not empty.
pub(crate) fn is_empty(node: NodeRef<'_>, step: impl Fn(usize)) -> bool {
    let mut at = node.first_child();
    while let Some(child) = at {
        step(1);
        let counts = match child.kind() {
            Kind::Element(_) => true,
            Kind::Text(text) => !text.read(|text| text.is_empty()),
            _ => false,
        };
        if counts {
            return false;
        }
        at = child.next_sibling();
    }
    true
}
