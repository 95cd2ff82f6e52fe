//! Spans: generated code stands at the user's tokens, so that errors point there, with names resolved as the macro's
//! own, so that lints leave it alone.

use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Member, Type, Visibility};

/// Returns the tokens of an item, whose fields may be called by words that are keywords in later editions than the
/// item's: there they are written as raw identifiers, which mean the same.
pub(crate) fn raw_fields(tokens: TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), raw_fields(group.stream()));
                inner.set_span(group.span());
                out.push(TokenTree::Group(inner));
            }
            TokenTree::Punct(punct) => {
                if punct.as_char() == ':' && punct.spacing() == Spacing::Alone {
                    if let Some(TokenTree::Ident(name)) = out.last_mut() {
                        if KEYWORDS.iter().any(|keyword| name == keyword) {
                            *name = Ident::new_raw(&name.to_string(), name.span());
                        }
                    }
                }
                out.push(TokenTree::Punct(punct));
            }
            token => out.push(token),
        }
    }
    out.into_iter().collect()
}

/// Returns `span` with names resolved as the macro's own.
pub(crate) fn own(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

/// Returns the place of `ty`, with names resolved as the macro's own.
pub(crate) fn of_type(ty: &Type) -> Span {
    own(ty.span())
}

/// Names that are keywords in this crate's edition, and need not be in the user's.
const KEYWORDS: &[&str] = &["async", "await", "dyn", "gen", "try"];

/// Returns the same name in a span of the macro's own, whose edition is this crate's: a field `gen` of a crate of
/// edition 2021 is `r#gen` there.
pub(crate) fn own_ident(ident: &Ident) -> Ident {
    let span = own(ident.span());
    if KEYWORDS.iter().any(|keyword| ident == keyword) {
        return Ident::new_raw(&ident.to_string(), span);
    }
    let mut ident = ident.clone();
    ident.set_span(span);
    ident
}

/// Returns the same member in a span of the macro's own.
pub(crate) fn own_member(member: &Member) -> Member {
    let mut member = member.clone();
    match &mut member {
        Member::Named(ident) => *ident = own_ident(ident),
        Member::Unnamed(index) => index.span = own(index.span),
    }
    member
}

/// Returns the visibility in spans of the macro's own: in a type that a `macro_rules!` made, lints would take a method
/// for the user's by its first token.
pub(crate) fn own_vis(vis: &Visibility) -> TokenStream {
    respan(vis.to_token_stream(), &is_not_crate)
}

/// Is `token` anything but `$crate`, which means something in its own span alone?
pub(crate) fn is_not_crate(token: &TokenTree) -> bool {
    !matches!(token, TokenTree::Ident(ident) if ident == "$crate")
}

/// Returns the tokens, those that `pick` chooses in spans of the macro's own.
pub(crate) fn respan(tokens: TokenStream, pick: &dyn Fn(&TokenTree) -> bool) -> TokenStream {
    map(tokens, &mut |mut token, out| {
        if pick(&token) {
            token.set_span(own(token.span()));
        }
        token.to_tokens(out);
    })
}

/// Returns the tokens with what `each` makes of every token; it is given the last punctuation mark before the token, if
/// that stands right before it.
pub(crate) fn map_with_previous(
    tokens: TokenStream,
    each: &dyn Fn(Option<char>, TokenTree) -> TokenTree,
) -> TokenStream {
    let (mut out, mut previous) = (TokenStream::new(), None);
    for token in tokens {
        let mapped = match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), map_with_previous(group.stream(), each));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => each(previous, token),
        };
        previous = match &mapped {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            _ => None,
        };
        mapped.to_tokens(&mut out);
    }
    out
}

/// Returns the tokens with what `each` writes in place of every token; the tokens in a group come before the group.
pub(crate) fn map(tokens: TokenStream, each: &mut dyn FnMut(TokenTree, &mut TokenStream)) -> TokenStream {
    let mut out = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let mut mapped = Group::new(group.delimiter(), map(group.stream(), each));
                mapped.set_span(group.span());
                each(TokenTree::Group(mapped), &mut out);
            }
            token => each(token, &mut out),
        }
    }
    out
}
