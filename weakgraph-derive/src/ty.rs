//! Questions about the tokens of a type: what it is called, what it holds, which parameters it names.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
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
    let first = &path.path.segments[0].ident;
    let of_std = path.path.segments.len() > 1 && (first == "std" || first == "alloc" || first == "core");
    if path.qself.is_some() || (of_std && (last.ident == "Weak" || last.ident == "Child")) {
        return None;
    }
    let args = match &last.arguments {
        PathArguments::AngleBracketed(args) => type_args(args),
        _ => Vec::new(),
    };
    Some(Named { ident: &last.ident, args })
}

/// Returns the types among the arguments of a path, with those of its associated types.
fn type_args(args: &AngleBracketedGenericArguments) -> Vec<&Type> {
    let mut types = Vec::new();
    for arg in &args.args {
        match arg {
            GenericArgument::Type(ty) => types.push(ty),
            GenericArgument::AssocType(assoc) => types.push(&assoc.ty),
            _ => {}
        }
    }
    types
}

/// A handle, by the name of its type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Handle {
    Strong,
    Weak,
}

/// Is `ty` a `Strong<T>` or a `Weak<T>`, and which?
pub(crate) fn handle(ty: &Type) -> Option<Handle> {
    let found = named(ty)?;
    if found.args.is_empty() {
        return None;
    }
    if found.ident == "Strong" {
        return Some(Handle::Strong);
    }
    (found.ident == "Weak").then_some(Handle::Weak)
}

/// Does `ty` show a `Strong<T>` or a `Weak<T>`? If both, a `Strong`.
pub(crate) fn shows_handle(ty: &Type) -> Option<Handle> {
    if shows(ty, Handle::Strong) {
        return Some(Handle::Strong);
    }
    shows(ty, Handle::Weak).then_some(Handle::Weak)
}

/// Does `ty` show such a handle?
pub(crate) fn shows(ty: &Type, wanted: Handle) -> bool {
    let mut found = false;
    walk(ty, &mut |inner| found |= handle(inner) == Some(wanted));
    found
}

/// Returns each `T` of a `Strong<T>` in `ty`.
pub(crate) fn strong_targets(ty: &Type) -> Vec<&Type> {
    let mut targets = Vec::new();
    walk(ty, &mut |inner| {
        if handle(inner) == Some(Handle::Strong) {
            targets.extend(named(inner).map(|it| it.args[0]));
        }
    });
    targets
}

/// The cells of the standard library whose content generated code reads and sets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    Cell,
    RefCell,
    OnceCell,
}

/// Is `ty` such a cell, and of which type?
pub(crate) fn cell(ty: &Type) -> Option<(CellKind, &Type)> {
    let found = named(ty)?;
    let kind = match found.ident.to_string().as_str() {
        "Cell" => CellKind::Cell,
        "RefCell" => CellKind::RefCell,
        "OnceCell" => CellKind::OnceCell,
        _ => return None,
    };
    Some((kind, *found.args.first()?))
}

/// Does `ty` show a type that values of other types are coerced to: a `dyn Trait`, a slice, a function pointer?
pub(crate) fn is_coerced_to(ty: &Type) -> bool {
    fn is_target(ty: &Type) -> bool {
        match ty {
            Type::TraitObject(_) | Type::Slice(_) | Type::FnPtr(_) => true,
            Type::Reference(reference) => is_target(&reference.elem),
            _ => false,
        }
    }
    let mut found = false;
    walk(ty, &mut |inner| found |= is_target(inner));
    found
}

/// Types of this crate, and traits, that own what their name does not show.
const HIDING: &[&str] =
    &["Callback", "DropQueue", "ExitGuard", "Finalizer", "Watch", "WeakIdMap", "WeakKeyMap", "WeakSet", "WeakValueMap"];

/// Does `ty` show what may own a handle without naming it: a `dyn Trait`, a `Callback`, a `Watch`, a weak map?
pub(crate) fn hides(ty: &Type) -> bool {
    let mut found = false;
    walk(ty, &mut |inner| {
        found |= match inner {
            Type::TraitObject(_) => true,
            _ => named(inner).is_some_and(|it| HIDING.iter().any(|name| it.ident == name)),
        };
    });
    found
}

