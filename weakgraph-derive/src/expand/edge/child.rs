//! `#[strong] left: Child<C, R>`: at most one child.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, Takes};

/// ```text
/// #[must_use]
/// pub fn left(&self) -> Option<Strong<C>> { <C as OwningEdge<Self, R>>::__get(&self.left) }
/// #[track_caller]
/// pub fn set_left(&self, member: impl IntoNode<C>) -> Strong<C> { /* __set */ }
/// pub fn try_set_left(&self, member: impl IntoNode<C>) -> Result<Strong<C>, LinkError> { /* __try_set */ }
/// pub fn take_left(&self) -> Option<Strong<C>> { /* __take */ }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "Child",
    snake: "child",
    role: Role::Owning,
    is_list: false,
    example: "child",
    options: &["name"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["The member in the field `{field}`."],
            takes: Takes::Nothing,
            gives: Gives::Option,
            calls: Calls::Child("__get"),
        },
        Accessor {
            name: Name::Verb("set"),
            attr: Some("track_caller"),
            docs: &[
                "Puts a member into the field `{field}`; the one before it is detached.",
                "",
                "# Panics",
                "",
                "If the edit is refused, for instance because the member owns this node; see `{next}`.",
            ],
            takes: Takes::IntoStrong("member"),
            gives: Gives::Strong,
            calls: Calls::Child("__set"),
        },
        Accessor {
            name: Name::Verb("try_set"),
            attr: None,
            docs: &[
                "Puts a member into the field `{field}`; the one before it is detached.",
                "",
                "# Errors",
                "",
                "If the edit is refused, for instance because the member owns this node; then nothing has changed.",
            ],
            takes: Takes::IntoStrong("member"),
            gives: Gives::Result,
            calls: Calls::Child("__try_set"),
        },
        Accessor {
            name: Name::Verb("take"),
            attr: None,
            docs: &["Takes the member out of the field `{field}`."],
            takes: Takes::Nothing,
            gives: Gives::Option,
            calls: Calls::Child("__take"),
        },
    ],
};
