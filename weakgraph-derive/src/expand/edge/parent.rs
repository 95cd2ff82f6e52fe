//! `#[weak] parent: Parent<P, R>`: the back-reference to the parent.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, Takes};

/// ```text
/// #[must_use]
/// pub fn parent(&self) -> Option<Strong<P>> { Parent::get(&self.parent) }
/// pub fn detach_from_parent(&self) -> Option<Strong<Self>> { detach::<Self, R, _>(self) }
/// ```
/// Of a field that is not private, the second is for code that may edit the parent's edge:
///
/// ```text
/// pub fn detach_from_parent<__K>(&self) -> Option<Strong<Self>> where P: EditChildren<Self, R, __K> { .. }
/// ```
/// With `#[weak(unowned)]`:
///
/// ```text
/// #[track_caller]
/// #[must_use]
/// pub fn parent(&self) -> Strong<P> { unowned::<Self, _>(Parent::get(&self.parent), "parent") }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "Parent",
    snake: "parent",
    role: Role::BackReference,
    is_list: false,
    example: "parent",
    options: &["name", "on_drop", "unowned", "pub"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["Returns the parent of this node, from the field `{field}`"],
            takes: Takes::Nothing,
            gives: Gives::Target(", or `None` if there is none"),
            calls: Calls::Edge("get"),
        },
        Accessor {
            name: Name::Verb("detach_from"),
            attr: None,
            docs: &[
                "Removes this node from its parent, the target of the field `{field}`.",
                "",
                "Returns a handle to this node, or `None` if it had no parent.",
            ],
            takes: Takes::Nothing,
            gives: Gives::OptionSelf,
            calls: Calls::Detach,
        },
    ],
};
