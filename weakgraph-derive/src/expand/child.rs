//! `#[strong] left: Child<C, R>`: at most one member.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Accessor, Gives, Kind, Method};
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
    let handle = quote_spanned!(span=> _wg::Strong<#target>);
    let maybe = quote_spanned!(span=> _wg::core::option::Option<#handle>);
    let (try_set, label) = (edge.with_name("try_set"), &edge.label);
    let puts = format!("Puts a member into the field `{label}`; the one before it is detached.");

    let get = Accessor {
        name: edge.accessor(),
        attr: Some("must_use"),
        docs: &[&format!("The member in the field `{label}`.")],
        arg: None,
        gives: Gives::Value(maybe.clone()),
        body: quote_spanned!(span=> #member::__get(#place)),
    };
    let set = Accessor {
        name: edge.with_name("set"),
        attr: Some("track_caller"),
        docs: &[
            &puts,
            "",
            "# Panics",
            "",
            &format!("If the edit is refused, for instance because the member owns this node; see `{try_set}`."),
        ],
        arg: Some(("member", input.clone())),
        gives: Gives::Value(handle.clone()),
        body: quote_spanned!(span=> #member::__set(#place, member)),
    };
    let try_set = Accessor {
        name: try_set,
        attr: None,
        docs: &[
            &puts,
            "",
            "# Errors",
            "",
            "If the edit is refused, for instance because the member owns this node; then nothing has changed.",
        ],
        arg: Some(("member", input)),
        gives: Gives::Value(quote_spanned!(span=> _wg::core::result::Result<#handle, _wg::LinkError>)),
        body: quote_spanned!(span=> #member::__try_set(#place, member)),
    };
    let take = Accessor {
        name: edge.with_name("take"),
        attr: None,
        docs: &[&format!("Takes the member out of the field `{label}`.")],
        arg: None,
        gives: Gives::Value(maybe),
        body: quote_spanned!(span=> #member::__take(#place)),
    };
    vec![get.method(edge), set.method(edge), try_set.method(edge), take.method(edge)]
}

/// ```text
/// <C as OwnedBy<Self, R>>::__visit_child(visit, &self.left, 0u8);
/// ```
fn visit(edge: &Edge<'_>, slot: u8) -> TokenStream {
    let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
    quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>::__visit_child(visit, #place, #slot);)
}
