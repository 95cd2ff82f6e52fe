//! `#[weak] parent: Parent<P, R>`: the back-reference to the owner.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{Accessor, Gives, Kind, Method, bounded, call_hook, weak_target};
use crate::model::{Edge, Node, Role};

pub(super) static KIND: Kind = Kind {
    name: "Parent",
    role: Role::BackReference,
    example: "parent",
    options: &["name", "on_drop", "unowned"],
    methods,
    visit: Some(visit),
};

/// ```text
/// #[must_use]
/// pub fn parent(&self) -> Option<Strong<P>> { Parent::get(&self.parent) }
/// pub fn detach_from_parent(&self) -> Option<Strong<Self>> { detach::<Self, R>(self) }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place, relation) = (edge.span(), edge.place(), edge.relation());
    let detach = Accessor {
        name: edge.with_name("detach_from"),
        attr: None,
        docs: &[
            &format!("Takes this node out of its owner, the target of the field `{}`.", edge.label),
            "",
            "Returns a handle to this node, or `None` if it had no owner.",
        ],
        arg: None,
        gives: Gives::Value(quote_spanned!(span=> _wg::core::option::Option<_wg::Strong<Self>>)),
        body: quote_spanned!(span=> _wg::detach::<Self, #relation>(self)),
    };
    let found = quote_spanned!(span=> _wg::Parent::get(#place));
    vec![weak_target(edge, "The owner of this node, from the", "", found), detach.method(edge)]
}

/// ```text
/// visit.__see_parent(&self.parent);
/// ```
fn visit(edge: &Edge<'_>, _: u8) -> TokenStream {
    let (span, place) = (edge.span(), edge.place());
    quote_spanned!(span=> visit.__see_parent(#place);)
}

/// For each relation in which this type is a member:
///
/// ```text
/// unsafe impl Member<R> for Node {
///     type Owner = P;
///     fn __parent(&self) -> &Parent<P, R> { &self.parent }
///     const OWNER_HOOKED: bool = true;             // with `#[weak(on_drop = ..)]`
///     fn __on_owner_drop(&self, _: Dropping) { let hook: fn(&Self) = Self::gone; hook(self) }
/// }
/// impl MemberOf<P, R> for Node {}
/// ```
pub(super) fn members(node: &Node<'_>) -> TokenStream {
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    let mut code = TokenStream::new();
    for edge in node.parents() {
        let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
        let hook = edge.on_drop.as_ref().map(|path| {
            let call = call_hook(path);
            quote_spanned! {span=>
                const OWNER_HOOKED: _wg::core::primitive::bool = true;
                fn __on_owner_drop(&self, _: _wg::Dropping) { #call }
            }
        });
        let body = quote_spanned! {span=>
            type Owner = #target;
            #[inline]
            fn __parent(&self) -> &_wg::Parent<#target, #relation> { #place }
            #hook
        };
        code.extend(quote! {
            #[automatically_derived]
            unsafe impl #impls _wg::Member<#relation> for #ident #args #clause { #body }
            #[automatically_derived]
            impl #impls _wg::MemberOf<#target, #relation> for #ident #args #clause {}
        });
    }
    code
}
