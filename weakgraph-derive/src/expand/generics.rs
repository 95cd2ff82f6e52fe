//! The generics of the impls: those of the type, with what its edges ask of its parameters.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Generics, PathArguments, Type, TypeParamBound, WherePredicate, parse_quote};

use super::edge::EdgeTokens;
use crate::ast::{Node, Role};
use crate::ty::{names_param, show};

/// What stands in the head of an impl: `impl<..> Trait for Node<..> where ..`.
pub(super) struct Head {
    pub(super) impls: TokenStream,
    pub(super) args: TokenStream,
    pub(super) clause: TokenStream,
}

impl Head {
    pub(super) fn of(generics: &Generics) -> Self {
        let (impls, args, clause) = generics.split_for_impl();
        Head { impls: impls.to_token_stream(), args: args.to_token_stream(), clause: clause.to_token_stream() }
    }
}

/// The generics of the type with what its edges ask of its parameters: every impl but `NoStrongCycle` needs them.
///
/// - `C: ChildOf<Self, R>` for an owning edge to a parameter `C`,
/// - `P: ParentOf<Self, R>` for a back-reference to a parameter `P`,
/// - `S: NoStrongCycle<()>` for a shared edge to a type that names a parameter: it is decided where the type is used.
///
/// What the user wrote already is not said again.
pub(super) fn bounded(node: &Node<'_>, edges: &[EdgeTokens<'_, '_>]) -> Generics {
    let mut generics = node.generics().clone();
    if generics.params.is_empty() {
        return generics;
    }
    let written = node.generics();
    for it in edges {
        let (edge, relation) = (it.edge, &it.relation);
        let (name, bound) = match edge.kind.role {
            Role::Owning if !node.is_broken => ("ChildOf", quote!(_wg::ChildOf<Self, #relation>)),
            Role::BackReference => ("ParentOf", quote!(_wg::ParentOf<Self, #relation>)),
            _ => continue,
        };
        if edge.is_open && !says(written, edge.target, name, edge.relation_key()) {
            push(&mut generics, &it.target, &bound);
        }
    }
    for target in node.shared() {
        if names_param(target, written) && !says(written, target, "NoStrongCycle", "()") {
            push(&mut generics, &target.to_token_stream(), &quote!(_wg::NoStrongCycle<()>));
        }
    }
    generics
}

/// Adds `ty: bound`.
pub(super) fn push(generics: &mut Generics, ty: &TokenStream, bound: &TokenStream) {
    let predicate: WherePredicate = parse_quote!(#ty: #bound);
    generics.make_where_clause().predicates.push(predicate);
}

/// Is `ty: name<.., last>` among the bounds of the type?
fn says(generics: &Generics, ty: &Type, name: &str, last: &str) -> bool {
    let ty = show(ty);
    for param in generics.type_params() {
        if param.ident == ty && param.bounds.iter().any(|bound| fits(bound, name, last)) {
            return true;
        }
    }
    let Some(clause) = &generics.where_clause else { return false };
    for predicate in &clause.predicates {
        let WherePredicate::Type(clause) = predicate else { continue };
        if show(&clause.bounded_ty) == ty && clause.bounds.iter().any(|bound| fits(bound, name, last)) {
            return true;
        }
    }
    false
}

/// Is the bound `name<.., last>`?
fn fits(bound: &TypeParamBound, name: &str, last: &str) -> bool {
    let TypeParamBound::Trait(bound) = bound else { return false };
    let Some(segment) = bound.path.segments.last() else { return false };
    let PathArguments::AngleBracketed(args) = &segment.arguments else { return false };
    segment.ident == name && args.args.last().is_some_and(|arg| show(arg) == last)
}
