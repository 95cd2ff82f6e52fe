//! A yardstick for object trees with weak back-references: the peers and a physical limit on the
//! same workloads, interleaved in one run. See README.md.
#![allow(clippy::needless_range_loop, clippy::type_complexity)]

mod alloc;
mod cols;
mod cycles;
mod shape;
mod tree;
mod weakmap;
mod worker;

use cycles::{RING, Rings};
use shape::Shape;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::os::unix::process::CommandExt;
use std::sync::OnceLock;
use std::time::Instant;
use tree::{Mem, Rec, Tree};
use weakmap::WeakMap;
use worker::Worker;

#[global_allocator]
static ALLOC: alloc::Counting = alloc::Counting;

// ---------------------------------------------------------------- the columns

type TreeRound = fn(&Shape, &mut Rec);
type TreeMem = fn(&Shape) -> Mem;

fn tree_col<T: Tree>() -> (&'static str, TreeRound, TreeMem) {
    (T::NAME, tree::round::<T>, tree::memory::<T>)
}

fn tree_cols() -> Vec<(&'static str, TreeRound, TreeMem)> {
    vec![
        tree_col::<cols::raw::Raw<false>>(),
        tree_col::<cols::raw::Raw<true>>(),
        tree_col::<cols::raw_vec::RawVec>(),
        tree_col::<cols::rc_limit::RcLimit<false>>(),
        tree_col::<cols::rc_limit::RcLimit<true>>(),
        tree_col::<cols::weakgraph::WeakGraph>(),
        tree_col::<cols::rc_refcell::RcTree>(),
        tree_col::<cols::rctree::RcTreeCrate>(),
        tree_col::<cols::ego::Ego>(),
        tree_col::<cols::indextree::Index>(),
        tree_col::<cols::slotmap::Slot>(),
        tree_col::<cols::bevy::Bevy>(),
        tree_col::<cols::genbox::GenBox>(),
        tree_col::<cols::petgraph::Pet>(),
        tree_col::<cols::gcs::dumpster::Tracked>(),
        tree_col::<cols::gcs::cc::Tracked>(),
        tree_col::<cols::gcs::gc::Tracked>(),
        tree_col::<cols::gcs::boa::Tracked>(),
        tree_col::<cols::gcarena::GcArena>(),
    ]
}

const MAP_WORKLOADS: &[(&str, &str)] = &[
    ("wm_insert", "entry"),
    ("wm_lookup", "lookup"),
    ("wm_drop_half", "target dropped"),
    ("wm_count", "entry of the original n"),
];

type MapRound = fn(&MapData, &mut Rec);

struct MapData {
    n: usize,
    payload: Vec<u64>,
    order: Vec<u32>,
    sum: u64,
}

fn map_round<M: WeakMap>(d: &MapData, rec: &mut Rec) {
    let n = d.n;
    alloc::settle();
    let mut t = M::targets(&d.payload);
    let mut m = rec.time("wm_insert", n, || M::insert_all(black_box(&t), n));
    let sum = rec.time("wm_lookup", n, || m.lookup_all(black_box(&t), &d.order));
    assert_eq!(sum, d.sum, "{}: wm_lookup gives another checksum", M::NAME);
    rec.time("wm_drop_half", n / 2, || m.drop_half(&mut t));
    let live = rec.time("wm_count", n, || black_box(&mut m).count());
    assert_eq!(live, n - n / 2, "{}: wm_count", M::NAME);
}

fn map_cols() -> Vec<(&'static str, MapRound)> {
    fn c<M: WeakMap>() -> (&'static str, MapRound) {
        (M::NAME, map_round::<M>)
    }
    use std::hash::RandomState as Sip;
    use weakmap::*;
    vec![
        c::<Raw<false>>(),
        c::<Raw<true>>(),
        c::<Std<Sip>>(),
        c::<Std<Fast>>(),
        c::<Value<Sip>>(),
        c::<Value<Fast>>(),
        c::<PtrKey<Sip>>(),
        c::<PtrKey<Fast>>(),
    ]
}

const CYCLE_WORKLOADS: &[(&str, &str)] = &[
    ("cyc_build", "node"),
    ("cyc_walk", "node visited"),
    ("cyc_drop", "node dropped and collected"),
];

type CycleRound = fn(usize, u64, &mut Rec);

