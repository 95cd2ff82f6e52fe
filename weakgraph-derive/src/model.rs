//! What the user drew: a node, its fields and its edges, borrowed from syn so that every stage can point at the source.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, ExprPath, Generics, Ident, Member, Path, Type, Visibility};

use crate::attr::{self, TypeAttrs};
use crate::ctxt::Ctxt;
use crate::expand::{Kind, own_span};
use crate::field::{self, Field, is_deprecated};
use crate::types::{is_open, is_own, show};
use crate::variants;

/// How many owning edges the runtime can tell apart by number: a link keeps the number in three bits.
pub(crate) const SLOTS: usize = 8;

/// The derived type.
pub(crate) struct Node<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) attrs: TypeAttrs,
    /// The fields in order; of an enum, those of all its variants.
    pub(crate) fields: Vec<Field<'a>>,
    /// The edges in order; of an enum, those that its variants share.
    pub(crate) edges: Vec<Edge<'a>>,
}

/// A field that is an edge with accessors.
#[derive(Clone)]
pub(crate) struct Edge<'a> {
    pub(crate) kind: &'static Kind,
    /// The accessor, `children`.
    pub(crate) name: Ident,
    /// What the compound accessors call one member: `child` in `add_child`.
    pub(crate) item: String,
    /// The field as the docs call it.
    pub(crate) label: String,
    pub(crate) vis: &'a Visibility,
    /// `#[deprecated]` and `#[doc(hidden)]`, which the accessors repeat.
    pub(crate) attrs: Vec<&'a Attribute>,
    /// The whole type, `Children<C, R>`.
    pub(crate) ty: &'a Type,
    /// `C`.
    pub(crate) target: &'a Type,
    /// `R`; `None` is the default relation `()`.
    pub(crate) relation: Option<&'a Type>,
    /// The same types as generated code repeats them.
    pub(crate) repeated: Repeated,
    /// Is `C` the derived type?
    pub(crate) own: bool,
    /// `#[weak(on_drop = ..)]`.
    pub(crate) on_drop: Option<ExprPath>,
    /// `#[weak(unowned)]`.
    pub(crate) unowned: bool,
    /// `#[graph(proxy)]` on the type.
    pub(crate) proxied: bool,
    /// `Self::gone` for each enum variant, nothing for a struct.
    pub(crate) places: Vec<(Option<&'a Ident>, Member)>,
    /// Does every variant have this edge, of this type? If not, that was reported.
    pub(crate) everywhere: bool,
}

/// See [`repeated`](field::repeated).
#[derive(Clone)]
pub(crate) struct Repeated {
    pub(crate) ty: TokenStream,
    pub(crate) target: TokenStream,
    pub(crate) relation: TokenStream,
}

impl<'a> Node<'a> {
    /// Reads a struct or an enum. Of a union, which is reported, only the path of the crate is left.
    pub(crate) fn read(cx: &mut Ctxt, input: &'a DeriveInput) -> Result<Self, Option<Path>> {
        let attrs = attr::item(cx, &input.attrs);
        let (fields, mut edges) = match &input.data {
            Data::Struct(data) => {
                let fields = field::read_all(cx, input, &input.vis, &data.fields, None);
                let edges = fields.iter().filter_map(|field| field.edge.clone()).collect();
                (fields, edges)
            }
            Data::Enum(data) => variants::read(cx, input, data),
            Data::Union(data) => {
                cx.error(
                    data.union_token,
                    "a union cannot be a node: nothing says which of its fields is live; use a struct or an enum",
                );
                return Err(attrs.krate);
            }
        };
        for edge in &mut edges {
            edge.proxied = attrs.proxy.is_some();
        }
        Ok(Node { input, attrs, fields, edges })
    }

