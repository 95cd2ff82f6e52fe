//! Impls for an item that could not be read, so that its mistake is the only error.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Path, parse_quote};

use crate::expand::{read, wrap};

/// ```text
/// unsafe impl Graph for Wrong { /* no edges */ }
/// unsafe impl Readable for Wrong {}                // if it borrows nothing
/// impl<__D> NoStrongCycle<__D> for Wrong {}
/// ```
pub(crate) fn node(input: &DeriveInput, krate: Option<&Path>) -> TokenStream {
    let (ident, name) = (&input.ident, input.ident.unraw().to_string());
    let mut open = input.generics.clone();
    open.params.push(parse_quote!(__D));
    let (impls, args, clause) = input.generics.split_for_impl();
    let (open_impls, _, _) = open.split_for_impl();
    let is_readable = read::is_readable(&input.generics);
    let constant = is_readable.then(read::constant);
    let readable = is_readable.then(|| {
        quote! {
            #[automatically_derived]
            unsafe impl #impls _wg::Readable for #ident #args #clause {}
        }
    });
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
