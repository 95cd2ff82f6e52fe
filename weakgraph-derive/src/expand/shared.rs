//! `#[strong] style: Strong<S>`: a shared edge. Inside a container it gets no accessor, only the check of
//! [`no_strong_cycle`](super::no_strong_cycle).

use quote::quote_spanned;

use super::{Kind, Method, head};
use crate::model::{Edge, Role};

pub(super) static KIND: Kind =
    Kind { name: "Strong", role: Role::Shared, example: "style", options: &["name"], methods, visit: None };

/// ```text
/// #[must_use]
/// pub fn style(&self) -> &Strong<S> { &self.style }
/// ```
fn methods(edge: &Edge<'_>) -> Vec<Method> {
    let (span, place, ty, name) = (edge.span(), edge.place(), edge.ty(), edge.accessor());
    let head = head(edge, Some("must_use"), &[&format!("The node shared through the field `{}`.", edge.label)]);
    let tokens = quote_spanned! {span=>
        #head fn #name(&self) -> &#ty { #place }
    };
    vec![Method { name, tokens }]
}
