//! The one description of all edges, with their fields, that pictures and copies of a graph are made from.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{GenericArgument, Index, PathArguments, Type};

use super::own_span;
use crate::field::{handle_of, shows_handle};
use crate::model::{Edge, Node, Role, own_ident, own_member};
use crate::types::bare;

/// A statement for each edge, in the order of the fields.
///
/// ```text
/// #[inline]
/// fn __edges(&self, see: &mut See<'_>) {
///     see.field("parent").parent(&self.parent);
///     <C as OwnedBy<Self, R>>::__children_edges(see.field("children"), &self.children);
///     Within(&self.style).__strong(see.field("style"), EdgeKind::Shared);
///     Within(&self.styles).__each(see.field("styles"), EdgeKind::Shared, |see, it: &Vec<Strong<Style>>| {
///         Within(it).__each(see, EdgeKind::Shared, |see, it: &Strong<Style>| Within(it).__strong(see, EdgeKind::Shared))
///     });
/// }
/// ```
pub(super) fn describe(node: &Node<'_>) -> Option<TokenStream> {
    let mut told: Vec<String> = Vec::new();
    let mut statements = Vec::new();
    let mut looks = false;
    for field in &node.fields {
        if let Some(edge) = &field.edge {
            let name = edge.name.unraw().to_string();
            if !told.contains(&name) {
                // The one of the node knows the places in all variants.
                let edge = node.edges.iter().find(|it| it.name == edge.name).unwrap_or(edge);
                looks |= matches!(edge.kind.role, Role::Shared | Role::WeakHandle);
                statements.push(tell(edge, &name));
                told.push(name);
            }
        } else if field.container {
            looks = true;
            let (span, member, label) = (own_span(&field.syn.ty), own_member(&field.member), &field.label);
            let see = quote_spanned!(span=> see.field(#label));
            statements.push(match field.variant.map(own_ident) {
                None => look(&field.syn.ty, quote_spanned!(span=> &self.#member), see),
                Some(variant) => {
                    let looked = look(&field.syn.ty, quote_spanned!(span=> it), see);
                    quote_spanned!(span=> if let Self::#variant { #member: it, .. } = self { #looked })
                }
            });
        }
    }
    let unknown = looks.then(|| {
        quote!(
            use _wg::Unknown as _;
        )
    });
    (!statements.is_empty())
        .then(|| quote!(#[inline] fn __edges(&self, see: &mut _wg::See<'_>) { #unknown #(#statements;)* }))
}

fn tell(edge: &Edge<'_>, name: &str) -> TokenStream {
    let (span, place, target, relation) = (edge.span(), edge.place(), edge.target(), edge.relation());
    let see = quote_spanned!(span=> see.field(#name));
    match (edge.kind.role, edge.kind.name) {
        (Role::BackReference, _) => quote_spanned!(span=> #see.parent(#place)),
        (Role::Owning, "Child") => {
            quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>::__child_edge(#see, #place))
        }
        (Role::Owning, _) => {
            quote_spanned!(span=> <#target as _wg::OwnedBy<Self, #relation>>::__children_edges(#see, #place))
        }
        (Role::WeakLink, "WeakList") => quote_spanned!(span=> #see.weak_list(#place)),
        (Role::WeakLink, _) => quote_spanned!(span=> #see.weak_cell(#place)),
        (Role::Shared, _) => quote_spanned!(span=> _wg::Within(#place).__strong(#see, _wg::EdgeKind::Shared)),
        (Role::WeakHandle, _) => quote_spanned!(span=> _wg::Within(#place).__weak(#see, _wg::EdgeKind::Weak)),
    }
}

/// Looks for handles in `place`, a reference to a `ty`.
fn look(ty: &Type, place: TokenStream, see: TokenStream) -> TokenStream {
    let span = own_span(ty);
    let role = shows_handle(ty).unwrap_or(Role::Shared);
    let kind = match role {
        Role::WeakHandle => quote_spanned!(span=> _wg::EdgeKind::Weak),
        _ => quote_spanned!(span=> _wg::EdgeKind::Shared),
    };
    if let Some(role) = handle_of(ty) {
        return match role {
            Role::Shared => quote_spanned!(span=> _wg::Within(#place).__strong(#see, #kind)),
            _ => quote_spanned!(span=> _wg::Within(#place).__weak(#see, #kind)),
        };
    }
    let each = |method: TokenStream, see: TokenStream, item: &Type| {
        let looked = look(item, quote_spanned!(span=> it), quote_spanned!(span=> see));
        quote_spanned!(span=> _wg::Within(#place).#method(#see, #kind, |see: &mut _wg::See<'_>, it: &#item| { #looked; }))
    };
    match bare(ty) {
        Type::Array(array) => each(quote_spanned!(span=> __each), see, &array.elem),
        Type::Slice(slice) => each(quote_spanned!(span=> __each), see, &slice.elem),
        Type::Tuple(tuple) => {
            let parts =
                tuple.elems.iter().enumerate().filter(|(_, elem)| shows_handle(elem).is_some()).map(|(i, elem)| {
                    let mut index = Index::from(i);
                    index.span = span;
                    look(elem, quote_spanned!(span=> &tuple.#index), quote_spanned!(span=> see))
                });
            quote_spanned!(span=> { let (see, tuple) = (#see, #place); #(#parts;)* })
        }
        Type::Path(path) if path.qself.is_none() => {
            let args: Vec<&Type> = match path.path.segments.last().map(|last| &last.arguments) {
                Some(PathArguments::AngleBracketed(args)) => args
                    .args
                    .iter()
                    .filter_map(|arg| match arg {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let shown: Vec<usize> = (0..args.len()).filter(|&i| shows_handle(args[i]).is_some()).collect();
            match (&args[..], &shown[..]) {
                ([item], [0]) => each(quote_spanned!(span=> __each), see, item),
                ([key, ..], [0]) => each(quote_spanned!(span=> __each_key), see, key),
                ([_, value, ..], [1]) => each(quote_spanned!(span=> __each_value), see, value),
                ([key, value, ..], [0, 1]) => {
                    let again = quote_spanned!(span=> see);
                    let keys = each(quote_spanned!(span=> __each_key), again.clone(), key);
                    let values = each(quote_spanned!(span=> __each_value), again, value);
                    quote_spanned!(span=> { let see = #see; #keys; #values })
                }
                _ => quote_spanned!(span=> #see.opaque(#kind)),
            }
        }
        _ => quote_spanned!(span=> #see.opaque(#kind)),
    }
}