fn cycle_round<R: Rings>(rings: usize, want: u64, rec: &mut Rec) {
    let n = rings * RING;
    alloc::settle();
    let mut r = rec.time("cyc_build", n, || R::build(rings));
    let sum = rec.time("cyc_walk", n, || black_box(&mut r).sum());
    assert_eq!(sum, want, "{}: cyc_walk gives another checksum", R::NAME);
    let rest = rec.time("cyc_drop", n, || r.finish());
    rest();
}

/// Bytes per node while the rings live, and after drop and collect; (requested, malloc).
fn cycle_memory<R: Rings>(rings: usize) -> (f64, f64, f64) {
    let n = (rings * RING) as f64;
    alloc::settle();
    alloc::on();
    let a = alloc::now();
    let r = R::build(rings);
    let b = alloc::now();
    let rest = r.finish();
    let c = alloc::now();
    rest();
    alloc::off();
    // Less the `Vec` of handles, one pointer a ring.
    let own = (rings * size_of::<usize>()) as i64;
    (
        (b.requested - a.requested - own) as f64 / n,
        (b.real - a.real - own) as f64 / n,
        (c.requested - a.requested - own) as f64 / n,
    )
}

type CycleMem = fn(usize) -> (f64, f64, f64);

fn cycle_cols() -> Vec<(&'static str, CycleRound, CycleMem)> {
    fn c<R: Rings>() -> (&'static str, CycleRound, CycleMem) {
        (R::NAME, cycle_round::<R>, cycle_memory::<R>)
    }
    use cycles::*;
    vec![
        c::<raw::RawRings<false>>(),
        c::<raw::RawRings<true>>(),
        c::<weakgraph::WeakGraphRings>(),
        c::<rc_leak::RcRings>(),
        c::<rc_weak::WeakRings>(),
        c::<dumpster::GcRings>(),
        c::<cc::GcRings>(),
        c::<gc::GcRings>(),
        c::<boa::GcRings>(),
        c::<gcarena::ArenaRings>(),
    ]
}

// ---------------------------------------------------------------- options

struct Opts {
    quick: bool,
    csv: bool,
    cold: bool,
    memory: bool,
    rounds: Option<usize>,
    workloads: Vec<String>,
    columns: Vec<String>,
    sizes: Vec<usize>,
    shapes: Vec<String>,
}

static OPTS: OnceLock<Opts> = OnceLock::new();

fn opts() -> &'static Opts {
    OPTS.get().unwrap()
}

fn want_workload(w: &str) -> bool {
    let f = &opts().workloads;
    f.is_empty()
        || f.iter()
            .any(|x| w == x || (x.ends_with('*') && w.starts_with(&x[..x.len() - 1])))
}

fn want_column(c: &str) -> bool {
    // The baselines are always there: the ratios need them.
    let f = &opts().columns;
    f.is_empty() || c == "raw" || c == "raw_malloc" || f.iter().any(|x| c == x)
}

fn want_shape(s: &str) -> bool {
    let f = &opts().shapes;
    f.is_empty() || f.iter().any(|x| x == s)
}

const HELP: &str = "\
trees-bench [options]
  --quick            few rounds, 300,000 nodes in place of 1,000,000, in one shape; under a minute
  --rounds K         measured rounds in each group (default: 11 small, 7 large)
  --workload A,B     only these workloads (a trailing * matches a prefix)
  --column A,B       only these columns (raw and raw_malloc are always kept)
  --size N,M         only these sizes (2000 for dom; 10000; 100000 for chain; 1000000, or 300000 with --quick)
  --shape S,T        only these of: wide, dom, flat, chain, map, rings
  --no-memory        leave the memory tables out
  --cold             malloc as it comes: freed pages go back to the kernel between columns
  --csv              one line per measurement instead of tables";

