//! What the derive writes. One file per kind of edge, and one per thing that is written for the node as a whole.
//!
//! A new kind of edge is a file with a [`Kind`] in it and a line in [`KINDS`].

mod by_value;
mod child;
mod children;
mod document;
mod edges;
mod itself;
mod label;
mod new;
mod no_strong_cycle;
mod node;
mod owner;
mod parent;
pub(crate) mod proxy;
pub(crate) mod read;
mod shared;
mod tree;
mod weak;
mod weak_cell;
mod weak_list;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, ExprPath, Field, Generics, Ident, Meta, Path, PathArguments, Type, TypeParamBound, Variant,
    Visibility, WherePredicate, parse_quote,
};

use crate::attr::Mark;
use crate::check;
use crate::ctxt::Ctxt;
use crate::fallback;
use crate::model::{Edge, Node, Role};
use crate::types::{is_open, mentions, respan, show};

/// A type that is an edge when it stands in a field.
pub(crate) struct Kind {
    /// The last segment of its path.
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    /// A field name for messages.
    pub(crate) example: &'static str,
    /// The options of its attribute.
    pub(crate) options: &'static [&'static str],
    /// Its accessors.
    pub(crate) methods: fn(&Edge<'_>) -> Vec<Method>,
    /// The statement that shows the edge (its slot given) to `visit`; `None`: the runtime need not know of it.
    pub(crate) visit: Option<fn(&Edge<'_>, u8) -> TokenStream>,
}

/// Every kind of edge.
pub(crate) static KINDS: &[&Kind] =
    &[&parent::KIND, &children::KIND, &child::KIND, &weak_cell::KIND, &weak_list::KIND, &weak::KIND, &shared::KIND];

impl Kind {
    pub(crate) fn mark(&self) -> Mark {
        self.role.mark()
    }

    pub(crate) fn takes(&self, option: &str) -> bool {
        self.options.contains(&option)
    }
}

/// A method of the node's `impl` block.
pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) tokens: TokenStream,
    /// The method of a `Proxy` that forwards to it, with `#[graph(proxy)]`.
    pub(crate) proxied: Option<TokenStream>,
}

/// An accessor: a method that belongs to an edge.
struct Accessor<'d> {
    name: Ident,
    /// An attribute of its own.
    attr: Option<&'static str>,
    docs: &'d [&'d str],
    /// What it takes besides `&self`.
    arg: Option<(&'static str, TokenStream)>,
    gives: Gives,
    body: TokenStream,
}

/// What an accessor returns.
enum Gives {
    Nothing,
    Value(TokenStream),
    /// A reference to a handle.
    Handle(TokenStream),
    /// A reference to the list itself.
    List(TokenStream),
}

