//! Runs the tests of the switched copy, with a fault and without.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use crate::{Fault, Place};

/// When a test runs: the quick ones with every fault, the others when it is known what only they can catch.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd, Eq, Ord, Debug)]
pub enum Pace {
    #[default]
    Quick,
    Slow,
    Slowest,
}

impl Pace {
    pub const ALL: [Pace; 3] = [Pace::Quick, Pace::Slow, Pace::Slowest];

    fn of(takes: Duration) -> Pace {
        match takes.as_secs() {
            0..2 => Pace::Quick,
            2..22 => Pace::Slow,
            _ => Pace::Slowest,
        }
    }
}

/// A test binary with what it is to run.
#[derive(Clone, Default)]
pub struct Target {
    pub name: String,
    pub program: PathBuf,
    pub folder: PathBuf,
    pub arguments: Vec<String>,
    /// Without a fault.
    pub takes: Duration,
    pub pace: Pace,
}

/// The targets that can notice a fault, the likeliest first.
fn targets_for<'a>(fault: &Fault, targets: &'a [Target]) -> Vec<&'a Target> {
    let file = fault.file.as_str();
    let is = |parts: &[&str]| parts.iter().any(|part| file.contains(part));
    let order: &[&str] = match fault.package.as_str() {
        "weakgraph-derive" => &["weakgraph-derive/lib"],
        "weakgraph-dom" => &["dom/lib", "dom/dom"],
        _ if is(&["pool.rs"]) => &["weakgraph/lib", "tests/drops"],
        _ if is(&["/collections/", "/lifetime/"]) => &["tests/weakref", "tests/drops", "tests/values", "tests/edges"],
        _ if is(&["weak_list.rs", "weak_cell.rs", "observer.rs", "weak.rs"]) => {
            &["tests/edges", "tests/weakref", "tests/drops", "tests/values"]
        }
        _ if is(&["walk.rs", "live_iters.rs", "breadth_first.rs", "read.rs", "session.rs"]) => {
            &["tests/walks", "tests/drops", "tests/edges"]
        }
        _ if is(&["/leak/", "live.rs", "live_nodes.rs"]) => &["tests/leak", "tests/drops"],
        _ if is(&["/show/", "/serde/", "/inspect/"]) => &["tests/values", "tests/drops"],
        _ if is(&["teardown.rs"]) => &["tests/drops", "tests/walks", "tests/edges"],
        _ => &["tests/edges", "tests/walks", "tests/drops"],
    };
    let mut out: Vec<_> =
        order.iter().flat_map(|name| targets.iter().filter(move |target| target.name == *name)).collect();
    if let Some(hint) = &fault.hint {
        out.retain(|target| target.name != *hint);
        out.splice(0..0, targets.iter().filter(|target| target.name == *hint));
    }
    if fault.package == "weakgraph" {
        let mut rest: Vec<_> = targets
            .iter()
            .filter(|target| !order.contains(&target.name.as_str()) && fault.hint.as_ref() != Some(&target.name))
            .filter(|target| !target.name.starts_with("dom/") && !target.name.starts_with("weakgraph-derive/"))
            .collect();
        rest.sort_by_key(|target| target.takes);
        out.extend(rest);
    }
    out
}

/// Where the libraries of the compiler are, which the unit tests of a macro crate need.
fn libraries() -> &'static str {
    static LIBRARIES: OnceLock<String> = OnceLock::new();
    LIBRARIES.get_or_init(|| {
        let output = Command::new("rustc").args(["--print", "target-libdir"]).output().expect("rustc");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    })
}

/// With a limit of memory, as a fault may ask for it without end; what does not run with it, such as a browser, is left
/// out. And with one of the processor's time: what loops is stopped, and work beside it changes no verdict.
const LIMITED: [&str; 2] = ["-c", "ulimit -v 8000000; ulimit -S -t \"$LIMIT\"; exec \"$0\" \"$@\""];

const SIGXCPU: i32 = 24;

/// Where the packages of a copy are: a test that looks for its files from the workspace finds no other one around it.
fn workspace(target: &Target) -> &Path {
    let in_copy = |at: &&Path| at.join("faults.json").exists();
    target.folder.ancestors().find(in_copy).unwrap_or(&target.folder)
}

