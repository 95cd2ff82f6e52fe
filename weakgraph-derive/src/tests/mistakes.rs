//! The mistakes in the `ui` tests of the workspace, without a compiler: what is reported of each is what stands in its
//! `.stderr`, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::DeriveInput;

use crate::diagnostics::Diagnostics;
use crate::expand;

/// What is in the errors without a code that the compiler makes by itself.
const OF_THE_COMPILER: [&str; 4] =
    ["lifetime may not live long enough", "aborting due to", "` is private", "cannot find attribute"];

/// The types in `tokens` that derive `Graph`, those in modules, functions and macros, too.
pub(super) fn nodes(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let (mut item, mut derives, mut is_type) = (Vec::new(), false, false);
    for token in tokens {
        let ends = match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => true,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let text = group.stream().to_string();
                derives |= text.starts_with("derive") && text.contains("Graph");
            }
            TokenTree::Ident(ident) => is_type |= ["struct", "enum", "union"].iter().any(|it| ident == it),
            _ => {}
        }
        if let (TokenTree::Group(group), false) = (&token, is_type && derives) {
            nodes(group.stream(), found);
        }
        item.push(token);
        if ends {
            let item: TokenStream = item.drain(..).collect();
            if derives && is_type {
                found.push(item);
            }
            (derives, is_type) = (false, false);
        }
    }
}

/// What the derive reports of the types of a file; and whether those are all that it sees there.
fn reported(source: &str) -> (BTreeSet<String>, bool) {
    let mut items = Vec::new();
    nodes(source.parse().expect("tokens"), &mut items);
    let (mut messages, mut is_whole) = (BTreeSet::new(), true);
    for item in items {
        // A template of `macro_rules!` is no item yet.
        let Ok(mut input) = syn::parse2::<DeriveInput>(item) else {
            is_whole = false;
            continue;
        };
        input.attrs.retain(|attr| !attr.path().is_ident("derive"));
        let mut dx = Diagnostics::default();
        expand::impls(&mut dx, &input);
        messages.extend(dx.found().into_iter().map(|(_, message)| message));
    }
    (messages, is_whole)
}

fn cases(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the `ui` tests").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            cases(&entry, found);
        } else if entry.extension().is_some_and(|it| it == "stderr") {
            found.push(entry);
        }
    }
}

#[test]
fn what_is_reported_of_each_mistake_is_what_the_compiler_prints() {
    let mut all = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui"), &mut all);
    let (mut count, mut wrong) = (0, Vec::new());
    for case in &all {
        let printed = fs::read_to_string(case).expect("a file");
        let printed: BTreeSet<String> = printed
            .lines()
            .filter_map(|line| line.strip_prefix("error: "))
            .filter(|message| !OF_THE_COMPILER.iter().any(|it| message.contains(it)))
            .map(str::to_owned)
            .collect();
        let source = fs::read_to_string(case.with_extension("rs")).expect("a file");
        let (messages, is_whole) = reported(&source);
        count += messages.len();
        // `weak!` is no derive.
        let is_whole = is_whole && !source.contains("weak!(");
        if !messages.is_subset(&printed) || is_whole && messages != printed {
            wrong.push(format!("{}: {messages:#?}, not {printed:#?}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all.len() > 200 && count > 150, "{count} messages of {} mistakes", all.len());
}