fn parse() -> Opts {
    let mut o = Opts {
        quick: false,
        csv: false,
        cold: false,
        memory: true,
        rounds: None,
        workloads: vec![],
        columns: vec![],
        sizes: vec![],
        shapes: vec![],
    };
    let mut args = std::env::args().skip(1);
    let list = |s: Option<String>| -> Vec<String> {
        s.unwrap_or_else(|| usage("a value is missing"))
            .split(',')
            .map(str::to_string)
            .collect()
    };
    let num = |s: &str| {
        s.replace('_', "")
            .parse()
            .unwrap_or_else(|_| usage("not a number"))
    };
    while let Some(a) = args.next() {
        match a.as_str() {
            "--quick" => o.quick = true,
            "--csv" => o.csv = true,
            "--cold" => o.cold = true,
            "--no-memory" => o.memory = false,
            "--rounds" => o.rounds = Some(num(&args.next().unwrap_or_default())),
            "--workload" => o.workloads = list(args.next()),
            "--column" => o.columns = list(args.next()),
            "--shape" => o.shapes = list(args.next()),
            "--size" => o.sizes = list(args.next()).iter().map(|s| num(s)).collect(),
            "--help" | "-h" => {
                println!("{HELP}");
                std::process::exit(0);
            }
            _ => usage(&format!("unknown option {a}")),
        }
    }
    o
}

fn usage(why: &str) -> ! {
    eprintln!("{why}\n{HELP}");
    std::process::exit(2)
}

/// Dropping a deep chain recurses in `rc_refcell` and in some collectors. The main thread gets a
/// 4 GiB stack (by a limit and an exec), so that the process stays single-threaded, which glibc's
/// malloc rewards.
fn big_stack() {
    const WANT: u64 = 4 << 30;
    const MARK: &str = "TREES_BENCH_STACK_SET";
    unsafe {
        let mut l: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_STACK, &mut l);
        if l.rlim_cur >= WANT || std::env::var_os(MARK).is_some() {
            return;
        }
        l.rlim_cur = WANT.min(l.rlim_max);
        if libc::setrlimit(libc::RLIMIT_STACK, &l) != 0 {
            eprintln!("cannot raise the stack limit; leave out --shape chain");
            return;
        }
    }
    let exe = std::env::current_exe().expect("own path");
    let e = std::process::Command::new(exe)
        .args(std::env::args().skip(1))
        .env(MARK, "1")
        .exec();
    panic!("exec: {e}");
}

// ---------------------------------------------------------------- running

#[derive(Default)]
struct Group {
    title: String,
    shape: String,
    n: usize,
    units: Vec<(&'static str, &'static str)>,
    columns: Vec<&'static str>,
    samples: BTreeMap<(&'static str, &'static str), Vec<f64>>,
}

fn median(v: &[f64]) -> f64 {
    let mut v = v.to_vec();
    v.sort_by(f64::total_cmp);
    let n = v.len();
    if n % 2 == 1 {
        v[n / 2]
    } else {
        (v[n / 2 - 1] + v[n / 2]) / 2.0
    }
}

