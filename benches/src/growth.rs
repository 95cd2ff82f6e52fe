//! How costs grow with the number of nodes: a table, and a chart of it as an SVG.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::options::options;
use crate::report::{number, table};
use crate::run::{Rec, Runner, apart, interleave};
use crate::shape::Shape;
use crate::{maps, trees};

const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// The workload of each panel, what is written above it, and its unit.
const PANELS: [(&str, &str, &str); 9] = [
    ("build", "build", "ns a node"),
    ("dfs", "walk", "ns a node"),
    ("up", "climb", "ns a step"),
    ("mutate", "move", "ns a move"),
    ("drop", "drop", "ns a node"),
    ("bytes", "memory", "bytes a node"),
    ("wm_insert", "weak map: insert", "ns an entry"),
    ("wm_lookup", "weak map: look up", "ns a look-up"),
    ("wm_drop_half", "weak map: drop of a target", "ns a target"),
];

/// The columns without `--column`: by their names, what the chart calls them, and their colours.
const COLUMNS: [(&str, &str, &str); 9] = [
    ("weakgraph", "weakgraph", "#d1495b"),
    ("weakgraph WeakValueMap +fast hash", "weakgraph", "#d1495b"),
    ("raw", "raw pointers", "#767676"),
    ("raw_eager", "raw pointers", "#767676"),
    ("rc_refcell", "Rc<RefCell> by hand", "#2e86ab"),
    ("rctree", "rctree", "#8e5bb5"),
    ("slotmap", "slotmap", "#3c8d5a"),
    ("indextree", "indextree", "#b0761f"),
    ("WeakValueHashMap +fast hash", "weak-table", "#2a9d8f"),
];

/// What is drawn: of a workload and a column, n and the value.
struct Point {
    workload: &'static str,
    column: &'static str,
    n: usize,
    value: f64,
}

fn is_wanted(column: &str) -> bool {
    if options().columns().is_empty() { COLUMNS.iter().any(|c| c.0 == column) } else { options().wants_column(column) }
}

/// Measures, prints the table, and writes the chart to this file.
pub fn run(file: &str) -> ExitCode {
    let sizes = if options().sizes().is_empty() { &SIZES[..] } else { options().sizes() };
    let mut points = Vec::new();
    for &n in sizes {
        eprintln!("growth: {n} nodes");
        of_trees(n, &mut points);
        of_maps(n, &mut points);
    }
    points.retain(|point| PANELS.iter().any(|panel| panel.0 == point.workload));
    for (workload, title, unit) in PANELS {
        let of = |column: &str, n| points.iter().find(|p| (p.workload, p.column, p.n) == (workload, column, n));
        let columns = columns_of(&points, workload);
        let row = |column: &&'static str| {
            let cell = |&n: &usize| of(column, n).map_or(String::new(), |p| number(p.value));
            [vec![column.to_string()], sizes.iter().map(cell).collect()].concat()
        };
        let rows: Vec<Vec<String>> = columns.iter().map(row).collect();
        let head: Vec<String> = sizes.iter().map(usize::to_string).collect();
        let head: Vec<&str> = std::iter::once("").chain(head.iter().map(String::as_str)).collect();
        table(&format!("{title}, {unit}"), &head, &rows);
    }
    match std::fs::write(file, chart(&points)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{file}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn of_trees(n: usize, points: &mut Vec<Point>) {
    let columns: Vec<_> = trees::columns().into_iter().filter(|c| is_wanted(c.name)).collect();
    let s = Shape::make("dom", n);
    let runs: Vec<Runner<'_>> =
        columns.iter().map(|c| -> Runner<'_> { (c.name, Box::new(|rec: &mut Rec| (c.round)(&s, rec))) }).collect();
    let g = interleave(String::new(), "dom", n, trees::WORKLOADS, &runs);
    points.extend(
        g.samples
            .keys()
            .filter_map(|&(column, workload)| Some(Point { workload, column, n, value: g.median(column, workload)? })),
    );
    for c in &columns {
        let bytes = apart(c.name, || vec![(c.memory)(&s).live_real]);
        points.extend(bytes.first().map(|&value| Point { workload: "bytes", column: c.name, n, value }));
    }
}

fn of_maps(n: usize, points: &mut Vec<Point>) {
    let columns: Vec<_> = maps::columns().into_iter().filter(|c| is_wanted(c.0)).collect();
    let d = maps::Data::new(n);
    let runs: Vec<Runner<'_>> = columns
        .iter()
        .map(|&(name, round)| -> Runner<'_> {
            let d = &d;
            (name, Box::new(move |rec: &mut Rec| round(d, rec)))
        })
        .collect();
    let g = interleave(String::new(), "map", n, maps::WORKLOADS, &runs);
    // A map that sweeps does nothing when a target is dropped: what it does later is not in that figure.
    let sweeps = |column: &str, workload: &str| workload == "wm_drop_half" && column.contains("WeakValueHashMap");
    points.extend(
        g.samples
            .keys()
            .filter(|&&(column, workload)| !sweeps(column, workload))
            .filter_map(|&(column, workload)| Some(Point { workload, column, n, value: g.median(column, workload)? })),
    );
}

/// Those that have this workload, in the order of `COLUMNS`, and then the others.
fn columns_of(points: &[Point], workload: &str) -> Vec<&'static str> {
    let mut columns: Vec<&'static str> = Vec::new();
    for point in points.iter().filter(|point| point.workload == workload) {
        if !columns.contains(&point.column) {
            columns.push(point.column);
        }
    }
    columns.sort_by_key(|column| COLUMNS.iter().position(|c| c.0 == *column).unwrap_or(COLUMNS.len()));
    columns
}

