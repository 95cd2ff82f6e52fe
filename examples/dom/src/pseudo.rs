//! The pseudo-classes of HTML: those that depend on what a page says, not on a user.
//!
//! What they need of other elements is found once for a query: see [`crate::matching`].

use std::collections::HashMap;

use html5ever::{local_name, ns};

use crate::element::Element;
use crate::matching::{AddressMap, Ask, Matcher, address};
use crate::node::Kind;
use crate::read::NodeRef;
use crate::select::PseudoClass;

/// What was found out about a page.
#[derive(Default)]
pub(crate) struct Page<'r> {
    nearest: AddressMap<(u8, usize), Option<NodeRef<'r>>>,
    /// The option that a `<select>` without `multiple` shows.
    selected: AddressMap<usize, Option<NodeRef<'r>>>,
    forms: Option<Forms<'r>>,
    /// The first element with each identifier.
    ids: HashMap<String, NodeRef<'r>>,
    /// The language that a page as a whole is said to be in.
    language: Option<String>,
    first_legend: AddressMap<usize, Option<NodeRef<'r>>>,
}

/// What a tree says of its controls.
#[derive(Default)]
struct Forms<'r> {
    default_button: AddressMap<usize, NodeRef<'r>>,
    /// The checked one of each group, by form and name.
    checked: HashMap<(usize, String), NodeRef<'r>>,
}

/// What an element is looked for above another, or there.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Nearest {
    Select,
    Optgroup,
    Form,
    Root,
    DisabledFieldset,
    Language,
    Direction,
    Editable,
}

fn of_html(node: NodeRef<'_>) -> Option<&Element> {
    node.as_element().filter(|element| element.is_of_html())
}

fn is_one_of(node: NodeRef<'_>, names: &[&str]) -> bool {
    of_html(node).is_some_and(|element| names.contains(&&*element.local))
}

/// Reads the value of an attribute without a namespace.
fn read<O>(node: NodeRef<'_>, name: &str, read: impl FnOnce(&str) -> O) -> Option<O> {
    node.as_element()?.read_attribute_ns(&ns!(), name, |value| read(value))
}

fn has(node: NodeRef<'_>, name: &str) -> bool {
    read(node, name, |_| ()).is_some()
}

/// The value of an enumerated attribute.
fn keyword(node: NodeRef<'_>, name: &str) -> Option<String> {
    read(node, name, str::to_ascii_lowercase)
}

/// The type of an `<input>`.
fn input_type(node: NodeRef<'_>) -> Option<String> {
    const TYPES: [&str; 22] = [
        "hidden",
        "text",
        "search",
        "tel",
        "url",
        "email",
        "password",
        "date",
        "month",
        "week",
        "time",
        "datetime-local",
        "number",
        "range",
        "color",
        "checkbox",
        "radio",
        "file",
        "submit",
        "image",
        "reset",
        "button",
    ];
    if !is_one_of(node, &["input"]) {
        return None;
    }
    let name = keyword(node, "type").unwrap_or_default();
    Some(if TYPES.contains(&&*name) { name } else { "text".into() })
}

fn is_input(node: NodeRef<'_>, types: &[&str]) -> bool {
    input_type(node).is_some_and(|it| types.contains(&&*it))
}

/// The inputs for texts on one line.
const ONE_LINE: [&str; 6] = ["text", "search", "url", "tel", "email", "password"];

fn is_submit_button(node: NodeRef<'_>) -> bool {
    match keyword(node, "type") {
        it if is_one_of(node, &["button"]) => !matches!(it.as_deref(), Some("button" | "reset")),
        _ => is_input(node, &["submit", "image"]),
    }
}

fn text_of(node: NodeRef<'_>) -> String {
    let mut out = String::new();
    for node in node.descendants() {
        if let Kind::Text(text) = node.kind() {
            text.read(|text| out.push_str(text));
        }
    }
    out
}

/// Whether the first letter with a direction goes from right to left. By script: of the blocks of Hebrew, Arabic and
/// the like, all that is a letter.
fn direction(text: &str) -> Option<bool> {
    text.chars().find_map(|letter| match letter {
        '\u{200E}' => Some(false),
        '\u{200F}' | '\u{61C}' => Some(true),
        // Marks, which are on some letter.
        '\u{591}'..='\u{5BD}'
        | '\u{5BF}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}'
        | '\u{6D6}'..='\u{6E4}'
        | '\u{6E7}'..='\u{6ED}'
        | '\u{711}'
        | '\u{730}'..='\u{74A}'
        | '\u{7A6}'..='\u{7B0}'
        | '\u{816}'..='\u{82D}'
        | '\u{8D3}'..='\u{8FF}'
        | '\u{FB1E}' => None,
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => letter.is_alphabetic().then_some(true),
        _ => letter.is_alphabetic().then_some(false),
    })
}

