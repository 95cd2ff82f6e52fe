//! Impls for an item that could not be read, so that its mistake is the only error.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Path, parse_quote};

use super::generics::Head;
use super::impls::readable;
use super::wrap::wrap;

/// ```text
/// unsafe impl Graph for Wrong { /* no edges */ }
/// unsafe impl Readable for Wrong {}                // if it borrows nothing
/// impl<__D> NoStrongCycle<__D> for Wrong {}
/// ```
pub(super) fn node(input: &DeriveInput, krate: Option<&Path>) -> TokenStream {
    let (ident, name) = (&input.ident, input.ident.unraw().to_string());
    let mut open = input.generics.clone();
    open.params.push(parse_quote!(__D));
    let Head { impls, args, clause } = Head::of(&input.generics);
    let open_impls = Head::of(&open).impls;
    let (mut constant, mut readable) = (TokenStream::new(), TokenStream::new());
    if readable::is_readable(&input.generics) {
        constant = readable::constant();
        readable = quote! {
            #[automatically_derived]
            unsafe impl #impls _wg::Readable for #ident #args #clause {}
        };
    }
    wrap(
        input,
        krate,
        &quote! {
            #[automatically_derived]
            unsafe impl #impls __Graph for #ident #args #clause {
                const NAME: &'static _wg::core::primitive::str = #name;
                const PARENTS: _wg::core::primitive::usize = 0;
                const EDGES: _wg::core::primitive::usize = 0;
                #constant
                fn __visit<__Edge: _wg::Visit<Self>>(&self, _: &mut __Edge) {}
            }
            #readable
            #[automatically_derived]
            impl #open_impls __NoStrongCycle<__D> for #ident #args #clause {}
        },
    )
}