fn least(v: &[f64]) -> f64 {
    v.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Runs all columns `rounds` times, interleaved; the starting column rotates. The first, extra
/// round warms up and verifies, and is not counted. At small sizes each round gets new workers,
/// each warmed up by a run that is not counted: which physical pages a worker happens to get
/// decides how well it fits the L2 cache, and one draw should not speak for a column.
fn interleave(g: &mut Group, rounds: usize, cols: &[(&'static str, &dyn Fn(&mut Rec))]) {
    let verbose = std::env::var_os("TREES_BENCH_VERBOSE").is_some();
    let start = |c: usize| {
        let (name, run) = cols[c];
        Worker::start(name, move |command| {
            if opts().cold {
                unsafe { libc::malloc_trim(0) };
            }
            let mut rec = Rec {
                out: Vec::new(),
                verify: command == b'v',
                want: want_workload,
            };
            run(&mut rec);
            rec.out
                .into_iter()
                .map(|(w, ns)| (w.to_string(), ns))
                .collect()
        })
    };
    let renew = g.n <= 20_000;
    let mut workers: Vec<Worker> = (0..cols.len()).map(start).collect();
    for round in 0..=rounds {
        for i in 0..cols.len() {
            let c = (i + round) % cols.len();
            let t = Instant::now();
            if renew && round > 0 {
                std::mem::replace(&mut workers[c], start(c)).stop();
                workers[c].ask(b'r');
            }
            let out = workers[c].ask(if round == 0 { b'v' } else { b'r' });
            if verbose {
                let s = t.elapsed().as_secs_f64();
                eprintln!(
                    "  {} {} round {round} {}: {s:.3} s",
                    g.shape, g.n, cols[c].0
                );
            }
            if round > 0 {
                for (w, ns) in out {
                    let unit = g.units.iter().find(|u| u.0 == w).expect("a known workload");
                    g.samples.entry((cols[c].0, unit.0)).or_default().push(ns);
                }
            }
        }
    }
    g.columns = cols.iter().map(|c| c.0).collect();
    workers.into_iter().for_each(Worker::stop);
}

/// Runs `f` in a fresh process and brings its numbers back.
fn apart(name: &'static str, f: impl Fn() -> Vec<f64>) -> Vec<f64> {
    let mut w = Worker::start(name, |_| {
        f().into_iter().map(|x| (String::new(), x)).collect()
    });
    let v = w.ask(b'm').into_iter().map(|x| x.1).collect();
    w.stop();
    v
}

fn load() -> String {
    let s = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    s.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn num(x: f64) -> String {
    if x >= 100.0 {
        format!("{x:.0}")
    } else if x >= 10.0 {
        format!("{x:.1}")
    } else {
        format!("{x:.2}")
    }
}

fn print_table(title: &str, head: &[String], rows: &[Vec<String>]) {
    println!("\n{title}\n");
    println!("| {} |", head.join(" | "));
    println!("|---|{}", "---:|".repeat(head.len() - 1));
    for r in rows {
        println!("| {} |", r.join(" | "));
    }
}

fn report(g: &Group) {
    if g.samples.is_empty() {
        return;
    }
    let used: Vec<&str> = g
        .units
        .iter()
        .map(|u| u.0)
        .filter(|w| g.columns.iter().any(|c| g.samples.contains_key(&(*c, *w))))
        .collect();
    if opts().csv {
        for c in &g.columns {
            for w in &used {
                let Some(v) = g.samples.get(&(*c, *w)) else {
                    continue;
                };
                let over = |base: &'static str| -> (String, String) {
                    match g.samples.get(&(base, *w)) {
                        Some(b) => (
                            format!("{:.4}", median(v) / median(b)),
                            format!("{:.4}", least(v) / least(b)),
                        ),
                        None => (String::new(), String::new()),
                    }
                };
                let (a, b) = over("raw");
                let (x, y) = over("raw_malloc");
                println!(
                    "{},{},{w},\"{c}\",{},{:.4},{:.4},{a},{b},{x},{y}",
                    g.shape,
                    g.n,
                    v.len(),
                    median(v),
                    least(v)
                );
            }
        }
        return;
    }
    println!("\n## {}", g.title);
    let head: Vec<String> = std::iter::once("".to_string())
        .chain(used.iter().map(|w| w.to_string()))
        .collect();
    let cell = |c: &'static str, w: &'static str, f: &dyn Fn(&[f64]) -> Option<f64>| {
        g.samples
            .get(&(c, w))
            .and_then(|v| f(v))
            .map_or("".to_string(), num)
    };
    let table = |f: &dyn Fn(&'static str, &[f64]) -> Option<f64>| -> Vec<Vec<String>> {
        g.columns
            .iter()
            .map(|c| {
                std::iter::once(c.to_string())
                    .chain(used.iter().map(|w| {
                        let w = g.units.iter().find(|u| u.0 == *w).unwrap().0;
                        cell(c, w, &|v| f(w, v))
                    }))
                    .collect()
            })
            .collect()
    };
    print_table(
        "ns per unit, median (units: see the README)",
        &head,
        &table(&|_, v| Some(median(v))),
    );
    print_table("ns per unit, least", &head, &table(&|_, v| Some(least(v))));
    let ratio = |base: &'static str| {
        table(&|w, v| g.samples.get(&(base, w)).map(|b| median(v) / median(b)))
    };
    print_table("ratio to raw (of the medians)", &head, &ratio("raw"));
    if g.columns.contains(&"raw_malloc") {
        print_table(
            "ratio to raw_malloc (of the medians)",
            &head,
            &ratio("raw_malloc"),
        );
    }
}

fn main() {
    // A closed pipe ends the program, as it does others.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
    OPTS.set(parse()).ok();
    big_stack();
    let o = opts();
    if !o.cold {
        alloc::warm_heap();
    }
    let start = Instant::now();
    let small = o.rounds.unwrap_or(if o.quick { 3 } else { 11 });
    let large = o.rounds.unwrap_or(if o.quick { 1 } else { 7 });
    if o.csv {
        println!(
            "shape,n,workload,column,samples,median_ns,min_ns,x_raw_median,x_raw_min,x_malloc_median,x_malloc_min"
        );
    } else {
        println!("# trees-bench{}", if o.quick { " --quick" } else { "" });
        println!("\nload average at the start: {}", load());
    }

    // Trees.
    let all = tree_cols();
    let cols: Vec<_> = all.iter().filter(|c| want_column(c.0)).collect();
    let big = if o.quick { 300_000 } else { 1_000_000 };
    let mut plan = vec![
        ("dom", 2_000),
        ("dom", 10_000),
        ("wide", 10_000),
        ("flat", 10_000),
        ("chain", 100_000),
        ("dom", big),
    ];
    if !o.quick {
        plan.push(("wide", big));
    }
    let wants_trees =
        tree::TREE_WORKLOADS.iter().any(|w| want_workload(w.0)) || want_workload("memory");
    for (kind, n) in plan {
        if !wants_trees || !want_shape(kind) || !(o.sizes.is_empty() || o.sizes.contains(&n)) {
            continue;
        }
        let s = Shape::make(kind, n);
        let rounds = if n <= 100_000 { small } else { large };
        let rounds = if n <= 2_000 && o.rounds.is_none() {
            2 * rounds
        } else {
            rounds
        };
        let mut g = Group {
            title: format!(
                "{kind}, n = {n} (mean depth {:.1}, max {}, mean fanout {:.1}; {} walks of {:.1} steps, {} moves; \
                 {} subtrees dropped with {} nodes; {rounds} rounds)",
                s.mean_depth,
                s.max_depth,
                s.mean_fanout,
                s.leaves.len(),
                s.up_steps as f64 / s.leaves.len() as f64,
                s.moves.len(),
                s.subs.len(),
                s.subs_freed,
            ),
            shape: kind.to_string(),
            n,
            units: tree::TREE_WORKLOADS.to_vec(),
            ..Group::default()
        };
        if tree::TREE_WORKLOADS.iter().any(|w| want_workload(w.0)) {
            let runs: Vec<_> = cols
                .iter()
                .map(|c| (c.0, |r: &mut Rec| (c.1)(&s, r)))
                .collect();
            let dyns: Vec<(&'static str, &dyn Fn(&mut Rec))> =
                runs.iter().map(|(n, f)| (*n, f as _)).collect();
            interleave(&mut g, rounds, &dyns);
            report(&g);
        }
        if o.memory && want_workload("memory") && kind == "dom" && n > 2_000 {
            let mut rows = Vec::new();
            for c in &cols {
                let v = apart(c.0, || {
                    let m = (c.2)(&s);
                    let or_nan = |x: Option<f64>| x.unwrap_or(f64::NAN);
                    let (a, b) = (or_nan(m.after_requested), or_nan(m.after_real));
                    vec![m.live_requested, m.live_real, m.calls, a, b, m.after_all]
                });
                let known = |x: f64| (!x.is_nan()).then_some(x);
                let m = Mem {
                    live_requested: v[0],
                    live_real: v[1],
                    calls: v[2],
                    after_requested: known(v[3]),
                    after_real: known(v[4]),
                    after_all: v[5],
                };
                let f = |x: f64| format!("{x:.1}");
                let p = |x: Option<f64>| x.map_or(String::new(), f);
                if o.csv {
                    println!(
                        "{kind},{n},mem_live_requested,\"{}\",1,{:.2},{:.2},,,,",
                        c.0, m.live_requested, m.live_requested
                    );
                    println!(
                        "{kind},{n},mem_live_malloc,\"{}\",1,{:.2},{:.2},,,,",
                        c.0, m.live_real, m.live_real
                    );
                    if let (Some(a), Some(b)) = (m.after_requested, m.after_real) {
                        println!(
                            "{kind},{n},mem_dead_requested,\"{}\",1,{a:.2},{a:.2},,,,",
                            c.0
                        );
                        println!("{kind},{n},mem_dead_malloc,\"{}\",1,{b:.2},{b:.2},,,,", c.0);
                    }
                }
                rows.push(vec![
                    c.0.to_string(),
                    f(m.live_requested),
                    f(m.live_real),
                    format!("{:.2}", m.calls),
                    p(m.after_requested),
                    p(m.after_real),
                    f(m.after_all),
                ]);
            }
            if !o.csv {
                let head = [
                    "",
                    "live, asked",
                    "live, malloc",
                    "mallocs while building",
                    "weak refs left: asked",
                    "weak refs left: malloc",
                    "all gone: asked",
                ];
                print_table(
                    &format!("memory, bytes per node: {kind}, n = {n}"),
                    &head.map(str::to_string),
                    &rows,
                );
            }
        }
    }

    // Weak maps.
    let cols: Vec<_> = map_cols()
        .into_iter()
        .filter(|c| want_column(c.0))
        .collect();
    for n in [10_000, big] {
        if !want_shape("map")
            || !(o.sizes.is_empty() || o.sizes.contains(&n))
            || !MAP_WORKLOADS.iter().any(|w| want_workload(w.0))
        {
            continue;
        }
        let mut rng = shape::Rng::new(n as u64);
        let payload: Vec<u64> = (0..n).map(|_| rng.next() >> 8).collect();
        let mut order: Vec<u32> = (0..n as u32).collect();
        rng.shuffle(&mut order);
        let sum = payload.iter().fold(0u64, |a, &b| a.wrapping_add(b));
        let d = MapData {
            n,
            payload,
            order,
            sum,
        };
        let rounds = if n <= 100_000 { small } else { large };
        let mut g = Group {
            title: format!("weak maps, n = {n} ({rounds} rounds)"),
            shape: "map".into(),
            n,
            units: MAP_WORKLOADS.to_vec(),
            ..Group::default()
        };
        let runs: Vec<_> = cols
            .iter()
            .map(|c| (c.0, |r: &mut Rec| (c.1)(&d, r)))
            .collect();
        let dyns: Vec<(&'static str, &dyn Fn(&mut Rec))> =
            runs.iter().map(|(n, f)| (*n, f as _)).collect();
        interleave(&mut g, rounds, &dyns);
        retain_wanted(&mut g);
        report(&g);
    }

    // Cycles.
    let all = cycle_cols();
    let cols: Vec<_> = all.iter().filter(|c| want_column(c.0)).collect();
    for n in [10_000, big] {
        if !want_shape("rings")
            || !(o.sizes.is_empty() || o.sizes.contains(&n))
            || !CYCLE_WORKLOADS.iter().any(|w| want_workload(w.0))
        {
            continue;
        }
        let rings = n / RING;
        let want = cycles::expected(rings);
        let rounds = if n <= 100_000 { small } else { large };
        let mut g = Group {
            title: format!("strong cycles: {rings} rings of {RING} ({rounds} rounds)"),
            shape: "rings".into(),
            n,
            units: CYCLE_WORKLOADS.to_vec(),
            ..Group::default()
        };
        let runs: Vec<_> = cols
            .iter()
            .map(|c| (c.0, move |r: &mut Rec| (c.1)(rings, want, r)))
            .collect();
        let dyns: Vec<(&'static str, &dyn Fn(&mut Rec))> =
            runs.iter().map(|(n, f)| (*n, f as _)).collect();
        interleave(&mut g, rounds, &dyns);
        retain_wanted(&mut g);
        report(&g);
        if o.memory {
            let rows: Vec<Vec<String>> = cols
                .iter()
                .map(|c| {
                    let v = apart(c.0, || {
                        let (a, b, left) = (c.2)(rings);
                        vec![a, b, left]
                    });
                    if o.csv {
                        for (w, x) in [
                            "mem_live_requested",
                            "mem_live_malloc",
                            "mem_collected_requested",
                        ]
                        .iter()
                        .zip(&v)
                        {
                            println!("rings,{n},{w},\"{}\",1,{x:.2},{x:.2},,,,", c.0);
                        }
                    }
                    std::iter::once(c.0.to_string())
                        .chain(v.iter().map(|x| format!("{x:.1}")))
                        .collect()
                })
                .collect();
            if !o.csv {
                let head = [
                    "",
                    "live, asked",
                    "live, malloc",
                    "after drop and collect: asked",
                ];
                print_table(
                    &format!("memory of the rings, bytes per node, n = {n}"),
                    &head.map(str::to_string),
                    &rows,
                );
            }
        }
    }
    if !o.csv {
        println!(
            "\nload average at the end: {}; {:.0} s in all",
            load(),
            start.elapsed().as_secs_f64()
        );
    }
}

fn retain_wanted(g: &mut Group) {
    g.samples.retain(|k, _| want_workload(k.1));
}
