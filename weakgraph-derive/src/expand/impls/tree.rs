//! `Tree`, for a type that owns itself in the relation of its back-reference.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};

use crate::ast::{Edge, Node, Role};
use crate::expand::expansion::{Expansion, broken};

/// The back-reference and the list of the relation in which the type is a tree; the default relation first.
fn edges<'n, 'a>(node: &'n Node<'a>) -> Option<(&'n Edge<'a>, &'n Edge<'a>)> {
    let mut found = None;
    let mut parents = node.parents();
    parents.extend(node.refused.iter().filter(|edge| edge.kind.role == Role::BackReference));
    for parent in parents {
        if !parent.is_self {
            continue;
        }
        let mut own = node.relation(parent);
        let refused = node.refused.iter().filter(|edge| edge.kind.role == Role::Owning);
        own.extend(refused.filter(|edge| edge.relation_key() == parent.relation_key()));
        own.retain(|edge| edge.is_self);
        if let [edge] = own[..] {
            let is_default = parent.relation_key() == "()";
            if edge.kind.is_list && (found.is_none() || is_default) {
                found = Some((parent, edge));
            }
        }
    }
    found
}

/// In a type whose only structure is one tree, what the fast paths of the runtime go by:
///
/// ```text
/// fn __sole(&self) -> Option<(&Link, &Head)> {
///     Some((Parent::__link(&self.parent), Children::__head(&self.children)))
/// }
/// ```
pub(super) fn sole(x: &Expansion<'_, '_>, body: &mut TokenStream) {
    let Some((parent, children)) = edges(x.node) else { return };
    if x.node.parents().len() != 1 || x.node.owning().len() != 1 {
        return;
    }
    let (link, head) = (&x.tokens(parent).place, &x.tokens(children).place);
    let sole = quote! {
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            _wg::core::option::Option::Some((_wg::Parent::__link(#link), _wg::Children::__head(#head)))
        }
    };
    sole.to_tokens(body);
}

/// Nothing with `#[graph(tree = none)]`.
///
/// ```text
/// unsafe impl Tree for Itself<Node> {
///     type Relation = R;
///     fn __children(&self) -> ChildrenView<'_, Self, R> { ChildrenView::__of(&self.children) }
/// }
/// ```
pub(super) fn tree(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let Some((_, children)) = edges(x.node).filter(|_| x.node.options.tree.is_none()) else { return };
    let it = x.tokens(children);
    let (relation, place) = (&it.relation, &it.place);
    let view = match x.node.is_broken {
        true => broken(),
        false => quote_spanned!(it.span=> _wg::ChildrenView::__of(#place)),
    };
    let body = quote_spanned! {it.span=>
        type Relation = #relation;
        #[inline]
        fn __children(&self) -> _wg::ChildrenView<'_, Self, #relation> { #view }
    };
    x.implement_for_itself(&x.head, &quote!(_wg::Tree), &body).to_tokens(code);
}
