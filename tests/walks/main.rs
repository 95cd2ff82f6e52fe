//! Walks: what they yield, what becomes of them when the body edits, and walks that do not count.

mod edited;
mod exhaustive;
mod plain;
mod random;
mod read;
