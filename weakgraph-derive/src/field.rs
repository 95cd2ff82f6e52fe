//! One field: its attributes and its type, and whether they go together.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Attribute, DeriveInput, Fields, Ident, Index, Member, Meta, MetaList, Type, Visibility};

use crate::attr::{self, FieldAttrs, Mark, Opt};
use crate::ctxt::Ctxt;
use crate::expand::{self, Kind, own_span};
use crate::model::{Edge, Repeated, Role, singular};
use crate::types::{bare, is_own, mentions, named, params, respan, show, walk, weak_holder};

/// A field of the node.
pub(crate) struct Field<'a> {
    pub(crate) syn: &'a syn::Field,
    pub(crate) variant: Option<&'a Ident>,
    pub(crate) member: Member,
    /// The field as docs and messages call it: its name or its number.
    pub(crate) label: String,
    pub(crate) edge: Option<Edge<'a>>,
    /// Each `T` of a `Strong<T>` in a shared edge.
    pub(crate) shared: Vec<&'a Type>,
    /// Each type below an unmarked `Rc` or `Arc` that could be a node.
    pub(crate) counted: Vec<Counted<'a>>,
    pub(crate) opaque: bool,
    /// `#[graph(label)]`.
    pub(crate) titled: Option<Ident>,
    /// `#[graph(proxy)]`.
    pub(crate) proxied: Option<Ident>,
    /// Is it a container of `Strong` or `Weak`?
    pub(crate) container: bool,
}

/// A type below an `Rc` or `Arc`.
pub(crate) struct Counted<'a> {
    pub(crate) ty: &'a Type,
    /// The weak map that holds it, by its name: if it is one of ours, it does not own what it holds.
    pub(crate) within: Option<&'a Type>,
}

/// Reads the fields of a struct or of one variant.
pub(crate) fn read_all<'a>(
    cx: &mut Ctxt,
    input: &'a DeriveInput,
    vis: &'a Visibility,
    fields: &'a Fields,
    variant: Option<&'a Ident>,
) -> Vec<Field<'a>> {
    let reader = Reader { input, vis, variant };
    fields.iter().enumerate().map(|(index, field)| reader.field(cx, index, field)).collect()
}

struct Reader<'a> {
    input: &'a DeriveInput,
    vis: &'a Visibility,
    variant: Option<&'a Ident>,
}

