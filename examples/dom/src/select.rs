//! What `selectors` asks of an element: a reference that is `Copy`, for which read sessions are there.

use std::borrow::Borrow;
use std::fmt;

use cssparser::{ParseError, Parser as CssParser, ToCss, serialize_identifier, serialize_string};
use html5ever::tree_builder::QuirksMode;
use html5ever::{LocalName, Namespace, ns};
use precomputed_hash::PrecomputedHash;
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::{MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, SelectorCaches};
use selectors::matching::{ElementSelectorFlags, matches_selector_list};
use selectors::parser::{self, ParseRelative, SelectorImpl, SelectorList, SelectorParseErrorKind};
use selectors::{Element as _, OpaqueElement};
use weakgraph::NodeRef;

use crate::node::{Element, Handle, Kind, Node};

/// An element, for as long as a read session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ElementRef<'r>(NodeRef<'r, Node>);

impl<'r> ElementRef<'r> {
    /// The node, if it is an element.
    pub fn new(node: NodeRef<'r, Node>) -> Option<ElementRef<'r>> {
        node.is_element().then_some(ElementRef(node))
    }

    /// The node.
    pub fn node(self) -> NodeRef<'r, Node> {
        self.0
    }

    fn element(self) -> &'r Element {
        match &self.0.get().kind {
            Kind::Element(element) => element,
            _ => unreachable!("`new` looks"),
        }
    }

    /// Reads the value of an attribute without a namespace.
    fn read_attribute<O>(self, name: &str, read: impl FnOnce(&str) -> O) -> Option<O> {
        self.element().read_attributes(|all| {
            let attr = all.iter().find(|attr| attr.name.ns == ns!() && *attr.name.local == *name)?;
            Some(read(&attr.value))
        })
    }

    fn has_attribute(self, name: &str) -> bool {
        self.read_attribute(name, |_| ()).is_some()
    }

    fn is_html_named(self, names: &[&str]) -> bool {
        let element = self.element();
        element.is_of_html() && names.contains(&&*element.local)
    }

    /// The HTML standard's "actually disabled".
    fn is_disabled(self) -> bool {
        if !self.is_html_named(&["button", "input", "select", "textarea", "optgroup", "option", "fieldset"]) {
            return false;
        }
        if self.has_attribute("disabled") {
            return true;
        }
        if self.is_html_named(&["option"]) {
            return self
                .parent_element()
                .is_some_and(|it| it.is_html_named(&["optgroup"]) && it.has_attribute("disabled"));
        }
        // In a disabled fieldset, but not in its first legend.
        let mut below = self;
        while let Some(above) = below.parent_element() {
            if above.is_html_named(&["fieldset"]) && above.has_attribute("disabled") {
                let legend = above.0.children().find(|it| it.is_html("legend"));
                if legend != Some(below.0) {
                    return !self.is_html_named(&["optgroup"]);
                }
            }
            below = above;
        }
        false
    }

    fn is_checked(self) -> bool {
        let is_box = || {
            self.read_attribute("type", |it| it.eq_ignore_ascii_case("checkbox") || it.eq_ignore_ascii_case("radio"))
        };
        match () {
            () if self.is_html_named(&["input"]) => self.has_attribute("checked") && is_box() == Some(true),
            () => self.is_html_named(&["option"]) && self.has_attribute("selected"),
        }
    }
}

/// A string in a selector.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CssString(std::rc::Rc<str>);

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
pub struct CssName(LocalName);

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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PseudoClass {
    /// `:link`, `:any-link`: nothing here has been visited.
    Link,
    /// `:checked`
    Checked,
    /// `:disabled`
    Disabled,
    /// `:enabled`
    Enabled,
    /// `:hover`, `:focus` and the like: true of nothing, as nobody looks at the page.
    Never,
}

impl ToCss for PseudoClass {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        dest.write_str(match self {
            PseudoClass::Link => ":any-link",
            PseudoClass::Checked => ":checked",
            PseudoClass::Disabled => ":disabled",
            PseudoClass::Enabled => ":enabled",
            PseudoClass::Never => ":hover",
        })
    }
}

impl parser::NonTSPseudoClass for PseudoClass {
    fn is_active_or_hover(&self) -> bool {
        *self == PseudoClass::Never
    }
    fn is_user_action_state(&self) -> bool {
        *self == PseudoClass::Never
    }
}