/// Is `ty` an `Rc` or an `Arc`?
pub(crate) fn is_counted(ty: &Type) -> bool {
    named(ty).is_some_and(|it| it.ident == "Rc" || it.ident == "Arc")
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
        Type::Tuple(tuple) => {
            for elem in &tuple.elems {
                walk(elem, visit);
            }
        }
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
        let PathArguments::AngleBracketed(args) = &segment.arguments else { continue };
        if segment.ident == "PhantomData" {
            continue;
        }
        let weak = weak_argument(&segment.ident);
        for (index, arg) in type_args(args).into_iter().enumerate() {
            if weak != Some(index) {
                walk(arg, visit);
            }
        }
    }
}

/// Where a field hides what it owns from the derive.
pub(crate) enum Blind<'a> {
    /// A macro in the place of a type.
    Macro(&'a Type),
    /// A [`weak_holder`], by its name, of a `Strong`.
    Holder(&'a Type),
}

/// Returns the first place in `ty` that hides what it owns.
pub(crate) fn blind(ty: &Type) -> Option<Blind<'_>> {
    let mut found = None;
    walk(ty, &mut |inner| {
        if found.is_some() {
            return;
        }
        if matches!(inner, Type::Macro(_)) {
            found = Some(Blind::Macro(inner));
        } else if weak_holder(inner).is_some_and(|held| shows(held, Handle::Strong)) {
            found = Some(Blind::Holder(inner));
        }
    });
    found
}

/// Returns each `PhantomData` in `ty`, by its name, with a `Strong` in its argument, which [`walk`] leaves out.
pub(crate) fn phantoms(ty: &Type) -> Vec<&Type> {
    let mut found = Vec::new();
    walk(ty, &mut |inner| {
        let is_one = named(inner)
            .is_some_and(|it| it.ident == "PhantomData" && it.args.iter().any(|arg| shows(arg, Handle::Strong)));
        if is_one {
            found.push(inner);
        }
    });
    found
}

/// The types that hold a node weakly and need not be fields of their own, and which of their arguments is the node.
const WEAK_HOLDERS: &[(&str, usize)] = &[
    ("Weak", 0),
    ("WeakIdMap", 0),
    ("WeakIdSet", 0),
    ("WeakKeyMap", 0),
    ("WeakSet", 0),
    ("WeakValueMap", 1),
    ("Proxy", 0),
    ("WeakMethod", 0),
];

fn weak_argument(ident: &Ident) -> Option<usize> {
    for (name, index) in WEAK_HOLDERS {
        if ident == name {
            return Some(*index);
        }
    }
    None
}

/// The node that `ty` holds weakly, if it is a weak map or the like by its name.
pub(crate) fn weak_holder(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    type_args(args).get(weak_argument(&last.ident)?).copied()
}

/// Is `ty` the type that is being derived: `Self`, or its name with its own parameters in their order?
pub(crate) fn is_self(ty: &Type, ident: &Ident, generics: &Generics) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    if path.qself.is_some() || path.path.leading_colon.is_some() || path.path.segments.len() != 1 {
        return false;
    }
    let segment = &path.path.segments[0];
    if segment.ident == "Self" {
        return segment.arguments.is_none();
    }
    let params = params(generics);
    if segment.ident != *ident || params.contains(&segment.ident.to_string()) {
        return false;
    }
    let mut args = Vec::new();
    if let PathArguments::AngleBracketed(found) = &segment.arguments {
        for arg in &found.args {
            args.push(show(arg));
        }
    }
    params == args
}

