//! Calls of functions that the user names in an attribute.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::ExprPath;
use syn::spanned::Spanned as _;

use super::expansion::Expansion;
use crate::span::{is_not_crate, own, respan};

/// The body of a function that calls `path` with `node`, a variable of the type `&Self`. It is a call, so that rustc
/// points at the function if that does not fit.
///
/// ```text
/// hooked(Self::gone(self))
/// ```
pub(super) fn call(x: &Expansion<'_, '_>, path: &ExprPath, node: &str) -> TokenStream {
    let unit = quote_spanned!(span(path)=> ());
    within(x, path, node, &unit, &|path, node| quote_spanned!(node.span()=> _wg::hooked(#path(#node))))
}

/// The same for `#[graph(label = path)]`.
///
/// ```text
/// label_of(Self::title(self))
/// ```
pub(super) fn label(x: &Expansion<'_, '_>, path: &ExprPath) -> TokenStream {
    let text = quote_spanned!(span(path)=> _wg::core::option::Option<_wg::String>);
    within(x, path, "self", &text, &|path, node| quote_spanned!(node.span()=> _wg::label_of(#path(#node))))
}

/// Returns the place of the function's name, with names resolved as the macro's own.
fn span(path: &ExprPath) -> Span {
    own(path.path.segments.last().map_or_else(|| path.span(), |last| last.ident.span()))
}

/// A bare name is that of a function beside the type. If there is none, `Self::gone` was meant, and rustc proposes it
/// where a trait has a function of this name.
///
/// ```text
/// trait __Hook { fn gone(_: &Self); }
/// impl __Hook for Node { fn gone(__node: &Self) { let __hook = gone; __hook(__node) } }
/// <Self as __Hook>::gone(self)
/// ```
fn within(
    x: &Expansion<'_, '_>,
    path: &ExprPath,
    node: &str,
    gives: &TokenStream,
    call: &dyn Fn(TokenStream, &Ident) -> TokenStream,
) -> TokenStream {
    let span = span(path);
    let ident = |name: &str| Ident::new(name, span);
    let node = ident(node);
    let Some(name) = path.path.get_ident() else { return call(respan(path.to_token_stream(), &is_not_crate), &node) };
    let mut function = name.clone();
    function.set_span(span);
    let called = call(quote_spanned!(span=> __hook), &ident("__node"));
    let body = quote_spanned!(span=> fn #function(__node: &Self) -> #gives { let __hook = #path; #called });
    let implemented = x.implement(&x.head, &quote_spanned!(span=> __Hook), &body);
    quote_spanned! {span=>
        trait __Hook { fn #function(_: &Self) -> #gives; }
        #implemented
        <Self as __Hook>::#function(#node)
    }
}
