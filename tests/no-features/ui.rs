//! `#[graph(serde)]` where `weakgraph` has no feature `serde`: one error, which says what to write. `trybuild` builds
//! the cases with the features of this crate, which has none.

use std::process::Command;

/// `rust-version` of this crate, whose errors are compared.
const OURS: &str = env!("CARGO_PKG_RUST_VERSION");

#[test]
fn the_option_serde_without_its_feature_is_one_error() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
    let version = String::from_utf8(output.stdout).expect("a version in UTF-8");
    if version.starts_with(&format!("rustc {OURS}.")) && !version.contains("-nightly") {
        trybuild::TestCases::new().compile_fail("ui/*.rs");
    }
}
