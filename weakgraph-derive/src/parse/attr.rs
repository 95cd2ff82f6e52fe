//! `#[weak]`, `#[strong]` and `#[graph]`: from attributes to options, without looking at types.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Error, ExprPath, Ident, Meta, Token, Visibility};

use crate::ast::{Mark, NodeOptions};
use crate::diagnostics::Diagnostics;
use crate::ty::show;

/// Where an attribute stands; each has options of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Edge(Mark),
    GraphOnField,
    GraphOnType,
}

/// Every option there is, what it takes, and where it may stand.
const OPTIONS: &[Spec] = &[
    Spec { key: "name", takes: Takes::Ident, edge: true, field: false, ty: false },
    Spec { key: "item", takes: Takes::Ident, edge: true, field: false, ty: false },
    Spec { key: "on_drop", takes: Takes::Path, edge: true, field: false, ty: true },
    Spec { key: "unowned", takes: Takes::Nothing, edge: true, field: false, ty: false },
    Spec { key: "pub", takes: Takes::Visibility, edge: true, field: false, ty: false },
    Spec { key: "opaque", takes: Takes::Nothing, edge: false, field: true, ty: false },
    Spec { key: "default", takes: Takes::Nothing, edge: false, field: true, ty: false },
    Spec { key: "label", takes: Takes::Nothing, edge: false, field: true, ty: false },
    Spec { key: "label", takes: Takes::Path, edge: false, field: false, ty: true },
    Spec { key: "handle", takes: Takes::Ident, edge: false, field: false, ty: true },
    Spec { key: "tree", takes: Takes::Ident, edge: false, field: false, ty: true },
    Spec { key: "new", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "clone", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "eq", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "hash", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "serde", takes: Takes::Outside, edge: false, field: false, ty: true },
    Spec { key: "proxy", takes: Takes::Nothing, edge: false, field: true, ty: true },
    Spec { key: "crate", takes: Takes::Path, edge: false, field: false, ty: true },
];

struct Spec {
    key: &'static str,
    takes: Takes,
    edge: bool,
    field: bool,
    ty: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// Its key is the start of a visibility: `pub`, `pub(crate)`.
    Visibility,
    Ident,
    Path,
    /// Nothing, or `(outside = null)`.
    Outside,
}

impl Spec {
    fn fits(&self, position: Position) -> bool {
        match position {
            Position::Edge(_) => self.edge,
            Position::GraphOnField => self.field,
            Position::GraphOnType => self.ty,
        }
    }

    /// Where the option belongs, for the message that it stands elsewhere.
    fn belongs(&self) -> &'static str {
        match (self.edge, self.field, self.ty) {
            (true, _, true) => "in `#[weak]` on a field or in `#[graph]` on the type",
            (true, ..) => "in `#[weak]` or `#[strong]` on a field",
            (_, true, true) => "in `#[graph]` on the type or on a field",
            (_, true, _) => "in `#[graph]` on a field",
            _ => "in `#[graph]` on the type",
        }
    }
}

/// One `key` or `key = value`.
#[derive(Clone)]
pub(crate) struct Opt {
    pub(crate) key: Ident,
    pub(crate) value: Option<ExprPath>,
    /// `pub`, `pub(crate)`.
    pub(crate) vis: Option<Visibility>,
}

/// What stands on a field.
#[derive(Default)]
pub(crate) struct FieldOptions<'a> {
    pub(crate) weak: Option<&'a Attribute>,
    pub(crate) strong: Option<&'a Attribute>,
    /// `#[graph(opaque)]`.
    pub(crate) opaque: Option<Ident>,
    /// `#[graph(label)]`.
    pub(crate) label: Option<Ident>,
    /// `#[graph(proxy)]`.
    pub(crate) proxy: Option<Ident>,
    /// `#[graph(default)]`.
    pub(crate) default: Option<Ident>,
    /// The options of `#[weak]` and `#[strong]`, each key once.
    pub(crate) edge: Vec<Opt>,
}