/// The "extended filtering" of RFC 4647.
fn language_matches(range: &str, language: &str) -> bool {
    if range.is_empty() || language.is_empty() {
        return range.is_empty() && language.is_empty();
    }
    let mut ranges = range.split('-');
    let mut tags = language.split('-');
    let same = |range: &str, tag: &str| range == "*" || range.eq_ignore_ascii_case(tag);
    if !same(ranges.next().unwrap_or_default(), tags.next().unwrap_or_default()) {
        return false;
    }
    for range in ranges.filter(|range| *range != "*") {
        loop {
            match tags.next() {
                Some(tag) if tag.eq_ignore_ascii_case(range) => break,
                // A singleton begins an extension.
                Some(tag) if tag.len() > 1 => {}
                _ => return false,
            }
        }
    }
    true
}

impl<'r> Matcher<'r> {
    /// The element itself or the nearest above it of which something is true.
    fn nearest(
        &mut self,
        what: Nearest,
        node: NodeRef<'r>,
        mut is: impl FnMut(&mut Self, NodeRef<'r>) -> bool,
    ) -> Option<NodeRef<'r>> {
        let mut marks = Vec::new();
        let mut at = Some(node);
        let mut count = 0;
        while let Some(node) = at {
            self.step(1);
            let kept = &self.page.nearest;
            let known = if kept.is_empty() { None } else { kept.get(&(what as u8, address(node))) };
            if let Some(found) = known {
                at = *found;
                break;
            }
            if is(self, node) {
                break;
            }
            count += 1;
            if count % 16 == 0 {
                marks.push(node);
            }
            at = node.parent();
        }
        for mark in marks {
            self.page.nearest.insert((what as u8, address(mark)), at);
        }
        at
    }

    pub(crate) fn pseudo_class(&mut self, class: &PseudoClass, node: NodeRef<'r>) -> bool {
        match class {
            PseudoClass::Link => is_link(node),
            PseudoClass::Checked => self.is_checked(node),
            PseudoClass::Disabled => self.is_disabled(node),
            PseudoClass::Enabled => can_be_disabled(node) && !self.is_disabled(node),
            PseudoClass::Required => takes_required(node) && has(node, "required"),
            PseudoClass::Optional => takes_required(node) && !has(node, "required"),
            PseudoClass::ReadWrite => self.is_read_write(node),
            PseudoClass::ReadOnly => of_html(node).is_some() && !self.is_read_write(node),
            PseudoClass::PlaceholderShown => self.shows_placeholder(node),
            PseudoClass::Default => self.is_default(node),
            PseudoClass::Indeterminate => self.is_indeterminate(node),
            PseudoClass::Defined => is_defined(node),
            PseudoClass::Open => is_one_of(node, &["details", "dialog"]) && has(node, "open"),
            PseudoClass::Muted => is_one_of(node, &["audio", "video"]) && has(node, "muted"),
            PseudoClass::Paused => is_one_of(node, &["audio", "video"]),
            PseudoClass::Lang(ranges) => {
                let language = self.language(node);
                ranges.iter().any(|range| language_matches(range, &language))
            }
            PseudoClass::Dir(is_rtl) => self.is_rtl(node) == *is_rtl,
            PseudoClass::NoDir | PseudoClass::Never(_) => false,
        }
    }

    /// "Actually disabled".
    fn is_disabled(&mut self, node: NodeRef<'r>) -> bool {
        if !can_be_disabled(node) {
            return false;
        }
        if has(node, "disabled") {
            return true;
        }
        match () {
            () if is_one_of(node, &["optgroup"]) => false,
            () if is_one_of(node, &["option"]) => {
                let ends = ["optgroup", "select", "datalist"];
                let group = self.nearest(Nearest::Optgroup, node, |_, it| is_one_of(it, &ends));
                group.is_some_and(|it| is_one_of(it, &["optgroup"]) && has(it, "disabled"))
            }
            // In a disabled fieldset, but not in its first legend.
            () => {
                let found = self.nearest(Nearest::DisabledFieldset, node, |this, below| {
                    let fieldset = below.parent().filter(|it| is_one_of(*it, &["fieldset"]) && has(*it, "disabled"));
                    fieldset.is_some_and(|fieldset| this.first_legend(fieldset) != Some(below))
                });
                found.is_some()
            }
        }
    }

