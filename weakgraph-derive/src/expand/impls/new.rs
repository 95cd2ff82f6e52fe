//! `#[graph(new)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::{Member, Type};

use crate::ast::{Content, Role, TRACKS_CALLERS};
use crate::expand::expansion::{Expansion, broken};
use crate::span::{own_member, own_vis};
use crate::ty::{cell, is_coerced_to};

/// A parameter for each field that says something: plain fields, shared edges, plain weak handles (they are set once).
/// Every other edge starts empty, and a field marked `#[graph(default)]` as its default. For a cell there may be its
/// content instead.
///
/// ```text
/// #[must_use]
/// pub fn new(name: String) -> Strong<Self> {
///     Strong::new(Self { name: name, parent: Default::default(), children: Default::default() })
/// }
/// pub fn new<__0: IntoField<Cell<u32>>>(age: __0) -> Strong<Self> {
///     Strong::new(Self { age: IntoField::<Cell<u32>>::__into(age) })
/// }
/// ```
pub(super) fn method(x: &Expansion<'_, '_>, methods: &mut TokenStream) {
    if !x.node.has_new() {
        return;
    }
    let vis = own_vis(&x.node.input.vis);
    let (mut params, mut inits, mut from) = (TokenStream::new(), TokenStream::new(), String::new());
    let mut generics: Vec<TokenStream> = Vec::new();
    for field in &x.node.fields {
        let (member, ty) = (own_member(&field.member), x.repeat(field.ty()));
        let is_empty = matches!(
            field.content,
            Content::Edge(Role::BackReference | Role::Owning | Role::WeakLink, _) | Content::Refused
        );
        if is_empty || field.default.is_some() {
            quote!(#member: _wg::core::default::Default::default(),).to_tokens(&mut inits);
            continue;
        }
        let param = param(&member);
        if takes_content(field.ty()) {
            let name = format_ident!("__{}", generics.len());
            quote!(#param: #name,).to_tokens(&mut params);
            quote!(#member: _wg::IntoField::<#ty>::__into(#param),).to_tokens(&mut inits);
            generics.push(quote!(#name: _wg::IntoField<#ty>));
        } else {
            quote!(#param: #ty,).to_tokens(&mut params);
            quote!(#member: #param,).to_tokens(&mut inits);
        }
        from.push_str(if from.is_empty() { "`" } else { ", `" });
        from.push_str(&field.name);
        from.push('`');
    }
    let generics = if generics.is_empty() { TokenStream::new() } else { quote!(<#(#generics),*>) };
    let from = if from.is_empty() { "nothing" } else { &from };
    let doc = format!("Allocates a node from {from}, and returns a handle to it. The other edges are empty.");
    let body = match x.node.is_broken {
        false => quote!(_wg::Strong::new(Self { #inits })),
        true => broken(),
    };
    let track_caller = TRACKS_CALLERS.then(|| quote!(#[track_caller]));
    let new = quote! {
        #[doc = #doc]
        #[must_use]
        #track_caller
        #vis fn new #generics(#params) -> _wg::Strong<Self> { #body }
    };
    new.to_tokens(methods);
}

/// Does `new` take what is in this cell, too? Not where a value may have to be coerced (to an object, a function
/// pointer, a slice): the compiler does that only where it knows the type that is asked for.
fn takes_content(ty: &Type) -> bool {
    cell(ty).is_some_and(|(_, inner)| !is_coerced_to(inner))
}

fn param(member: &Member) -> Ident {
    match member {
        Member::Named(ident) => ident.clone(),
        Member::Unnamed(index) => format_ident!("field_{}", index.index, span = Span::call_site()),
    }
}
