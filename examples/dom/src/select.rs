//! Selectors: what is parsed, what can be asked, and what `selectors` asks of an element.

use std::borrow::Borrow;
use std::fmt;
use std::rc::Rc;

use cssparser::{ParseError, Parser as CssParser, ToCss, serialize_identifier, serialize_string};
use html5ever::tree_builder::QuirksMode;
use html5ever::{LocalName, Namespace, ns};
use precomputed_hash::PrecomputedHash;
use selectors::OpaqueElement;
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::MatchingContext;
use selectors::matching::ElementSelectorFlags;
use selectors::parser::{self, ParseRelative, SelectorImpl, SelectorList, SelectorParseErrorKind};

use crate::element::Element;
use crate::matching::{self, Matcher};
use crate::node::{Kind, Node};
use crate::pseudo;
use crate::read::NodeRef;

/// An element, for as long as a read session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ElementRef<'r>(NodeRef<'r>);

impl<'r> ElementRef<'r> {
    /// Returns the node as an element, if it is one.
    pub fn new(node: NodeRef<'r>) -> Option<ElementRef<'r>> {
        node.inner().is_element().then_some(ElementRef(node))
    }

    /// Returns the node.
    pub fn node(self) -> NodeRef<'r> {
        self.0
    }

    fn element(self) -> &'r Element {
        match self.0.kind() {
            Kind::Element(element) => element,
            _ => unreachable!("`new` looks"),
        }
    }
}

/// A string in a selector.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CssString(Rc<str>);

impl<'a> From<&'a str> for CssString {
    fn from(text: &'a str) -> CssString {
        CssString(text.into())
    }
}

impl AsRef<str> for CssString {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl ToCss for CssString {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        serialize_string(&self.0, dest)
    }
}

/// A name in a selector.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CssName(pub(crate) LocalName);

impl<'a> From<&'a str> for CssName {
    fn from(name: &'a str) -> CssName {
        CssName(LocalName::from(name))
    }
}

impl Borrow<LocalName> for CssName {
    fn borrow(&self) -> &LocalName {
        &self.0
    }
}

impl PrecomputedHash for CssName {
    fn precomputed_hash(&self) -> u32 {
        self.0.precomputed_hash()
    }
}

impl ToCss for CssName {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        serialize_identifier(&self.0, dest)
    }
}

/// The pseudo-classes that depend on what the page says, not on a user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PseudoClass {
    /// `:link`, `:any-link`: nothing here has been visited.
    Link,
    /// `:checked`
    Checked,
    /// `:disabled`
    Disabled,
    /// `:enabled`
    Enabled,
    /// `:required`
    Required,
    /// `:optional`
    Optional,
    /// `:read-write`
    ReadWrite,
    /// `:read-only`
    ReadOnly,
    /// `:placeholder-shown`
    PlaceholderShown,
    /// `:default`
    Default,
    /// `:indeterminate`
    Indeterminate,
    /// `:defined`
    Defined,
    /// `:open`
    Open,
    /// `:muted`
    Muted,
    /// `:paused`: nothing here plays.
    Paused,
    /// `:lang()`
    Lang(Rc<[String]>),
    /// `:dir(rtl)`, or else `:dir(ltr)`.
    Dir(bool),
    /// `:dir()` of another word, which is true of nothing.
    NoDir,
    /// `:hover`, `:focus` and the like: never true, because no user looks at the page.
    Never(&'static str),
}

/// Those that take no argument.
const PSEUDO_CLASSES: &[(&str, PseudoClass)] = &[
    ("any-link", PseudoClass::Link),
    ("checked", PseudoClass::Checked),
    ("default", PseudoClass::Default),
    ("defined", PseudoClass::Defined),
    ("disabled", PseudoClass::Disabled),
    ("enabled", PseudoClass::Enabled),
    ("indeterminate", PseudoClass::Indeterminate),
    ("link", PseudoClass::Link),
    ("muted", PseudoClass::Muted),
    ("open", PseudoClass::Open),
    ("optional", PseudoClass::Optional),
    ("paused", PseudoClass::Paused),
    ("placeholder-shown", PseudoClass::PlaceholderShown),
    ("read-only", PseudoClass::ReadOnly),
    ("read-write", PseudoClass::ReadWrite),
    ("required", PseudoClass::Required),
];

