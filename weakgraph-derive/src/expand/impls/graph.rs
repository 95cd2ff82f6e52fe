//! The trait `Graph`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::{edges, hidden, label, no_strong_cycle, owner_of, readable, self_type, tree};
use crate::ast::{Content, LOOKS_INTO_HIDDEN, Role};
use crate::expand::edge::EdgeTokens;
use crate::expand::expansion::Expansion;
use crate::expand::hook;
use crate::span::{of_type, own, own_ident, own_member};
use crate::ty;

/// ```text
/// unsafe impl Graph for Node {
///     const NAME: &'static str = "Node";
///     const PARENTS: usize = 1;
///     const EDGES: usize = 1;
///     fn __visit<__Edge: Visit<Self>>(&self, visit: &mut __Edge) { /* one statement per edge */ }
///     const READABLE: bool = true;                 // with `Readable`
///     const NESTS: bool = { /* see below */ };     // the same
///     const HOOKED: bool = true;                   // with `#[graph(on_drop = ..)]`
///     fn __on_drop(&self, _: Dropping) { Node::farewell(self) }
///     fn __edges(&self, see: &mut EdgeCollector<'_>) { /* one statement per edge */ }
///     fn __label(&self) -> Option<String> { label(&self.name) }    // with `#[graph(label)]`
///     fn __sole(&self) -> Option<(&Link, &Head)>   // in a pure tree
/// }
/// ```
pub(super) fn graph(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let (node, ident) = (x.node, &x.name);
    let name = node.ident().unraw().to_string();
    let (parents, owning) = (node.parents().len(), node.owning().len());
    let mut visit = self_type::checks(x);
    no_strong_cycle::asserts(x, &mut visit);
    owner_of::assert_distinct(x, &mut visit);
    phantoms(x, &mut visit);
    uses(x, &mut visit);
    visits(x, &mut visit);
    let mut rest = TokenStream::new();
    if readable::is_readable(node.generics()) {
        readable::constant().to_tokens(&mut rest);
        nests(x, &mut rest);
    }
    if let Some(path) = &node.options.on_drop {
        let call = hook::call(x, path);
        let hook = quote! {
            const HOOKED: _wg::core::primitive::bool = true;
            fn __on_drop(&self, _: _wg::Dropping) { #call }
        };
        hook.to_tokens(&mut rest);
    }
    edges::describe(x, &mut rest);
    if LOOKS_INTO_HIDDEN {
        hidden::hidden(x, &mut rest);
    }
    label::label(x, &mut rest);
    tree::sole(x, &mut rest);
    let visitor = no_strong_cycle::visitor(x);
    let body = quote! {
        const NAME: &'static _wg::core::primitive::str = #name;
        const PARENTS: _wg::core::primitive::usize = #parents;
        const EDGES: _wg::core::primitive::usize = #owning;
        #[inline]
        fn __visit<#visitor: _wg::Visit<Self>>(&self, visit: &mut #visitor) { #visit }
        #rest
    };
    opaque_docs(x, code);
    let of = quote_spanned!(ident.span()=> __Graph);
    let has_edges = x.node.edges.iter().flat_map(|edge| &edge.accessors).any(|it| it.ident == "edges");
    let written = match has_edges {
        true => x.implement_for_itself(&x.head, &of, &body),
        false => x.implement_unsafe(&x.head, &of, &body),
    };
    written.to_tokens(code);
}

/// Whether the drop of a value runs code that is not the runtime's. Fields are asked by their types: whatever mentions
/// a field would silence the lint about one that is never read.
///
/// ```text
/// const NESTS: bool = {
///     use _wg::WithoutDrop as __WithoutDrop;
///     OwnDrop::<Self>::IS || needs_drop::<String>()
/// };
/// ```
fn nests(x: &Expansion<'_, '_>, rest: &mut TokenStream) {
    let mut drops = quote!(_wg::OwnDrop::<Self>::IS);
    for field in &x.node.fields {
        match field.content {
            Content::Edge(Role::BackReference | Role::Owning | Role::WeakLink, _) | Content::Refused => continue,
            _ => {}
        }
        let ty = x.repeat(field.ty());
        quote!(|| _wg::core::mem::needs_drop::<#ty>()).to_tokens(&mut drops);
    }
    let constant = quote! {
        const NESTS: _wg::core::primitive::bool = {
            use _wg::WithoutDrop as __WithoutDrop;
            #drops
        };
    };
    constant.to_tokens(rest);
}

/// Of a node that does not compile anyway: no edges.
///
/// ```text
/// unsafe impl Graph for Node { /* as above, without an edge */ }
/// unsafe impl<__C, __R> ParentOf<__C, __R> for Node { /* panics */ }
/// ```
pub(super) fn broken(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let name = x.node.ident().unraw().to_string();
    let mut rest = TokenStream::new();
    if readable::is_readable(x.node.generics()) {
        readable::constant().to_tokens(&mut rest);
    }
    if let Some(path) = &x.node.options.on_drop {
        let call = hook::call(x, path);
        quote!(fn __on_drop(&self, _: _wg::Dropping) { #call }).to_tokens(&mut rest);
    }
    let body = quote! {
        const NAME: &'static _wg::core::primitive::str = #name;
        const PARENTS: _wg::core::primitive::usize = 0;
        const EDGES: _wg::core::primitive::usize = 0;
        fn __visit<__Edge: _wg::Visit<Self>>(&self, _: &mut __Edge) {}
        #rest
    };
    x.implement_unsafe(&x.head, &quote_spanned!(x.name.span()=> __Graph), &body).to_tokens(code);
}

/// Asserts the types of all edges that the runtime links, then shows them to `visit`.
fn visits(x: &Expansion<'_, '_>, body: &mut TokenStream) {
    let mut visits = TokenStream::new();
    let parents = x.node.parents();
    for it in &x.edges {
        let role = it.edge.kind.role;
        // Of two back-references in one relation, the second was reported.
        let second = role == Role::BackReference && parents.iter().all(|first| !std::ptr::eq(*first, it.edge));
        if role.is_linked() && !second {
            it.type_assertion().to_tokens(body);
            visit(x, it).to_tokens(&mut visits);
        }
    }
    visits.to_tokens(body);
}

/// The statement that shows the edge to `visit`.
///
/// ```text
/// Parent::__visit(&self.parent, visit);
/// <C as OwningEdge<Self, R>>::__visit_children(visit, &self.children, 0u8);
/// WeakCell::__visit(&self.friend, visit, Option::None);
/// ```
fn visit(x: &Expansion<'_, '_>, it: &EdgeTokens<'_, '_>) -> TokenStream {
    let (span, place) = (it.span, &it.place);
    match it.edge.kind.role {
        Role::BackReference => {
            let kind = Ident::new(it.edge.kind.name, span);
            quote_spanned!(span=> _wg::#kind::__visit(#place, visit);)
        }
        Role::Owning => {
            let (child, visit, slot) = (it.owned_by(), it.function("__visit_"), x.node.slot(it.edge));
            quote_spanned!(span=> #child::#visit(visit, #place, #slot);)
        }
        Role::WeakLink => {
            let (kind, hook) = (Ident::new(it.edge.kind.name, span), late_hook(x, it));
            quote_spanned!(span=> _wg::#kind::__visit(#place, visit, #hook);)
        }
        Role::WeakHandle | Role::Shared => TokenStream::new(),
    }
}

/// The hook of a weak link as the value that `visit` takes.
///
/// ```text
/// Option::Some(late_hook::<Self, _>(|__node: &Self, __dropped| { /* as `call_of_edge` says */ }))
/// ```
fn late_hook(x: &Expansion<'_, '_>, edge: &EdgeTokens<'_, '_>) -> TokenStream {
    match &edge.edge.on_drop {
        Some(path) => {
            let call = hook::call_of_edge(x, path, "__node", &edge.target);
            quote_spanned! {own(path.span())=>
                _wg::core::option::Option::Some(_wg::late_hook::<Self, _>(|__node: &Self, __dropped| { #call }))
            }
        }
        None => quote_spanned!(edge.span=> _wg::core::option::Option::None),
    }
}

/// Asserts that what is called `PhantomData`, and named with a `Strong`, is the standard library's: any other could own
/// the handle.
///
/// ```text
/// let _: fn() = phantom::<PhantomData<Strong<T>>>;
/// ```
fn phantoms(x: &Expansion<'_, '_>, body: &mut TokenStream) {
    for field in &x.node.fields {
        if field.content == Content::Opaque {
            continue;
        }
        for ty in ty::phantoms(&field.syn.ty) {
            quote_spanned!(of_type(ty)=> let _: fn() = _wg::phantom::<#ty>;).to_tokens(body);
        }
    }
}

/// A shared edge keeps its target alive, so it is of use though nobody reads it: no warning about a dead field.
///
/// ```text
/// let _ = &self.style;
/// if let Self::Styled { style: edge, .. } = self { let _ = edge; }
/// ```
fn uses(x: &Expansion<'_, '_>, body: &mut TokenStream) {
    for field in &x.node.fields {
        match field.content {
            Content::Edge(Role::Shared | Role::WeakHandle, _) | Content::Container { strong: true, .. } => {}
            _ => continue,
        }
        let member = own_member(&field.member);
        let used = match field.variant {
            Some(variant) => {
                let variant = own_ident(variant);
                quote!(if let Self::#variant { #member: edge, .. } = self { let _ = edge; })
            }
            None => quote!(let _ = &self.#member;),
        };
        used.to_tokens(body);
    }
}

/// ```text
/// #[doc = "Left out of the graph by `#[graph(opaque)]`: `cache`."]
/// ```
fn opaque_docs(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    let mut names = Vec::new();
    for field in &x.node.fields {
        if field.content == Content::Opaque {
            names.push(format!("`{}`", field.name));
        }
    }
    if !names.is_empty() {
        let names = names.join(", ");
        let doc =
            format!("`#[graph(opaque)]` leaves these fields out of the graph and of the check for cycles: {names}.");
        quote!(#[doc = #doc]).to_tokens(code);
    }
}
