//! What the derive writes and what it refuses, without a compiler.

mod answers;
mod errors;
mod expansions;
mod mistakes;
mod names;
mod snapshots;
mod spans;
mod words;

use syn::DeriveInput;

use crate::diagnostics::Diagnostics;
use crate::expand;

/// The impls, formatted, and what was reported: the text underlined and the message.
fn derive(source: &str) -> (String, Vec<(String, String)>) {
    let input: DeriveInput = syn::parse_str(source).expect("the test input is an item");
    let mut dx = Diagnostics::default();
    let code = expand::impls(&mut dx, &input);
    let file = syn::parse2(code).unwrap_or_else(|error| panic!("{source}: {error}, also after a mistake"));
    (prettyplease::unparse(&file), dx.found())
}
