//! `#[graph(serde)]`: a node as a record of a document, in which edges are numbers.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, Member};

use super::by_value::{Part, part, variants};
use crate::ast::{Field, HAS_SERDE, Node, Role};
use crate::expand::edge::{EdgeTokens, place};
use crate::expand::expansion::Expansion;
use crate::span::{own_ident, own_member};

/// What serde derives for: the type with numbers for its edges, once borrowed and once owned.
///
/// ```text
/// #[derive(Serialize)] struct __Out<'f> { name: &'f String, children: Numbers, friend: Number, .. }
/// #[derive(Deserialize)] pub struct __In { name: String, #[serde(default)] children: Numbers, .. }
/// unsafe impl Record for Node {
///     type __In = __In;
///     fn __discover(&self, see: &mut Discover) -> Result<(), String> { see.children(&self.children); Ok(()) }
///     fn __out<'f>(&'f self, to: &Numbered) -> Result<Box<dyn Serialize + 'f>, String> {
///         Ok(Box::new(match self {
///             Self { name: f0, children: f1, .. } => __Out { name: f0, children: to.children(f1)?, .. },
///         }))
///     }
///     fn __expect(read: &__In, see: &mut Expect<'_>) {
///         match read {
///             __In { children: f1, .. } => { see.children::<Self, C, R>("children", f1, |node| &node.children); }
///         }
///     }
///     fn __build(read: __In, nodes: &Built) -> Result<Self, String> {
///         Ok(match read { __In { name: f0, .. } => Self { name: f0, children: Default::default(), .. } })
///     }
/// }
/// ```
pub(super) fn record(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.serde.is_none() || !x.generics.params.is_empty() || !HAS_SERDE {
        return;
    }
    let mut record = Record::default();
    for it in &x.edges {
        discover(it).to_tokens(&mut record.discover);
    }
    for (variant, fields) in variants(x.node) {
        record.variant(x, variant, &fields);
    }
    record.write(x, code);
}

/// The parts of all variants.
#[derive(Default)]
struct Record {
    out_type: TokenStream,
    in_type: TokenStream,
    discover: TokenStream,
    out: TokenStream,
    expect: TokenStream,
    build: TokenStream,
}

/// The parts of the fields of one variant.
#[derive(Default)]
struct Rows {
    out_fields: TokenStream,
    in_fields: TokenStream,
    /// In the pattern of the node.
    take: TokenStream,
    /// In the pattern of `__In`.
    read: TokenStream,
    out: TokenStream,
    expect: TokenStream,
    build: TokenStream,
}

