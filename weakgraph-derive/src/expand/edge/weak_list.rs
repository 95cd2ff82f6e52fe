//! `#[weak] friends: WeakList<T>`: weak links to many nodes.

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, Takes};

/// ```text
/// #[must_use]
/// pub fn friends(&self) -> &WeakList<T> { &self.friends }
/// pub fn add_friend(&self, target: &Strong<T>) { WeakList::add(&self.friends, target) }
/// pub fn remove_friend(&self, target: &Strong<T>) -> bool { /* remove */ }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "WeakList",
    snake: "weak_list",
    role: Role::WeakLink,
    is_list: true,
    example: "friends",
    options: &["name", "item", "on_drop"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["The living targets of the field `{field}`."],
            takes: Takes::Nothing,
            gives: Gives::Field,
            calls: Calls::Field,
        },
        Accessor {
            name: Name::VerbItem("add"),
            attr: None,
            docs: &["Adds `target` to the field `{field}`, without keeping it alive."],
            takes: Takes::Strong("target"),
            gives: Gives::Nothing,
            calls: Calls::Edge("add"),
        },
        Accessor {
            name: Name::VerbItem("remove"),
            attr: None,
            docs: &["Takes `target` out of the field `{field}`; `false` if it was not there."],
            takes: Takes::Strong("target"),
            gives: Gives::Bool,
            calls: Calls::Edge("remove"),
        },
    ],
};