/// Is `ty` the name of the derived type without its parameters? rustc asks for them where the field is declared.
pub(crate) fn lacks_arguments(ty: &Type, ident: &Ident, generics: &Generics) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    let shadowed = params(generics).contains(&ident.to_string());
    !generics.params.is_empty()
        && !shadowed
        && path.path.get_ident() == Some(ident)
        && generics.params.iter().any(|param| match param {
            GenericParam::Lifetime(_) => true,
            GenericParam::Type(it) => it.default.is_none(),
            GenericParam::Const(it) => it.default.is_none(),
        })
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
pub(crate) fn params(generics: &Generics) -> Vec<String> {
    let mut names = Vec::new();
    for param in &generics.params {
        names.push(match param {
            GenericParam::Lifetime(it) => it.lifetime.to_string(),
            GenericParam::Type(it) => it.ident.to_string(),
            GenericParam::Const(it) => it.ident.to_string(),
        });
    }
    names
}

/// The names of the type parameters, and with `consts` those of the const parameters.
fn type_params(generics: &Generics, consts: bool) -> Vec<String> {
    let mut names = Vec::new();
    for param in &generics.params {
        match param {
            GenericParam::Type(it) => names.push(it.ident.to_string()),
            GenericParam::Const(it) if consts => names.push(it.ident.to_string()),
            _ => {}
        }
    }
    names
}

/// Does `ty` name a type or const parameter?
pub(crate) fn names_param(ty: &Type, generics: &Generics) -> bool {
    let names = type_params(generics, true);
    !names.is_empty() && mentions(ty, &names)
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

/// Is it left to the user of a generic type to say what `ty` is: a bare parameter, or a projection from one?
pub(crate) fn is_open(ty: &Type, generics: &Generics) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    let names = type_params(generics, false);
    match &path.qself {
        _ if names.is_empty() => false,
        Some(_) => mentions(ty, &names),
        None => names.contains(&path.path.segments[0].ident.to_string()),
    }
}

/// The tokens as a person would write them: `Option<Strong<Node>>`, not `Option < Strong < Node > >`.
pub(crate) fn show(tokens: &dyn ToTokens) -> String {
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

/// What a type holds, below containers, pointers and edges: of `Option<Rc<RefCell<Node>>>`, `Node`.
pub(crate) struct Held<'a> {
    pub(crate) ty: &'a Type,
    /// Is there a list on the way?
    pub(crate) many: bool,
    /// The type of its keys, if it is a map.
    pub(crate) keys: Option<&'a Type>,
    /// Is there anything on the way?
    pub(crate) wrapped: bool,
}

/// Types that hold at most one of their argument.
const ONE: &[&str] = &[
    "Box",
    "Option",
    "Rc",
    "Arc",
    "Weak",
    "Strong",
    "RefCell",
    "Cell",
    "OnceCell",
    "OnceLock",
    "LazyCell",
    "Mutex",
    "RwLock",
    "Pin",
    "ManuallyDrop",
    "NonNull",
    "Parent",
    "Child",
    "WeakCell",
];

/// Types that hold many of their argument.
const MANY: &[&str] = &[
    "Vec",
    "VecDeque",
    "LinkedList",
    "HashSet",
    "BTreeSet",
    "BinaryHeap",
    "IndexSet",
    "SmallVec",
    "ArrayVec",
    "Slab",
    "Children",
    "WeakList",
    "WeakSet",
];

/// Maps, by their second argument.
const MAPS: &[&str] = &["HashMap", "BTreeMap", "IndexMap", "SlotMap", "WeakValueMap"];

/// Returns what `ty` holds, by the names of the types on the way.
pub(crate) fn held(ty: &Type) -> Held<'_> {
    let mut out = Held { ty: bare(ty), many: false, keys: None, wrapped: false };
    loop {
        let inner = match out.ty {
            Type::Reference(it) => &it.elem,
            Type::Ptr(it) => &it.elem,
            Type::Array(it) => {
                out.many = true;
                &it.elem
            }
            Type::Slice(it) => {
                out.many = true;
                &it.elem
            }
            Type::Path(_) => match holder(out.ty) {
                Some(Holder::One(inner)) => inner,
                Some(Holder::Many(inner)) => {
                    out.many = true;
                    inner
                }
                Some(Holder::Map(keys, inner)) => {
                    out.many = true;
                    out.keys = out.keys.or(Some(keys));
                    inner
                }
                None => return out,
            },
            _ => return out,
        };
        out.wrapped = true;
        out.ty = bare(inner);
    }
}

