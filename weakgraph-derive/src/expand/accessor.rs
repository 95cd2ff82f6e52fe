//! The accessors of edges, out of what their [`EdgeKind`](crate::ast::EdgeKind) says of them: those of the node, and
//! those of its proxy that forward to them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};

use super::edge::EdgeTokens;
use super::expansion::{Expansion, broken};
use super::impls::edits::is_guarded;
use crate::ast::{Accessor, Calls, Gives, Name, Role, TRACKS_HANDLES, Takes};
use crate::span::own_vis;

/// What is said of every method of a proxy.
pub(super) const DROPPED: &str = "`Dropped` if the node was dropped.";

/// Returns the accessors of all edges.
pub(super) fn methods(x: &Expansion<'_, '_>) -> TokenStream {
    each(x, method)
}

/// Returns those of the proxy.
pub(super) fn forwards(x: &Expansion<'_, '_>) -> TokenStream {
    each(x, forward)
}

fn each(x: &Expansion<'_, '_>, write: fn(&EdgeTokens<'_, '_>, usize) -> TokenStream) -> TokenStream {
    let mut code = TokenStream::new();
    for edge in x.edges.iter().chain(&x.refused) {
        for (i, name) in edge.edge.accessors.iter().enumerate() {
            if !name.taken {
                write(edge, i).to_tokens(&mut code);
            }
        }
    }
    code
}

