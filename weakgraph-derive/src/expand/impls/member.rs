//! `HasParent`: what a child says of its parents.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};

use crate::expand::expansion::Expansion;
use crate::expand::wrap::call_hook;

/// For each relation in which this type is a child:
///
/// ```text
/// unsafe impl HasParent<R> for Node {
///     type Parent = P;
///     fn __link(&self) -> &Link { Parent::__link(&self.parent) }
///     const PARENT_HOOKED: bool = true;             // with `#[weak(on_drop = ..)]`
///     fn __on_parent_drop(&self, _: Dropping) { let hook: fn(&Self) = Self::gone; hook(self) }
/// }
/// impl ChildOf<P, R> for Node {}
/// ```
pub(super) fn members(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    for edge in x.node.parents() {
        let it = x.tokens(edge);
        let (span, place, target, relation) = (it.span, &it.place, &it.target, &it.relation);
        let mut hook = TokenStream::new();
        if let Some(path) = &edge.on_drop {
            let call = call_hook(path);
            hook = quote_spanned! {span=>
                const PARENT_HOOKED: _wg::core::primitive::bool = true;
                fn __on_parent_drop(&self, _: _wg::Dropping) { #call }
            };
        }
        let body = quote_spanned! {span=>
            type Parent = #target;
            #[inline]
            fn __link(&self) -> &_wg::Link { _wg::Parent::__link(#place) }
            #hook
        };
        x.implement_unsafe(&x.head, &quote!(_wg::HasParent<#relation>), &body).to_tokens(code);
        x.implement(&x.head, &quote!(_wg::ChildOf<#target, #relation>), &TokenStream::new()).to_tokens(code);
    }
}
