//! The node's own `impl` block: `new`, `handle` and the accessors.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::new;
use crate::expand::accessor;
use crate::expand::expansion::Expansion;
use crate::expand::generics::Head;
use crate::span::own_vis;

/// ```text
/// impl Node { /* methods */ }
/// ```
pub(super) fn methods(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let mut methods = TokenStream::new();
    new::method(x, &mut methods);
    handle(x, &mut methods);
    accessor::methods(x).to_tokens(&mut methods);
    if methods.is_empty() {
        return;
    }
    let (Head { impls, args, clause }, ident) = (&x.head, &x.name);
    let block = quote! {
        #[automatically_derived]
        impl #impls #ident #args #clause { #methods }
    };
    block.to_tokens(code);
}

/// For a type with an edge that the runtime links, unless it has `#[graph(handle = none)]`:
///
/// ```text
/// #[must_use]
/// pub fn handle(&self) -> Strong<Self> { handle(self) }
/// ```
fn handle(x: &Expansion<'_, '_>, methods: &mut TokenStream) {
    let Some(name) = x.node.handle() else { return };
    let vis = own_vis(&x.node.input.vis);
    let handle = quote! {
        #[doc = "Returns a handle to this node.\n\n# Panics\n\nIf this value is not in a `Strong`, or its node is being dropped."]
        #[must_use]
        #[inline]
        #[track_caller]
        #vis fn #name(&self) -> _wg::Strong<Self> { _wg::handle(self) }
    };
    handle.to_tokens(methods);
}
