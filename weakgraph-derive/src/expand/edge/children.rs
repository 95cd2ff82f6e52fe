//! `#[strong] children: Children<C, R>`: the ordered list of children.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, TRACK_CALLER, Takes};

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
/// With `#[strong(pub)]`, the first is `pub`, and the others are as visible as the field:
///
/// ```text
/// pub fn children(&self) -> ChildrenView<'_, C, R> { ChildrenView::__of(&self.children) }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "Children",
    snake: "children",
    role: Role::Owning,
    is_list: true,
    example: "children",
    options: &["name", "item", "pub"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["Returns the list of children in the field `{field}`."],
            takes: Takes::Nothing,
            gives: Gives::Field,
            calls: Calls::Field,
        },
        Accessor {
            name: Name::VerbItem("add"),
            attr: Some("track_caller"),
            docs: &[
                "Appends `child` to the field `{field}`, moving it if it has a parent, and returns it.",
                "",
                "# Panics",
                "",
                "If `child` is this node or one of its ancestors, or this node is being dropped; see `{next}`.",
            ],
            takes: Takes::IntoStrong("child"),
            gives: Gives::Strong,
            calls: Calls::ChildOfSelf("__add"),
        },
        Accessor {
            name: Name::VerbItem("try_add"),
            attr: TRACK_CALLER,
            docs: &[
                "Appends `child` to the field `{field}`, moving it if it has a parent, and returns it.",
                "",
                "# Errors",
                "",
                "If `child` is this node or one of its ancestors, or this node is being dropped. Nothing has changed then.",
            ],
            takes: Takes::IntoStrong("child"),
            gives: Gives::Result,
            calls: Calls::ChildOfSelf("__try_add"),
        },
        Accessor {
            name: Name::VerbItem("remove"),
            attr: None,
            docs: &["Removes `child` from the field `{field}`. Returns `false` if it was not there."],
            takes: Takes::Strong("child"),
            gives: Gives::Bool,
            calls: Calls::Child("__remove"),
        },
    ],
};
