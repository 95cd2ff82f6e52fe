//! `ParentOf`: how the runtime finds an owning edge by its number.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse_quote;

use crate::ast::{Edge, Node, SLOTS};
use crate::expand::expansion::{Expansion, broken};
use crate::expand::generics::Head;

/// For each child type and relation among the owning edges:
///
/// ```text
/// unsafe impl ParentOf<C, R> for Node {
///     fn __head(&self, slot: u8) -> &Head {
///         match slot { 0u8 => Child::__head(&self.left), _ => Child::__head(&self.right) }
///     }
/// }
/// ```
///
/// The arms are those of all owning edges, not only of those to `C` in `R`: see [`Node::numbered`].
pub(super) fn owners(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let groups = x.node.groups();
    for (i, group) in groups.iter().enumerate() {
        if x.node.indistinct(&groups, i).is_some() {
            continue; // was reported
        }
        let first = x.tokens(group[0]);
        let (span, target, relation) = (first.span, &first.target, &first.relation);
        let numbered = x.node.numbered(group[0]);
        let (mut slot, mut body) = (quote!(_), first.list_head());
        if numbered.len() > 1 {
            let mut arms = TokenStream::new();
            for (i, edge) in numbered.iter().enumerate() {
                let (number, it) = (x.node.slot(edge), x.tokens(edge));
                let (head, number) =
                    (it.list_head(), if i + 1 == numbered.len() { quote!(_) } else { quote!(#number) });
                quote_spanned!(it.span=> #number => #head,).to_tokens(&mut arms);
            }
            slot = quote!(slot);
            body = quote_spanned!(span=> match slot { #arms });
        }
        let body = quote_spanned! {span=>
            #[inline]
            fn __head(&self, #slot: _wg::core::primitive::u8) -> &_wg::Head { #body }
        };
        x.implement_unsafe(&x.head, &quote!(_wg::ParentOf<#target, #relation>), &body).to_tokens(code);
    }
}

/// Of a node that does not compile anyway: whoever names it as its parent is left alone.
///
/// ```text
/// unsafe impl<__C, __R> ParentOf<__C, __R> for Node { /* panics */ }
/// ```
pub(super) fn any(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let mut open = x.generics.clone();
    open.params.push(parse_quote!(__C));
    open.params.push(parse_quote!(__R));
    let Head { args, clause, .. } = Head::of(&x.generics);
    let head = Head { impls: Head::of(&open).impls, args, clause };
    let broken = broken();
    let body = quote!(fn __head(&self, _: _wg::core::primitive::u8) -> &_wg::Head { #broken });
    x.implement_unsafe(&head, &quote!(_wg::ParentOf<__C, __R>), &body).to_tokens(code);
}

/// Of a node with more owning edges than there are numbers, the assertion that the types they lead to have different
/// names, so that no type is a subtype of another; see [`Node::numbered`]. Nothing for most types.
///
/// ```text
/// trait __Distinct { const NAMES: (); }
/// impl __Distinct for Node {
///     const NAMES: () = {
///         if !distinct(&[<A as OwningEdge<Self, R>>::NAME, <B as OwningEdge<Self, R>>::NAME]) { panic!("..") }
///     };
/// }
/// const _: () = <Node as __Distinct>::NAMES;      // without parameters: else it is known when `__visit` is compiled
/// ```
pub(crate) fn distinct(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let Some(edges) = crowded(x.node) else { return };
    let mut names = TokenStream::new();
    for edge in &edges {
        let it = x.tokens(edge);
        let child = it.owned_by();
        quote_spanned!(it.span=> #child::NAME,).to_tokens(&mut names);
    }
    let message = format!(
        "more than {SLOTS} owning edges in `{}`, and two of the types they lead to have the same name: rename one of them, or keep \
         some of the children in a node between",
        x.node.ident()
    );
    let check = quote_spanned!(edges[0].span()=> if !_wg::distinct(&[#names]) { _wg::core::panic!(#message) });
    quote!(
        trait __Distinct {
            const NAMES: ();
        }
    )
    .to_tokens(code);
    x.implement(&x.head, &quote!(__Distinct), &quote!(const NAMES: () = { #check };)).to_tokens(code);
    if x.generics.params.is_empty() {
        let ident = &x.name;
        quote!(const _: () = <#ident as __Distinct>::NAMES;).to_tokens(code);
    }
}

/// ```text
/// let () = <Self as __Distinct>::NAMES;
/// ```
pub(super) fn assert_distinct(x: &Expansion<'_, '_>, body: &mut TokenStream) {
    if crowded(x.node).is_some() {
        quote!(let () = <Self as __Distinct>::NAMES;).to_tokens(body);
    }
}

/// If there are more owning edges than numbers: the first edge to each child type.
fn crowded<'n, 'a>(node: &'n Node<'a>) -> Option<Vec<&'n Edge<'a>>> {
    let owning = node.owning();
    if owning.len() <= SLOTS {
        return None;
    }
    let mut firsts: Vec<&Edge<'a>> = Vec::new();
    for edge in owning {
        if firsts.iter().all(|it| it.child_key() != edge.child_key()) {
            firsts.push(edge);
        }
    }
    Some(firsts)
}
