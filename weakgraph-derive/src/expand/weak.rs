//! `#[weak] boss: Weak<T>`: a plain weak handle, set once.

use quote::quote_spanned;

use super::{Kind, Method, head};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind =
    Kind { name: "Weak", role: Role::WeakHandle, example: "boss", options: &["name"], methods, visit: None };

/// ```text
/// #[must_use]
/// pub fn boss(&self) -> Option<Strong<T>> { Weak::upgrade(&self.boss) }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place, target, name) = (edge.span(), edge.place(), edge.target(), edge.accessor());
    let head = head(edge, Some("must_use"), &[&format!("The target of the field `{}`, if it is alive.", edge.label)]);
    let tokens = quote_spanned! {span=>
        #head fn #name(&self) -> _wg::core::option::Option<_wg::Strong<#target>> { _wg::Weak::upgrade(#place) }
    };
    vec![Method { name, tokens }]
}
