//! `#[graph(new)]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::Member;

use crate::ast::{Content, Role, TRACKS_CALLERS};
use crate::expand::expansion::{Expansion, broken};
use crate::span::{own_member, own_vis};

/// A parameter for each field that says something: plain fields, shared edges, plain weak handles (they are set once).
/// Every other edge starts empty, and a field marked `#[graph(default)]` as its default.
///
/// ```text
/// #[must_use]
/// pub fn new(name: String) -> Strong<Self> {
///     Strong::new(Self { name: name, parent: Default::default(), children: Default::default() })
/// }
/// ```
pub(super) fn method(x: &Expansion<'_, '_>, methods: &mut TokenStream) {
    if !x.node.has_new() {
        return;
    }
    let vis = own_vis(&x.node.input.vis);
    let (mut params, mut inits, mut from) = (TokenStream::new(), TokenStream::new(), String::new());
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
        quote!(#param: #ty,).to_tokens(&mut params);
        quote!(#member: #param,).to_tokens(&mut inits);
        from.push_str(if from.is_empty() { "`" } else { ", `" });
        from.push_str(&field.name);
        from.push('`');
    }
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
        #vis fn new(#params) -> _wg::Strong<Self> { #body }
    };
    new.to_tokens(methods);
}

fn param(member: &Member) -> Ident {
    match member {
        Member::Named(ident) => ident.clone(),
        Member::Unnamed(index) => format_ident!("field_{}", index.index, span = Span::call_site()),
    }
}
