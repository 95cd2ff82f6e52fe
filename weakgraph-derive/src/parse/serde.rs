//! `#[serde(..)]`: the options that serde's own derives read, as far as a document has to know of them.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, LitStr, Meta};

use crate::span::map_with_previous;

/// One `key`, `key = "value"` or `key(..)`.
pub(crate) struct SerdeOption {
    /// `None` if it is no word; serde says so.
    pub(crate) key: Option<Ident>,
    /// The value, if it is a string.
    pub(crate) value: Option<LitStr>,
    tokens: TokenStream,
}

impl SerdeOption {
    fn of(tokens: TokenStream) -> Self {
        let mut rest = tokens.clone().into_iter();
        let key = match rest.next() {
            Some(TokenTree::Ident(key)) => Some(key),
            _ => None,
        };
        let value = match rest.next() {
            Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => syn::parse2(rest.collect()).ok(),
            _ => None,
        };
        SerdeOption { key, value, tokens }
    }

    pub(crate) fn is(&self, key: &str) -> bool {
        self.key.as_ref().is_some_and(|it| it == key)
    }

    /// Returns the same option with the type `own` in its string, and `Self`, called by another name: where serde
    /// expands it, these words stand for a type of the macro's.
    pub(crate) fn renamed(&self, own: &Ident, by: &str) -> TokenStream {
        match (&self.key, &self.value) {
            (Some(key), Some(value)) => {
                let value = renamed(value, own, by);
                quote!(#key = #value)
            }
            _ => self.tokens.clone(),
        }
    }
}

impl ToTokens for SerdeOption {
    fn to_tokens(&self, code: &mut TokenStream) {
        self.tokens.to_tokens(code);
    }
}

/// Returns the tokens in `text`, in its span, with the type `own` and `Self` called by another name.
pub(crate) fn parsed(text: &LitStr, own: &Ident, by: &str) -> TokenStream {
    let tokens = text.parse().unwrap_or_default();
    let by = Ident::new(by, text.span());
    map_with_previous(tokens, &|previous, token| match token {
        TokenTree::Ident(ident) if (ident == "Self" || ident == *own) && previous != Some(':') => by.clone().into(),
        token => token,
    })
}

fn renamed(text: &LitStr, own: &Ident, by: &str) -> LitStr {
    // `a :: b` with its spaces is the same to serde, and shown to nobody.
    LitStr::new(&parsed(text, own, by).to_string(), text.span())
}

/// Returns the options in all `#[serde(..)]` among `attrs`, in order.
pub(crate) fn options(attrs: &[Attribute]) -> Vec<SerdeOption> {
    let mut found = Vec::new();
    for attr in attrs {
        let Meta::List(list) = &attr.meta else { continue };
        if !list.path.is_ident("serde") || !matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) {
            continue;
        }
        let mut one = TokenStream::new();
        for token in list.tokens.clone() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ',' => {
                    found.push(SerdeOption::of(std::mem::take(&mut one)));
                }
                // What a `macro_rules!` put in: `#[serde(rename = $name)]`.
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => one.extend(group.stream()),
                token => one.extend([token]),
            }
        }
        if !one.is_empty() {
            found.push(SerdeOption::of(one));
        }
    }
    found
}

/// Returns the option with this key.
pub(crate) fn find<'o>(options: &'o [SerdeOption], key: &str) -> Option<&'o SerdeOption> {
    options.iter().find(|it| it.is(key))
}