impl Record {
    fn variant(&mut self, x: &Expansion<'_, '_>, variant: Option<&Ident>, fields: &[&Field<'_>]) {
        let mut rows = Rows::default();
        for (i, field) in fields.iter().enumerate() {
            rows.field(x, i, field);
        }
        let Rows { out_fields, in_fields, take, read, out, expect, build } = rows;
        let (own, out_path, in_path) = match variant.map(own_ident) {
            Some(variant) => {
                let serde = variant_attrs(x.node, &variant);
                quote!(#serde #variant { #out_fields },).to_tokens(&mut self.out_type);
                quote!(#serde #variant { #in_fields },).to_tokens(&mut self.in_type);
                (quote!(Self::#variant), quote!(__Out::#variant), quote!(__In::#variant))
            }
            None => {
                self.out_type = out_fields;
                self.in_type = in_fields;
                (quote!(Self), quote!(__Out), quote!(__In))
            }
        };
        let mut mark = TokenStream::new();
        if variant.is_none() {
            mark = quote!(__f: _wg::core::marker::PhantomData,);
        }
        quote!(#own { #take .. } => #out_path { #out #mark },).to_tokens(&mut self.out);
        quote!(#in_path { #read .. } => { #expect }).to_tokens(&mut self.expect);
        quote!(#in_path { #read .. } => #own { #build },).to_tokens(&mut self.build);
        for field in fields {
            if field.edge().is_none() && part(field) == Part::Shared {
                let (span, member, name) = (field.span(), own_member(&field.member), &field.name);
                let discover = match variant.map(own_ident) {
                    Some(variant) => quote_spanned! {span=>
                        if let Self::#variant { #member: it, .. } = self { see.shared(#name, it)?; }
                    },
                    None => quote_spanned!(span=> see.shared(#name, &self.#member)?;),
                };
                discover.to_tokens(&mut self.discover);
            }
        }
    }

    fn write(self, x: &Expansion<'_, '_>, code: &mut TokenStream) {
        let Record { out_type, in_type, discover, out, expect, build } = self;
        let serde = serde_attrs(&x.node.input.attrs);
        let phantom = quote!(#[serde(skip)] __f: _wg::core::marker::PhantomData<&'__f ()>);
        let (out_type, in_type) = if x.node.is_struct() {
            (quote!(struct __Out<'__f> { #out_type #phantom }), quote!(struct __In { #in_type }))
        } else {
            let out_type = quote!(enum __Out<'__f> { #out_type #[serde(skip)] __F { #phantom } });
            (out_type, quote!(enum __In { #in_type }))
        };
        let types = quote! {
            #[derive(_wg::serde::Serialize)]
            #[serde(crate = "_wg::serde")]
            #serde
            #out_type
            #[derive(_wg::serde::Deserialize)]
            #[serde(crate = "_wg::serde")]
            #serde
            #[doc(hidden)]
            pub #in_type
        };
        types.to_tokens(code);
        let result = quote!(_wg::core::result::Result);
        let body = quote! {
            type __In = __In;
            fn __discover(&self, see: &mut _wg::Discover) -> #result<(), _wg::String> {
                let _ = &see;
                #discover
                #result::Ok(())
            }
            fn __out<'__f>(
                &'__f self,
                to: &_wg::Numbered,
            ) -> #result<_wg::Box<dyn _wg::erased_serde::Serialize + '__f>, _wg::String> {
                let _ = to;
                #result::Ok(_wg::Box::new(match self { #out }))
            }
            fn __expect(read: &__In, see: &mut _wg::Expect<'_>) {
                let _ = &see;
                match read { #expect }
            }
            fn __build(read: __In, nodes: &_wg::Built) -> #result<Self, _wg::String> {
                let _ = nodes;
                #result::Ok(match read { #build })
            }
        };
        x.implement_unsafe(&x.head, &quote!(_wg::Record), &body).to_tokens(code);
    }
}

impl Rows {
    fn field(&mut self, x: &Expansion<'_, '_>, i: usize, field: &Field<'_>) {
        let (span, member, local) = (field.span(), own_member(&field.member), format_ident!("f{i}"));
        let it = field.edge().map(|number| &x.edges[number]);
        let own = match (&field.member, it) {
            (Member::Named(name), _) => own_ident(name),
            (Member::Unnamed(_), Some(it)) => own_ident(&it.edge.name),
            (Member::Unnamed(index), None) => format_ident!("field_{}", index.index),
        };
        let name = own.unraw().to_string();
        let build = match part(field) {
            Part::Plain => {
                self.plain(field, &own, &local);
                quote!(#member: #local,)
            }
            Part::Edge => {
                if let Some(it) = it.filter(|it| matches!(it.edge.kind.role, Role::Owning | Role::WeakLink)) {
                    self.linked(it, &own, &local, &name);
                    self.bind(&member, &own, &local);
                }
                quote_spanned!(span=> #member: _wg::core::default::Default::default(),).to_tokens(&mut self.build);
                return;
            }
            Part::Shared => match it {
                Some(it) => {
                    let target = &it.target;
                    self.number(&own, false);
                    quote_spanned!(span=> #own: to.one(#local)?,).to_tokens(&mut self.out);
                    quote_spanned!(span=> see.one::<#target>(#name, #local);).to_tokens(&mut self.expect);
                    quote_spanned!(span=> #member: nodes.one::<#target>(#name, #local)?,)
                }
                None => {
                    let ty = field.ty();
                    self.number(&own, true);
                    quote_spanned!(span=> #own: to.shared(#local)?,).to_tokens(&mut self.out);
                    quote_spanned!(span=> see.shared::<#ty>(#name, #local);).to_tokens(&mut self.expect);
                    quote_spanned!(span=> #member: nodes.shared::<#ty>(#name, &#local)?,)
                }
            },
        };
        self.bind(&member, &own, &local);
        build.to_tokens(&mut self.build);
    }

    /// ```text
    /// name: f0,
    /// ```
    fn bind(&mut self, member: &Member, own: &Ident, local: &Ident) {
        quote!(#member: #local,).to_tokens(&mut self.take);
        quote!(#own: #local,).to_tokens(&mut self.read);
    }

    /// A field that is no edge, as it is.
    fn plain(&mut self, field: &Field<'_>, own: &Ident, local: &Ident) {
        let (ty, serde) = (field.ty(), serde_attrs(&field.syn.attrs));
        quote!(#serde #own: &'__f #ty,).to_tokens(&mut self.out_fields);
        quote!(#serde #own: #ty,).to_tokens(&mut self.in_fields);
        quote!(#own: #local,).to_tokens(&mut self.out);
        quote!(let _ = #local;).to_tokens(&mut self.expect);
    }

    /// An owning edge or a weak link.
    fn linked(&mut self, it: &EdgeTokens<'_, '_>, own: &Ident, local: &Ident, name: &str) {
        let (span, target, relation, kind) = (it.span, &it.target, &it.relation, it.edge.kind);
        let (function, place) = (it.function(""), place(it.edge, "node"));
        self.number(own, kind.is_list);
        quote_spanned!(span=> #own: to.#function(#local)?,).to_tokens(&mut self.out);
        let function = Ident::new(kind.snake, Span::call_site());
        let mut types = quote!(Self, #target);
        if kind.role == Role::Owning {
            quote!(, #relation).to_tokens(&mut types);
        }
        quote!(see.#function::<#types>(#name, #local, |node| #place);).to_tokens(&mut self.expect);
    }

    /// The field of an edge: the number of its target, or a list of them.
    fn number(&mut self, own: &Ident, is_list: bool) {
        let ty = if is_list { quote!(_wg::Numbers) } else { quote!(_wg::Number) };
        quote!(#own: #ty,).to_tokens(&mut self.out_fields);
        quote!(#[serde(default)] #own: #ty,).to_tokens(&mut self.in_fields);
    }
}

/// ```text
/// see.children(&self.children);
/// see.shared("style", &self.style)?;
/// ```
fn discover(it: &EdgeTokens<'_, '_>) -> TokenStream {
    let (span, place, field, function) = (it.span, &it.place, &it.edge.field, it.function(""));
    match it.edge.kind.role {
        Role::Owning => quote_spanned!(span=> see.#function(#place);),
        Role::Shared => quote_spanned!(span=> see.shared(#field, #place)?;),
        _ => TokenStream::new(),
    }
}

fn serde_attrs(attrs: &[Attribute]) -> TokenStream {
    let mut code = TokenStream::new();
    for attr in attrs {
        if attr.path().is_ident("serde") {
            attr.to_tokens(&mut code);
        }
    }
    code
}

fn variant_attrs(node: &Node<'_>, variant: &Ident) -> TokenStream {
    if let Data::Enum(data) = &node.input.data {
        for it in &data.variants {
            if it.ident == *variant {
                return serde_attrs(&it.attrs);
            }
        }
    }
    TokenStream::new()
}
