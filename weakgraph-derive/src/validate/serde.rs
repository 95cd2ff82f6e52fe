//! `#[serde(..)]` on a type with `#[graph(serde)]`: what each of serde's options is for a document.

use syn::{Data, Ident, Variant};

use crate::ast::{Content, Field, HAS_SERDE, Node, Role};
use crate::diagnostics::Diagnostics;
use crate::parse::attr::distance;
use crate::parse::serde::{SerdeOption, find, options};
use crate::ty::show;

/// What becomes of an option.
pub(crate) enum Use {
    Keep,
    /// It says nothing to a document.
    Drop,
    /// The message.
    Refuse(String),
}

impl Use {
    pub(crate) fn is_keep(&self) -> bool {
        matches!(self, Use::Keep)
    }
}

/// What a field is in a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// As it is.
    Plain,
    /// As numbers.
    Edge,
    /// Not at all.
    No,
}

pub(crate) fn written(field: &Field<'_>) -> Written {
    match field.content {
        Content::Plain | Content::Opaque => Written::Plain,
        // It cannot be left out, which is reported.
        Content::Edge(Role::Shared, _) => Written::Edge,
        Content::Edge(Role::Owning | Role::WeakLink, _) | Content::Container { strong: true, .. } => {
            match find(&options(&field.syn.attrs), "skip") {
                Some(_) => Written::No,
                None => Written::Edge,
            }
        }
        Content::Edge(..) | Content::Container { .. } | Content::Refused => Written::No,
    }
}

/// Reports the options of serde that a document cannot follow.
pub(super) fn check(dx: &mut Diagnostics, node: &Node<'_>) {
    if node.options.serde.is_none() || !HAS_SERDE || !node.generics().params.is_empty() {
        return;
    }
    for option in options(&node.input.attrs) {
        report(dx, &option, on_type(node, &option));
    }
    if let Data::Enum(data) = &node.input.data {
        for variant in &data.variants {
            for option in options(&variant.attrs) {
                report(dx, &option, on_variant(node, &variant.ident, &option));
            }
        }
    }
    for field in &node.fields {
        for option in options(&field.syn.attrs) {
            report(dx, &option, on_field(field, &option));
        }
    }
}

fn report(dx: &mut Diagnostics, option: &SerdeOption, found: Use) {
    if let Use::Refuse(message) = found {
        dx.error(option, &message);
    }
}

fn key(option: &SerdeOption) -> String {
    option.key.as_ref().map(Ident::to_string).unwrap_or_default()
}

/// What an option on the type is for a document.
pub(crate) fn on_type(node: &Node<'_>, option: &SerdeOption) -> Use {
    let key = key(option);
    match key.as_str() {
        _ if !is_known(&key, CONTAINER) => unknown(&key, "container", CONTAINER),
        "crate" | "bound" => Use::Drop,
        "remote" => Use::Refuse(
            "`remote` derives for a type of another crate, and this node is a type of its own: remove `remote`".into(),
        ),
        "field_identifier" | "variant_identifier" => Use::Refuse(format!(
            "`{key}` reads the name of a field or a variant, and a node is a record: remove `{key}`"
        )),
        "from" | "try_from" | "into" if !is_plain(&node.fields) => Use::Refuse(format!(
            "`{key}` would convert the whole node, with edges that are numbers in a document: remove `{key}`, and write \
             `#[serde(with = \"..\")]` on the plain fields that need it"
        )),
        "transparent" if node.is_struct() => {
            let mut count = 0;
            for field in &node.fields {
                let is_skipped = find(&options(&field.syn.attrs), "skip").is_some();
                count += usize::from(!is_skipped && written(field) != Written::No);
            }
            if count == 1 {
                return Use::Keep;
            }
            Use::Refuse(format!(
                "`transparent` writes the one field of a type, and a document has {count} of `{}`: remove `transparent`, or \
                 write `#[serde(skip)]` on the others",
                node.ident()
            ))
        }
        _ => Use::Keep,
    }
}

/// What an option on a variant is for a document.
pub(crate) fn on_variant(node: &Node<'_>, variant: &Ident, option: &SerdeOption) -> Use {
    let key = key(option);
    match key.as_str() {
        _ if !is_known(&key, VARIANT) => unknown(&key, "variant", VARIANT),
        "bound" => Use::Drop,
        "borrow" => borrow(),
        "with" | "serialize_with" | "deserialize_with" => {
            let has_edges = node.fields.iter().any(|field| {
                field.variant == Some(variant) && !matches!(field.content, Content::Plain | Content::Opaque)
            });
            match has_edges {
                true => Use::Refuse(format!(
                    "`{key}` would write the whole variant, with edges that are numbers in a document: put `{key}` on the plain \
                     field that needs it"
                )),
                false => Use::Keep,
            }
        }
        _ => Use::Keep,
    }
}

