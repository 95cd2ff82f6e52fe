//! Tries a random sample of the faults that cargo-mutants knows, in one build: `sample` calls it.
//!
//! A build for each fault takes most of the time that a fault costs. So all of the sample go into one copy of the
//! sources, each behind a switch that the environment variable `MUTANT` turns on. What does not compile is left out,
//! and no fault. What cannot have a switch (in a `const fn`, in a condition with a `let`) is built alone, at the end.
//! A fault in the derive is on while the derive runs, so what its unit tests pass is tried once more: each target whose
//! types it writes something else for is compiled with the fault.
//!
//! With `planted` in place of a seed, the faults of `mutants.txt` are tried instead, and `caught.txt` is brought up to
//! date: see `planted.rs`.
//!
//! `MUTANTS_FILES=weakgraph-derive/` takes the sample from the files whose path starts so. `MUTANTS_ALSO=list` tries
//! these before the sample, a line `file<tab>what` for each; `MUTANTS_WITHOUT="tests/guarantees (deep),model/model"`
//! leaves out targets that take long, `MUTANTS_PACE=slow` the tests that take more than 22 seconds.

mod planted;
mod rewrite;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::SystemTime;

use run::{Pace, Target};
use serde_json::Value;

/// A fault of cargo-mutants.
pub struct Fault {
    /// What the switch is asked for.
    number: usize,
    key: String,
    package: String,
    file: String,
    /// What it does, and in which function.
    what: String,
    genre: String,
    replacement: String,
    /// Lines and columns, from 1.
    from: (usize, usize),
    to: (usize, usize),
    /// Of a planted one, what stands there and what it is replaced by.
    edits: Vec<(String, String)>,
    /// The target that is tried first.
    hint: Option<String>,
}

impl Fault {
    /// Where it is in the text of its file.
    fn range(&self, text: &str) -> Range<usize> {
        let at = |(line, column): (usize, usize)| {
            let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
        };
        at(self.from)..at(self.to)
    }

    /// Was it asked for?
    fn is_wanted(&self) -> bool {
        self.key.starts_with("also-")
    }

    fn line(&self) -> String {
        format!("{}\t{}\t{} (line {})", self.key, self.file, self.what, self.from.0)
    }
}

/// A handle, an entry or a walk cannot be made of nothing: these do not build, and need no try.
fn cannot_build(replacement: &str) -> bool {
    let made = ["Strong", "Held", "NodeRef", "EntryRef", "Entry", "Ancestors", "Leaves", "WeakIter", "Store"];
    let how = ["new(", "from(", "from_iter("];
    replacement.contains("Box::leak")
        || made.iter().any(|made| how.iter().any(|how| replacement.contains(&format!("{made}::{how}"))))
}

fn mixed(text: &str) -> u64 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    // All bits count, those of the last letters, too.
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// All faults that no other sample has tried, in the order of the seed: it depends on what each is and not on its line,
/// so it stays where it is when others come and go. Before them those of `also`, and how many these are.
fn all_faults(list: &Value, seed: u64, others: &[(u64, String)], also: &str) -> (Vec<Fault>, usize) {
    let mut seen = BTreeMap::new();
    let within = std::env::var("MUTANTS_FILES").unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place =
        |value: &Value| (value["line"].as_u64().unwrap_or(1) as usize, value["column"].as_u64().unwrap_or(1) as usize);
    let mut faults: Vec<_> = list
        .as_array()
        .expect("a list of faults")
        .iter()
        .filter(|fault| !cannot_build(&text(&fault["replacement"])))
        .filter(|fault| text(&fault["file"]).starts_with(&within))
        .filter_map(|fault| {
            let (file, name) = (text(&fault["file"]), text(&fault["name"]));
            let what = name.split_once(": ").map_or(&*name, |(_, what)| what).to_owned();
            let count = seen.entry((file.clone(), what.clone())).and_modify(|count| *count += 1).or_insert(0);
            let key = |seed| format!("{:016x}", mixed(&format!("{seed} {file} {what} {count}")));
            let is_wanted = also.lines().any(|line| line == format!("{file}\t{what}"));
            if !is_wanted && others.iter().any(|(seed, tried)| tried.contains(&key(*seed))) {
                return None;
            }
            Some(Fault {
                number: 0,
                key: if is_wanted { format!("also-{}", key(seed)) } else { key(seed) },
                package: text(&fault["package"]),
                file,
                what,
                genre: text(&fault["genre"]),
                replacement: text(&fault["replacement"]),
                from: place(&fault["span"]["start"]),
                to: place(&fault["span"]["end"]),
                edits: Vec::new(),
                hint: None,
            })
        })
        .collect();
    faults.sort_by(|a, b| (!a.is_wanted(), &a.key).cmp(&(!b.is_wanted(), &b.key)));
    for (i, fault) in faults.iter_mut().enumerate() {
        fault.number = i + 1;
    }
    let wanted = faults.iter().filter(|fault| fault.is_wanted()).count();
    (faults, wanted)
}

