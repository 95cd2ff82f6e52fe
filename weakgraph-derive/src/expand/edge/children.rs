//! `#[strong] children: Children<C, R>`: the ordered list of children.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, Takes};

/// ```text
/// #[must_use]
/// pub fn children(&self) -> &Children<C, R> { &self.children }
/// #[track_caller]
/// pub fn add_child(&self, member: impl IntoNode<C>) -> Strong<C> {
///     <C as OwningEdge<Self, R>>::__add(self, &self.children, member)
/// }
/// pub fn try_add_child(&self, member: impl IntoNode<C>) -> Result<Strong<C>, LinkError> { /* __try_add */ }
/// pub fn remove_child(&self, member: &Strong<C>) -> bool { /* __remove */ }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "Children",
    snake: "children",
    role: Role::Owning,
    is_list: true,
    example: "children",
    options: &["name", "item"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["The members in the field `{field}`, in order."],
            takes: Takes::Nothing,
            gives: Gives::Field,
            calls: Calls::Field,
        },
        Accessor {
            name: Name::VerbItem("add"),
            attr: Some("track_caller"),
            docs: &[
                "Adds a member at the end of the field `{field}`; one that had an owner in this relation moves.",
                "",
                "# Panics",
                "",
                "If the edit is refused, for instance because the member owns this node; see `{next}`.",
            ],
            takes: Takes::IntoStrong("member"),
            gives: Gives::Strong,
            calls: Calls::ChildOfSelf("__add"),
        },
        Accessor {
            name: Name::VerbItem("try_add"),
            attr: None,
            docs: &[
                "Adds a member at the end of the field `{field}`; one that had an owner in this relation moves.",
                "",
                "# Errors",
                "",
                "If the edit is refused, for instance because the member owns this node; then nothing has changed.",
            ],
            takes: Takes::IntoStrong("member"),
            gives: Gives::Result,
            calls: Calls::ChildOfSelf("__try_add"),
        },
        Accessor {
            name: Name::VerbItem("remove"),
            attr: None,
            docs: &["Takes a member out of the field `{field}`; `false` if it was not there."],
            takes: Takes::Strong("member"),
            gives: Gives::Bool,
            calls: Calls::Child("__remove"),
        },
    ],
};
