//! `Readable`: whether a node can be read without counting.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, Generics, TypeParamBound, WherePredicate};

use super::bounded;
use crate::model::Node;
use crate::types::show;

/// Is the type `'static` as it is declared? What its parameters stand for is not known here, so each must say so.
pub(crate) fn is_readable(generics: &Generics) -> bool {
    let is_static = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Lifetime(it) if it.ident == "static");
    generics.params.iter().all(|param| match param {
        GenericParam::Lifetime(_) => false,
        GenericParam::Const(_) => true,
        GenericParam::Type(param) => {
            let mut clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
            param.bounds.iter().any(is_static)
                || clauses.any(|clause| match clause {
                    WherePredicate::Type(clause) => {
                        param.ident == show(&clause.bounded_ty) && clause.bounds.iter().any(is_static)
                    }
                    _ => false,
                })
        }
    })
}

/// In `Graph`: the same, for code that does not know the type.
pub(crate) fn constant() -> TokenStream {
    quote!(
        const READABLE: _wg::core::primitive::bool = true;
    )
}

/// ```text
/// unsafe impl Readable for Node {}
/// ```
pub(super) fn readable(node: &Node<'_>) -> Option<TokenStream> {
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    is_readable(node.generics()).then(|| {
        quote! {
            #[automatically_derived]
            unsafe impl #impls _wg::Readable for #ident #args #clause {}
        }
    })
}
