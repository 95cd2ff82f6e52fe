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
