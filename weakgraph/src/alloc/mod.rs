//! Memory for nodes. Imports nothing of ours.

pub(crate) mod pool;
