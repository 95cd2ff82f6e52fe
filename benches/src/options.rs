//! What the command line asks for.

use std::sync::OnceLock;

use lexopt::prelude::*;

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
    try_parse().unwrap_or_else(|why| {
        eprintln!("{why}\n{HELP}");
        std::process::exit(2)
    })
}

fn try_parse() -> Result<Options, lexopt::Error> {
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
    let number = |text: &str| text.replace('_', "").parse();
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("quick") => o.quick = true,
            Long("csv") => o.csv = true,
            Long("cold") => o.cold = true,
            Long("targets") => o.targets = true,
            Long("no-memory") => o.memory = false,
            Long("rounds") => o.rounds = Some(args.value()?.parse_with(number)?),
            Long("workload") => o.workloads = list(&mut args)?,
            Long("column") => o.columns = list(&mut args)?,
            Long("shape") => o.shapes = list(&mut args)?,
            Long("size") => {
                o.sizes = args.value()?.parse_with(|text| text.split(',').map(number).collect::<Result<_, _>>())?
            }
            Long("help") | Short('h') => {
                println!("{HELP}");
                std::process::exit(0);
            }
            _ => return Err(arg.unexpected()),
        }
    }
    Ok(o)
}

fn list(args: &mut lexopt::Parser) -> Result<Vec<String>, lexopt::Error> {
    Ok(args.value()?.string()?.split(',').map(str::to_string).collect())
}