/// Those that a user, a script or a player would bring about.
const NEVER: &[&str] = &[
    "active",
    "autofill",
    "buffering",
    "current",
    "focus",
    "focus-visible",
    "focus-within",
    "fullscreen",
    "future",
    "hover",
    "modal",
    "past",
    "picture-in-picture",
    "playing",
    "popover-open",
    "seeking",
    "stalled",
    "target",
    "target-within",
    "user-invalid",
    "user-valid",
    "visited",
    "volume-locked",
];

impl ToCss for PseudoClass {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        dest.write_char(':')?;
        match self {
            PseudoClass::Lang(ranges) => {
                dest.write_str("lang(")?;
                for (at, range) in ranges.iter().enumerate() {
                    dest.write_str(if at == 0 { "" } else { ", " })?;
                    serialize_string(range, dest)?;
                }
                dest.write_char(')')
            }
            PseudoClass::Dir(is_rtl) => dest.write_str(if *is_rtl { "dir(rtl)" } else { "dir(ltr)" }),
            PseudoClass::NoDir => dest.write_str("dir(none)"),
            PseudoClass::Never(name) => dest.write_str(name),
            _ => {
                let name = PSEUDO_CLASSES.iter().find(|(_, class)| class == self).map_or("", |(name, _)| name);
                dest.write_str(name)
            }
        }
    }
}

impl parser::NonTSPseudoClass for PseudoClass {
    fn is_active_or_hover(&self) -> bool {
        matches!(self, PseudoClass::Never("active" | "hover"))
    }
    fn is_user_action_state(&self) -> bool {
        matches!(self, PseudoClass::Never("active" | "hover" | "focus" | "focus-visible" | "focus-within"))
    }
}

/// A pseudo-element, of any name: there are none here, so it matches nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PseudoElement(Rc<str>);

impl ToCss for PseudoElement {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        dest.write_str("::")?;
        serialize_identifier(&self.0, dest)
    }
}

impl parser::PseudoElement for PseudoElement {}

/// The types of this crate in a selector.
#[derive(Clone, Debug)]
pub struct Css;

impl SelectorImpl for Css {
    type ExtraMatchingData<'a> = ();
    type AttrValue = CssString;
    type Identifier = CssName;
    type LocalName = CssName;
    type NamespaceUrl = Namespace;
    type NamespacePrefix = CssName;
    type BorrowedNamespaceUrl = Namespace;
    type BorrowedLocalName = LocalName;
    type NonTSPseudoClass = PseudoClass;
    type PseudoElement = PseudoElement;
}

struct Grammar;

impl<'i> parser::Parser<'i> for Grammar {
    type Impl = Css;
    type Error = SelectorParseErrorKind;

    fn parse_is_and_where(&self) -> bool {
        true
    }
    fn parse_has(&self) -> bool {
        true
    }
    fn parse_nth_child_of(&self) -> bool {
        true
    }

    fn parse_non_ts_pseudo_class(&self, name: &str) -> Result<PseudoClass, ParseError<SelectorParseErrorKind>> {
        let found = PSEUDO_CLASSES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
        let never = NEVER.iter().find(|known| name.eq_ignore_ascii_case(known));
        found
            .map(|(_, class)| class.clone())
            .or(never.map(|name| PseudoClass::Never(name)))
            .ok_or_else(|| ParseError::custom(SelectorParseErrorKind::UnsupportedPseudoClassOrElement))
    }

