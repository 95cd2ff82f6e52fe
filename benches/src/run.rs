//! How measurements are taken: rounds, workers, samples.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use crate::options::options;
use crate::worker::Worker;

/// Nanoseconds that this thread has run.
fn thread_clock() -> i64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut t) };
    t.tv_sec * 1_000_000_000 + t.tv_nsec
}

/// Collects the timings of one column in one round.
pub struct Rec {
    pub out: Vec<(&'static str, f64)>,
    /// The first round checks the whole structure, too.
    pub verify: bool,
}

impl Rec {
    /// Times one run; notes nanoseconds per unit. By the clock of the thread, which stands still while others run.
    pub fn time<R>(&mut self, what: &'static str, units: usize, f: impl FnOnce() -> R) -> R {
        let start = thread_clock();
        let r = black_box(f());
        let ns = thread_clock() - start;
        self.out.push((what, ns as f64 / units as f64));
        r
    }

    /// Times `reps` runs; at small sizes (more than one run) after as many that are not timed, so that branch
    /// prediction has met the shape in every column, as it has in those whose `dfs` and `dfs_fast` are one.
    pub fn repeat(&mut self, what: &'static str, units: usize, reps: usize, mut f: impl FnMut() -> u64) -> u64 {
        let mut all = || (0..reps).fold(0u64, |a, _| a.wrapping_add(f()));
        if reps > 1 {
            black_box(all());
        }
        self.time(what, units * reps, all)
    }
}

/// The columns that ran the same workloads on the same input, and what they took.
pub struct Group {
    pub title: String,
    pub shape: &'static str,
    pub n: usize,
    /// The workloads, and what each counts.
    pub units: &'static [(&'static str, &'static str)],
    pub columns: Vec<&'static str>,
    /// Nanoseconds per unit, by column and workload.
    pub samples: BTreeMap<(&'static str, &'static str), Vec<f64>>,
}

impl Group {
    pub fn median(&self, column: &'static str, workload: &'static str) -> Option<f64> {
        self.samples.get(&(column, workload)).map(|v| median(v))
    }

    /// Column to column, of the medians.
    pub fn ratio(&self, column: &'static str, base: &'static str, workload: &'static str) -> Option<f64> {
        Some(self.median(column, workload)? / self.median(base, workload)?)
    }
}

pub fn median(v: &[f64]) -> f64 {
    let mut v = v.to_vec();
    v.sort_by(f64::total_cmp);
    let n = v.len();
    if n % 2 == 1 { v[n / 2] } else { (v[n / 2 - 1] + v[n / 2]) / 2.0 }
}

pub fn least(v: &[f64]) -> f64 {
    v.iter().copied().fold(f64::INFINITY, f64::min)
}

/// A column's name and what runs one round of it.
pub type Runner<'r> = (&'static str, Box<dyn Fn(&mut Rec) + 'r>);

/// Runs all columns `rounds` times, interleaved; the starting column rotates. The first, extra round warms up and
/// verifies, and is not counted. At small sizes each round gets new workers, each warmed up by a run that is not
/// counted: which physical pages a worker happens to get decides how well it fits the L2 cache, and one draw should not
/// speak for a column.
pub fn interleave(
    title: String,
    shape: &'static str,
    n: usize,
    units: &'static [(&'static str, &'static str)],
    columns: &[Runner<'_>],
) -> Group {
    let rounds = options().rounds_for(n);
    let title = format!("{title} ({rounds} rounds)");
    let names = columns.iter().map(|c| c.0).collect();
    let mut g = Group { title, shape, n, units, columns: names, samples: BTreeMap::new() };
    let verbose = std::env::var_os("WEAKGRAPH_BENCHES_VERBOSE").is_some();
    let start = |c: usize| {
        let (name, run) = &columns[c];
        Worker::start(name, move |command| {
            if options().cold {
                unsafe { libc::malloc_trim(0) };
            }
            let mut rec = Rec { out: Vec::new(), verify: command == b'v' };
            run(&mut rec);
            rec.out.into_iter().map(|(w, ns)| (w.to_string(), ns)).collect()
        })
    };
    let renew = n <= 20_000;
    let mut workers: Vec<Worker> = (0..columns.len()).map(start).collect();
    for round in 0..=rounds {
        for i in 0..columns.len() {
            let c = (i + round) % columns.len();
            let t = Instant::now();
            if renew && round > 0 {
                std::mem::replace(&mut workers[c], start(c)).stop();
                workers[c].ask(b'r');
            }
            let out = workers[c].ask(if round == 0 { b'v' } else { b'r' });
            if verbose {
                eprintln!("  {shape} {n} round {round} {}: {:.3} s", columns[c].0, t.elapsed().as_secs_f64());
            }
            if round == 0 {
                continue;
            }
            for (workload, ns) in out {
                let unit = units.iter().find(|u| u.0 == workload).expect("a known workload");
                if options().wants_workload(unit.0) {
                    g.samples.entry((columns[c].0, unit.0)).or_default().push(ns);
                }
            }
        }
    }
    workers.into_iter().for_each(Worker::stop);
    g
}

/// Runs `f` in a fresh process and brings its numbers back.
pub fn apart(name: &'static str, f: impl Fn() -> Vec<f64>) -> Vec<f64> {
    let mut w = Worker::start(name, |_| f().into_iter().map(|x| (String::new(), x)).collect());
    let v = w.ask(b'm').into_iter().map(|x| x.1).collect();
    w.stop();
    v
}
