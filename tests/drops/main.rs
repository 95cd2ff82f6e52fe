//! What is dropped when, in which order, and what it leaves.

mod allocations;
mod death;
mod found;
mod in_sight;
mod memory;
mod panics;
mod stolen;
mod taken;
mod threads;
