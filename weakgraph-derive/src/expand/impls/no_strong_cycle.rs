//! `NoStrongCycle`: strong cycles through shared edges are a compile error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Type, WherePredicate, parse_quote, parse_quote_spanned};

use super::proxy::of_node;
use crate::ast::{Counted, Field, Node};
use crate::expand::expansion::Expansion;
use crate::expand::generics::Head;
use crate::span;
use crate::ty::{held, names_param, show};

/// The trait has a parameter that the impl leaves open, and so that its clauses are not decided where the impl stands,
/// they ask the parameter, not the target: types may contain each other, and only a shared edge into a loop is refused.
/// (`File: NoStrongCycle<__D>` as a clause would do as well, but rustc walks on from it all the same, for a time that
/// is exponential in the number of types that contain each other.)
///
/// ```text
/// trait __LeadsTo<T> {}
/// impl<T: NoStrongCycle<()>> __LeadsTo<T> for () {}
/// impl<X, T: NoStrongCycle<(X,)>> __LeadsTo<T> for (X,) {}
/// impl<__D> NoStrongCycle<__D> for Node
/// where
///     __D: __LeadsTo<File>,                        // for each target of a `#[strong]` edge, but not for `Node`
/// {}
/// ```
pub(super) fn node(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let targets = targets(x.node);
    let mut plain = x.node.generics().clone();
    for target in &targets {
        let bound: WherePredicate = parse_quote_spanned!(span::of_type(target)=> __D: __LeadsTo<#target>);
        plain.make_where_clause().predicates.push(bound);
    }
    let mut open = plain.clone();
    open.params.push(parse_quote!(__D));
    let mut head = Head::of(&plain);
    head.impls = Head::of(&open).impls;
    // In the span of the name, so that rustc's notes point at it and give no hints about derives.
    let span = x.name.span();
    if !targets.is_empty() {
        let leads_to = quote_spanned!(span=> __LeadsTo<__T>);
        let (none, of_none) = (quote_spanned!(span=> ()), quote_spanned!(span=> __NoStrongCycle<()>));
        let (some, of_some) = (quote_spanned!(span=> (__X,)), quote_spanned!(span=> __NoStrongCycle<(__X,)>));
        let leads_to = quote! {
            trait __LeadsTo<__T> {}
            impl<__T: #of_none> #leads_to for #none {}
            impl<__X, __T: #of_some> #leads_to for #some {}
        };
        leads_to.to_tokens(code);
    }
    x.implement(&head, &quote_spanned!(span=> __NoStrongCycle<__D>), &TokenStream::new()).to_tokens(code);
}

/// The types that a node leads to by owning and shared edges, each once, without the type itself.
fn targets<'a>(node: &Node<'a>) -> Vec<&'a Type> {
    let (mut seen, mut targets): (Vec<String>, Vec<&'a Type>) = (Vec::new(), Vec::new());
    if node.is_broken {
        return targets;
    }
    for edge in node.owning() {
        if !edge.is_self && !seen.contains(&edge.key.0) {
            seen.push(edge.key.0.clone());
            targets.push(edge.target);
        }
    }
    for target in node.shared() {
        if !seen.contains(&show(target)) {
            targets.push(target);
        }
    }
    targets
}

/// The targets of shared edges that name no parameter, checked by [`asserts`]; the others are checked by a bound.
fn closed<'a>(node: &Node<'a>) -> Vec<&'a Type> {
    let mut targets = node.shared();
    targets.retain(|target| !names_param(target, node.generics()));
    targets
}

/// The parameter of the function that [`asserts`] stands in. The error of a cycle of types names it, so there its name
/// says what to do.
pub(super) fn visitor(x: &Expansion<'_, '_>) -> Ident {
    let name = if closed(x.node).is_empty() { "__Edge" } else { "__MakeOneEdgeWeak" };
    Ident::new(name, Span::call_site())
}

/// What [`asserts`] calls; beside the impls, so that notes of rustc name it shortly.
///
/// ```text
/// fn __no_strong_cycle<D: __LeadsTo<T>, T>() {}
/// ```
pub(super) fn assertion(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if !closed(x.node).is_empty() {
        quote!(
            fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
        )
        .to_tokens(code);
    }
}

