//! `Tree`, for a type that owns itself in the relation of its back-reference.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::bounded;
use crate::model::{Edge, Node};

/// The back-reference and the list of the relation in which the type is a tree; the default relation first.
fn edges<'n, 'a>(node: &'n Node<'a>) -> Option<(&'n Edge<'a>, &'n Edge<'a>)> {
    let mut trees = node.parents().filter(|parent| parent.own).filter_map(|parent| {
        let mut own = node.owning().filter(|edge| edge.own && edge.relation_key() == parent.relation_key());
        match (own.next(), own.next()) {
            (Some(edge), None) if edge.kind.name == "Children" => Some((parent, edge)),
            _ => None,
        }
    });
    let first = trees.next()?;
    if first.0.relation_key() == "()" {
        return Some(first);
    }
    Some(trees.find(|(parent, _)| parent.relation_key() == "()").unwrap_or(first))
}

/// In a type whose only structure is one tree, what the fast paths of the runtime go by:
///
/// ```text
/// fn __sole(&self) -> Option<(&Link, &Head)> {
///     Some((Parent::__link(&self.parent), Children::__head(&self.children)))
/// }
/// ```
pub(super) fn sole(node: &Node<'_>) -> Option<TokenStream> {
    let (parent, children) = edges(node)?;
    if node.parents().count() != 1 || node.owning().count() != 1 {
        return None;
    }
    let (link, head) = (parent.place(), children.place());
    Some(quote! {
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            _wg::core::option::Option::Some((_wg::Parent::__link(#link), _wg::Children::__head(#head)))
        }
    })
}

/// ```text
/// unsafe impl Tree for Node {
///     type Relation = R;
///     fn __children(&self) -> &Children<Self, R> { &self.children }
/// }
/// ```
pub(super) fn tree(node: &Node<'_>) -> Option<TokenStream> {
    let (_, children) = edges(node)?;
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let (span, ident, relation, place) = (children.span(), node.name(), children.relation(), children.place());
    let body = quote_spanned! {span=>
        type Relation = #relation;
        #[inline]
        fn __children(&self) -> &_wg::Children<Self, #relation> { #place }
    };
    Some(quote! {
        #[automatically_derived]
        unsafe impl #impls _wg::Tree for #ident #args #clause { #body }
    })
}
