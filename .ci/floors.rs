//! The check of the layout that `ARCHITECTURE.md` draws. It reads every `use` and every path that starts with `crate`,
//! `super` or `self`, follows re-exports to the file that defines the name, and prints circles, imports that point up,
//! and `unsafe` outside of the floors that are for it. It fails on one that is not allowed.
//!
//!     .ci/floors            builds and runs this; `--test` runs its own tests

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// A crate: where its sources are, and its floors from the lowest. What is not named stands on the top.
struct House {
    src: &'static str,
    floors: &'static [&'static [&'static str]],
    /// Where files may import each other in a circle.
    circles_in: &'static [&'static str],
    /// Where `unsafe` blocks and functions stand; `None`: anywhere.
    unsafe_in: Option<&'static [&'static str]>,
}

const LARGEST_CIRCLE: usize = 6;

const HOUSES: [House; 2] = [
    House {
        src: "weakgraph/src",
        floors: &[
            &["alloc"],
            &["core"],
            &["engine"],
            &["edge"],
            &["tree"],
            &["inspect"],
            &["lifetime", "collections", "serde", "show", "read", "leak"],
            &["__private"],
        ],
        circles_in: &["core", "tree"],
        unsafe_in: Some(&["alloc", "core", "engine"]),
    },
    House {
        src: "weakgraph-derive/src",
        floors: &[&["span", "ty", "diagnostics", "ast"], &["parse"], &["validate"], &["expand"]],
        circles_in: &[],
        unsafe_in: None,
    },
];

