//! `#[graph(label)]`: what a picture of the graph calls a node.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Data, ExprPath};

use crate::ast::{Content, Field};
use crate::expand::expansion::Expansion;
use crate::expand::hook;
use crate::span::{own_ident, own_member};
use crate::ty::{CellKind, cell};

/// ```text
/// fn __label(&self) -> Option<String> { label_of(Self::title(self)) }
/// fn __label(&self) -> Option<String> { label(&self.name) }    // of a `RefCell`: label_in_ref_cell(&self.name)
/// fn __label(&self) -> Option<String> { match self { Self::File { name: it, .. } => label(it), _ => None } }
/// ```
pub(super) fn label(x: &Expansion<'_, '_>, graph: &mut TokenStream) {
    let body = match &x.node.options.label {
        // Of a field's name, it was reported.
        Some((_, path)) if names_field(x, path) => return,
        Some((_, path)) => hook::label(x, path),
        None => match of_fields(x) {
            Some(body) => body,
            None => return,
        },
    };
    quote!(fn __label(&self) -> _wg::core::option::Option<_wg::String> { #body }).to_tokens(graph);
}

fn names_field(x: &Expansion<'_, '_>, path: &ExprPath) -> bool {
    let name = path.path.get_ident().map(|name| name.unraw().to_string());
    name.is_some_and(|name| x.node.fields.iter().any(|field| field.name == name))
}

/// The function that makes a label of the field: of what is in it, if it is a cell.
fn function(field: &Field<'_>) -> &'static str {
    match cell(field.ty()) {
        None => "label",
        Some((CellKind::Cell, _)) => "label_in_cell",
        Some((CellKind::RefCell, _)) => "label_in_ref_cell",
        Some((CellKind::OnceCell, _)) => "label_in_once_cell",
    }
}

/// The label out of the field that is marked, the first of each variant: a second one was reported.
fn of_fields(x: &Expansion<'_, '_>) -> Option<TokenStream> {
    let mut labelled: Vec<&Field<'_>> = Vec::new();
    let mut arms = TokenStream::new();
    for field in &x.node.fields {
        // Of an edge, it was reported.
        let is_edge = matches!(field.content, Content::Edge(..));
        if field.label.is_none() || is_edge || labelled.iter().any(|it| it.variant == field.variant) {
            continue;
        }
        let (span, member) = (field.span(), own_member(&field.member));
        let label = Ident::new(function(field), span);
        let arm = match field.variant.map(own_ident) {
            Some(variant) => quote_spanned!(span=> Self::#variant { #member: it, .. } => _wg::#label(it),),
            None => quote_spanned!(span=> _wg::#label(&self.#member)),
        };
        arm.to_tokens(&mut arms);
        labelled.push(field);
    }
    labelled.first()?;
    let Data::Enum(data) = &x.node.input.data else { return Some(arms) };
    let mut rest = TokenStream::new();
    if data.variants.len() != labelled.len() {
        rest = quote!(_ => _wg::core::option::Option::None,);
    }
    Some(quote!(match self { #arms #rest }))
}
