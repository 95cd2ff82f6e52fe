//! Collects every error, so that several mistakes are reported together.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

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

    /// Returns one `compile_error!` for each error.
    pub(crate) fn finish(self) -> TokenStream {
        let mut code = TokenStream::new();
        for error in &self.errors {
            error.to_compile_error().to_tokens(&mut code);
        }
        code
    }

    /// Returns the source text that is underlined, and the message, of each error.
    #[cfg(test)]
    pub(crate) fn found(&self) -> Vec<(String, String)> {
        self.errors.iter().map(|it| (it.span().source_text().unwrap_or_default(), it.to_string())).collect()
    }
}
