//! `EditChildren` and `DetachedBy`: who may edit. Each names a type that is as visible as the field, so that the
//! compiler refuses the edits of traits where the field cannot be seen.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{Visibility, parse_quote};

use crate::ast::{Edge, Node, Role};
use crate::expand::expansion::Expansion;
use crate::expand::generics::Head;
use crate::span::own_vis;
use crate::ty::show;

/// A type that stands for the code which sees a field.
pub(crate) struct Key<'a> {
    vis: &'a Visibility,
    /// The visibility, for comparing.
    text: String,
    name: Ident,
}

/// One for each visibility that an owning edge or a back-reference has; of those that are `pub`, none.
pub(crate) fn keys<'a>(node: &Node<'a>) -> Vec<Key<'a>> {
    let mut keys: Vec<Key<'a>> = Vec::new();
    // The owning edges first: they give the name.
    for edge in node.owning().into_iter().chain(node.parents()) {
        let asks = match edge.kind.role {
            Role::Owning => !matches!(edge.vis, Visibility::Public(_)),
            Role::BackReference => !is_guarded(edge),
            _ => false,
        };
        let text = show(edge.vis);
        if asks && keys.iter().all(|key| key.text != text) {
            let field = camel(&edge.name.unraw().to_string());
            keys.push(Key { vis: edge.vis, text, name: format_ident!("EditsNeedTheField{field}") });
        }
    }
    keys
}

/// `child_nodes` → `ChildNodes`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}

/// Is the back-reference visible outside of its module? Then `detach_from_parent` is, besides, only for code that may
/// edit the parent's edge. A private one is the module's, whatever the other end is.
pub(crate) fn is_guarded(edge: &Edge<'_>) -> bool {
    edge.kind.role == Role::BackReference && !matches!(edge.vis, Visibility::Inherited)
}

/// ```text
/// enum EditsNeedTheFieldChildren {}
/// ```
fn declare(key: &Key<'_>, code: &mut TokenStream) {
    let (vis, name) = (own_vis(key.vis), &key.name);
    quote!(#vis enum #name {}).to_tokens(code);
}

/// The type that code has to see which edits these fields: `()`, `A`, or `(A, B)`.
fn seen(keys: &[Key<'_>], edges: &[&Edge<'_>]) -> TokenStream {
    let mut names = Vec::new();
    for key in keys {
        if edges.iter().any(|edge| show(edge.vis) == key.text) {
            names.push(&key.name);
        }
    }
    match names[..] {
        [one] => one.to_token_stream(),
        _ => quote!((#(#names),*)),
    }
}

/// ```text
/// enum EditsNeedTheFieldChildren {}
/// unsafe impl EditChildren<C, R, EditsNeedTheFieldChildren> for Node {}
/// unsafe impl DetachedBy<R, EditsNeedTheFieldChildren> for Node {}
/// ```
/// The last one where the back-reference is not private:
///
/// ```text
/// unsafe impl<__K> DetachedBy<R, __K> for Node where P: EditChildren<Node, R, __K> {}
/// ```
pub(super) fn edits(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let keys = keys(x.node);
    for key in &keys {
        declare(key, code);
    }
    let groups = x.node.groups();
    for (i, group) in groups.iter().enumerate() {
        if x.node.indistinct(&groups, i).is_some() {
            continue; // was reported
        }
        let it = x.tokens(group[0]);
        let (target, relation, seen) = (&it.target, &it.relation, seen(&keys, group));
        x.implement_unsafe(&x.head, &quote!(_wg::EditChildren<#target, #relation, #seen>), &TokenStream::new())
            .to_tokens(code);
    }
    for edge in x.node.parents() {
        let it = x.tokens(edge);
        let (target, relation) = (&it.target, &it.relation);
        if !is_guarded(edge) {
            let seen = seen(&keys, &[edge]);
            x.implement_unsafe(&x.head, &quote!(_wg::DetachedBy<#relation, #seen>), &TokenStream::new())
                .to_tokens(code);
            continue;
        }
        let mut open = x.generics.clone();
        open.params.push(parse_quote!(__K));
        open.make_where_clause().predicates.push(parse_quote!(#target: _wg::EditChildren<Self, #relation, __K>));
        let Head { impls, clause, .. } = Head::of(&open);
        let head = Head { impls, args: Head::of(&x.generics).args, clause };
        x.implement_unsafe(&head, &quote!(_wg::DetachedBy<#relation, __K>), &TokenStream::new()).to_tokens(code);
    }
}

/// Of a node that does not compile anyway: everybody may edit it.
///
/// ```text
/// unsafe impl<__C, __R> EditChildren<__C, __R, ()> for Node {}
/// ```
pub(super) fn any(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let mut open = x.generics.clone();
    open.params.push(parse_quote!(__C));
    open.params.push(parse_quote!(__R));
    let Head { args, clause, .. } = Head::of(&x.generics);
    let head = Head { impls: Head::of(&open).impls, args, clause };
    x.implement_unsafe(&head, &quote!(_wg::EditChildren<__C, __R, ()>), &TokenStream::new()).to_tokens(code);
}
