//! Whole graphs looked at: the edges of a node, a snapshot, values.

pub(crate) mod discover;
#[allow(missing_docs, reason = "what generated code calls is not for people")]
pub(crate) mod edges;
pub(crate) mod retention;
mod reverse;
pub(crate) mod snapshot;
#[allow(missing_docs, reason = "what generated code calls is not for people")]
pub(crate) mod value;
