//! Refuses the type itself under another name: `Children<crate::Node>` or `Children<Alias>` in `Node`.
//!
//! The macro goes by names. Taken for another type, a tree would get no `Tree`, and a shared edge to it would be
//! refused as a cycle. Whether two names are one type, only the compiler can say: an inherent function, which is there
//! for a pair of the same type, goes before that of a trait, which is there for all.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};

use crate::ast::{Edge, Node};
use crate::expand::expansion::Expansion;
use crate::span;
use crate::ty::is_namesake;

/// The edges that could lead to the type itself under another name: by a path that ends in its name, and those of a
/// relation in which the type both owns and is owned, where the two ends name one other type, or just one of them the
/// type.
fn edges<'n, 'a>(node: &'n Node<'a>) -> Vec<&'n Edge<'a>> {
    let mut ends = node.parents();
    ends.extend(node.owning());
    let mut found: Vec<&Edge<'a>> = Vec::new();
    for &edge in &ends {
        if edge.is_self || edge.is_open || found.iter().any(|it| it.key == edge.key) {
            continue;
        }
        if is_namesake(edge.target, node.ident()) || is_doubtful(edge, &ends) {
            found.push(edge);
        }
    }
    found
}

/// Is there another end in its relation that names the same type, or the type itself, which no end of its own role
/// does?
fn is_doubtful(edge: &Edge<'_>, ends: &[&Edge<'_>]) -> bool {
    let (mut same, mut own, mut other_is_self) = (false, false, false);
    for it in ends {
        if it.relation_key() != edge.relation_key() {
            continue;
        }
        if it.kind.role == edge.kind.role {
            own |= it.is_self;
        } else {
            same |= it.key == edge.key;
            other_is_self |= it.is_self;
        }
    }
    same || (other_is_self && !own)
}

/// What [`checks`] calls.
///
/// ```text
/// struct __Pair<A, B>(PhantomData<A>, PhantomData<B>);
/// trait __Other { fn differ() {} }
/// impl<A, B> __Other for __Pair<A, B> {}
/// impl<A> __Pair<A, A> { fn differ() where A: OtherThanItself {} }    // nobody implements that: it says what is wrong
/// ```
pub(super) fn probes(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if edges(x.node).is_empty() {
        return;
    }
    let probes = quote! {
        struct __Pair<__A, __B>(_wg::core::marker::PhantomData<__A>, _wg::core::marker::PhantomData<__B>);
        trait __Other { fn differ() {} }
        impl<__A, __B> __Other for __Pair<__A, __B> {}
        impl<__A> __Pair<__A, __A> { fn differ() where __A: _wg::OtherThanItself {} }
    };
    probes.to_tokens(code);
}

/// ```text
/// let _: fn() = __Pair::<Self, crate::Node>::differ;
/// ```
pub(super) fn checks(x: &Expansion<'_, '_>) -> TokenStream {
    let mut body = TokenStream::new();
    for edge in edges(x.node) {
        let target = &x.tokens(edge).target;
        let check = quote_spanned!(span::of_type(edge.target)=> let _: fn() = __Pair::<Self, #target>::differ;);
        check.to_tokens(&mut body);
    }
    body
}
