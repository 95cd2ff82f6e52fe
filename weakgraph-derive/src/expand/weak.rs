//! `#[weak] boss: Weak<T>`: a plain weak handle, set once.

use quote::quote_spanned;

use super::{Kind, Method, head, unowned};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind =
    Kind { name: "Weak", role: Role::WeakHandle, example: "boss", options: &["name", "unowned"], methods, visit: None };

/// ```text
/// #[must_use]
/// pub fn boss(&self) -> Option<Strong<T>> { Weak::upgrade(&self.boss) }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place, target, name) = (edge.span(), edge.place(), edge.target(), edge.accessor());
    let head = head(edge, Some("must_use"), &[&format!("The target of the field `{}`, if it is alive.", edge.label)]);
    let found = quote_spanned!(span=> _wg::Weak::upgrade(#place));
    let tokens = unowned(edge, &format!("The target of the field `{}`.", edge.label), &found).unwrap_or_else(|| {
        quote_spanned! {span=>
            #head fn #name(&self) -> _wg::core::option::Option<_wg::Strong<#target>> { #found }
        }
    });
    vec![Method { name, tokens }]
}
