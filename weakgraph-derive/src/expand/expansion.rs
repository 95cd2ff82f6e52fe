//! A node on its way into code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Generics, Type};

use super::edge::EdgeTokens;
use super::generics::{Head, bounded};
use super::wrap::repeat;
use crate::ast::{Edge, Node, is_deprecated};

/// The body of a function of a node that does not compile anyway.
///
/// ```text
/// panic!("refused")
/// ```
pub(super) fn broken() -> TokenStream {
    quote!(_wg::core::panic!("refused"))
}

/// A node with the tokens that many impls repeat.
pub(crate) struct Expansion<'n, 'a> {
    pub(super) node: &'n Node<'a>,
    /// Those of [`Node::edges`], in their order.
    pub(super) edges: Vec<EdgeTokens<'n, 'a>>,
    /// Those of [`Node::refused`].
    pub(super) refused: Vec<EdgeTokens<'n, 'a>>,
    /// The name for the head of an impl, in the user's span, so that rustc's notes point at it. Of a deprecated type it
    /// is in a span of the macro's own, since to name it is a warning.
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) head: Head,
}

impl<'n, 'a> Expansion<'n, 'a> {
    pub(super) fn of(node: &'n Node<'a>) -> Self {
        let mut name = node.ident().clone();
        if is_deprecated(node.input) {
            name.set_span(Span::call_site());
        }
        let mut edges = Vec::new();
        for edge in &node.edges {
            edges.push(EdgeTokens::of(node, edge));
        }
        let mut refused = Vec::new();
        for edge in &node.refused {
            refused.push(EdgeTokens::of(node, edge));
        }
        let generics = bounded(node, &edges);
        let head = Head::of(&generics);
        Expansion { node, edges, refused, name, generics, head }
    }

    /// Returns the tokens of an edge of the node.
    pub(super) fn tokens(&self, edge: &Edge<'a>) -> &EdgeTokens<'n, 'a> {
        let known = self.edges.iter().chain(&self.refused).find(|it| std::ptr::eq(it.edge, edge));
        known.expect("the edge is one of the node's")
    }

    /// Returns the type as generated code repeats it.
    pub(super) fn repeat(&self, ty: &Type) -> TokenStream {
        repeat(self.node.input, ty)
    }

    /// ```text
    /// #[automatically_derived]
    /// impl<..> Trait for Node<..> where .. { /* body */ }
    /// ```
    pub(super) fn implement(&self, head: &Head, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let (Head { impls, args, clause }, ident) = (head, &self.name);
        quote! {
            #[automatically_derived]
            impl #impls #of for #ident #args #clause { #body }
        }
    }

    /// As [`implement_unsafe`](Expansion::implement_unsafe), by an alias of the type: clippy's `same_name_method` does
    /// not compare what stands there with the accessors, which may have the names of the trait's methods.
    ///
    /// ```text
    /// #[automatically_derived]
    /// unsafe impl<..> Trait for Itself<Node<..>> where .. { /* body */ }
    /// ```
    pub(super) fn implement_for_itself(&self, head: &Head, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let (Head { impls, args, clause }, ident) = (head, &self.name);
        quote! {
            #[automatically_derived]
            unsafe impl #impls #of for _wg::Itself<#ident #args> #clause { #body }
        }
    }

    /// ```text
    /// #[automatically_derived]
    /// unsafe impl<..> Trait for Node<..> where .. { /* body */ }
    /// ```
    pub(super) fn implement_unsafe(&self, head: &Head, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let (Head { impls, args, clause }, ident) = (head, &self.name);
        quote! {
            #[automatically_derived]
            unsafe impl #impls #of for #ident #args #clause { #body }
        }
    }
}
