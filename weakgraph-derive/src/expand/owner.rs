//! `OwnerOf`: how the runtime finds the owning edges of one member type and relation by number.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::bounded;
use crate::model::Node;

/// For each member type and relation among the owning edges:
///
/// ```text
/// unsafe impl OwnerOf<C, R> for Node {
///     fn __head(&self, slot: u8) -> &Head {
///         match slot { 0u8 => (&self.left).__head(), _ => (&self.right).__head() }
///     }
/// }
/// ```
pub(super) fn owners(node: &Node<'_>) -> TokenStream {
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.ident();
    let mut code = TokenStream::new();
    for group in node.groups() {
        let first = group.edges[0];
        let (span, target, relation) = (first.span(), first.target, first.relation());
        let last = group.edges.len() - 1;
        let heads = group.edges.iter().enumerate().map(|(slot, edge)| {
            let (span, place, kind) = (edge.span(), edge.place(), format_ident!("{}", edge.kind.name));
            let slot = u8::try_from(slot).ok().filter(|_| slot < last).map_or_else(|| quote!(_), |slot| quote!(#slot));
            quote_spanned!(span=> #slot => _wg::#kind::__head(#place),)
        });
        code.extend(quote_spanned! {span=>
            #[automatically_derived]
            unsafe impl #impls _wg::OwnerOf<#target, #relation> for #ident #args #clause {
                #[inline]
                fn __head(&self, slot: _wg::core::primitive::u8) -> &_wg::Head { match slot { #(#heads)* } }
            }
        });
    }
    code
}
