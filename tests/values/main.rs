//! Whole graphs as values: inspected, compared, copied, stored, drawn.

mod by_value;
mod cells;
mod debug;
mod documents;
mod edges;
mod files;
mod retention;
mod serde_options;
mod show;
