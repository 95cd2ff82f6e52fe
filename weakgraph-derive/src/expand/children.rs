//! `#[strong] children: Children<C, R>`: the ordered list of members.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Kind, Method, head};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind = Kind {
    name: "Children",
    role: Role::Owning,
    example: "children",
    options: &["name", "item"],
    methods,
    visit: Some(visit),
};

/// ```text
/// #[must_use]
/// pub fn children(&self) -> &Children<C, R> { &self.children }
/// #[track_caller]
/// pub fn add_child(&self, child: impl Into<Strong<C>>) -> Strong<C> {
///     <C as OwnedBy<Self, R>>::__add(&self.children, child)
/// }
/// pub fn try_add_child(&self, child: impl Into<Strong<C>>) -> Result<Strong<C>, LinkError> { /* __try_add */ }
/// pub fn remove_child(&self, child: &Strong<C>) -> bool { /* __remove */ }
/// ```
/// The qualified call, the same in every body, lets rustc fold a missing back-reference into one error.
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place) = (edge.span(), edge.place());
    let (ty, target, relation) = (edge.ty(), edge.target(), edge.relation());
    let member = quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>);
    let input = quote_spanned!(span=> impl _wg::core::convert::Into<_wg::Strong<#target>>);
    let (get, add, try_add, remove) =
        (edge.accessor(), edge.with_item("add"), edge.with_item("try_add"), edge.with_item("remove"));
    let label = &edge.label;

    let head_get = head(edge, Some("must_use"), &[&format!("The members in the field `{label}`, in order.")]);
    let get_tokens = quote_spanned! {span=>
        #head_get fn #get(&self) -> &#ty { #place }
    };
    let head_add = head(
        edge,
        Some("track_caller"),
        &[
            &format!("Adds a member at the end of the field `{label}`; one that had an owner in this relation moves."),
            "",
            "# Panics",
            "",
            &format!("If the edit is refused, for instance because the member owns this node; see `{try_add}`."),
        ],
    );
    let add_tokens = quote_spanned! {span=>
        #head_add fn #add(&self, member: #input) -> _wg::Strong<#target> { #member::__add(#place, member) }
    };
    let head_try = head(
        edge,
        None,
        &[
            &format!("Adds a member at the end of the field `{label}`; one that had an owner in this relation moves."),
            "",
            "# Errors",
            "",
            "If the edit is refused, for instance because the member owns this node; then nothing has changed.",
        ],
    );
    let try_tokens = quote_spanned! {span=>
        #head_try fn #try_add(&self, member: #input)
            -> _wg::core::result::Result<_wg::Strong<#target>, _wg::LinkError> { #member::__try_add(#place, member) }
    };
    let head_remove =
        head(edge, None, &[&format!("Takes a member out of the field `{label}`; `false` if it was not there.")]);
    let remove_tokens = quote_spanned! {span=>
        #head_remove fn #remove(&self, member: &_wg::Strong<#target>) -> _wg::core::primitive::bool {
            #member::__remove(#place, member)
        }
    };
    vec![
        Method { name: get, tokens: get_tokens },
        Method { name: add, tokens: add_tokens },
        Method { name: try_add, tokens: try_tokens },
        Method { name: remove, tokens: remove_tokens },
    ]
}

/// ```text
/// <C as OwnedBy<Self, R>>::__visit_children(visit, &self.children, 0u8);
/// ```
fn visit(edge: &Edge<'_>, slot: u8) -> TokenStream {
    let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
    quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>::__visit_children(visit, #place, #slot);)
}