/// In each root of a crate. It asks for no memory, as tests count that.
const SWITCH: &str = r#"
#[allow(unsafe_code, clippy::all, dead_code)]
pub(crate) fn __mutant(number: u32) -> bool {
    use std::sync::atomic::{AtomicU32, Ordering};
    unsafe extern "C" { fn getenv(name: *const std::ffi::c_char) -> *const u8; }
    static WHICH: AtomicU32 = AtomicU32::new(u32::MAX);
    let mut which = WHICH.load(Ordering::Relaxed);
    if which == u32::MAX {
        which = 0;
        // SAFETY: A text with an end, or null.
        unsafe {
            let mut at = getenv(c"MUTANT".as_ptr());
            while !at.is_null() && (*at).is_ascii_digit() {
                which = which * 10 + u32::from(*at - b'0');
                at = at.add(1);
            }
        }
        WHICH.store(which, Ordering::Relaxed);
    }
    which == number
}
"#;

const ROOTS: [&str; 4] =
    ["weakgraph/src/lib.rs", "weakgraph-derive/src/lib.rs", "examples/dom/src/lib.rs", "examples/dom/main.rs"];

/// What the derive writes is in these, the quickest first.
const EXPANDED: [(&str, &[&str]); 8] = [
    ("hygiene/lib", &["-p", "weakgraph-hygiene"]),
    ("tests/ui", &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--test", "ui"]),
    ("tests/edges", &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--test", "edges"]),
    ("tests/values", &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--test", "values"]),
    ("tests/walks", &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--test", "walks"]),
    ("tests/drops", &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--test", "drops"]),
    ("tests/weakref", &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--test", "weakref"]),
    ("model/model", &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--test", "model"]),
];

/// A test of the derive that prints a line for each file with types that derive `Graph`: its path, and a number that
/// changes with what is written for them.
const EXPANSIONS: &str = "tests::expansions::every_type_of_the_tests_is_expanded";

/// What is built: each of these is a call of cargo, as the features of a build are those of all that is in it.
const BUILDS: [&[&str]; 5] = [
    &["-p", "weakgraph-derive", "--lib"],
    &["-p", "weakgraph", "--lib", "--all-features"],
    &["-p", "weakgraph-tests", "-p", "weakgraph-model", "--tests"],
    &["-p", "weakgraph-dom"],
    &["-p", "weakgraph-tests", "--features", "leak", "--test", "leak"],
];

struct Place {
    root: PathBuf,
    workspace: PathBuf,
    target: PathBuf,
}

impl Place {
    fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.arg(command).current_dir(&self.workspace).env("CARGO_TARGET_DIR", &self.target);
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_TEST_DEBUG", "0").env_remove("MUTANT");
        cargo
    }

    fn original(&self, file: &str) -> String {
        fs::read_to_string(self.workspace.join(format!("{file}.orig"))).expect("a file of the copy")
    }

    /// Puts these faults into the copy; the rest of it is as it was.
    fn put(&self, faults: &[&Fault], sample: &[Fault]) -> BTreeSet<usize> {
        let mut files: BTreeMap<&str, Vec<&Fault>> =
            sample.iter().map(|fault| (fault.file.as_str(), Vec::new())).collect();
        for fault in faults {
            files.entry(&fault.file).or_default().push(fault);
        }
        let mut alone = BTreeSet::new();
        for (file, faults) in files {
            let original = self.original(file);
            let switched = match faults.first() {
                Some(first) if first.genre == planted::GENRE => planted::switched(&original, &faults),
                _ => rewrite::switched(&original, &faults),
            };
            alone.extend(switched.alone);
            self.write(file, &switched.text);
        }
        alone
    }

    fn write(&self, file: &str, text: &str) {
        // The macro crate forbids `unsafe`, and the switch reads the environment with it.
        let text = if ROOTS.contains(&file) {
            format!("{}{SWITCH}", text.replace("#![forbid(unsafe_code)]", ""))
        } else {
            text.to_owned()
        };
        let path = self.workspace.join(file);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return;
        }
        fs::write(path, text).expect("a file of the copy");
    }

    /// The faults that the compiler refuses; none if all compile.
    fn refused(&self) -> BTreeSet<usize> {
        let mut refused = BTreeSet::new();
        for build in [
            &["-p", "weakgraph-derive"][..],
            &["-p", "weakgraph", "--all-features"],
            &["-p", "weakgraph-dom", "--lib", "--examples"],
        ] {
            let output = self
                .cargo("check")
                .args(build)
                .arg("--message-format=json")
                .stderr(Stdio::null())
                .output()
                .expect("cargo");
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
                let message = &message["message"];
                if message["level"] != "error" || message["spans"].as_array().is_none_or(Vec::is_empty) {
                    continue;
                }
                let (mut inside, mut near) = (BTreeSet::new(), None);
                for span in message["spans"].as_array().unwrap() {
                    let file = span["file_name"].as_str().unwrap_or_default();
                    let Ok(text) = fs::read_to_string(self.workspace.join(file)) else { continue };
                    let byte = |key: &str| span[key].as_u64().unwrap_or(0) as usize;
                    let (here, last) = rewrite::at_fault(&text, byte("byte_start")..byte("byte_end"));
                    inside.extend(here);
                    if span["is_primary"] == true {
                        near = last;
                    }
                }
                if inside.is_empty() {
                    eprintln!("near {near:?}: {}", message["rendered"].as_str().unwrap_or_default());
                    inside.extend(near);
                }
                refused.extend(inside);
            }
            if !output.status.success() {
                assert!(!refused.is_empty(), "the copy does not build: {}", self.workspace.display());
                return refused;
            }
        }
        refused
    }

    /// Builds the tests. `None` if that fails.
    fn build(&self) -> Option<Vec<Target>> {
        if self.stale().exists() {
            self.touch();
            fs::remove_file(self.stale()).expect("a file");
        }
        BUILDS.iter().map(|build| self.built(build, None)).collect::<Option<Vec<_>>>().map(|all| all.concat())
    }

    /// Here while what is built may have been built with a fault in the derive.
    fn stale(&self) -> PathBuf {
        self.workspace.join("stale")
    }

    /// All that uses the derive is to be compiled anew.
    fn touch(&self) {
        let mut folders = vec![self.workspace.join("tests")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else if entry.ends_with("main.rs") || entry.ends_with("lib.rs") {
                    let file = fs::File::options().append(true).open(entry).expect("a file of the copy");
                    file.set_modified(SystemTime::now()).expect("a time");
                }
            }
        }
    }

    /// Builds these tests, with a fault in the derive or without. `None` if that fails.
    fn built(&self, build: &[&str], fault: Option<usize>) -> Option<Vec<Target>> {
        let mut targets = Vec::new();
        let mut cargo = self.cargo("test");
        cargo.args(build).args(["--no-run", "--message-format=json"]).stderr(Stdio::null());
        if let Some(fault) = fault {
            cargo.env("MUTANT", fault.to_string());
        }
        let output = cargo.output().expect("cargo");
        if !output.status.success() {
            return None;
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let (Some(program), true) = (message["executable"].as_str(), message["profile"]["test"] == true) else {
                continue;
            };
            let folder = Path::new(message["manifest_path"].as_str().expect("a manifest"))
                .parent()
                .expect("a folder")
                .to_owned();
            let package = folder.file_name().unwrap().to_str().unwrap();
            let kind = message["target"]["kind"][0].as_str().unwrap_or_default();
            let name = message["target"]["name"].as_str().unwrap_or_default();
            let name = if kind == "test" { format!("{package}/{name}") } else { format!("{package}/lib") };
            let target = Target { name, program: program.into(), folder: folder.clone(), ..Target::default() };
            let with = |name: &str, arguments: &[&str]| Target {
                name: name.to_owned(),
                arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
                ..target.clone()
            };
            match target.name.as_str() {
                // It is about what the drivers call, and builds the documentation.
                "model/reach" => {}
                "tests/ui" => targets.push(with("tests/ui", &["--skip", "mistakes"])),
                "tests/guarantees" => {
                    targets.push(with(
                        "tests/guarantees",
                        &["--skip", "examples::", "--skip", "peer::", "--skip", "deep::"],
                    ));
                    targets.push(with("tests/guarantees (deep)", &["peer::", "deep::"]));
                }
                _ => targets.push(target),
            }
        }
        Some(targets)
    }

    /// The files with types for which the derive writes, or reports, something else with a fault.
    fn changed_files(&self, fault: &Fault, targets: &[Target]) -> BTreeSet<String> {
        let target = targets.iter().find(|target| target.name == "weakgraph-derive/lib").expect("the derive's tests");
        let (with, without) = (run::printed(target, EXPANSIONS, fault.number), run::printed(target, EXPANSIONS, 0));
        assert!(without.len() > 100, "`{EXPANSIONS}` prints a line for each file");
        // A test that panics with the fault prints no more.
        let with: BTreeSet<_> = with.into_iter().collect();
        let changed = without.into_iter().filter(|line| !with.contains(line));
        changed.filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned)).collect()
    }

    /// What the compiler says of the mistakes in `tests/ui` is not what it should.
    fn mistakes(&self, fault: Option<usize>) -> bool {
        let mut cargo = self.cargo("test");
        cargo.args(EXPANDED[1].1).args(["--", "mistakes"]).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(fault) = fault {
            cargo.env("MUTANT", fault.to_string());
        }
        !cargo.status().expect("cargo").success()
    }

    /// What catches a fault of the derive in what it writes: the fault is on while that is compiled.
    fn caught_in_expansions(&self, fault: &Fault, targets: &[Target], with_mistakes: bool) -> Option<String> {
        let changed = self.changed_files(fault, targets);
        println!("{}\tchanges the expansions in {changed:?}", fault.line());
        for (name, build) in EXPANDED {
            let folder = format!("tests/{}/", name.split('/').find(|part| *part != "tests").unwrap_or_default());
            let shared = if name.starts_with("hygiene") { "tests/hygiene/" } else { "tests/src/" };
            if !changed.iter().any(|file| file.starts_with(&folder) || file.starts_with(shared)) {
                continue;
            }
            fs::write(self.stale(), "").expect("a file");
            self.touch();
            let Some(built) = self.built(build, Some(fault.number)) else {
                return Some(format!("caught by {name}: does not build with what the derive writes"));
            };
            for built in built.iter().filter(|built| built.name == name) {
                // Those that fail without a fault are in none of these.
                let known = targets.iter().filter(|known| known.name == name && known.pace != Pace::Slowest);
                let whole = Target { arguments: Vec::new(), ..built.clone() };
                let parts = known.map(|known| Target { program: built.program.clone(), ..known.clone() });
                let parts = if name.starts_with("hygiene") { vec![whole] } else { parts.collect() };
                if let Some(by) = parts.iter().find_map(|part| run::run(part, 0)) {
                    return Some(format!("caught by {by}, of what the derive writes"));
                }
            }
            if name == "tests/ui" && with_mistakes && self.mistakes(Some(fault.number)) {
                return Some("caught by tests/ui: mistakes".to_owned());
            }
        }
        None
    }
}

/// The samples of other seeds, whose faults are not tried again.
fn others(folder: &Path, seed: u64) -> Vec<(u64, String)> {
    let mut others = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let number = name.strip_prefix("sampled-").and_then(|rest| rest.strip_suffix(".tsv")).map(str::parse);
        if let Some(Ok(other)) = number
            && other != seed
        {
            others.push((other, fs::read_to_string(entry.path()).expect("a sample")));
        }
    }
    others
}

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    let is_planted = arguments.next_if(|first| first == "planted").is_some();
    let mut number = |default: u64| arguments.next().map_or(default, |text| text.parse().expect("a number"));
    let (seed, count, jobs) = (number(1), number(300) as usize, number(2) as usize);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").canonicalize().expect("the workspace");
    let base = std::env::var_os("MUTANTS_DIR").map_or_else(|| root.join("target/mutants"), PathBuf::from);
    let name = if is_planted { "planted".to_owned() } else { seed.to_string() };
    let place = Place {
        workspace: base.join(format!("switched-{name}")),
        target: base.join(format!("switched-target-{name}")),
        root,
    };
    let folder = place.root.join("tests/mutants");
    let results = match is_planted {
        true => place.workspace.join("planted.tsv"),
        false => folder.join(format!("sampled-{seed}.tsv")),
    };

    // A copy that is there is gone on with.
    let is_new = !place.workspace.exists();
    if is_new {
        fs::create_dir_all(&place.workspace).expect("a folder");
        let copy = "tar --exclude=./target --exclude=./.git --exclude='*.orig' -cf - . | tar -C \"$0\" -xmf -";
        assert!(
            Command::new("bash")
                .args(["-c", copy])
                .arg(&place.workspace)
                .current_dir(&place.root)
                .status()
                .expect("bash")
                .success()
        );
    }
    let list = place.workspace.join("faults.json");
    if is_new && is_planted {
        fs::write(&list, "[]").expect("a file");
    } else if is_new {
        let output = Command::new("cargo")
            .args(["mutants", "--list", "--json", "-p", "weakgraph", "-p", "weakgraph-derive", "-p", "weakgraph-dom"])
            .current_dir(&place.workspace)
            .output()
            .expect("cargo-mutants");
        fs::write(&list, output.stdout).expect("a file");
    }
    let list: Value = serde_json::from_slice(&fs::read(&list).expect("the list")).expect("a list");
    let others = others(&place.root.join("tests/mutants"), seed);
    let also = std::env::var("MUTANTS_ALSO").map(|file| fs::read_to_string(file).expect("a list")).unwrap_or_default();
    let (all, wanted) = match is_planted {
        true => (planted::faults(&folder), 0),
        false => all_faults(&list, seed, &others, &also),
    };
    let count = if is_planted { all.len() } else { wanted + count };
    let sample = &all[..count.min(all.len())];
    println!(
        "seed {seed}: {} of {} (of {} in the list, the rest cannot be built)",
        sample.len(),
        all.len(),
        list.as_array().unwrap().len()
    );
    for file in sample.iter().map(|fault| fault.file.as_str()).chain(ROOTS) {
        let original = place.workspace.join(format!("{file}.orig"));
        if !original.exists() {
            fs::copy(place.workspace.join(file), original).expect("a copy");
        }
    }
    for root in ROOTS {
        place.write(root, &place.original(root));
    }

    let known: BTreeMap<String, String> = fs::read_to_string(&results)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('\t').map(|(key, rest)| (key.to_owned(), rest.to_owned())))
        .collect();
    let record = Mutex::new(());
    let note = |fault: &Fault, what: &str| {
        let _guard = record.lock().unwrap();
        println!("{}\t{what}", fault.line());
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&results).expect("the results");
        writeln!(file, "{}\t{what}", fault.line()).expect("the results");
    };

    let unbuilt = |fault: &&Fault| known.get(&fault.key).is_some_and(|rest| rest.ends_with("DOES NOT BUILD"));
    let mut wanted: Vec<&Fault> = sample.iter().filter(|fault| !unbuilt(fault)).collect();
    let alone = loop {
        let alone = place.put(&wanted, sample);
        let refused = place.refused();
        println!("{} are refused", refused.len());
        if refused.is_empty() {
            break alone;
        }
        for fault in wanted.extract_if(.., |fault| refused.contains(&fault.number)) {
            note(fault, "DOES NOT BUILD");
        }
    };
    println!("{} with a switch, {} without", wanted.len() - alone.len(), alone.len());
    let mut targets = place.build().expect("a build of the tests");
    let without = std::env::var("MUTANTS_WITHOUT").unwrap_or_default();
    targets.retain(|target| without.split(',').all(|name| name != target.name));
    let targets = run::measured(&place, targets);
    let (alone, switched): (Vec<_>, Vec<_>) = wanted
        .into_iter()
        .filter(|fault| !known.contains_key(&fault.key))
        .partition(|fault| alone.contains(&fault.number));
    // The slow tests when it is known what only they can catch.
    let mut open = switched;
    let (paces, survived) = match std::env::var("MUTANTS_PACE").as_deref() {
        Ok("slow") => (&Pace::ALL[..2], "SURVIVED (its slowest tests were not run)"),
        _ => (&Pace::ALL[..], "SURVIVED"),
    };
    for &pace in paces {
        let (queue, left) = (Mutex::new(open.into_iter()), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                scope.spawn(|| {
                    loop {
                        let next = queue.lock().unwrap().next();
                        let Some(fault) = next else { break };
                        match run::caught(fault, &targets, pace) {
                            Some(by) => note(fault, &by),
                            None => {
                                println!("{}\tnot caught yet ({pace:?})", fault.line());
                                left.lock().unwrap().push(fault);
                            }
                        }
                    }
                });
            }
        });
        open = left.into_inner().unwrap();
    }
    let (written, open): (Vec<_>, Vec<_>) = open.into_iter().partition(|fault| fault.package == "weakgraph-derive");
    open.into_iter().for_each(|fault| note(fault, survived));
    if !written.is_empty() {
        // Where sources of the library have switches, the compiler quotes them.
        let is_plain = sample.iter().all(|fault| fault.package == "weakgraph-derive");
        let with_mistakes = is_plain && !place.mistakes(None);
        println!("mistakes: {}", if with_mistakes { "compared" } else { "left out" });
        for fault in written {
            let by = place.caught_in_expansions(fault, &targets, with_mistakes);
            note(fault, by.as_deref().unwrap_or("SURVIVED"));
        }
    }
    if is_planted {
        alone.iter().for_each(|fault| println!("{}\tnot in the body of a function: `run {0}`", fault.key));
        return planted::update(&folder, &fs::read_to_string(&results).unwrap_or_default());
    }
    for fault in alone {
        let text = place.original(&fault.file);
        let range = fault.range(&text);
        let before = fs::read_to_string(place.workspace.join(&fault.file)).expect("a file of the copy");
        place.write(&fault.file, &format!("{}{}{}", &text[..range.start], fault.replacement, &text[range.end..]));
        let what = match place.build() {
            Some(built) => {
                let program =
                    |name: &str| built.iter().find(|built| built.name == name).map(|built| built.program.clone());
                let targets: Vec<_> = targets
                    .iter()
                    .filter_map(|known| Some(Target { program: program(&known.name)?, ..known.clone() }))
                    .collect();
                run::verdict(fault, &targets)
            }
            None => "DOES NOT BUILD".to_owned(),
        };
        note(fault, &what);
        fs::write(place.workspace.join(&fault.file), before).expect("a file of the copy");
    }
}
