//! Calls of functions that the user names in an attribute.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::ExprPath;
use syn::spanned::Spanned as _;

use super::expansion::Expansion;
use crate::span::{is_not_crate, own, respan};

/// The body of a function that calls `path` with `self`.
///
/// ```text
/// use OtherNodeHook as _;
/// hooked(|| NodeHook::<&Self, _>::new(Self::gone).__call(self))
/// ```
/// A function beside the type may take what a `&Self` is coerced to, so it is called:
///
/// ```text
/// hooked(|| gone(self))
/// ```
pub(super) fn call(x: &Expansion<'_, '_>, path: &ExprPath) -> TokenStream {
    let unit = quote_spanned!(span(path)=> ());
    within(x, path, "self", &unit, None, &|hook, node| match is_of_type(x, path) {
        true => quote_spanned! {node.span()=>
            use _wg::OtherNodeHook as _;
            _wg::hooked(|| _wg::NodeHook::<&Self, _>::new(#hook).__call(#node))
        },
        false => quote_spanned!(node.span()=> _wg::hooked(|| #hook(#node))),
    })
}

/// Is it a function of the type, `Self::gone` or `Node::gone`?
fn is_of_type(x: &Expansion<'_, '_>, path: &ExprPath) -> bool {
    let segments = &path.path.segments;
    let first = segments.first().map(|first| &first.ident);
    path.qself.is_none() && segments.len() == 2 && first.is_some_and(|it| it == "Self" || it == x.node.ident())
}

/// The same for `#[weak(on_drop = path)]` on an edge to a `target`, with `node`, a variable of the type `&Self`, and,
/// if the function takes it, `__dropped`, one of the type `&Weak<target>`.
///
/// ```text
/// use OtherHook as _;
/// use OtherNodeHook as _;
/// let __hook = EdgeHook::<Self, T, _>::new(Self::gone).__with(__dropped);
/// hooked(|| NodeHook::<&Self, _>::new(__hook).__call(self))    // a function beside the type: `__hook(self)`
/// ```
pub(super) fn call_of_edge(x: &Expansion<'_, '_>, path: &ExprPath, node: &str, target: &TokenStream) -> TokenStream {
    let unit = quote_spanned!(span(path)=> ());
    let is_of_type = is_of_type(x, path);
    within(x, path, node, &unit, Some(target), &|path, node| {
        let span = node.span();
        // The call is in the place of the path, so that rustc shows that if the function does not fit.
        let place = own(path.clone().into_iter().next().map_or(span, |first| first.span()));
        let hook = Ident::new("__hook", place.join(span).unwrap_or(place));
        let call = match is_of_type {
            true => quote_spanned!(span=> _wg::NodeHook::<&Self, _>::new(#hook).__call(#node)),
            false => quote_spanned!(span=> #hook(#node)),
        };
        quote_spanned! {span=>
            use _wg::OtherHook as _;
            use _wg::OtherNodeHook as _;
            let #hook = _wg::EdgeHook::<Self, #target, _>::new(#path).__with(__dropped);
            _wg::hooked(|| #call)
        }
    })
}

/// The same for `#[graph(label = path)]`.
///
/// ```text
/// use OtherNodeHook as _;
/// label_of(NodeHook::<&Self, _>::new(Self::title).__label(self))    // a function beside the type: `title(self)`
/// ```
pub(super) fn label(x: &Expansion<'_, '_>, path: &ExprPath) -> TokenStream {
    let text = quote_spanned!(span(path)=> _wg::core::option::Option<_wg::String>);
    within(x, path, "self", &text, None, &|hook, node| match is_of_type(x, path) {
        true => quote_spanned! {node.span()=> {
            use _wg::OtherNodeHook as _;
            _wg::label_of(_wg::NodeHook::<&Self, _>::new(#hook).__label(#node))
        }},
        false => quote_spanned!(node.span()=> _wg::label_of(#hook(#node))),
    })
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
/// Of an edge to a `T`:
///
/// ```text
/// trait __Hook<__Dropped> { fn gone(_: &Self, _: &__Dropped); }
/// impl __Hook<Weak<T>> for Node { fn gone(__node: &Self, __dropped: &Weak<T>) { .. } }
/// <Self as __Hook<Weak<T>>>::gone(self, __dropped)
/// ```
fn within(
    x: &Expansion<'_, '_>,
    path: &ExprPath,
    node: &str,
    gives: &TokenStream,
    target: Option<&TokenStream>,
    call: &dyn Fn(TokenStream, &Ident) -> TokenStream,
) -> TokenStream {
    let span = span(path);
    let ident = |name: &str| Ident::new(name, span);
    let node = ident(node);
    let Some(name) = path.path.get_ident() else { return call(respan(path.to_token_stream(), &is_not_crate), &node) };
    let mut function = name.clone();
    function.set_span(span);
    let called = call(quote_spanned!(span=> __hook), &ident("__node"));
    let (mut param, mut args, mut pass) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    let (mut takes, mut has) = (TokenStream::new(), TokenStream::new());
    if let Some(target) = target {
        param = quote_spanned!(span=> <__Dropped>);
        args = quote_spanned!(span=> <_wg::Weak<#target>>);
        takes = quote_spanned!(span=> , _: &__Dropped);
        has = quote_spanned!(span=> , __dropped: &_wg::Weak<#target>);
        pass = quote_spanned!(span=> , __dropped);
    }
    let body = quote_spanned!(span=> fn #function(__node: &Self #has) -> #gives { let __hook = #path; #called });
    let implemented = x.implement(&x.head, &quote_spanned!(span=> __Hook #args), &body);
    quote_spanned! {span=>
        trait __Hook #param { fn #function(_: &Self #takes) -> #gives; }
        #implemented
        <Self as __Hook #args>::#function(#node #pass)
    }
}