    fn first_legend(&mut self, fieldset: NodeRef<'r>) -> Option<NodeRef<'r>> {
        if let Some(legend) = self.page.first_legend.get(&address(fieldset)) {
            return *legend;
        }
        let legend = fieldset.children().find(|it| it.is_html("legend"));
        self.page.first_legend.insert(address(fieldset), legend);
        legend
    }

    fn is_checked(&mut self, node: NodeRef<'r>) -> bool {
        if is_input(node, &["checkbox"]) {
            return has(node, "checked");
        }
        if is_input(node, &["radio"]) {
            // Of several in a group, the last one.
            return has(node, "checked")
                && match self.group(node) {
                    Some(group) => self.forms(node).checked.get(&group) == Some(&node),
                    None => true,
                };
        }
        is_one_of(node, &["option"]) && self.is_selected(node)
    }

    /// The "selectedness" of an option.
    fn is_selected(&mut self, option: NodeRef<'r>) -> bool {
        let select = self.nearest(Nearest::Select, option, |_, it| is_one_of(it, &["select"]));
        match select {
            Some(select) if !has(select, "multiple") => self.selected_option(select) == Some(option),
            _ => has(option, "selected"),
        }
    }

    /// The last option that says so; in a drop-down list, else the first that is not disabled.
    fn selected_option(&mut self, select: NodeRef<'r>) -> Option<NodeRef<'r>> {
        if let Some(option) = self.page.selected.get(&address(select)) {
            return *option;
        }
        let is_list = read(select, "size", |size| size.trim_ascii().parse::<u32>().is_ok_and(|size| size > 1));
        let (mut last, mut first) = (None, None);
        let mut walk = select.0.descendants();
        while let Some(option) = walk.next().map(NodeRef) {
            self.step(1);
            if is_one_of(option, &["select"]) {
                // Its options are its own.
                walk.skip_descendants();
            }
            if !is_one_of(option, &["option"]) {
                continue;
            }
            if has(option, "selected") {
                last = Some(option);
            }
            if first.is_none() && last.is_none() && is_list != Some(true) && !self.is_disabled(option) {
                first = Some(option);
            }
        }
        let selected = last.or(first);
        self.page.selected.insert(address(select), selected);
        selected
    }

    fn root(&mut self, node: NodeRef<'r>) -> NodeRef<'r> {
        self.nearest(Nearest::Root, node, |_, it| it.parent().is_none()).unwrap_or(node)
    }

    /// The form owner of a control: by its `form` attribute, by the parser, or above it.
    fn form_of(&mut self, node: NodeRef<'r>, ids: &HashMap<String, NodeRef<'r>>) -> Option<NodeRef<'r>> {
        if let Some(form) = read(node, "form", |id| ids.get(id).copied()) {
            return form.filter(|it| is_one_of(*it, &["form"]));
        }
        let session = self.session;
        let parsed = node.as_element().and_then(|element| element.form_owner_in(session));
        match parsed {
            Some(form) if self.root(form) == self.root(node) => Some(form),
            _ => self.nearest(Nearest::Form, node, |_, it| is_one_of(it, &["form"])),
        }
    }

    /// The name of a radio button's group; its form is looked up by [`forms`](Matcher::forms).
    fn group(&mut self, radio: NodeRef<'r>) -> Option<(usize, String)> {
        let name = read(radio, "name", str::to_owned).filter(|name| !name.is_empty())?;
        let form = self.forms_by_id(radio);
        Some((form.map_or(0, address), name))
    }

    fn forms_by_id(&mut self, control: NodeRef<'r>) -> Option<NodeRef<'r>> {
        self.forms(control);
        let ids = std::mem::take(&mut self.page.ids);
        let form = self.form_of(control, &ids);
        self.page.ids = ids;
        form
    }

    /// What the tree says of its controls: one walk.
    fn forms(&mut self, node: NodeRef<'r>) -> &Forms<'r> {
        if self.page.forms.is_none() {
            let root = self.root(node);
            let mut ids = HashMap::new();
            for node in root.inclusive_descendants() {
                if let Some(id) = read(node, "id", str::to_owned).filter(|id| !id.is_empty()) {
                    ids.entry(id).or_insert(node);
                }
            }
            let mut forms = Forms::default();
            for node in root.inclusive_descendants() {
                if is_submit_button(node) {
                    if let Some(form) = self.form_of(node, &ids) {
                        forms.default_button.entry(address(form)).or_insert(node);
                    }
                } else if has(node, "checked") && is_input(node, &["radio"]) {
                    let form = self.form_of(node, &ids).map_or(0, address);
                    if let Some(name) = read(node, "name", str::to_owned).filter(|name| !name.is_empty()) {
                        forms.checked.insert((form, name), node);
                    }
                }
            }
            self.page.ids = ids;
            self.page.forms = Some(forms);
        }
        self.page.forms.get_or_insert_default()
    }

    fn is_default(&mut self, node: NodeRef<'r>) -> bool {
        if is_submit_button(node) {
            let form = self.forms_by_id(node);
            return form.is_some_and(|form| self.forms(node).default_button.get(&address(form)) == Some(&node));
        }
        (is_input(node, &["checkbox", "radio"]) && has(node, "checked"))
            || (is_one_of(node, &["option"]) && has(node, "selected"))
    }

    fn is_indeterminate(&mut self, node: NodeRef<'r>) -> bool {
        if is_one_of(node, &["progress"]) {
            return !has(node, "value");
        }
        is_input(node, &["radio"])
            && match self.group(node) {
                Some(group) => !self.forms(node).checked.contains_key(&group),
                None => !has(node, "checked"),
            }
    }

    fn is_read_write(&mut self, node: NodeRef<'r>) -> bool {
        const DATES: [&str; 6] = ["date", "month", "week", "time", "datetime-local", "number"];
        if is_one_of(node, &["input", "textarea"]) {
            let takes_text = is_one_of(node, &["textarea"]) || is_input(node, &ONE_LINE) || is_input(node, &DATES);
            return takes_text && !has(node, "readonly") && !self.is_disabled(node);
        }
        let state = |it| {
            keyword(it, "contenteditable").and_then(|state| match &*state {
                "" | "true" | "plaintext-only" => Some(true),
                "false" => Some(false),
                _ => None,
            })
        };
        of_html(node).is_some() && {
            let says = self.nearest(Nearest::Editable, node, |_, it| of_html(it).is_some() && state(it).is_some());
            says.and_then(state) == Some(true)
        }
    }

    fn shows_placeholder(&mut self, node: NodeRef<'r>) -> bool {
        let takes_one = is_input(node, &ONE_LINE) || is_input(node, &["number"]);
        let is_shown = |value: &str| !value.is_empty();
        let is_empty = match () {
            () if takes_one => read(node, "value", is_shown) != Some(true),
            () => {
                is_one_of(node, &["textarea"])
                    && !node.children().any(|it| match it.kind() {
                        Kind::Text(text) => text.read(|text| !text.is_empty()),
                        _ => false,
                    })
            }
        };
        is_empty && read(node, "placeholder", is_shown) == Some(true)
    }

    fn language(&mut self, node: NodeRef<'r>) -> String {
        let of = |it: NodeRef<'r>| -> Option<String> {
            let element = it.as_element()?;
            element.read_attribute_ns(&ns!(xml), "lang", |value| value.to_string()).or_else(|| {
                let has_it = matches!(*element.ns(), ns!(html) | ns!(svg));
                if has_it { read(it, "lang", str::to_owned) } else { None }
            })
        };
        match self.nearest(Nearest::Language, node, |_, it| of(it).is_some()) {
            Some(found) => of(found).unwrap_or_default(),
            None => self.page_language(node),
        }
    }

    /// The "pragma-set default language".
    fn page_language(&mut self, node: NodeRef<'r>) -> String {
        if self.page.language.is_none() {
            let root = self.root(node);
            let is_pragma = |it: &NodeRef<'r>| {
                is_one_of(*it, &["meta"]) && keyword(*it, "http-equiv").as_deref() == Some("content-language")
            };
            let said = |it: NodeRef<'r>| {
                let content = read(it, "content", str::to_owned).filter(|content| !content.contains(','))?;
                content.split_ascii_whitespace().next().map(str::to_owned)
            };
            let language = root.descendants().filter(is_pragma).filter_map(said).next_back();
            self.page.language = Some(language.unwrap_or_default());
        }
        self.page.language.clone().unwrap_or_default()
    }

    /// The "directionality": whether it is from right to left.
    fn is_rtl(&mut self, node: NodeRef<'r>) -> bool {
        let says = |it: NodeRef<'r>| {
            of_html(it).is_some() && (has_direction(it) || is_one_of(it, &["bdi"]) || is_input(it, &["tel"]))
        };
        let Some(says) = self.nearest(Nearest::Direction, node, |_, it| says(it)) else { return false };
        match keyword(says, "dir").as_deref() {
            Some("ltr") => false,
            Some("rtl") => true,
            Some("auto") => self.is_rtl_by_text(says),
            _ => is_one_of(says, &["bdi"]) && self.is_rtl_by_text(says),
        }
    }

