//! Questions about the tokens of a type: which edge it is, what it holds, which parameters it names.

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, GenericParam, Generics, Ident, Path, PathArguments, Type,
    TypeParamBound,
};

/// The type without parentheses and without the invisible group that `macro_rules!` puts around a `$t:ty`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        _ => ty,
    }
}

/// The last segment of a path, `Children<C, R>`, and its type arguments.
pub(crate) struct Named<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) args: Vec<&'a Type>,
}

/// Reads a type by its last path segment. A path into the standard library (`std::rc::Weak`, `std::process::Child`) is
/// never an edge.
pub(crate) fn named(ty: &Type) -> Option<Named<'_>> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let of_std = path.path.segments.len() > 1
        && path.path.segments.first().is_some_and(|it| ["std", "alloc", "core"].iter().any(|std| it.ident == std));
    if path.qself.is_some() || (of_std && (last.ident == "Weak" || last.ident == "Child")) {
        return None;
    }
    let args = match &last.arguments {
        PathArguments::AngleBracketed(args) => type_args(args).collect(),
        _ => Vec::new(),
    };
    Some(Named { ident: &last.ident, args })
}

fn type_args(args: &AngleBracketedGenericArguments) -> impl Iterator<Item = &Type> {
    args.args.iter().filter_map(|arg| match arg {
        GenericArgument::Type(ty) => Some(ty),
        GenericArgument::AssocType(assoc) => Some(&assoc.ty),
        _ => None,
    })
}

/// Calls `visit` on `ty` and on every type that a value of it may own.
///
/// Left out, because they own nothing: references, raw pointers, function pointers, `PhantomData`, the signature in
/// `dyn Fn(Strong<T>)`, and what a [`weak_holder`] holds weakly.
pub(crate) fn walk<'a>(ty: &'a Type, visit: &mut dyn FnMut(&'a Type)) {
    let ty = bare(ty);
    visit(ty);
    match ty {
        Type::Array(array) => walk(&array.elem, visit),
        Type::Slice(slice) => walk(&slice.elem, visit),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|elem| walk(elem, visit)),
        Type::Path(path) => {
            if let Some(qself) = &path.qself {
                walk(&qself.ty, visit);
            }
            walk_path(&path.path, visit);
        }
        Type::TraitObject(object) => {
            for bound in &object.bounds {
                if let TypeParamBound::Trait(bound) = bound {
                    walk_path(&bound.path, visit);
                }
            }
        }
        _ => {}
    }
}

fn walk_path<'a>(path: &'a Path, visit: &mut dyn FnMut(&'a Type)) {
    for segment in &path.segments {
        if let PathArguments::AngleBracketed(args) = &segment.arguments
            && segment.ident != "PhantomData"
        {
            let weak = weak_argument(&segment.ident);
            let owned = type_args(args).enumerate().filter(|(index, _)| Some(*index) != weak);
            owned.for_each(|(_, arg)| walk(arg, visit));
        }
    }
}

/// The types that hold a node weakly and need not be fields of their own, and which of their arguments is the node.
const WEAK_HOLDERS: &[(&str, usize)] = &[
    ("Weak", 0),
    ("WeakIdMap", 0),
    ("WeakKeyMap", 0),
    ("WeakSet", 0),
    ("WeakValueMap", 1),
    ("Proxy", 0),
    ("WeakMethod", 0),
];

fn weak_argument(ident: &Ident) -> Option<usize> {
    WEAK_HOLDERS.iter().find(|(name, _)| ident == name).map(|(_, index)| *index)
}

/// The node that `ty` holds weakly, if it is a weak map or the like by its name.
pub(crate) fn weak_holder(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    type_args(args).nth(weak_argument(&last.ident)?)
}

/// Is `ty` the type that is being derived: `Self`, or its name with its own parameters in their order?
pub(crate) fn is_own(ty: &Type, ident: &Ident, generics: &Generics) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    if path.qself.is_some() || path.path.leading_colon.is_some() || path.path.segments.len() != 1 {
        return false;
    }
    let segment = &path.path.segments[0];
    if segment.ident == "Self" {
        return segment.arguments.is_none();
    }
    if segment.ident != *ident || params(generics).any(|param| segment.ident == param) {
        return false;
    }
    let args: Vec<String> = match &segment.arguments {
        PathArguments::AngleBracketed(args) => args.args.iter().map(show).collect(),
        _ => Vec::new(),
    };
    params(generics).eq(args)
}

