//! `HasParent`: what a child says of its parents.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};

use crate::ast::Role;
use crate::expand::expansion::{Expansion, broken};
use crate::expand::generics::{Head, push};
use crate::expand::hook;

/// For each relation in which this type is a child:
///
/// ```text
/// unsafe impl HasParent<R> for Node {
///     type Parent = P;
///     fn __link(&self) -> &Link { Parent::__link(&self.parent) }
///     const PARENT_HOOKED: bool = true;             // with `#[weak(on_drop = ..)]`
///     fn __on_parent_drop(&self, _: Dropping, __dropped: &Weak<P>) { /* as `call_of_edge` says */ }
/// }
/// impl ChildOf<P, R> for Node {}
/// ```
pub(super) fn members(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let mut parents = Vec::new();
    for edge in x.node.parents() {
        parents.push(x.tokens(edge));
    }
    // Of the type itself, so that nobody asks for the line that was proposed already.
    parents.extend(x.refused.iter().filter(|it| it.edge.kind.role == Role::BackReference && it.edge.is_self));
    let own = parents.len();
    // Of another type, if that has the other end; else it is left alone. A bound for every lifetime is not tried out
    // here.
    parents.extend(x.refused.iter().filter(|it| it.edge.kind.role == Role::BackReference && !it.edge.is_self));
    let mut seen = Vec::new();
    for (i, it) in parents.into_iter().enumerate() {
        let edge = it.edge;
        if seen.contains(&edge.relation_key()) {
            continue;
        }
        seen.push(edge.relation_key());
        let (span, place, target, relation) = (it.span, &it.place, &it.target, &it.relation);
        let mut generics = x.generics.clone();
        if i >= own {
            push(&mut generics, &quote!(for<'__any> #target), &quote!(_wg::ParentOf<Self, #relation>));
        }
        let head = Head::of(&generics);
        let mut hook = TokenStream::new();
        if let Some(path) = &edge.on_drop {
            let call = hook::call_of_edge(x, path, "self", target);
            hook = quote_spanned! {span=>
                const PARENT_HOOKED: _wg::core::primitive::bool = true;
                fn __on_parent_drop(&self, _: _wg::Dropping, __dropped: &_wg::Weak<#target>) { #call }
            };
        }
        let link = match x.node.is_broken {
            false => quote_spanned!(span=> _wg::Parent::__link(#place)),
            true => broken(),
        };
        let body = quote_spanned! {span=>
            type Parent = #target;
            #[inline]
            fn __link(&self) -> &_wg::Link { #link }
            #hook
        };
        x.implement_unsafe(&head, &quote!(_wg::HasParent<#relation>), &body).to_tokens(code);
        x.implement(&head, &quote!(_wg::ChildOf<#target, #relation>), &TokenStream::new()).to_tokens(code);
    }
}
