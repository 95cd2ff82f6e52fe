//! `#[graph(label)]`: what a picture of the graph calls a node.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Data;

use super::own_span;
use crate::field::Field;
use crate::model::{Node, own_ident, own_member};

/// ```text
/// fn __label(&self) -> Option<String> { label_of(Self::title(self)) }
/// fn __label(&self) -> Option<String> { label(&self.name) }
/// fn __label(&self) -> Option<String> { match self { Self::File { name: it, .. } => label(it), _ => None } }
/// ```
pub(super) fn label(node: &Node<'_>) -> Option<TokenStream> {
    let body = match &node.attrs.label {
        Some((_, path)) => quote_spanned!(own_span(path)=> _wg::label_of(#path(self))),
        None => {
            // The first of each variant: a second one was reported.
            let mut titled: Vec<&Field<'_>> = Vec::new();
            for field in node.fields.iter().filter(|field| field.titled.is_some()) {
                if titled.iter().all(|it| it.variant != field.variant) {
                    titled.push(field);
                }
            }
            let arms = titled.iter().map(|field| {
                let (span, member) = (own_span(&field.syn.ty), own_member(&field.member));
                match field.variant.map(own_ident) {
                    Some(variant) => quote_spanned!(span=> Self::#variant { #member: it, .. } => _wg::label(it),),
                    None => quote_spanned!(span=> _wg::label(&self.#member)),
                }
            });
            match titled.first()?.variant {
                Some(_) => {
                    let all = matches!(&node.input.data, Data::Enum(data) if data.variants.len() == titled.len());
                    let rest = (!all).then(|| quote!(_ => _wg::core::option::Option::None,));
                    quote!(match self { #(#arms)* #rest })
                }
                None => quote!(#(#arms)*),
            }
        }
    };
    Some(quote!(fn __label(&self) -> _wg::core::option::Option<_wg::String> { #body }))
}
