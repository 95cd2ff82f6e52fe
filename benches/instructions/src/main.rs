//! Instructions per operation, counted by callgrind: the same on every run, however busy the machine is.
//!
//! Without arguments: counts, compares with the committed table, and fails if anything grew by more than 3 %, or fell
//! by more than 10 %: an operation that does much less than it did may have stopped doing what it is for.
//! `--bless` writes the table. `--run` is what runs under callgrind.

mod arena;
mod operations;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::{Command, ExitCode};

#[global_allocator]
static ALLOC: arena::Arena = arena::Arena::new();

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../instructions.tsv");

/// By how much an operation may grow.
const TOLERANCE: f64 = 1.03;

/// By how much it may fall. More than that has to be explained, like what grew.
const FALL: f64 = 1.10;

fn main() -> ExitCode {
    let mode = std::env::args().nth(1);
    let done = match mode.as_deref() {
        Some("--run") => {
            operations::run();
            Ok(())
        }
        Some("--bless") => count().and_then(|counts| bless(&counts)),
        None => count().and_then(|counts| compare(&counts)),
        Some(other) => Err(format!("unknown option `{other}`; there are `--bless` and `--run`")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("instructions: {why}");
            ExitCode::FAILURE
        }
    }
}

type Counts = BTreeMap<String, f64>;

/// Runs this program under callgrind.
fn count() -> Result<Counts, String> {
    let this = std::env::current_exe().map_err(|e| e.to_string())?;
    let out = this.with_extension("callgrind");
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--compress-strings=no", "--compress-pos=no"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(&this)
        .arg("--run")
        .status()
        .map_err(|e| format!("cannot run valgrind, which counts the instructions: {e}"))?;
    if !status.success() {
        return Err(format!("valgrind failed: {status}"));
    }
    let text = std::fs::read_to_string(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    let counts = parse(&text);
    for (name, _) in operations::ALL {
        if !counts.contains_key(*name) {
            return Err(format!("callgrind's output has no call of `{name}`"));
        }
    }
    Ok(counts)
}

/// What each operation's function cost, with all that it called: the line after `calls=`, which follows the `cfn=` of
/// the called function.
fn parse(text: &str) -> Counts {
    let mut counts = Counts::new();
    let mut called: Option<&str> = None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("cfn=") {
            let name = name.split("operations::").nth(1).unwrap_or("");
            let name = name.split("::").next().unwrap_or("");
            called = operations::ALL.iter().map(|(known, _)| *known).find(|known| *known == name);
        } else if line.starts_with("calls=")
            && let Some(cost) = lines.next()
            && let Some(name) = called.take()
        {
            let cost: f64 = cost.rsplit(' ').next().and_then(|n| n.parse().ok()).unwrap_or(f64::NAN);
            *counts.entry(name.to_string()).or_default() += cost / operations::TIMES as f64;
        }
    }
    counts
}

#[derive(Debug, PartialEq)]
enum Change {
    None,
    Grew,
    Shrank,
    Fell,
}

/// Half an instruction is the table's own rounding, and loops are counted with their ends.
fn change(before: f64, now: f64) -> Change {
    if now.is_nan() || now > before * TOLERANCE + 0.05 {
        Change::Grew
    } else if now < before / FALL - 0.05 {
        Change::Fell
    } else if now < before / TOLERANCE {
        Change::Shrank
    } else {
        Change::None
    }
}

fn compiler() -> String {
    let version = Command::new("rustc").arg("--version").output();
    version.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_string()).unwrap_or_default()
}

fn bless(counts: &Counts) -> Result<(), String> {
    let mut table = format!("# Instructions per operation; see the README. {}\n", compiler());
    for (name, what) in operations::ALL {
        writeln!(table, "{name}\t{:.1}\t{}", counts[*name], what.trim()).map_err(|e| e.to_string())?;
    }
    print!("{table}");
    std::fs::write(TABLE, table).map_err(|e| format!("{TABLE}: {e}"))
}

fn compare(counts: &Counts) -> Result<(), String> {
    let table = std::fs::read_to_string(TABLE).map_err(|e| format!("{TABLE}: {e}"))?;
    let mut rows = table.lines();
    let counted_with = rows.next().unwrap_or_default();
    let known: BTreeMap<&str, f64> = rows
        .filter_map(|row| {
            let mut cells = row.split('\t');
            Some((cells.next()?, cells.next()?.parse().ok()?))
        })
        .collect();
    let (mut grown, mut fallen) = (Vec::new(), Vec::new());
    println!("{:>9} {:>9}  operation", "table", "now");
    for (name, what) in operations::ALL {
        let now = counts[*name];
        let Some(&before) = known.get(name) else {
            grown.push(*name);
            println!("{:>9} {now:>9.1}  {name}: not in the table", "");
            continue;
        };
        let mark = match change(before, now) {
            Change::Grew => {
                grown.push(*name);
                "  GREW"
            }
            Change::Fell => {
                fallen.push(*name);
                "  FELL"
            }
            Change::Shrank => "  shrank",
            Change::None => "",
        };
        println!("{before:>9.1} {now:>9.1}  {name}: {}{mark}", what.trim());
    }
    let mut why = String::new();
    if !grown.is_empty() {
        why += &format!("{} grew by more than 3 %. Is that the price of something worth it? ", grown.join(", "));
    }
    if !fallen.is_empty() {
        why += &format!("{} fell by more than 10 %. Does it still do all that it did? ", fallen.join(", "));
    }
    if why.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{why}If so, write the new table with\n    \
         benches/instructions/check --bless\nand commit it with the reason. The table was made with: {}\nthis compiler: {}",
        counted_with.rsplit(". ").next().unwrap_or_default(),
        compiler(),
    ))
}

#[test]
fn what_grew_by_3_percent_or_fell_by_10_is_noticed() {
    assert_eq!(change(100.0, 100.0), Change::None);
    assert_eq!(change(100.0, 103.0), Change::None);
    assert_eq!(change(100.0, 103.2), Change::Grew);
    assert_eq!(change(100.0, 97.5), Change::None);
    assert_eq!(change(100.0, 95.0), Change::Shrank);
    assert_eq!(change(100.0, 91.0), Change::Shrank);
    assert_eq!(change(100.0, 90.0), Change::Fell);
    assert_eq!(change(100.0, 0.0), Change::Fell);
    assert_eq!(change(0.0, 0.0), Change::None);
    assert_eq!(change(20.0, f64::NAN), Change::Grew);
}