fn command(target: &Target, seconds: u64) -> Command {
    let mut command = Command::new("sh");
    command
        .args(LIMITED)
        .arg(&target.program)
        .args(&target.arguments)
        .current_dir(&target.folder)
        .env("LIMIT", seconds.to_string())
        .env("RUST_BACKTRACE", "0")
        .env("LD_LIBRARY_PATH", libraries())
        .env("CARGO_MANIFEST_DIR", &target.folder)
        .env("CARGO_WORKSPACE_DIR", workspace(target))
        .env_remove("MUTANT")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The name of a test and its result, from a line of the harness.
fn result_of(line: &str) -> Option<(&str, &str)> {
    let (name, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
    Some((name.split(' ').next()?, result.trim_end()))
}

/// Runs a target with a fault: what failed first, if anything did.
pub fn run(target: &Target, fault: usize) -> Option<String> {
    let mut child = command(target, 4 * target.takes.as_secs() + 45)
        .env("MUTANT", fault.to_string())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("a test binary");
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let (mut line, mut passed, mut by) = (Vec::new(), Vec::new(), None);
    while by.is_none() && out.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        match result_of(&String::from_utf8_lossy(&line)) {
            Some((name, "FAILED")) => by = Some(format!("{}: {name}", target.name)),
            Some((name, _)) => passed.push(name.to_owned()),
            None => {}
        }
        line.clear();
    }
    if by.is_some() {
        // The first failure is enough.
        let _ = Command::new("kill").args(["-9", "--", &format!("-{}", child.id())]).stderr(Stdio::null()).status();
    }
    let status = child.wait().expect("a test binary");
    let left = || target.arguments.iter().skip(1).find(|name| !passed.contains(name)).map_or("?", String::as_str);
    by.or_else(|| match status.signal() {
        Some(SIGXCPU) => Some(format!("{}: {} (does not end)", target.name, left())),
        _ => (!status.success()).then(|| format!("{}: {} or one beside it (crashes)", target.name, left())),
    })
}

/// The lines that a test prints with `expands` at their start, with a fault or, as 0, without.
pub fn printed(target: &Target, test: &str, fault: usize) -> Vec<String> {
    let whole =
        Target { arguments: vec!["--exact".to_owned(), test.to_owned(), "--nocapture".to_owned()], ..target.clone() };
    let mut command = command(&whole, 100);
    command.env("EXPANSIONS", "print");
    if fault != 0 {
        command.env("MUTANT", fault.to_string());
    }
    let output = command.output().expect("a test binary");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines.lines().filter_map(|line| line.find("expands ").map(|at| line[at..].to_owned())).collect()
}

/// Times all tests without a fault, and parts the slow ones from the others: what fails then is left out.
pub fn measured(place: &Place, targets: Vec<Target>) -> Vec<Target> {
    let mut parts = Vec::new();
    for target in targets {
        let times = place.workspace.join(format!("{}.times", target.name.replace(['/', ' '], "-")));
        let text = fs::read_to_string(&times).unwrap_or_else(|_| {
            let output = command(&target, 3600)
                .args(["-Zunstable-options", "--report-time"])
                .env("RUSTC_BOOTSTRAP", "1")
                .output()
                .expect("a test binary");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            fs::write(&times, &text).expect("a file");
            text
        });
        let mut found = [(Vec::new(), Duration::ZERO), (Vec::new(), Duration::ZERO), (Vec::new(), Duration::ZERO)];
        for line in text.lines() {
            let Some((name, result)) = result_of(line) else { continue };
            let Some(seconds) = result.strip_prefix("ok <").and_then(|rest| rest.strip_suffix("s>")) else {
                println!("{}: left out: {name}: {result}", target.name);
                continue;
            };
            let takes = Duration::from_secs_f32(seconds.parse().expect("a time"));
            let (tests, all) = &mut found[Pace::of(takes) as usize];
            tests.push(name.to_owned());
            *all += takes;
        }
        for (pace, (tests, takes)) in Pace::ALL.into_iter().zip(found) {
            println!("{}: {} tests of pace {pace:?} take {takes:.1?}", target.name, tests.len());
            if !tests.is_empty() {
                let arguments = ["--exact".to_owned()].into_iter().chain(tests).collect();
                parts.push(Target { arguments, takes, pace, ..target.clone() });
            }
        }
    }
    parts
}

/// What catches a fault, of the tests of one pace.
pub fn caught(fault: &Fault, targets: &[Target], pace: Pace) -> Option<String> {
    let mut targets = targets_for(fault, targets).into_iter().filter(|target| target.pace == pace);
    targets.find_map(|target| run(target, fault.number)).map(|by| format!("caught by {by}"))
}

pub fn verdict(fault: &Fault, targets: &[Target]) -> String {
    Pace::ALL.into_iter().find_map(|pace| caught(fault, targets, pace)).unwrap_or_else(|| "SURVIVED".to_owned())
}
