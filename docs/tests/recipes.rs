//! Each recipe of the guide is compiled and run, and has to print what its page says. `build.rs` takes them out of the
//! pages. Then the pages themselves: links lead somewhere, and no page is left out.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

thread_local! {
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
}

fn print(line: &str) {
    PRINTED.with_borrow_mut(|printed| {
        printed.push_str(line);
        printed.push('\n');
    });
}

/// What the recipes print is kept.
macro_rules! println {
    ($($text:tt)*) => {
        crate::print(&format!($($text)*))
    };
}

fn compare(main: fn(), expected: &str) {
    main();
    assert_eq!(PRINTED.take(), expected);
}

include!(concat!(env!("OUT_DIR"), "/recipes.rs"));

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every page of the guide, with the path from the root.
fn pages() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("docs/src")];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() { folders.push(path) } else { pages.push(path) }
        }
    }
    pages.sort();
    pages
}

/// Where the links in a page lead, without those in code.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        }
        if !code {
            found.extend(line.split("](").skip(1).map(|rest| rest.split(')').next().unwrap().to_owned()));
        }
    }
    found
}

/// The anchors of a page's headings, as the web shows them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect::<String>().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_of_the_pages_leads_to_a_file_and_a_heading_that_are_there() {
    let mut pages = pages();
    let beside = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "SECURITY.md",
        "tests/README.md",
        "benches/README.md",
        "ARCHITECTURE.md",
    ];
    pages.extend(beside.map(PathBuf::from));
    let mut checked = 0;
    for page in pages {
        let text = fs::read_to_string(root().join(&page)).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            let (path, anchor) =
                link.split_once('#').map_or((link.as_str(), None), |(path, anchor)| (path, Some(anchor)));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            let found = root().join(&target);
            assert!(found.exists(), "{}: {link} leads to no file", page.display());
            if let Some(anchor) = anchor {
                let there = anchors(&fs::read_to_string(found).unwrap());
                assert!(there.contains(anchor), "{}: {link} leads to no heading; there are {there:?}", page.display());
            }
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked}");
}

#[test]
fn every_page_is_in_the_summary_and_its_code_is_tested() {
    let summary = fs::read_to_string(root().join("docs/src/SUMMARY.md")).unwrap();
    let tested = fs::read_to_string(root().join("docs/lib.rs")).unwrap();
    for page in pages() {
        let page = page.strip_prefix("docs/src").unwrap().to_str().unwrap();
        if page == "SUMMARY.md" {
            continue;
        }
        assert!(summary.contains(&format!("({page})")), "{page} is not in the summary");
        let recipe = page.starts_with("recipes/");
        assert!(recipe || tested.contains(&format!("\"src/{page}\"")), "{page} is not tested: see docs/lib.rs");
    }
}

#[test]
fn the_readme_has_at_most_150_lines() {
    let lines = fs::read_to_string(root().join("README.md")).unwrap().lines().count();
    assert!(lines <= 150, "{lines}");
}
