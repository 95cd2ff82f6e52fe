//! The tree construction tests of html5lib: what a document is parsed to, in 1,207 cases that nobody here wrote.
//!
//! They are in the folder that `HTML5LIB_TESTS` names, else in `html5lib-tests` here or beside the checkout. Where there is none,
//! that is said and nothing is tested; with `HTML5LIB_TESTS` set, or in CI (`CI` is set), it is a failure.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use html5ever::driver::ParseOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, QualName, ns};
use weakgraph_dom::{dump, parse_fragment, parse_with};

/// The cases that fail: file and number, counted from 0. They are the parser's own, and checked: one that passes is an error, too.
///
/// - `tests_innerHTML_1.dat` 75: `<input><option>` in the context of a `select`. The standard ignores the `input`, html5ever 0.40.1
///   keeps it.
const FAILS: &[(&str, usize)] = &[("tests_innerHTML_1.dat", 75)];

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

fn folder() -> Option<PathBuf> {
    let asked = env::var_os("HTML5LIB_TESTS").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = match &asked {
        Some(folder) => Some(folder.clone()),
        None => ["examples/dom/tests/html5lib-tests", "../html5lib-tests"]
            .iter()
            .map(|folder| root.join(folder))
            .find(|folder| folder.is_dir()),
    };
    let found = found.map(|folder| folder.join("tree-construction"));
    let is_there = found.as_ref().is_some_and(|folder| folder.is_dir());
    let required = asked.is_some() || env::var_os("CI").is_some();
    assert!(is_there || !required, "the html5lib tests are not at {found:?}: set HTML5LIB_TESTS to their folder");
    found.filter(|_| is_there)
}

#[test]
fn documents_are_parsed_as_the_html5lib_tests_say() {
    let Some(folder) = folder() else {
        eprintln!("NOT TESTED: there are no html5lib tests here. Set HTML5LIB_TESTS to a checkout of html5lib-tests.");
        return;
    };
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "dat"));
    files.sort();
    let (mut count, mut runs) = (0, 0);
    let mut failed = Vec::new();
    let mut report = String::new();
    for file in &files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let text = String::from_utf8(fs::read(file).unwrap()).unwrap();
        for (number, case) in cases(&text).iter().enumerate() {
            count += 1;
            let modes = case.scripting.map_or(vec![false, true], |mode| vec![mode]);
            runs += modes.len();
            let bad =
                modes.iter().map(|&mode| run(case, mode)).find(|found| found.trim_end_matches('\n') != case.document);
            if let Some(found) = bad {
                failed.push((name.to_owned(), number));
                if !FAILS.contains(&(name, number)) {
                    report.push_str(&format!(
                        "{name} {number}: {:?}\nwanted\n{}\nfound\n{found}\n",
                        case.data, case.document
                    ));
                }
            }
        }
    }
    let expected: Vec<(String, usize)> = FAILS.iter().map(|&(name, number)| (name.to_owned(), number)).collect();
    assert_eq!(failed, expected, "{report}");
    assert!((count, runs) == (1_207, 2_382), "{count} cases, {runs} runs: the files are not those that were given");
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
