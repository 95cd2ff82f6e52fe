//! `#[weak] boss: Weak<T>`: a plain weak handle, set once.

use quote::quote_spanned;

use super::{Kind, Method, weak_target};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind =
    Kind { name: "Weak", role: Role::WeakHandle, example: "boss", options: &["name", "unowned"], methods, visit: None };

/// ```text
/// #[must_use]
/// pub fn boss(&self) -> Option<Strong<T>> { Weak::upgrade(&self.boss) }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place) = (edge.span(), edge.place());
    let found = quote_spanned!(span=> _wg::Weak::upgrade(#place));
    vec![weak_target(edge, "The target of the", ", if it is alive", found)]
}
