//! What is run on what: the groups of this run, each reported as soon as it is done.

use crate::options::options;
use crate::run::{Group, Rec, Runner, apart, interleave};
use crate::shape::Shape;
use crate::{maps, real, report, rings, rows, trees};

pub fn trees() -> Vec<Group> {
    let large = options().large();
    let mut plan = vec![
        ("dom", 2_000),
        ("dom", 10_000),
        ("wide", 10_000),
        ("flat", 10_000),
        ("list", 40_000),
        ("chain", 100_000),
        ("dom", large),
    ];
    if !options().quick {
        // Their sizes are what they are.
        plan.splice(4..4, real::NAMES.map(|name| (name, 0)));
        plan.push(("wide", large));
    }
    let columns: Vec<_> = trees::columns().into_iter().filter(|c| options().wants_column(c.name)).collect();
    let mut groups = Vec::new();
    for (shape, n) in plan {
        let workloads = if shape == "list" { trees::LIST_WORKLOADS } else { trees::WORKLOADS };
        if !options().wants_group(shape, n, workloads) {
            continue;
        }
        let s = match real::NAMES.contains(&shape).then(|| Shape::real(shape)).transpose() {
            Ok(real) => real.unwrap_or_else(|| Shape::make(shape, n)),
            Err(why) => {
                eprintln!("{shape}: {why}");
                continue;
            }
        };
        let n = s.n;
        if workloads.iter().any(|w| options().wants_workload(w.0)) {
            let runs: Vec<Runner<'_>> = columns
                .iter()
                .map(|c| -> Runner<'_> { (c.name, Box::new(|rec: &mut Rec| (c.round)(&s, rec))) })
                .collect();
            let title = if shape == "list" { format!("list, n = {n}") } else { describe(&s) };
            let g = interleave(title, shape, n, workloads, &runs);
            report::group(&g);
            groups.push(g);
        }
        if options().memory && options().wants_workload("memory") && shape == "dom" && n > 2_000 {
            let bytes = memory_of_trees(&s, &columns);
            if let Some(g) = groups.last_mut() {
                g.samples.extend(bytes);
            }
        }
    }
    groups
}

fn describe(s: &Shape) -> String {
    format!(
        "{}, n = {} (mean depth {:.1}, max {}, mean fanout {:.1}; {} walks of {:.1} steps, {} moves; {} subtrees dropped \
         with {} nodes)",
        s.name,
        s.n,
        s.mean_depth,
        s.max_depth,
        s.mean_fanout,
        s.leaves.len(),
        s.up_steps as f64 / s.leaves.len() as f64,
        s.moves.len(),
        s.subs.len(),
        s.subs_freed,
    )
}

/// What the targets ask of the memory: bytes per node while all live, and after all are gone.
type Bytes = Vec<((&'static str, &'static str), Vec<f64>)>;

fn memory_of_trees(s: &Shape, columns: &[trees::Column]) -> Bytes {
    let mut rows = Vec::new();
    let mut bytes = Bytes::new();
    for c in columns {
        let v = apart(c.name, || {
            let m = (c.memory)(s);
            let or_nan = |x: Option<f64>| x.unwrap_or(f64::NAN);
            vec![m.live_requested, m.live_real, m.calls, or_nan(m.after_requested), or_nan(m.after_real), m.after_all]
        });
        bytes.push(((c.name, "mem_live"), vec![v[0]]));
        bytes.push(((c.name, "mem_gone"), vec![v[5]]));
        if options().csv {
            let names = ["mem_live_requested", "mem_live_malloc", "", "mem_dead_requested", "mem_dead_malloc"];
            for (what, &x) in names.iter().zip(&v) {
                if !what.is_empty() && !x.is_nan() {
                    report::csv_value(s.name, s.n, what, c.name, x);
                }
            }
        }
        let cell = |x: f64, digits| if x.is_nan() { String::new() } else { format!("{x:.digits$}") };
        let mut row = vec![c.name.to_string()];
        row.extend(v.iter().enumerate().map(|(i, &x)| cell(x, if i == 2 { 2 } else { 1 })));
        rows.push(row);
    }
    if options().csv || options().targets {
        return bytes;
    }
    let head = [
        "",
        "live, asked",
        "live, malloc",
        "mallocs while building",
        "weak refs left: asked",
        "weak refs left: malloc",
        "all gone: asked",
    ];
    report::table(&format!("memory, bytes per node: {}, n = {}", s.name, s.n), &head, &rows);
    bytes
}

pub fn rows() -> Vec<Group> {
    let n = 10_000;
    if !options().wants_group("rows", n, rows::WORKLOADS) {
        return Vec::new();
    }
    let input = rows::Input::new();
    let columns: Vec<_> = rows::columns().into_iter().filter(|c| options().wants_column(c.0)).collect();
    let runs: Vec<Runner<'_>> = columns
        .iter()
        .map(|&(name, round)| -> Runner<'_> {
            let input = &input;
            (name, Box::new(move |rec: &mut Rec| round(input, rec)))
        })
        .collect();
    let g = interleave("rows: a table of 1,000 and of 10,000".to_string(), "rows", n, rows::WORKLOADS, &runs);
    report::group(&g);
    vec![g]
}

