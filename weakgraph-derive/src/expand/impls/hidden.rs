//! Fields that are no edges, as the reports of `leak` look into them.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{GenericArgument, Index, PathArguments, Type};

use super::readable;
use crate::ast::{Content, Field};
use crate::expand::expansion::Expansion;
use crate::span::{self, own_ident, own_member};
use crate::ty::{bare, hides, is_value};

/// A statement for each field that may hide a handle, in the order of the fields: those marked `#[graph(opaque)]`, and
/// those whose type shows a `dyn Trait`, a `Callback`, a `Watch` or the like.
///
/// Any other field is looked into if its type is an alias of a handle or of a `Box<dyn Trait>`, which only the compiler
/// knows.
///
/// ```text
/// #[inline]
/// fn __hidden(&self, see: &mut EdgeCollector<'_>) {
///     use _wg::Unknown as _;
///     if see.hidden("cache") {
///         Inspect(&self.cache).__cell(see, EdgeKind::Hidden, |see, it: &Vec<Strong<Node>>| {
///             Inspect(it).__each(see, EdgeKind::Hidden, |see, it: &Strong<Node>| {
///                 Inspect(it).__leaf(see, EdgeKind::Hidden, Inspect(it).__owned())
///             })
///         });
///     }
///     if see.hidden("handler") {
///         Inspect(&self.handler).__alias(see, EdgeKind::Hidden, Inspect(&self.handler).__owned());
///     }
/// }
/// ```
pub(super) fn hidden(x: &Expansion<'_, '_>, graph: &mut TokenStream) {
    // Of nodes that may borrow, no value is looked at.
    if !readable::is_readable(x.node.generics()) {
        return;
    }
    let mut body = TokenStream::new();
    for field in &x.node.fields {
        statement(field).to_tokens(&mut body);
    }
    if body.is_empty() {
        return;
    }
    let function = quote! {
        #[inline]
        fn __hidden(&self, see: &mut _wg::EdgeCollector<'_>) {
            #[allow(unused_imports)]
            use _wg::Unknown as _;
            #body
        }
    };
    function.to_tokens(graph);
}

fn statement(field: &Field<'_>) -> TokenStream {
    let ty = field.ty();
    let whole = match field.content {
        Content::Opaque => true,
        Content::Plain => hides(ty),
        _ => return TokenStream::new(),
    };
    let is_path = matches!(bare(ty), Type::Path(_));
    if (is_path && is_value(ty)) || (!is_path && !whole) {
        return TokenStream::new();
    }
    let (span, member, name) = (field.span(), own_member(&field.member), &field.name);
    let place = match field.variant {
        None => quote_spanned!(span=> &self.#member),
        Some(_) => quote_spanned!(span=> it),
    };
    let looked = look(ty, &place, whole);
    if looked.is_empty() {
        return looked;
    }
    let looked = quote_spanned!(span=> if see.hidden(#name) { #looked; });
    match field.variant.map(own_ident) {
        None => looked,
        Some(variant) => quote_spanned!(span=> if let Self::#variant { #member: it, .. } = self { #looked }),
    }
}

/// Containers of the standard library, by the name that `Inspect` knows them by.
const LISTS: &[&str] =
    &["Option", "Box", "Rc", "OnceCell", "Vec", "VecDeque", "LinkedList", "BinaryHeap", "BTreeSet", "HashSet"];
const OPEN: &[&str] = &["Option", "Vec", "VecDeque", "RefCell"];
const CELLS: &[&str] = &["Cell", "RefCell"];
const MAPS: &[&str] = &["BTreeMap", "HashMap"];

/// What a cell can be emptied of.
fn can_be_emptied(ty: &Type) -> bool {
    let names = ["Option", "Vec", "VecDeque", "LinkedList", "BinaryHeap", "BTreeSet", "HashSet", "BTreeMap", "HashMap"];
    match bare(ty) {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name)),
        _ => false,
    }
}

/// Looks into `place`, a reference to a `ty`; nothing if that holds no handle by its name. Of what is not known, it is
/// said with `whole` only.
fn look(ty: &Type, place: &TokenStream, whole: bool) -> TokenStream {
    let span = span::of_type(ty);
    let each = |method: &str, item: &Type| {
        let method = Ident::new(method, span);
        let looked = look(item, &quote_spanned!(span=> it), whole);
        if looked.is_empty() {
            return looked;
        }
        quote_spanned!(span=> _wg::Inspect(#place).#method(see, _wg::EdgeKind::Hidden, |see: &mut _wg::EdgeCollector<'_>, it: &#item| { #looked; }))
    };
    let leaf = Ident::new(if whole { "__leaf" } else { "__alias" }, span);
    let owned = quote_spanned!(span=> _wg::Inspect(#place).__owned());
    let leaf = quote_spanned!(span=> _wg::Inspect(#place).#leaf(see, _wg::EdgeKind::Hidden, #owned));
    match bare(ty) {
        Type::Array(array) => each("__each", &array.elem),
        Type::Tuple(tuple) => {
            let mut parts = TokenStream::new();
            for (i, elem) in tuple.elems.iter().enumerate() {
                let mut index = Index::from(i);
                index.span = span;
                let looked = look(elem, &quote_spanned!(span=> &tuple.#index), whole);
                if !looked.is_empty() {
                    quote_spanned!(span=> #looked;).to_tokens(&mut parts);
                }
            }
            match parts.is_empty() {
                true => parts,
                false => quote_spanned!(span=> { let tuple = #place; #parts }),
            }
        }
        Type::Path(path) if path.qself.is_none() => {
            let Some(last) = path.path.segments.last() else { return leaf };
            let is = |names: &[&str]| names.iter().any(|name| last.ident == name);
            let mut args: Vec<&Type> = Vec::new();
            if let PathArguments::AngleBracketed(found) = &last.arguments {
                for arg in &found.args {
                    if let GenericArgument::Type(ty) = arg {
                        args.push(ty);
                    }
                }
            }
            match args[..] {
                // Of a pointer to one, only the pointer is known.
                [item, ..] if matches!(bare(item), Type::TraitObject(_) | Type::Slice(_)) => leaf,
                // Of any content, these are looked into; of the others only the compiler knows what is in them.
                [..] if !whole && !is(OPEN) && !is(MAPS) && !is_value(ty) && last.ident != "PhantomData" => leaf,
                [item] if is(CELLS) && can_be_emptied(item) => each("__cell", item),
                [item] if is(CELLS) || is(LISTS) => each("__each", item),
                [item, _] if last.ident == "HashSet" => each("__each_key", item),
                [key, value] | [key, value, _] if is(MAPS) => {
                    let (keys, values) = (each("__each_key", key), each("__each_value", value));
                    match (keys.is_empty(), values.is_empty()) {
                        (true, _) => values,
                        (_, true) => keys,
                        _ => quote_spanned!(span=> { #keys; #values }),
                    }
                }
                _ if last.ident == "PhantomData" || is_value(ty) => TokenStream::new(),
                _ => leaf,
            }
        }
        Type::Path(_) | Type::Macro(_) => leaf,
        // References, pointers and functions own nothing; anything without a size is behind one.
        _ => TokenStream::new(),
    }
}
