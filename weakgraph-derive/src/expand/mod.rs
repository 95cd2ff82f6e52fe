//! What the derive writes: accessors, out of the table that each kind of edge has in [`edge`], and one file in [`impls`] per
//! thing that is written for the node as a whole.

mod accessor;
pub(crate) mod edge;
mod fallback;
mod generics;
pub(crate) mod impls;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, ExprPath, Fields, Generics, Meta, Path, Type};

use self::edge::EdgeTokens;
use self::generics::Head;
use crate::ast::{Edge, Node, is_deprecated};
use crate::diagnostics::Diagnostics;
use crate::span::{own, respan};
use crate::{parse, validate};

/// Expands `#[derive(Graph)]`: the impls of all that could be understood, and one `compile_error!` for each mistake.
pub(crate) fn graph(input: &DeriveInput) -> TokenStream {
    let mut dx = Diagnostics::default();
    let mut code = impls(&mut dx, input);
    dx.finish().to_tokens(&mut code);
    code
}

/// Returns the impls alone; the mistakes are in `dx`.
pub(crate) fn impls(dx: &mut Diagnostics, input: &DeriveInput) -> TokenStream {
    match parse::node(dx, input, edge::KINDS) {
        Ok(node) => {
            validate::node(dx, &node);
            expand(&node)
        }
        Err(krate) => fallback::node(input, krate.as_ref()),
    }
}

fn expand(node: &Node<'_>) -> TokenStream {
    let x = Expansion::of(node);
    let mut code = TokenStream::new();
    for write in impls::ALL {
        write(&x, &mut code);
    }
    let mut all = TokenStream::new();
    impls::proxy::accessors(&x, &mut all);
    wrap(node.input, node.options.krate.as_ref(), &code).to_tokens(&mut all);
    all
}

/// A node with the tokens that many impls repeat.
pub(crate) struct Expansion<'n, 'a> {
    node: &'n Node<'a>,
    /// Those of [`Node::edges`], in their order.
    edges: Vec<EdgeTokens<'n, 'a>>,
    /// The name for the head of an impl, in the user's span, so that rustc's notes point at it. Of a deprecated type it is in
    /// a span of the macro's own, since to name it is a warning.
    name: Ident,
    generics: Generics,
    head: Head,
}

impl<'n, 'a> Expansion<'n, 'a> {
    fn of(node: &'n Node<'a>) -> Self {
        let mut name = node.ident().clone();
        if is_deprecated(node.input) {
            name.set_span(Span::call_site());
        }
        let mut edges = Vec::new();
        for edge in &node.edges {
            edges.push(EdgeTokens::of(node, edge));
        }
        let generics = generics::bounded(node, &edges);
        let head = Head::of(&generics);
        Expansion { node, edges, name, generics, head }
    }

    /// Returns the tokens of an edge of the node.
    fn tokens(&self, edge: &Edge<'a>) -> &EdgeTokens<'n, 'a> {
        let known = self.edges.iter().find(|it| std::ptr::eq(it.edge, edge));
        known.expect("the edge is one of the node's")
    }

    /// Returns the type as generated code repeats it.
    fn repeat(&self, ty: &Type) -> TokenStream {
        repeat(self.node.input, ty)
    }

    /// ```text
    /// #[automatically_derived]
    /// impl<..> Trait for Node<..> where .. { /* body */ }
    /// ```
    fn implement(&self, head: &Head, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let (Head { impls, args, clause }, ident) = (head, &self.name);
        quote! {
            #[automatically_derived]
            impl #impls #of for #ident #args #clause { #body }
        }
    }

    /// ```text
    /// #[automatically_derived]
    /// unsafe impl<..> Trait for Node<..> where .. { /* body */ }
    /// ```
    fn implement_unsafe(&self, head: &Head, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let (Head { impls, args, clause }, ident) = (head, &self.name);
        quote! {
            #[automatically_derived]
            unsafe impl #impls #of for #ident #args #clause { #body }
        }
    }
}

/// The type as generated code repeats it: in the user's spans, so that rustc folds errors about it with those about the
/// field. But to name a deprecated type is a warning, so a deprecated node does not name itself.
fn repeat(input: &DeriveInput, ty: &Type) -> TokenStream {
    if !is_deprecated(input) {
        return ty.to_token_stream();
    }
    respan(ty.to_token_stream(), &|token| matches!(token, TokenTree::Ident(ident) if *ident == input.ident))
}

/// Puts `code` where its names cannot clash with the user's.
///
/// ```text
/// #[allow(..)]                                     // what the user allows on the type or its fields
/// const _: () = {
///     use ::weakgraph::__private::{self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle};
///     /* code */
/// };
/// ```
///
/// Lints leave code of a derive alone, but not the user's own tokens, which it repeats: what was silenced at the type stays
/// silent. Nothing else is allowed, since an `allow` in a crate that forbids the lint is an error.
///
/// The two traits stand without a path at the head of their impls, which is in the user's span: see [`Expansion::name`].
fn wrap(input: &DeriveInput, krate: Option<&Path>, code: &TokenStream) -> TokenStream {
    let (krate, allows) = (crate_path(krate), allows(input));
    quote! {
        #allows
        const _: () = {
            use #krate::__private::{self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle};
            #code
        };
    }
}

/// `::weakgraph`, or what `crate = path` says.
fn crate_path(krate: Option<&Path>) -> TokenStream {
    match krate {
        Some(path) => path.to_token_stream(),
        None => quote!(::weakgraph),
    }
}

/// ```text
/// #[allow(..)]      // for each `#[allow(..)]` and `#[expect(..)]` on the type, its variants and its fields
/// ```
fn allows(input: &DeriveInput) -> TokenStream {
    let mut code = TokenStream::new();
    push_allows(&mut code, &input.attrs);
    match &input.data {
        Data::Struct(data) => push_allows_of_fields(&mut code, &data.fields),
        Data::Enum(data) => {
            for variant in &data.variants {
                push_allows(&mut code, &variant.attrs);
            }
            for variant in &data.variants {
                push_allows_of_fields(&mut code, &variant.fields);
            }
        }
        Data::Union(data) => {
            for field in &data.fields.named {
                push_allows(&mut code, &field.attrs);
            }
        }
    }
    code
}

fn push_allows_of_fields(code: &mut TokenStream, fields: &Fields) {
    for field in fields {
        push_allows(code, &field.attrs);
    }
}

fn push_allows(code: &mut TokenStream, attrs: &[Attribute]) {
    for attr in attrs {
        match &attr.meta {
            Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
                let lints = &list.tokens;
                quote!(#[allow(#lints)]).to_tokens(code);
            }
            _ => {}
        }
    }
}

/// A call of the user's hook that is a type error at its path if the path does not fit.
///
/// ```text
/// let hook: fn(&Self) = Self::gone;
/// hook(self)
/// ```
fn call_hook(path: &ExprPath) -> TokenStream {
    quote_spanned!(own(path.span())=> let hook: fn(&Self) = #path; hook(self))
}
