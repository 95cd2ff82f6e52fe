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
    /// Mixed into the seed of everything random.
    pub seed: u64,
    /// Where to write the chart of how costs grow.
    pub growth: Option<String>,
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

    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The large size.
    pub fn large(&self) -> usize {
        if self.quick { 300_000 } else { 1_000_000 }
    }

    /// How many rounds a group of this size gets.
    pub fn rounds_for(&self, n: usize) -> usize {
        let (small, large) = if self.quick || self.growth.is_some() { (3, 1) } else { (11, 7) };
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
  --shape S,T        only these of: wide, dom, flat, chain, files, page, syntax, list, rows, map, rings
  --seed N           other trees, payloads, moves and orders than those of seed 0
  --growth FILE      time and bytes of a node from 1,000 to 10,000,000 nodes, as an SVG; with --column and --size others
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
        seed: 0,
        growth: None,
        workloads: vec![],
        columns: vec![],
        sizes: vec![],
        shapes: vec![],
    };
    let number = |text: &str| text.replace('_', "").parse::<usize>();
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("quick") => o.quick = true,
            Long("csv") => o.csv = true,
            Long("cold") => o.cold = true,
            Long("targets") => o.targets = true,
            Long("no-memory") => o.memory = false,
            Long("rounds") => o.rounds = Some(args.value()?.parse_with(number)?),
            Long("seed") => o.seed = args.value()?.parse_with(number)? as u64,
            Long("growth") => o.growth = Some(args.value()?.string()?),
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
