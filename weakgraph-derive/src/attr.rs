//! `#[weak]`, `#[strong]` and `#[graph]`: from attributes to options, without looking at types.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Error, ExprPath, Ident, Meta, Path, Token};

use crate::ctxt::Ctxt;

/// The two attributes that make a field an edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    Weak,
    Strong,
}

impl Mark {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Mark::Weak => "#[weak]",
            Mark::Strong => "#[strong]",
        }
    }
}

/// Where an attribute stands; each has options of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
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
    Spec { key: "opaque", takes: Takes::Nothing, edge: false, field: true, ty: false },
    Spec { key: "label", takes: Takes::Nothing, edge: false, field: true, ty: false },
    Spec { key: "label", takes: Takes::Path, edge: false, field: false, ty: true },
    Spec { key: "new", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "clone", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "eq", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "hash", takes: Takes::Nothing, edge: false, field: false, ty: true },
    Spec { key: "serde", takes: Takes::Nothing, edge: false, field: false, ty: true },
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
    Ident,
    Path,
}

impl Spec {
    fn fits(&self, place: Place) -> bool {
        match place {
            Place::Edge(_) => self.edge,
            Place::GraphOnField => self.field,
            Place::GraphOnType => self.ty,
        }
    }

    /// Where the option belongs, for the message that it stands elsewhere.
    fn home(&self) -> &'static str {
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
}

/// What stands on a field.
#[derive(Default)]
pub(crate) struct FieldAttrs<'a> {
    pub(crate) weak: Option<&'a Attribute>,
    pub(crate) strong: Option<&'a Attribute>,
    /// `#[graph(opaque)]`.
    pub(crate) opaque: Option<Ident>,
    /// `#[graph(label)]`.
    pub(crate) label: Option<Ident>,
    /// `#[graph(proxy)]`.
    pub(crate) proxy: Option<Ident>,
    /// The options of `#[weak]` and `#[strong]`, each key once.
    pub(crate) options: Vec<Opt>,
}

/// What stands on the type.
#[derive(Default)]
pub(crate) struct TypeAttrs {
    pub(crate) on_drop: Option<ExprPath>,
    /// `label = path` and its key.
    pub(crate) label: Option<(Ident, ExprPath)>,
    pub(crate) new: Option<Ident>,
    pub(crate) clone: Option<Ident>,
    pub(crate) eq: Option<Ident>,
    pub(crate) hash: Option<Ident>,
    pub(crate) serde: Option<Ident>,
    pub(crate) proxy: Option<Ident>,
    pub(crate) krate: Option<Path>,
}

/// Reads the attributes of a field.
pub(crate) fn field<'a>(cx: &mut Ctxt, attrs: &'a [Attribute]) -> FieldAttrs<'a> {
    let mut out = FieldAttrs::default();
    for attr in attrs {
        if attr.path().is_ident("weak") {
            once(cx, &mut out.weak, attr, Mark::Weak);
            options(cx, attr, Place::Edge(Mark::Weak), &mut out.options);
        } else if attr.path().is_ident("strong") {
            once(cx, &mut out.strong, attr, Mark::Strong);
            options(cx, attr, Place::Edge(Mark::Strong), &mut out.options);
        } else if attr.path().is_ident("graph") {
            let mut found = Vec::new();
            options(cx, attr, Place::GraphOnField, &mut found);
            if matches!(attr.meta, Meta::Path(_)) {
                cx.error(attr, "`#[graph]` on a field does nothing by itself; it takes `opaque`, `label` or `proxy`");
            }
            for opt in found {
                let slot = match () {
                    () if opt.key == "label" => &mut out.label,
                    () if opt.key == "proxy" => &mut out.proxy,
                    () => &mut out.opaque,
                };
                match slot {
                    Some(first) => {
                        cx.clash(&opt.key, format!("`#[graph({})]` stands twice on this field", opt.key), first)
                    }
                    None => *slot = Some(opt.key),
                }
            }
        }
    }
    out
}

/// Keeps the first `#[weak]` (`#[strong]`) and reports a second.
fn once<'a>(cx: &mut Ctxt, slot: &mut Option<&'a Attribute>, attr: &'a Attribute, mark: Mark) {
    match slot {
        Some(first) => cx.clash(attr, format!("`{}` stands twice on this field", mark.text()), *first),
        None => *slot = Some(attr),
    }
}

/// Reads the attributes of the type.
pub(crate) fn item(cx: &mut Ctxt, attrs: &[Attribute]) -> TypeAttrs {
    let mut found = Vec::new();
    for attr in attrs {
        if attr.path().is_ident("graph") {
            options(cx, attr, Place::GraphOnType, &mut found);
        }
    }
    misplaced(cx, attrs, "the type", &["weak", "strong"]);
    let mut out = TypeAttrs::default();
    for opt in found {
        if opt.key == "on_drop" {
            out.on_drop = opt.value;
        } else if opt.key == "label" {
            out.label = opt.value.map(|value| (opt.key, value));
        } else if opt.key == "new" {
            out.new = Some(opt.key);
        } else if opt.key == "clone" {
            out.clone = Some(opt.key);
        } else if opt.key == "eq" {
            out.eq = Some(opt.key);
        } else if opt.key == "hash" {
            out.hash = Some(opt.key);
        } else if opt.key == "serde" {
            out.serde = Some(opt.key);
        } else if opt.key == "proxy" {
            out.proxy = Some(opt.key);
        } else {
            out.krate = opt.value.map(|value| value.path);
        }
    }
    out
}

