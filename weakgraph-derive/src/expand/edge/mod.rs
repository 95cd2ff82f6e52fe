//! The kinds of edges. Each file holds one, as data: what it is called, its options and its accessors. A new kind is a
//! file with a `KIND` in it and an entry in [`KINDS`].

mod child;
mod children;
mod parent;
mod strong;
mod weak;
mod weak_cell;
mod weak_list;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Member, Type};

use super::wrap::repeat;
use crate::ast::{Edge, EdgeKind, Node, Role};
use crate::span::{own, own_ident, own_member};
use crate::ty::lacks_arguments;

/// Every kind of edge.
pub(crate) static KINDS: &[&EdgeKind] =
    &[&parent::KIND, &children::KIND, &child::KIND, &weak_cell::KIND, &weak_list::KIND, &weak::KIND, &strong::KIND];

/// An edge with the tokens that many impls repeat.
pub(super) struct EdgeTokens<'n, 'a> {
    pub(super) edge: &'n Edge<'a>,
    /// Where errors about it belong.
    pub(super) span: Span,
    /// A reference to the field, `&self.children`.
    pub(super) place: TokenStream,
    /// The whole type, `Children<C, R>`.
    pub(super) ty: TokenStream,
    /// `C`.
    pub(super) target: TokenStream,
    /// `R`.
    pub(super) relation: TokenStream,
    /// `Strong<C>`.
    pub(super) handle: TokenStream,
    /// See [`Node::is_broken`].
    pub(super) is_broken: bool,
}

impl<'n, 'a> EdgeTokens<'n, 'a> {
    pub(super) fn of(node: &Node<'a>, edge: &'n Edge<'a>) -> Self {
        let (span, is_short) = (edge.span(), lacks_arguments(edge.target, node.ident(), node.generics()));
        let target = if is_short { quote_spanned!(span=> Self) } else { repeat(node.input, edge.target) };
        let relation = match edge.relation {
            Some(relation) => repeat(node.input, relation),
            None => quote_spanned!(span=> ()),
        };
        let handle = quote_spanned!(span=> _wg::Strong<#target>);
        let kind = Ident::new(edge.kind.name, span);
        let ty = match (edge.refused || is_short, edge.kind.role) {
            (false, _) => repeat(node.input, edge.ty),
            (true, Role::Owning) => quote_spanned!(span=> _wg::#kind<#target, #relation>),
            (true, _) => quote_spanned!(span=> _wg::#kind<#target>),
        };
        let mut place = place(edge, "self");
        if let Some(written) = edge.written {
            let (at, written) = as_written(edge, written);
            place = quote_spanned!(at=> _wg::same_relation::<#written, #relation, #target, #target>(#place));
        }
        EdgeTokens { edge, span, place, ty, target, relation, handle, is_broken: node.is_broken }
    }

    /// ```text
    /// <C as OwningEdge<Self, R>>
    /// ```
    pub(super) fn owned_by(&self) -> TokenStream {
        let (target, relation) = (&self.target, &self.relation);
        quote_spanned!(self.span=> <#target as _wg::OwningEdge<Self, #relation>>)
    }

    /// Returns a hidden function of the runtime for this kind of edge: `__visit_weak_cell`.
    pub(super) fn function(&self, prefix: &str) -> Ident {
        Ident::new(&format!("{prefix}{}", self.edge.kind.snake), self.span)
    }

    /// The statement that says that the field is of the type that its name promises, and inside this node. A reference
    /// would do no such thing: a type that is only called like an edge could lead to another's by `Deref`.
    ///
    /// ```text
    /// let _: *const Children<C, R> = &raw const self.children;
    /// match self { Self::Dir { children: edge, .. } => { let _: *const Children<C, R> = &raw const *edge; } .. }
    /// ```
    pub(super) fn type_assertion(&self) -> TokenStream {
        let (span, edge) = (self.span, self.edge);
        if let [(None, member)] = &edge.places[..] {
            let member = own_member(member);
            return self.assert_type(&quote_spanned!(span=> self.#member));
        }
        // Arm by arm: a `match` gives all its arms one type, by `Deref` if need be.
        let assertion = self.assert_type(&quote_spanned!(span=> *edge));
        let arms = arms(edge, &quote_spanned!(span=> { #assertion }));
        let rest = if edge.everywhere { TokenStream::new() } else { quote_spanned!(span=> _ => {}) };
        quote_spanned!(span=> match self { #arms #rest })
    }

    /// ```text
    /// let _: *const Children<C, R> = &raw const /* place */;
    /// ```
    fn assert_type(&self, place: &TokenStream) -> TokenStream {
        let (span, target) = (self.span, &self.target);
        let kind = Ident::new(self.edge.kind.name, span);
        if let Some(written) = self.edge.written {
            let (at, written) = as_written(self.edge, written);
            return quote_spanned!(at=> let _: *const _wg::#kind<#target, #written> = &raw const #place;);
        }
        let relation = match self.edge.kind.role {
            Role::BackReference | Role::Owning => self.relation.clone(),
            _ => TokenStream::new(),
        };
        quote_spanned!(span=> let _: *const _wg::#kind<#target, #relation> = &raw const #place;)
    }

    /// ```text
    /// Child::__head(&self.left)
    /// ```
    pub(super) fn list_head(&self) -> TokenStream {
        let (span, place) = (self.span, &self.place);
        let kind = Ident::new(self.edge.kind.name, span);
        quote_spanned!(span=> _wg::#kind::__head(#place))
    }
}

/// Returns the place of the relation in the type of a field, and the relation; see [`Edge::written`].
fn as_written(edge: &Edge<'_>, written: Option<&Type>) -> (Span, TokenStream) {
    let at = own(written.map_or(edge.target.span(), Spanned::span));
    (at, written.map_or_else(|| quote_spanned!(at=> ()), ToTokens::to_token_stream))
}

/// A reference to the field of `node`, which is a variable.
///
/// ```text
/// &node.children
/// match node { Self::Dir { children: edge, .. } => edge, .. }
/// ```
pub(super) fn place(edge: &Edge<'_>, node: &str) -> TokenStream {
    let span = edge.span();
    let node = Ident::new(node, span);
    if let [(None, member)] = &edge.places[..] {
        let member = own_member(member);
        return quote_spanned!(span=> &#node.#member);
    }
    let arms = arms(edge, &quote_spanned!(span=> edge,));
    let rest = if edge.everywhere {
        TokenStream::new()
    } else {
        quote_spanned!(span=> _ => _wg::core::panic!("no such edge"),)
    };
    quote_spanned!(span=> match #node { #arms #rest })
}

/// ```text
/// Self::Dir { children: edge, .. } => /* then */   // for each variant
/// ```
fn arms(edge: &Edge<'_>, then: &TokenStream) -> TokenStream {
    let span = edge.span();
    let mut arms = TokenStream::new();
    for (variant, member) in &edge.places {
        let (path, member) = (path(*variant, span), own_member(member));
        quote_spanned!(span=> #path { #member: edge, .. } => #then).to_tokens(&mut arms);
    }
    arms
}

/// `Self`, or `Self::Dir`.
pub(super) fn path(variant: Option<&Ident>, span: Span) -> TokenStream {
    match variant {
        Some(variant) => {
            let variant = own_ident(variant);
            quote_spanned!(span=> Self::#variant)
        }
        None => quote_spanned!(span=> Self),
    }
}

/// Returns a pattern's `name: local`, or with a number, `0: local`.
pub(super) fn binding(span: Span, member: &Member, local: &Ident) -> TokenStream {
    let member = own_member(member);
    quote_spanned!(span=> #member: #local)
}
