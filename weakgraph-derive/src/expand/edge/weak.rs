//! `#[weak] boss: Weak<T>`: a plain weak handle, set once.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, Takes};

/// ```text
/// #[must_use]
/// pub fn boss(&self) -> Option<Strong<T>> { Weak::upgrade(&self.boss) }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "Weak",
    snake: "weak",
    role: Role::WeakHandle,
    is_list: false,
    example: "boss",
    options: &["name", "unowned", "pub"],
    accessors: &[Accessor {
        name: Name::Field,
        attr: Some("must_use"),
        docs: &["Returns the target of the field `{field}`"],
        takes: Takes::Nothing,
        gives: Gives::Target(", or `None` if it was dropped"),
        calls: Calls::Edge("upgrade"),
    }],
};
