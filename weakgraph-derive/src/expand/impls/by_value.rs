//! `#[graph(clone)]`, `#[graph(eq)]` and `#[graph(hash)]`: a node with what it owns as a value.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Data, Generics, Type};

use crate::ast::{Content, Field, Node, Role};
use crate::expand::edge::{binding, path, place as edge_place};
use crate::expand::expansion::{Expansion, broken};
use crate::expand::generics::{Head, push};
use crate::span::own_member;
use crate::ty::{names_param, show};

/// What becomes of a field.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// No edge, or opaque.
    Plain,
    /// `Strong`, alone or in a container.
    Shared,
    /// Every other edge.
    Edge,
}

pub(super) fn part(field: &Field<'_>) -> Part {
    match field.content {
        Content::Plain | Content::Opaque => Part::Plain,
        Content::Edge(Role::Shared, _) | Content::Container { strong: true, .. } => Part::Shared,
        Content::Edge(..) | Content::Container { .. } | Content::Refused => Part::Edge,
    }
}

/// The head of an impl whose generics have `bound` on every type of such a field that names a parameter, and `owned` on
/// every child type that is left open.
fn head(x: &Expansion<'_, '_>, shared: bool, bound: &TokenStream, owned: &TokenStream) -> Head {
    let mut generics = x.generics.clone();
    if !generics.params.is_empty() {
        let mut seen = Vec::new();
        for field in &x.node.fields {
            let wanted = match part(field) {
                Part::Plain => true,
                Part::Shared => shared,
                Part::Edge => false,
            };
            if wanted && names_param(field.ty(), x.node.generics()) {
                add(&mut generics, &mut seen, field.ty(), bound);
            }
        }
        for edge in x.node.owning() {
            if edge.is_open {
                add(&mut generics, &mut seen, edge.target, owned);
            }
        }
    }
    Head::of(&generics)
}

/// Adds `ty: bound`, if it has not been added yet.
fn add(generics: &mut Generics, seen: &mut Vec<String>, ty: &Type, bound: &TokenStream) {
    let key = format!("{}: {bound}", show(ty));
    if !seen.contains(&key) {
        seen.push(key);
        push(generics, &ty.to_token_stream(), bound);
    }
}