/// There are none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PseudoElement {}

impl ToCss for PseudoElement {
    fn to_css<W: fmt::Write>(&self, _: &mut W) -> fmt::Result {
        match *self {}
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
        match &*name.to_ascii_lowercase() {
            "link" | "any-link" => Ok(PseudoClass::Link),
            "checked" => Ok(PseudoClass::Checked),
            "disabled" => Ok(PseudoClass::Disabled),
            "enabled" => Ok(PseudoClass::Enabled),
            "active" | "focus" | "focus-visible" | "focus-within" | "hover" | "target" | "visited" => {
                Ok(PseudoClass::Never)
            }
            _ => Err(ParseError::custom(SelectorParseErrorKind::UnsupportedPseudoClassOrElement)),
        }
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
pub struct Selectors(SelectorList<Css>);

impl std::str::FromStr for Selectors {
    type Err = BadSelector;

    fn from_str(text: &str) -> Result<Selectors, BadSelector> {
        let mut css = CssParser::new(text);
        SelectorList::parse(&Grammar, &mut css, ParseRelative::No).map(Selectors).map_err(|error| {
            let at = css.current_source_location();
            let reason = match error.kind {
                cssparser::ParseErrorKind::Basic(basic) => basic.to_string(),
                cssparser::ParseErrorKind::Custom(custom) => reason(&custom).to_owned(),
            };
            BadSelector { selector: text.to_owned(), line: at.line + 1, column: at.column, reason }
        })
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
        K::ClassNeedsIdent => "a class name follows `.`",
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
    /// Whether this element is meant. `scope` is what `:scope` means.
    pub fn matches(&self, element: ElementRef<'_>, scope: Option<ElementRef<'_>>, mode: QuirksMode) -> bool {
        let mut caches = SelectorCaches::default();
        let mut context = context(&mut caches, mode);
        context.scope_element = scope.map(|scope| scope.opaque());
        matches_selector_list(&self.0, element, &mut context)
    }
}

fn context(caches: &mut SelectorCaches, mode: QuirksMode) -> MatchingContext<'_, Css> {
    let mode = match mode {
        QuirksMode::Quirks => selectors::context::QuirksMode::Quirks,
        QuirksMode::LimitedQuirks => selectors::context::QuirksMode::LimitedQuirks,
        QuirksMode::NoQuirks => selectors::context::QuirksMode::NoQuirks,
    };
    MatchingContext::new(MatchingMode::Normal, None, caches, mode, NeedsSelectorFlags::No, MatchingForInvalidation::No)
}

/// Queries by CSS.
pub trait Select {
    /// `querySelectorAll`: the elements below this node that are meant, in document order.
    ///
    /// # Errors
    /// If the selector is none.
    fn query_all(&self, selector: &str) -> Result<Vec<Handle>, BadSelector> {
        Ok(self.query_with(&selector.parse()?))
    }

    /// `querySelector`: the first of them.
    ///
    /// # Errors
    /// If the selector is none.
    fn query(&self, selector: &str) -> Result<Option<Handle>, BadSelector>;

    /// [`query_all`](Select::query_all) with selectors that were parsed before.
    fn query_with(&self, selectors: &Selectors) -> Vec<Handle>;

    /// How many elements [`query_with`](Select::query_with) would give.
    fn count(&self, selectors: &Selectors) -> usize;

    /// `matches`: whether this node is an element that is meant.
    ///
    /// # Errors
    /// If the selector is none.
    fn is_meant_by(&self, selector: &str) -> Result<bool, BadSelector>;

    /// `closest`: this element or the nearest above it that is meant.
    ///
    /// # Errors
    /// If the selector is none.
    fn closest(&self, selector: &str) -> Result<Option<Handle>, BadSelector>;
}

/// Goes through all that is meant below a node.
fn each<'r>(root: NodeRef<'r, Node>, selectors: &Selectors, mut found: impl FnMut(ElementRef<'r>) -> bool) {
    let mut caches = SelectorCaches::default();
    let mut context = context(&mut caches, root.root().quirks_mode());
    context.scope_element = ElementRef::new(root).map(|scope| scope.opaque());
    for element in root.descendants().filter_map(ElementRef::new) {
        if matches_selector_list(&selectors.0, element, &mut context) && !found(element) {
            return;
        }
    }
}

impl Select for Handle {
    fn query(&self, selector: &str) -> Result<Option<Handle>, BadSelector> {
        let selectors = selector.parse()?;
        let session = weakgraph::read();
        let mut first = None;
        each(session.node(self), &selectors, |element| {
            first = element.0.to_strong();
            false
        });
        Ok(first)
    }

    fn query_with(&self, selectors: &Selectors) -> Vec<Handle> {
        let session = weakgraph::read();
        let mut all = Vec::new();
        each(session.node(self), selectors, |element| {
            all.extend(element.0.to_strong());
            true
        });
        all
    }

    fn count(&self, selectors: &Selectors) -> usize {
        let session = weakgraph::read();
        let mut count = 0;
        each(session.node(self), selectors, |_| {
            count += 1;
            true
        });
        count
    }

    fn is_meant_by(&self, selector: &str) -> Result<bool, BadSelector> {
        let selectors: Selectors = selector.parse()?;
        let session = weakgraph::read();
        let this = session.node(self);
        let mode = this.root().quirks_mode();
        Ok(ElementRef::new(this).is_some_and(|element| selectors.matches(element, Some(element), mode)))
    }

    fn closest(&self, selector: &str) -> Result<Option<Handle>, BadSelector> {
        let selectors: Selectors = selector.parse()?;
        let session = weakgraph::read();
        let this = session.node(self);
        let mode = this.root().quirks_mode();
        let mut above = this.inclusive_ancestors().filter_map(ElementRef::new);
        Ok(above.find(|it| selectors.matches(*it, ElementRef::new(this), mode)).and_then(|it| it.0.to_strong()))
    }
}

impl selectors::Element for ElementRef<'_> {
    type Impl = Css;

    /// The address of the node, which stays as long as the session.
    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.0.get())
    }

    fn parent_element(&self) -> Option<Self> {
        self.0.parent().and_then(ElementRef::new)
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
        self.element().ns() == other.element().ns() && self.element().local == other.element().local
    }

    fn attr_matches(
        &self,
        ns: &NamespaceConstraint<&Namespace>,
        name: &CssName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        self.element().read_attributes(|all| {
            all.iter().any(|attr| {
                let in_ns = match ns {
                    NamespaceConstraint::Any => true,
                    NamespaceConstraint::Specific(ns) => attr.name.ns == **ns,
                };
                in_ns && attr.name.local == name.0 && operation.eval_str(&attr.value)
            })
        })
    }

    fn has_id(&self, id: &CssName, case: CaseSensitivity) -> bool {
        self.read_attribute("id", |value| case.eq(id.0.as_bytes(), value.as_bytes())) == Some(true)
    }
    fn has_class(&self, name: &CssName, case: CaseSensitivity) -> bool {
        let is_name = |class: &str| case.eq(class.as_bytes(), name.0.as_bytes());
        self.read_attribute("class", |value| value.split(['\t', '\n', '\x0C', '\r', ' ']).any(is_name)) == Some(true)
    }

    fn match_non_ts_pseudo_class(&self, class: &PseudoClass, _: &mut MatchingContext<'_, Css>) -> bool {
        match class {
            PseudoClass::Link => self.is_link(),
            PseudoClass::Checked => self.is_checked(),
            PseudoClass::Disabled => self.is_disabled(),
            PseudoClass::Enabled => {
                self.is_html_named(&["button", "input", "select", "textarea", "optgroup", "option", "fieldset"])
                    && !self.is_disabled()
            }
            PseudoClass::Never => false,
        }
    }

    fn is_link(&self) -> bool {
        self.is_html_named(&["a", "area"]) && self.has_attribute("href")
    }
    fn is_html_slot_element(&self) -> bool {
        self.is_html_named(&["slot"])
    }

    /// No child is an element, or text that is not empty.
    fn is_empty(&self) -> bool {
        self.0.children().all(|child| match &child.get().kind {
            Kind::Element(_) => false,
            Kind::Text(text) => text.read(|text| text.is_empty()),
            _ => true,
        })
    }
    fn is_root(&self) -> bool {
        self.0.parent().is_some_and(|parent| matches!(parent.get().kind, Kind::Document(_)))
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
    fn match_pseudo_element(&self, element: &PseudoElement, _: &mut MatchingContext<'_, Css>) -> bool {
        match *element {}
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
    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
