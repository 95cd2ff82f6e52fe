//! What the command line asks for.

use std::sync::OnceLock;

pub struct Options {
    pub quick: bool,
    pub csv: bool,
    pub cold: bool,
    pub memory: bool,
    /// Only the table of the targets.
    pub targets: bool,
    pub rounds: Option<usize>,
    workloads: Vec<String>,
    columns: Vec<String>,
    sizes: Vec<usize>,
    shapes: Vec<String>,
}

static OPTIONS: OnceLock<Options> = OnceLock::new();

/// Those of this run.
pub fn options() -> &'static Options {
    OPTIONS.get_or_init(parse)
}

/// A list of names as a filter: an empty one lets all pass; a trailing `*` matches a prefix.
fn passes(filter: &[String], name: &str) -> bool {
    filter.is_empty() || filter.iter().any(|f| f.strip_suffix('*').map_or(f == name, |start| name.starts_with(start)))
}

impl Options {
    pub fn wants_workload(&self, name: &str) -> bool {
        passes(&self.workloads, name)
    }

    /// The baselines are always there: the ratios need them.
    pub fn wants_column(&self, name: &str) -> bool {
        matches!(name, "raw" | "raw_malloc") || passes(&self.columns, name)
    }

    /// Whether to run this shape in this size with any of these workloads.
    pub fn wants_group(&self, shape: &str, n: usize, workloads: &[(&str, &str)]) -> bool {
        passes(&self.shapes, shape)
            && (self.sizes.is_empty() || self.sizes.contains(&n))
            && (workloads.iter().any(|w| self.wants_workload(w.0)) || self.wants_workload("memory"))
    }

    /// The large size.
    pub fn large(&self) -> usize {
        if self.quick { 300_000 } else { 1_000_000 }
    }

    /// How many rounds a group of this size gets.
    pub fn rounds_for(&self, n: usize) -> usize {
        let (small, large) = if self.quick { (3, 1) } else { (11, 7) };
        self.rounds.unwrap_or(match n {
            0..=2_000 => 2 * small,
            2_001..=100_000 => small,
            _ => large,
        })
    }
}

const HELP: &str = "\
weakgraph-benches [options]
  --quick            few rounds, 300,000 nodes in place of 1,000,000, in one shape; about a minute
  --rounds K         measured rounds in each group (default: 22 for n = 2,000, 11 up to 100,000, 7 for more)
  --workload A,B     only these workloads (a trailing * matches a prefix)
  --column A,B       only these columns (raw and raw_malloc are always kept)
  --size N,M         only these sizes
  --shape S,T        only these of: wide, dom, flat, chain, list, rows, map, rings
  --targets          only the table of what is to be reached, with ok or MISS; exit status 1 if anything misses
  --no-memory        leave the memory tables out
  --cold             malloc as it comes: freed pages go back to the kernel between columns
  --csv              one line per measurement instead of tables";

fn parse() -> Options {
    let mut o = Options {
        quick: false,
        csv: false,
        cold: false,
        memory: true,
        targets: false,
        rounds: None,
        workloads: vec![],
        columns: vec![],
        sizes: vec![],
        shapes: vec![],
    };
    let list = |s: Option<String>| -> Vec<String> {
        s.unwrap_or_else(|| usage("a value is missing")).split(',').map(str::to_string).collect()
    };
    let number = |s: &str| s.replace('_', "").parse().unwrap_or_else(|_| usage("not a number"));
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--quick" => o.quick = true,
            "--csv" => o.csv = true,
            "--cold" => o.cold = true,
            "--targets" => o.targets = true,
            "--no-memory" => o.memory = false,
            "--rounds" => o.rounds = Some(number(&args.next().unwrap_or_default())),
            "--workload" => o.workloads = list(args.next()),
            "--column" => o.columns = list(args.next()),
            "--shape" => o.shapes = list(args.next()),
            "--size" => o.sizes = list(args.next()).iter().map(|s| number(s)).collect(),
            "--help" | "-h" => {
                println!("{HELP}");
                std::process::exit(0);
            }
            _ => usage(&format!("unknown option {arg}")),
        }
    }
    o
}

fn usage(why: &str) -> ! {
    eprintln!("{why}\n{HELP}");
    std::process::exit(2)
}
