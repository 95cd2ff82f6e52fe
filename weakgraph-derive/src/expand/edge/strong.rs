//! `#[strong] style: Strong<S>`: a shared edge. Inside a container it gets no accessor, only the check of
//! [`no_strong_cycle`](crate::expand::impls::no_strong_cycle).

use crate::ast::{Accessor, Calls, EdgeKind, Gives, Name, Role, Takes};

/// ```text
/// #[must_use]
/// pub fn style(&self) -> &Strong<S> { &self.style }
/// ```
pub(super) static KIND: EdgeKind = EdgeKind {
    name: "Strong",
    snake: "one",
    role: Role::Shared,
    is_list: false,
    example: "style",
    options: &["name", "pub"],
    accessors: &[Accessor {
        name: Name::Field,
        attr: Some("must_use"),
        docs: &["Returns the node that the field `{field}` shares."],
        takes: Takes::Nothing,
        gives: Gives::Field,
        calls: Calls::Field,
    }],
};