/// No attribute of ours belongs on a variant.
pub(crate) fn variant(cx: &mut Ctxt, attrs: &[Attribute]) {
    misplaced(cx, attrs, "a variant", &["weak", "strong", "graph"]);
}

fn misplaced(cx: &mut Ctxt, attrs: &[Attribute], here: &str, names: &[&str]) {
    for attr in attrs {
        for name in names.iter().filter(|name| attr.path().is_ident(name)) {
            let home = if *name == "graph" { "the type or a field" } else { "a field" };
            cx.error(attr, format!("`#[{name}]` does not belong on {here}; put it on {home}"));
        }
    }
}

/// Reads `(key, key = path)` into `out`, reports what does not fit and goes on behind the next comma.
fn options(cx: &mut Ctxt, attr: &Attribute, place: Place, out: &mut Vec<Opt>) {
    let name = attr.path().to_token_stream().to_string();
    let list = match &attr.meta {
        Meta::Path(_) => return,
        Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => list,
        _ => return cx.error(attr, format!("options stand in parentheses, as in `#[{name}({})]`", example(place))),
    };
    let parser = |input: ParseStream<'_>| -> syn::Result<()> {
        while !input.is_empty() {
            match option(cx, input, &name, place) {
                Ok(Some(opt)) => match out.iter().find(|it| it.key == opt.key) {
                    Some(first) => cx.clash(&opt.key, format!("option `{}` is given twice", opt.key), &first.key),
                    None => out.push(opt),
                },
                Ok(None) => skip(input),
                Err(error) => {
                    cx.syn(error);
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
        cx.syn(error);
    }
}

/// Reads one option. `None`: it was reported, its value is still to be skipped.
fn option(cx: &mut Ctxt, input: ParseStream<'_>, attr: &str, place: Place) -> syn::Result<Option<Opt>> {
    let Ok(key) = input.call(Ident::parse_any) else {
        return Err(input.error(format!("expected an option of `#[{attr}]`: {}", allowed(place))));
    };
    // `label` stands on a type with a value, on a field without one.
    let Some(spec) = OPTIONS.iter().filter(|spec| key == spec.key).max_by_key(|spec| spec.fits(place)) else {
        let hint = match nearest(&key.to_string(), place) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it takes {}", allowed(place)),
        };
        cx.error(&key, format!("unknown option `{key}` in `#[{attr}]`; {hint}"));
        return Ok(None);
    };
    if !spec.fits(place) {
        cx.error(&key, format!("option `{key}` does not belong here; put it {}", spec.home()));
        return Ok(None);
    }
    let wants = match spec.takes {
        Takes::Nothing if input.is_empty() || input.peek(Token![,]) => return Ok(Some(Opt { key, value: None })),
        Takes::Nothing => return Err(input.error(format!("option `{key}` takes no value"))),
        Takes::Ident => format!("option `{key}` takes a name without quotes, as in `{key} = page`"),
        Takes::Path if key == "crate" => "option `crate` takes a path without quotes, as in `crate = ::renamed`".into(),
        Takes::Path if key == "label" => {
            "option `label` takes the path of a function, as in `label = Self::name`".into()
        }
        Takes::Path => format!("option `{key}` takes the path of a function, as in `{key} = Self::gone`"),
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
    let fits = match spec.takes {
        Takes::Ident => value.path.get_ident().is_some_and(|ident| ident.unraw() != "self" && ident != "Self"),
        _ => key != "crate" || value.qself.is_none(),
    };
    if !fits {
        return Err(Error::new_spanned(value, wants));
    }
    Ok(Some(Opt { key, value: Some(value) }))
}

/// Moves to the next comma (commas inside `<..>` count: the option was wrong anyway).
fn skip(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

fn keys(place: Place) -> impl Iterator<Item = &'static str> {
    OPTIONS.iter().filter(move |spec| spec.fits(place)).map(|spec| spec.key)
}

fn allowed(place: Place) -> String {
    keys(place).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

fn example(place: Place) -> &'static str {
    match place {
        Place::Edge(Mark::Weak) => "on_drop = Self::gone",
        Place::Edge(Mark::Strong) => "item = page",
        Place::GraphOnField => "opaque",
        Place::GraphOnType => "on_drop = Self::gone",
    }
}

/// The option that `typed` most likely stands for.
fn nearest(typed: &str, place: Place) -> Option<&'static str> {
    keys(place)
        .map(|key| (distance(typed, key), key))
        .filter(|(distance, key)| *distance <= key.len().div_ceil(3))
        .min()
        .map(|(_, key)| key)
}

/// Edit distance: how many letters must be added, removed or changed.
fn distance(a: &str, b: &str) -> usize {
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
