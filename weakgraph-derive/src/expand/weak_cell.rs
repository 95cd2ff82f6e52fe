//! `#[weak] friend: WeakCell<T>`: a weak link to at most one node.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Kind, Method, head, hook_value, unowned};
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
    let (get, set, clear) = (edge.accessor(), edge.with_name("set"), edge.with_name("clear"));

    let head_get =
        head(edge, Some("must_use"), &[&format!("The target of the field `{label}`, if it is set and alive.")]);
    let found = quote_spanned!(span=> _wg::WeakCell::get(#place));
    let get_tokens = unowned(edge, &format!("The target of the field `{label}`."), &found).unwrap_or_else(|| {
        quote_spanned! {span=>
            #head_get fn #get(&self) -> _wg::core::option::Option<_wg::Strong<#target>> { #found }
        }
    });
    let head_set = head(edge, None, &[&format!("Points the field `{label}` at `target`, without keeping it alive.")]);
    let set_tokens = quote_spanned! {span=>
        #head_set fn #set(&self, target: &_wg::Strong<#target>) { _wg::WeakCell::set(#place, target) }
    };
    let head_clear = head(edge, None, &[&format!("Points the field `{label}` at nothing.")]);
    let clear_tokens = quote_spanned! {span=>
        #head_clear fn #clear(&self) { _wg::WeakCell::clear(#place) }
    };
    vec![
        Method { name: get, tokens: get_tokens },
        Method { name: set, tokens: set_tokens },
        Method { name: clear, tokens: clear_tokens },
    ]
}

/// ```text
/// visit.__see_weak_cell(&self.friend, Option::None);
/// ```
fn visit(edge: &Edge<'_>, _: u8) -> TokenStream {
    let (span, place, hook) = (edge.span(), edge.place(), hook_value(edge));
    quote_spanned!(span=> visit.__see_weak_cell(#place, #hook);)
}
