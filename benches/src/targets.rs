//! What the library is to reach, and whether it does in this run: one table, each line with its limit.

use crate::report::{number, table};
use crate::run::Group;

const OURS: &str = "weakgraph";

/// At most so many times what a base takes.
struct Limit {
    ours: &'static str,
    what: &'static str,
    workload: &'static str,
    base: &'static str,
    /// The shapes, and whether n is at most 10,000 (in cache), or large; in between is `chain`.
    on: fn(&str, usize) -> bool,
    at_most: f64,
}

const fn limit(
    what: &'static str,
    workload: &'static str,
    base: &'static str,
    on: fn(&str, usize) -> bool,
    at_most: f64,
) -> Limit {
    Limit { ours: OURS, what, workload, base, on, at_most }
}

const VALUES: &str = "weakgraph WeakValueMap +fast hash";
const KEYS: &str = "weakgraph WeakIdMap";

/// Of a weak map: no more than `weak-table`'s takes.
const fn of_map(ours: &'static str, what: &'static str, workload: &'static str, base: &'static str) -> Limit {
    Limit { ours, what, workload, base, on: |shape, _| shape == "map", at_most: 1.0 }
}

fn small(n: usize) -> bool {
    n <= 10_000
}

fn large(n: usize) -> bool {
    n > 100_000
}

fn is_tree(shape: &str) -> bool {
    matches!(shape, "dom" | "wide")
}

/// Ratios to `raw`, or to `raw_malloc` where something is freed. In `chain` the raw columns move without a check that
/// costs the depth, so `mutate` has no target there.
const LIMITS: &[Limit] = &[
    limit("build, `dom`", "build", "raw", |s, _| s == "dom", 2.2),
    limit("build, `wide`", "build", "raw", |s, n| s == "wide" && large(n), 1.8),
    limit("dfs in a read session, in cache", "dfs_fast", "raw", |s, n| is_tree(s) && small(n), 2.0),
    limit("dfs in a read session, large", "dfs_fast", "raw", |s, n| is_tree(s) && large(n), 1.6),
    limit("dfs by `descendants()`, in cache", "dfs", "raw", |s, n| s == "dom" && small(n), 2.0),
    limit("dfs by `descendants()`, in cache", "dfs", "raw", |s, n| s == "wide" && small(n), 1.6),
    limit("dfs by `descendants()`, large", "dfs", "raw", |s, n| s == "dom" && large(n), 1.6),
    limit("dfs by `descendants()`, large", "dfs", "raw", |s, n| s == "wide" && large(n), 1.4),
    limit("up in a read session", "up", "raw", |_, _| true, 2.2),
    limit("mutate", "mutate", "raw", |s, n| is_tree(s) && !(s == "dom" && large(n)), 4.3),
    limit("mutate", "mutate", "raw", |s, n| s == "dom" && large(n), 4.0),
    limit("move_checked", "move_checked", "raw", |s, _| s != "flat", 1.25),
    limit("moves in `flat`", "mutate", "raw", |s, _| s == "flat", 1.4),
    limit("moves in `flat`, checked", "move_checked", "raw", |s, _| s == "flat", 1.4),
    limit("drop_sub", "drop_sub", "raw_malloc", |_, _| true, 1.3),
    limit("drop", "drop", "raw_malloc", |s, n| !(s == "dom" && large(n)), 1.25),
    limit("drop", "drop", "raw_malloc", |s, n| s == "dom" && large(n), 1.75),
    limit("weak_alive, in cache", "weak_alive", "raw", |_, n| small(n), 1.8),
    limit("weak_alive, large", "weak_alive", "raw", |_, n| large(n), 1.3),
    limit("weak_dead, in cache", "weak_dead", "raw", |_, n| small(n), 2.4),
    limit("weak_dead, large", "weak_dead", "raw", |_, n| large(n), 1.8),
    limit("rings: build", "cyc_build", "raw", |_, _| true, 3.4),
    limit("drop, to `rc_refcell`", "drop", "rc_refcell", |s, n| s == "wide" && large(n), 1.0),
    limit("drop, to rctree", "drop", "rctree", |s, n| s == "wide" && large(n), 1.0),
    limit("deep_clone", "deep_clone", "raw", |s, n| s == "dom" && small(n), 1.3),
    limit("sort, to `rc_refcell`", "sort", "rc_refcell", |_, _| true, 1.0),
    limit("rings: drop", "cyc_drop", "raw_malloc", |_, _| true, 1.5),
    limit("rings: walk, to gc-arena", "cyc_walk", "gc-arena", |_, n| large(n), 1.2),
    of_map(VALUES, "WeakValueMap, to weak-table: insert", "wm_insert", "WeakValueHashMap +fast hash"),
    of_map(VALUES, "WeakValueMap, to weak-table: look up", "wm_lookup", "WeakValueHashMap +fast hash"),
    of_map(KEYS, "WeakIdMap, to weak-table: insert", "wm_insert", "PtrWeakKeyHashMap +fast hash"),
    of_map(KEYS, "WeakIdMap, to weak-table: look up", "wm_lookup", "PtrWeakKeyHashMap +fast hash"),
];

/// Slower than us in every cell that they have; `scan` is not ours, and array order in `wide` is theirs.
const SLOWER: &[&str] =
    &["rc_refcell", "rctree", "generational-box", "bevy_ecs", "dumpster", "rust-cc", "gc", "boa_gc"];

/// Arenas: we are ahead in these workloads, in every shape.
const ARENAS: &[&str] = &["ego-tree", "indextree", "slotmap"];
const AHEAD_OF_ARENAS: &[&str] = &["dfs_fast", "up", "move_checked", "weak_alive"];

