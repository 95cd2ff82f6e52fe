//! `#[graph(clone)]`, `#[graph(eq)]` and `#[graph(hash)]`: a node with what it owns as a value.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Data, Generics, Ident, Type, WherePredicate, parse_quote};

use super::{bounded, names_param, own_span};
use crate::field::{Field, repeated, shows_weak};
use crate::model::{Edge, Node, Role, own_ident, own_member};
use crate::types::{is_open, show};

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
    match &field.edge {
        Some(edge) if edge.kind.role == Role::Shared => Part::Shared,
        Some(_) => Part::Edge,
        None if field.container && field.shared.is_empty() && shows_weak(&field.syn.ty) => Part::Edge,
        None if field.container => Part::Shared,
        None => Part::Plain,
    }
}

/// The generics with `bound` on every type of a plain field that names a parameter, and `owned` on every member type that is
/// left open.
fn generics(node: &Node<'_>, parts: &[Part], bound: &TokenStream, owned: &TokenStream) -> Generics {
    let mut generics = bounded(node);
    let mut seen: Vec<String> = Vec::new();
    let mut predicates: Vec<WherePredicate> = Vec::new();
    let mut add = |ty: &Type, bound: &TokenStream| {
        let key = format!("{}: {bound}", show(ty));
        if !seen.contains(&key) {
            seen.push(key);
            predicates.push(parse_quote!(#ty: #bound));
        }
    };
    for field in node.fields.iter().filter(|field| parts.contains(&part(field))) {
        if names_param(&field.syn.ty, node.generics()) {
            add(&field.syn.ty, bound);
        }
    }
    for edge in node.owning().filter(|edge| is_open(edge.target, node.generics())) {
        add(edge.target, owned);
    }
    if !predicates.is_empty() {
        generics.make_where_clause().predicates.extend(predicates);
    }
    generics
}

/// A call for each edge of the given roles, in the order of the edges.
///
/// ```text
/// parts.children::<C, R>(&self.children);
/// ```
fn parts(node: &Node<'_>, roles: &[Role]) -> TokenStream {
    let call = |edge: &Edge<'_>| {
        let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
        match edge.kind.name {
            "Children" => quote_spanned!(span=> parts.children::<#target, #relation>(#place);),
            "Child" => quote_spanned!(span=> parts.child::<#target, #relation>(#place);),
            "WeakCell" => quote_spanned!(span=> parts.weak_cell(#place);),
            _ => quote_spanned!(span=> parts.weak_list(#place);),
        }
    };
    node.edges.iter().filter(|edge| roles.contains(&edge.kind.role)).map(call).collect()
}

/// The variants with their fields; of a struct, itself.
pub(super) fn variants<'n, 'a>(node: &'n Node<'a>) -> Vec<(Option<&'a Ident>, Vec<&'n Field<'a>>)> {
    match &node.input.data {
        Data::Enum(data) => {
            let fields =
                |ident: &Ident| node.fields.iter().filter(|it| it.variant.is_some_and(|it| it == ident)).collect();
            data.variants.iter().map(|variant| (Some(&variant.ident), fields(&variant.ident))).collect()
        }
        _ => vec![(None, node.fields.iter().collect())],
    }
}

fn path(variant: Option<&Ident>) -> TokenStream {
    match variant.map(own_ident) {
        Some(variant) => quote!(Self::#variant),
        None => quote!(Self),
    }
}

/// ```text
/// unsafe impl DeepClone for Node {
///     fn __plain(&self) -> Self {
///         match self { Self { name: f0, .. } => Self { name: Clone::clone(f0), parent: Default::default(), .. } }
///     }
///     fn __clone_parts(&self, parts: &mut CloneParts<'_>) { /* parts */ }
/// }
/// ```
pub(super) fn deep_clone(node: &Node<'_>) -> Option<TokenStream> {
    node.attrs.clone.as_ref()?;
    let generics =
        generics(node, &[Part::Plain, Part::Shared], &quote!(_wg::core::clone::Clone), &quote!(_wg::DeepClone));
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    let arms = variants(node).into_iter().map(|(variant, fields)| {
        let path = path(variant);
        let (mut taken, mut given) = (Vec::new(), Vec::new());
        for (i, field) in fields.iter().enumerate() {
            let (span, member, name) = (own_span(&field.syn.ty), own_member(&field.member), format_ident!("f{i}"));
            if part(field) == Part::Edge {
                given.push(quote_spanned!(span=> #member: _wg::core::default::Default::default()));
            } else {
                let ty = repeated(node.input, &field.syn.ty);
                taken.push(quote!(#member: #name));
                given.push(quote_spanned!(span=> #member: <#ty as _wg::core::clone::Clone>::clone(#name)));
            }
        }
        quote!(#path { #(#taken,)* .. } => #path { #(#given),* },)
    });
    let body = match &node.input.data {
        Data::Enum(data) if data.variants.is_empty() => quote!(match *self {}),
        _ => quote!(match self { #(#arms)* }),
    };
    let parts = parts(node, &[Role::Owning, Role::WeakLink]);
    Some(quote! {
        #[automatically_derived]
        unsafe impl #impls _wg::DeepClone for #ident #args #clause {
            fn __plain(&self) -> Self { #body }
            fn __clone_parts(&self, parts: &mut _wg::CloneParts<'_>) { let _ = &parts; #parts }
        }
    })
}

/// ```text
/// unsafe impl TreeEq for Node {
///     fn __plain_eq(&self, other: &Self) -> bool {
///         match (self, other) { (Self { name: f0, .. }, Self { name: g0, .. }) => true && PartialEq::eq(f0, g0), _ => false }
///     }
///     fn __eq_parts(&self, parts: &mut EqParts<'_>) { /* parts */ }
/// }
/// ```
pub(super) fn tree_eq(node: &Node<'_>) -> Option<TokenStream> {
    node.attrs.eq.as_ref()?;
    let generics =
        generics(node, &[Part::Plain, Part::Shared], &quote!(_wg::core::cmp::PartialEq), &quote!(_wg::TreeEq));
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    let variants = variants(node);
    let arms = variants.iter().map(|(variant, fields)| {
        let path = path(*variant);
        let (mut left, mut right, mut same) = (Vec::new(), Vec::new(), Vec::new());
        for (i, field) in fields.iter().enumerate().filter(|(_, field)| part(field) != Part::Edge) {
            let (span, member) = (own_span(&field.syn.ty), own_member(&field.member));
            let (a, b) = (format_ident!("f{i}"), format_ident!("g{i}"));
            left.push(quote!(#member: #a));
            right.push(quote!(#member: #b));
            let ty = repeated(node.input, &field.syn.ty);
            same.push(quote_spanned!(span=> && <#ty as _wg::core::cmp::PartialEq>::eq(#a, #b)));
        }
        quote!((#path { #(#left,)* .. }, #path { #(#right,)* .. }) => true #(#same)*,)
    });
    let rest = (variants.len() != 1).then(|| quote!(_ => false,));
    let parts = parts(node, &[Role::Owning]);
    Some(quote! {
        #[automatically_derived]
        unsafe impl #impls _wg::TreeEq for #ident #args #clause {
            fn __plain_eq(&self, other: &Self) -> _wg::core::primitive::bool { match (self, other) { #(#arms)* #rest } }
            fn __eq_parts(&self, parts: &mut _wg::EqParts<'_>) { let _ = &parts; #parts }
        }
    })
}

/// ```text
/// unsafe impl TreeHash for Node {
///     fn __plain_hash(&self, mut state: &mut dyn Hasher) {
///         match self { Self { name: f0, .. } => { Hash::hash(f0, &mut state); } }
///     }
///     fn __hash_parts(&self, parts: &mut HashParts<'_>) { /* parts */ }
/// }
/// ```
pub(super) fn tree_hash(node: &Node<'_>) -> Option<TokenStream> {
    node.attrs.hash.as_ref()?;
    let generics = generics(node, &[Part::Plain], &quote!(_wg::core::hash::Hash), &quote!(_wg::TreeHash));
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    let arms = variants(node).into_iter().map(|(variant, fields)| {
        let path = path(variant);
        let (mut taken, mut hashed) = (Vec::new(), Vec::new());
        for (i, field) in fields.iter().enumerate().filter(|(_, field)| part(field) == Part::Plain) {
            let (span, member, name) = (own_span(&field.syn.ty), own_member(&field.member), format_ident!("f{i}"));
            taken.push(quote!(#member: #name));
            let ty = repeated(node.input, &field.syn.ty);
            hashed.push(quote_spanned!(span=> <#ty as _wg::core::hash::Hash>::hash(#name, &mut state);));
        }
        quote!(#path { #(#taken,)* .. } => { #(#hashed)* })
    });
    let body = match &node.input.data {
        Data::Enum(data) if data.variants.is_empty() => quote!(match *self {}),
        Data::Enum(_) => quote! {
            _wg::core::hash::Hash::hash(&_wg::core::mem::discriminant(self), &mut state);
            match self { #(#arms)* }
        },
        _ => quote!(match self { #(#arms)* }),
    };
    let parts = parts(node, &[Role::Owning]);
    Some(quote! {
        #[automatically_derived]
        unsafe impl #impls _wg::TreeHash for #ident #args #clause {
            fn __plain_hash(&self, mut state: &mut dyn _wg::core::hash::Hasher) { let _ = &mut state; #body }
            fn __hash_parts(&self, parts: &mut _wg::HashParts<'_>) { let _ = &parts; #parts }
        }
    })
}
