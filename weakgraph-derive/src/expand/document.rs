//! `#[graph(serde)]`: a node as a record of a document, in which edges are numbers.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, Ident, Member};

use super::by_value::{Part, part, variants};
use super::own_span;
use crate::field::Field;
use crate::model::{Edge, Node, Role, own_ident, own_member};

/// What serde derives for: the type with numbers for its edges, once borrowed and once owned.
///
/// ```text
/// #[derive(Serialize)] struct __Out<'f> { name: &'f String, children: Numbers, friend: Number, .. }
/// #[derive(Deserialize)] pub struct __In { name: String, #[serde(default)] children: Numbers, .. }
/// unsafe impl Record for Node {
///     type __In = __In;
///     fn __discover(&self, see: &mut Discover) -> Result<(), String> { see.children(&self.children); Ok(()) }
///     fn __out<'f>(&'f self, to: &Numbered) -> Result<Box<dyn Serialize + 'f>, String> {
///         Ok(Box::new(match self { Self { name: f0, children: f1, .. } => __Out { name: f0, children: to.children(f1)?, .. } }))
///     }
///     fn __expect(read: &__In, see: &mut Expect<'_>) {
///         match read { __In { children: f1, .. } => { see.children::<Self, C, R>("children", f1, |node| &node.children); } }
///     }
///     fn __build(read: __In, nodes: &Built) -> Result<Self, String> {
///         Ok(match read { __In { name: f0, .. } => Self { name: f0, children: Default::default(), .. } })
///     }
/// }
/// ```
pub(super) fn record(node: &Node<'_>) -> Option<TokenStream> {
    node.attrs.serde.as_ref().filter(|_| node.generics().params.is_empty())?;
    let (mut out_fields, mut in_fields, mut outs, mut expects, mut builds) = (vec![], vec![], vec![], vec![], vec![]);
    let mut discovers = TokenStream::new();
    for edge in &node.edges {
        discovers.extend(discover(edge));
    }
    for (variant, fields) in variants(node) {
        let rows: Vec<Row> = fields.iter().enumerate().map(|(i, field)| row(node, i, field)).collect();
        let (out_rows, in_rows): (Vec<_>, Vec<_>) = rows.iter().map(|row| (&row.out_field, &row.in_field)).unzip();
        let (takes, out, expect, build): (Vec<_>, Vec<_>, Vec<_>, Vec<_>) = (
            rows.iter().map(|row| &row.take).collect(),
            rows.iter().map(|row| &row.out).collect(),
            rows.iter().map(|row| &row.expect).collect(),
            rows.iter().map(|row| &row.build).collect(),
        );
        let read: Vec<_> = rows.iter().map(|row| &row.read).collect();
        let serde = variant.and_then(|variant| variant_attrs(node, variant)).unwrap_or_default();
        let (own, out_path, in_path) = match variant.map(own_ident) {
            Some(variant) => {
                out_fields.push(quote!(#serde #variant { #(#out_rows)* }));
                in_fields.push(quote!(#serde #variant { #(#in_rows)* }));
                (quote!(Self::#variant), quote!(__Out::#variant), quote!(__In::#variant))
            }
            None => {
                out_fields.push(quote!(#(#out_rows)*));
                in_fields.push(quote!(#(#in_rows)*));
                (quote!(Self), quote!(__Out), quote!(__In))
            }
        };
        let mark = variant.is_none().then(|| quote!(__f: _wg::core::marker::PhantomData,));
        outs.push(quote!(#own { #(#takes)* .. } => #out_path { #(#out)* #mark },));
        expects.push(quote!(#in_path { #(#read)* .. } => { #(#expect)* }));
        builds.push(quote!(#in_path { #(#read)* .. } => #own { #(#build)* },));
        for field in fields.iter().filter(|field| field.container && part(field) == Part::Shared) {
            let (span, member, label) = (own_span(&field.syn.ty), own_member(&field.member), &field.label);
            discovers.extend(match variant.map(own_ident) {
                Some(variant) => quote_spanned! {span=>
                    if let Self::#variant { #member: it, .. } = self { see.shared(#label, it)?; }
                },
                None => quote_spanned!(span=> see.shared(#label, &self.#member)?;),
            });
        }
    }
    let serde: TokenStream = serde_attrs(&node.input.attrs);
    let phantom = quote!(#[serde(skip)] __f: _wg::core::marker::PhantomData<&'__f ()>);
    let (out, read) = match &node.input.data {
        Data::Enum(_) => (
            quote!(enum __Out<'__f> { #(#out_fields,)* #[serde(skip)] __F { #phantom } }),
            quote!(#[doc(hidden)] pub enum __In { #(#in_fields,)* }),
        ),
        _ => (
            quote!(struct __Out<'__f> { #(#out_fields)* #phantom }),
            quote!(#[doc(hidden)] pub struct __In { #(#in_fields)* }),
        ),
    };
    let ident = node.name();
    let result = quote!(_wg::core::result::Result);
    Some(quote! {
        #[derive(_wg::serde::Serialize)]
        #[serde(crate = "_wg::serde")]
        #serde
        #out
        #[derive(_wg::serde::Deserialize)]
        #[serde(crate = "_wg::serde")]
        #serde
        #read
        #[automatically_derived]
        unsafe impl _wg::Record for #ident {
            type __In = __In;
            fn __discover(&self, see: &mut _wg::Discover) -> #result<(), _wg::String> {
                let _ = &see;
                #discovers
                #result::Ok(())
            }
            fn __out<'__f>(
                &'__f self,
                to: &_wg::Numbered,
            ) -> #result<_wg::Box<dyn _wg::erased_serde::Serialize + '__f>, _wg::String> {
                let _ = to;
                #result::Ok(_wg::Box::new(match self { #(#outs)* }))
            }
            fn __expect(read: &__In, see: &mut _wg::Expect<'_>) {
                let _ = &see;
                match read { #(#expects)* }
            }
            fn __build(read: __In, nodes: &_wg::Built) -> #result<Self, _wg::String> {
                let _ = nodes;
                #result::Ok(match read { #(#builds)* })
            }
        }
    })
}

/// What a field is in each of the parts.
struct Row {
    out_field: TokenStream,
    in_field: TokenStream,
    /// In the pattern of the node.
    take: TokenStream,
    /// In the pattern of `__In`.
    read: TokenStream,
    out: TokenStream,
    expect: TokenStream,
    build: TokenStream,
}

fn row(node: &Node<'_>, i: usize, field: &Field<'_>) -> Row {
    let (span, member, ty) = (own_span(&field.syn.ty), own_member(&field.member), &field.syn.ty);
    let local = format_ident!("f{i}");
    let own: Ident = match (&field.edge, &field.member) {
        (_, Member::Named(name)) => own_ident(name),
        (Some(edge), _) => own_ident(&edge.name),
        (None, Member::Unnamed(index)) => format_ident!("field_{}", index.index),
    };
    let name = own.unraw().to_string();
    let (take, read) = (quote!(#member: #local,), quote!(#own: #local,));
    let empty = quote_spanned!(span=> #member: _wg::core::default::Default::default(),);
    let number = |list: bool| if list { quote!(_wg::Numbers) } else { quote!(_wg::Number) };
    let edge_field = |list: bool| {
        let ty = number(list);
        (quote!(#own: #ty,), quote!(#[serde(default)] #own: #ty,))
    };
    match &field.edge {
        Some(edge) if edge.kind.role == Role::BackReference || edge.kind.role == Role::WeakHandle => Row {
            out_field: TokenStream::new(),
            in_field: TokenStream::new(),
            take: TokenStream::new(),
            read: TokenStream::new(),
            out: TokenStream::new(),
            expect: TokenStream::new(),
            build: empty,
        },
        Some(edge) => {
            let (target, relation) = (edge.target(), edge.relation());
            // The one of the node knows the places in all variants.
            let place = place_in_node(node.edges.iter().find(|it| it.name == edge.name).unwrap_or(edge));
            let (list, method, expect, build) = match edge.kind.name {
                "Children" => (
                    true,
                    "children",
                    quote!(see.children::<Self, #target, #relation>(#name, #local, |node| #place);),
                    empty,
                ),
                "Child" => (
                    false,
                    "child",
                    quote!(see.child::<Self, #target, #relation>(#name, #local, |node| #place);),
                    empty,
                ),
                "WeakCell" => {
                    (false, "weak_cell", quote!(see.weak_cell::<Self, #target>(#name, #local, |node| #place);), empty)
                }
                "WeakList" => {
                    (true, "weak_list", quote!(see.weak_list::<Self, #target>(#name, #local, |node| #place);), empty)
                }
                _ => (
                    false,
                    "one",
                    quote_spanned!(span=> see.one::<#target>(#name, #local);),
                    quote_spanned!(span=> #member: nodes.one::<#target>(#name, #local)?,),
                ),
            };
            let method = Ident::new(method, span);
            let (out_field, in_field) = edge_field(list);
            Row {
                out_field,
                in_field,
                take,
                read,
                out: quote_spanned!(span=> #own: to.#method(#local)?,),
                expect,
                build,
            }
        }
        None if part(field) == Part::Shared => {
            let (out_field, in_field) = edge_field(true);
            Row {
                out_field,
                in_field,
                take,
                read,
                out: quote_spanned!(span=> #own: to.shared(#local)?,),
                expect: quote_spanned!(span=> see.shared::<#ty>(#name, #local);),
                build: quote_spanned!(span=> #member: nodes.shared::<#ty>(#name, &#local)?,),
            }
        }
        None => {
            let serde = serde_attrs(&field.syn.attrs);
            Row {
                out_field: quote!(#serde #own: &'__f #ty,),
                in_field: quote!(#serde #own: #ty,),
                take,
                read,
                out: quote!(#own: #local,),
                expect: quote!(let _ = #local;),
                build: quote!(#member: #local,),
            }
        }
    }
}

fn discover(edge: &Edge<'_>) -> TokenStream {
    let (span, place, label) = (edge.span(), edge.place(), &edge.label);
    match (edge.kind.role, edge.kind.name) {
        (Role::Owning, "Child") => quote_spanned!(span=> see.child(#place);),
        (Role::Owning, _) => quote_spanned!(span=> see.children(#place);),
        (Role::Shared, _) => quote_spanned!(span=> see.shared(#label, #place)?;),
        _ => TokenStream::new(),
    }
}

/// A reference to the field of `node`.
fn place_in_node(edge: &Edge<'_>) -> TokenStream {
    let span = edge.span();
    if let [(None, member)] = &edge.places[..] {
        let member = own_member(member);
        return quote_spanned!(span=> &node.#member);
    }
    let arms = edge.places.iter().map(|(variant, member)| {
        let (variant, member) = (variant.map(own_ident), own_member(member));
        quote_spanned!(span=> Self::#variant { #member: edge, .. } => edge,)
    });
    quote_spanned!(span=> match node { #(#arms)* })
}

fn serde_attrs(attrs: &[Attribute]) -> TokenStream {
    let serde = attrs.iter().filter(|attr| attr.path().is_ident("serde"));
    quote!(#(#serde)*)
}

fn variant_attrs(node: &Node<'_>, variant: &Ident) -> Option<TokenStream> {
    let Data::Enum(data) = &node.input.data else { return None };
    data.variants.iter().find(|it| it.ident == *variant).map(|it| serde_attrs(&it.attrs))
}
