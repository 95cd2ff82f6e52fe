//! `#[strong] left: Child<C, R>`: at most one child.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, TRACK_CALLER, Takes};

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
    options: &["name", "pub"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["Returns the child in the field `{field}`."],
            takes: Takes::Nothing,
            gives: Gives::Option,
            calls: Calls::Child("__get"),
        },
        Accessor {
            name: Name::Verb("set"),
            attr: Some("track_caller"),
            docs: &[
                "Sets the child in the field `{field}`, moving it if it has a parent, and returns it.",
                "",
                "# Panics",
                "",
                "If `child` is this node or one of its ancestors, or this node is being dropped; see `{next}`.",
            ],
            takes: Takes::IntoStrong("child"),
            gives: Gives::Strong,
            calls: Calls::Child("__set"),
        },
        Accessor {
            name: Name::Verb("try_set"),
            attr: TRACK_CALLER,
            docs: &[
                "Sets the child in the field `{field}`, moving it if it has a parent, and returns it.",
                "",
                "# Errors",
                "",
                "If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.",
            ],
            takes: Takes::IntoStrong("child"),
            gives: Gives::Result,
            calls: Calls::Child("__try_set"),
        },
        Accessor {
            name: Name::Verb("take"),
            attr: None,
            docs: &["Removes the child from the field `{field}`, and returns it."],
            takes: Takes::Nothing,
            gives: Gives::Option,
            calls: Calls::Child("__take"),
        },
    ],
};