/// ```text
/// /* docs, attributes */ pub fn add_child<__Node: IntoNode<C>>(&self, child: __Node) -> Strong<C> { /* body */ }
/// ```
fn method(edge: &EdgeTokens<'_, '_>, i: usize) -> TokenStream {
    let (span, accessor, name) = (edge.span, &edge.edge.kind.accessors[i], &edge.edge.accessors[i].ident);
    let head = head(edge, accessor, accessor.attr, &docs(edge, i));
    let Arg { generics, param, .. } = arg(edge, &accessor.takes);
    let gives = match gives(edge, &accessor.gives) {
        Some(_) if is_view(edge, accessor) => {
            let view = view(edge);
            quote_spanned!(span=> -> #view)
        }
        Some(ty) if matches!(accessor.gives, Gives::Field) => quote_spanned!(span=> -> &#ty),
        Some(ty) => quote_spanned!(span=> -> #ty),
        None => TokenStream::new(),
    };
    let body = body(edge, accessor);
    let (params, clause) = guard(edge, accessor);
    quote_spanned!(span=> #head fn #name #params #generics (&self #param) #gives #clause { #body })
}

/// ```text
/// pub fn set_friend(&self, target: &Strong<T>) -> Result<(), Dropped> {
///     with_argument(&self.proxy, <Self>::set_friend, target)
/// }
/// #[track_caller]
/// pub fn add_child<__Node: IntoNode<C>>(&self, child: __Node) -> Result<Strong<C>, Dropped> {
///     match Proxy::get(&self.proxy) { Ok(__target) => .. <Self>::add_child(&*__target, child) .. }
/// }
/// ```
/// Every `Self` is the node's: see [`proxied`](super::impls::proxy::proxied). A function that is handed over has no
/// caller whose place a panic could name, and a field is borrowed from the node: these are called where the node is
/// held.
fn forward(edge: &EdgeTokens<'_, '_>, i: usize) -> TokenStream {
    let (span, accessor, name) = (edge.span, &edge.edge.kind.accessors[i], &edge.edge.accessors[i].ident);
    let attr = accessor.attr.filter(|attr| *attr != "must_use"); // a `Result` is
    let mut docs = docs(edge, i);
    if docs.iter().any(|line| line == "# Errors") {
        docs.extend(["".into(), "The outer error is `Dropped`, if the node was dropped.".into()]);
    } else {
        docs.extend(["".into(), "# Errors".into(), "".into(), DROPPED.into()]);
    }
    let head = head(edge, accessor, attr, &docs);
    let Arg { generics, param, pass } = arg(edge, &accessor.takes);
    let call = quote_spanned!(span=> <Self>::#name(&*__target #pass));
    let (params, clause) = guard(edge, accessor);
    let name = quote_spanned!(span=> #name #params #generics);
    let gives = gives(edge, &accessor.gives).unwrap_or_else(|| quote_spanned!(span=> ()));
    let (gives, call) = match accessor.gives {
        Gives::Field if edge.edge.kind.has_view() => {
            let handle = &edge.handle;
            (quote_spanned!(span=> _wg::Vec<#handle>), quote_spanned!(span=> _wg::listed(#call)))
        }
        Gives::Field => (gives, quote_spanned!(span=> _wg::core::clone::Clone::clone(#call))),
        _ => (gives, call),
    };
    if matches!(accessor.gives, Gives::Field) || is_unowned(edge, accessor) || attr == Some("track_caller") {
        return fallible(span, &head, &name, &param, (&gives, &clause), &call);
    }
    let with = match accessor.takes {
        Takes::Nothing => quote_spanned!(span=> Proxy::with),
        _ => quote_spanned!(span=> with_argument),
    };
    let method = &edge.edge.accessors[i].ident;
    quote_spanned! {span=>
        #head fn #name(&self #param) -> _wg::Result<#gives, _wg::Dropped> #clause {
            _wg::#with(&self.proxy, <Self>::#method #pass)
        }
    }
}

/// Does it read the edge, and not edit it?
fn reads(accessor: &Accessor) -> bool {
    matches!(accessor.name, Name::Field)
}

/// Is it the accessor of a list that more code may read than may edit?
fn is_view(edge: &EdgeTokens<'_, '_>, accessor: &Accessor) -> bool {
    edge.edge.read.is_some() && edge.edge.kind.has_view() && matches!(accessor.gives, Gives::Field)
}

/// ```text
/// ChildrenView<'_, C, R>
/// WeakListView<'_, T>
/// ```
fn view(edge: &EdgeTokens<'_, '_>) -> TokenStream {
    let (span, target, relation) = (edge.span, &edge.target, &edge.relation);
    match edge.edge.kind.role {
        Role::Owning => quote_spanned!(span=> _wg::ChildrenView<'_, #target, #relation>),
        _ => quote_spanned!(span=> _wg::WeakListView<'_, #target>),
    }
}

/// What `detach_from_parent` asks for where the field is not private: `<__K>`, and
///
/// ```text
/// where P: EditChildren<Self, R, __K>
/// ```
fn guard(edge: &EdgeTokens<'_, '_>, accessor: &Accessor) -> (TokenStream, TokenStream) {
    if !matches!(accessor.calls, Calls::Detach) || edge.is_broken || !is_guarded(edge.edge) {
        return (TokenStream::new(), TokenStream::new());
    }
    let (span, target, relation) = (edge.span, &edge.target, &edge.relation);
    let clause = quote_spanned!(span=> where #target: _wg::EditChildren<Self, #relation, __K>);
    (quote_spanned!(span=> <__K>), clause)
}

/// ```text
/// /* head */ fn age(&self, value: T) -> Result<u32, Dropped> {
///     match Proxy::get(&self.proxy) {
///         Ok(__target) => { let __given = /* call */; Ok(dropping(__target, __given)) }
///         Err(__dead) => Err(__dead),
///     }
/// }
/// ```
/// A `match`: the traits behind `?` cost `check` of such a type a tenth more.
pub(super) fn fallible(
    span: Span,
    head: &TokenStream,
    name: &TokenStream,
    arg: &TokenStream,
    (ty, clause): (&TokenStream, &TokenStream),
    call: &TokenStream,
) -> TokenStream {
    quote_spanned! {span=>
        #head fn #name(&self #arg) -> _wg::Result<#ty, _wg::Dropped> #clause {
            match _wg::Proxy::get(&self.proxy) {
                _wg::Ok(__target) => {
                    let __given = #call;
                    _wg::Ok(_wg::dropping(__target, __given))
                }
                _wg::Err(__dead) => _wg::Err(__dead),
            }
        }
    }
}

/// Is it the accessor of a target that is taken to be there?
fn is_unowned(edge: &EdgeTokens<'_, '_>, accessor: &Accessor) -> bool {
    edge.edge.unowned && matches!(accessor.gives, Gives::Target(_))
}

/// The docs of an accessor, line by line.
fn docs(edge: &EdgeTokens<'_, '_>, i: usize) -> Vec<String> {
    let accessor = &edge.edge.kind.accessors[i];
    let next = edge.edge.accessors.get(i + 1).map(|next| next.ident.to_string()).unwrap_or_default();
    let mut lines = Vec::new();
    for line in accessor.docs {
        lines.push(line.replace("{field}", &edge.edge.field).replace("{next}", &next));
    }
    if is_view(edge, accessor) {
        lines[0] = lines[0].replace("Returns the list", "Returns a view of the list");
    }
    if let Gives::Target(if_any) = accessor.gives {
        if is_unowned(edge, accessor) {
            lines[0].push('.');
            lines.extend(["".into(), "# Panics".into(), "".into(), "If it was dropped, or never set.".into()]);
        } else {
            lines[0].push_str(if_any);
            lines[0].push('.');
        }
    }
    lines
}

/// The start of an accessor: docs, the user's `#[deprecated]`, an attribute of its own, visibility.
///
/// ```text
/// #[track_caller]                                  // with `#[weak(unowned)]`
/// #[doc = "..."]
/// #[must_use]
/// #[inline]
/// pub
/// ```
fn head(edge: &EdgeTokens<'_, '_>, accessor: &Accessor, attr: Option<&str>, docs: &[String]) -> TokenStream {
    let vis = edge.edge.read.as_ref().filter(|_| reads(accessor)).unwrap_or(edge.edge.vis);
    let (span, vis) = (edge.span, own_vis(vis));
    let mut head = TokenStream::new();
    if is_unowned(edge, accessor) || (TRACKS_HANDLES && attr != Some("track_caller")) {
        quote_spanned!(span=> #[track_caller]).to_tokens(&mut head);
    }
    push_docs(&mut head, span, docs);
    for attr in &edge.edge.attrs {
        attr.to_tokens(&mut head);
    }
    if let Some(attr) = attr {
        let attr = Ident::new(attr, span);
        quote_spanned!(span=> #[#attr]).to_tokens(&mut head);
    }
    quote_spanned!(span=> #[inline] #vis).to_tokens(&mut head);
    head
}

/// ```text
/// #[doc = "the lines"]
/// ```
/// One attribute, as each costs the compiler tokens, a parse, and a call of the macro's.
pub(super) fn push_docs(code: &mut TokenStream, span: Span, docs: &[String]) {
    let text = docs.join("\n");
    quote_spanned!(span=> #[doc = #text]).to_tokens(code);
}

/// The parameter of an accessor.
#[derive(Default)]
struct Arg {
    /// `<__Node: IntoNode<C>>`. Not `impl IntoNode<C>`, which is a lint of clippy's.
    generics: TokenStream,
    /// `, target: &Strong<T>`
    param: TokenStream,
    /// What passes it on, `, target`.
    pass: TokenStream,
}

fn arg(edge: &EdgeTokens<'_, '_>, takes: &Takes) -> Arg {
    let (span, handle, target) = (edge.span, &edge.handle, &edge.target);
    let mut generics = TokenStream::new();
    let (name, ty) = match takes {
        Takes::Nothing => return Arg::default(),
        Takes::IntoStrong(name) => {
            generics = quote_spanned!(span=> <__Node: _wg::IntoNode<#target>>);
            (name, quote_spanned!(span=> __Node))
        }
        Takes::Strong(name) => (name, quote_spanned!(span=> &#handle)),
    };
    let name = Ident::new(name, span);
    Arg { generics, param: quote_spanned!(span=> , #name: #ty), pass: quote_spanned!(span=> , #name) }
}

/// The type that an accessor returns; of a field, without its `&`.
fn gives(edge: &EdgeTokens<'_, '_>, gives: &Gives) -> Option<TokenStream> {
    let (span, handle) = (edge.span, &edge.handle);
    Some(match gives {
        Gives::Nothing => return None,
        Gives::Bool => quote_spanned!(span=> _wg::bool),
        Gives::OptionSelf => quote_spanned!(span=> _wg::Option<_wg::Strong<Self>>),
        Gives::Result => quote_spanned!(span=> _wg::Result<#handle, _wg::LinkError>),
        Gives::Field => edge.ty.clone(),
        Gives::Strong => handle.clone(),
        Gives::Target(_) if edge.edge.unowned => handle.clone(),
        Gives::Option | Gives::Target(_) => quote_spanned!(span=> _wg::Option<#handle>),
    })
}

/// ```text
/// &self.children
/// WeakCell::set(&self.friend, target)
/// <C as OwningEdge<Self, R>>::__set(&self.left, member)
/// <C as OwningEdge<Self, R>>::__add(self, &self.children, member)
/// ChildrenView::__of(&self.children)                          // with `#[strong(pub)]`
/// detach::<Self, R, _>(self)
/// unowned::<Self, _>(Parent::get(&self.parent), "parent")      // with `#[weak(unowned)]`
/// ```
/// The qualified call, the same in every body, lets rustc fold a missing back-reference into one error.
fn body(edge: &EdgeTokens<'_, '_>, accessor: &Accessor) -> TokenStream {
    let (span, place, relation) = (edge.span, &edge.place, &edge.relation);
    let Arg { pass, .. } = arg(edge, &accessor.takes);
    if edge.is_broken {
        return broken();
    }
    let ident = |name: &str| Ident::new(name, span);
    let body = match accessor.calls {
        Calls::Field if is_view(edge, accessor) => match edge.edge.kind.role {
            Role::Owning => quote_spanned!(span=> _wg::ChildrenView::__of(#place)),
            _ => quote_spanned!(span=> _wg::WeakListView::__of(#place)),
        },
        Calls::Field => place.clone(),
        Calls::Edge(function) => {
            let (kind, function) = (ident(edge.edge.kind.name), ident(function));
            quote_spanned!(span=> _wg::#kind::#function(#place #pass))
        }
        Calls::Child(function) => {
            let (child, function) = (edge.owned_by(), ident(function));
            quote_spanned!(span=> #child::#function(#place #pass))
        }
        Calls::ChildOfSelf(function) => {
            let (child, function) = (edge.owned_by(), ident(function));
            quote_spanned!(span=> #child::#function(self, #place #pass))
        }
        Calls::Detach => quote_spanned!(span=> _wg::detach::<Self, #relation, _>(self)),
    };
    if !is_unowned(edge, accessor) {
        return body;
    }
    let field = &edge.edge.field;
    quote_spanned!(span=> _wg::unowned::<Self, _>(#body, #field))
}