    fn parse_non_ts_functional_pseudo_class(
        &self,
        name: &str,
        arguments: &mut CssParser<'i>,
        _: bool,
    ) -> Result<PseudoClass, ParseError<SelectorParseErrorKind>> {
        if name.eq_ignore_ascii_case("lang") {
            let ranges = arguments.parse_comma_separated(|argument| {
                argument.expect_ident_or_string().map(|range| range.to_string()).map_err(Into::into)
            });
            return Ok(PseudoClass::Lang(ranges?.into()));
        }
        if name.eq_ignore_ascii_case("dir") {
            let word = arguments.expect_ident()?;
            return Ok(match () {
                () if word.eq_ignore_ascii_case("rtl") => PseudoClass::Dir(true),
                () if word.eq_ignore_ascii_case("ltr") => PseudoClass::Dir(false),
                () => PseudoClass::NoDir,
            });
        }
        Err(ParseError::custom(SelectorParseErrorKind::UnsupportedPseudoClassOrElement))
    }

    fn parse_pseudo_element(&self, name: &str) -> Result<PseudoElement, ParseError<SelectorParseErrorKind>> {
        Ok(PseudoElement(name.into()))
    }

    fn parse_functional_pseudo_element(
        &self,
        name: &str,
        arguments: &mut CssParser<'i>,
    ) -> Result<PseudoElement, ParseError<SelectorParseErrorKind>> {
        while arguments.next().is_ok() {}
        Ok(PseudoElement(name.into()))
    }

    fn namespace_for_prefix(&self, prefix: &CssName) -> Option<Namespace> {
        match &*prefix.0 {
            "html" => Some(ns!(html)),
            "svg" => Some(ns!(svg)),
            "math" => Some(ns!(mathml)),
            "xlink" => Some(ns!(xlink)),
            "xml" => Some(ns!(xml)),
            _ => None,
        }
    }
}

/// What is wrong with a selector, and how far it was read, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSelector {
    selector: String,
    line: u32,
    column: u32,
    reason: String,
}

impl fmt::Display for BadSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bad selector `{}`: {} (line {}, column {})", self.selector, self.reason, self.line, self.column)
    }
}

impl std::error::Error for BadSelector {}

/// A list of selectors, parsed once.
#[derive(Clone, Debug)]
pub struct Selectors(pub(crate) SelectorList<Css>);

/// Nested more than this, or with more compounds in one selector, it is refused: parsing and matching call themselves
/// for them.
const DEEPEST: usize = 64;
const LONGEST: usize = 2_000;

/// The reason why a selector is refused before it is parsed.
fn too_much(text: &str) -> Option<&'static str> {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    (deepest > DEEPEST).then_some("it is nested too deeply")
}

impl std::str::FromStr for Selectors {
    type Err = BadSelector;

    fn from_str(text: &str) -> Result<Selectors, BadSelector> {
        let bad =
            |line, column, reason: &str| BadSelector { selector: text.to_owned(), line, column, reason: reason.into() };
        if let Some(reason) = too_much(text) {
            return Err(bad(1, 1, reason));
        }
        let mut css = CssParser::new(text);
        match SelectorList::parse(&Grammar, &mut css, ParseRelative::No) {
            Ok(list) if list.slice().iter().any(|it| it.len() > LONGEST) => Err(bad(1, 1, "it is too long")),
            Ok(list) => Ok(Selectors(list)),
            Err(error) => {
                let at = css.current_source_location();
                let reason = match error.kind {
                    cssparser::ParseErrorKind::Basic(basic) => basic.to_string(),
                    cssparser::ParseErrorKind::Custom(custom) => reason(&custom).to_owned(),
                };
                Err(bad(at.line + 1, at.column, &reason))
            }
        }
    }
}

