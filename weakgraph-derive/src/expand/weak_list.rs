//! `#[weak] friends: WeakList<T>`: weak links to many nodes.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Kind, Method, head, hook_value};
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
    let (span, place) = (edge.span(), edge.place());
    let (ty, target, label) = (edge.ty(), edge.target(), &edge.label);
    let (get, add, remove) = (edge.accessor(), edge.with_item("add"), edge.with_item("remove"));

    let head_get = head(edge, Some("must_use"), &[&format!("The living targets of the field `{label}`.")]);
    let get_tokens = quote_spanned! {span=>
        #head_get fn #get(&self) -> &#ty { #place }
    };
    let head_add = head(edge, None, &[&format!("Adds `target` to the field `{label}`, without keeping it alive.")]);
    let add_tokens = quote_spanned! {span=>
        #head_add fn #add(&self, target: &_wg::Strong<#target>) { _wg::WeakList::add(#place, target) }
    };
    let head_remove =
        head(edge, None, &[&format!("Takes `target` out of the field `{label}`; `false` if it was not there.")]);
    let remove_tokens = quote_spanned! {span=>
        #head_remove fn #remove(&self, target: &_wg::Strong<#target>) -> _wg::core::primitive::bool {
            _wg::WeakList::remove(#place, target)
        }
    };
    vec![
        Method { name: get, tokens: get_tokens },
        Method { name: add, tokens: add_tokens },
        Method { name: remove, tokens: remove_tokens },
    ]
}

/// ```text
/// visit.__see_weak_list(&self.friends, Option::None);
/// ```
fn visit(edge: &Edge<'_>, _: u8) -> TokenStream {
    let (span, place, hook) = (edge.span(), edge.place(), hook_value(edge));
    quote_spanned!(span=> visit.__see_weak_list(#place, #hook);)
}