/// Could `ty` be the derived type by another path, `crate::Node`? Whether it is, only the compiler can say.
pub(crate) fn is_namesake(ty: &Type, ident: &Ident) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    let segments = &path.path.segments;
    path.qself.is_none()
        && (segments.len() > 1 || path.path.leading_colon.is_some())
        && segments.last().is_some_and(|last| last.ident == *ident)
}

/// The names of all parameters, a lifetime with its tick.
pub(crate) fn params(generics: &Generics) -> impl Iterator<Item = String> + '_ {
    generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(it) => it.lifetime.to_string(),
        GenericParam::Type(it) => it.ident.to_string(),
        GenericParam::Const(it) => it.ident.to_string(),
    })
}

/// Does `ty` name one of `names` (lifetimes with their tick) anywhere?
pub(crate) fn mentions(ty: &Type, names: &[String]) -> bool {
    fn search(tokens: TokenStream, names: &[String]) -> bool {
        let mut tick = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) if search(group.stream(), names) => return true,
                TokenTree::Ident(ident) => {
                    let name = if tick { format!("'{ident}") } else { ident.to_string() };
                    if names.contains(&name) {
                        return true;
                    }
                    tick = false;
                }
                TokenTree::Punct(punct) => tick = punct.as_char() == '\'',
                _ => tick = false,
            }
        }
        false
    }
    search(ty.to_token_stream(), names)
}

/// The tokens, those that `pick` chooses in spans of the macro's own: lints leave them alone, and errors still point at them.
pub(crate) fn respan(tokens: impl ToTokens, pick: &dyn Fn(&TokenTree) -> bool) -> TokenStream {
    let own = |span: Span| span.resolved_at(Span::call_site());
    let map = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            let mut mapped = Group::new(group.delimiter(), respan(group.stream(), pick));
            mapped.set_span(group.span());
            token = TokenTree::Group(mapped);
        }
        if pick(&token) {
            token.set_span(own(token.span()));
        }
        token
    };
    tokens.to_token_stream().into_iter().map(map).collect()
}

/// Is it left to the user of a generic type to say what `ty` is: a bare parameter, or a projection from one?
pub(crate) fn is_open(ty: &Type, generics: &Generics) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    let names: Vec<String> = generics.type_params().map(|param| param.ident.to_string()).collect();
    match &path.qself {
        Some(_) => mentions(ty, &names),
        None => path.path.segments.first().is_some_and(|first| names.contains(&first.ident.to_string())),
    }
}

/// The tokens as a person would write them: `Option<Strong<Node>>`, not `Option < Strong < Node > >`.
pub(crate) fn show(tokens: impl ToTokens) -> String {
    fn print(tokens: TokenStream, out: &mut String) {
        let mut word = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{ ", " }"),
                        Delimiter::None => ("", ""),
                    };
                    out.push_str(if word && close.is_empty() { " " } else { "" });
                    out.push_str(open);
                    print(group.stream(), out);
                    out.push_str(close);
                    word = close.is_empty();
                }
                TokenTree::Punct(punct) => {
                    let arrow = punct.as_char() == '>' && (out.ends_with('-') || out.ends_with('='));
                    match punct.as_char() {
                        ',' | ';' | ':' if punct.spacing() == Spacing::Alone && !out.ends_with(':') => {
                            out.push(punct.as_char());
                            out.push(' ');
                        }
                        '+' | '=' => out.push_str(&format!(" {} ", punct.as_char())),
                        '-' => out.push_str(" -"),
                        '>' if arrow => out.push_str("> "),
                        '\'' => out.push_str(if word { " '" } else { "'" }),
                        other => out.push(other),
                    }
                    word = false;
                }
                TokenTree::Ident(_) | TokenTree::Literal(_) => {
                    out.push_str(if word { " " } else { "" });
                    out.push_str(&token.to_string());
                    word = true;
                }
            }
        }
    }
    let mut out = String::new();
    print(tokens.to_token_stream(), &mut out);
    out.trim_end().replace("  ", " ")
}
