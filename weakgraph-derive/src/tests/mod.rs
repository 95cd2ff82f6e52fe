//! What the derive writes and what it refuses, without a compiler.

mod answers;
mod errors;
mod expansions;
mod mistakes;
mod names;
mod snapshots;
mod spans;
mod words;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, DeriveInput, Expr, ExprLit, Lit, Meta};

use crate::diagnostics::Diagnostics;
use crate::expand;

/// The impls, formatted, and what was reported: the text underlined and the message.
fn derive(source: &str) -> (String, Vec<(String, String)>) {
    let input: DeriveInput = syn::parse_str(source).expect("the test input is an item");
    let mut dx = Diagnostics::default();
    let code = expand::impls(&mut dx, &input);
    let file = syn::parse2(with_lines(code)).unwrap_or_else(|error| panic!("{source}: {error}, also after a mistake"));
    (prettyplease::unparse(&file), dx.found())
}

/// An attribute for each line of a comment, as a person would write it.
fn with_lines(code: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = code.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Punct(hash), Some(TokenTree::Group(group))) if hash.as_char() == '#' => {
                match lines(&quote!(#token #group)) {
                    Some(lines) => {
                        for line in lines.lines() {
                            let line = format!("{}{line}", if line.is_empty() { "" } else { " " });
                            out.extend(quote!(#[doc = #line]));
                        }
                        tokens.next();
                    }
                    None => out.extend([token]),
                }
            }
            (TokenTree::Group(group), _) => {
                out.extend([TokenTree::from(Group::new(group.delimiter(), with_lines(group.stream())))]);
            }
            _ => out.extend([token]),
        }
    }
    out
}

/// The comment that an attribute is.
fn lines(attribute: &TokenStream) -> Option<String> {
    let attributes = Attribute::parse_outer;
    let attributes = syn::parse::Parser::parse2(attributes, attribute.clone()).ok()?;
    match &attributes[..] {
        [Attribute { meta: Meta::NameValue(doc), .. }] if doc.path.is_ident("doc") => match &doc.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