enum Holder<'a> {
    One(&'a Type),
    Many(&'a Type),
    Map(&'a Type, &'a Type),
}

fn holder(ty: &Type) -> Option<Holder<'_>> {
    let (last, args) = last_segment(ty)?;
    let is = |names: &[&str]| names.iter().any(|name| last == name);
    let first = *args.first()?;
    match args.get(1) {
        Some(second) if is(MAPS) => Some(Holder::Map(first, second)),
        _ if is(ONE) => Some(Holder::One(first)),
        _ if is(MANY) => Some(Holder::Many(first)),
        _ => None,
    }
}

/// Returns the last segment of a path and its type arguments, of the standard library's types, too.
fn last_segment(ty: &Type) -> Option<(&Ident, Vec<&Type>)> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last().filter(|_| path.qself.is_none())?;
    match &last.arguments {
        PathArguments::AngleBracketed(args) => Some((&last.ident, type_args(args))),
        _ => Some((&last.ident, Vec::new())),
    }
}

/// Types without arguments that are no nodes.
const VALUES: &[&str] = &[
    "String", "str", "char", "bool", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
    "isize", "f32", "f64", "PathBuf", "OsString", "Duration", "Instant",
];

/// Is `ty` a type that is known to be no node?
pub(crate) fn is_value(ty: &Type) -> bool {
    match bare(ty) {
        Type::Tuple(_) | Type::FnPtr(_) | Type::Never(_) => true,
        Type::Path(path) => {
            let is_cow = path.path.segments.last().is_some_and(|last| last.ident == "Cow");
            is_cow || path.path.get_ident().is_some_and(|ident| VALUES.iter().any(|it| ident == it))
        }
        _ => false,
    }
}

/// The argument of an edge that is no node, by its name: what stands around the node.
pub(crate) enum Around {
    /// `Box`, `Rc`, a reference.
    Pointer,
    /// `Strong`, `Weak`.
    Handle,
    Option,
    /// `RefCell`.
    Cell,
    /// `Vec`.
    Collection,
    /// `Parent`, `Children`.
    Edge,
    /// `dyn Widget`.
    Dyn,
    /// `String`, `(A, B)`.
    Value,
}

/// Returns what is wrong with `ty` as the target of an edge, as far as its name shows. A type with such a name that is
/// not the standard library's or ours is named by a path.
pub(crate) fn around(ty: &Type, own: &Ident) -> Option<Around> {
    let ty = bare(ty);
    if is_value(ty) {
        return Some(Around::Value);
    }
    match ty {
        Type::Reference(_) | Type::Ptr(_) => return Some(Around::Pointer),
        Type::Array(_) | Type::Slice(_) => return Some(Around::Collection),
        Type::TraitObject(_) => return Some(Around::Dyn),
        _ => {}
    }
    let Type::Path(path) = ty else { return None };
    let (last, args) = last_segment(ty)?;
    let first = &path.path.segments[0].ident;
    let foreign = path.path.segments.len() > 1 && !["std", "alloc", "core", "weakgraph"].iter().any(|it| first == it);
    if foreign || args.is_empty() || last == own {
        return None;
    }
    Some(match last.to_string().as_str() {
        "Box" | "Rc" | "Arc" if matches!(bare(args[0]), Type::TraitObject(_)) => Around::Dyn,
        "Box" | "Rc" | "Arc" | "Pin" | "NonNull" => Around::Pointer,
        "Strong" | "Weak" => Around::Handle,
        "Option" => Around::Option,
        "RefCell" | "Mutex" | "RwLock" | "OnceCell" | "OnceLock" => Around::Cell,
        "Vec" | "VecDeque" | "LinkedList" | "HashSet" | "BTreeSet" | "HashMap" | "BTreeMap" => Around::Collection,
        "Parent" | "Child" | "Children" | "WeakCell" | "WeakList" => Around::Edge,
        _ => return None,
    })
}
