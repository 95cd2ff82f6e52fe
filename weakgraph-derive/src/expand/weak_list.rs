//! `#[weak] friends: WeakList<T>`: weak links to many nodes.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Accessor, Gives, Kind, Method, hook_value};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind = Kind {
    name: "WeakList",
    role: Role::WeakLink,
    example: "friends",
    options: &["name", "item", "on_drop"],
    methods,
    visit: Some(visit),
};

/// ```text
/// #[must_use]
/// pub fn friends(&self) -> &WeakList<T> { &self.friends }
/// pub fn add_friend(&self, target: &Strong<T>) { WeakList::add(&self.friends, target) }
/// pub fn remove_friend(&self, target: &Strong<T>) -> bool { /* remove */ }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place, target, label) = (edge.span(), edge.place(), edge.target(), &edge.label);
    let handle = quote_spanned!(span=> &_wg::Strong<#target>);
    let get = Accessor {
        name: edge.accessor(),
        attr: Some("must_use"),
        docs: &[&format!("The living targets of the field `{label}`.")],
        arg: None,
        gives: Gives::List(edge.ty().clone()),
        body: place.clone(),
    };
    let add = Accessor {
        name: edge.with_item("add"),
        attr: None,
        docs: &[&format!("Adds `target` to the field `{label}`, without keeping it alive.")],
        arg: Some(("target", handle.clone())),
        gives: Gives::Nothing,
        body: quote_spanned!(span=> _wg::WeakList::add(#place, target)),
    };
    let remove = Accessor {
        name: edge.with_item("remove"),
        attr: None,
        docs: &[&format!("Takes `target` out of the field `{label}`; `false` if it was not there.")],
        arg: Some(("target", handle)),
        gives: Gives::Value(quote_spanned!(span=> _wg::core::primitive::bool)),
        body: quote_spanned!(span=> _wg::WeakList::remove(#place, target)),
    };
    vec![get.method(edge), add.method(edge), remove.method(edge)]
}

/// ```text
/// visit.__see_weak_list(&self.friends, Option::None);
/// ```
fn visit(edge: &Edge<'_>, _: u8) -> TokenStream {
    let (span, place, hook) = (edge.span(), edge.place(), hook_value(edge));
    quote_spanned!(span=> visit.__see_weak_list(#place, #hook);)
}
