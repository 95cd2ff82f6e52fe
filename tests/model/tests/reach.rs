//! The table in `tests/README.md` says of every public function of `weakgraph` which drivers call it. It is held
//! against two sources that nobody writes by hand: rustdoc's JSON, which lists the functions (so a new one that is
//! missing in the table fails), and the drivers, which record the path of what they call while they call it (see
//! `weakgraph_model::reach`).
//!
//! `REACH=overwrite cargo test -p weakgraph-model --test reach` writes the table anew.
//!
//! rustdoc's JSON takes a nightly toolchain and half a minute. It is looked at with `CI` or `REACH` in the environment,
//! and then has to be there. Else the test looks only at what the drivers record, and says so on stderr.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use weakgraph_model::reach::{DRIVERS, reached};
use weakgraph_model::{exact, hostile, scripts};

const START: &str = "<!-- reach: written by `REACH=overwrite cargo test -p weakgraph-model --test reach` -->\n";
const END: &str = "<!-- reach: end -->\n";

/// Functions that no driver can call, each with the reason.
const UNREACHED: [(&str, &str); 1] =
    [("WeakAny::is", "nothing says its type but a type argument, which `reach!` does not take; `downcast` calls it")];

/// The module of a feature that makes every node larger, and so is not built with the other tests. Its own driver is
/// `tests/leak`, with random graphs.
const ELSEWHERE: &str = "leak::";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The JSON of rustdoc, with all features. `None` if it was not asked for.
fn rustdoc() -> Option<Value> {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reach");
    if std::env::var_os("CI").is_none() && std::env::var_os("REACH").is_none() {
        eprintln!("left out: whether each public function is in the table, which `CI=true` asks for");
        return None;
    }
    let has = Command::new("rustup").args(["run", "nightly", "rustdoc", "--version"]).output();
    assert!(
        has.is_ok_and(|output| output.status.success()),
        "a nightly toolchain is missing, which lists the public functions"
    );
    // What this test was built with is not what the documentation is to be built with.
    let output = Command::new("rustup")
        .args([
            "run",
            "nightly",
            "cargo",
            "rustdoc",
            "--quiet",
            "--locked",
            "-p",
            "weakgraph",
            "--all-features",
            "--lib",
        ])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .current_dir(root())
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTDOCFLAGS")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTC")
        .env_remove("RUSTDOC")
        .env_remove("CARGO")
        .output()
        .expect("rustup runs");
    assert!(output.status.success(), "rustdoc: {}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(target.join("doc/weakgraph.json")).expect("rustdoc has written it");
    Some(serde_json::from_str(&text).expect("it is JSON"))
}

/// Collects the paths of all functions that can be named and are documented.
struct Public<'j> {
    index: &'j serde_json::Map<String, Value>,
    seen: BTreeSet<String>,
    functions: BTreeSet<String>,
}

/// The kind of an item, and what is in it.
fn inner(item: &Value) -> (&str, &Value) {
    let inner = item["inner"].as_object().expect("an item has an `inner`: has the format of rustdoc's JSON changed?");
    inner.iter().next().map(|(kind, inside)| (kind.as_str(), inside)).expect("of one kind")
}

impl<'j> Public<'j> {
    fn get(&self, id: &Value) -> Option<&'j Value> {
        self.index.get(&id.to_string())
    }

    fn items(value: &'j Value) -> impl Iterator<Item = &'j Value> {
        value.as_array().expect("a list of items: has the format of rustdoc's JSON changed?").iter()
    }

    /// The functions of a type or a trait.
    fn functions_of(&mut self, path: &str, items: &'j Value) {
        for id in Self::items(items) {
            if let Some(item) = self.get(id)
                && inner(item).0 == "function"
                && (item["visibility"] == "public" || item["visibility"] == "default")
            {
                self.functions.insert(format!("{path}{}", item["name"].as_str().expect("it has a name")));
            }
        }
    }

    fn item(&mut self, id: &Value, path: &str) {
        let Some(item) = self.get(id) else { return };
        let (kind, inside) = inner(item);
        let name = item["name"].as_str().unwrap_or_default();
        // The crate's root comes first, so a path is the shortest.
        if kind != "use" && !self.seen.insert(id.to_string()) {
            return;
        }
        match kind {
            "module" => {
                let path =
                    if item["crate_id"] == 0 && path == "crate" { String::new() } else { format!("{path}{name}::") };
                // What stands in the module itself goes before the modules in it.
                let (modules, others): (Vec<_>, Vec<_>) = Self::items(&inside["items"])
                    .partition(|id| self.get(id).is_some_and(|item| inner(item).0 == "module"));
                others.into_iter().chain(modules).for_each(|id| self.item(id, &path));
            }
            "use" => self.item(&inside["id"], path),
            "struct" | "enum" | "union" => {
                for id in Self::items(&inside["impls"]) {
                    if let Some(item) = self.get(id)
                        && inner(item).1["trait"].is_null()
                    {
                        self.functions_of(&format!("{path}{name}::"), &inner(item).1["items"]);
                    }
                }
            }
            "trait" => self.functions_of(&format!("{path}{name}::"), &inside["items"]),
            "function" => _ = self.functions.insert(format!("{path}{name}")),
            "macro" => _ = self.functions.insert(format!("{path}{name}!")),
            _ => {}
        }
    }
}

