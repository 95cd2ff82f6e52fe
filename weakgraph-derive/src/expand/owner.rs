//! `OwnerOf`: how the runtime finds an owning edge by its number.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

use super::bounded;
use crate::model::{Edge, Node, SLOTS};

/// For each child type and relation among the owning edges:
///
/// ```text
/// unsafe impl OwnerOf<C, R> for Node {
///     fn __head(&self, slot: u8) -> &Head {
///         match slot { 0u8 => Child::__head(&self.left), _ => Child::__head(&self.right) }
///     }
/// }
/// ```
///
/// The arms are those of all owning edges, not only of those to `C` in `R`: see [`Node::numbered`].
pub(super) fn owners(node: &Node<'_>) -> TokenStream {
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    let mut code = TokenStream::new();
    let groups = node.groups();
    for (i, group) in groups.iter().enumerate() {
        if node.indistinct(&groups, i).is_some() {
            continue; // was reported
        }
        let first = group[0];
        let (span, target, relation) = (first.span(), first.target(), first.relation());
        let numbered = node.numbered(first);
        let (slot, body) = if let [only] = &numbered[..] {
            (quote!(_), head(only))
        } else {
            let arms = numbered.iter().enumerate().map(|(i, edge)| {
                let (slot, head) = (node.slot(edge), head(edge));
                let slot = if i + 1 == numbered.len() { quote!(_) } else { quote!(#slot) };
                quote_spanned!(edge.span()=> #slot => #head,)
            });
            (quote!(slot), quote_spanned!(span=> match slot { #(#arms)* }))
        };
        let head = quote_spanned! {span=>
            #[inline]
            fn __head(&self, #slot: _wg::core::primitive::u8) -> &_wg::Head { #body }
        };
        code.extend(quote! {
            #[automatically_derived]
            unsafe impl #impls _wg::OwnerOf<#target, #relation> for #ident #args #clause { #head }
        });
    }
    code
}

/// Of a node with more owning edges than there are numbers, the assertion that the types they lead to have different names, so
/// that no type is a subtype of another; see [`Node::numbered`]. Nothing for most types.
///
/// ```text
/// trait __Distinct { const NAMES: (); }
/// impl __Distinct for Node {
///     const NAMES: () = { if !distinct(&[<A as OwnedBy<Self, R>>::NAME, <B as OwnedBy<Self, R>>::NAME]) { panic!("..") } };
/// }
/// const _: () = <Node as __Distinct>::NAMES;      // without parameters: else it is known when `__visit` is compiled
/// ```
pub(super) fn distinct(node: &Node<'_>) -> Option<TokenStream> {
    let edges = crowded(node)?;
    let names = edges.iter().map(|edge| {
        let (target, relation) = (edge.target(), edge.relation());
        quote_spanned!(edge.span()=> <#target as _wg::OwnedBy<Self, #relation>>::NAME)
    });
    let message = format!(
        "more than {SLOTS} owning edges in `{}`, and two of the types they lead to have the same name: rename one of them, or keep \
         some of the children in a node between",
        node.ident()
    );
    let check = quote_spanned!(edges[0].span()=> if !_wg::distinct(&[#(#names),*]) { _wg::core::panic!(#message) });
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let ident = node.name();
    let now = generics.params.is_empty().then(|| quote!(const _: () = <#ident as __Distinct>::NAMES;));
    Some(quote! {
        trait __Distinct { const NAMES: (); }
        #[automatically_derived]
        impl #impls __Distinct for #ident #args #clause { const NAMES: () = { #check }; }
        #now
    })
}

/// ```text
/// let () = <Self as __Distinct>::NAMES;
/// ```
pub(super) fn assert_distinct(node: &Node<'_>) -> Option<TokenStream> {
    crowded(node).map(|_| quote!(let () = <Self as __Distinct>::NAMES;))
}

/// If there are more owning edges than numbers: the first edge to each child type.
fn crowded<'n>(node: &'n Node<'_>) -> Option<Vec<&'n Edge<'n>>> {
    let mut firsts: Vec<&Edge<'_>> = Vec::new();
    for edge in node.owning() {
        if firsts.iter().all(|it| it.child_key() != edge.child_key()) {
            firsts.push(edge);
        }
    }
    (node.owning().count() > SLOTS).then_some(firsts)
}

/// ```text
/// Child::__head(&self.left)
/// ```
fn head(edge: &Edge<'_>) -> TokenStream {
    let (span, place) = (edge.span(), edge.place());
    let kind = Ident::new(edge.kind.name, span);
    quote_spanned!(span=> _wg::#kind::__head(#place))
}
