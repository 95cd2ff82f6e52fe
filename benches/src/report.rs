//! Tables and lines.

use crate::options::options;
use crate::run::{Group, least, median};

pub const CSV_HEAD: &str =
    "shape,n,workload,column,samples,median_ns,min_ns,x_raw_median,x_raw_min,x_malloc_median,x_malloc_min";

pub fn load() -> String {
    let s = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    s.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

pub fn number(x: f64) -> String {
    match x {
        100.0.. => format!("{x:.0}"),
        10.0.. => format!("{x:.1}"),
        _ => format!("{x:.2}"),
    }
}

pub fn table(title: &str, head: &[&str], rows: &[Vec<String>]) {
    println!("\n{title}\n");
    println!("| {} |", head.join(" | "));
    println!("|---|{}", "---:|".repeat(head.len() - 1));
    for r in rows {
        println!("| {} |", r.join(" | "));
    }
}

/// One value that is no time, as a line of the CSV.
pub fn csv_value(shape: &str, n: usize, what: &str, column: &str, x: f64) {
    println!("{shape},{n},{what},\"{column}\",1,{x:.2},{x:.2},,,,");
}

/// All of a group, in the form that was asked for.
pub fn group(g: &Group) {
    if g.samples.is_empty() || options().targets {
        return;
    }
    if options().csv {
        return lines(g);
    }
    println!("\n## {}", g.title);
    let used: Vec<&'static str> =
        g.units.iter().map(|u| u.0).filter(|w| g.columns.iter().any(|c| g.samples.contains_key(&(*c, *w)))).collect();
    let mut head = vec![""];
    head.extend(&used);
    let rows = |f: &dyn Fn(&'static str, &'static str) -> Option<f64>| -> Vec<Vec<String>> {
        let cell = |c, w| f(c, w).map_or(String::new(), number);
        let row = |c: &&'static str| [vec![c.to_string()], used.iter().map(|w| cell(*c, *w)).collect()].concat();
        g.columns.iter().map(row).collect()
    };
    let samples = |c, w| g.samples.get(&(c, w)).map(Vec::as_slice);
    table("ns per unit, median (units: see the README)", &head, &rows(&|c, w| samples(c, w).map(median)));
    table("ns per unit, least", &head, &rows(&|c, w| samples(c, w).map(least)));
    for base in ["raw", "raw_malloc"] {
        if g.columns.contains(&base) {
            table(&format!("ratio to {base} (of the medians)"), &head, &rows(&|c, w| g.ratio(c, base, w)));
        }
    }
}

fn lines(g: &Group) {
    for &c in &g.columns {
        for (w, _) in g.units {
            let Some(v) = g.samples.get(&(c, w)) else {
                continue;
            };
            let over = |base: &'static str| match g.samples.get(&(base, *w)) {
                Some(b) => format!("{:.4},{:.4}", median(v) / median(b), least(v) / least(b)),
                None => ",".to_string(),
            };
            let (shape, n, k) = (g.shape, g.n, v.len());
            let (a, b) = (median(v), least(v));
            println!("{shape},{n},{w},\"{c}\",{k},{a:.4},{b:.4},{},{}", over("raw"), over("raw_malloc"));
        }
    }
}