    pub(crate) fn ident(&self) -> &'a Ident {
        &self.input.ident
    }

    /// The name for the head of an impl, in the user's span, so that rustc's notes point at it. Of a deprecated type it is in
    /// a span of the macro's own, since to name it is a warning.
    pub(crate) fn name(&self) -> Ident {
        let mut name = self.ident().clone();
        if is_deprecated(self.input) {
            name.set_span(Span::call_site());
        }
        name
    }

    pub(crate) fn generics(&self) -> &'a Generics {
        &self.input.generics
    }

    /// The back-references, the first of each relation (a second one was reported).
    pub(crate) fn parents(&self) -> impl Iterator<Item = &Edge<'a>> {
        let all = || self.edges.iter().filter(|edge| edge.kind.role == Role::BackReference);
        all()
            .enumerate()
            .filter(move |(i, edge)| all().take(*i).all(|it| it.relation_key() != edge.relation_key()))
            .map(|(_, edge)| edge)
    }

    /// The owning edges.
    pub(crate) fn owning(&self) -> impl Iterator<Item = &Edge<'a>> {
        self.edges.iter().filter(|edge| edge.kind.role == Role::Owning)
    }

    /// The first owning edge of a group before this one whose members could be of the same type.
    pub(crate) fn indistinct<'g>(&self, groups: &'g [Vec<&'g Edge<'a>>], i: usize) -> Option<&'g Edge<'a>> {
        let edge = groups[i][0];
        groups[..i].iter().map(|group| group[0]).find(|it| {
            it.relation_key() == edge.relation_key()
                && (is_open(it.target, self.generics()) || is_open(edge.target, self.generics()))
        })
    }

    /// The owning edges by member type and relation; no group is empty.
    pub(crate) fn groups(&self) -> Vec<Vec<&Edge<'a>>> {
        let mut groups: Vec<Vec<&Edge<'a>>> = Vec::new();
        for edge in self.owning() {
            match groups.iter_mut().find(|group| group[0].key() == edge.key()) {
                Some(group) => group.push(edge),
                None => groups.push(vec![edge]),
            }
        }
        groups
    }

    /// The owning edges that a child of `edge` is told apart from by a number, in order: all of them, whatever child type and
    /// relation they name. One child type can be a subtype of another that is written differently (`Kid<for<'a> fn(&'a ())>`,
    /// `Kid<fn(&'static ())>`), one relation can be written in two ways (`()`, an alias of it), and one node then be a child of
    /// both edges. Only where these are too many, those to the same type: the others are of types with other names then,
    /// which [`distinct`](crate::expand::owner::distinct) makes sure of.
    pub(crate) fn numbered<'n>(&'n self, edge: &Edge<'a>) -> Vec<&'n Edge<'a>> {
        let mut edges: Vec<&Edge<'a>> = self.owning().collect();
        if edges.len() > SLOTS {
            edges.retain(|it| it.child_key() == edge.child_key());
        }
        edges
    }

    /// The number of an owning edge among those that it is told apart from by it.
    pub(crate) fn slot(&self, edge: &Edge<'a>) -> u8 {
        let before = self.numbered(edge).iter().take_while(|it| it.name != edge.name).count();
        u8::try_from(before).unwrap_or(u8::MAX)
    }

    /// The targets of shared edges, each once, without the type itself (which was reported).
    pub(crate) fn shared(&self) -> Vec<&'a Type> {
        let mut seen = Vec::new();
        let all = self.fields.iter().flat_map(|field| field.shared.iter().copied());
        all.filter(|ty| !self.is_own(ty))
            .filter(|ty| {
                let new = !seen.contains(&show(ty));
                seen.push(show(ty));
                new
            })
            .collect()
    }

    /// Does the type have an edge that the runtime knows of, so that a node can find itself?
    pub(crate) fn is_linked(&self) -> bool {
        self.edges.iter().any(|edge| edge.kind.visit.is_some())
    }

    pub(crate) fn is_own(&self, ty: &Type) -> bool {
        is_own(ty, self.ident(), self.generics())
    }
}

/// What an edge is to its node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// `Parent`.
    BackReference,
    /// `Children`, `Child`.
    Owning,
    /// `WeakCell`, `WeakList`.
    WeakLink,
    /// A plain `Weak`.
    WeakHandle,
    /// `Strong`.
    Shared,
}

