//! `#[graph(serde)]`: a node as a record of a document, in which edges are numbers.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Data, Fields, Index, LitStr, Member};

use super::by_value::{Part, part, variants};
use crate::ast::{Field, HAS_SERDE, Role};
use crate::expand::edge::{EdgeTokens, place};
use crate::expand::expansion::Expansion;
use crate::parse::serde::{SerdeOption, find, options, parsed};
use crate::span::{map_with_previous, own, own_ident, own_member};
use crate::validate::serde::{Written, is_plain, on_field, on_type, on_variant, variant, written};

/// What serde derives for: the type with numbers for its edges, once borrowed and once owned. Both are called as the
/// type itself, since serde puts the name into messages and files; so they stand in blocks of their own, in which every
/// type of the user's goes by an alias.
///
/// ```text
/// type __Own = Node;
/// type __T0 = String;
/// type __T1 = Node;
/// {
///     #[derive(Deserialize)] pub struct Node { name: __T0, #[serde(default)] children: Numbers, .. }
///     unsafe impl Record for __Own {
///         type __In = Node;
///         fn __discover(&self, see: &mut Discover) -> Result<(), String> {
///             match self { Self { children: f1, .. } => { see.children(f1); } }
///             Ok(())
///         }
///         fn __out<'f>(&'f self, to: &Numbered) -> Result<Box<dyn Serialize + 'f>, String> {
///             #[derive(Serialize)] struct Node<'f> { name: &'f __T0, children: Numbers, friend: Number, .. }
///             Ok(Box::new(match self {
///                 Self { name: f0, .. } => Node { name: f0, children: to.children(f1)?, .. },
///             }))
///         }
///         fn __expect(read: &Node, see: &mut Expect<'_>) {
///             match read {
///                 Node { children: f1, .. } => { see.children::<Self, __T1, __T2>("children", f1, ..); }
///             }
///         }
///         fn __build(read: Node, nodes: &Built) -> Result<Self, String> {
///             Ok(match read { Node { name: f0, .. } => Self { name: f0, children: Default::default(), .. } })
///         }
///     }
/// }
/// ```
pub(super) fn record(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.serde.is_none() || !x.generics.params.is_empty() || !HAS_SERDE {
        return;
    }
    let all = options(&x.node.input.attrs);
    let mut record = Record {
        hidden: own_ident(x.node.ident()),
        is_transparent: find(&all, "transparent").is_some_and(|it| on_type(x.node, it).is_keep()),
        ..Record::new()
    };
    for (variant, fields) in variants(x.node) {
        record.variant(x, variant, &fields);
    }
    record.write(x, &all, code);
}

/// The parts of all variants.
struct Record {
    /// The name of the two types.
    hidden: Ident,
    is_transparent: bool,
    /// Does the borrowed type borrow anything?
    borrows: bool,
    /// Aliases of the user's types.
    aliases: TokenStream,
    count: usize,
    /// Functions that the borrowed type calls.
    helpers: TokenStream,
    out_type: TokenStream,
    in_type: TokenStream,
    discover: TokenStream,
    out: TokenStream,
    expect: TokenStream,
    build: TokenStream,
    /// `name: f0,` of the plain fields of a struct, and the empty edges.
    default: TokenStream,
}

/// The parts of the fields of one variant.
#[derive(Default)]
struct Rows {
    out_fields: TokenStream,
    in_fields: TokenStream,
    /// In the pattern of the node.
    take: TokenStream,
    /// In the pattern of what is read.
    read: TokenStream,
    out: TokenStream,
    expect: TokenStream,
    build: TokenStream,
    /// In the pattern of a value that has what is missing, and what it gives.
    given: TokenStream,
    default: TokenStream,
    /// In the pattern of a node whose targets are asked for.
    seen: TokenStream,
    /// The targets of edges, and then those of containers.
    discover: [TokenStream; 2],
}

/// How the fields of a type stand in its declaration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Named,
    Tuple,
    Unit,
}