fn reason(error: &SelectorParseErrorKind) -> &'static str {
    use SelectorParseErrorKind as K;
    match error {
        K::EmptySelector => "a selector is missing",
        K::DanglingCombinator => "nothing follows the combinator",
        K::UnsupportedPseudoClassOrElement => "this pseudo-class or pseudo-element is not known",
        K::ExpectedNamespace => "there is no such namespace prefix",
        K::UnexpectedIdent => "this name does not fit here",
        K::ClassNeedsIdent => "a class name follows `.`, and begins with no digit",
        K::NoIdentForPseudo | K::PseudoElementExpectedIdent | K::PseudoElementExpectedColon => "a name follows `:`",
        K::BadValueInAttr
        | K::ExpectedBarInAttr
        | K::InvalidQualNameInAttr
        | K::NoQualifiedNameInAttributeSelector
        | K::UnexpectedTokenInAttributeSelector => "an attribute selector is `[name]`, `[name=value]` and the like",
        _ => "this does not fit here",
    }
}

impl Selectors {
    /// Returns the selectors as `selectors` has them.
    pub fn as_list(&self) -> &SelectorList<Css> {
        &self.0
    }

    /// Returns whether this element is meant. `scope` is what `:scope` means, or else the root.
    pub fn matches(&self, element: ElementRef<'_>, scope: Option<ElementRef<'_>>, mode: QuirksMode) -> bool {
        let session = weakgraph::read();
        Matcher::new(&session, scope.map(|scope| scope.0), mode).any(self.0.slice(), element.0)
    }
}

impl fmt::Display for Selectors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.to_css(f)
    }
}

/// Queries by CSS.
///
/// A query costs the number of elements times the length of the selectors, whatever the page looks like.
pub trait Select {
    /// `querySelectorAll`: the elements below this node that are meant, in document order.
    ///
    /// # Errors
    /// If the selector is none; so all that follow.
    fn query_all(&self, selector: &str) -> Result<Vec<Node>, BadSelector> {
        Ok(self.query_with(&selector.parse()?))
    }

    /// `querySelector`: the first of them.
    ///
    /// # Errors
    /// As [`query_all`](Select::query_all).
    fn query(&self, selector: &str) -> Result<Option<Node>, BadSelector>;

    /// [`query_all`](Select::query_all) with selectors that were parsed before.
    fn query_with(&self, selectors: &Selectors) -> Vec<Node>;

    /// How many elements [`query_with`](Select::query_with) would give.
    fn count(&self, selectors: &Selectors) -> usize;

    /// `matches`: whether this node is an element that is meant.
    ///
    /// # Errors
    /// As [`query_all`](Select::query_all).
    fn matches(&self, selector: &str) -> Result<bool, BadSelector>;

    /// `closest`: this element or the nearest above it that is meant.
    ///
    /// # Errors
    /// As [`query_all`](Select::query_all).
    fn closest(&self, selector: &str) -> Result<Option<Node>, BadSelector>;
}

