//! What stands around the impls, and the user's own tokens in them.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Attribute, Data, DeriveInput, Fields, Meta, Path, Type};

use crate::ast::is_deprecated;
use crate::span::respan;

/// The type as generated code repeats it: in the user's spans, so that rustc folds errors about it with those about the
/// field. But to name a deprecated type is a warning, so a deprecated node does not name itself.
pub(super) fn repeat(input: &DeriveInput, ty: &Type) -> TokenStream {
    if !is_deprecated(input) {
        return ty.to_token_stream();
    }
    respan(ty.to_token_stream(), &|token| matches!(token, TokenTree::Ident(ident) if *ident == input.ident))
}

/// Puts `code` where its names cannot clash with the user's.
///
/// ```text
/// #[allow(..)]                                     // what the user allows on the type or its fields
/// const _: () = {
///     use ::weakgraph::__private::{self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle};
///     /* code */
/// };
/// ```
///
/// Lints leave code of a derive alone, but not the user's own tokens, which it repeats: what was silenced at the type
/// stays silent. Nothing else is allowed, since an `allow` in a crate that forbids the lint is an error.
///
/// The two traits stand without a path at the head of their impls, which is in the user's span: see
/// [`Expansion::name`](super::expansion::Expansion::name).
pub(super) fn wrap(input: &DeriveInput, krate: Option<&Path>, code: &TokenStream) -> TokenStream {
    let (krate, allows) = (crate_path(krate), allows(input));
    quote! {
        #allows
        const _: () = {
            use #krate::__private::{self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle};
            #code
        };
    }
}

/// `::weakgraph`, or what `crate = path` says.
pub(super) fn crate_path(krate: Option<&Path>) -> TokenStream {
    match krate {
        Some(path) => path.to_token_stream(),
        None => quote!(::weakgraph),
    }
}

/// ```text
/// #[allow(..)]      // for each `#[allow(..)]` and `#[expect(..)]` on the type, its variants and its fields
/// ```
pub(super) fn allows(input: &DeriveInput) -> TokenStream {
    let mut code = TokenStream::new();
    push_allows(&mut code, &input.attrs);
    match &input.data {
        Data::Struct(data) => push_allows_of_fields(&mut code, &data.fields),
        Data::Enum(data) => {
            for variant in &data.variants {
                push_allows(&mut code, &variant.attrs);
            }
            for variant in &data.variants {
                push_allows_of_fields(&mut code, &variant.fields);
            }
        }
        Data::Union(data) => {
            for field in &data.fields.named {
                push_allows(&mut code, &field.attrs);
            }
        }
    }
    code
}

fn push_allows_of_fields(code: &mut TokenStream, fields: &Fields) {
    for field in fields {
        push_allows(code, &field.attrs);
    }
}

fn push_allows(code: &mut TokenStream, attrs: &[Attribute]) {
    for attr in attrs {
        match &attr.meta {
            Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
                let lints = &list.tokens;
                quote!(#[allow(#lints)]).to_tokens(code);
            }
            _ => {}
        }
    }
}
