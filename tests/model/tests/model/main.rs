//! The library held against its model: programs, sequences, and hostile user code.

mod checklist;
mod exhaustive;
mod forget;
mod found;
mod layouts;
mod panics;
mod programs;
mod threads;

use weakgraph_model::counting::Counting;

#[global_allocator]
static COUNTING: Counting = Counting;