fn public(json: &Value) -> BTreeSet<String> {
    let index = json["index"].as_object().expect("an index");
    let mut public = Public { index, seen: BTreeSet::new(), functions: BTreeSet::new() };
    public.item(&json["root"], "crate");
    assert!(public.functions.len() > 200 && public.functions.contains("Children::append"), "the list is not whole");
    public.functions
}

/// What the drivers call in so many programs, which are the same each time.
fn run_drivers() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut state = 0x1234_5678_9ABC_DEF1_u64;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    for round in 0..3000 {
        let program: Vec<u8> = (0..300).map(|_| byte()).collect();
        match round % 8 {
            0 => exact::run(&program),
            1 => exact::run_in_sessions(&program),
            2 | 3 => hostile::run_in_sessions(&program),
            _ => hostile::run(&program),
        }
    }
    scripts::all();
    reached()
}

fn table(rows: &BTreeMap<String, Vec<&'static str>>) -> String {
    let mut text = String::from(START);
    text.push_str("\n| function |");
    DRIVERS.iter().for_each(|(_, name)| _ = write!(text, " {name} |"));
    text.push_str("\n|---|");
    DRIVERS.iter().for_each(|_| text.push_str("---|"));
    text.push('\n');
    for (path, drivers) in rows {
        _ = write!(text, "| `{path}` |");
        for (_, name) in DRIVERS {
            text.push_str(if drivers.contains(&name) { " x |" } else { " |" });
        }
        text.push('\n');
    }
    text.push('\n');
    text.push_str(END);
    text
}

#[test]
fn every_public_function_is_in_the_table_with_the_drivers_that_call_it() {
    let reached = run_drivers();
    let path = root().join("tests/README.md");
    let readme = std::fs::read_to_string(&path).expect("it is there");
    let (before, rest) = readme.split_once(START).expect("the table starts with its mark");
    let (was, after) = rest.split_once(END).expect("the table ends with its mark");
    let public = match rustdoc() {
        Some(json) => public(&json),
        // Those that the table has.
        None => was
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(path, _)| path.to_owned())
            .collect(),
    };
    let unknown: Vec<_> = reached.keys().filter(|path| !public.contains(**path)).collect();
    assert!(unknown.is_empty(), "the drivers call what is not public, or is public by another path: {unknown:?}");
    let mut rows: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    let mut missing = Vec::new();
    for path in public.into_iter().filter(|path| !path.starts_with(ELSEWHERE)) {
        let drivers = reached.get(path.as_str()).cloned().unwrap_or_default();
        if drivers.is_empty() && !UNREACHED.iter().any(|(name, _)| *name == path) {
            missing.push(path.clone());
        }
        rows.insert(path, drivers);
    }
    assert!(missing.is_empty(), "no driver calls {} public functions: {missing:#?}", missing.len());
    let now = table(&rows);
    if std::env::var("REACH").is_ok_and(|how| how == "overwrite") {
        std::fs::write(&path, format!("{before}{now}{after}")).expect("it can be written");
        return;
    }
    let was = format!("{START}{was}{END}");
    let wrong: Vec<_> = now.lines().filter(|line| !was.lines().any(|other| other == *line)).collect();
    assert!(
        wrong.is_empty() && now == was,
        "the table in tests/README.md is not what is public and what the drivers call (REACH=overwrite writes it anew): {wrong:#?}"
    );
}