impl Accessor<'_> {
    /// ```text
    /// /* docs, attributes */ pub fn add_child(&self, member: impl Into<Strong<C>>) -> Strong<C> { /* body */ }
    /// ```
    fn method(self, edge: &Edge<'_>) -> Method {
        let (span, name, body) = (edge.span(), &self.name, &self.body);
        let head = head(edge, self.attr, self.docs);
        let arg = self.arg.as_ref().map(|(arg, ty)| {
            let arg = Ident::new(arg, span);
            quote_spanned!(span=> , #arg: #ty)
        });
        let gives = match &self.gives {
            Gives::Nothing => None,
            Gives::Value(ty) => Some(quote_spanned!(span=> -> #ty)),
            Gives::Handle(ty) | Gives::List(ty) => Some(quote_spanned!(span=> -> &#ty)),
        };
        let tokens = quote_spanned!(span=> #head fn #name(&self #arg) #gives { #body });
        let proxied = edge.proxied.then(|| proxy::forward(edge, &self));
        Method { name: self.name, tokens, proxied }
    }
}

/// Expands `#[derive(Graph)]`: the impls of all that could be understood, and one `compile_error!` for each mistake.
pub(crate) fn graph(input: &DeriveInput) -> TokenStream {
    let mut cx = Ctxt::default();
    let code = impls(&mut cx, input);
    let errors = cx.finish();
    quote!(#code #errors)
}

/// The impls alone; the mistakes are in `cx`.
pub(crate) fn impls(cx: &mut Ctxt, input: &DeriveInput) -> TokenStream {
    match Node::read(cx, input) {
        Ok(node) => {
            let methods = check::node(cx, &node);
            expand(&node, &methods)
        }
        Err(krate) => fallback::node(input, krate.as_ref()),
    }
}

fn expand(node: &Node<'_>, methods: &[Method]) -> TokenStream {
    let mut code = TokenStream::new();
    let accessors = proxy::accessors(node);
    code.extend(node::methods(node, methods));
    code.extend(node::graph(node));
    code.extend(parent::members(node));
    code.extend(owner::owners(node));
    code.extend(owner::distinct(node));
    code.extend(tree::tree(node));
    code.extend(read::readable(node));
    code.extend(by_value::deep_clone(node));
    code.extend(by_value::tree_eq(node));
    code.extend(by_value::tree_hash(node));
    code.extend(document::record(node));
    code.extend(itself::probes(node));
    code.extend(no_strong_cycle::assertion(node));
    code.extend(no_strong_cycle::node(node));
    code.extend(no_strong_cycle::probes(node));
    code.extend(proxy::proxied(node, methods));
    let code = wrap(node.input, node.attrs.krate.as_ref(), &code);
    quote!(#accessors #code)
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
/// The two traits stand without a path at the head of their impls, which is in the user's span: see [`Node::name`].
pub(crate) fn wrap(input: &DeriveInput, krate: Option<&Path>, code: &TokenStream) -> TokenStream {
    let krate = krate.map_or_else(|| quote!(::weakgraph), ToTokens::to_token_stream);
    let allows = allows(input);
    quote! {
        #(#[allow(#allows)])*
        const _: () = {
            use #krate::__private::{self as _wg, Graph as __Graph, NoStrongCycle as __NoStrongCycle};
            #code
        };
    }
}

/// What stands in each `#[allow(..)]` and `#[expect(..)]` on the type, its variants and its fields.
fn allows(input: &DeriveInput) -> Vec<&TokenStream> {
    let fields: Vec<&Field> = match &input.data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).collect(),
        Data::Union(data) => data.fields.named.iter().collect(),
    };
    let variants: Vec<&Variant> = match &input.data {
        Data::Enum(data) => data.variants.iter().collect(),
        _ => Vec::new(),
    };
    let attrs = input
        .attrs
        .iter()
        .chain(variants.iter().flat_map(|it| &it.attrs))
        .chain(fields.iter().flat_map(|it| &it.attrs));
    attrs
        .filter(|attr| attr.path().is_ident("allow") || attr.path().is_ident("expect"))
        .filter_map(|attr| match &attr.meta {
            Meta::List(list) => Some(&list.tokens),
            _ => None,
        })
        .collect()
}

/// All methods that the derive would write, in order, each with the field it belongs to.
pub(crate) fn methods<'n, 'a>(node: &'n Node<'a>) -> Vec<(Option<&'n Edge<'a>>, Method)> {
    let mut methods = Vec::new();
    methods.extend(new::method(node).map(|method| (None, method)));
    methods.extend(node::handle(node).map(|method| (None, method)));
    for edge in &node.edges {
        methods.extend((edge.kind.methods)(edge).into_iter().map(|method| (Some(edge), method)));
    }
    methods
}

/// The start of an accessor: docs, the user's `#[deprecated]`, an attribute of its own, visibility.
///
/// ```text
/// #[doc = "..."]
/// #[must_use]
/// #[inline]
/// pub
/// ```
fn head(edge: &Edge<'_>, attr: Option<&str>, docs: &[&str]) -> TokenStream {
    let (span, vis, attrs) = (edge.span(), own_vis(edge.vis), &edge.attrs);
    let attr = attr.map(|attr| Ident::new(attr, span)).into_iter();
    quote_spanned!(span=> #(#[doc = #docs])* #(#attrs)* #(#[#attr])* #[inline] #vis)
}

/// The visibility in spans of the macro's own: in a type that a `macro_rules!` made, lints would take the method for the
/// user's by its first token.
fn own_vis(vis: &Visibility) -> TokenStream {
    respan(vis, &|token| !matches!(token, TokenTree::Ident(ident) if ident == "$crate"))
}

/// The accessor of a weak edge to one node, with what gives the target if it is there.
///
/// ```text
/// #[must_use]
/// pub fn parent(&self) -> Option<Strong<P>> { Parent::get(&self.parent) }
/// ```
/// With `#[weak(unowned)]`:
///
/// ```text
/// #[track_caller]
/// #[must_use]
/// pub fn parent(&self) -> Strong<P> { unowned::<Self, _>(Parent::get(&self.parent), "parent") }
/// ```
fn weak_target(edge: &Edge<'_>, what: &str, if_any: &str, found: TokenStream) -> Method {
    let (span, target, label) = (edge.span(), edge.target(), &edge.label);
    let docs = format!("{what} field `{label}`");
    let handle = quote_spanned!(span=> _wg::Strong<#target>);
    let common = |docs: &[&str], gives, body| {
        let accessor = Accessor {
            name: edge.accessor(),
            attr: Some("must_use"),
            docs,
            arg: None,
            gives: Gives::Value(gives),
            body,
        };
        accessor.method(edge)
    };
    if !edge.unowned {
        return common(
            &[&format!("{docs}{if_any}.")],
            quote_spanned!(span=> _wg::core::option::Option<#handle>),
            found,
        );
    }
    let docs = [&*format!("{docs}."), "", "# Panics", "", "If it has gone, or was never set."];
    let mut method = common(&docs, handle, quote_spanned!(span=> _wg::unowned::<Self, _>(#found, #label)));
    for tokens in [Some(&mut method.tokens), method.proxied.as_mut()].into_iter().flatten() {
        *tokens = quote_spanned!(span=> #[track_caller] #tokens);
    }
    method
}

/// A call of the user's hook that is a type error at its path if the path does not fit.
///
/// ```text
/// let hook: fn(&Self) = Self::gone;
/// hook(self)
/// ```
fn call_hook(path: &ExprPath) -> TokenStream {
    quote_spanned!(own_span(path)=> let hook: fn(&Self) = #path; hook(self))
}

/// The hook of a weak link as the value that `visit` takes.
///
/// ```text
/// { let hook: fn(&Self) = Self::gone; Option::Some(late_hook::<Self>(hook)) }
/// ```
fn hook_value(edge: &Edge<'_>) -> TokenStream {
    match &edge.on_drop {
        Some(path) => quote_spanned! {own_span(path)=> {
            let hook: fn(&Self) = #path;
            _wg::core::option::Option::Some(_wg::late_hook::<Self>(hook))
        }},
        None => quote_spanned!(edge.span()=> _wg::core::option::Option::None),
    }
}

/// The place of `tokens`, with names resolved as the macro's own: errors point there, and lints leave it alone.
pub(crate) fn own_span(tokens: &impl Spanned) -> Span {
    tokens.span().resolved_at(Span::call_site())
}

/// The generics of the type with what its edges ask of its parameters: every impl but `NoStrongCycle` needs them.
///
/// - `C: MemberOf<Self, R>` for an owning edge to a parameter `C`,
/// - `P: OwnerOf<Self, R>` for a back-reference to a parameter `P`,
/// - `S: NoStrongCycle<()>` for a shared edge to a type that names a parameter: it is decided where the type is used.
///
/// What the user wrote already is not said again.
fn bounded(node: &Node<'_>) -> Generics {
    let mut bounds: Vec<WherePredicate> = Vec::new();
    for edge in node.edges.iter().filter(|edge| is_open(edge.target, node.generics())) {
        let (target, relation) = (edge.target(), edge.relation());
        let said = |name| says(node.generics(), edge.target, name, &edge.relation_key());
        match edge.kind.role {
            Role::Owning if !said("MemberOf") => bounds.push(parse_quote!(#target: _wg::MemberOf<Self, #relation>)),
            Role::BackReference if !said("OwnerOf") => {
                bounds.push(parse_quote!(#target: _wg::OwnerOf<Self, #relation>))
            }
            _ => {}
        }
    }
    let (open, _) = no_strong_cycle::targets(node);
    let open = open.iter().filter(|target| !says(node.generics(), target, "NoStrongCycle", "()"));
    bounds.extend(open.map(|target| -> WherePredicate { parse_quote!(#target: _wg::NoStrongCycle<()>) }));
    with_bounds(node.generics(), bounds)
}

/// Is `ty: name<.., last>` among the bounds of the type?
fn says(generics: &Generics, ty: &Type, name: &str, last: &str) -> bool {
    let fits = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|segment| {
            segment.ident == name
                && matches!(&segment.arguments, PathArguments::AngleBracketed(args)
                    if args.args.last().is_some_and(|arg| show(arg) == last))
        }),
        _ => false,
    };
    let ty = show(ty);
    let mut params = generics.type_params().filter(|param| param.ident == ty).flat_map(|param| &param.bounds);
    let mut clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    params.any(fits)
        || clauses.any(|clause| match clause {
            WherePredicate::Type(clause) => show(&clause.bounded_ty) == ty && clause.bounds.iter().any(fits),
            _ => false,
        })
}

fn with_bounds(generics: &Generics, bounds: Vec<WherePredicate>) -> Generics {
    let mut generics = generics.clone();
    if !bounds.is_empty() {
        generics.make_where_clause().predicates.extend(bounds);
    }
    generics
}

/// Does `ty` name a type or const parameter?
fn names_param(ty: &Type, generics: &Generics) -> bool {
    let types = generics.type_params().map(|param| param.ident.to_string());
    let consts = generics.const_params().map(|param| param.ident.to_string());
    mentions(ty, &types.chain(consts).collect::<Vec<_>>())
}
