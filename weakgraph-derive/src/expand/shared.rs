//! `#[strong] style: Strong<S>`: a shared edge. Inside a container it gets no accessor, only the check of
//! [`no_strong_cycle`](super::no_strong_cycle).

use super::{Accessor, Gives, Kind, Method};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind =
    Kind { name: "Strong", role: Role::Shared, example: "style", options: &["name"], methods, visit: None };

/// ```text
/// #[must_use]
/// pub fn style(&self) -> &Strong<S> { &self.style }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let get = Accessor {
        name: edge.accessor(),
        attr: Some("must_use"),
        docs: &[&format!("The node shared through the field `{}`.", edge.label)],
        arg: None,
        gives: Gives::Handle(edge.ty().clone()),
        body: edge.place(),
    };
    vec![get.method(edge)]
}