/// What the type of a field shows.
enum Shape<'a> {
    /// The field is an edge: its kind and its type arguments.
    Edge(&'static Kind, Vec<&'a Type>),
    /// An edge that must be a field of its own sits inside something else.
    Hidden(&'static Kind, &'a Type),
    /// `Strong` inside something else.
    Shared(&'a Type),
    /// `Weak` inside something else.
    Weak,
    /// `Rc` or `Arc` of the type itself.
    Counted(&'a Type),
    Plain,
}

impl<'a> Reader<'a> {
    fn field(&self, cx: &mut Ctxt, index: usize, field: &'a syn::Field) -> Field<'a> {
        let attrs = attr::field(cx, &field.attrs);
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: Span::call_site() }),
        };
        let label = match &member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        let mut out = Field {
            syn: field,
            variant: self.variant,
            member,
            label,
            edge: None,
            shared: vec![],
            counted: vec![],
            opaque: false,
            titled: attrs.label.clone(),
            proxied: attrs.proxy.clone(),
            container: false,
        };
        if let Some(opaque) = &attrs.opaque {
            out.opaque = true;
            if let Some(mark) = attrs.weak.or(attrs.strong) {
                let mark = mark.path().to_token_stream();
                cx.error(
                    opaque,
                    format!("`#[{mark}]` makes this field an edge and `opaque` leaves it out: keep one of them"),
                );
            }
            return out;
        }
        let shape = self.shape(&field.ty, attrs.weak.is_some() || attrs.strong.is_some());
        check_mark(cx, &attrs, &field.ty, &shape);
        match shape {
            Shape::Edge(kind, args) => {
                check_options(cx, kind, &attrs.options);
                if kind.role == Role::Shared {
                    out.shared = strong_targets(&field.ty);
                }
                out.edge = self.edge(cx, &out, kind, &args, &attrs);
            }
            Shape::Shared(_) | Shape::Weak => {
                for opt in &attrs.options {
                    cx.error(
                        &opt.key,
                        format!(
                            "`{}` gets no accessor, so option `{}` has nothing to act on",
                            show(&field.ty),
                            opt.key
                        ),
                    );
                }
                out.shared = strong_targets(&field.ty);
                out.container = true;
            }
            Shape::Plain => out.counted = self.counted(&field.ty),
            Shape::Hidden(..) | Shape::Counted(_) => {}
        }
        out
    }

    fn shape(&self, ty: &'a Type, marked: bool) -> Shape<'a> {
        if let Some((kind, args)) = kind_of(ty)
            && (marked || !args.is_empty())
        {
            return Shape::Edge(kind, args);
        }
        let (mut hidden, mut shared, mut weak, mut counted) = (None, None, false, None);
        walk(ty, &mut |inner| match kind_of(inner).filter(|(_, args)| !args.is_empty()) {
            Some((kind, _)) if kind.role == Role::Shared => shared = shared.or(Some(inner)),
            Some((kind, _)) if kind.role == Role::WeakHandle => weak = true,
            Some((kind, _)) => hidden = hidden.or(Some((kind, inner))),
            None => {
                if is_counted(inner) && self.shows_own(inner) {
                    counted = counted.or(Some(inner));
                }
            }
        });
        match (hidden, shared, counted) {
            (Some((kind, inner)), ..) => Shape::Hidden(kind, inner),
            (_, Some(inner), _) => Shape::Shared(inner),
            (.., Some(inner)) => Shape::Counted(inner),
            _ if weak => Shape::Weak,
            _ => Shape::Plain,
        }
    }

    /// Does `ty` own a value of the derived type, whatever its arguments?
    fn shows_own(&self, ty: &Type) -> bool {
        let mut found = false;
        walk(ty, &mut |inner| {
            let by_name = named(inner).is_some_and(|it| *it.ident == self.input.ident)
                && !params(&self.input.generics).any(|param| self.input.ident == param);
            found |= by_name || is_own(inner, &self.input.ident, &self.input.generics);
        });
        found
    }

    /// The concrete types below an `Rc` or `Arc`: whether one is a node, only the compiler can say.
    fn counted(&self, ty: &'a Type) -> Vec<Counted<'a>> {
        let mut params: Vec<String> = params(&self.input.generics).collect();
        if !params.is_empty() {
            params.push("Self".into());
        }
        let mut found: Vec<Counted<'a>> = Vec::new();
        let mut add = |ty: &'a Type, within: Option<&'a Type>| {
            let new = found.iter().all(|it| show(it.ty) != show(ty) || it.within.map(show) != within.map(show));
            if new && matches!(ty, Type::Path(_)) && !is_counted(ty) && !mentions(ty, &params) {
                found.push(Counted { ty, within });
            }
        };
        walk(ty, &mut |outer| {
            if is_counted(outer) {
                walk(outer, &mut |inner| {
                    add(inner, None);
                    if let Some(node) = weak_holder(inner).filter(|_| !mentions(inner, &params)) {
                        add(node, Some(inner));
                    }
                });
            }
        });
        found
    }

    /// Has the type a lifetime? If the program forgets a handle to it, a hook of a weak link outlives what it borrows.
    fn borrows(&self) -> bool {
        self.input.generics.lifetimes().next().is_some()
    }

    fn edge(
        &self,
        cx: &mut Ctxt,
        field: &Field<'a>,
        kind: &'static Kind,
        args: &[&'a Type],
        attrs: &FieldAttrs<'_>,
    ) -> Option<Edge<'a>> {
        let options = &attrs.options;
        let given = |key: &str| options.iter().find(|opt| opt.key == key).and_then(|opt| opt.value.as_ref());
        let ident = |key: &str| given(key).and_then(|value| value.path.get_ident()).cloned();
        let name = match (ident("name"), &field.syn.ident) {
            (Some(name), _) => name,
            (None, Some(name)) => name.clone(),
            (None, None) => {
                let mark = kind.mark().text().trim_end_matches(']');
                cx.error(
                    &field.syn.ty,
                    format!("a field without a name cannot name its accessor: add `{mark}(name = {})]`", kind.example),
                );
                format_ident!("field_{}", field.label)
            }
        };
        let item = match ident("item") {
            Some(item) => item.unraw().to_string(),
            None => item(cx, kind, attrs, &name),
        };
        let mut on_drop = given("on_drop").filter(|_| kind.takes("on_drop")).cloned();
        if let Some(path) = on_drop.take_if(|_| kind.role == Role::WeakLink && self.borrows()) {
            let why = "it can be called after what the type borrows has gone";
            cx.error(path, format!("`on_drop` on a weak link needs a type without lifetimes: {why}"));
        }
        let target = *args.first()?; // without it rustc says what is missing
        let relation = args.get(1).map(|relation| bare(relation));
        Some(Edge {
            kind,
            item,
            label: if self.variant.is_some() { name.unraw().to_string() } else { field.label.clone() },
            name,
            vis: if self.variant.is_some() { self.vis } else { &field.syn.vis },
            attrs: field.syn.attrs.iter().filter(|attr| is_repeated(attr)).collect(),
            ty: &field.syn.ty,
            target,
            relation,
            repeated: Repeated {
                ty: repeated(self.input, &field.syn.ty),
                target: repeated(self.input, target),
                relation: match relation {
                    Some(relation) => repeated(self.input, relation),
                    None => quote_spanned!(own_span(&field.syn.ty)=> ()),
                },
            },
            own: is_own(target, &self.input.ident, &self.input.generics),
            on_drop,
            unowned: kind.takes("unowned") && options.iter().any(|opt| opt.key == "unowned"),
            proxied: false,
            places: vec![(self.variant, field.member.clone())],
            everywhere: true,
        })
    }
}

/// What one of `name` is called in `add_child`, from the name alone. Nothing is asked for where the mark is wrong: one mistake
/// gives one error.
fn item(cx: &mut Ctxt, kind: &Kind, attrs: &FieldAttrs<'_>, name: &Ident) -> String {
    let text = name.unraw().to_string();
    if let Some(item) = singular(&text) {
        return item;
    }
    let mark = if kind.mark() == Mark::Weak { attrs.weak } else { attrs.strong };
    if kind.takes("item") && mark.is_some() {
        let mark = kind.mark().text().trim_end_matches(']');
        cx.error(
            name,
            format!("no singular of `{text}` for `add_..` and `remove_..`: name one of them with `{mark}(item = ..)]`"),
        );
    }
    text
}

/// The type as generated code repeats it: in the user's spans, so that rustc folds errors about it with those about the
/// field. But to name a deprecated type is a warning, so a deprecated node does not name itself.
pub(crate) fn repeated(input: &DeriveInput, ty: &Type) -> TokenStream {
    if !is_deprecated(input) {
        return ty.to_token_stream();
    }
    respan(ty, &|token| matches!(token, TokenTree::Ident(ident) if *ident == input.ident))
}

/// `#[deprecated]`, `#[doc(hidden)]`.
fn is_repeated(attr: &Attribute) -> bool {
    let hidden = |list: &MetaList| list.path.is_ident("doc") && list.tokens.to_string() == "hidden";
    attr.path().is_ident("deprecated") || matches!(&attr.meta, Meta::List(list) if hidden(list))
}

pub(crate) fn is_deprecated(input: &DeriveInput) -> bool {
    input.attrs.iter().any(|attr| attr.path().is_ident("deprecated"))
}

/// The kind of edge that `ty` is by its name. Without an argument (`std::process::Child`, imported) it is none, or rustc says
/// what is missing.
fn kind_of(ty: &Type) -> Option<(&'static Kind, Vec<&Type>)> {
    let found = named(ty)?;
    let kind = expand::KINDS.iter().find(|kind| found.ident == kind.name)?;
    Some((kind, found.args))
}

fn is_counted(ty: &Type) -> bool {
    named(ty).is_some_and(|it| it.ident == "Rc" || it.ident == "Arc")
}

/// Is `ty` a `Strong<T>` or a `Weak<T>`, and which?
pub(crate) fn handle_of(ty: &Type) -> Option<Role> {
    kind_of(ty)
        .filter(|(kind, args)| matches!(kind.role, Role::Shared | Role::WeakHandle) && !args.is_empty())
        .map(|(kind, _)| kind.role)
}

/// Does `ty` show a `Weak<T>`?
pub(crate) fn shows_weak(ty: &Type) -> bool {
    let mut found = false;
    walk(ty, &mut |inner| found |= handle_of(inner) == Some(Role::WeakHandle));
    found
}

/// Does `ty` show a `Strong<T>` or a `Weak<T>`? If both, a `Strong`.
pub(crate) fn shows_handle(ty: &Type) -> Option<Role> {
    let mut found = None;
    walk(ty, &mut |inner| match handle_of(inner) {
        Some(Role::Shared) => found = Some(Role::Shared),
        other => found = found.or(other),
    });
    found
}

/// Each `T` of a `Strong<T>` in `ty`.
fn strong_targets(ty: &Type) -> Vec<&Type> {
    let mut targets = Vec::new();
    walk(ty, &mut |inner| {
        if let Some((kind, args)) = kind_of(inner)
            && kind.role == Role::Shared
        {
            targets.extend(args.first());
        }
    });
    targets
}

/// Do `#[weak]` and `#[strong]` fit the type? One mistake gives one error.
fn check_mark(cx: &mut Ctxt, attrs: &FieldAttrs<'_>, ty: &Type, shape: &Shape<'_>) {
    let text = show(ty);
    if let (Some(weak), Some(strong)) = (attrs.weak, attrs.strong) {
        return match shape {
            Shape::Edge(kind, _) => {
                let (wrong, right) = if kind.mark() == Mark::Weak { (strong, "#[weak]") } else { (weak, "#[strong]") };
                cx.error(
                    wrong,
                    format!(
                        "both `#[weak]` and `#[strong]` on one field: `{text}` is {}, keep `{right}`",
                        kind.role.noun()
                    ),
                );
            }
            _ => cx.error(strong, "both `#[weak]` and `#[strong]` on one field: keep the one that its type asks for"),
        };
    }
    let mark = if attrs.weak.is_some() { Some(Mark::Weak) } else { attrs.strong.map(|_| Mark::Strong) };
    let (found, right) = match shape {
        Shape::Hidden(kind, inner) => {
            let (name, mark) = (kind.name, kind.mark().text());
            return cx.error(
                inner,
                format!(
                    "`{name}` must be the field itself, not inside `{text}`: write `{mark} {}: {}`",
                    kind.example,
                    show(inner)
                ),
            );
        }
        Shape::Edge(kind, _) => (Some(kind.role), Some(kind.mark())),
        Shape::Shared(_) => (Some(Role::Shared), Some(Mark::Strong)),
        Shape::Weak => (Some(Role::WeakHandle), Some(Mark::Weak)),
        Shape::Counted(_) | Shape::Plain => (None, None),
    };
    match (mark, found, shape) {
        (Some(mark), Some(role), _) if Some(mark) != right => {
            cx.error(ty, format!("{}, found `{text}`; {} is marked `{}`", needs(mark), role.noun(), role.mark().text()));
        }
        (Some(mark), None, _) => cx.error(ty, format!("{}, found `{text}`", needs(mark))),
        (None, _, Shape::Edge(kind, _)) => {
            cx.error(ty, format!("`{text}` is {}: mark the field `{}`", kind.role.noun(), kind.mark().text()));
        }
        (None, _, Shape::Shared(inner)) => {
            cx.error(inner, format!("`{text}` holds a `Strong`: mark the field `#[strong]`, or `#[graph(opaque)]` to leave it out of the cycle check"));
        }
        (None, _, Shape::Counted(inner)) => cx.error(
            inner,
            format!("`{}` keeps a node alive behind the graph's back: own it by `#[strong] Children` or `Child`, refer to it by \
                `#[weak] WeakCell`, or mark the field `#[graph(opaque)]`", show(inner)),
        ),
        _ => {}
    }
}

fn needs(mark: Mark) -> &'static str {
    match mark {
        Mark::Weak => "`#[weak]` needs a back-reference or weak link (`Parent`, `WeakCell`, `WeakList`, `Weak`)",
        Mark::Strong => "`#[strong]` needs an owning or shared edge (`Children`, `Child`, `Strong`)",
    }
}

/// Is every option one that this kind of edge has?
fn check_options(cx: &mut Ctxt, kind: &Kind, options: &[Opt]) {
    for opt in options.iter().filter(|opt| !kind.takes(&opt.key.to_string())) {
        let fits: Vec<String> = expand::KINDS
            .iter()
            .filter(|kind| kind.takes(&opt.key.to_string()))
            .map(|kind| format!("`{}`", kind.name))
            .collect();
        let instead = match kind.role {
            Role::WeakHandle if opt.key == "on_drop" => "; use `WeakCell` here",
            _ => "",
        };
        cx.error(
            &opt.key,
            format!("option `{}` does not fit `{}`, it belongs on {}{instead}", opt.key, kind.name, fits.join(", ")),
        );
    }
}

impl Role {
    pub(crate) fn mark(self) -> Mark {
        match self {
            Role::BackReference | Role::WeakLink | Role::WeakHandle => Mark::Weak,
            Role::Owning | Role::Shared => Mark::Strong,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Role::BackReference => "a back-reference",
            Role::Owning => "an owning edge",
            Role::WeakLink | Role::WeakHandle => "a weak link",
            Role::Shared => "a shared edge",
        }
    }
}
