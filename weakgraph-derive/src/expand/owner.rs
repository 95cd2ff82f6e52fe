//! `OwnerOf`: how the runtime finds the owning edges of one member type and relation by number.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

use super::bounded;
use crate::model::{Edge, Node};

/// For each member type and relation among the owning edges:
///
/// ```text
/// unsafe impl OwnerOf<C, R> for Node {
///     fn __head(&self, slot: u8) -> &Head {
///         match slot { 0u8 => Child::__head(&self.left), _ => Child::__head(&self.right) }
///     }
/// }
/// ```
pub(super) fn owners(node: &Node<'_>) -> TokenStream {
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    let mut code = TokenStream::new();
    let groups = node.groups();
    for (i, group) in groups.iter().enumerate() {
        if node.indistinct(&groups, i).is_some() {
            continue; // was reported
        }
        let (first, last) = (group[0], group[group.len() - 1]);
        let (span, target, relation) = (first.span(), first.target(), first.relation());
        let (slot, body) = if group.len() == 1 {
            (quote!(_), head(first))
        } else {
            let arms = group.iter().map(|edge| {
                let (slot, head) = (node.slot(edge), head(edge));
                let slot = if edge.name == last.name { quote!(_) } else { quote!(#slot) };
                quote_spanned!(edge.span()=> #slot => #head,)
            });
            (quote!(slot), quote_spanned!(span=> match slot { #(#arms)* }))
        };
        let head = quote_spanned! {span=>
            #[inline]
            fn __head(&self, #slot: _wg::core::primitive::u8) -> &_wg::Head { #body }
        };
        code.extend(quote! {
            #[automatically_derived]
            unsafe impl #impls _wg::OwnerOf<#target, #relation> for #ident #args #clause { #head }
        });
    }
    code
}

/// ```text
/// Child::__head(&self.left)
/// ```
fn head(edge: &Edge<'_>) -> TokenStream {
    let (span, place) = (edge.span(), edge.place());
    let kind = Ident::new(edge.kind.name, span);
    quote_spanned!(span=> _wg::#kind::__head(#place))
}
