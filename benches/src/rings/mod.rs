//! Rings of references: built, walked, then dropped and collected.

mod collectors;
mod gcarena;
mod raw;
mod rc_leak;
mod rc_weak;
mod weakgraph;

use std::hint::black_box;

use crate::alloc;
use crate::run::Rec;
use crate::shape::mix;

/// How many nodes a ring has.
pub const RING: usize = 10;

pub const WORKLOADS: &[(&str, &str)] =
    &[("cyc_build", "node"), ("cyc_walk", "node visited"), ("cyc_drop", "node dropped and collected")];

/// One column of the table.
pub trait Rings: Sized {
    const NAME: &'static str;
    /// Builds the rings; holds one handle to each.
    fn build(rings: usize) -> Self;
    /// Once around each ring.
    fn sum(&mut self) -> u64;
    /// Drops the handles and collects.
    fn finish(self) -> Leftover;
}

/// Untimed clean-up after `finish`: of a leak, and of the `Vec` of handles (whose large free would make glibc merge all
/// small ones within the timing).
pub type Leftover = Box<dyn FnOnce()>;

pub fn payload(ring: usize, i: usize) -> u64 {
    mix((ring * RING + i) as u64) >> 8
}

/// What going round all of them must sum up to.
pub fn expected(rings: usize) -> u64 {
    (0..rings).flat_map(|r| (0..RING).map(move |i| payload(r, i))).fold(0u64, u64::wrapping_add)
}

pub struct Column {
    pub name: &'static str,
    /// Of so many rings with this sum.
    pub round: fn(usize, u64, &mut Rec),
    pub memory: fn(usize) -> Memory,
}

/// Bytes per node, less the user's handles.
pub struct Memory {
    pub live_asked: f64,
    pub live_real: f64,
    pub collected_asked: f64,
}

pub fn columns() -> Vec<Column> {
    fn column<R: Rings>() -> Column {
        Column { name: R::NAME, round: round::<R>, memory: memory::<R> }
    }
    vec![
        column::<raw::RawRings<false>>(),
        column::<raw::RawRings<true>>(),
        column::<weakgraph::WeakGraphRings>(),
        column::<rc_leak::RcRings>(),
        column::<rc_weak::WeakRings>(),
        column::<collectors::dumpster::GcRings>(),
        column::<collectors::cc::GcRings>(),
        column::<collectors::gc::GcRings>(),
        column::<collectors::boa::GcRings>(),
        column::<gcarena::ArenaRings>(),
    ]
}

fn round<R: Rings>(rings: usize, want: u64, rec: &mut Rec) {
    let n = rings * RING;
    alloc::settle();
    let mut r = rec.time("cyc_build", n, || R::build(rings));
    let sum = rec.time("cyc_walk", n, || black_box(&mut r).sum());
    assert_eq!(sum, want, "{}: cyc_walk gives another checksum", R::NAME);
    let rest = rec.time("cyc_drop", n, || r.finish());
    rest();
}

fn memory<R: Rings>(rings: usize) -> Memory {
    let n = (rings * RING) as f64;
    alloc::settle();
    alloc::on();
    let before = alloc::now();
    let r = R::build(rings);
    let live = alloc::now();
    let rest = r.finish();
    let collected = alloc::now();
    rest();
    alloc::off();
    // Less the `Vec` of handles, one pointer a ring.
    let own = (rings * size_of::<usize>()) as i64;
    let per_node = |bytes: i64| (bytes - own) as f64 / n;
    Memory {
        live_asked: per_node(live.requested - before.requested),
        live_real: per_node(live.real - before.real),
        collected_asked: per_node(collected.requested - before.requested),
    }
}
