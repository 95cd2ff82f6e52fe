//! What the compiler says: `ui/<topic>/<rule>.rs` does not compile, with the errors in `<rule>.stderr`. What stands next to the
//! mistakes and is legal is in `ui/legal`: it is part of this test, and runs.
//!
//! The errors are those of the compiler that the crates declare as theirs. `TRYBUILD=overwrite cargo test --test ui` writes them
//! anew: read the difference before it is committed. With another compiler (a nightly one for a sanitizer, say) nothing
//! is compared, which is said on stderr; where that would be a mistake, `WEAKGRAPH_UI=required` makes it an error.

/// Public, so that what the derive writes in it is public, and its lints look at it.
pub mod derive;
mod facts;

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "legal/enums_and_tuples.rs"]
mod enums_and_tuples;
#[path = "legal/fields.rs"]
mod fields;
#[path = "legal/generics.rs"]
mod generics;
#[path = "legal/macro_rules.rs"]
mod macro_rules;
#[path = "legal/names.rs"]
mod names;
#[path = "legal/no_prelude.rs"]
mod no_prelude;
#[path = "legal/old_fields.rs"]
mod old_fields;
#[path = "legal/options.rs"]
mod options;
#[path = "legal/places.rs"]
mod places;
#[path = "legal/proxies.rs"]
mod proxies;
#[path = "legal/relations.rs"]
mod relations;
#[path = "legal/sharing.rs"]
mod sharing;
#[path = "legal/weak_holders.rs"]
mod weak_holders;

/// `rust-version` of this crate: `1.95`.
const OURS: &str = env!("CARGO_PKG_RUST_VERSION");

/// Whether the compiler that trybuild is going to call is ours. If not, that is said where libtest does not swallow it.
fn is_ours() -> bool {
    let found = if cfg!(miri) { "Miri".to_owned() } else { version() };
    let ours = found.strip_prefix("rustc ").and_then(|it| it.strip_prefix(OURS)).is_some_and(|it| it.starts_with('.'))
        && !found.contains("-nightly");
    if !ours {
        let required = env::var_os("WEAKGRAPH_UI").is_some_and(|it| it == "required");
        let message = format!(
            "the errors in tests/ui are those of rustc {OURS}, and this is {found}: none of them was compared\n"
        );
        assert!(!required, "{message}");
        io::stderr().write_all(message.as_bytes()).expect("stderr can be written");
    }
    ours
}

fn version() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
    String::from_utf8(output.stdout).expect("a version in UTF-8").trim_end().to_owned()
}

/// The files below `ui` with this extension, without those of `legal`.
fn files(extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for topic in fs::read_dir("ui").expect("tests run in the folder of their crate") {
        let topic = topic.expect("the folder can be read").path();
        if topic.is_dir() && !topic.ends_with("legal") {
            let files = fs::read_dir(topic).expect("the folder can be read");
            found.extend(files.map(|file| file.expect("the folder can be read").path()));
        }
    }
    found.retain(|file| file.extension().is_some_and(|it| it == extension));
    found.sort();
    found
}

#[test]
fn mistakes_are_told_as_written_down() {
    if is_ours() {
        let tests = trybuild::TestCases::new();
        for file in files("rs") {
            tests.compile_fail(file);
        }
    }
}

#[test]
fn what_is_legal_compiles_and_runs() {
    enums_and_tuples::main();
    fields::main();
    generics::main();
    macro_rules::main();
    names::main();
    no_prelude::main();
    old_fields::main();
    options::main();
    places::main();
    proxies::main();
    relations::main();
    sharing::main();
    weak_holders::main();
}

#[test]
fn every_mistake_has_its_errors_written_down_and_nothing_else_is() {
    let stems = |extension| files(extension).iter().map(|file| file.with_extension("")).collect::<Vec<_>>();
    assert_eq!(stems("rs"), stems("stderr"));
    assert!(stems("rs").len() > 70, "the files are there");
}

/// rustc shows lines of the standard library if its source is installed, and does not if it is not.
#[test]
fn no_error_depends_on_the_source_of_the_standard_library() {
    let reads_it = |file: &Path| fs::read_to_string(file).expect("the file can be read").contains("$RUST");
    let found: Vec<PathBuf> = files("stderr").into_iter().filter(|file| reads_it(file)).collect();
    assert!(found.is_empty(), "{found:?}");
}