pub fn maps() -> Vec<Group> {
    let columns: Vec<_> = maps::columns().into_iter().filter(|c| options().wants_column(c.0)).collect();
    let mut groups = Vec::new();
    for n in [10_000, options().large()] {
        if !options().wants_group("map", n, maps::WORKLOADS) {
            continue;
        }
        let d = maps::Data::new(n);
        let runs: Vec<Runner<'_>> = columns
            .iter()
            .map(|&(name, round)| -> Runner<'_> {
                let d = &d;
                (name, Box::new(move |rec: &mut Rec| round(d, rec)))
            })
            .collect();
        let g = interleave(format!("weak maps, n = {n}"), "map", n, maps::WORKLOADS, &runs);
        report::group(&g);
        groups.push(g);
    }
    groups
}

pub fn rings() -> Vec<Group> {
    let columns: Vec<_> = rings::columns().into_iter().filter(|c| options().wants_column(c.name)).collect();
    let mut groups = Vec::new();
    for n in [10_000, options().large()] {
        if !options().wants_group("rings", n, rings::WORKLOADS) {
            continue;
        }
        let count = n / rings::RING;
        let want = rings::expected(count);
        let runs: Vec<Runner<'_>> = columns
            .iter()
            .map(|c| -> Runner<'_> { (c.name, Box::new(move |rec: &mut Rec| (c.round)(count, want, rec))) })
            .collect();
        let title = format!("rings: {count} of {}", rings::RING);
        let g = interleave(title, "rings", n, rings::WORKLOADS, &runs);
        report::group(&g);
        groups.push(g);
        if options().memory && options().wants_workload("memory") {
            memory_of_rings(n, &columns);
        }
    }
    groups
}

fn memory_of_rings(n: usize, columns: &[rings::Column]) {
    let mut rows = Vec::new();
    for c in columns {
        let v = apart(c.name, || {
            let m = (c.memory)(n / rings::RING);
            vec![m.live_asked, m.live_real, m.collected_asked]
        });
        if options().csv {
            for (what, &x) in ["mem_live_requested", "mem_live_malloc", "mem_collected_requested"].iter().zip(&v) {
                report::csv_value("rings", n, what, c.name, x);
            }
        }
        rows.push([vec![c.name.to_string()], v.iter().map(|x| format!("{x:.1}")).collect()].concat());
    }
    if options().csv || options().targets {
        return;
    }
    let head = ["", "live, asked", "live, malloc", "after drop and collect: asked"];
    report::table(&format!("memory of the rings, bytes per node, n = {n}"), &head, &rows);
}