impl Edge<'_> {
    /// Where errors about the code of this edge belong: at the field's type, with names resolved as the macro's own.
    pub(crate) fn span(&self) -> Span {
        own_span(self.ty)
    }

    /// A reference to the field, `&self.children`.
    pub(crate) fn place(&self) -> TokenStream {
        let span = self.span();
        if let [(None, member)] = &self.places[..] {
            let member = own_member(member);
            return quote_spanned!(span=> &self.#member);
        }
        let arms = self.places.iter().map(|(variant, member)| {
            let (variant, member) = (variant.map(own_ident), own_member(member));
            quote_spanned!(span=> Self::#variant { #member: edge, .. } => edge,)
        });
        let rest = (!self.everywhere).then(|| quote_spanned!(span=> _ => _wg::core::panic!("no such edge"),));
        quote_spanned!(span=> match self { #(#arms)* #rest })
    }

    /// The statement that says that the field is of the type that its name promises, and inside this node. A reference
    /// would do no such thing: a type that is only called like an edge could lead to another's by `Deref`.
    ///
    /// ```text
    /// let _: *const Children<C, R> = &raw const self.children;
    /// match self { Self::Dir { children: edge, .. } => { let _: *const Children<C, R> = &raw const *edge; } .. }
    /// ```
    pub(crate) fn exactly(&self) -> TokenStream {
        let (span, target) = (self.span(), self.target());
        let kind = Ident::new(self.kind.name, span);
        let relation = matches!(self.kind.role, Role::BackReference | Role::Owning).then(|| self.relation());
        let check = |place: TokenStream| quote_spanned!(span=> let _: *const _wg::#kind<#target, #relation> = &raw const #place;);
        if let [(None, member)] = &self.places[..] {
            let member = own_member(member);
            return check(quote_spanned!(span=> self.#member));
        }
        // Arm by arm: a `match` gives all its arms one type, by `Deref` if need be.
        let arms = self.places.iter().map(|(variant, member)| {
            let (variant, member) = (variant.map(own_ident), own_member(member));
            let check = check(quote_spanned!(span=> *edge));
            quote_spanned!(span=> Self::#variant { #member: edge, .. } => { #check })
        });
        let rest = (!self.everywhere).then(|| quote_spanned!(span=> _ => {}));
        quote_spanned!(span=> match self { #(#arms)* #rest })
    }

    /// The whole type as tokens.
    pub(crate) fn ty(&self) -> &TokenStream {
        &self.repeated.ty
    }

    /// `C` as tokens.
    pub(crate) fn target(&self) -> &TokenStream {
        &self.repeated.target
    }

    /// `R` as tokens.
    pub(crate) fn relation(&self) -> &TokenStream {
        &self.repeated.relation
    }

    /// `R` for comparing.
    pub(crate) fn relation_key(&self) -> String {
        self.relation.map_or_else(|| "()".into(), show)
    }

    /// Child type and relation for comparing; `Self` and the type's name are one.
    pub(crate) fn key(&self) -> (String, String) {
        (self.child_key(), self.relation_key())
    }

    /// `C` for comparing.
    pub(crate) fn child_key(&self) -> String {
        if self.own { "Self".into() } else { show(self.target) }
    }

    /// The accessor's own name.
    pub(crate) fn accessor(&self) -> Ident {
        own_ident(&self.name)
    }

    /// `add_child` from `add` and the item's name.
    pub(crate) fn with_item(&self, verb: &str) -> Ident {
        format_ident!("{verb}_{}", self.item, span = self.accessor().span())
    }

    /// `set_left` from `set` and the accessor's name.
    pub(crate) fn with_name(&self, verb: &str) -> Ident {
        format_ident!("{verb}_{}", self.name.unraw(), span = self.accessor().span())
    }
}

/// The member without the user's span, so that lints about user code leave generated code alone.
pub(crate) fn own_member(member: &Member) -> Member {
    let mut member = member.clone();
    match &mut member {
        Member::Named(ident) => *ident = own_ident(ident),
        Member::Unnamed(index) => index.span = index.span.resolved_at(Span::call_site()),
    }
    member
}

/// The same for a name.
pub(crate) fn own_ident(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

/// What one of `name` is called: `children` gives `child`, `pages` gives `page`. `None` for a name that does not end in one `s`.
pub(crate) fn singular(name: &str) -> Option<String> {
    if let Some(start) = name.strip_suffix("children") {
        return Some(format!("{start}child"));
    }
    name.strip_suffix('s').filter(|stem| !stem.is_empty() && !stem.ends_with(['s', '_'])).map(String::from)
}
