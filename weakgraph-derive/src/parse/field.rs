//! One field: its attributes and its type, and whether they go together.

use proc_macro2::{Ident, Span};
use quote::{ToTokens as _, format_ident};
use syn::ext::IdentExt as _;
use syn::{Attribute, ExprPath, Index, Member, Meta, Type, Visibility};

use super::attr::{self, FieldOptions, Opt};
use super::reader::Reader;
use super::refuse::{Refusal, Why, needs, wrong_argument};
use crate::ast::{Content, Counted, Edge, EdgeKind, Field, Mark, Role, key};
use crate::diagnostics::Diagnostics;
use crate::ty::{
    Blind, Handle, Held, bare, blind, held, is_counted, is_self, mentions, named, params, show, shows, strong_targets,
    walk, weak_holder,
};

/// What the type of a field shows.
enum Shape<'a> {
    /// The field is an edge: its kind and its type arguments.
    Edge(&'static EdgeKind, Vec<&'a Type>),
    /// An edge that must be a field of its own sits inside something else.
    Hidden(&'static EdgeKind, &'a Type),
    /// `Strong` inside something else.
    Shared(&'a Type),
    /// `Weak` inside something else.
    Weak,
    /// `Rc` or `Arc` of the type itself.
    Counted(&'a Type),
    Plain,
}

impl<'a> Reader<'a> {
    /// Reads a field. If it is an edge, that is returned beside it, and its number is still to be put into the field.
    /// If it is refused, that is for the field of this number among `refusals`.
    pub(super) fn field(
        &self,
        dx: &mut Diagnostics,
        index: usize,
        field: &'a syn::Field,
        number: usize,
        refusals: &mut Vec<Refusal<'a>>,
    ) -> (Field<'a>, Option<Edge<'a>>) {
        let options = attr::field(dx, &field.attrs);
        let (member, name) = match &field.ident {
            Some(ident) => (Member::Named(ident.clone()), ident.unraw().to_string()),
            None => {
                let number = u32::try_from(index).unwrap_or(u32::MAX);
                (Member::Unnamed(Index { index: number, span: Span::call_site() }), number.to_string())
            }
        };
        let mut out = Field {
            syn: field,
            variant: self.variant,
            member,
            name,
            content: Content::Plain,
            shared: Vec::new(),
            counted: Vec::new(),
            label: options.label.clone(),
            proxy: options.proxy.clone(),
            default: options.default.clone(),
            getter: None,
        };
        if let Some(opaque) = &options.opaque {
            out.content = Content::Opaque;
            if let Some(mark) = options.weak.or(options.strong) {
                let mark = mark.path().to_token_stream();
                dx.error(
                    opaque,
                    &format!("`#[{mark}]` makes this field an edge and `opaque` leaves it out: keep one of them"),
                );
            }
            return (out, None);
        }
        let shape = self.shape(&field.ty, options.weak.is_some() || options.strong.is_some());
        if let Some(why) = self.refused(&field.ty, &options, &shape) {
            refusals.push(Refusal { reader: *self, field: number, options, why });
            return (out, None);
        }
        match blind(&field.ty) {
            Some(Blind::Macro(hidden)) => dx.error(
                hidden,
                "a macro in the place of a type hides what the field owns: write the type out, or mark the field `#[graph(opaque)]`",
            ),
            Some(Blind::Holder(around)) => dx.error(
                around,
                &format!(
                    "`{}` holds no node by its name, and names a `Strong`: name the node itself, or mark the field `#[graph(opaque)]`",
                    show(around)
                ),
            ),
            None => {}
        }
        check_mark(dx, &options, field, &shape);
        let mut edge = None;
        match shape {
            Shape::Edge(kind, args) => {
                self.check_options(dx, kind, &options.edge);
                if kind.role == Role::Shared {
                    out.shared = strong_targets(&field.ty);
                }
                edge = self.edge(dx, &out, kind, &args, &options);
                if edge.is_none() {
                    out.content = Content::Refused;
                }
            }
            Shape::Shared(_) | Shape::Weak => {
                for opt in &options.edge {
                    let ty = show(&field.ty);
                    dx.error(
                        &opt.key,
                        &format!("`{ty}` gets no accessor, so option `{}` has nothing to act on", opt.key),
                    );
                }
                out.shared = strong_targets(&field.ty);
                out.content =
                    Content::Container { strong: !out.shared.is_empty(), weak: shows(&field.ty, Handle::Weak) };
            }
            Shape::Plain => out.counted = self.counted(&field.ty),
            Shape::Hidden(..) | Shape::Counted(_) => {}
        }
        (out, edge)
    }

    /// Why the field is no edge, though it was meant to be one.
    fn refused(&self, ty: &'a Type, options: &FieldOptions<'_>, shape: &Shape<'a>) -> Option<Why<'a>> {
        let mark = match (options.weak, options.strong) {
            (Some(_), Some(_)) => return None, // is reported
            (Some(_), None) => Some(Mark::Weak),
            (None, Some(_)) => Some(Mark::Strong),
            (None, None) => None,
        };
        match shape {
            Shape::Hidden(kind, inner) => return Some(Why::Hidden(kind, inner)),
            Shape::Edge(kind, args) => {
                if let Some((arg, around)) = wrong_argument(self, args) {
                    return Some(Why::Argument(kind, arg, around));
                }
            }
            Shape::Shared(inner) => {
                let kind = self.kind("Strong");
                let args = named(inner).map(|found| found.args).unwrap_or_default();
                if let Some((arg, around)) = wrong_argument(self, &args) {
                    return Some(Why::Argument(kind, arg, around));
                }
            }
            Shape::Plain | Shape::Counted(_) if mark.is_some() && blind(ty).is_none() => {
                return mark.map(Why::NoEdge);
            }
            Shape::Counted(inner) => return Some(Why::Counted(inner)),
            Shape::Weak | Shape::Plain => {}
        }
        let itself = strong_targets(ty).into_iter().find(|it| is_self(it, &self.input.ident, &self.input.generics));
        match (itself, mark) {
            (Some(_), Some(Mark::Weak)) => Some(Why::NoEdge(Mark::Weak)),
            _ => itself.map(Why::SharesItself),
        }
    }

    /// Returns the kind of this name.
    pub(super) fn kind(&self, name: &str) -> &'static EdgeKind {
        let found = self.kinds.iter().find(|kind| kind.name == name);
        found.expect("a kind of edge has this name")
    }

    fn shape(&self, ty: &'a Type, marked: bool) -> Shape<'a> {
        if let Some((kind, args)) = self.kind_of(ty).filter(|(_, args)| marked || !args.is_empty()) {
            return Shape::Edge(kind, args);
        }
        let (mut hidden, mut shared, mut weak, mut counted) = (None, None, false, None);
        walk(ty, &mut |inner| match self.kind_of(inner) {
            Some((kind, args)) if !args.is_empty() => match kind.role {
                Role::Shared => shared = shared.or(Some(inner)),
                Role::WeakHandle => weak = true,
                _ => hidden = hidden.or(Some((kind, inner))),
            },
            _ => {
                if counted.is_none() && is_counted(inner) && self.shows_self(inner) {
                    counted = Some(inner);
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

    /// The kind of edge that `ty` is by its name. Without an argument (`std::process::Child`, imported) it is none, or
    /// rustc says what is missing.
    fn kind_of<'t>(&self, ty: &'t Type) -> Option<(&'static EdgeKind, Vec<&'t Type>)> {
        let found = named(ty)?;
        for kind in self.kinds {
            if found.ident == kind.name {
                return Some((kind, found.args));
            }
        }
        None
    }

    /// Does `ty` own a value of the derived type, whatever its arguments?
    fn shows_self(&self, ty: &Type) -> bool {
        let (ident, generics) = (&self.input.ident, &self.input.generics);
        let shadowed = params(generics).contains(&ident.to_string());
        let mut found = false;
        walk(ty, &mut |inner| {
            let by_name = !shadowed && named(inner).is_some_and(|it| it.ident == ident);
            found |= by_name || is_self(inner, ident, generics);
        });
        found
    }

    /// The concrete types below an `Rc` or `Arc`: whether one is a node, only the compiler can say.
    fn counted(&self, ty: &'a Type) -> Vec<Counted<'a>> {
        let mut params = params(&self.input.generics);
        if !params.is_empty() {
            params.push("Self".into());
        }
        let mut found: Vec<Counted<'a>> = Vec::new();
        let mut add = |ty: &'a Type, within: Option<&'a Type>| {
            let key = |it: &Counted<'_>| (show(it.ty), it.within.map(|within| show(within)));
            let new = Counted { ty, within };
            if matches!(ty, Type::Path(_))
                && !is_counted(ty)
                && !mentions(ty, &params)
                && found.iter().all(|it| key(it) != key(&new))
            {
                found.push(new);
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

    pub(super) fn edge(
        &self,
        dx: &mut Diagnostics,
        field: &Field<'a>,
        kind: &'static EdgeKind,
        args: &[&'a Type],
        options: &FieldOptions<'_>,
    ) -> Option<Edge<'a>> {
        let ty = field.ty();
        let name = match (ident(options, "name"), &field.syn.ident) {
            (Some(name), _) => name,
            (None, Some(name)) => name.clone(),
            (None, None) => {
                let (mark, example) = (kind.mark().open(), kind.example);
                dx.error(
                    ty,
                    &format!("a field without a name cannot name its accessor: add `{mark}name = {example})]`"),
                );
                format_ident!("field_{}", field.name)
            }
        };
        let item = match ident(options, "item") {
            Some(item) => item.unraw().to_string(),
            None => singular(&name.unraw().to_string()),
        };
        let mut on_drop = value(options, "on_drop").filter(|_| kind.takes("on_drop"));
        if let Some(path) = on_drop.filter(|_| kind.role == Role::WeakLink && self.borrows()) {
            let why = "it can be called after what the type borrows has gone";
            dx.error(path, &format!("`on_drop` on a weak link needs a type without lifetimes: {why}"));
            on_drop = None;
        }
        if let Some(opt) = options.edge.iter().find(|opt| opt.vis.is_some()) {
            if self.vis.is_none() && matches!(field.syn.vis, Visibility::Public(_)) {
                let name = name.unraw();
                let message = format!(
                    "the field is `pub`, so everybody may edit it: write `{name}: {}` without `pub` to let everybody only read",
                    show(ty)
                );
                dx.error(&opt.key, &message);
            }
        }
        let target = *args.first()?; // without it rustc says what is missing
        let relation = args.get(1).map(|relation| bare(relation));
        let (is_open, is_self, key) = key(target, relation, self.input);
        let mut attrs = Vec::new();
        for attr in &field.syn.attrs {
            if is_repeated(attr) {
                attrs.push(attr);
            }
        }
        Some(Edge {
            kind,
            item,
            accessors: Vec::new(),
            field: if self.variant.is_some() { name.unraw().to_string() } else { field.name.clone() },
            name,
            vis: self.vis.unwrap_or(&field.syn.vis),
            read: options.edge.iter().find_map(|opt| opt.vis.clone()),
            attrs,
            ty,
            target,
            relation,
            written: None,
            key,
            is_self,
            is_open,
            on_drop: on_drop.cloned(),
            unowned: kind.takes("unowned") && options.edge.iter().any(|opt| opt.key == "unowned"),
            places: vec![(self.variant, field.member.clone())],
            everywhere: true,
            refused: false,
        })
    }

    /// Is every option one that this kind of edge has?
    fn check_options(&self, dx: &mut Diagnostics, kind: &EdgeKind, options: &[Opt]) {
        for opt in options {
            let key = opt.key.to_string();
            if kind.takes(&key) {
                continue;
            }
            let mut fits = Vec::new();
            for kind in self.kinds {
                if kind.takes(&key) {
                    fits.push(format!("`{}`", kind.name));
                }
            }
            let instead = match kind.role {
                Role::WeakHandle if key == "on_drop" => "; use `WeakCell` here",
                Role::Owning if key == "on_drop" => {
                    "; the hook of a child stands on its type, `#[graph(on_drop = ..)]`"
                }
                _ => "",
            };
            let (name, fits) = (kind.name, fits.join(", "));
            dx.error(&opt.key, &format!("option `{key}` does not fit `{name}`, it belongs on {fits}{instead}"));
        }
    }
}

/// Returns the value of an option.
fn value<'o>(options: &'o FieldOptions<'_>, key: &str) -> Option<&'o ExprPath> {
    options.edge.iter().find(|opt| opt.key == key)?.value.as_ref()
}

/// Returns the value of an option that takes a name.
fn ident(options: &FieldOptions<'_>, key: &str) -> Option<Ident> {
    value(options, key)?.path.get_ident().cloned()
}

/// `children` → `child`, `pages` → `page`: one rule, a last `s` goes. A name that has none, or `ss`, stays (`staff`,
/// `address`): `item` is there for a better one.
pub(crate) fn singular(name: &str) -> String {
    if let Some(start) = name.strip_suffix("children") {
        return format!("{start}child");
    }
    match name.strip_suffix('s') {
        Some(one) if !one.is_empty() && !one.ends_with(['s', '_']) => one.into(),
        _ => name.into(),
    }
}

/// `#[deprecated]`, `#[doc(hidden)]`.
fn is_repeated(attr: &Attribute) -> bool {
    match &attr.meta {
        Meta::List(list) if list.path.is_ident("doc") => list.tokens.to_string() == "hidden",
        meta => meta.path().is_ident("deprecated"),
    }
}

/// Do `#[weak]` and `#[strong]` fit the type, which is an edge or a container of handles? One mistake gives one error.
fn check_mark(dx: &mut Diagnostics, options: &FieldOptions<'_>, field: &syn::Field, shape: &Shape<'_>) {
    let ty = &field.ty;
    let text = show(ty);
    if let (Some(weak), Some(strong)) = (options.weak, options.strong) {
        return match shape {
            Shape::Edge(kind, _) => {
                let (wrong, right) = if kind.mark() == Mark::Weak { (strong, "#[weak]") } else { (weak, "#[strong]") };
                dx.error(
                    wrong,
                    &format!(
                        "both `#[weak]` and `#[strong]` on one field: `{text}` is {}, keep `{right}`",
                        kind.role.noun()
                    ),
                );
            }
            _ => dx.error(strong, "both `#[weak]` and `#[strong]` on one field: keep the one that its type asks for"),
        };
    }
    let mark = if options.weak.is_some() { Some(Mark::Weak) } else { options.strong.map(|_| Mark::Strong) };
    let (role, right) = match shape {
        Shape::Edge(kind, _) => (kind.role, kind.mark()),
        Shape::Shared(_) => (Role::Shared, Mark::Strong),
        Shape::Weak => (Role::WeakHandle, Mark::Weak),
        Shape::Hidden(..) | Shape::Counted(_) | Shape::Plain => return,
    };
    match (mark, shape) {
        (Some(mark), _) if role == Role::Shared && mark != right => {
            dx.error(ty, &format!("{}, found `{text}`; {}", needs(mark), link_instead(field)));
        }
        (Some(mark), _) if mark != right => {
            let message =
                format!("{}, found `{text}`; {} is marked `{}`", needs(mark), role.noun(), role.mark().text());
            dx.error(ty, &message);
        }
        (None, Shape::Edge(kind, _)) => {
            dx.error(ty, &format!("`{text}` is {}: mark the field `{}`", kind.role.noun(), kind.mark().text()));
        }
        (None, Shape::Shared(inner)) => {
            dx.error(*inner, &format!("`{text}` holds a `Strong`: mark the field `#[strong]`, or `#[graph(opaque)]` to leave it out of the cycle check"));
        }
        _ => {}
    }
}

/// What to write in place of `#[weak] friend: Option<Strong<T>>`.
fn link_instead(field: &syn::Field) -> String {
    let Held { ty: inner, many, .. } = held(&field.ty);
    let name = field.ident.as_ref().map_or_else(|| "link".into(), |ident| ident.unraw().to_string());
    // In a type that is not known, there may be many.
    let (target, many) = match strong_targets(inner).first() {
        Some(target) => (*target, true),
        None => (inner, many),
    };
    let kind = if many { "WeakList" } else { "WeakCell" };
    format!(
        "write `{name}: {kind}<{}>` if this node only refers to it; a shared edge is marked `#[strong]`",
        show(target)
    )
}
