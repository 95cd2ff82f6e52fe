//! Collects every error, so that several mistakes are reported together.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Error;

use crate::span::is_not_crate;

/// The errors found so far. Parsing and validation take `&mut Diagnostics` and return values, never `Result`: what
/// could be understood is still expanded.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: Vec<Error>,
}

impl Diagnostics {
    /// Reports `message` under all of `tokens`.
    pub(crate) fn error(&mut self, tokens: &dyn ToTokens, message: &str) {
        self.errors.push(Error::new_spanned(tokens.to_token_stream(), message));
    }

    /// Reports two places that clash: `message` at the second, and where the first one is.
    pub(crate) fn clash(&mut self, second: &dyn ToTokens, message: &str, first: &dyn ToTokens) {
        self.error(second, message);
        self.error(first, "the other one is here");
    }

    /// Was nothing reported?
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Reports an error that syn found.
    pub(crate) fn syn(&mut self, error: Error) {
        self.errors.push(error);
    }

    /// Returns one `compile_error!` for each error. By a path through `krate`: in a crate of edition 2015, `::core` is
    /// nothing.
    ///
    /// ```text
    /// ::weakgraph::__private::core::compile_error! { "message" }
    /// ```
    pub(crate) fn finish(self, krate: &TokenStream) -> TokenStream {
        let mut code = TokenStream::new();
        for error in &self.errors {
            // `:: core :: compile_error ! { .. }`, with the place of the error.
            let mut tokens = error.to_compile_error().into_iter().skip(2);
            let Some(core) = tokens.next() else { continue };
            for mut part in quote!(#krate::__private::core) {
                if is_not_crate(&part) {
                    part.set_span(core.span());
                }
                part.to_tokens(&mut code);
            }
            code.extend(tokens);
        }
        code
    }

    /// Returns the source text that is underlined, and the message, of each error.
    #[cfg(test)]
    pub(crate) fn found(&self) -> Vec<(String, String)> {
        self.errors.iter().map(|it| (it.span().source_text().unwrap_or_default(), it.to_string())).collect()
    }
}
