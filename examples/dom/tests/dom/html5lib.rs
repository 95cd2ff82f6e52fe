//! The tree construction tests of html5lib: what a document is parsed to, in 1,207 cases that nobody here wrote.
//!
//! They are in the folder that `HTML5LIB_TESTS` names, a checkout of html5lib-tests, or else in the copy of a share of
//! them beside this. That there are none is a failure.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use html5ever::driver::ParseOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, QualName, ns};
use weakgraph_dom::{dump, parse_fragment, parse_with};

/// The cases that fail: file, input and context. They are the parser's own, and checked: one that passes is an error,
/// too.
///
/// - The standard ignores an `<input>` in the context of a `select`, html5ever 0.40.1 keeps it.
const FAILS: &[(&str, &str, &str)] = &[("tests_innerHTML_1.dat", "<input><option>", "select")];

#[derive(Debug, Default)]
struct Case {
    data: String,
    context: Option<String>,
    scripting: Option<bool>,
    document: String,
}

/// The cases of a file. A new one begins at a `#data` line in `#document`, after an empty line.
fn cases(text: &str) -> Vec<Case> {
    let mut all: Vec<Case> = Vec::new();
    let mut section = "";
    let mut lines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let finish = |lines: &mut BTreeMap<&str, Vec<&str>>, all: &mut Vec<Case>| {
        let mut of = |name| lines.remove(name).map(|lines: Vec<&str>| lines.join("\n"));
        if let Some(data) = of("#data") {
            let scripting = of("#script-on").map(|_| true).or(of("#script-off").map(|_| false));
            let mut document = of("#document").unwrap_or_default();
            while document.ends_with('\n') {
                document.pop();
            }
            all.push(Case { data, context: of("#document-fragment"), scripting, document });
        }
        lines.clear();
    };
    let mut last = "";
    for line in text.split('\n') {
        let begins = line == "#data" && (section.is_empty() || (section == "#document" && last.is_empty()));
        let heads = ["#errors", "#new-errors", "#document-fragment", "#script-off", "#script-on", "#document"];
        if begins {
            finish(&mut lines, &mut all);
            section = line;
            lines.insert(section, Vec::new());
        } else if section != "#document" && heads.contains(&line) {
            section = line;
            lines.insert(section, Vec::new());
        } else if let Some(lines) = lines.get_mut(section) {
            lines.push(line);
        }
        last = line;
    }
    finish(&mut lines, &mut all);
    all
}

fn run(case: &Case, scripting_enabled: bool) -> String {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let Some(context) = &case.context else {
        return dump(&parse_with(&case.data, options));
    };
    let (ns, local) = match context.trim_end().split_once(' ') {
        Some(("svg", local)) => (ns!(svg), local),
        Some(("math", local)) => (ns!(mathml), local),
        _ => (ns!(html), context.trim_end()),
    };
    dump(&parse_fragment(&case.data, QualName::new(None, ns, LocalName::from(local)), options))
}

/// The folder of the tree construction tests, and whether it is the copy that comes with the example.
fn folder() -> (PathBuf, bool) {
    let copy = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html5lib-tests");
    let asked = env::var_os("HTML5LIB_TESTS").map(PathBuf::from);
    let is_copy = asked.is_none();
    let found = asked.unwrap_or(copy);
    let inner = found.join("tree-construction");
    (if inner.is_dir() { inner } else { found }, is_copy)
}

/// The files of a folder with this extension, those of its subfolders, too.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| {
            panic!("{}: {error}; HTML5LIB_TESTS names a checkout of html5lib-tests", folder.display())
        });
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // Those need a script to run.
                if path.ends_with("scripted") {
                    eprintln!("passed over, as they need a script engine: {}", path.display());
                } else {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|it| it == "dat") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "there is no .dat file in {}", folder.display());
    files
}

