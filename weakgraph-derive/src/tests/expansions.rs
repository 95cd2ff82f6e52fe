//! Every type in the tests and the examples of the workspace that derives `Graph`, without a compiler.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::DeriveInput;

use super::mistakes::nodes;
use crate::diagnostics::Diagnostics;
use crate::expand;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() && entry.file_name().is_some_and(|it| it != "target" && it != "mutants") {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|it| it == "rs") {
            found.push(entry);
        }
    }
}

/// Mixes the tokens and their places into `hash`.
fn mix(hash: &mut u64, tokens: TokenStream) {
    for token in tokens {
        let place = token.span().start();
        let text = match token {
            TokenTree::Group(group) => {
                mix(hash, group.stream());
                format!("{:?}", group.delimiter())
            }
            other => other.to_string(),
        };
        mix_text(hash, &format!("{text} {}:{}", place.line, place.column));
    }
}

fn mix_text(hash: &mut u64, text: &str) {
    for byte in text.bytes().chain([0]) {
        *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
}

/// With `EXPANSIONS` in the environment it prints a line for each file, with a number that changes with what is written
/// for its types, and where: `tests/mutants/switches` reads them to know what a fault in the derive changes.
#[test]
fn every_type_of_the_tests_is_expanded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    sources(&root.join("tests"), &mut files);
    sources(&root.join("examples"), &mut files);
    let is_asked = env::var_os("EXPANSIONS").is_some();
    let mut count = 0;
    for file in files {
        let source = fs::read_to_string(&file).expect("a file");
        let Ok(tokens) = source.parse::<TokenStream>() else { continue };
        let (mut items, mut hash) = (Vec::new(), 0xcbf2_9ce4_8422_2325);
        nodes(tokens, &mut items);
        for item in items {
            // A template of `macro_rules!` is no item yet.
            let Ok(mut input) = syn::parse2::<DeriveInput>(item) else { continue };
            input.attrs.retain(|attr| !attr.path().is_ident("derive"));
            let mut dx = Diagnostics::default();
            let code = expand::impls(&mut dx, &input);
            if is_asked {
                mix(&mut hash, code.clone());
                for (place, message) in &dx.found() {
                    mix_text(&mut hash, place);
                    mix_text(&mut hash, message);
                }
            }
            let parsed = syn::parse2::<syn::File>(code);
            assert!(parsed.is_ok(), "{}: {}: {:?}", file.display(), input.ident, parsed.err());
            count += 1;
            // The same once more, with what was reported.
            let reported = dx.finish(&quote::quote!(::weakgraph));
            if is_asked {
                mix(&mut hash, reported);
            }
        }
        if is_asked {
            let name = file.strip_prefix(&root).unwrap_or(&file);
            println!("expands {} {hash:016x}", name.display());
        }
    }
    assert!(count > 500, "{count} types");
}
