//! Refuses the type itself under another name: `Children<crate::Node>` or `Children<Alias>` in `Node`.
//!
//! The macro goes by names. Taken for another type, a tree would get no `Tree`, and a shared edge to it would be refused as
//! a cycle. Whether two names are one type, only the compiler can say: an inherent function, which is there for a pair
//! of the same type, goes before that of a trait, which is there for all.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::own_span;
use crate::model::{Edge, Node, Role};
use crate::types::{is_namesake, is_open};

/// The edges that could lead to the type itself under another name: by a path that ends in its name, and those of a
/// relation in which the type both owns and is owned, where the two ends name one other type, or just one of them the type.
fn edges<'n, 'a>(node: &'n Node<'a>) -> Vec<&'n Edge<'a>> {
    let other = |edge: &&Edge<'a>| !edge.own && !is_open(edge.target, node.generics());
    let mut found: Vec<&Edge<'a>> = Vec::new();
    for edge in node.parents().chain(node.owning()).filter(other) {
        let pair = |it: &Edge<'a>| it.relation_key() == edge.relation_key() && it.kind.role != edge.kind.role;
        let mut ends = node.parents().chain(node.owning()).filter(|it| pair(it));
        let own = |role: Role| {
            node.edges.iter().any(|it| it.own && it.kind.role == role && it.relation_key() == edge.relation_key())
        };
        let doubtful = ends.any(|it| it.key() == edge.key() || (it.own && !own(edge.kind.role)));
        if (doubtful || is_namesake(edge.target, node.ident())) && found.iter().all(|it| it.key() != edge.key()) {
            found.push(edge);
        }
    }
    found
}

/// What [`checks`] calls.
///
/// ```text
/// struct __Pair<A, B>(PhantomData<A>, PhantomData<B>);
/// trait __Other { fn differ() {} }
/// impl<A, B> __Other for __Pair<A, B> {}
/// impl<A> __Pair<A, A> { fn differ() where A: OtherThanItself {} }    // nobody implements that: it says what is wrong
/// ```
pub(super) fn probes(node: &Node<'_>) -> Option<TokenStream> {
    (!edges(node).is_empty()).then(|| {
        quote! {
            struct __Pair<__A, __B>(_wg::core::marker::PhantomData<__A>, _wg::core::marker::PhantomData<__B>);
            trait __Other { fn differ() {} }
            impl<__A, __B> __Other for __Pair<__A, __B> {}
            impl<__A> __Pair<__A, __A> { fn differ() where __A: _wg::OtherThanItself {} }
        }
    })
}

/// ```text
/// let _: fn() = __Pair::<Self, crate::Node>::differ;
/// ```
pub(super) fn checks(node: &Node<'_>) -> TokenStream {
    let check = |edge: &Edge<'_>| {
        let target = edge.target();
        quote_spanned!(own_span(edge.target)=> let _: fn() = __Pair::<Self, #target>::differ;)
    };
    edges(node).into_iter().map(check).collect()
}