/// A line of the table.
struct Line {
    what: String,
    at: String,
    at_most: f64,
    found: f64,
}

impl Line {
    fn new(what: impl Into<String>, g: &Group, at_most: f64, found: f64) -> Line {
        Line { what: what.into(), at: format!("{} {}", g.shape, g.n), at_most, found }
    }

    fn is_met(&self) -> bool {
        self.found <= self.at_most
    }
}

/// Prints the table; gives the number of lines that miss.
pub fn report(groups: &[Group]) -> usize {
    let mut lines = Vec::new();
    for l in LIMITS {
        for g in groups.iter().filter(|g| (l.on)(g.shape, g.n)) {
            if let Some(found) = g.ratio(l.ours, l.base, l.workload) {
                let base = if l.base == "raw_malloc" { " †" } else { "" };
                lines.push(Line::new(format!("{}{base}", l.what), g, l.at_most, found));
            }
        }
    }
    against_the_prototype(groups, &mut lines);
    against_peers(groups, &mut lines);
    growth(groups, &mut lines);
    for g in groups {
        for (what, workload, at_most) in
            [("bytes asked for per node", "mem_live", 72.0), ("bytes left after all are gone", "mem_gone", 0.0)]
        {
            if let Some(found) = g.median(OURS, workload) {
                lines.push(Line::new(what, g, at_most, found));
            }
        }
        // In cache, as the others: a difference of misses says little.
        if let (true, Some(with), Some(plain)) =
            (small(g.n), g.median(VALUES, "wm_drop_half"), g.median(VALUES, "wm_drop_plain"))
        {
            lines.push(Line::new("ns more for a drop with an entry", g, 15.0, with - plain));
        }
    }
    if lines.is_empty() {
        return 0;
    }
    let missed = lines.iter().filter(|l| !l.is_met()).count();
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|l| {
            let verdict = if l.is_met() { "ok" } else { "MISS" };
            vec![l.what.clone(), l.at.clone(), number(l.at_most), number(l.found), verdict.to_string()]
        })
        .collect();
    let title = format!(
        "## Targets: {} of {} met († to raw_malloc; peers: ours to theirs, the worst cell)",
        lines.len() - missed,
        lines.len()
    );
    table(&title, &["what", "where", "at most", "found", ""], &rows);
    missed
}

/// Our ratios to another column, cell by cell, without what the targets leave out.
fn cells<'g>(g: &'g Group, other: &'static str) -> impl Iterator<Item = (&'static str, f64)> + 'g {
    let counted = |w: &str| !matches!(w, "scan" | "weak_make" | "weak_drop" | "sort" | "deep_clone");
    let cells = g.units.iter().filter(move |u| counted(u.0));
    cells.filter_map(move |u| Some((u.0, g.ratio(OURS, other, u.0)?)))
}

fn worst(cells: impl Iterator<Item = (&'static str, f64)>) -> Option<(&'static str, f64)> {
    cells.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// At most 1.2 in any cell, and 1.1 as the geometric mean of all.
fn against_the_prototype(groups: &[Group], lines: &mut Vec<Line>) {
    let (mut logs, mut count) = (0.0, 0);
    for g in groups {
        for (_, x) in cells(g, "rc_limit") {
            logs += x.ln();
            count += 1;
        }
        if let Some((workload, found)) = worst(cells(g, "rc_limit")) {
            lines.push(Line::new(format!("rc_limit, worst: {workload}"), g, 1.2, found));
        }
    }
    if count > 0 {
        let found = f64::exp(logs / f64::from(count));
        let at = "all".to_string();
        lines.push(Line { what: format!("rc_limit, mean of {count} cells"), at, at_most: 1.1, found });
    }
}

fn against_peers(groups: &[Group], lines: &mut Vec<Line>) {
    let mut worst_of = |names: &'static [&'static str], kind: &str, counts: &dyn Fn(&str, &str) -> bool| {
        for &name in names {
            let all = groups.iter().flat_map(|g| cells(g, name).map(move |(w, x)| (g, w, x)));
            let all = all.filter(|(g, w, _)| counts(g.shape, w));
            if let Some((g, workload, found)) = all.max_by(|a, b| a.2.total_cmp(&b.2)) {
                lines.push(Line::new(format!("{kind} {name}, worst: {workload}"), g, 1.0, found));
            }
        }
    };
    // An array is walked in the order of memory: that is theirs in `wide`.
    let trees = |shape: &str, w: &str| {
        // Nor do they check a move: in `chain` a check costs the depth.
        let theirs = shape == "wide" && matches!(w, "dfs" | "dfs_fast") || shape == "chain" && w == "mutate";
        !theirs && !matches!(shape, "list" | "rows")
    };
    worst_of(SLOWER, "faster than", &trees);
    worst_of(ARENAS, "ahead of", &|shape, w| AHEAD_OF_ARENAS.contains(&w) && shape != "list");
}

/// From 10,000 to the large size a node costs no more, times what it costs the prototype.
fn growth(groups: &[Group], lines: &mut Vec<Line>) {
    for shape in ["dom", "wide"] {
        let of = |on: fn(usize) -> bool| groups.iter().find(|g| g.shape == shape && g.n != 2_000 && on(g.n));
        let (Some(near), Some(far)) = (of(small), of(large)) else { continue };
        for (workload, _) in near.units.iter().filter(|u| matches!(u.0, "build" | "dfs_fast" | "up" | "drop")) {
            let grown = |column| Some(far.median(column, workload)? / near.median(column, workload)?);
            if let (Some(ours), Some(limit)) = (grown(OURS), grown("rc_limit")) {
                lines.push(Line::new(format!("growth with n of {workload}"), far, limit, ours));
            }
        }
    }
}
