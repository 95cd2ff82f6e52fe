//! The DOM example beside three DOMs that people use, on real pages: `weakgraph-dom-benches [ROUNDS] [PAGE ..]`.
//!
//! Every round lets each DOM parse the page, walk it, climb from every node, read the text, select, clone and drop; the
//! least time of all rounds counts. Without pages: those of rust-docs that the toolchain has, and some that were made
//! to take long.
//!
//! Each DOM has processes of its own, one for every pass, in an order that rotates: in one process they spoil each
//! other's heaps. Malloc keeps what is freed, and a first round is not timed, so that nobody pays for pages from the
//! kernel; bytes and allocations are counted while nothing is timed. The clock is the thread's own.
//!
//! Besides, the whole of a process that makes or reads the page, parses it once and drops it, as malloc comes: its
//! time, in the program and in the kernel, and its memory at most.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};

use html5ever::driver::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use weakgraph_dom::Select;

mod floor;

struct Counting;

/// Off while something is timed.
static ON: AtomicBool = AtomicBool::new(false);
static BYTES: AtomicI64 = AtomicI64::new(0);
static CALLS: AtomicI64 = AtomicI64::new(0);

fn count(calls: i64, bytes: i64) {
    if ON.load(Relaxed) {
        CALLS.fetch_add(calls, Relaxed);
        BYTES.fetch_add(bytes, Relaxed);
    }
}

