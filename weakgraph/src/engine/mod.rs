//! What happens to nodes: birth, edits, the ancestor check, teardown. What it offers to the floors above is safe to call.

pub(crate) mod ancestor_check;
pub(crate) mod teardown;
