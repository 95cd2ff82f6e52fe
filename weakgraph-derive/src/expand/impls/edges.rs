//! The one description of all edges, with their fields, that pictures and copies of a graph are made from.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{GenericArgument, Index, PathArguments, Type};

use crate::ast::{Content, Field, Role};
use crate::expand::edge::EdgeTokens;
use crate::expand::expansion::Expansion;
use crate::span::{self, own_ident, own_member};
use crate::ty::{Handle, bare, handle, shows, shows_handle};

/// A statement for each edge, in the order of the fields.
///
/// ```text
/// #[inline]
/// fn __edges(&self, see: &mut EdgeCollector<'_>) {
///     see.field("parent").parent(&self.parent);
///     <C as OwningEdge<Self, R>>::__children_edges(see.field("children"), &self.children);
///     Inspect(&self.style).__strong(see.field("style"), EdgeKind::Shared);
///     Inspect(&self.styles).__each(see.field("styles"), EdgeKind::Shared, |see, it: &Vec<Strong<Style>>| {
///         Inspect(it).__each(see, EdgeKind::Shared, |see, it: &Strong<Style>| {
///             Inspect(it).__strong(see, EdgeKind::Shared)
///         })
///     });
/// }
/// ```
pub(super) fn describe(x: &Expansion<'_, '_>, graph: &mut TokenStream) {
    let mut described: Vec<usize> = Vec::new();
    let mut body = TokenStream::new();
    let mut looks = false;
    for field in &x.node.fields {
        match field.content {
            Content::Edge(_, number) if !described.contains(&number) => {
                let it = &x.edges[number];
                looks |= !it.edge.kind.role.is_linked();
                edge(it).to_tokens(&mut body);
                described.push(number);
            }
            Content::Container { .. } => {
                looks = true;
                container(field).to_tokens(&mut body);
            }
            _ => {}
        }
    }
    if body.is_empty() {
        return;
    }
    let mut unknown = TokenStream::new();
    if looks {
        unknown = quote!(
            use _wg::Unknown as _;
        );
    }
    quote!(#[inline] fn __edges(&self, see: &mut _wg::EdgeCollector<'_>) { #unknown #body }).to_tokens(graph);
}

/// ```text
/// see.field("parent").parent(&self.parent);
/// <C as OwningEdge<Self, R>>::__child_edge(see.field("left"), &self.left);
/// see.field("friends").weak_list(&self.friends);
/// Inspect(&self.style).__strong(see.field("style"), EdgeKind::Shared);
/// ```
fn edge(it: &EdgeTokens<'_, '_>) -> TokenStream {
    let (span, place, kind) = (it.span, &it.place, it.edge.kind);
    let name = it.edge.name.unraw().to_string();
    let see = quote_spanned!(span=> see.field(#name));
    match kind.role {
        Role::BackReference | Role::WeakLink => {
            let function = it.function("");
            quote_spanned!(span=> #see.#function(#place);)
        }
        Role::Owning => {
            let end = if kind.is_list { "edges" } else { "edge" };
            let (child, function) = (it.owned_by(), Ident::new(&format!("__{}_{end}", kind.snake), span));
            quote_spanned!(span=> #child::#function(#see, #place);)
        }
        Role::Shared => quote_spanned!(span=> _wg::Inspect(#place).__strong(#see, _wg::EdgeKind::Shared);),
        Role::WeakHandle => quote_spanned!(span=> _wg::Inspect(#place).__weak(#see, _wg::EdgeKind::Weak);),
    }
}

/// The handles in a container.
fn container(field: &Field<'_>) -> TokenStream {
    let (span, member, name) = (field.span(), own_member(&field.member), &field.name);
    let see = quote_spanned!(span=> see.field(#name));
    match field.variant.map(own_ident) {
        None => {
            let looked = look(field.ty(), &quote_spanned!(span=> &self.#member), &see);
            quote_spanned!(span=> #looked;)
        }
        Some(variant) => {
            let looked = look(field.ty(), &quote_spanned!(span=> it), &see);
            quote_spanned!(span=> if let Self::#variant { #member: it, .. } = self { #looked };)
        }
    }
}

/// Looks for handles in `place`, a reference to a `ty`.
fn look(ty: &Type, place: &TokenStream, see: &TokenStream) -> TokenStream {
    let span = span::of_type(ty);
    let kind = match shows_handle(ty) {
        Some(Handle::Weak) => quote_spanned!(span=> _wg::EdgeKind::Weak),
        _ => quote_spanned!(span=> _wg::EdgeKind::Shared),
    };
    match handle(ty) {
        Some(Handle::Strong) => return quote_spanned!(span=> _wg::Inspect(#place).__strong(#see, #kind)),
        Some(Handle::Weak) => return quote_spanned!(span=> _wg::Inspect(#place).__weak(#see, #kind)),
        None => {}
    }
    let each = |method: &str, see: &TokenStream, item: &Type| {
        let method = Ident::new(method, span);
        let looked = look(item, &quote_spanned!(span=> it), &quote_spanned!(span=> see));
        quote_spanned!(span=> _wg::Inspect(#place).#method(#see, #kind, |see: &mut _wg::EdgeCollector<'_>, it: &#item| { #looked; }))
    };
    let shown = |ty: &Type| shows(ty, Handle::Strong) || shows(ty, Handle::Weak);
    match bare(ty) {
        Type::Array(array) => each("__each", see, &array.elem),
        Type::Slice(slice) => each("__each", see, &slice.elem),
        Type::Tuple(tuple) => {
            let mut parts = TokenStream::new();
            for (i, elem) in tuple.elems.iter().enumerate() {
                if shown(elem) {
                    let mut index = Index::from(i);
                    index.span = span;
                    let looked = look(elem, &quote_spanned!(span=> &tuple.#index), &quote_spanned!(span=> see));
                    quote_spanned!(span=> #looked;).to_tokens(&mut parts);
                }
            }
            quote_spanned!(span=> { let (see, tuple) = (#see, #place); #parts })
        }
        Type::Path(path) if path.qself.is_none() => {
            let mut args: Vec<(&Type, bool)> = Vec::new();
            if let Some(PathArguments::AngleBracketed(found)) = path.path.segments.last().map(|last| &last.arguments) {
                for arg in &found.args {
                    if let GenericArgument::Type(ty) = arg {
                        args.push((ty, shown(ty)));
                    }
                }
            }
            let later = args.iter().skip(2).any(|(_, shown)| *shown);
            match args[..] {
                _ if later => quote_spanned!(span=> #see.opaque(#kind)),
                [(item, true)] => each("__each", see, item),
                [(key, true), (value, true), ..] => {
                    let again = quote_spanned!(span=> see);
                    let (keys, values) = (each("__each_key", &again, key), each("__each_value", &again, value));
                    quote_spanned!(span=> { let see = #see; #keys; #values })
                }
                [(key, true), ..] => each("__each_key", see, key),
                [_, (value, true), ..] => each("__each_value", see, value),
                _ => quote_spanned!(span=> #see.opaque(#kind)),
            }
        }
        _ => quote_spanned!(span=> #see.opaque(#kind)),
    }
}
