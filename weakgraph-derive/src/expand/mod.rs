//! What the derive writes: accessors, out of the table that each kind of edge has in [`edge`], and one file in
//! [`impls`] per thing that is written for the node as a whole.

mod accessor;
pub(crate) mod edge;
mod expansion;
mod fallback;
mod generics;
mod hook;
pub(crate) mod impls;
mod wrap;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::DeriveInput;

use self::expansion::Expansion;
use self::wrap::wrap;
use crate::ast::Node;
use crate::diagnostics::Diagnostics;
use crate::{parse, validate};

/// Expands `#[derive(Graph)]`: the impls of all that could be understood, and one `compile_error!` for each mistake.
pub(crate) fn graph(input: &DeriveInput) -> TokenStream {
    let mut dx = Diagnostics::default();
    let mut code = impls(&mut dx, input);
    let krate = parse::krate(input);
    dx.finish(&wrap::crate_path(krate.as_ref())).to_tokens(&mut code);
    code
}

/// Returns the impls alone; the mistakes are in `dx`.
pub(crate) fn impls(dx: &mut Diagnostics, input: &DeriveInput) -> TokenStream {
    match parse::node(dx, input, edge::KINDS) {
        Ok(mut node) => {
            node.is_broken |= validate::node(dx, &node);
            expand(&node)
        }
        Err(krate) => fallback::node(input, krate.as_ref()),
    }
}

fn expand(node: &Node<'_>) -> TokenStream {
    let x = Expansion::of(node);
    let mut code = TokenStream::new();
    for write in if node.is_broken { impls::OF_BROKEN } else { impls::ALL } {
        write(&x, &mut code);
    }
    let mut all = TokenStream::new();
    impls::proxy::accessors(&x, &mut all);
    wrap(node.input, node.options.krate.as_ref(), &code).to_tokens(&mut all);
    all
}
