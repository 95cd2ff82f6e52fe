//! `Readable`: whether a node can be read without counting.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{GenericParam, Generics, TypeParam, TypeParamBound, WherePredicate};

use crate::expand::expansion::Expansion;
use crate::ty::show;

/// Is the type `'static` as it is declared? What its parameters stand for is not known here, so each must say so.
pub(crate) fn is_readable(generics: &Generics) -> bool {
    for param in &generics.params {
        let is_static = match param {
            GenericParam::Lifetime(_) => false,
            GenericParam::Const(_) => true,
            GenericParam::Type(param) => is_static(generics, param),
        };
        if !is_static {
            return false;
        }
    }
    true
}

fn is_static(generics: &Generics, param: &TypeParam) -> bool {
    let says = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Lifetime(it) if it.ident == "static");
    if param.bounds.iter().any(says) {
        return true;
    }
    let Some(clause) = &generics.where_clause else { return false };
    for predicate in &clause.predicates {
        let WherePredicate::Type(clause) = predicate else { continue };
        if param.ident == show(&clause.bounded_ty) && clause.bounds.iter().any(says) {
            return true;
        }
    }
    false
}

/// In `Graph`: the same, for code that does not know the type.
///
/// ```text
/// const READABLE: bool = true;
/// ```
pub(crate) fn constant() -> TokenStream {
    quote!(
        const READABLE: _wg::core::primitive::bool = true;
    )
}

/// ```text
/// unsafe impl Readable for Node {}
/// ```
pub(super) fn readable(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if is_readable(x.node.generics()) {
        x.implement_unsafe(&x.head, &quote!(_wg::Readable), &TokenStream::new()).to_tokens(code);
    }
}
