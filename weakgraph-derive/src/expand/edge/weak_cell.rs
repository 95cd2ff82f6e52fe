//! `#[weak] friend: WeakCell<T>`: a weak link to at most one node.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, Takes};

/// ```text
/// #[must_use]
/// pub fn friend(&self) -> Option<Strong<T>> { WeakCell::get(&self.friend) }
/// pub fn set_friend(&self, target: &Strong<T>) { /* set */ }
/// pub fn clear_friend(&self) { /* clear */ }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "WeakCell",
    snake: "weak_cell",
    role: Role::WeakLink,
    is_list: false,
    example: "friend",
    options: &["name", "on_drop", "unowned", "pub"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["Returns the target of the field `{field}`"],
            takes: Takes::Nothing,
            gives: Gives::Target(", or `None` if there is none or it was dropped"),
            calls: Calls::Edge("get"),
        },
        Accessor {
            name: Name::Verb("set"),
            attr: None,
            docs: &["Sets the target of the field `{field}`, which does not keep it alive."],
            takes: Takes::Strong("target"),
            gives: Gives::Nothing,
            calls: Calls::Edge("set"),
        },
        Accessor {
            name: Name::Verb("clear"),
            attr: None,
            docs: &["Clears the field `{field}`."],
            takes: Takes::Nothing,
            gives: Gives::Nothing,
            calls: Calls::Edge("clear"),
        },
    ],
};
