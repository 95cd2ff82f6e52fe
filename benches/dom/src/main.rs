//! The DOM example beside three DOMs that people use, on real pages: `weakgraph-dom-benches [ROUNDS] [PAGE ..]`.
//!
//! Every round lets each DOM parse the page, walk it, climb from every node, read the text, select, clone and drop; the least time of
//! all rounds counts. Without pages: those of rust-docs that the toolchain has.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::time::Instant;

use html5ever::driver::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use weakgraph_dom::Select;

mod floor;

struct Counting;

static BYTES: AtomicI64 = AtomicI64::new(0);
static CALLS: AtomicI64 = AtomicI64::new(0);

// SAFETY: hands everything on to the system's allocator, and counts beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size() as i64, Relaxed);
        CALLS.fetch_add(1, Relaxed);
        // SAFETY: forwarded.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        BYTES.fetch_sub(layout.size() as i64, Relaxed);
        // SAFETY: forwarded.
        unsafe { System.dealloc(ptr, layout) }
    }
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        BYTES.fetch_add(size as i64 - layout.size() as i64, Relaxed);
        // SAFETY: forwarded.
        unsafe { System.realloc(ptr, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const SELECTORS: [&str; 6] = ["a[href]", ".item-name", "p > code", "li:nth-child(2)", "div:not(.docblock) a", "h2 + p"];

const WHAT: [&str; 7] = ["parse", "walk", "text", "climb", "select", "clone", "drop"];

/// Milliseconds by what is done, bytes and allocations of a parse; infinite where it was not done.
struct Row {
    name: &'static str,
    least: [f64; 7],
    bytes: i64,
    calls: i64,
    seen: [usize; 5],
}

/// One DOM: what it does with a page.
trait Dom {
    const NAME: &'static str;
    type Page;
    fn parse(text: &str) -> Self::Page;
    /// How many nodes there are.
    fn walk(page: &Self::Page) -> usize;
    /// How many bytes of text.
    fn text(page: &Self::Page) -> usize;
    /// How many steps there are from all nodes up to the root.
    fn climb(page: &Self::Page) -> usize;
    fn select(_: &Self::Page) -> Option<usize> {
        None
    }
    fn clone(_: &Self::Page) -> Option<Self::Page> {
        None
    }
}

struct Ours;
impl Dom for Ours {
    const NAME: &'static str = "weakgraph";
    type Page = weakgraph_dom::Handle;
    fn parse(text: &str) -> Self::Page {
        weakgraph_dom::parse(text)
    }
    fn walk(page: &Self::Page) -> usize {
        let session = weakgraph::read();
        session.node(page).inclusive_descendants().count()
    }
    fn text(page: &Self::Page) -> usize {
        let session = weakgraph::read();
        let text = |node: weakgraph::NodeRef<'_, weakgraph_dom::Node>| match node.get().kind() {
            weakgraph_dom::Kind::Text(text) => text.get().len(),
            _ => 0,
        };
        session.node(page).descendants().map(text).sum()
    }
    fn climb(page: &Self::Page) -> usize {
        let session = weakgraph::read();
        let steps = |node: weakgraph::NodeRef<'_, weakgraph_dom::Node>| {
            std::iter::successors(node.parent(), |at| at.parent()).count()
        };
        session.node(page).descendants().map(steps).sum()
    }
    fn select(page: &Self::Page) -> Option<usize> {
        Some(SELECTORS.iter().map(|css| page.count(&css.parse().unwrap())).sum())
    }
    fn clone(page: &Self::Page) -> Option<Self::Page> {
        Some(page.clone_node(true))
    }
}

struct RcDom;
impl RcDom {
    fn each(page: &markup5ever_rcdom::RcDom, mut f: impl FnMut(&markup5ever_rcdom::Handle)) {
        let mut stack = vec![page.document.clone()];
        while let Some(node) = stack.pop() {
            f(&node);
            stack.extend(node.children.borrow().iter().rev().cloned());
        }
    }
}
impl Dom for RcDom {
    const NAME: &'static str = "rcdom";
    type Page = markup5ever_rcdom::RcDom;
    fn parse(text: &str) -> Self::Page {
        html5ever::parse_document(markup5ever_rcdom::RcDom::default(), ParseOpts::default()).one(StrTendril::from(text))
    }
    fn walk(page: &Self::Page) -> usize {
        let mut count = 0;
        RcDom::each(page, |_| count += 1);
        count
    }
    fn text(page: &Self::Page) -> usize {
        let mut sum = 0;
        RcDom::each(page, |node| {
            if let markup5ever_rcdom::NodeData::Text { contents } = &node.data {
                sum += contents.borrow().len();
            }
        });
        sum
    }
    fn climb(page: &Self::Page) -> usize {
        let parent = |node: &markup5ever_rcdom::Handle| {
            let parent = node.parent.take();
            let up = parent.as_ref().and_then(std::rc::Weak::upgrade);
            node.parent.set(parent);
            up
        };
        let mut steps = 0;
        RcDom::each(page, |node| {
            let mut at = parent(node);
            while let Some(up) = at {
                steps += 1;
                at = parent(&up);
            }
        });
        steps
    }
}