/// Reads the attributes of a field.
pub(crate) fn field<'a>(dx: &mut Diagnostics, attrs: &'a [Attribute]) -> FieldOptions<'a> {
    let mut out = FieldOptions::default();
    for attr in attrs {
        if attr.path().is_ident("weak") {
            once(dx, &mut out.weak, attr, Mark::Weak);
            options(dx, attr, Position::Edge(Mark::Weak), &mut out.edge);
        } else if attr.path().is_ident("strong") {
            once(dx, &mut out.strong, attr, Mark::Strong);
            options(dx, attr, Position::Edge(Mark::Strong), &mut out.edge);
        } else if attr.path().is_ident("graph") {
            let mut found = Vec::new();
            options(dx, attr, Position::GraphOnField, &mut found);
            // `#[graph(weak)]` is reported, and taken for what it means.
            if let Some(mark) = mark_in(attr) {
                let slot = if mark == Mark::Weak { &mut out.weak } else { &mut out.strong };
                *slot = slot.or(Some(attr));
            }
            if matches!(attr.meta, Meta::Path(_)) {
                dx.error(
                    attr,
                    "`#[graph]` on a field does nothing by itself; it takes `opaque`, `default`, `label` or `proxy`",
                );
            }
            for opt in found {
                let slot = match () {
                    () if opt.key == "label" => &mut out.label,
                    () if opt.key == "proxy" => &mut out.proxy,
                    () if opt.key == "default" => &mut out.default,
                    () => &mut out.opaque,
                };
                match slot {
                    Some(first) => {
                        dx.clash(&opt.key, &format!("`#[graph({})]` stands twice on this field", opt.key), first)
                    }
                    None => *slot = Some(opt.key),
                }
            }
        }
    }
    out
}

/// Of `#[graph(weak)]`, `weak`.
fn mark_in(attr: &Attribute) -> Option<Mark> {
    let ident: Ident = attr.parse_args().ok()?;
    if ident == "weak" {
        return Some(Mark::Weak);
    }
    (ident == "strong").then_some(Mark::Strong)
}

/// Keeps the first `#[weak]` (`#[strong]`) and reports a second.
fn once<'a>(dx: &mut Diagnostics, slot: &mut Option<&'a Attribute>, attr: &'a Attribute, mark: Mark) {
    match slot {
        Some(first) => dx.clash(attr, &format!("`{}` stands twice on this field", mark.text()), *first),
        None => *slot = Some(attr),
    }
}

/// Reads the attributes of the type.
pub(crate) fn node(dx: &mut Diagnostics, attrs: &[Attribute]) -> NodeOptions {
    let mut found = Vec::new();
    for attr in attrs {
        if attr.path().is_ident("graph") {
            options(dx, attr, Position::GraphOnType, &mut found);
        }
    }
    misplaced(dx, attrs, "the type", &["weak", "strong"]);
    let mut out = NodeOptions::default();
    for opt in found {
        if opt.key == "on_drop" {
            out.on_drop = opt.value;
        } else if opt.key == "label" {
            out.label = opt.value.map(|value| (opt.key, value));
        } else if opt.key == "handle" {
            out.handle = opt.value.and_then(|value| value.path.get_ident().cloned());
        } else if opt.key == "tree" {
            out.tree = opt.value.and_then(|value| value.path.get_ident().cloned());
        } else if opt.key == "new" {
            out.new = Some(opt.key);
        } else if opt.key == "clone" {
            out.clone = Some(opt.key);
        } else if opt.key == "eq" {
            out.eq = Some(opt.key);
        } else if opt.key == "hash" {
            out.hash = Some(opt.key);
        } else if opt.key == "serde" {
            (out.serde, out.outside) = (Some(opt.key), opt.value);
        } else if opt.key == "proxy" {
            out.proxy = Some(opt.key);
        } else {
            out.krate = opt.value.map(|value| value.path);
        }
    }
    out
}

