//! Maps with weak values (or weak keys): insert n, look all up, drop half of the targets, look up the dead, count and
//! sum the live ones, drop the map.

mod columns;
mod ours;

use std::cell::Cell;
use std::hash::{BuildHasherDefault, Hasher, RandomState};
use std::hint::black_box;

use crate::alloc;
use crate::options::options;
use crate::run::Rec;
use crate::shape::{Rng, mix};

pub const WORKLOADS: &[(&str, &str)] = &[
    ("wm_insert", "entry"),
    ("wm_lookup", "lookup"),
    ("wm_drop_half", "target dropped"),
    ("wm_drop_plain", "target dropped"),
    ("wm_lookup_dead", "lookup"),
    ("wm_count", "entry of the original n"),
    ("wm_iterate", "live entry"),
    ("wm_drop", "entry of the original n"),
];

/// The size of a small node: 48 bytes.
pub struct Obj {
    payload: u64,
    key: u64,
    alive: Cell<bool>,
    _rest: [u64; 3],
}

impl Obj {
    fn new(i: usize, payload: u64) -> Obj {
        Obj { payload, key: key(i), alive: Cell::new(true), _rest: [0; 3] }
    }
}

pub fn key(i: usize) -> u64 {
    mix(i as u64 ^ 0xABCD_EF01)
}

/// A multiply-and-fold hash: about what FxHash costs.
#[derive(Default, Clone)]
pub struct FastHasher(u64);
impl Hasher for FastHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(b as u64);
        }
    }
    fn write_u64(&mut self, x: u64) {
        let m = (self.0 ^ x) as u128 * 0x9E37_79B9_7F4A_7C15_u128;
        self.0 = (m as u64) ^ ((m >> 64) as u64);
    }
    fn write_usize(&mut self, x: usize) {
        self.write_u64(x as u64)
    }
}
pub type Fast = BuildHasherDefault<FastHasher>;

/// One column of the table.
pub trait WeakMap: Sized {
    const NAME: &'static str;
    /// The targets, held strongly by the user; made outside the timing.
    type Targets;
    fn targets(payload: &[u64]) -> Self::Targets;
    fn insert_all(t: &Self::Targets, n: usize) -> Self;
    fn lookup_all(&self, t: &Self::Targets, order: &[u32]) -> u64;
    fn drop_half(&mut self, t: &mut Self::Targets);
    /// Drops every second target of those that are in no map, where a map is notified of a drop.
    const DROP_PLAIN: Option<fn(&mut Self::Targets)> = None;
    fn count(&self) -> usize;
    /// Whether the dead can be looked up: not where the targets are the keys.
    const DEAD_KEYS: bool = true;
    /// The sum of the payloads of those found.
    fn lookup_keys(&self, keys: &[u64]) -> u64;
    /// The sum of all payloads.
    fn iterate(&self) -> u64;
}

/// What all columns get.
pub struct Data {
    n: usize,
    payload: Vec<u64>,
    order: Vec<u32>,
    sum: u64,
    /// The keys of those that are dropped, in a random order.
    dead: Vec<u64>,
    /// The sum of the others.
    left: u64,
}

impl Data {
    pub fn new(n: usize) -> Data {
        let mut rng = Rng::new(n as u64 ^ mix(options().seed));
        let payload: Vec<u64> = (0..n).map(|_| rng.next() >> 8).collect();
        let mut order: Vec<u32> = (0..n as u32).collect();
        rng.shuffle(&mut order);
        let sum = payload.iter().fold(0u64, |a, &b| a.wrapping_add(b));
        let dead = order.iter().filter(|i| *i % 2 == 1).map(|&i| key(i as usize)).collect();
        let left = payload.iter().step_by(2).fold(0u64, |a, &b| a.wrapping_add(b));
        Data { n, payload, order, sum, dead, left }
    }
}

pub type Round = fn(&Data, &mut Rec);

pub fn columns() -> Vec<(&'static str, Round)> {
    use columns::{PtrKey, Raw, Std, Value};
    fn column<M: WeakMap>() -> (&'static str, Round) {
        (M::NAME, round::<M>)
    }
    vec![
        column::<Raw<false>>(),
        column::<Raw<true>>(),
        column::<Std<RandomState>>(),
        column::<Std<Fast>>(),
        column::<Value<RandomState>>(),
        column::<Value<Fast>>(),
        column::<ours::Values<RandomState>>(),
        column::<ours::Values<Fast>>(),
        column::<ours::Keys>(),
        column::<PtrKey<RandomState>>(),
        column::<PtrKey<Fast>>(),
    ]
}

fn round<M: WeakMap>(d: &Data, rec: &mut Rec) {
    let n = d.n;
    alloc::settle();
    let mut t = M::targets(&d.payload);
    let mut m = rec.time("wm_insert", n, || M::insert_all(black_box(&t), n));
    let sum = rec.time("wm_lookup", n, || m.lookup_all(black_box(&t), &d.order));
    assert_eq!(sum, d.sum, "{}: wm_lookup gives another checksum", M::NAME);
    rec.time("wm_drop_half", n / 2, || m.drop_half(&mut t));
    if M::DEAD_KEYS {
        let found = rec.time("wm_lookup_dead", d.dead.len(), || m.lookup_keys(black_box(&d.dead)));
        assert_eq!(found, 0, "{}: wm_lookup_dead", M::NAME);
    }
    let live = rec.time("wm_count", n, || black_box(&mut m).count());
    assert_eq!(live, n - n / 2, "{}: wm_count", M::NAME);
    let left = rec.time("wm_iterate", live, || black_box(&mut m).iterate());
    assert_eq!(left, d.left, "{}: wm_iterate", M::NAME);
    rec.time("wm_drop", n, || drop(black_box(m)));
    if let Some(drop_plain) = M::DROP_PLAIN {
        let mut t = M::targets(&d.payload);
        rec.time("wm_drop_plain", n / 2, || drop_plain(black_box(&mut t)));
    }
}