#[test]
fn documents_are_parsed_as_the_html5lib_tests_say() {
    let (folder, is_copy) = folder();
    let (mut count, mut runs) = (0, 0);
    let mut known = Vec::new();
    let mut report = String::new();
    for file in &files_of(&folder) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let text = String::from_utf8(fs::read(file).unwrap()).unwrap();
        let all = cases(&text);
        assert!(!all.is_empty(), "{name}: no cases");
        for case in &all {
            count += 1;
            let modes = case.scripting.map_or(vec![false, true], |mode| vec![mode]);
            runs += modes.len();
            let bad =
                modes.iter().map(|&mode| run(case, mode)).find(|found| found.trim_end_matches('\n') != case.document);
            let is_known = FAILS.contains(&(name, &case.data, case.context.as_deref().unwrap_or_default()));
            match bad {
                Some(_) if is_known => known.push(name.to_owned()),
                Some(found) => {
                    report.push_str(&format!("{name}: {:?}\nwanted\n{}\nfound\n{found}\n", case.data, case.document))
                }
                None if is_known => report.push_str(&format!("{name}: {:?} passes, and is listed\n", case.data)),
                None => {}
            }
        }
    }
    println!("{count} cases, {runs} runs, {} known failures in {}", known.len(), folder.display());
    assert!(report.is_empty(), "{report}");
    if is_copy {
        assert!((count, runs) == (1_207, 2_382), "{count} cases, {runs} runs: the files are not those that were given");
        assert_eq!(known, ["tests_innerHTML_1.dat"]);
    } else {
        assert!(count >= 1_000, "{count} cases: this is no checkout of html5lib-tests");
    }
}

/// The encoding tests of a checkout, which are not in the copy.
#[test]
fn encodings_are_found_as_the_html5lib_tests_say() {
    let Some(folder) =
        env::var_os("HTML5LIB_TESTS").map(|it| PathBuf::from(it).join("encoding")).filter(|it| it.is_dir())
    else {
        println!("there is no folder `encoding` where HTML5LIB_TESTS says; tests/dom/encoding.rs has cases of its own");
        return;
    };
    let (mut count, mut report) = (0, String::new());
    for file in &files_of(&folder) {
        let bytes = fs::read(file).unwrap();
        for (data, wanted) in encoding_cases(&bytes) {
            count += 1;
            let (_, found) = weakgraph_dom::parse_bytes(&data, None, ParseOpts::default());
            let wanted = weakgraph_dom::encoding_for_label(&wanted).unwrap_or_else(|| panic!("{wanted}"));
            // Without a declaration the tests want windows-1252, here it is UTF-8.
            let is_default = found.source == weakgraph_dom::Source::Default && wanted.name() == "windows-1252";
            if found.encoding != wanted && !is_default {
                let data = String::from_utf8_lossy(&data).chars().take(300).collect::<String>();
                report.push_str(&format!("{data:?}: {} for {}\n", found.encoding.name(), wanted.name()));
            }
        }
    }
    println!("{count} cases");
    assert!(report.is_empty() && count > 50, "{count}: {report}");
}

fn encoding_cases(bytes: &[u8]) -> Vec<(Vec<u8>, String)> {
    let mut all = Vec::new();
    let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        if line != b"#data" {
            continue;
        }
        let mut data = Vec::new();
        for line in lines.by_ref() {
            if line == b"#encoding" {
                break;
            }
            data.push(line);
        }
        let wanted = lines.next().unwrap_or_default();
        all.push((data.join(&b'\n'), String::from_utf8_lossy(wanted).into_owned()));
    }
    all
}

#[test]
fn the_files_are_read_as_they_are_meant() {
    let text = "#data\n<p>\n\n#data\n#errors\n(1,0): x\n#document-fragment\ntd\n#script-on\n#document\n| <p>\n|   \"a\n\n#data b\"\n\n#data\nx\n#errors\n\
                #document\n| \"x\"\n";
    let cases = cases(text);
    assert_eq!(cases.len(), 2, "{cases:?}");
    assert_eq!(cases[0].data, "<p>\n\n#data");
    assert_eq!((cases[0].context.as_deref(), cases[0].scripting), (Some("td"), Some(true)));
    assert_eq!(cases[0].document, "| <p>\n|   \"a\n\n#data b\"");
    assert_eq!(cases[1].document, "| \"x\"");
}