struct Kuchikiki;
impl Dom for Kuchikiki {
    const NAME: &'static str = "kuchikiki";
    type Page = kuchikiki::NodeRef;
    fn parse(text: &str) -> Self::Page {
        use kuchikiki::traits::TendrilSink as _;
        kuchikiki::parse_html().one(text).document_node
    }
    fn walk(page: &Self::Page) -> usize {
        page.inclusive_descendants().count()
    }
    fn text(page: &Self::Page) -> usize {
        page.descendants().filter_map(|node| node.as_text().map(|text| text.borrow().len())).sum()
    }
    fn climb(page: &Self::Page) -> usize {
        page.descendants().map(|node| node.ancestors().count()).sum()
    }
    fn select(page: &Self::Page) -> Option<usize> {
        Some(SELECTORS.iter().map(|css| page.select(css).unwrap().count()).sum())
    }
}

struct Scraper;
impl Dom for Scraper {
    const NAME: &'static str = "scraper";
    type Page = scraper::Html;
    fn parse(text: &str) -> Self::Page {
        scraper::Html::parse_document(text)
    }
    fn walk(page: &Self::Page) -> usize {
        page.tree.root().descendants().count()
    }
    fn text(page: &Self::Page) -> usize {
        page.tree.root().descendants().filter_map(|node| node.value().as_text().map(|text| text.len())).sum()
    }
    fn climb(page: &Self::Page) -> usize {
        page.tree.root().descendants().map(|node| node.ancestors().count()).sum()
    }
    fn select(page: &Self::Page) -> Option<usize> {
        Some(SELECTORS.iter().map(|css| page.select(&scraper::Selector::parse(css).unwrap()).count()).sum())
    }
    fn clone(page: &Self::Page) -> Option<Self::Page> {
        Some(page.clone())
    }
}

fn timed<O>(least: &mut f64, f: impl FnOnce() -> O) -> O {
    let start = Instant::now();
    let out = black_box(f());
    *least = least.min(start.elapsed().as_secs_f64() * 1e3);
    out
}

fn round<D: Dom>(text: &str, rows: &mut Vec<Row>) {
    let at = rows.iter().position(|row| row.name == D::NAME).unwrap_or_else(|| {
        rows.push(Row { name: D::NAME, least: [f64::INFINITY; 7], bytes: 0, calls: 0, seen: [0; 5] });
        rows.len() - 1
    });
    let row = &mut rows[at];
    let [parse, walk, text_of, climb, select, clone, drops] = &mut row.least;
    let (bytes, calls) = (BYTES.load(Relaxed), CALLS.load(Relaxed));
    let page = timed(parse, || D::parse(text));
    (row.bytes, row.calls) = (BYTES.load(Relaxed) - bytes, CALLS.load(Relaxed) - calls);
    row.seen[0] = timed(walk, || D::walk(&page));
    row.seen[1] = timed(text_of, || D::text(&page));
    row.seen[2] = timed(climb, || D::climb(&page));
    let mut time = f64::INFINITY;
    if let Some(found) = timed(&mut time, || D::select(&page)) {
        row.seen[3] = found;
        *select = select.min(time);
    }
    let mut time = f64::INFINITY;
    if let Some(copy) = timed(&mut time, || D::clone(&page)) {
        *clone = clone.min(time);
        drop(copy);
    }
    timed(drops, || drop(page));
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let rounds: usize = args.first().and_then(|it| it.parse().ok()).inspect(|_| drop(args.remove(0))).unwrap_or(5);
    if args.is_empty() {
        let rustc = std::process::Command::new("rustc").args(["--print", "sysroot"]).output().expect("rustc runs");
        let root = String::from_utf8_lossy(&rustc.stdout).trim().to_owned() + "/share/doc/rust/html/";
        let pages =
            ["std/convert/index.html", "std/collections/struct.HashMap.html", "releases.html", "reference/print.html"];
        args.extend(pages.map(|page| root.clone() + page));
        args.push(root + "src/core/stdarch/crates/core_arch/src/arm_shared/neon/generated.rs.html");
    }
    for file in args {
        let Ok(text) = std::fs::read_to_string(&file) else {
            eprintln!("{file}: not there, passed over");
            continue;
        };
        let mut rows = Vec::new();
        let mut floor = f64::INFINITY;
        // Small pages are soon done.
        for _ in 0..rounds * (1 + 2_000_000 / (text.len() + 20_000)).min(50) {
            timed(&mut floor, || floor::parse(&text));
            round::<Ours>(&text, &mut rows);
            round::<RcDom>(&text, &mut rows);
            round::<Kuchikiki>(&text, &mut rows);
            round::<Scraper>(&text, &mut rows);
        }
        let nodes = rows[0].seen[0];
        println!(
            "\n{}: {} bytes, {nodes} nodes; ms, the least of the rounds\n",
            file.rsplit('/').next().unwrap_or(&file),
            text.len()
        );
        println!("|  | {} | parse - parser | B/node | allocs/node |", WHAT.join(" | "));
        println!("|---|{}", "---:|".repeat(WHAT.len() + 3));
        for row in &rows {
            let ms = |ms: f64| if ms.is_finite() { format!("{ms:.3}") } else { "–".into() };
            let cells: Vec<String> = row.least.iter().map(|&it| ms(it)).collect();
            let per = |all: i64| all as f64 / nodes as f64;
            println!(
                "| {} | {} | {} | {:.0} | {:.1} |",
                row.name,
                cells.join(" | "),
                ms(row.least[0] - floor),
                per(row.bytes),
                per(row.calls)
            );
        }
        println!(
            "\nthe parser alone: {floor:.3} ms; nodes, bytes of text, steps up and elements found: {:?}",
            rows.iter().map(|row| &row.seen[..4]).collect::<Vec<_>>()
        );
    }
}