fn style(column: &'static str) -> (&'static str, &'static str) {
    COLUMNS.iter().find(|c| c.0 == column).map_or((column, "#222222"), |c| (c.1, c.2))
}

fn short(n: f64) -> String {
    match n {
        1e6.. => format!("{}M", n / 1e6),
        1e3.. => format!("{}k", n / 1e3),
        _ => format!("{n}"),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 190.0;
const TOP: f64 = 74.0;

/// A panel for each workload; both axes are logarithmic.
fn chart(points: &[Point]) -> String {
    let rows = PANELS.len().div_ceil(3) as f64;
    let (width, height) = (3.0 * WIDTH + 20.0, TOP + rows * HEIGHT + 10.0);
    let mut svg = String::new();
    // A `String` takes everything.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\" \
         font-size=\"11\">\n<title>Time and bytes of a node, by the number of nodes</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"20\" y=\"24\" font-size=\"15\" font-weight=\"bold\">How costs grow with the number of nodes</text>\n\
         <text x=\"20\" y=\"41\" fill=\"#555\">A tree in the shape of a document; both axes are logarithmic.</text>"
    );
    let mut shown: Vec<&str> = Vec::new();
    let mut x = 20.0;
    for column in PANELS.iter().flat_map(|panel| columns_of(points, panel.0)) {
        let (name, colour) = style(column);
        if !shown.contains(&name) {
            shown.push(name);
            let text = escape(name);
            let _ = writeln!(
                svg,
                "<circle cx=\"{}\" cy=\"57\" r=\"4\" fill=\"{colour}\"/><text x=\"{}\" y=\"61\">{text}</text>",
                x + 4.0,
                x + 12.0
            );
            x += 28.0 + 6.4 * name.len() as f64;
        }
    }
    for (number, panel) in PANELS.iter().enumerate() {
        let (column, row) = ((number % 3) as f64, (number / 3) as f64);
        draw_panel(&mut svg, panel, points, 20.0 + column * WIDTH, TOP + row * HEIGHT);
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw_panel(svg: &mut String, panel: &(&'static str, &str, &str), points: &[Point], x: f64, y: f64) {
    let (workload, title, unit) = panel;
    let points: Vec<&Point> = points.iter().filter(|p| p.workload == *workload && p.value > 0.0).collect();
    let range = |value: &dyn Fn(&Point) -> f64| {
        let logs = points.iter().map(|p| value(p).log10());
        let (low, high) = logs.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
        // Whole powers of ten around them.
        (low.floor(), high.ceil().max(low.floor() + 1.0))
    };
    let (left, right, top, bottom) = (x + 34.0, x + WIDTH - 16.0, y + 26.0, y + HEIGHT - 26.0);
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{}\" font-weight=\"bold\">{}</text><text x=\"{right}\" y=\"{}\" text-anchor=\"end\" \
         fill=\"#555\">{}</text>",
        y + 16.0,
        escape(title),
        y + 16.0,
        escape(unit)
    );
    if points.is_empty() {
        return;
    }
    let ((n_low, n_high), (low, high)) = (range(&|p| p.n as f64), range(&|p| p.value));
    let across = |n: f64| left + (n.log10() - n_low) / (n_high - n_low) * (right - left);
    let up = |value: f64| bottom - (value.log10() - low) / (high - low) * (bottom - top);
    for power in low as i32..=high as i32 {
        let (value, at) = (10f64.powi(power), up(10f64.powi(power)));
        let _ = writeln!(
            svg,
            "<path d=\"M{left:.1} {at:.1}H{right:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" \
             text-anchor=\"end\" fill=\"#555\">{}</text>",
            left - 4.0,
            at + 4.0,
            short(value)
        );
    }
    for power in n_low as i32..=n_high as i32 {
        let at = across(10f64.powi(power));
        let _ = writeln!(
            svg,
            "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555\">{}</text>",
            bottom + 14.0,
            short(10f64.powi(power))
        );
    }
    let all: Vec<Point> = points.iter().map(|p| Point { ..**p }).collect();
    // Ours last, so that it lies on top.
    for column in columns_of(&all, workload).into_iter().rev() {
        let (name, colour) = style(column);
        let of: Vec<&&Point> = points.iter().filter(|p| p.column == column).collect();
        let line: Vec<String> = of.iter().map(|p| format!("{:.1},{:.1}", across(p.n as f64), up(p.value))).collect();
        let width = if name == "weakgraph" { 2.2 } else { 1.4 };
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
            line.join(" ")
        );
        for p in of {
            let (at, value) = (across(p.n as f64), up(p.value));
            let label = escape(&format!("{name}, {}: {} {unit}", short(p.n as f64), number(p.value)));
            let _ = writeln!(
                svg,
                "<circle cx=\"{at:.1}\" cy=\"{value:.1}\" r=\"2.4\" fill=\"{colour}\"><title>{label}</title></circle>"
            );
        }
    }
}

#[test]
fn a_chart_has_a_line_for_each_column_and_a_dot_for_each_point() {
    let point = |column, n, value| Point { workload: "build", column, n, value };
    let points =
        [point("weakgraph", 1_000, 9.5), point("weakgraph", 1_000_000, 120.0), point("rc_refcell", 1_000, 40.0)];
    let svg = chart(&points);
    assert_eq!((svg.matches("<polyline").count(), svg.matches("<title>").count()), (2, 1 + 3));
    assert!(svg.contains("Rc&lt;RefCell&gt; by hand, 1k: 40.0 ns a node") && svg.ends_with("</svg>\n"));
    // From 1 to 1000, and from 1k to 1M.
    assert!(svg.contains(">1000<") || svg.contains(">1k<") && svg.contains(">1M<"));
}
