//! The tests of the DOM, in one binary: each would cost a link.

mod attributes;
mod cli;
mod core;
mod data;
mod edits;
mod encoding;
mod hostile;
mod html5lib;
mod lookup;
mod pages;
mod pseudo;
mod select;
mod serialize;
mod sink;

/// How large a test is: as it says in the gate, where `WEAKGRAPH_FULL` is set in the environment, and a fifth of that
/// elsewhere.
fn size(full: usize) -> usize {
    if std::env::var_os("WEAKGRAPH_FULL").is_some() { full } else { full / 5 }
}