// SAFETY: hands everything on to the system's allocator, and counts beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as i64);
        // SAFETY: forwarded.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        count(0, -(layout.size() as i64));
        // SAFETY: forwarded.
        unsafe { System.dealloc(ptr, layout) }
    }
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(0, size as i64 - layout.size() as i64);
        // SAFETY: forwarded.
        unsafe { System.realloc(ptr, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const SELECTORS: [&str; 6] = ["a[href]", ".item-name", "p > code", "li:nth-child(2)", "div:not(.docblock) a", "h2 + p"];

const WHAT: [&str; 7] = ["parse", "walk", "text", "climb", "select", "clone", "drop"];

/// Pages that were made to take long, and how many rounds they get in a process. Nobody climbs from all nodes of these:
/// that is quadratic by what it is. So is what html5ever does with the attributes of one tag.
const HOSTILE: [(&str, usize, fn() -> String); 5] = [
    ("100,000 levels", 5, || "<span>".repeat(100_000)),
    ("1,000,000 siblings", 2, || "<i></i>".repeat(1_000_000)),
    ("100,000 attributes", 1, || {
        let mut html = String::from("<p");
        (0..100_000).for_each(|number| write!(html, " a{number}=x").expect("a `String` takes everything"));
        html + ">x"
    }),
    ("misnested formatting", 5, || "<b><i>x</b>y</i>".repeat(50_000)),
    ("200,000 options", 5, || format!("<select>{}", "<option>x".repeat(200_000))),
];

/// The text of a page, by its file or its name.
fn text_of(page: &str) -> Option<String> {
    match HOSTILE.iter().find(|(name, ..)| *name == page) {
        Some((_, _, make)) => Some(make()),
        None => std::fs::read_to_string(page).ok(),
    }
}

/// The rounds of a page that was made to take long.
fn hostile_rounds(page: &str) -> Option<usize> {
    HOSTILE.iter().find(|(name, ..)| *name == page).map(|(_, rounds, _)| *rounds)
}

/// How often each DOM gets a process of its own for a page.
const PASSES: usize = 4;

/// How many whole processes there are in a pass.
const WHOLES: usize = 5;

/// Milliseconds by what is done, bytes and allocations of a parse; infinite where it was not done.
#[derive(Clone, Copy)]
struct Row {
    least: [f64; 7],
    bytes: i64,
    calls: i64,
    seen: [usize; 4],
    /// Milliseconds and MiB of a whole process, the least of all.
    whole: [f64; 2],
}

impl Row {
    const NEW: Row = Row { least: [f64::INFINITY; 7], bytes: 0, calls: 0, seen: [0; 4], whole: [f64::INFINITY; 2] };

    /// For the process that has asked.
    fn print(&self) {
        let mut line = String::new();
        for ms in self.least {
            let _ = write!(line, "{ms} ");
        }
        for number in [self.bytes, self.calls].into_iter().chain(self.seen.map(|it| it as i64)) {
            let _ = write!(line, "{number} ");
        }
        println!("{line}");
    }

    /// Takes in what [`print`](Row::print) has printed.
    fn add(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        for least in &mut self.least {
            *least = least.min(words.next().and_then(|it| it.parse().ok()).expect("seven times"));
        }
        let mut number = || words.next().and_then(|it| it.parse::<i64>().ok()).expect("six numbers");
        (self.bytes, self.calls) = (number(), number());
        self.seen = [(); 4].map(|()| number() as usize);
    }
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
    type Page = weakgraph_dom::Node;
    fn parse(text: &str) -> Self::Page {
        weakgraph_dom::parse(text)
    }
    fn walk(page: &Self::Page) -> usize {
        let session = weakgraph_dom::read();
        session.node(page).inclusive_descendants().count()
    }
    fn text(page: &Self::Page) -> usize {
        let session = weakgraph_dom::read();
        let text = |node: weakgraph_dom::NodeRef<'_>| match node.kind() {
            weakgraph_dom::Kind::Text(text) => text.get().len(),
            _ => 0,
        };
        session.node(page).descendants().map(text).sum()
    }
    fn climb(page: &Self::Page) -> usize {
        let session = weakgraph_dom::read();
        let steps = |node: weakgraph_dom::NodeRef<'_>| std::iter::successors(node.parent(), |at| at.parent()).count();
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

/// Milliseconds of the thread's own clock, which stands still while other programs have the core.
fn now() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the place is written.
    let done = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(done, 0, "a thread has a clock");
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

fn timed<O>(least: &mut f64, f: impl FnOnce() -> O) -> O {
    let start = now();
    let out = black_box(f());
    *least = least.min(now() - start);
    out
}

fn round<D: Dom>(text: &str, climbs: bool, row: &mut Row) {
    let [parse, walk, text_of, climb, select, clone, drops] = &mut row.least;
    let page = timed(parse, || D::parse(text));
    row.seen[0] = timed(walk, || D::walk(&page));
    row.seen[1] = timed(text_of, || D::text(&page));
    if climbs {
        row.seen[2] = timed(climb, || D::climb(&page));
    }
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

/// What one process does for one DOM.
fn work<D: Dom>(text: &str, rounds: usize, climbs: bool) -> Row {
    // What is made once is nobody's page.
    drop(D::parse(text));
    ON.store(true, Relaxed);
    let page = D::parse(text);
    ON.store(false, Relaxed);
    drop(page);
    let mut row = Row { bytes: BYTES.load(Relaxed), calls: CALLS.load(Relaxed), ..Row::NEW };
    for warm in 0..=rounds {
        round::<D>(text, climbs, &mut row);
        if warm == 0 {
            row.least = Row::NEW.least;
        }
    }
    row
}

/// The parser alone.
fn work_floor(text: &str, rounds: usize, _: bool) -> Row {
    let mut row = Row::NEW;
    floor::parse(text);
    for _ in 0..rounds {
        timed(&mut row.least[0], || floor::parse(text));
    }
    row
}

/// What a whole process does.
fn once<D: Dom>(text: &str) {
    drop(black_box(D::parse(text)));
}

/// Starts a process that parses a page once. Gives its milliseconds and its MiB at most.
fn whole(column: &str, file: &str) -> [f64; 2] {
    let this = std::env::current_exe().expect("this program has a path");
    let child = Command::new(this).args(["--whole", column, file]).spawn().expect("this program runs");
    let mut status = 0;
    // SAFETY: a struct of numbers, for which zeros are valid.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: of a child that was just started; both places are written.
    let pid = unsafe { libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage) };
    assert!(pid > 0 && status == 0, "the process ends well");
    let ms = |time: libc::timeval| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3;
    [ms(usage.ru_utime) + ms(usage.ru_stime), usage.ru_maxrss as f64 / 1024.0]
}

type Work = fn(&str, usize, bool) -> Row;
type Once = fn(&str);

/// The last one is the parser alone.
const COLUMNS: [(&str, Work, Once); 5] = [
    (Ours::NAME, work::<Ours>, once::<Ours>),
    (RcDom::NAME, work::<RcDom>, once::<RcDom>),
    (Kuchikiki::NAME, work::<Kuchikiki>, once::<Kuchikiki>),
    (Scraper::NAME, work::<Scraper>, once::<Scraper>),
    ("parser", work_floor, floor::parse),
];

/// Glibc's malloc keeps freed memory in the process, in one heap.
fn keep_memory() {
    // SAFETY: sets numbers that malloc reads; there is one thread.
    unsafe { libc::mallopt(libc::M_MMAP_MAX, 0) };
    // SAFETY: the same.
    unsafe { libc::mallopt(libc::M_TRIM_THRESHOLD, i32::MAX) };
    // SAFETY: the same.
    unsafe { libc::mallopt(libc::M_TOP_PAD, 64 << 20) };
}

fn compare(file: &str, rounds: usize) {
    let Some(text) = text_of(file) else {
        eprintln!("{file}: not there, passed over");
        return;
    };
    // Small pages are soon done, and hostile ones are not.
    let hostile = hostile_rounds(file);
    let rounds = hostile.unwrap_or(rounds * (1 + 2_000_000 / (text.len() + 20_000)).min(50));
    let mut rows = [Row::NEW; COLUMNS.len()];
    for pass in 0..if hostile.is_some() { 2 } else { PASSES } {
        for turn in 0..COLUMNS.len() {
            let column = (turn + pass) % COLUMNS.len();
            let this = std::env::current_exe().expect("this program has a path");
            let out = Command::new(this)
                .args(["--work", COLUMNS[column].0, &rounds.to_string(), file])
                .output()
                .expect("this program runs");
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            rows[column].add(&String::from_utf8_lossy(&out.stdout));
            for _ in 0..if hostile == Some(1) { 1 } else { WHOLES } {
                let found = whole(COLUMNS[column].0, file);
                rows[column].whole = [0, 1].map(|at| rows[column].whole[at].min(found[at]));
            }
        }
    }
    let [rows @ .., floor] = &rows;
    let nodes = rows[0].seen[0];
    let name = file.rsplit('/').next().unwrap_or(file);
    println!("\n{name}: {} bytes, {nodes} nodes; ms, the least of the rounds\n", text.len());
    println!("|  | {} | parse and drop | parse - parser | process | MiB | B/node | allocs/node |", WHAT.join(" | "));
    println!("|---|{}", "---:|".repeat(WHAT.len() + 6));
    for ((name, ..), row) in COLUMNS.iter().zip(rows) {
        let ms = |ms: f64| if ms.is_finite() { format!("{ms:.3}") } else { "–".into() };
        let cells: Vec<String> = row.least.iter().map(|&it| ms(it)).collect();
        let per = |all: i64| all as f64 / nodes as f64;
        println!(
            "| {name} | {} | {} | {} | {:.1} | {:.1} | {:.0} | {:.1} |",
            cells.join(" | "),
            ms(row.least[0] + row.least[6]),
            ms(row.least[0] - floor.least[0]),
            row.whole[0],
            row.whole[1],
            per(row.bytes),
            per(row.calls)
        );
    }
    println!(
        "\nthe parser alone: {:.3} ms; nodes, bytes of text, steps up and elements found: {:?}",
        floor.least[0],
        rows.iter().map(|row| row.seen).collect::<Vec<_>>()
    );
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name, file] = &args[..]
        && flag == "--whole"
    {
        let (_, _, once) = COLUMNS.iter().find(|column| column.0 == name).expect("a column");
        return once(&text_of(file).expect("the page is there"));
    }
    if let [flag, name, rounds, file] = &args[..]
        && flag == "--work"
    {
        keep_memory();
        let (_, work, _) = COLUMNS.iter().find(|column| column.0 == name).expect("a column");
        let text = text_of(file).expect("the page is there");
        return work(&text, rounds.parse().expect("a number"), hostile_rounds(file).is_none()).print();
    }
    let rounds: usize = args.first().and_then(|it| it.parse().ok()).inspect(|_| drop(args.remove(0))).unwrap_or(5);
    if args.is_empty() {
        let rustc = Command::new("rustc").args(["--print", "sysroot"]).output().expect("rustc runs");
        let root = String::from_utf8_lossy(&rustc.stdout).trim().to_owned() + "/share/doc/rust/html/";
        let pages =
            ["std/convert/index.html", "std/collections/struct.HashMap.html", "releases.html", "reference/print.html"];
        args.extend(pages.map(|page| root.clone() + page));
        args.push(root + "src/core/stdarch/crates/core_arch/src/arm_shared/neon/generated.rs.html");
        args.extend(HOSTILE.map(|(name, ..)| name.to_owned()));
    }
    for file in args {
        compare(&file, rounds);
    }
}