fn main() -> ExitCode {
    let root = env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let mut faults = Vec::new();
    for house in &HOUSES {
        let sources = read(&root.join(house.src));
        let (report, found) = check(house, &sources);
        print!("{report}");
        faults.extend(found);
    }
    for fault in &faults {
        eprintln!("floors: {fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The sources below a folder, by their paths in it.
fn read(src: &Path) -> BTreeMap<String, String> {
    let (mut sources, mut folders) = (BTreeMap::new(), vec![src.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(src).unwrap().to_str().unwrap().replace('\\', "/");
                sources.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    sources
}

/// What is printed, and what is wrong.
fn check(house: &House, sources: &BTreeMap<String, String>) -> (String, Vec<String>) {
    let files = parse_all(sources);
    let imports = imports(&files);
    let mut faults = Vec::new();
    let count: usize = imports.values().map(BTreeSet::len).sum();
    let mut report = format!("{}: {} files, {count} imports\n", house.src, files.len());
    for (from, targets) in &imports {
        for to in targets {
            if floor(house, from) < floor(house, to) {
                faults.push(format!("{}: {from} imports {to}, which stands above it", house.src));
            }
        }
    }
    for circle in circles(&imports) {
        let names = circle.iter().copied().collect::<Vec<_>>().join(" ");
        report += &format!("  circle of {}: {names}\n", circle.len());
        let is_allowed = |top: &&str| circle.iter().all(|file| top_of(file) == *top);
        if circle.len() > LARGEST_CIRCLE || !house.circles_in.iter().any(|top| is_allowed(&top)) {
            faults.push(format!("{}: a circle of {} files: {names}", house.src, circle.len()));
        }
    }
    if let Some(allowed) = house.unsafe_in {
        for (name, file) in files.iter().filter(|(name, file)| file.unsafes > 0 && !allowed.contains(&top_of(name))) {
            faults.push(format!("{}: {} unsafe blocks and functions in {name}", house.src, file.unsafes));
        }
    }
    (report, faults)
}

fn top_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

fn floor(house: &House, file: &str) -> usize {
    house.floors.iter().position(|floor| floor.contains(&top_of(file))).unwrap_or(house.floors.len())
}

#[derive(Default)]
struct File {
    /// The path of its module, from the root of the crate.
    module: Vec<String>,
    /// The paths that it names, each from its root.
    paths: Vec<Vec<String>>,
    /// The names that its `use`s bring in.
    names: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    unsafes: usize,
    /// Its macros. Those that it exports have a name in the root of the crate.
    macros: Vec<String>,
    /// The child modules that are there for tests alone.
    tests: Vec<String>,
}

fn parse_all(sources: &BTreeMap<String, String>) -> BTreeMap<String, File> {
    let modules: BTreeSet<Vec<String>> = sources.keys().map(|name| module_of(name)).collect();
    let mut files: BTreeMap<String, File> =
        sources.iter().map(|(name, text)| (name.clone(), parse(module_of(name), text, &modules))).collect();
    let tests: Vec<Vec<String>> = files
        .values()
        .flat_map(|file| file.tests.iter().map(|test| [&file.module[..], std::slice::from_ref(test)].concat()))
        .collect();
    files.retain(|_, file| !tests.iter().any(|test| file.module.starts_with(test)));
    let macros: Vec<(String, Vec<String>)> = files
        .values()
        .flat_map(|file| file.macros.iter().map(|name| (name.clone(), [&file.module[..], &[name.clone()]].concat())))
        .collect();
    if let Some(root) = files.get_mut("lib.rs") {
        macros.into_iter().for_each(|(name, path)| _ = root.names.entry(name).or_insert(path));
    }
    files
}

fn module_of(file: &str) -> Vec<String> {
    let mut path: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if path.last().is_some_and(|last| last == "mod" || last == "lib") {
        path.pop();
    }
    path
}

/// Words and signs, without comments and the insides of texts.
fn tokens(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(&c) = text.get(at) {
        let next = text.get(at + 1).copied().unwrap_or(' ');
        if c == '/' && next == '/' {
            while text.get(at).is_some_and(|&c| c != '\n') {
                at += 1;
            }
        } else if c == '/' && next == '*' {
            let mut depth = 0;
            while at < text.len() {
                match (text[at], text.get(at + 1)) {
                    ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
                    ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
                    _ => at += 1,
                }
                if depth == 0 {
                    break;
                }
            }
        } else if let Some(end) = raw_text(&text, at) {
            at = end;
        } else if c == '"' {
            at += 1;
            while text.get(at).is_some_and(|&c| c != '"') {
                at += if text[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if c == '\'' && (next == '\\' || text.get(at + 2) == Some(&'\'')) {
            at += if next == '\\' { 3 } else { 2 };
            while text.get(at).is_some_and(|&c| c != '\'') {
                at += 1;
            }
            at += 1;
        } else if is_word(c) {
            let start = at;
            while text.get(at).is_some_and(|&c| is_word(c)) {
                at += 1;
            }
            tokens.push(text[start..at].iter().collect());
        } else if c == ':' && next == ':' {
            tokens.push("::".to_owned());
            at += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
            at += 1;
        }
    }
    tokens
}

/// Where the raw text that begins here ends.
fn raw_text(text: &[char], start: usize) -> Option<usize> {
    let before = start.checked_sub(1).map(|it| text[it]);
    if text[start] != 'r' || before.is_some_and(|c| c.is_alphanumeric() || c == '_') && before != Some('b') {
        return None;
    }
    let marks = text[start + 1..].iter().take_while(|&&c| c == '#').count();
    let open = start + 1 + marks;
    if text.get(open) != Some(&'"') {
        return None;
    }
    let ends = |at: usize| text[at] == '"' && text[at + 1..].iter().take(marks).filter(|&&c| c == '#').count() == marks;
    (open + 1..text.len()).find(|&at| ends(at)).map(|at| at + 1 + marks)
}

fn parse(module: Vec<String>, text: &str, modules: &BTreeSet<Vec<String>>) -> File {
    let tokens = tokens(text);
    let mut file = File { module: module.clone(), ..File::default() };
    // The modules that are written inside the file, and how deep in braces each begins.
    let (mut inside, mut depth, mut at) = (Vec::<(String, usize)>::new(), 0, 0);
    let is = |at: usize, what: &str| tokens.get(at).is_some_and(|it| it == what);
    while at < tokens.len() {
        if tokens[at..].iter().map(String::as_str).take(7).eq(["#", "[", "cfg", "(", "test", ")", "]"]) {
            at += 7;
            while is(at, "#") {
                at = end_of_attribute(&tokens, at);
            }
            if is(at, "mod") && is(at + 2, ";") {
                file.tests.push(tokens[at + 1].clone());
            }
            at = end_of_item(&tokens, at);
            continue;
        }
        let here: Vec<String> = module.iter().cloned().chain(inside.iter().map(|it| it.0.clone())).collect();
        match tokens[at].as_str() {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inside.retain(|it| it.1 <= depth);
            }
            "mod" if is(at + 2, "{") => inside.push((tokens[at + 1].clone(), depth + 1)),
            "macro_rules" if is(at + 1, "!") => file.macros.push(tokens[at + 2].clone()),
            "unsafe" if is(at + 1, "{") => file.unsafes += 1,
            "unsafe" if is(at + 1, "fn") && !is(at + 2, "(") => file.unsafes += 1,
            "unsafe" if is(at + 1, "extern") && is(at + 2, "fn") && !is(at + 3, "(") => file.unsafes += 1,
            "use" if !is(at + 1, "<") => {
                at = use_tree(&tokens, at + 1, Vec::new(), &mut |path, alias| {
                    let Some(path) = absolute(&here, path, modules, true) else { return };
                    match alias {
                        Some("*") => file.globs.push(path.clone()),
                        // In a module inside the file the name is not one of the file's own.
                        Some(alias) if inside.is_empty() => drop(file.names.insert(alias.to_owned(), path.clone())),
                        _ => {}
                    }
                    file.paths.push(path);
                });
                continue;
            }
            "crate" | "super" | "self" if is(at + 1, "::") && !(at > 0 && (is(at - 1, "::") || is(at - 1, "$"))) => {
                let mut path = vec![tokens[at].clone()];
                while is(at + 1, "::")
                    && tokens.get(at + 2).is_some_and(|it| it.starts_with(|c: char| c.is_alphabetic() || c == '_'))
                {
                    path.push(tokens[at + 2].clone());
                    at += 2;
                }
                file.paths.extend(absolute(&here, path, modules, false));
            }
            _ => {}
        }
        at += 1;
    }
    file
}

/// Behind the attribute that begins here.
fn end_of_attribute(tokens: &[String], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "[" => depth += 1,
            "]" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// Behind the item that begins here: its `;`, or its closing brace.
fn end_of_item(tokens: &[String], mut at: usize) -> usize {
    let mut depth = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => {
                depth -= 1;
                if depth == 0 && token == "}" {
                    break;
                }
            }
            ";" if depth == 0 => break,
            _ => {}
        }
    }
    at
}

/// Gives each path of a `use`, with the name that it brings in; returns where it ends.
fn use_tree(
    tokens: &[String],
    mut at: usize,
    mut prefix: Vec<String>,
    each: &mut impl FnMut(Vec<String>, Option<&str>),
) -> usize {
    loop {
        let Some(token) = tokens.get(at) else { return at };
        match token.as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|it| it != "}") {
                    at = use_tree(tokens, at, prefix.clone(), each);
                    if tokens.get(at).is_some_and(|it| it == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            "*" => {
                each(prefix, Some("*"));
                return at + 1;
            }
            "as" => {
                let alias = tokens.get(at + 1).cloned();
                each(prefix, alias.as_deref());
                return at + 2;
            }
            "," | "}" | ";" => {
                if prefix.last().is_some_and(|last| last == "self") {
                    prefix.pop();
                }
                let name = prefix.last().cloned();
                each(prefix, name.as_deref());
                return at;
            }
            word => {
                prefix.push(word.to_owned());
                at += 1;
            }
        }
    }
}

/// The path from the root of the crate, without `crate`; `None` if it leads to another crate.
fn absolute(here: &[String], path: Vec<String>, modules: &BTreeSet<Vec<String>>, is_use: bool) -> Option<Vec<String>> {
    let mut base = here.to_vec();
    let mut rest = &path[..];
    match rest.first().map(String::as_str) {
        Some("crate") => (base, rest) = (Vec::new(), &rest[1..]),
        Some("self") => rest = &rest[1..],
        Some("super") => {
            while rest.first().is_some_and(|it| it == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        Some(first) => {
            base.push(first.to_owned());
            // `core` and the like are other crates, but in a `use` at the place where a module has that name.
            if !is_use || !modules.contains(&base) {
                return None;
            }
            rest = &rest[1..];
        }
        None => return None,
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// Which files each file names something of.
fn imports(files: &BTreeMap<String, File>) -> BTreeMap<&str, BTreeSet<&str>> {
    let by_module: BTreeMap<&[String], &str> =
        files.iter().map(|(name, file)| (&file.module[..], name.as_str())).collect();
    let find = |from: &str, file: &File| {
        let targets = file.paths.iter().filter_map(|path| resolve(files, &by_module, path, 0));
        targets.filter(|to| *to != from).collect()
    };
    files.iter().map(|(name, file)| (name.as_str(), find(name, file))).collect()
}

/// The file that defines what this path names.
fn resolve<'f>(
    files: &'f BTreeMap<String, File>,
    by_module: &BTreeMap<&[String], &'f str>,
    path: &[String],
    depth: usize,
) -> Option<&'f str> {
    let known = (0..=path.len()).rev().find(|&len| by_module.contains_key(&path[..len]))?;
    let name = by_module[&path[..known]];
    let Some(item) = path.get(known) else { return Some(name) };
    let file = &files[name];
    if depth < 16 {
        if let Some(target) = file.names.get(item) {
            let target = [target, &path[known + 1..]].concat();
            return resolve(files, by_module, &target, depth + 1);
        }
    }
    Some(name)
}

/// The files that import each other, over others too: Tarjan's algorithm.
fn circles<'f>(imports: &BTreeMap<&'f str, BTreeSet<&'f str>>) -> Vec<BTreeSet<&'f str>> {
    // The houses are small: who reaches whom, and back.
    let reach = |from: &'f str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(file) = next.pop() {
            for to in imports.get(file).into_iter().flatten() {
                if seen.insert(*to) {
                    next.push(to);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports.keys().map(|file| (*file, reach(file))).collect();
    let mut circles = BTreeSet::new();
    for (file, seen) in &reached {
        if seen.contains(file) {
            circles.insert(
                seen.iter().copied().filter(|to| reached.get(to).is_some_and(|it| it.contains(file))).collect(),
            );
        }
    }
    circles.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: House =
        House { src: "src", floors: &[&["low"], &["mid"], &["top"]], circles_in: &["mid"], unsafe_in: Some(&["low"]) };

    fn faults(files: &[(&str, &str)]) -> Vec<String> {
        let sources = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        check(&HOUSE, &sources).1
    }

    #[test]
    fn imports_that_point_down_are_right() {
        let files = [
            ("top.rs", "use crate::mid::a::X; fn f() { crate::low::g() }"),
            ("mid/a.rs", "pub struct X;"),
            ("low.rs", ""),
        ];
        assert!(faults(&files).is_empty());
    }

    #[test]
    fn an_import_that_points_up_is_found() {
        let up = |text: &str| faults(&[("low.rs", text), ("top.rs", "pub struct X;"), ("mid/mod.rs", "")]).len();
        assert_eq!(up("use crate::top::X;"), 1);
        assert_eq!(up("use super::top;"), 1);
        assert_eq!(up("use super::{mid as _, top::{X as Y}};"), 2);
        assert_eq!(up("fn f(_: crate::top::X) {}"), 1);
        assert_eq!(up("mod inside { use super::super::top::X; }"), 1);
        assert_eq!(
            up("// use crate::top::X;\n const T: &str = \"crate::top::X\"; const R: &str = r#\"crate::top\"#;"),
            0
        );
        assert_eq!(up("use top::X;"), 0, "another crate");
    }

    #[test]
    fn a_name_is_that_of_the_file_which_defines_it() {
        let lib = "mod low; mod mid; mod top; pub use crate::top::X; pub use mid::Y as Z;";
        let files = |low| {
            [("lib.rs", lib), ("low.rs", low), ("mid/mod.rs", "mod a; pub use a::Y;"), ("mid/a.rs", ""), ("top.rs", "")]
        };
        assert_eq!(faults(&files("use crate::X;")), ["src: low.rs imports top.rs, which stands above it"]);
        assert_eq!(faults(&files("use crate::Z;")), ["src: low.rs imports mid/a.rs, which stands above it"]);
    }

    #[test]
    fn a_macro_is_that_of_the_file_which_defines_it() {
        let files =
            |text| [("lib.rs", "mod low; mod top;"), ("low.rs", text), ("top.rs", "macro_rules! make { () => {} }")];
        assert_eq!(faults(&files("use crate::make;")), ["src: low.rs imports top.rs, which stands above it"]);
        let own = [("lib.rs", "mod top;"), ("top.rs", "macro_rules! make { () => {} } pub use crate::make as other;")];
        assert!(faults(&own).is_empty());
    }

    #[test]
    fn what_is_for_tests_alone_is_left_out() {
        assert!(faults(&[("low.rs", "#[cfg(test)] mod tests { use crate::top::X; }"), ("top.rs", "")]).is_empty());
        let files = [
            ("lib.rs", "#[cfg(test)]\n#[allow(unsafe_code, reason = \"\")]\nmod low;"),
            ("low.rs", "use crate::top::X;"),
            ("top.rs", ""),
        ];
        assert!(faults(&files).is_empty());
    }

    #[test]
    fn a_planted_circle_is_found() {
        let circle = |a: &'static str, b: &'static str| {
            let names = [format!("{a}.rs"), format!("{b}.rs")];
            let texts = [a, b].map(|it| format!("use crate::{}::X;", it.replace('/', "::")));
            faults(&[(&names[0], &texts[1]), (&names[1], &texts[0])]).len()
        };
        assert_eq!(circle("mid/a", "mid/b"), 0, "allowed there");
        assert_eq!(circle("low/a", "low/b"), 1);
        let long: Vec<(String, String)> =
            (0..7).map(|it| (format!("mid/f{it}.rs"), format!("use super::f{}::X;", (it + 1) % 7))).collect();
        let long: Vec<(&str, &str)> = long.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(faults(&long).len(), 1, "one file too many");
        assert_eq!(faults(&long[..6]).len(), 0);
    }

    #[test]
    fn unsafe_outside_of_its_floors_is_found() {
        let code = "unsafe fn f() {} unsafe impl Send for X {} type F = unsafe fn();";
        assert!(
            faults(&[("low.rs", code), ("mid/a.rs", "unsafe impl Send for X {} type F = unsafe fn();")]).is_empty()
        );
        assert_eq!(faults(&[("mid/b.rs", code)]).len(), 1);
        assert_eq!(faults(&[("mid/a.rs", "fn f() { unsafe { g() } }")]).len(), 1);
    }
}