    fn is_rtl_by_text(&mut self, node: NodeRef<'r>) -> bool {
        if let Some(answer) = self.look_up(Ask::Rtl, 0, node) {
            return answer;
        }
        let start = self.steps.get();
        const WITH_VALUE: [&str; 4] = ["hidden", "submit", "reset", "button"];
        let answer = if is_input(node, &ONE_LINE) || is_input(node, &WITH_VALUE) {
            read(node, "value", |value| direction(value) == Some(true)) == Some(true)
        } else if is_one_of(node, &["textarea"]) {
            direction(&text_of(node)) == Some(true)
        } else {
            self.has_rtl_text(node)
        };
        self.keep(Ask::Rtl, 0, node, start, answer);
        answer
    }

    /// "Contained text auto directionality".
    fn has_rtl_text(&mut self, top: NodeRef<'r>) -> bool {
        let mut at = top;
        let mut skips = false;
        loop {
            // In document order, past what has a direction of its own.
            let mut next = if skips { None } else { at.first_child() };
            while next.is_none() {
                if at == top {
                    return false;
                }
                next = at.next_sibling();
                if next.is_none() {
                    at = match at.parent() {
                        Some(above) => above,
                        None => return false,
                    };
                }
            }
            at = match next {
                Some(next) => next,
                None => return false,
            };
            self.step(1);
            skips =
                is_one_of(at, &["bdi", "script", "style", "textarea"]) || (of_html(at).is_some() && has_direction(at));
            if let Kind::Text(text) = at.kind() {
                let found = text.read(|text| {
                    self.step(text.len() / 16);
                    direction(text)
                });
                if let Some(is_rtl) = found {
                    return is_rtl;
                }
            }
        }
    }
}