/// No attribute of ours belongs on a variant.
pub(crate) fn variant(dx: &mut Diagnostics, attrs: &[Attribute]) {
    misplaced(dx, attrs, "a variant", &["weak", "strong", "graph"]);
}

fn misplaced(dx: &mut Diagnostics, attrs: &[Attribute], here: &str, names: &[&str]) {
    for attr in attrs {
        for name in names {
            if attr.path().is_ident(name) {
                let right = if *name == "graph" { "the type or a field" } else { "a field" };
                dx.error(attr, &format!("`#[{name}]` does not belong on {here}; put it on {right}"));
            }
        }
    }
}

/// Reads `(key, key = path)` into `out`, reports what does not fit and goes on behind the next comma.
fn options(dx: &mut Diagnostics, attr: &Attribute, position: Position, out: &mut Vec<Opt>) {
    let name = attr.path().to_token_stream().to_string();
    let list = match &attr.meta {
        Meta::Path(_) => return,
        Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => list,
        _ => return dx.error(attr, &format!("options stand in parentheses, as in `#[{name}({})]`", example(position))),
    };
    let parser = |input: ParseStream<'_>| -> syn::Result<()> {
        while !input.is_empty() {
            match option(dx, input, &name, position) {
                Ok(Some(opt)) => match out.iter().find(|it| it.key == opt.key) {
                    Some(first) => dx.clash(&opt.key, &format!("option `{}` is given twice", opt.key), &first.key),
                    None => out.push(opt),
                },
                Ok(None) => skip(input),
                Err(error) => {
                    dx.syn(error);
                    skip(input);
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(list.tokens.clone()) {
        dx.syn(error);
    }
}

/// How the option `pub` is called by those who do not know it.
const VISIBILITY: &[&str] = &["read", "public", "vis", "visibility", "view"];

/// What some options are called elsewhere.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("serde", &["serialize", "deserialize", "Serialize", "Deserialize", "document"]),
    ("eq", &["PartialEq", "partial_eq", "compare"]),
    ("clone", &["deep_clone", "copy", "Copy"]),
    ("new", &["constructor", "ctor", "builder"]),
    ("on_drop", &["drop", "Drop", "on_delete", "on_remove", "on_dead", "on_death", "callback", "finalizer", "hook"]),
    ("label", &["display", "Display", "title"]),
    ("item", &["singular", "element", "one"]),
    ("name", &["accessor", "getter", "alias", "as"]),
    ("proxy", &["getters"]),
    ("opaque", &["plain", "leaf", "untracked"]),
];

/// The option that this name stands for elsewhere, if it may stand here.
fn synonym(key: &Ident, position: Position) -> Option<&'static str> {
    let (name, _) = SYNONYMS.iter().find(|(_, others)| others.iter().any(|other| key == other))?;
    OPTIONS.iter().any(|spec| spec.key == *name && spec.fits(position)).then_some(*name)
}

/// Reads one option. `None`: it was reported, its value is still to be skipped.
fn option(dx: &mut Diagnostics, input: ParseStream<'_>, attr: &str, position: Position) -> syn::Result<Option<Opt>> {
    let start = input.fork();
    let Ok(key) = input.call(Ident::parse_any) else {
        return Err(input.error(format!("expected an option of `#[{attr}]`: {}", allowed(position))));
    };
    // `label` stands on a type with a value, on a field without one.
    let Some(spec) = find(&key, position) else {
        let hint = match nearest(&key.to_string(), position) {
            _ if key == "relation" => {
                "a relation is the second argument of the type, as in `Children<Node, Layout>`".into()
            }
            _ if VISIBILITY.iter().any(|name| key == name) && matches!(position, Position::Edge(_)) => {
                "to let more code read than edit, write `pub`, or `pub(crate)`".into()
            }
            _ if (key == "weak" || key == "strong") && position == Position::GraphOnField => {
                format!("write `#[{key}]`")
            }
            _ if (key == "skip" || key == "ignore") && position == Position::GraphOnField => {
                "did you mean `opaque`?".into()
            }
            _ if synonym(&key, position).is_some() => {
                format!("did you mean `{}`?", synonym(&key, position).unwrap_or_default())
            }
            _ if (key == "Debug" || key == "debug" || key == "Default") && position == Position::GraphOnType => {
                format!("write `#[derive(Graph, {})]`", if key == "Default" { "Default" } else { "Debug" })
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it takes {}", allowed(position)),
        };
        dx.error(&key, &format!("unknown option `{key}` in `#[{attr}]`; {hint}"));
        return Ok(None);
    };
    if !spec.fits(position) {
        dx.error(&key, &format!("option `{key}` does not belong here; put it {}", spec.belongs()));
        return Ok(None);
    }
    let wants = match spec.takes {
        Takes::Nothing if input.is_empty() || input.peek(Token![,]) => {
            return Ok(Some(Opt { key, value: None, vis: None }));
        }
        Takes::Visibility => {
            let vis: Visibility = start.parse()?;
            input.advance_to(&start);
            if !input.is_empty() && !input.peek(Token![,]) {
                return Err(input.error("option `pub` takes no value, write `pub`, `pub(crate)` or `pub(in path)`"));
            }
            return Ok(Some(Opt { key, value: None, vis: Some(vis) }));
        }
        Takes::Nothing => return Err(input.error(format!("option `{key}` takes no value; write `{key}`"))),
        Takes::Outside if input.is_empty() || input.peek(Token![,]) => {
            return Ok(Some(Opt { key, value: None, vis: None }));
        }
        Takes::Outside => {
            let value = outside(input)?;
            return Ok(Some(Opt { key, value: Some(value), vis: None }));
        }
        Takes::Ident if key == "tree" => {
            ("leaves out the trait `Tree` (a walk names its relation: `node.in_relation::<R>()`)", "none")
        }
        Takes::Ident if key == "handle" => ("takes a name without quotes, or `none`", "node"),
        Takes::Ident => ("takes a name without quotes", "page"),
        Takes::Path if key == "crate" => ("takes a path without quotes", "::renamed"),
        Takes::Path if key == "label" => ("takes the path of a function", "Self::name"),
        Takes::Path => ("takes the path of a function", "Self::gone"),
    };
    let wants = match meant(input).filter(|value| fits(spec.takes, &key, value)).map(|value| show(&value)) {
        Some(value) if key == "label" && syn::parse_str::<Ident>(&value).is_ok() => format!(
            "option `label` {} without quotes: write `label = Self::{value}`, or if `{value}` is a field, `#[graph(label)]` on it",
            wants.0
        ),
        Some(value) if key == "on_drop" && syn::parse_str::<Ident>(&value).is_ok() => {
            format!("option `on_drop` {}; write `on_drop = Self::{value}`", wants.0)
        }
        Some(value) => format!("option `{key}` {}; write `{key} = {value}`", wants.0),
        None if key == "label" => format!(
            "option `label` {}, as in `label = Self::name`; a field is marked `#[graph(label)]` itself",
            wants.0
        ),
        None => format!("option `{key}` {}, as in `{key} = {}`", wants.0, wants.1),
    };
    if !input.peek(Token![=]) {
        return Err(Error::new(key.span(), wants));
    }
    input.parse::<Token![=]>()?;
    let at = input.cursor();
    let value = match input.parse::<ExprPath>() {
        Ok(value) if input.is_empty() || input.peek(Token![,]) => value,
        _ => return Err(if at.eof() { Error::new(key.span(), wants) } else { Error::new(at.span(), wants) }),
    };
    if !fits(spec.takes, &key, &value) {
        return Err(Error::new_spanned(value, wants));
    }
    Ok(Some(Opt { key, value: Some(value), vis: None }))
}

/// Can it be the value of this option?
fn fits(takes: Takes, key: &Ident, value: &ExprPath) -> bool {
    match takes {
        Takes::Ident if key == "tree" => value.path.is_ident("none"),
        Takes::Ident => value.path.get_ident().is_some_and(|ident| !is_no_name(ident)),
        Takes::Path if key == "crate" => {
            value.qself.is_none() && value.path.segments.iter().all(|it| it.ident != "Self" && it.arguments.is_none())
        }
        _ => value.path.get_ident().is_none_or(|ident| !is_no_name(ident)),
    }
}

/// Is it a path to a module or a type by itself, and so no name and no function?
fn is_no_name(ident: &Ident) -> bool {
    ["self", "super", "crate", "Self"].iter().any(|path| ident.unraw() == path)
}

/// Reads `(outside = null)`, and returns the value.
fn outside(input: ParseStream<'_>) -> syn::Result<ExprPath> {
    let wants = "option `serde` takes nothing, or what is written of a link that leads out of the document: `serde(outside = null)`";
    let at = input.cursor().span();
    let group = input.parse::<proc_macro2::Group>().map_err(|_| Error::new(at, wants))?;
    let parser = |input: ParseStream<'_>| -> syn::Result<ExprPath> {
        let key: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let value: ExprPath = input.parse()?;
        let fits = key == "outside" && value.path.is_ident("null") && input.is_empty();
        if fits { Ok(value) } else { Err(input.error(wants)) }
    };
    parser.parse2(group.stream()).map_err(|_| Error::new_spanned(group, wants))
}

/// The value that was meant: of `= "Node::gone"`, `= Node::gone()` and `(Node::gone)`, the path.
fn meant(input: ParseStream<'_>) -> Option<ExprPath> {
    let ahead = input.fork();
    let path = |tokens: proc_macro2::TokenStream| syn::parse2::<ExprPath>(tokens).ok();
    if ahead.parse::<Token![=]>().is_err() {
        return path(ahead.parse::<proc_macro2::Group>().ok()?.stream());
    }
    if let Ok(text) = ahead.parse::<syn::LitStr>() {
        return path(text.value().parse().ok()?);
    }
    let called = ahead.parse::<ExprPath>().ok()?;
    ahead.parse::<proc_macro2::Group>().ok().map(|_| called)
}

/// Moves to the next comma (commas inside `<..>` count: the option was wrong anyway).
fn skip(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Returns the option with this key, the one that fits if there are two.
fn find(key: &Ident, position: Position) -> Option<&'static Spec> {
    let mut found = None;
    for spec in OPTIONS {
        if key == spec.key && (found.is_none() || spec.fits(position)) {
            found = Some(spec);
        }
    }
    found
}

fn allowed(position: Position) -> String {
    let mut list = String::new();
    for spec in OPTIONS {
        // Which of these fit the kind of the edge is said of it.
        let is_for_links = position == Position::Edge(Mark::Strong) && ["on_drop", "unowned"].contains(&spec.key);
        if spec.fits(position) && !is_for_links {
            list.push_str(if list.is_empty() { "`" } else { ", `" });
            list.push_str(spec.key);
            list.push('`');
        }
    }
    list
}

fn example(position: Position) -> &'static str {
    match position {
        Position::Edge(Mark::Weak) => "on_drop = Self::gone",
        Position::Edge(Mark::Strong) => "item = page",
        Position::GraphOnField => "opaque",
        Position::GraphOnType => "on_drop = Self::gone",
    }
}

/// The option that `typed` most likely stands for.
fn nearest(typed: &str, position: Position) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    for spec in OPTIONS {
        let found = (distance(typed, spec.key), spec.key);
        if spec.fits(position) && found.0 <= found.1.len().div_ceil(3) && best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, key)| key)
}

/// Edit distance: how many letters must be added, removed or changed.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.chars().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.chars().count()]
}
