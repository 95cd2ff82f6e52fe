//! Edges: their edits, what may have which, and what is beside them.

mod birth;
mod edits;
mod edits_in_closures;
mod edits_random;
mod handles;
mod hidden;
mod hooks;
mod privacy;
mod refusals;
mod relations;
mod shared;
mod subtypes;
mod trees;
mod two_slots;
mod types;
mod unowned;
mod weak_links;
