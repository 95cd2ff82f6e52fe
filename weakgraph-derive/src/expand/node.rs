//! The node itself: its `impl` block and the `Graph` trait.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt as _;

use super::{Method, bounded, call_hook, edges, itself, label, no_strong_cycle, own_vis, owner, read, tree};
use crate::model::{Node, own_ident, own_member};

/// For a type with an edge that the runtime links:
///
/// ```text
/// #[must_use]
/// pub fn handle(&self) -> Strong<Self> { handle(self) }
/// ```
pub(super) fn handle(node: &Node<'_>) -> Option<Method> {
    let vis = own_vis(&node.input.vis);
    let tokens = quote! {
        /// A handle to this node.
        ///
        /// # Panics
        ///
        /// If this value is not in a `Strong`, or its node is dying.
        #[must_use]
        #[inline]
        #[track_caller]
        #vis fn handle(&self) -> _wg::Strong<Self> { _wg::handle(self) }
    };
    node.is_linked().then(|| Method { name: Ident::new("handle", Span::call_site()), tokens, proxied: None })
}

/// ```text
/// impl Node { /* methods */ }
/// ```
pub(super) fn methods(node: &Node<'_>, methods: &[Method]) -> Option<TokenStream> {
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let (ident, methods) = (node.name(), methods.iter().map(|method| &method.tokens));
    (methods.len() > 0).then(|| {
        quote! {
            #[automatically_derived]
            impl #impls #ident #args #clause { #(#methods)* }
        }
    })
}

/// ```text
/// unsafe impl Graph for Node {
///     const NAME: &'static str = "Node";
///     const PARENTS: usize = 1;
///     const EDGES: usize = 1;
///     fn __visit<__Edge: Visit<Self>>(&self, visit: &mut __Edge) { /* one statement per edge */ }
///     const READABLE: bool = true;                 // with `Readable`
///     const HOOKED: bool = true;                   // with `#[graph(on_drop = ..)]`
///     fn __on_drop(&self, _: Dropping) { let hook: fn(&Self) = Node::farewell; hook(self) }
///     fn __edges(&self, see: &mut See<'_>) { /* one statement per edge */ }
///     fn __label(&self) -> Option<String> { label(&self.name) }    // with `#[graph(label)]`
///     fn __sole(&self) -> Option<(&Link, &Head)>   // in a pure tree
/// }
/// ```
pub(super) fn graph(node: &Node<'_>) -> TokenStream {
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let (ident, name) = (node.name(), node.ident().unraw().to_string());
    let (parents, edges) = (node.parents().count(), node.owning().count());
    let docs = opaque_docs(node);
    let (itself, cycles, distinct) =
        (itself::checks(node), no_strong_cycle::asserts(node), owner::assert_distinct(node));
    let mut seen: Vec<&Ident> = Vec::new();
    let visits = node.edges.iter().filter_map(|edge| {
        let known =
            seen.contains(&&edge.name) || (edge.kind.name == "Parent" && node.parents().all(|it| it.name != edge.name));
        seen.push(&edge.name);
        edge.kind.visit.filter(|_| !known).map(|visit| (edge.exactly(), visit(edge, node.slot(edge))))
    });
    let (exact, visits): (Vec<_>, Vec<_>) = visits.unzip();
    let uses = uses(node);
    let hook = node.attrs.on_drop.as_ref().map(|path| {
        let call = call_hook(path);
        quote! {
            const HOOKED: _wg::core::primitive::bool = true;
            fn __on_drop(&self, _: _wg::Dropping) { #call }
        }
    });
    let readable = read::is_readable(node.generics()).then(read::constant);
    let sole = tree::sole(node);
    let (described, labelled) = (edges::describe(node), label::label(node));
    let graph = quote_spanned!(ident.span()=> __Graph);
    quote! {
        #docs
        #[automatically_derived]
        unsafe impl #impls #graph for #ident #args #clause {
            const NAME: &'static _wg::core::primitive::str = #name;
            const PARENTS: _wg::core::primitive::usize = #parents;
            const EDGES: _wg::core::primitive::usize = #edges;
            #[inline]
            fn __visit<__Edge: _wg::Visit<Self>>(&self, visit: &mut __Edge) { #itself #cycles #distinct #uses #(#exact)* #(#visits)* }
            #readable
            #hook
            #described
            #labelled
            #sole
        }
    }
}

/// A shared edge keeps its target alive, so it is of use though nobody reads it: no warning about a dead field.
///
/// ```text
/// let _ = &self.style;
/// if let Self::Styled { style: edge, .. } = self { let _ = edge; }
/// ```
fn uses(node: &Node<'_>) -> TokenStream {
    let unseen = node.fields.iter().filter(|field| match &field.edge {
        Some(edge) => edge.kind.visit.is_none(),
        None => !field.shared.is_empty(),
    });
    unseen
        .map(|field| {
            let member = own_member(&field.member);
            match field.variant {
                Some(variant) => {
                    let variant = own_ident(variant);
                    quote!(if let Self::#variant { #member: edge, .. } = self { let _ = edge; })
                }
                None => quote!(let _ = &self.#member;),
            }
        })
        .collect()
}

/// ```text
/// #[doc = "Left out of the graph by `#[graph(opaque)]`: `cache`."]
/// ```
fn opaque_docs(node: &Node<'_>) -> Option<TokenStream> {
    let labels: Vec<String> =
        node.fields.iter().filter(|field| field.opaque).map(|field| format!("`{}`", field.label)).collect();
    let doc =
        format!("Left out of the graph and of the check for cycles by `#[graph(opaque)]`: {}.", labels.join(", "));
    (!labels.is_empty()).then(|| quote!(#[doc = #doc]))
}