impl Shape {
    /// As the user wrote it, if there are no edges; a tuple with edges has names for them.
    fn of(x: &Expansion<'_, '_>, name: Option<&Ident>, fields: &[&Field<'_>]) -> Self {
        let declared = match (name, &x.node.input.data) {
            (Some(name), _) => variant(x.node, name).map(|it| &it.fields),
            (None, Data::Struct(data)) => Some(&data.fields),
            (None, _) => None,
        };
        match declared {
            Some(Fields::Unit) => Shape::Unit,
            Some(Fields::Unnamed(_)) if is_plain(fields.iter().copied()) => Shape::Tuple,
            _ => Shape::Named,
        }
    }

    fn around(self, fields: &TokenStream) -> TokenStream {
        match self {
            Shape::Named => quote!({ #fields }),
            Shape::Tuple => quote!((#fields)),
            Shape::Unit => TokenStream::new(),
        }
    }
}

impl Record {
    fn new() -> Self {
        Record {
            hidden: Ident::new("__Own", Span::call_site()),
            is_transparent: false,
            borrows: false,
            aliases: TokenStream::new(),
            count: 0,
            helpers: TokenStream::new(),
            out_type: TokenStream::new(),
            in_type: TokenStream::new(),
            discover: TokenStream::new(),
            out: TokenStream::new(),
            expect: TokenStream::new(),
            build: TokenStream::new(),
            default: TokenStream::new(),
        }
    }

    /// Returns an alias of a type of the user's, in the span `span`.
    fn alias(&mut self, x: &Expansion<'_, '_>, ty: &dyn ToTokens, span: Span) -> Ident {
        let ty = map_with_previous(ty.to_token_stream(), &|_, token| match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let mut name = x.name.clone();
                name.set_span(name.span().located_at(ident.span()));
                name.into()
            }
            token => token,
        });
        let alias = self.name("T", span);
        quote!(type #alias = #ty;).to_tokens(&mut self.aliases);
        alias
    }

    /// Returns a name that nothing else has.
    fn name(&mut self, prefix: &str, span: Span) -> Ident {
        self.count += 1;
        Ident::new(&format!("__{prefix}{}", self.count - 1), span)
    }

    fn variant(&mut self, x: &Expansion<'_, '_>, variant_name: Option<&Ident>, fields: &[&Field<'_>]) {
        let (mut rows, shape) = (Rows::default(), Shape::of(x, variant_name, fields));
        for (i, field) in fields.iter().enumerate() {
            rows.field(self, x, (i, shape), field);
        }
        let Rows { out_fields, in_fields, take, read, out, expect, build, given, default, seen, discover } = rows;
        let (out_fields, in_fields) = (shape.around(&out_fields), shape.around(&in_fields));
        let hidden = self.hidden.clone();
        let (own, path) = match variant_name.map(own_ident) {
            Some(name) => {
                let attrs = variant(x.node, &name).map(|it| options(&it.attrs)).unwrap_or_default();
                let mut kept = Vec::new();
                for option in &attrs {
                    if on_variant(x.node, &name, option).is_keep() {
                        kept.push(option.renamed(x.node.ident(), "__Own"));
                    }
                }
                let serde = attribute(&kept);
                quote!(#serde #name #out_fields,).to_tokens(&mut self.out_type);
                quote!(#serde #name #in_fields,).to_tokens(&mut self.in_type);
                (quote!(Self::#name), quote!(#hidden::#name))
            }
            None => {
                let end = if shape == Shape::Named { TokenStream::new() } else { quote!(;) };
                self.out_type = quote!(#out_fields #end);
                self.in_type = quote!(#in_fields #end);
                (quote!(Self), quote!(#hidden))
            }
        };
        quote!(#own { #take .. } => #path { #out },).to_tokens(&mut self.out);
        quote!(#path { #read .. } => { #expect }).to_tokens(&mut self.expect);
        quote!(#path { #read .. } => #own { #build },).to_tokens(&mut self.build);
        if variant_name.is_none() {
            self.default = quote!(__Own { #given .. } => #path { #default });
        }
        let [edges, containers] = discover;
        quote!(#own { #seen .. } => { #edges #containers }).to_tokens(&mut self.discover);
    }

    fn write(self, x: &Expansion<'_, '_>, all: &[SerdeOption], code: &mut TokenStream) {
        let (into, from) = (Conversion::into(x, all), Conversion::from(x, all));
        let in_type = match &from {
            Some(from) => from.read(&self.hidden),
            None => self.in_type(x, all),
        };
        let Record { hidden, aliases, helpers, discover, out, expect, build, borrows, out_type, .. } = self;
        let (serde, lifetime) = (container(x, all, None), if borrows { quote!(<'__f>) } else { TokenStream::new() });
        let keyword =
            if x.node.is_struct() { quote!(struct #hidden #lifetime) } else { quote!(enum #hidden #lifetime) };
        let out_type = if x.node.is_struct() { out_type } else { quote!({ #out_type }) };
        let out = match &into {
            Some(into) => into.written(),
            None => {
                let written = arms(&quote!(self), &out);
                quote! {
                    #helpers
                    #[derive(_wg::serde::Serialize)]
                    #[serde(crate = "_wg::serde")]
                    #serde
                    #keyword #out_type
                    let _ = to;
                    _wg::Ok(_wg::Box::new(#written))
                }
            }
        };
        let (expect, build) = match &from {
            Some(_) => (quote!(let _ = read;), quote!(read.0)),
            None => (arms(&quote!(read), &expect), arms(&quote!(read), &build)),
        };
        let discover = arms(&quote!(self), &discover);
        let conversions = [into, from].into_iter().flatten().map(|it| it.alias);
        let (name, result) = (&x.name, quote!(_wg::core::result::Result));
        quote! {
            type __Own = #name;
            #aliases
            #(#conversions)*
            {
                #in_type
                #[automatically_derived]
                unsafe impl _wg::Record for __Own {
                    type __In = #hidden;
                    fn __discover(&self, see: &mut _wg::Discover) -> #result<(), _wg::String> {
                        let _ = &see;
                        #discover
                        _wg::Ok(())
                    }
                    fn __out<'__f>(
                        &'__f self,
                        to: &_wg::Numbered,
                    ) -> #result<_wg::Box<dyn _wg::erased_serde::Serialize + '__f>, _wg::String> {
                        #out
                    }
                    fn __expect(read: &#hidden, see: &mut _wg::Expect<'_>) {
                        let _ = &see;
                        #expect
                    }
                    fn __build(read: #hidden, nodes: &_wg::Built) -> #result<Self, _wg::String> {
                        let _ = nodes;
                        _wg::Ok(#build)
                    }
                }
            }
        }
        .to_tokens(code);
    }

    /// The type that is read, with its `default`.
    ///
    /// ```text
    /// #[derive(Deserialize)] #[serde(default = "__default")] pub struct Node { name: __T0, .. }
    /// fn __default() -> Node {
    ///     let own: __Own = Default::default();
    ///     match own { __Own { name: f0, .. } => Node { name: f0, children: Default::default(), .. } }
    /// }
    /// ```
    fn in_type(&self, x: &Expansion<'_, '_>, all: &[SerdeOption]) -> TokenStream {
        let (hidden, in_type, arm) = (&self.hidden, &self.in_type, &self.default);
        let default = find(all, "default").filter(|_| x.node.is_struct());
        let function = default.map(|option| {
            let span = option.span();
            let call = match &option.value {
                Some(path) => {
                    let path = parsed(path, x.node.ident(), "__Own");
                    quote_spanned!(span=> #path())
                }
                None => quote_spanned!(span=> <__Own as _wg::core::default::Default>::default()),
            };
            quote! {
                fn __default() -> #hidden {
                    let own: __Own = #call;
                    match own { #arm }
                }
            }
        });
        let serde = container(x, all, default);
        let item = if x.node.is_struct() { quote!(struct #hidden #in_type) } else { quote!(enum #hidden { #in_type }) };
        quote! {
            #[derive(_wg::serde::Deserialize)]
            #[serde(crate = "_wg::serde")]
            #serde
            #[doc(hidden)]
            pub #item
            #function
        }
    }
}

impl Rows {
    fn field(&mut self, record: &mut Record, x: &Expansion<'_, '_>, at: (usize, Shape), field: &Field<'_>) {
        let (i, shape) = at;
        let (span, member) = (field.span(), own_member(&field.member));
        let it = field.edge().map(|number| &x.edges[number]);
        // Where errors about the target belong.
        let at = it.map_or(span, |it| own(it.edge.target.span()));
        let local = Ident::new(&format!("f{i}"), at);
        let (own, name) = match (&field.member, it) {
            (Member::Named(name), _) => (own_member(&field.member), name.unraw().to_string()),
            (Member::Unnamed(_), Some(it)) => (own_ident(&it.edge.name).into(), it.edge.name.unraw().to_string()),
            (Member::Unnamed(index), None) if shape == Shape::Named => {
                let name = format_ident!("field_{}", index.index);
                (name.clone().into(), name.to_string())
            }
            (Member::Unnamed(index), None) => {
                (Index { index: index.index, span: Span::call_site() }.into(), index.index.to_string())
            }
        };
        let empty = quote_spanned!(span=> _wg::core::default::Default::default());
        let build = match (part(field), written(field), it) {
            (Part::Plain, ..) => {
                self.plain(record, x, field, &own, &local);
                quote!(#member: #local,)
            }
            (_, Written::No, _) => {
                match (part(field), field.edge()) {
                    (Part::Shared, None) => {
                        let ty = record.alias(x, field.ty(), span);
                        quote_spanned!(span=> #member: nodes.shared::<#ty>(#name, &#empty)?,)
                    }
                    _ => quote_spanned!(span=> #member: #empty,),
                }
                .to_tokens(&mut self.build);
                return;
            }
            (Part::Edge, _, Some(it)) => {
                self.linked(record, x, (it, field), &own, &local, &name);
                quote_spanned!(span=> #member: #empty,)
            }
            (Part::Edge, _, None) => quote_spanned!(span=> #member: #empty,), // was reported
            (Part::Shared, _, Some(it)) => {
                let target = record.alias(x, &it.target, it.edge.target.span());
                let skip = self.number(record, x, field, &own, false, &quote_spanned!(span=> to.one(#local)?), &local);
                self.discover(skip.as_ref(), (&member, &local), &quote_spanned!(span=> see.shared(#name, #local)?;), 0);
                quote_spanned!(span=> see.one::<#target>(#name, #local);).to_tokens(&mut self.expect);
                quote_spanned!(span=> #member: nodes.one::<#target>(#name, #local)?,)
            }
            (Part::Shared, _, None) => {
                let ty = record.alias(x, field.ty(), span);
                let skip =
                    self.number(record, x, field, &own, true, &quote_spanned!(span=> to.shared(#local)?), &local);
                self.discover(skip.as_ref(), (&member, &local), &quote_spanned!(span=> see.shared(#name, #local)?;), 1);
                quote_spanned!(span=> see.shared::<#ty>(#name, #local);).to_tokens(&mut self.expect);
                quote_spanned!(span=> #member: nodes.shared::<#ty>(#name, &#local)?,)
            }
        };
        quote!(#member: #local,).to_tokens(&mut self.take);
        quote!(#own: #local,).to_tokens(&mut self.read);
        build.to_tokens(&mut self.build);
    }

    /// A field that is no edge, as it is. What the user's functions take is a `&T`, and the field is a `&'f T` itself.
    ///
    /// ```text
    /// #[serde(rename = "n", skip_serializing_if = "__skip0")] name: &'__f __T0,
    /// fn __skip0(it: &&__T0) -> bool { String::is_empty(*it) }
    /// ```
    fn plain(&mut self, record: &mut Record, x: &Expansion<'_, '_>, field: &Field<'_>, own: &Member, local: &Ident) {
        let ty = record.alias(x, field.ty(), field.span());
        let (mut outs, mut ins) = (Vec::new(), Vec::new());
        for option in options(&field.syn.attrs) {
            if !on_field(field, &option).is_keep() {
                continue;
            }
            let key = option.key.as_ref().map(Ident::to_string).unwrap_or_default();
            let own_path = option.renamed(x.node.ident(), "__Own");
            match (key.as_str(), &option.value) {
                ("skip_serializing_if", Some(path)) => {
                    let (name, path) = (record.name("skip", path.span()), parsed(path, x.node.ident(), "__Own"));
                    let helper =
                        quote_spanned!(name.span()=> fn #name(it: &&#ty) -> _wg::core::primitive::bool { #path(*it) });
                    helper.to_tokens(&mut record.helpers);
                    let name = LitStr::new(&name.to_string(), name.span());
                    outs.push(quote!(skip_serializing_if = #name));
                }
                ("with" | "serialize_with", Some(path)) => {
                    let (name, path) = (record.name("write", path.span()), parsed(path, x.node.ident(), "__Own"));
                    let path = if key == "with" { quote_spanned!(name.span()=> #path::serialize) } else { path };
                    let helper = quote_spanned! {name.span()=>
                        fn #name<__S: _wg::serde::Serializer>(it: &&#ty, to: __S) -> _wg::core::result::Result<__S::Ok, __S::Error> {
                            #path(*it, to)
                        }
                    };
                    helper.to_tokens(&mut record.helpers);
                    let name = LitStr::new(&name.to_string(), name.span());
                    outs.push(quote!(serialize_with = #name));
                    if key == "with" {
                        ins.push(own_path);
                    }
                }
                ("default" | "deserialize_with" | "alias", _) => ins.push(own_path),
                _ => {
                    outs.push(option.to_token_stream());
                    ins.push(option.to_token_stream());
                }
            }
        }
        record.borrows = true;
        let (outs, ins, name) = (attribute(&outs), attribute(&ins), colon(own));
        quote!(#outs #name &'__f #ty,).to_tokens(&mut self.out_fields);
        quote!(#ins #name #ty,).to_tokens(&mut self.in_fields);
        quote!(#own: #local,).to_tokens(&mut self.out);
        let member = own_member(&field.member);
        quote!(#member: #local,).to_tokens(&mut self.given);
        quote!(#own: #local,).to_tokens(&mut self.default);
        quote!(let _ = #local;).to_tokens(&mut self.expect);
    }

    /// An owning edge or a weak link.
    fn linked(
        &mut self,
        record: &mut Record,
        x: &Expansion<'_, '_>,
        edge: (&EdgeTokens<'_, '_>, &Field<'_>),
        own: &Member,
        local: &Ident,
        name: &str,
    ) {
        let (it, field) = edge;
        let (span, kind) = (it.span, it.edge.kind);
        let (function, place) = (it.function(""), place(it.edge, "node"));
        let written = match kind.role {
            Role::Owning => quote_spanned!(span=> to.#function(#local)?),
            _ => {
                let may_leave = x.node.options.outside.is_some();
                quote_spanned!(span=> to.#function(#local, #name, #may_leave)?)
            }
        };
        let skip = self.number(record, x, field, own, kind.is_list, &written, local);
        if kind.role == Role::Owning {
            self.discover(
                skip.as_ref(),
                (&own_member(&field.member), local),
                &quote_spanned!(span=> see.#function(#local);),
                0,
            );
        }
        let target = record.alias(x, &it.target, it.edge.target.span());
        let function = Ident::new(kind.snake, Span::call_site());
        let mut types = quote!(Self, #target);
        if kind.role == Role::Owning {
            let relation = record.alias(x, &it.relation, span);
            quote!(, #relation).to_tokens(&mut types);
        }
        quote!(see.#function::<#types>(#name, #local, |node| #place);).to_tokens(&mut self.expect);
    }

    /// The field of an edge: the number of its target, or a list of them. Returns the function by which it is left out.
    #[allow(clippy::too_many_arguments)]
    fn number(
        &mut self,
        record: &Record,
        x: &Expansion<'_, '_>,
        field: &Field<'_>,
        own: &Member,
        is_list: bool,
        written: &TokenStream,
        local: &Ident,
    ) -> Option<TokenStream> {
        let (mut outs, mut ins, mut skip) = (Vec::new(), Vec::new(), None);
        for option in options(&field.syn.attrs) {
            match &option.value {
                _ if !on_field(field, &option).is_keep() => {}
                Some(path) if option.is("skip_serializing_if") => skip = Some(parsed(path, x.node.ident(), "__Own")),
                _ => {
                    if !option.is("alias") {
                        outs.push(option.to_token_stream());
                    }
                    ins.push(option.to_token_stream());
                }
            }
        }
        let ty = if is_list { quote!(_wg::Numbers) } else { quote!(_wg::Number) };
        if !record.is_transparent {
            ins.push(quote!(default));
        }
        let ins = attribute(&ins);
        quote!(#ins #own: #ty,).to_tokens(&mut self.in_fields);
        quote!(#own: _wg::core::default::Default::default(),).to_tokens(&mut self.default);
        match &skip {
            Some(path) => {
                outs.push(quote!(skip_serializing_if = "_wg::Unless::is_left_out"));
                let outs = attribute(&outs);
                quote!(#outs #own: _wg::Unless<#ty>,).to_tokens(&mut self.out_fields);
                let span = path.span();
                let condition = quote_spanned!(span=> #path(#local));
                quote!(#own: if #condition { _wg::Unless::left_out() } else { _wg::Unless::of(#written) },)
                    .to_tokens(&mut self.out);
            }
            None => {
                let outs = attribute(&outs);
                quote!(#outs #own: #ty,).to_tokens(&mut self.out_fields);
                quote!(#own: #written,).to_tokens(&mut self.out);
            }
        }
        skip
    }

    /// ```text
    /// see.children(f1);
    /// if !Children::is_empty(f1) { see.children(f1); }
    /// ```
    fn discover(&mut self, skip: Option<&TokenStream>, at: (&Member, &Ident), call: &TokenStream, pass: usize) {
        let (member, local) = at;
        quote!(#member: #local,).to_tokens(&mut self.seen);
        match skip {
            Some(path) => quote!(if !#path(#local) { #call }).to_tokens(&mut self.discover[pass]),
            None => call.to_tokens(&mut self.discover[pass]),
        }
    }
}

/// A type that stands for the whole value, of `#[serde(from = "..")]` and the like.
struct Conversion {
    /// `type __From = ..;`
    alias: TokenStream,
    is_fallible: bool,
}

impl Conversion {
    fn of(x: &Expansion<'_, '_>, all: &[SerdeOption], key: &str, name: &str) -> Option<Self> {
        let option = find(all, key).filter(|it| on_type(x.node, it).is_keep())?;
        let text = option.value.as_ref()?;
        let own = x.node.ident().to_string();
        let (name, ty) = (Ident::new(name, text.span()), parsed(text, x.node.ident(), &own));
        Some(Conversion { alias: quote!(type #name = #ty;), is_fallible: key == "try_from" })
    }

    fn into(x: &Expansion<'_, '_>, all: &[SerdeOption]) -> Option<Self> {
        Conversion::of(x, all, "into", "__Into")
    }

    fn from(x: &Expansion<'_, '_>, all: &[SerdeOption]) -> Option<Self> {
        Conversion::of(x, all, "from", "__From").or_else(|| Conversion::of(x, all, "try_from", "__From"))
    }

    /// ```text
    /// let it: __Into = Into::into(Clone::clone(self));
    /// Ok(Box::new(it))
    /// ```
    fn written(&self) -> TokenStream {
        quote! {
            let _ = to;
            let it: __Into = _wg::core::convert::Into::into(_wg::core::clone::Clone::clone(self));
            _wg::Ok(_wg::Box::new(it))
        }
    }

    /// ```text
    /// pub struct Node(__Own);
    /// impl<'de> Deserialize<'de> for Node { .. }
    /// ```
    fn read(&self, hidden: &Ident) -> TokenStream {
        let convert = if self.is_fallible {
            quote! {
                let own = <__Own as _wg::core::convert::TryFrom<__From>>::try_from(it);
                own.map(#hidden).map_err(<__D::Error as _wg::serde::de::Error>::custom)
            }
        } else {
            quote!(_wg::Ok(#hidden(_wg::core::convert::From::from(it))))
        };
        quote! {
            #[doc(hidden)]
            pub struct #hidden(__Own);
            #[automatically_derived]
            impl<'de> _wg::serde::Deserialize<'de> for #hidden {
                fn deserialize<__D: _wg::serde::Deserializer<'de>>(from: __D) -> _wg::core::result::Result<Self, __D::Error> {
                    let it = <__From as _wg::serde::Deserialize<'de>>::deserialize(from)?;
                    #convert
                }
            }
        }
    }
}

/// ```text
/// #[serde(rename = "n", default)]
/// ```
fn attribute(options: &[TokenStream]) -> TokenStream {
    if options.is_empty() {
        return TokenStream::new();
    }
    quote!(#[serde(#(#options),*)])
}

/// The options of the type, for one of the two; with the option `default`, it has a function of its own.
fn container(x: &Expansion<'_, '_>, all: &[SerdeOption], default: Option<&SerdeOption>) -> TokenStream {
    let mut kept = Vec::new();
    for option in all {
        let is_ours = ["default", "from", "try_from", "into"].iter().any(|key| option.is(key));
        if is_ours && x.node.is_struct() || !on_type(x.node, option).is_keep() {
            continue;
        }
        if is_ours && !option.is("default") {
            continue;
        }
        kept.push(option.to_token_stream());
    }
    if let Some(option) = default {
        let function = LitStr::new("__default", option.span());
        kept.push(quote!(default = #function));
    }
    attribute(&kept)
}

/// ```text
/// match self { /* arms */ }
/// match *self {}                                   // an enum without variants
/// ```
fn arms(value: &TokenStream, arms: &TokenStream) -> TokenStream {
    if arms.is_empty() { quote!(match *#value {}) } else { quote!(match #value { #arms }) }
}

/// `name:`, of a field that has a name.
fn colon(member: &Member) -> TokenStream {
    match member {
        Member::Named(name) => quote!(#name:),
        Member::Unnamed(_) => TokenStream::new(),
    }
}
