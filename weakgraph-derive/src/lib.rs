//! x
#![forbid(unsafe_code)]

mod attr;
mod check;
mod ctxt;
mod expand;
mod fallback;
mod field;
mod model;
#[cfg(test)]
mod tests;
mod types;
mod variants;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// x
#[proc_macro_derive(Graph, attributes(graph, weak, strong))]
pub fn derive_graph(input: TokenStream) -> TokenStream {
    expand::graph(&parse_macro_input!(input as DeriveInput)).into()
}