/// Goes through all that is meant below a node.
fn each(top: &Node, selectors: &Selectors, mut found: impl FnMut(NodeRef<'_>) -> bool) {
    let session = weakgraph::read();
    let top = NodeRef(session.node(&top.0));
    let scope = top.inner().is_element().then_some(top);
    let mut matcher = Matcher::new(&session, scope, top.root().quirks_mode());
    for node in top.descendants() {
        if node.inner().is_element() && matcher.any(selectors.0.slice(), node) && !found(node) {
            return;
        }
    }
}

impl Select for Node {
    fn query(&self, selector: &str) -> Result<Option<Node>, BadSelector> {
        let selectors = selector.parse()?;
        let mut first = None;
        each(self, &selectors, |node| {
            first = node.to_node();
            false
        });
        Ok(first)
    }

    fn query_with(&self, selectors: &Selectors) -> Vec<Node> {
        let mut all = Vec::new();
        each(self, selectors, |node| {
            all.extend(node.to_node());
            true
        });
        all
    }

    fn count(&self, selectors: &Selectors) -> usize {
        let mut count = 0;
        each(self, selectors, |_| {
            count += 1;
            true
        });
        count
    }

    fn matches(&self, selector: &str) -> Result<bool, BadSelector> {
        let selectors: Selectors = selector.parse()?;
        let session = weakgraph::read();
        let this = NodeRef(session.node(&self.0));
        Ok(Matcher::new(&session, Some(this), this.root().quirks_mode()).any(selectors.0.slice(), this))
    }

    fn closest(&self, selector: &str) -> Result<Option<Node>, BadSelector> {
        let selectors: Selectors = selector.parse()?;
        let session = weakgraph::read();
        let this = NodeRef(session.node(&self.0));
        let mut matcher = Matcher::new(&session, Some(this), this.root().quirks_mode());
        let mut at = Some(this);
        while let Some(node) = at {
            if matcher.any(selectors.0.slice(), node) {
                return Ok(node.to_node());
            }
            at = node.parent();
        }
        Ok(None)
    }
}

/// For code of its own on `selectors`; the queries here do without: see the module `matching`.
impl selectors::Element for ElementRef<'_> {
    type Impl = Css;

    /// The address of the node, which stays as long as the session.
    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.0.inner())
    }

    fn parent_element(&self) -> Option<Self> {
        matching::parent_element(self.0).map(ElementRef)
    }
    fn prev_sibling_element(&self) -> Option<Self> {
        std::iter::successors(self.0.prev_sibling(), |it| it.prev_sibling()).find_map(ElementRef::new)
    }
    fn next_sibling_element(&self) -> Option<Self> {
        std::iter::successors(self.0.next_sibling(), |it| it.next_sibling()).find_map(ElementRef::new)
    }
    fn first_element_child(&self) -> Option<Self> {
        std::iter::successors(self.0.first_child(), |it| it.next_sibling()).find_map(ElementRef::new)
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.element().is_of_html()
    }
    fn has_local_name(&self, name: &LocalName) -> bool {
        self.element().local == *name
    }
    fn has_namespace(&self, ns: &Namespace) -> bool {
        self.element().ns() == ns
    }
    fn is_same_type(&self, other: &Self) -> bool {
        matching::is_same_type(self.0, other.0)
    }

    fn attr_matches(
        &self,
        ns: &NamespaceConstraint<&Namespace>,
        name: &CssName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        matching::attribute_matches(self.element(), ns, &name.0, operation, |_| ())
    }

    fn has_id(&self, id: &CssName, case: CaseSensitivity) -> bool {
        let is_it = |value: &_| case.eq(id.0.as_bytes(), str::as_bytes(value));
        self.element().read_attribute_ns(&ns!(), "id", |value| is_it(value)) == Some(true)
    }
    fn has_class(&self, name: &CssName, case: CaseSensitivity) -> bool {
        let is_name = |class: &str| case.eq(class.as_bytes(), name.0.as_bytes());
        self.element()
            .read_attribute_ns(&ns!(), "class", |value| value.split(['\t', '\n', '\x0C', '\r', ' ']).any(is_name))
            == Some(true)
    }

    fn match_non_ts_pseudo_class(&self, class: &PseudoClass, context: &mut MatchingContext<'_, Css>) -> bool {
        let mode = match context.quirks_mode() {
            selectors::context::QuirksMode::Quirks => QuirksMode::Quirks,
            _ => QuirksMode::NoQuirks,
        };
        let session = weakgraph::read();
        Matcher::new(&session, None, mode).pseudo_class(class, self.0)
    }

    fn is_link(&self) -> bool {
        pseudo::is_link(self.0)
    }
    fn is_html_slot_element(&self) -> bool {
        self.0.is_html("slot")
    }

    fn is_empty(&self) -> bool {
        matching::is_empty(self.0, |_| ())
    }
    fn is_root(&self) -> bool {
        matching::is_root(self.0)
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }
    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }
    fn is_pseudo_element(&self) -> bool {
        false
    }
    fn match_pseudo_element(&self, _: &PseudoElement, _: &mut MatchingContext<'_, Css>) -> bool {
        false
    }
    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}
    fn has_custom_state(&self, _: &CssName) -> bool {
        false
    }
    fn imported_part(&self, _: &CssName) -> Option<CssName> {
        None
    }
    fn is_part(&self, _: &CssName) -> bool {
        false
    }
    /// `selectors` would call itself for every level.
    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
