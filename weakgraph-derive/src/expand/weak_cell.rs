//! `#[weak] friend: WeakCell<T>`: a weak link to at most one node.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Accessor, Gives, Kind, Method, hook_value, weak_target};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind = Kind {
    name: "WeakCell",
    role: Role::WeakLink,
    example: "friend",
    options: &["name", "on_drop", "unowned"],
    methods,
    visit: Some(visit),
};

/// ```text
/// #[must_use]
/// pub fn friend(&self) -> Option<Strong<T>> { WeakCell::get(&self.friend) }
/// pub fn set_friend(&self, target: &Strong<T>) { /* set */ }
/// pub fn clear_friend(&self) { /* clear */ }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place, target, label) = (edge.span(), edge.place(), edge.target(), &edge.label);
    let found = quote_spanned!(span=> _wg::WeakCell::get(#place));
    let set = Accessor {
        name: edge.with_name("set"),
        attr: None,
        docs: &[&format!("Points the field `{label}` at `target`, without keeping it alive.")],
        arg: Some(("target", quote_spanned!(span=> &_wg::Strong<#target>))),
        gives: Gives::Nothing,
        body: quote_spanned!(span=> _wg::WeakCell::set(#place, target)),
    };
    let clear = Accessor {
        name: edge.with_name("clear"),
        attr: None,
        docs: &[&format!("Points the field `{label}` at nothing.")],
        arg: None,
        gives: Gives::Nothing,
        body: quote_spanned!(span=> _wg::WeakCell::clear(#place)),
    };
    vec![
        weak_target(edge, "The target of the", ", if it is set and alive", found),
        set.method(edge),
        clear.method(edge),
    ]
}

/// ```text
/// visit.__see_weak_cell(&self.friend, Option::None);
/// ```
fn visit(edge: &Edge<'_>, _: u8) -> TokenStream {
    let (span, place, hook) = (edge.span(), edge.place(), hook_value(edge));
    quote_spanned!(span=> visit.__see_weak_cell(#place, #hook);)
}
