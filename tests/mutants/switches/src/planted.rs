//! The faults of `mutants.txt` that stand in the bodies of functions, all of them in one build: such a body is there
//! once as it was, and once for each of its faults.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use crate::Fault;
use crate::rewrite::{Switched, marked};

pub const GENRE: &str = "Planted";

/// Target names of `caught.txt` and of the builds here.
const NAMES: [(&str, &str); 3] =
    [("weakgraph-tests/", "tests/"), ("weakgraph-model/", "model/"), ("weakgraph-dom/", "dom/")];

/// The name of a target as `caught.txt` has it.
pub fn long_name(by: &str) -> String {
    let found = NAMES.iter().find(|(_, short)| by.starts_with(short));
    found.map_or_else(|| by.to_owned(), |(long, short)| format!("{long}{}", &by[short.len()..]))
}

fn short_name(by: &str) -> String {
    let found = NAMES.iter().find(|(long, _)| by.starts_with(long));
    found.map_or_else(|| by.to_owned(), |(long, short)| format!("{short}{}", &by[long.len()..]))
}

/// Reads the list; the target that caught a fault the last time is tried first.
pub fn faults(folder: &Path) -> Vec<Fault> {
    let list = fs::read_to_string(folder.join("mutants.txt")).expect("the list of faults");
    let caught = fs::read_to_string(folder.join("caught.txt")).unwrap_or_default();
    let mut hints: BTreeMap<&str, String> = BTreeMap::new();
    for (name, by) in caught.lines().filter_map(|line| line.split_once('\t')) {
        hints.insert(name, short_name(by.split(": ").next().unwrap_or_default()));
    }
    let mut faults = Vec::new();
    // What stands before the first is about the list.
    for (number, part) in list.split("\n## ").skip(1).enumerate() {
        let (name, rest) = part.split_once('\n').expect("a fault has lines");
        let field =
            |key: &str| rest.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim().to_owned();
        let mut edits: Vec<(String, String)> = Vec::new();
        let mut is_old = false;
        for line in rest.lines() {
            if let Some(old) = line.strip_prefix('-') {
                match edits.last_mut().filter(|_| is_old) {
                    Some((text, _)) => *text += &format!("\n{old}"),
                    None => edits.push((old.to_owned(), String::new())),
                }
                is_old = true;
            } else if let (Some(new), Some((_, text))) = (line.strip_prefix('+'), edits.last_mut()) {
                *text += &if is_old { new.to_owned() } else { format!("\n{new}") };
                is_old = false;
            } else if line.starts_with("== ") {
                // The heading of the next topic.
                break;
            }
        }
        let file = field("file  ");
        faults.push(Fault {
            number: number + 1,
            key: name.to_owned(),
            package: file.split('/').next().unwrap_or_default().to_owned(),
            what: field("breaks  "),
            genre: GENRE.to_owned(),
            replacement: String::new(),
            from: (1, 1),
            to: (1, 1),
            hint: hints.get(name).cloned(),
            edits,
            file,
        });
    }
    faults
}

/// The bodies of the outermost functions that can have a switch.
struct Bodies(Vec<Range<usize>>);

impl Bodies {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        if signature.constness.is_none() {
            self.0.push(block.span().byte_range());
        }
    }
}

impl<'ast> Visit<'ast> for Bodies {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.add(&item.sig, block);
        }
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        visit::visit_item_macro(self, item);
    }
}

/// Puts the faults of one file into its text.
pub fn switched(text: &str, faults: &[&Fault]) -> Switched {
    let file = syn::parse_file(text).expect("a file that is in a build");
    let mut bodies = Bodies(Vec::new());
    bodies.visit_file(&file);
    // For each body its faults, each with its edits.
    let mut inside: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    let mut alone = Vec::new();
    'faults: for fault in faults {
        let mut places: BTreeMap<usize, Vec<(Range<usize>, &str)>> = BTreeMap::new();
        for (old, new) in &fault.edits {
            let mut found = text.match_indices(old.as_str());
            let (Some((at, _)), None) = (found.next(), found.next()) else {
                println!("{}: this is not there exactly once: {old}", fault.key);
                alone.push(fault.number);
                continue 'faults;
            };
            let place = at..at + old.len();
            let body = bodies.0.iter().position(|body| body.start < place.start && place.end < body.end);
            let Some(body) = body else {
                alone.push(fault.number);
                continue 'faults;
            };
            places.entry(body).or_default().push((place, new));
        }
        for (body, mut edits) in places {
            edits.sort_by_key(|(place, _)| place.start);
            let (mut new, mut at) = (String::new(), bodies.0[body].start);
            for (place, edit) in edits {
                new += &text[at..place.start];
                new += edit;
                at = place.end;
            }
            new += &text[at..bodies.0[body].end];
            inside.entry(body).or_default().push((fault.number, new));
        }
    }
    let (mut out, mut at) = (String::new(), 0);
    for (body, faults) in inside {
        let range = &bodies.0[body];
        out += &text[at..range.start];
        out += "{ ";
        for (number, new) in faults {
            out += &format!("if crate::__mutant({number}) {} else ", marked(number, &new));
        }
        out += &format!("{} }}", &text[range.clone()]);
        at = range.end;
    }
    out += &text[at..];
    Switched { text: out, alone }
}

/// Writes what caught each into `caught.txt`.
pub fn update(folder: &Path, results: &str) {
    let path = folder.join("caught.txt");
    let mut all: BTreeMap<String, String> = fs::read_to_string(&path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('\t').map(|(name, by)| (name.to_owned(), by.to_owned())))
        .collect();
    for line in results.lines() {
        let parts: Vec<_> = line.split('\t').collect();
        if let (Some(name), Some(by)) = (parts.first(), parts.last().and_then(|by| by.strip_prefix("caught by "))) {
            all.insert((*name).to_owned(), long_name(by));
        }
    }
    let text: String = all.iter().map(|(name, by)| format!("{name}\t{by}\n")).collect();
    fs::write(path, text).expect("the list of what caught each");
}
