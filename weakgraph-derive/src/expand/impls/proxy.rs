//! `#[graph(proxy)]`: the accessors once more, for a `Proxy` of the node.
//!
//! Nobody but `weakgraph` can write methods on its `Proxy`, so they stand on a type of the node's own module, to which
//! a `Proxy` of the node derefs. There they can be as visible as their fields, and need no import.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;

use crate::ast::{Field, Getter};
use crate::expand::accessor::{DROPPED, fallible, forwards, push_docs};
use crate::expand::expansion::Expansion;
use crate::expand::generics::Head;
use crate::expand::wrap::{allows, crate_path};
use crate::span::{is_not_crate, map, own_ident, own_member, own_vis, respan};
use crate::ty::CellKind;

fn name_of_accessors(x: &Expansion<'_, '_>) -> Ident {
    let ident = x.node.ident();
    format_ident!("{}Proxy", ident.unraw(), span = own_ident(ident).span())
}

/// Beside the node, so that rustdoc shows it:
///
/// ```text
/// #[repr(transparent)]
/// pub struct NodeProxy { proxy: Proxy<Node> }
/// ```
pub(crate) fn accessors(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.proxy.is_none() {
        return;
    }
    let krate = crate_path(x.node.options.krate.as_ref());
    let (name, vis, generics) = (name_of_accessors(x), own_vis(&x.node.input.vis), x.node.generics());
    let Head { args, clause, .. } = Head::of(generics);
    let (ident, text) = (own_ident(&x.name), x.node.ident().unraw().to_string());
    let mut head = TokenStream::new();
    let docs = [
        format!("The accessors of a `{text}`, for a `Proxy<{text}>`, which derefs to this type."),
        String::new(),
        "Each keeps the node alive during the call. If the node was dropped, it returns `Err(Dropped)`, and drops its \
         argument."
            .into(),
    ];
    push_docs(&mut head, proc_macro2::Span::call_site(), &docs);
    allows(x.node.input).to_tokens(&mut head);
    let accessors = quote! {
        #head
        #[repr(transparent)]
        #vis struct #name #generics #clause { proxy: #krate::Proxy<#ident #args> }
    };
    // In spans of the macro's own: what a lint says of the parameters it has said at the node.
    respan(of_node(x, accessors), &is_not_crate).to_tokens(code);
}

/// ```text
/// impl NodeProxy { /* methods */ }
/// unsafe impl Proxied for Node { type Accessors = NodeProxy; }
/// ```
/// The methods are written as if they were the node's: `Self` is replaced by its name.
pub(crate) fn proxied(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.proxy.is_none() {
        return;
    }
    let (Head { impls, args, clause }, name) = (&x.head, name_of_accessors(x));
    let mut methods = forwards(x);
    for field in &x.node.fields {
        if let Some(getter) = field.getter.as_ref().filter(|getter| getter.taken.is_none()) {
            write_getter(x, field, getter, &mut methods);
        }
    }
    let methods = quote! {
        #[automatically_derived]
        impl #impls #name #args #clause { #methods }
    };
    of_node(x, methods).to_tokens(code);
    x.implement_unsafe(&x.head, &quote!(_wg::Proxied), &quote!(type Accessors = #name #args;)).to_tokens(code);
}

/// With the body around it that [`fallible`] writes:
///
/// ```text
/// pub fn name(&self) -> Result<String, Dropped> { .. String::clone(&__target.name) .. }
/// ```
/// Of a `Cell`:
///
/// ```text
/// pub fn age(&self) -> Result<u32, Dropped> { .. Cell::get(&__target.age) .. }
/// pub fn set_age(&self, value: u32) -> Result<(), Dropped> { .. Cell::set(&__target.age, value) .. }
/// ```
fn write_getter(x: &Expansion<'_, '_>, field: &Field<'_>, getter: &Getter<'_>, methods: &mut TokenStream) {
    let (span, member, name) = (field.span(), own_member(&field.member), &field.name);
    let (place, none) = (quote_spanned!(span=> &__target.#member), TokenStream::new());
    let Some((kind, inner, setter)) = &getter.cell else {
        let ty = x.repeat(field.ty());
        let head = head(field, format!("A clone of the field `{name}`."), None);
        let call = quote_spanned!(span=> <#ty as _wg::core::clone::Clone>::clone(#place));
        return fallible(span, &head, &getter.name.to_token_stream(), &none, (&ty, &none), &call).to_tokens(methods);
    };
    let inner = x.repeat(inner);
    let (gets, sets, panics) = match kind {
        CellKind::Cell => ("Returns the content", "Sets the field", None),
        CellKind::RefCell => ("Returns a clone of the content", "Sets the field", Some("If the field is borrowed.")),
        CellKind::OnceCell => ("Returns a clone of the content, if there is any,", "Sets the field once", None),
    };
    let (gives, get, gives_back, set) = match kind {
        CellKind::Cell => (
            inner.clone(),
            quote_spanned!(span=> _wg::copied::<#inner>(#place)),
            quote_spanned!(span=> ()),
            quote_spanned!(span=> _wg::core::cell::Cell::<#inner>::set(#place, value)),
        ),
        CellKind::RefCell => (
            inner.clone(),
            quote_spanned!(span=> _wg::cloned::<#inner>(#place)),
            quote_spanned!(span=> ()),
            quote_spanned!(span=> _wg::replace::<#inner>(#place, value)),
        ),
        CellKind::OnceCell => (
            quote_spanned!(span=> _wg::core::option::Option<#inner>),
            quote_spanned!(span=> _wg::cloned_once::<#inner>(#place)),
            quote_spanned!(span=> _wg::core::result::Result<(), #inner>),
            quote_spanned!(span=> _wg::core::cell::OnceCell::<#inner>::set(#place, value)),
        ),
    };
    let start = head(field, format!("{gets} of the field `{name}`."), panics);
    fallible(span, &start, &getter.name.to_token_stream(), &none, (&gives, &none), &get).to_tokens(methods);
    let start = match kind {
        CellKind::OnceCell => format!("{sets} `{name}` to `value`, or returns `value` if it was set before."),
        _ => format!("{sets} `{name}` to `value`."),
    };
    let start = head(field, start, panics);
    let arg = quote_spanned!(span=> , value: #inner);
    fallible(span, &start, &setter.to_token_stream(), &arg, (&gives_back, &none), &set).to_tokens(methods);
}

/// The start of a getter: docs, the user's `#[deprecated]`, visibility.
fn head(field: &Field<'_>, first: String, panics: Option<&str>) -> TokenStream {
    let (span, vis) = (field.span(), own_vis(&field.syn.vis));
    let mut head = TokenStream::new();
    push_docs(&mut head, span, &[first, String::new(), "# Errors".into(), String::new(), DROPPED.into()]);
    if let Some(panics) = panics {
        push_docs(&mut head, span, &[String::new(), "# Panics".into(), String::new(), panics.into()]);
    }
    for attr in &field.syn.attrs {
        if attr.path().is_ident("deprecated") {
            attr.to_tokens(&mut head);
        }
    }
    quote_spanned!(span=> #[inline] #vis).to_tokens(&mut head);
    head
}

/// Returns the tokens with the node's type in place of `Self`.
pub(super) fn of_node(x: &Expansion<'_, '_>, tokens: TokenStream) -> TokenStream {
    let (ident, args) = (own_ident(&x.name), Head::of(x.node.generics()).args);
    let node = quote!(#ident #args);
    map(tokens, &mut |token, out| match &token {
        TokenTree::Ident(ident) if ident == "Self" => node.to_tokens(out),
        _ => token.to_tokens(out),
    })
}
