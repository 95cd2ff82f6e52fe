//! `#[strong] children: Children<C, R>`: the ordered list of members.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Accessor, Gives, Kind, Method};
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
///     <C as OwnedBy<Self, R>>::__add(self, &self.children, child)
/// }
/// pub fn try_add_child(&self, child: impl Into<Strong<C>>) -> Result<Strong<C>, LinkError> { /* __try_add */ }
/// pub fn remove_child(&self, child: &Strong<C>) -> bool { /* __remove */ }
/// ```
/// The qualified call, the same in every body, lets rustc fold a missing back-reference into one error.
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place) = (edge.span(), edge.place());
    let (target, relation) = (edge.target(), edge.relation());
    let member = quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>);
    let input = quote_spanned!(span=> impl _wg::core::convert::Into<_wg::Strong<#target>>);
    let handle = quote_spanned!(span=> _wg::Strong<#target>);
    let (try_add, label) = (edge.with_item("try_add"), &edge.label);
    let adds =
        format!("Adds a member at the end of the field `{label}`; one that had an owner in this relation moves.");

    let get = Accessor {
        name: edge.accessor(),
        attr: Some("must_use"),
        docs: &[&format!("The members in the field `{label}`, in order.")],
        arg: None,
        gives: Gives::List(edge.ty().clone()),
        body: place.clone(),
    };
    let add = Accessor {
        name: edge.with_item("add"),
        attr: Some("track_caller"),
        docs: &[
            &adds,
            "",
            "# Panics",
            "",
            &format!("If the edit is refused, for instance because the member owns this node; see `{try_add}`."),
        ],
        arg: Some(("member", input.clone())),
        gives: Gives::Value(handle.clone()),
        body: quote_spanned!(span=> #member::__add(self, #place, member)),
    };
    let try_add = Accessor {
        name: try_add,
        attr: None,
        docs: &[
            &adds,
            "",
            "# Errors",
            "",
            "If the edit is refused, for instance because the member owns this node; then nothing has changed.",
        ],
        arg: Some(("member", input)),
        gives: Gives::Value(quote_spanned!(span=> _wg::core::result::Result<#handle, _wg::LinkError>)),
        body: quote_spanned!(span=> #member::__try_add(self, #place, member)),
    };
    let remove = Accessor {
        name: edge.with_item("remove"),
        attr: None,
        docs: &[&format!("Takes a member out of the field `{label}`; `false` if it was not there.")],
        arg: Some(("member", quote_spanned!(span=> &#handle))),
        gives: Gives::Value(quote_spanned!(span=> _wg::core::primitive::bool)),
        body: quote_spanned!(span=> #member::__remove(#place, member)),
    };
    vec![get.method(edge), add.method(edge), try_add.method(edge), remove.method(edge)]
}

/// ```text
/// <C as OwnedBy<Self, R>>::__visit_children(visit, &self.children, 0u8);
/// ```
fn visit(edge: &Edge<'_>, slot: u8) -> TokenStream {
    let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
    quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>::__visit_children(visit, #place, #slot);)
}
