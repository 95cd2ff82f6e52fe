//! `#[graph(proxy)]`: the accessors once more, for a `Proxy` of the node.
//!
//! Nobody but `weakgraph` can write methods on its `Proxy`, so they stand on a type of the node's own module, to which a
//! `Proxy` of the node derefs. There they can be as visible as their fields, and need no import.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Attribute, Member, Type};

use super::{Accessor, Gives, Method, bounded, head, own_span, own_vis};
use crate::ctxt::Ctxt;
use crate::field::{Field, repeated};
use crate::model::{Edge, Node, own_ident, own_member};
use crate::types::{named, respan, show};

/// What is said of every method.
const DEAD: &str = "`Dead` if the node has gone.";

/// The methods of `Proxy` itself, and of traits that come before what it derefs to.
const HIDES: &[&str] = &["with", "get", "is_alive", "downgrade", "clone", "into", "try_into", "to_owned"];

/// ```text
/// #[track_caller]
/// pub fn add_child(&self, member: impl Into<Strong<C>>) -> Result<Strong<C>, Dead> {
///     let __target = Proxy::get(&self.proxy)?;
///     let __given = <Self>::add_child(&*__target, member);
///     Ok(dropping(__target, __given))
/// }
/// ```
/// Every `Self` is the node's: see [`proxied`].
pub(super) fn forward(edge: &Edge<'_>, accessor: &Accessor<'_>) -> TokenStream {
    let (span, name, target) = (edge.span(), &accessor.name, edge.target());
    let attr = accessor.attr.filter(|attr| *attr != "must_use"); // a `Result` is
    let fails = accessor.docs.contains(&"# Errors");
    let docs: Vec<&str> = match fails {
        true => accessor.docs.iter().copied().chain(["", "On the outside, `Dead` if the node has gone."]).collect(),
        false => accessor.docs.iter().copied().chain(["", "# Errors", "", DEAD]).collect(),
    };
    let head = head(edge, attr, &docs);
    let (arg, pass) = match &accessor.arg {
        Some((arg, ty)) => {
            let arg = Ident::new(arg, span);
            (Some(quote_spanned!(span=> , #arg: #ty)), Some(quote_spanned!(span=> , #arg)))
        }
        None => (None, None),
    };
    let call = quote_spanned!(span=> <Self>::#name(&*__target #pass));
    let (ty, call) = match &accessor.gives {
        Gives::Nothing => (quote_spanned!(span=> ()), call),
        Gives::Value(ty) => (ty.clone(), call),
        Gives::Handle(ty) => (ty.clone(), quote_spanned!(span=> _wg::core::clone::Clone::clone(#call))),
        Gives::List(_) => {
            (quote_spanned!(span=> _wg::Vec<_wg::Strong<#target>>), quote_spanned!(span=> _wg::listed(#call)))
        }
    };
    method(span, &head, name, arg.as_ref(), &ty, &call)
}

fn method(
    span: Span,
    head: &TokenStream,
    name: &Ident,
    arg: Option<&TokenStream>,
    ty: &TokenStream,
    call: &TokenStream,
) -> TokenStream {
    quote_spanned! {span=>
        #head fn #name(&self #arg) -> _wg::core::result::Result<#ty, _wg::Dead> {
            let __target = _wg::Proxy::get(&self.proxy)?;
            let __given = #call;
            _wg::core::result::Result::Ok(_wg::dropping(__target, __given))
        }
    }
}

/// A getter of a plain field with `#[graph(proxy)]`, and a setter where it is a `Cell`.
struct Getter<'n, 'a> {
    node: &'n Node<'a>,
    field: &'n Field<'a>,
    name: &'n Ident,
}

impl Getter<'_, '_> {
    /// The `T` of a `Cell<T>`.
    fn in_cell(&self) -> Option<&Type> {
        let found = named(&self.field.syn.ty).filter(|found| found.ident == "Cell")?;
        found.args.first().copied()
    }

    fn setter(&self) -> Option<Ident> {
        self.in_cell().map(|_| format_ident!("set_{}", self.name.unraw(), span = own_ident(self.name).span()))
    }

    fn names(&self) -> impl Iterator<Item = Ident> {
        [Some(own_ident(self.name)), self.setter()].into_iter().flatten()
    }

    /// With the body around it that [`method`] writes:
    ///
    /// ```text
    /// pub fn name(&self) -> Result<String, Dead> { .. String::clone(&__target.name) .. }
    /// ```
    /// Of a `Cell`:
    ///
    /// ```text
    /// pub fn age(&self) -> Result<u32, Dead> { .. Cell::get(&__target.age) .. }
    /// pub fn set_age(&self, value: u32) -> Result<(), Dead> { .. Cell::set(&__target.age, value) .. }
    /// ```
    fn tokens(&self) -> TokenStream {
        let (input, field) = (self.node.input, self.field);
        let (span, name, member) = (own_span(&field.syn.ty), own_ident(self.name), own_member(&field.member));
        let (vis, attrs) = (own_vis(&field.syn.vis), field.syn.attrs.iter().filter(|it| is_deprecated(it)));
        let (attrs, label) = (attrs.collect::<Vec<_>>(), &field.label);
        let head = |first: &str| {
            let docs = [first, "", "# Errors", "", DEAD];
            quote_spanned!(span=> #(#[doc = #docs])* #(#attrs)* #[inline] #vis)
        };
        let place = quote_spanned!(span=> &__target.#member);
        let Some(inner) = self.in_cell() else {
            let ty = repeated(input, &field.syn.ty);
            let (head, call) = (
                head(&format!("A clone of the field `{label}`.")),
                quote_spanned!(span=> <#ty as _wg::core::clone::Clone>::clone(#place)),
            );
            return method(span, &head, &name, None, &ty, &call);
        };
        let inner = repeated(input, inner);
        let (get, set) = (
            head(&format!("What is in the field `{label}`.")),
            head(&format!("Puts `value` into the field `{label}`.")),
        );
        let arg = quote_spanned!(span=> , value: #inner);
        let mut both = method(span, &get, &name, None, &inner, &quote_spanned!(span=> _wg::copied::<#inner>(#place)));
        if let Some(setter) = self.setter() {
            let call = quote_spanned!(span=> _wg::core::cell::Cell::<#inner>::set(#place, value));
            both.extend(method(span, &set, &setter, Some(&arg), &quote_spanned!(span=> ()), &call));
        }
        both
    }
}

fn is_deprecated(attr: &Attribute) -> bool {
    attr.path().is_ident("deprecated")
}

/// The plain fields of a struct that are to have a getter, and a name for it.
fn getters<'n, 'a>(node: &'n Node<'a>) -> impl Iterator<Item = Getter<'n, 'a>> {
    node.fields.iter().filter(|field| field.proxied.is_some() && field.edge.is_none()).filter_map(move |field| {
        match &field.member {
            Member::Named(name) if field.variant.is_none() => Some(Getter { node, field, name }),
            _ => None,
        }
    })
}

/// Says what is wrong with the fields that are to have a getter, and with names that a `Proxy` has already.
pub(crate) fn check(cx: &mut Ctxt, node: &Node<'_>, methods: &[Method]) {
    for field in &node.fields {
        let Some(key) = &field.proxied else { continue };
        let inside = named(&field.syn.ty).filter(|found| found.ident == "RefCell" && !found.args.is_empty());
        if node.attrs.proxy.is_none() {
            cx.error(key, "option `proxy` on a field needs `#[graph(proxy)]` on the type, too");
        } else if field.edge.is_some() {
            cx.error(key, "an edge needs no `#[graph(proxy)]`: that on the type writes its accessors");
        } else if field.variant.is_some() {
            cx.error(key, "option `proxy` is for fields of structs: not every variant has this one");
        } else if !matches!(field.member, Member::Named(_)) {
            cx.error(key, "a field without a name cannot name its accessor: give it one, or use `Proxy::with`");
        } else if inside.is_some() {
            let message = format!(
                "`{}` could be borrowed when it is asked for: use `Proxy::with`, where that can be seen",
                show(&field.syn.ty)
            );
            cx.error(&field.syn.ty, message);
        }
    }
    if node.attrs.proxy.is_none() {
        return;
    }
    let hidden = |name: &Ident| HIDES.iter().any(|own| name.unraw() == own);
    for name in forwarded(methods).filter(|name| hidden(name)) {
        let message = format!(
            "the accessor `{name}` would be hidden by that of `Proxy` itself; give it another name with `name = ..`"
        );
        cx.error(name, message);
    }
    let mut twice = |getter: &Getter<'_, '_>, name: &Ident| {
        cx.error(getter.name, format!("two fields would both write the accessor `{name}` of the `Proxy`"));
    };
    let getters = distinct(node, methods, &mut twice);
    for (name, getter) in getters.iter().flat_map(|getter| getter.names().map(move |name| (name, getter))) {
        if hidden(&name) {
            let message = format!("the accessor `{name}` would be hidden by that of `Proxy` itself; use `Proxy::with`");
            cx.error(getter.name, message);
        }
    }
}

/// The names of the edges' accessors that are forwarded.
fn forwarded(methods: &[Method]) -> impl Iterator<Item = &Ident> {
    methods.iter().filter(|method| method.proxied.is_some()).map(|method| &method.name)
}

/// The getters whose names nothing else has taken. `twice` is told of the others.
fn distinct<'n, 'a>(
    node: &'n Node<'a>,
    methods: &[Method],
    twice: &mut dyn FnMut(&Getter<'n, 'a>, &Ident),
) -> Vec<Getter<'n, 'a>> {
    let mut taken: Vec<Ident> = forwarded(methods).cloned().collect();
    let mut kept = Vec::new();
    for getter in getters(node) {
        let clash = getter.names().find(|name| taken.contains(name));
        match clash {
            Some(name) => twice(&getter, &name),
            None => {
                taken.extend(getter.names());
                kept.push(getter);
            }
        }
    }
    kept
}

fn name_of_accessors(node: &Node<'_>) -> Ident {
    format_ident!("{}Proxy", node.ident().unraw(), span = own_ident(node.ident()).span())
}

/// Beside the node, so that rustdoc shows it:
///
/// ```text
/// #[repr(transparent)]
/// pub struct NodeProxy { proxy: Proxy<Node> }
/// ```
pub(super) fn accessors(node: &Node<'_>) -> Option<TokenStream> {
    node.attrs.proxy.as_ref()?;
    let krate = node.attrs.krate.as_ref().map_or_else(|| quote!(::weakgraph), |krate| quote!(#krate));
    let (name, vis, generics) = (name_of_accessors(node), own_vis(&node.input.vis), node.generics());
    let (_, args, clause) = generics.split_for_impl();
    let allows = super::allows(node.input);
    let (ident, text) = (own_ident(&node.name()), node.ident().unraw().to_string());
    let docs = [
        format!("What a `Proxy<{text}>` derefs to: the accessors of a node `{text}` that may be dead."),
        String::new(),
        "Each upgrades for so long as it takes, and is an `Err(Dead)` if the node has gone; what it was given is dropped then.".into(),
    ];
    let code = quote! {
        #(#[doc = #docs])*
        #(#[allow(#allows)])*
        #[repr(transparent)]
        #vis struct #name #generics #clause { proxy: #krate::Proxy<#ident #args> }
    };
    // In spans of the macro's own: what a lint says of the parameters it has said at the node.
    let own = |token: &TokenTree| !matches!(token, TokenTree::Ident(ident) if ident == "$crate");
    Some(respan(of_node(node, code), &own))
}

/// ```text
/// impl NodeProxy { /* methods */ }
/// unsafe impl Proxied for Node { type Accessors = NodeProxy; }
/// ```
/// The methods are written as if they were the node's: `Self` is replaced by its name.
pub(super) fn proxied(node: &Node<'_>, methods: &[Method]) -> Option<TokenStream> {
    node.attrs.proxy.as_ref()?;
    let generics = bounded(node);
    let (impls, args, clause) = generics.split_for_impl();
    let (name, ident) = (name_of_accessors(node), node.name());
    let getters = distinct(node, methods, &mut |_, _| {});
    let methods = methods.iter().filter_map(|method| method.proxied.as_ref());
    let getters = getters.iter().map(Getter::tokens);
    let methods = of_node(
        node,
        quote! {
            #[automatically_derived]
            impl #impls #name #args #clause { #(#methods)* #(#getters)* }
        },
    );
    Some(quote! {
        #methods
        #[automatically_derived]
        unsafe impl #impls _wg::Proxied for #ident #args #clause {
            type Accessors = #name #args;
        }
    })
}

/// The tokens with the node's type in place of `Self`.
pub(super) fn of_node(node: &Node<'_>, tokens: TokenStream) -> TokenStream {
    let (_, args, _) = node.generics().split_for_impl();
    let ident = own_ident(&node.name());
    replace(tokens, &quote!(#ident #args))
}

fn replace(tokens: TokenStream, own: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => out.extend(own.clone()),
            TokenTree::Group(group) => {
                let mut replaced = Group::new(group.delimiter(), replace(group.stream(), own));
                replaced.set_span(group.span());
                out.extend([TokenTree::Group(replaced)]);
            }
            token => out.extend([token]),
        }
    }
    out
}