/// A call for each owning edge, and with `links` for each weak link, in the order of the edges; with the same edge of
/// `other`, a variable, if there is one.
///
/// ```text
/// parts.children::<C, R>(&self.children, &copy.children);
/// use OtherPart as _;
/// WeakPart(&self.friend, &copy.friend).__clone(parts);
/// ```
fn parts(x: &Expansion<'_, '_>, other: Option<&str>, links: bool) -> TokenStream {
    let (mut uses, mut code) = (TokenStream::new(), TokenStream::new());
    for it in &x.edges {
        let (span, place, target, relation, function) = (it.span, &it.place, &it.target, &it.relation, it.function(""));
        let other = other.map(|node| edge_place(it.edge, node)).map(|place| quote_spanned!(span=> , #place));
        let call = match it.edge.kind.role {
            Role::Owning => quote_spanned!(span=> parts.#function::<#target, #relation>(#place #other);),
            Role::WeakLink if links => {
                uses = quote!(
                    use _wg::OtherPart as _;
                );
                quote_spanned!(span=> _wg::WeakPart(#place #other).__clone(parts);)
            }
            _ => continue,
        };
        call.to_tokens(&mut code);
    }
    quote!(#uses #code)
}

/// The variants with their fields; of a struct, itself.
pub(super) fn variants<'n, 'a>(node: &'n Node<'a>) -> Vec<(Option<&'a Ident>, Vec<&'n Field<'a>>)> {
    let mut variants = Vec::new();
    match &node.input.data {
        Data::Enum(data) => {
            for variant in &data.variants {
                variants.push((Some(&variant.ident), Vec::new()));
            }
        }
        _ => variants.push((None, Vec::new())),
    }
    for field in &node.fields {
        if let Some((_, fields)) = variants.iter_mut().find(|(variant, _)| *variant == field.variant) {
            fields.push(field);
        }
    }
    variants
}

/// A pattern that binds the fields of these parts, with a prefix for their numbers.
///
/// ```text
/// Self::File { name: f0, size: f1, .. }
/// ```
fn pattern(variant: Option<&Ident>, fields: &[&Field<'_>], prefix: &str, wanted: &[Part]) -> TokenStream {
    let path = path(variant, proc_macro2::Span::call_site());
    let mut bindings = TokenStream::new();
    for (i, field) in fields.iter().enumerate() {
        if wanted.contains(&part(field)) {
            let local = format_ident!("{prefix}{i}");
            binding(local.span(), &field.member, &local).to_tokens(&mut bindings);
            quote!(,).to_tokens(&mut bindings);
        }
    }
    quote!(#path { #bindings .. })
}

/// ```text
/// match self { /* arms */ }
/// match *self {}                                   // an enum without variants
/// ```
fn match_self(node: &Node<'_>, arms: &TokenStream) -> TokenStream {
    match &node.input.data {
        Data::Enum(data) if data.variants.is_empty() => quote!(match *self {}),
        _ => quote!(match self { #arms }),
    }
}

/// ```text
/// unsafe impl DeepClone for Node {
///     fn __plain(&self) -> Self {
///         match self { Self { name: f0, .. } => Self { name: Clone::clone(f0), parent: Default::default(), .. } }
///     }
///     fn __clone_parts<'k>(&'k self, copy: &Self, parts: &mut CloneParts<'k>) { /* parts */ }
/// }
/// ```
pub(super) fn deep_clone(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.clone.is_none() {
        return;
    }
    let head = head(x, true, &quote!(_wg::core::clone::Clone), &quote!(_wg::DeepClone));
    let mut arms = TokenStream::new();
    for (variant, fields) in variants(x.node) {
        let pattern = pattern(variant, &fields, "f", &[Part::Plain, Part::Shared]);
        let path = path(variant, proc_macro2::Span::call_site());
        let mut given = TokenStream::new();
        for (i, field) in fields.iter().enumerate() {
            let (span, member) = (field.span(), own_member(&field.member));
            let init = if part(field) == Part::Edge {
                quote_spanned!(span=> #member: _wg::core::default::Default::default(),)
            } else {
                let (ty, local) = (x.repeat(field.ty()), format_ident!("f{i}"));
                quote_spanned!(span=> #member: <#ty as _wg::core::clone::Clone>::clone(#local),)
            };
            init.to_tokens(&mut given);
        }
        quote!(#pattern => #path { #given },).to_tokens(&mut arms);
    }
    let (plain, parts) = match x.node.is_broken {
        false => (match_self(x.node, &arms), parts(x, Some("copy"), true)),
        true => (broken(), TokenStream::new()),
    };
    let body = quote! {
        fn __plain(&self) -> Self { #plain }
        fn __clone_parts<'__k>(&'__k self, copy: &Self, parts: &mut _wg::CloneParts<'__k>) { let _ = (copy, &parts); #parts }
    };
    x.implement_unsafe(&head, &quote!(_wg::DeepClone), &body).to_tokens(code);
}

/// ```text
/// unsafe impl TreeEq for Node {
///     fn __plain_eq(&self, other: &Self) -> bool {
///         match (self, other) {
///             (Self { name: f0, .. }, Self { name: g0, .. }) => true && PartialEq::eq(f0, g0),
///             _ => false,
///         }
///     }
///     fn __eq_parts<'k>(&'k self, other: &'k Self, parts: &mut EqParts<'k>) { /* parts */ }
/// }
/// ```
pub(super) fn tree_eq(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.eq.is_none() {
        return;
    }
    let head = head(x, true, &quote!(_wg::core::cmp::PartialEq), &quote!(_wg::TreeEq));
    let variants = variants(x.node);
    let mut arms = TokenStream::new();
    for (variant, fields) in &variants {
        let wanted = [Part::Plain, Part::Shared];
        let (left, right) = (pattern(*variant, fields, "f", &wanted), pattern(*variant, fields, "g", &wanted));
        let mut same = TokenStream::new();
        for (i, field) in fields.iter().enumerate() {
            if part(field) != Part::Edge {
                let (ty, a, b) = (x.repeat(field.ty()), format_ident!("f{i}"), format_ident!("g{i}"));
                let eq = quote_spanned!(field.span()=> && <#ty as _wg::core::cmp::PartialEq>::eq(#a, #b));
                eq.to_tokens(&mut same);
            }
        }
        quote!((#left, #right) => true #same,).to_tokens(&mut arms);
    }
    if variants.len() != 1 {
        quote!(_ => false,).to_tokens(&mut arms);
    }
    let (plain, parts) = match x.node.is_broken {
        false => (quote!(match (self, other) { #arms }), parts(x, Some("other"), false)),
        true => (broken(), TokenStream::new()),
    };
    let body = quote! {
        fn __plain_eq(&self, other: &Self) -> _wg::core::primitive::bool { #plain }
        fn __eq_parts<'__k>(&'__k self, other: &'__k Self, parts: &mut _wg::EqParts<'__k>) { let _ = (other, &parts); #parts }
    };
    x.implement_unsafe(&head, &quote!(_wg::TreeEq), &body).to_tokens(code);
}

/// ```text
/// unsafe impl TreeHash for Node {
///     fn __plain_hash(&self, mut state: &mut dyn Hasher) {
///         match self { Self { name: f0, .. } => { Hash::hash(f0, &mut state); } }
///     }
///     fn __hash_parts<'k>(&'k self, parts: &mut HashParts<'k>) { /* parts */ }
/// }
/// ```
pub(super) fn tree_hash(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.hash.is_none() {
        return;
    }
    let head = head(x, false, &quote!(_wg::core::hash::Hash), &quote!(_wg::TreeHash));
    let mut arms = TokenStream::new();
    for (variant, fields) in variants(x.node) {
        let pattern = pattern(variant, &fields, "f", &[Part::Plain]);
        let mut hashed = TokenStream::new();
        for (i, field) in fields.iter().enumerate() {
            if part(field) == Part::Plain {
                let (ty, local) = (x.repeat(field.ty()), format_ident!("f{i}"));
                let hash = quote_spanned!(field.span()=> <#ty as _wg::core::hash::Hash>::hash(#local, &mut state););
                hash.to_tokens(&mut hashed);
            }
        }
        quote!(#pattern => { #hashed }).to_tokens(&mut arms);
    }
    let mut plain = TokenStream::new();
    if !x.node.is_struct() && !arms.is_empty() {
        quote!(_wg::core::hash::Hash::hash(&_wg::core::mem::discriminant(self), &mut state);).to_tokens(&mut plain);
    }
    match_self(x.node, &arms).to_tokens(&mut plain);
    let (plain, parts) = match x.node.is_broken {
        false => (plain, parts(x, None, false)),
        true => (broken(), TokenStream::new()),
    };
    let body = quote! {
        fn __plain_hash(&self, mut state: &mut dyn _wg::core::hash::Hasher) { let _ = &mut state; #plain }
        fn __hash_parts<'__k>(&'__k self, parts: &mut _wg::HashParts<'__k>) { let _ = &parts; #parts }
    };
    x.implement_unsafe(&head, &quote!(_wg::TreeHash), &body).to_tokens(code);
}
