//! Collects every error, so that several mistakes are reported together.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The errors found so far. Parsing and checking take `&mut Ctxt` and return values, never `Result`: what could be
/// understood is still expanded.
#[derive(Default)]
pub(crate) struct Ctxt {
    errors: Vec<Error>,
}

impl Ctxt {
    /// Reports `message` under all of `tokens`.
    pub(crate) fn error(&mut self, tokens: impl ToTokens, message: impl Into<String>) {
        self.errors.push(Error::new_spanned(tokens, message.into()));
    }

    /// Reports two places that clash: `message` at the second, and where the first one is.
    pub(crate) fn clash(&mut self, second: impl ToTokens, message: impl Into<String>, first: impl ToTokens) {
        self.error(second, message);
        self.error(first, "the other one is here");
    }

    /// Reports an error that syn found.
    pub(crate) fn syn(&mut self, error: Error) {
        self.errors.push(error);
    }

    /// One `compile_error!` for each error.
    pub(crate) fn finish(self) -> TokenStream {
        self.errors.iter().map(Error::to_compile_error).collect()
    }

    /// The source text that is underlined, and the message.
    #[cfg(test)]
    pub(crate) fn found(&self) -> Vec<(String, String)> {
        self.errors.iter().map(|it| (it.span().source_text().unwrap_or_default(), it.to_string())).collect()
    }
}