fn has_direction(node: NodeRef<'_>) -> bool {
    matches!(keyword(node, "dir").as_deref(), Some("ltr" | "rtl" | "auto"))
}

/// HTML's links, and SVG's, whose `href` may be of XLink.
pub(crate) fn is_link(node: NodeRef<'_>) -> bool {
    let Some(element) = node.as_element() else { return false };
    match *element.ns() {
        ns!(html) => matches!(element.local, local_name!("a") | local_name!("area")) && has(node, "href"),
        ns!(svg) => {
            element.local == local_name!("a")
                && (has(node, "href") || element.read_attribute_ns(&ns!(xlink), "href", |_| ()).is_some())
        }
        _ => false,
    }
}

fn can_be_disabled(node: NodeRef<'_>) -> bool {
    is_one_of(node, &["button", "input", "select", "textarea", "optgroup", "option", "fieldset"])
}

fn takes_required(node: NodeRef<'_>) -> bool {
    match input_type(node) {
        Some(it) => !matches!(&*it, "hidden" | "range" | "color" | "submit" | "image" | "reset" | "button"),
        None => is_one_of(node, &["select", "textarea"]),
    }
}

/// No script has defined an element of its own.
fn is_defined(node: NodeRef<'_>) -> bool {
    match of_html(node) {
        Some(element) => !(is_custom_name(&element.local) || has(node, "is")),
        None => true,
    }
}

/// "Valid custom element name".
fn is_custom_name(name: &str) -> bool {
    const TAKEN: [&str; 8] = [
        "annotation-xml",
        "color-profile",
        "font-face",
        "font-face-src",
        "font-face-uri",
        "font-face-format",
        "font-face-name",
        "missing-glyph",
    ];
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.contains('-')
        && !name.contains(|it: char| it.is_ascii_uppercase())
        && !TAKEN.contains(&name)
}