/// With a parameter of the function around it, for a bound without one would be tried out before it is proven, which
/// takes a time that is exponential in the number of types of a loop.
///
/// ```text
/// let _: fn() = __no_strong_cycle::<(__MakeOneEdgeWeak,), Style>;
/// ```
pub(super) fn asserts(x: &Expansion<'_, '_>, body: &mut TokenStream) {
    for target in closed(x.node) {
        let span = span::of_type(target);
        let visitor = visitor(x);
        quote_spanned!(span=> let _: fn() = __no_strong_cycle::<(#visitor,), #target>;).to_tokens(body);
    }
}

/// `Rc<RefCell<X>>` in a field without a mark: only the compiler can say whether `X` is a node. The inherent constant,
/// which is there for nodes, goes before the one of the trait, which is there for all.
///
/// ```text
/// const _: () = {
///     struct __Counted<T: ?Sized>(PhantomData<T>);
///     trait __Any { const NODE: bool = false; }
///     impl<T: ?Sized> __Any for __Counted<T> {}
///     impl<T: Graph> __Counted<T> { const NODE: bool = true; }
///     if <__Counted<X>>::NODE { panic!("...") }
/// };
/// ```
///
/// In `Rc<WeakIdMap<X, V>>`, `X` is not owned, if that map is the one of `weakgraph`:
///
/// ```text
///     struct __Holder<T: ?Sized>(PhantomData<T>);
///     /* __Any and impls as above, with HoldsWeakly in place of Graph and WEAKLY in place of NODE */
///     if <__Counted<X>>::NODE && !<__Holder<WeakIdMap<X, V>>>::WEAKLY { panic!("...") }
/// ```
pub(super) fn probes(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let (mut probes, mut holder) = (TokenStream::new(), TokenStream::new());
    for field in &x.node.fields {
        for counted in &field.counted {
            probe(field, counted).to_tokens(&mut probes);
            if counted.within.is_some() && holder.is_empty() {
                holder = quote! {
                    struct __Holder<__T: ?_wg::core::marker::Sized>(_wg::core::marker::PhantomData<__T>);
                    trait __AnyHolder { const WEAKLY: _wg::core::primitive::bool = false; }
                    impl<__T: ?_wg::core::marker::Sized> __AnyHolder for __Holder<__T> {}
                    impl<__T: _wg::HoldsWeakly> __Holder<__T> { const WEAKLY: _wg::core::primitive::bool = true; }
                };
            }
        }
    }
    if probes.is_empty() {
        return;
    }
    let probes = of_node(x, probes); // there is no `Self` in a constant
    let constant = quote! {
        const _: () = {
            struct __Counted<__T: ?_wg::core::marker::Sized>(_wg::core::marker::PhantomData<__T>);
            trait __Any { const NODE: _wg::core::primitive::bool = false; }
            impl<__T: ?_wg::core::marker::Sized> __Any for __Counted<__T> {}
            impl<__T: _wg::Graph> __Counted<__T> { const NODE: _wg::core::primitive::bool = true; }
            #holder
            #probes
        };
    };
    constant.to_tokens(code);
}

/// ```text
/// if <__Counted<X>>::NODE { panic!("...") }
/// ```
fn probe(field: &Field<'_>, Counted { ty, within }: &Counted<'_>) -> TokenStream {
    let (span, target, many) = (span::of_type(ty), show(*ty), held(field.ty()).many);
    let name = if field.syn.ident.is_some() { format!("{}: ", field.name) } else { String::new() };
    let (shared, owned, linked) = match many {
        true => (format!("Vec<Strong<{target}>>"), "Children", "WeakList"),
        false => (format!("Strong<{target}>"), "Child", "WeakCell"),
    };
    let message = format!(
        "`{target}` is a node, and an `Rc` or `Arc` keeps it alive behind the graph's back: write `#[strong] {name}{shared}` if others \
         share it, `#[strong] {name}{owned}<{target}>` if this node alone owns it, `#[weak] {name}{linked}<{target}>` if it only \
         refers to it, or mark the field `#[graph(opaque)]`"
    );
    let mut owned = TokenStream::new();
    if let Some(holder) = within {
        owned = quote_spanned!(span=> && !<__Holder<#holder>>::WEAKLY);
    }
    quote_spanned!(span=> if <__Counted<#ty>>::NODE #owned { _wg::core::panic!(#message) })
}
