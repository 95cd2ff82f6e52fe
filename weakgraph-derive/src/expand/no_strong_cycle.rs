//! Section 6 of the design: strong cycles through shared edges are a compile error.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Type, WherePredicate, parse_quote, parse_quote_spanned};

use super::proxy::of_node;
use super::{names_param, own_span, with_bounds};
use crate::field::Counted;
use crate::model::Node;
use crate::types::show;

/// The trait has a parameter that the impl leaves open, and so that its clauses are not decided where the impl stands, they
/// ask the parameter, not the target: types may contain each other, and only a shared edge into a loop is refused.
/// (`File: NoStrongCycle<__D>` as a clause would do as well, but rustc walks on from it all the same, for a time that is
/// exponential in the number of types that contain each other.)
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
pub(super) fn node(node: &Node<'_>) -> TokenStream {
    let owned = node.owning().map(|edge| edge.target).filter(|target| !node.is_own(target));
    let mut targets: Vec<&Type> = Vec::new();
    for target in owned.chain(node.shared()) {
        if targets.iter().all(|known| show(known) != show(target)) {
            targets.push(target);
        }
    }
    let bound =
        |target: &&Type| -> WherePredicate { parse_quote_spanned!(own_span(*target)=> __D: __LeadsTo<#target>) };
    let bounds = targets.iter().map(bound).collect();
    let plain = with_bounds(node.generics(), bounds);
    let mut open = plain.clone();
    open.params.push(parse_quote!(__D));
    let (impls, _, _) = open.split_for_impl();
    let (_, args, clause) = plain.split_for_impl();
    let ident = node.name();
    let no_strong_cycle = quote_spanned!(ident.span()=> __NoStrongCycle<__D>);
    let leads_to = (!targets.is_empty()).then(|| {
        // In the span of the name, so that rustc's notes point at it and give no hints about derives.
        let span = ident.span();
        let leads_to = quote_spanned!(span=> __LeadsTo<__T>);
        let (none, of_none) = (quote_spanned!(span=> ()), quote_spanned!(span=> __NoStrongCycle<()>));
        let (some, of_some) = (quote_spanned!(span=> (__X,)), quote_spanned!(span=> __NoStrongCycle<(__X,)>));
        quote! {
            trait __LeadsTo<__T> {}
            impl<__T: #of_none> #leads_to for #none {}
            impl<__X, __T: #of_some> #leads_to for #some {}
        }
    });
    quote! {
        #leads_to
        #[automatically_derived]
        impl #impls #no_strong_cycle for #ident #args #clause {}
    }
}

/// The targets of shared edges that name a parameter, checked by a bound, and those that do not, checked by [`asserts`].
pub(super) fn targets<'a>(node: &Node<'a>) -> (Vec<&'a Type>, Vec<&'a Type>) {
    node.shared().into_iter().partition(|target| names_param(target, node.generics()))
}

/// What [`asserts`] calls; beside the impls, so that notes of rustc name it shortly.
///
/// ```text
/// fn __no_strong_cycle<D: __LeadsTo<T>, T>() {}
/// ```
pub(super) fn assertion(node: &Node<'_>) -> Option<TokenStream> {
    let (_, closed) = targets(node);
    (!closed.is_empty()).then(|| {
        quote!(
            fn __no_strong_cycle<__D: __LeadsTo<__T>, __T>() {}
        )
    })
}

/// With a parameter of the function around it, for a bound without one would be tried out before it is proven, which takes a
/// time that is exponential in the number of types of a loop.
///
/// ```text
/// let _: fn() = __no_strong_cycle::<(__Edge,), Style>;
/// ```
pub(super) fn asserts(node: &Node<'_>) -> TokenStream {
    let (_, closed) = targets(node);
    let assert =
        |target: &&Type| quote_spanned!(own_span(*target)=> let _: fn() = __no_strong_cycle::<(__Edge,), #target>;);
    closed.iter().map(assert).collect()
}

/// `Rc<RefCell<X>>` in a field without a mark: only the compiler can say whether `X` is a node. The inherent constant, which is
/// there for nodes, goes before the one of the trait, which is there for all.
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
pub(super) fn probes(node: &Node<'_>) -> Option<TokenStream> {
    let counted: Vec<&Counted<'_>> = node.fields.iter().flat_map(|field| &field.counted).collect();
    let probes = counted.iter().map(|Counted { ty, within }| {
        let span = own_span(ty);
        let message = format!(
            "`{}` is a node, and an `Rc` or `Arc` keeps it alive behind the graph's back: own it by `#[strong] Children`, `Child` or \
             `Strong`, refer to it by `#[weak] WeakCell`, or mark the field `#[graph(opaque)]`",
            show(ty)
        );
        let owned = within.map(|holder| quote_spanned!(span=> && !<__Holder<#holder>>::WEAKLY));
        quote_spanned!(span=> if <__Counted<#ty>>::NODE #owned { _wg::core::panic!(#message) })
    });
    let holder = counted.iter().any(|it| it.within.is_some()).then(|| {
        quote! {
            struct __Holder<__T: ?_wg::core::marker::Sized>(_wg::core::marker::PhantomData<__T>);
            trait __AnyHolder { const WEAKLY: _wg::core::primitive::bool = false; }
            impl<__T: ?_wg::core::marker::Sized> __AnyHolder for __Holder<__T> {}
            impl<__T: _wg::HoldsWeakly> __Holder<__T> { const WEAKLY: _wg::core::primitive::bool = true; }
        }
    });
    (!counted.is_empty()).then(|| {
        let probes = of_node(node, quote!(#(#probes)*)); // there is no `Self` in a constant
        quote! {
            const _: () = {
                struct __Counted<__T: ?_wg::core::marker::Sized>(_wg::core::marker::PhantomData<__T>);
                trait __Any { const NODE: _wg::core::primitive::bool = false; }
                impl<__T: ?_wg::core::marker::Sized> __Any for __Counted<__T> {}
                impl<__T: _wg::Graph> __Counted<__T> { const NODE: _wg::core::primitive::bool = true; }
                #holder
                #probes
            };
        }
    })
}
