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
    options: &["name", "item", "on_drop", "pub"],
    accessors: &[
        Accessor {
            name: Name::Field,
            attr: Some("must_use"),
            docs: &["Returns the list of links in the field `{field}`."],
            takes: Takes::Nothing,
            gives: Gives::Field,
            calls: Calls::Field,
        },
        Accessor {
            name: Name::VerbItem("add"),
            attr: None,
            docs: &["Appends a link to `target` to the field `{field}`, which does not keep it alive."],
            takes: Takes::Strong("target"),
            gives: Gives::Nothing,
            calls: Calls::Edge("add"),
        },
        Accessor {
            name: Name::VerbItem("remove"),
            attr: None,
            docs: &["Removes the first link to `target` from the field `{field}`. Returns `false` if there was none."],
            takes: Takes::Strong("target"),
            gives: Gives::Bool,
            calls: Calls::Edge("remove"),
        },
    ],
};
