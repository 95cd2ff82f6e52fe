//! `#[strong] left: Child<C, R>`: at most one member.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Kind, Method, head};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind =
    Kind { name: "Child", role: Role::Owning, example: "child", options: &["name"], methods, visit: Some(visit) };

/// ```text
/// #[must_use]
/// pub fn left(&self) -> Option<Strong<C>> { <C as OwnedBy<Self, R>>::__get(&self.left) }
/// #[track_caller]
/// pub fn set_left(&self, left: impl Into<Strong<C>>) -> Strong<C> { /* __set */ }
/// pub fn try_set_left(&self, left: impl Into<Strong<C>>) -> Result<Strong<C>, LinkError> { /* __try_set */ }
/// pub fn take_left(&self) -> Option<Strong<C>> { /* __take */ }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
    let member = quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>);
    let input = quote_spanned!(span=> impl _wg::core::convert::Into<_wg::Strong<#target>>);
    let (get, set, try_set, take) =
        (edge.accessor(), edge.with_name("set"), edge.with_name("try_set"), edge.with_name("take"));
    let label = &edge.label;

    let head_get = head(edge, Some("must_use"), &[&format!("The member in the field `{label}`.")]);
    let get_tokens = quote_spanned! {span=>
        #head_get fn #get(&self) -> _wg::core::option::Option<_wg::Strong<#target>> { #member::__get(#place) }
    };
    let head_set = head(
        edge,
        Some("track_caller"),
        &[
            &format!("Puts a member into the field `{label}`; the one before it is detached."),
            "",
            "# Panics",
            "",
            &format!("If the edit is refused, for instance because the member owns this node; see `{try_set}`."),
        ],
    );
    let set_tokens = quote_spanned! {span=>
        #head_set fn #set(&self, member: #input) -> _wg::Strong<#target> { #member::__set(#place, member) }
    };
    let head_try = head(
        edge,
        None,
        &[
            &format!("Puts a member into the field `{label}`; the one before it is detached."),
            "",
            "# Errors",
            "",
            "If the edit is refused, for instance because the member owns this node; then nothing has changed.",
        ],
    );
    let try_tokens = quote_spanned! {span=>
        #head_try fn #try_set(&self, member: #input)
            -> _wg::core::result::Result<_wg::Strong<#target>, _wg::LinkError> { #member::__try_set(#place, member) }
    };
    let head_take = head(edge, None, &[&format!("Takes the member out of the field `{label}`.")]);
    let take_tokens = quote_spanned! {span=>
        #head_take fn #take(&self) -> _wg::core::option::Option<_wg::Strong<#target>> { #member::__take(#place) }
    };
    vec![
        Method { name: get, tokens: get_tokens },
        Method { name: set, tokens: set_tokens },
        Method { name: try_set, tokens: try_tokens },
        Method { name: take, tokens: take_tokens },
    ]
}

/// ```text
/// <C as OwnedBy<Self, R>>::__visit_child(visit, &self.left, 0u8);
/// ```
fn visit(edge: &Edge<'_>, slot: u8) -> TokenStream {
    let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
    quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>::__visit_child(visit, #place, #slot);)
}