/// What an option on a field is for a document.
pub(crate) fn on_field(field: &Field<'_>, option: &SerdeOption) -> Use {
    let key = key(option);
    let is_edge = match field.content {
        Content::Plain | Content::Opaque => false,
        Content::Edge(Role::BackReference | Role::WeakHandle, _) | Content::Refused => return Use::Drop,
        Content::Edge(..) | Content::Container { .. } => true,
    };
    match key.as_str() {
        _ if !is_known(&key, FIELD) => unknown(&key, "field", FIELD),
        "bound" => Use::Drop,
        "getter" => Use::Refuse(
            "`getter` is for a type of another crate, and this node is a type of its own: remove `getter`".into(),
        ),
        "borrow" if !is_edge => borrow(),
        "skip" if matches!(field.content, Content::Edge(Role::Shared, _)) => {
            let ty = show(field.ty());
            Use::Refuse(format!(
                "`{ty}` always has a target, so it cannot be left out of a document: write `{}: Option<{ty}>`",
                field.name
            ))
        }
        "default" if is_edge && option.value.is_none() => Use::Drop,
        "default" if is_edge => Use::Refuse(
            "an edge that a document does not have is empty when it is read: write `default` without a function".into(),
        ),
        "skip_serializing" | "skip_deserializing" if is_edge => Use::Refuse(format!(
            "`{key}` on an edge would leave nodes in a document that nothing leads to, or the other way round: write `skip`"
        )),
        "with" | "serialize_with" | "deserialize_with" | "flatten" | "borrow" if is_edge => {
            Use::Refuse(format!("an edge is a number in a document, so `{key}` has nothing to act on: remove `{key}`"))
        }
        _ => Use::Keep,
    }
}

/// The options that serde has on a type.
const CONTAINER: &[&str] = &[
    "bound",
    "content",
    "crate",
    "default",
    "deny_unknown_fields",
    "expecting",
    "field_identifier",
    "from",
    "into",
    "remote",
    "rename",
    "rename_all",
    "rename_all_fields",
    "tag",
    "transparent",
    "try_from",
    "untagged",
    "variant_identifier",
];

/// The options that serde has on a variant.
const VARIANT: &[&str] = &[
    "alias",
    "borrow",
    "bound",
    "deserialize_with",
    "other",
    "rename",
    "rename_all",
    "serialize_with",
    "skip",
    "skip_deserializing",
    "skip_serializing",
    "untagged",
    "with",
];

/// The options that serde has on a field.
const FIELD: &[&str] = &[
    "alias",
    "borrow",
    "bound",
    "default",
    "deserialize_with",
    "flatten",
    "getter",
    "rename",
    "serialize_with",
    "skip",
    "skip_deserializing",
    "skip_serializing",
    "skip_serializing_if",
    "with",
];

/// A key that is no word, serde reports.
fn is_known(key: &str, options: &[&str]) -> bool {
    key.is_empty() || options.contains(&key)
}

/// As serde says it, with the option that was meant.
fn unknown(key: &str, place: &str, options: &[&str]) -> Use {
    let near = options.iter().map(|option| (distance(key, option), *option)).min();
    let hint = match near {
        Some((distance, near)) if distance <= near.len().div_ceil(3) => format!("; did you mean `{near}`?"),
        _ => String::new(),
    };
    Use::Refuse(format!("unknown serde {place} attribute `{key}`{hint}"))
}

fn borrow() -> Use {
    Use::Refuse("a node outlives the text that it is read from: remove `borrow`, and own the value".into())
}

/// Are all fields plain?
pub(crate) fn is_plain<'a: 'f, 'f>(fields: impl IntoIterator<Item = &'f Field<'a>>) -> bool {
    fields.into_iter().all(|field| matches!(field.content, Content::Plain | Content::Opaque))
}

/// Returns the variant of this name.
pub(crate) fn variant<'n>(node: &'n Node<'_>, name: &Ident) -> Option<&'n Variant> {
    match &node.input.data {
        Data::Enum(data) => data.variants.iter().find(|it| it.ident == *name),
        _ => None,
    }
}
